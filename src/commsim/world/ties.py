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
    for slot in range(c.TIES):
        if s.tie[slot, row] > ZERO and s.tie_row[slot, row] == other and s.tie_generation[slot, row] == s.generation[other]:
            return slot
    return -1


@mechanism
def weakest(s, row):
    """The place to use for a new tie: a free one, else the weakest; equal strengths give way by key."""
    best = 0
    for slot in range(1, c.TIES):
        here, there = s.tie[slot, row], s.tie[best, row]
        if here < there or (here == there and here > ZERO and s.key[s.tie_row[slot, row]] < s.key[s.tie_row[best, row]]):
            best = slot
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
