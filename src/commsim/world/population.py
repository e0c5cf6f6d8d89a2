"""How a person becomes a row: identity, persona, traits and first states, drawn from the member's key alone."""

from __future__ import annotations

import numpy as np

from commsim.scenario.fields import TOPICS
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import HALF, ONE, TWO, ZERO, F, quantile, unit
from commsim.world.products import further

OWN_SCALE = F(64)
OWN_MOST = F(255)
FULL_NEED = F(255)
KEEP_DAYS = 60
"""Days for which the row of someone who left is kept before others are preferred to it."""
LOOK_AHEAD = 4
SINCE_MOST = 60


@mechanism
def free_row(s, g, d):
    """A row of group g for a newcomer on day d: of someone long gone, else a new one, else that of the earliest leaver."""
    group = s.group[g]
    for _ in range(LOOK_AHEAD):
        if group.used == 0:
            break
        row = group.row + group.cursor
        group.cursor = (group.cursor + 1) % group.used
        if s.flag[c.PRESENCE, row] > c.PRESENT and d - s.count[c.LEFT_ON, row] > KEEP_DAYS:
            return row
    if group.used < group.rows:
        group.used += 1
        return group.row + group.used - 1
    found, earliest = group.row, d + 1
    for row in range(group.row, group.row + group.used):
        if s.flag[c.PRESENCE, row] > c.PRESENT and s.count[c.LEFT_ON, row] < earliest:
            found, earliest = row, s.count[c.LEFT_ON, row]
    return found


@mechanism
def persona_of(s, tables, key):
    """The persona drawn for a key."""
    u = draw(key, 0, Purpose.PERSONA)
    number = 0
    while s.persona_cut[tables, number] < u:
        number += 1
    return number


@mechanism
def be_born(s, w, row, d, key, interest, trust):
    """Write a newcomer with that key into a row; `interest` and `trust` multiply the persona's (the channel's doing)."""
    p, tables = s.p[w], s.world[w].personas
    persona = persona_of(s, tables, key)
    s.key[row] = key
    s.generation[row] += np.uint16(1)
    for t in range(c.TRAITS):
        s.trait[t, row] = quantile(s.quantiles[tables, persona, t], draw(key, 0, Purpose.TRAIT + t))
    for k in range(TOPICS):
        factor = quantile(s.taste_quantiles[tables], draw(key, 0, Purpose.TASTE + k))
        own = s.persona_taste[tables, persona, k] * factor * interest
        s.own[k, row] = np.uint8(min(own * OWN_SCALE + HALF, OWN_MOST))
        s.taste[k, row] = own
    for column in range(c.FLAGS):
        s.flag[column, row] = 0
    s.flag[c.PRESENCE, row] = c.PRESENT
    s.flag[c.PERSONA, row] = persona
    s.trait[c.FIRST_TRUST, row] = unit(s.trait[c.FIRST_TRUST, row] * trust)
    _first_states(s, row, key, p)
    _first_needs(s, w, row, key)
    _first_counts(s, row, d)


@mechanism
def _first_states(s, row, key, p):
    for column in range(c.STATES):
        s.state[column, row] = ZERO
    s.state[c.TRUST, row] = s.trait[c.FIRST_TRUST, row]
    s.state[c.ACTIVITY, row] = s.trait[c.FIRST_HABIT, row]
    s.state[c.EXPECTATION, row] = p.value_outside
    s.state[c.INTRINSIC, row] = ONE
    for slot in range(c.CREATIVES):
        s.seen[slot, row] = ZERO
    for slot in range(c.TIES):
        s.tie[slot, row] = ZERO
    s.shown[0, row] = 0
    s.shown[1, row] = 0
    s.seat[0, row] = -1
    s.seat[1, row] = -1
    for paid in range(c.PAID):
        s.paid_need[paid, row] = np.uint8(FULL_NEED * draw(key, 0, Purpose.PAID_NEED + paid))


@mechanism
def _first_needs(s, w, row, key):
    """Need for each product, drawn for each by itself."""
    s.state[c.NEED, row] = _need_of_one_who_joins(key, c.FIRST, s.p[w].product_need_at_join)
    for product in range(1, s.world[w].products):
        s.more_need[product - 1, row] = _need_of_one_who_joins(key, product, further(s, w, product).need_at_join)
        s.more_experience[product - 1, row] = ZERO


@kernel
def _need_of_one_who_joins(key, product, mean):
    """Uniform with that mean, from 0 or up to 1."""
    u = draw(key, 0, Purpose.NEED + Purpose.PRODUCT * product)
    return TWO * mean * u if mean <= HALF else ONE - TWO * (ONE - mean) * u


@mechanism
def _first_counts(s, row, d):
    for column in range(c.COUNTS):
        s.count[column, row] = 0
    s.count[c.JOINED, row] = d
    s.count[c.LAST_OPEN, row] = c.NEVER
    s.count[c.LAST_ORDER, row] = c.NEVER
    s.count[c.FIRST_POST, row] = c.NEVER
    s.count[c.LEFT_ON, row] = c.NEVER
    s.count[c.PAID_UNTIL, row] = c.NEVER


@mechanism
def grow_old(s, row, key, tenure):
    """Make a newcomer of day 0 one who has been a member for about `tenure` days (mean), by twice a uniform draw."""
    days = 1 + int(TWO * tenure * draw(key, 0, Purpose.TENURE))
    s.count[c.JOINED, row] = -days
    habit, u, since, missed = s.state[c.ACTIVITY, row], draw(key, 1, Purpose.TENURE), 1, ONE
    while since < min(SINCE_MOST, days):
        missed *= ONE - habit
        if u > missed:
            break
        since += 1
    s.count[c.LAST_OPEN, row] = -since
