"""Phase *talk*, third part: joining events, with rewards while the purse lasts; a shared event makes ties."""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen, pay
from commsim.operate.programme import COST_EVENTS
from commsim.record.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, TEN, ZERO, F, exp
from commsim.world.ties import bond

CHECK_IN = 4
"""Form number of the daily check-in."""
MOST_POINTS = 2_000_000_000
"""Balances are 32-bit."""
PARTICIPATIONS, EVENT_OPENERS, POINTS_ISSUED = COLUMN["participations"], COLUMN["event_openers"], COLUMN["points_issued"]


@mechanism
def join_events(s, g, d):
    """Each opener decides on each event of the day."""
    group = s.group[g]
    for place in range(group.items):
        if s.item[g, place].kind == c.EVENT:
            joined = _gather(s, g, d, s.item[g, place])
            book(s, group.world, d, EVENT_OPENERS, group.openers)
            book(s, group.world, d, PARTICIPATIONS, joined)
            _meet(s, g, d, s.item[g, place], joined)


@mechanism
def _gather(s, g, d, item):
    """Who takes part in one event, listed in `lists[PARTICIPANTS]`; returns how many."""
    group = s.group[g]
    p = s.local[g]
    joined, purpose = 0, np.uint32(Purpose.JOIN_EVENT + 16 * item.form + item.ordinal)
    even = p.talk_join / max(ONE - p.talk_join, F(1e-6))
    prize = fen(float(item.reward))
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        work, row = group.work + i, group.row + i
        odds = even * exp(p.talk_join_fit * (s.work[c.EVENT_FIT, work] - HALF))
        if uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], purpose) * (ONE + odds) < odds and s.count[c.SILENCED_UNTIL, row] <= d:
            s.lists[c.PARTICIPANTS, group.work + joined] = i
            joined += 1
            s.work[c.EVENTS_JOINED, work] += ONE
            if prize > 0 and pay(s, group.world, g, d, COST_EVENTS, prize):
                s.work[c.REWARD, work] += item.reward / TEN
            points = p.incentives_points_per_check_in if item.form == CHECK_IN else p.incentives_points_per_event
            give_points(s, group.world, row, d, int(points))
    return joined


@mechanism
def give_points(s, w, row, d, points):
    """Credit points to a member and to the ledger, up to what a balance can hold."""
    points = min(points, MOST_POINTS - s.count[c.POINTS, row])
    if points > 0:
        s.count[c.POINTS, row] += points
        s.count[c.POINTS_SINCE, row] = d
        book(s, w, d, POINTS_ISSUED, points)


@mechanism
def _meet(s, g, d, item, joined):
    """Each participant meets one other, drawn for the day; the more the form brings people together, the stronger the tie."""
    group = s.group[g]
    step = s.local[g].ties_event_gain * item.bonds
    if joined < 2 or step <= ZERO:
        return
    for at in range(joined):
        row = group.row + s.lists[c.PARTICIPANTS, group.work + at]
        pick = int(draw(s.key[row], d, Purpose.EVENT_PARTNER + 16 * item.form) * F(joined - 1))
        pick = min(pick, joined - 2)
        other = group.row + s.lists[c.PARTICIPANTS, group.work + (pick if pick < at else pick + 1)]
        bond(s, row, other, step)
