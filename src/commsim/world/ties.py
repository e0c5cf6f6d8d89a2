"""Ties: undirected bonds between members, kept at both ends, the strongest few per member.

A tie names the other's row and its generation, so that a row given to a newcomer is never mistaken for the old friend.
"""

from __future__ import annotations

from commsim.world import columns as c
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, ZERO


@mechanism
def slot_of(s, row, other):
    """The place of the tie to `other` among a member's ties, or -1."""
    found, generation = -1, s.generation[other]
    for slot in range(c.TIES):  # to look at all costs less than to leave early, which is guessed wrong
        same = (s.tie[slot, row] > ZERO) & (s.tie_row[slot, row] == other) & (s.tie_generation[slot, row] == generation)
        found = slot if same else found
    return found


@mechanism
def weakest(s, row):
    """The place to use for a new tie: a free one, else the weakest; equal strengths give way by key."""
    best, least = 0, s.tie[0, row]
    for slot in range(1, c.TIES):
        here = s.tie[slot, row]
        gives_way = here < least
        if (here == least) & (here > ZERO):  # hardly ever
            gives_way = s.key[s.tie_row[slot, row]] < s.key[s.tie_row[best, row]]
        best, least = (slot, here) if gives_way else (best, least)
    return best


@mechanism
def strengthen(s, row, other, step):
    """Move one end of a tie a step toward full strength; a new tie takes a place only from a weaker one."""
    slot = slot_of(s, row, other)
    if slot >= 0:
        s.tie[slot, row] += step * (ONE - s.tie[slot, row])
        return
    slot = weakest(s, row)
    if s.tie[slot, row] < step:
        s.tie_row[slot, row] = other
        s.tie_generation[slot, row] = s.generation[other]
        s.tie[slot, row] = step


@mechanism
def bond(s, a, b, step):
    """Strengthen the tie between two members at both ends."""
    strengthen(s, a, b, step)
    strengthen(s, b, a, step)
