"""Day 0 before anything happens: groups with their seeds, and the members the community begins with."""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, derive
from commsim.world.groups import JOINED, book, enter, open_group, place, world_key
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, F, unit
from commsim.world.population import grow_old
from commsim.world.ties import bond

ALREADY = COLUMN["already"]
NO_LIMIT = 1 << 40
GROUP, JOINED_ON, LAST_OPEN, LAST_ORDER, MESSAGES, ORDERS, SPENT, INVITER = c.places(8)


@mechanism
def found(s, w):
    """Open the groups, seat the members of a members' file in theirs, then those made up from the personas where there is room."""
    p = s.p[w]
    for _ in range(int(p.groups_count)):
        open_group(s, w, 0)
    _from_file(s, w)
    base = world_key(s, w, Purpose.FOUNDERS)
    for number in range(int(p.initial_members)):
        g = place(s, w, NO_LIMIT)
        key = derive(base, np.uint64(number))
        row = enter(s, w, g, 0, key, ONE, ONE)
        if p.initial_tenure > 0:
            grow_old(s, row, key, p.initial_tenure)
            _joined_before(s, w)


@mechanism
def _joined_before(s, w):
    """Book one of day 0 as a member already, not as one who joined today."""
    book(s, w, 0, JOINED, -1)
    book(s, w, 0, ALREADY, 1)


@mechanism
def _from_file(s, w):
    """Seat the members of a members' file, each with the history the file tells."""
    base = world_key(s, w, Purpose.FILE)
    founders = s.founder[s.world[w].personas]
    rows, number, messages = np.zeros(founders.shape[0], np.int64), 0, 0
    for k in range(founders.shape[0]):
        number += 1 if founders[k, GROUP] > 0 else 0
        messages += founders[k, MESSAGES]
    mean = F(messages) / F(max(number, 1))
    for k in range(number):
        founder = founders[k]
        g = s.world[w].group + founder[GROUP] - 1
        rows[k] = enter(s, w, g, 0, derive(base, np.uint64(k)), ONE, ONE)
        if founder[JOINED_ON] < 0:
            _joined_before(s, w)
        _recall(s, rows[k], founder, mean, s.p[w])
        if 0 <= founder[INVITER] < k and s.p[w].ties_referral > 0:
            bond(s, rows[k], rows[founder[INVITER]], s.p[w].ties_referral)


@mechanism
def _recall(s, row, founder, mean, p):
    """What a file knows of a member: dates, orders of the first product, talk; habit and sociability are drawn toward what they suggest."""
    s.count[c.JOINED, row] = founder[JOINED_ON]
    s.count[c.LAST_OPEN, row] = min(founder[LAST_OPEN], -1)
    since = F(-min(founder[LAST_OPEN], -1))
    s.state[c.ACTIVITY, row] = unit(HALF * (s.trait[c.FIRST_HABIT, row] + ONE / since))
    s.trait[c.SOCIABILITY, row] *= (ONE + F(founder[MESSAGES])) / (ONE + mean)
    s.state[c.SCORE, row] = F(founder[MESSAGES])
    if founder[MESSAGES] > 0:
        s.count[c.FIRST_POST, row] = min(founder[JOINED_ON], -1)
    s.count[c.ORDERS, row] = founder[ORDERS]
    s.count[c.SPENT, row] = founder[SPENT]
    if founder[ORDERS] > 0:
        s.flag[c.PRODUCTS, row] = 1
        s.count[c.LAST_ORDER, row] = founder[LAST_ORDER]
        s.state[c.NEED, row] = unit(F(-founder[LAST_ORDER]) / p.product_cycle_days)
