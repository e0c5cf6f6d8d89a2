"""What a member sees: the home group's feed, and those of the second and VIP groups the member sits in.

Members are simulated in their home group. The feeds of their other groups are laid over it, as far as each sits there;
what they do there is added to those groups as whole numbers, so that its order cannot matter.
"""

from __future__ import annotations

import numpy as np

from commsim.world import columns as c
from commsim.world.interest import interest_of
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, ZERO, cut

SECOND_SEAT, VIP_SEAT = 0, 1
NEWCOMER_DAYS = 14
IDLE_DAYS = 14


@mechanism
def feeds(s, g):
    """How many feeds there may be for members of group g: the home feed, and one for each second group of the world."""
    world = s.world[s.group[g].world]
    return 1 + (world.seconds if world.seconds_open > 0 else 0)


@mechanism
def feed(s, g, number):
    """The group behind a feed of home group g: itself for 0, then the second groups in order."""
    world = s.world[s.group[g].world]
    return g if number == 0 else world.group + world.groups + number - 1


@mechanism
def is_heard(s, g, f):
    """Whether a feed can reach anybody of group g."""
    return f == g or (s.group[f].open > 0 and s.group[f].members > 0)


@mechanism
def mark_seats(s, g, f):
    """Writes SITS: 1 for members of g who sit in group f; all do in their home group."""
    group = s.group[g]
    sits = cut(s.work, c.SITS, group.work, group.used)
    if f == g:
        sits[:] = ONE
        return
    ordinal = np.int16(f - s.world[group.world].group)
    second, vip = cut(s.seat, SECOND_SEAT, group.row, group.used), cut(s.seat, VIP_SEAT, group.row, group.used)
    for i in range(group.used):
        sits[i] = ONE if second[i] == ordinal or vip[i] == ordinal else ZERO


@mechanism
def concerns(s, row, d, item):
    """Whether an item is meant for a member: its audience, and the days since joining it is written for."""
    if item.tenure != c.FOR_ALL and d - s.count[c.JOINED, row] != item.tenure:
        return False
    if item.audience == c.INTERESTED:
        return interest_of(s, row) > ONE
    if item.audience == c.BUYERS:
        return s.count[c.ORDERS, row] > 0
    if item.audience == c.NON_BUYERS:
        return s.count[c.ORDERS, row] == 0
    if item.audience == c.NEWCOMERS:
        return d - s.count[c.JOINED, row] <= NEWCOMER_DAYS
    if item.audience == c.CORE_MEMBERS:
        return s.flag[c.TIER, row] == c.CORE or s.seat[VIP_SEAT, row] >= 0
    if item.audience == c.INACTIVE:
        return d - max(s.count[c.LAST_OPEN, row], s.count[c.JOINED, row]) >= IDLE_DAYS
    return True


@mechanism
def is_for_all(item):
    """Whether an item is meant for everybody in its group."""
    return item.audience == c.EVERYBODY and item.tenure == c.FOR_ALL


@mechanism
def mark_concerned(s, g, f, d, item):
    """Writes SITS: 1 for members of g whom an item of group f concerns."""
    mark_seats(s, g, f)
    if is_for_all(item):
        return
    group = s.group[g]
    for i in range(group.used):
        if not concerns(s, group.row + i, d, item):
            s.work[c.SITS, group.work + i] = ZERO


@mechanism
def reach(s, g, f, d, item):
    """The column that says how far each member of g reads an item of group f: READ, or REACH where it is not for all of g."""
    if f == g and is_for_all(item):
        return c.READ
    mark_concerned(s, g, f, d, item)
    group = s.group[g]
    n, at = group.used, group.work
    read, sits, reached = cut(s.work, c.READ, at, n), cut(s.work, c.SITS, at, n), cut(s.work, c.REACH, at, n)
    for i in range(n):
        reached[i] = read[i] * sits[i]
    return c.REACH
