"""Which group a newcomer is placed in, and the seat taken or given up."""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import GOLDEN, Purpose, derive, mix64
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, F, log2
from commsim.world.population import be_born, free_row

JOINED, TURNED_AWAY = COLUMN["joined"], COLUMN["turned_away"]
SEATS_ENTERED, SEATS_GIVEN_UP = COLUMN["seats_entered"], COLUMN["seats_given_up"]
POINTS_EXPIRED = COLUMN["points_expired"]


@mechanism
def world_key(s, w, purpose):
    """A key for a purpose of world w that no strategy can change."""
    return mix64(mix64(s.world[w].seed * GOLDEN + GOLDEN) + np.uint64(purpose) * GOLDEN)


@mechanism
def place(s, w, most):
    """The group that takes the next newcomer, round robin over open groups with room and fewer than `most` members; else -1."""
    world = s.world[w]
    for step in range(world.open):
        g = world.group + (world.next + step) % world.open
        if s.group[g].open > 0 and s.group[g].members < min(s.group[g].capacity, most):
            world.next = (g - world.group + 1) % world.open
            return g
    return -1


@mechanism
def open_empty(s, w):
    """Open the world's next group."""
    world = s.world[w]
    g = world.group + world.open
    world.open += 1
    s.group[g].open = 1
    return g


@mechanism
def open_group(s, w, d):
    """Open the world's next group and seat its seed members."""
    p, g = s.p[w], open_empty(s, w)
    base = derive(world_key(s, w, Purpose.SEEDS), np.uint64(s.world[w].open))
    for number in range(min(int(p.seeds_per_group), s.group[g].capacity)):
        row = enter(s, w, g, d, derive(base, np.uint64(number)), ONE, ONE)
        s.trait[c.SOCIABILITY, row] = p.seeds_sociability
        s.trait[c.INFLUENCE, row] += F(log2(float(p.seeds_influence)))
        s.trait[c.FIRST_HABIT, row] = p.seeds_activity
        s.trait[c.FIRST_TRUST, row] = p.seeds_trust
        s.trait[c.HONESTY, row] = ONE
        s.state[c.ACTIVITY, row] = p.seeds_activity
        s.state[c.TRUST, row] = p.seeds_trust
    return g


@mechanism
def enter(s, w, g, d, key, interest, trust):
    """Seat a newcomer in group g; the caller has checked that there is room. Returns the row."""
    row = free_row(s, g, d)
    be_born(s, w, row, d, key, interest, trust)
    s.group[g].members += 1
    s.world[w].ever += 1
    book(s, w, d, JOINED, 1)
    book(s, w, d, SEATS_ENTERED, 1)
    return row


@mechanism
def vacate(s, w, g, d, row, presence):
    """Take a member's seats and points away on leaving (presence LEFT) or removal (REMOVED)."""
    s.flag[c.PRESENCE, row] = presence
    s.count[c.LEFT_ON, row] = d
    s.group[g].members -= 1
    book(s, w, d, SEATS_GIVEN_UP, 1)
    for slot in range(2):
        give_up_seat(s, w, d, slot, row)
    book(s, w, d, POINTS_EXPIRED, s.count[c.POINTS, row])
    s.count[c.POINTS, row] = 0


@mechanism
def give_up_seat(s, w, d, slot, row):
    """Free a member's second seat (slot 0) or VIP seat (slot 1), if there is one."""
    if s.seat[slot, row] >= 0:
        s.group[s.world[w].group + s.seat[slot, row]].members -= 1
        s.seat[slot, row] = -1
        book(s, w, d, SEATS_GIVEN_UP, 1)


@mechanism
def members_of(s, w):
    """Members of a world: those of its general groups, where everybody has the first seat."""
    world, total = s.world[w], 0
    for g in range(world.group, world.group + world.open):
        total += s.group[g].members
    return total


@mechanism
def book(s, w, d, column, amount):
    """Add to today's record."""
    s.daily[w, d, column] += amount
