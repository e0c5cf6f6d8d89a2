"""Phase *read*: attention is limited; volume above it is skimmed and felt as overload (Jones et al. 2008)."""

from __future__ import annotations

from commsim.world import columns as c
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TINY, TWO, ZERO, F, cut, saturate


@mechanism
def volume_of(s, g):
    """What there is to read today, in messages: brand items, yesterday's talk and the spam left standing."""
    group, p = s.group[g], s.local[g]
    return F(group.items) * p.read_item_effort + F(group.messages_before) + F(group.spam_before) * p.read_spam_effort


@mechanism
def spend_attention(s, g, d):
    """Writes READ, the share read, and OVERLOAD; both 0 for who did not open."""
    group = s.group[g]
    at, n = group.work, group.used
    attention, opened = cut(s.trait, c.ATTENTION, group.row, n), cut(s.work, c.OPENED, at, n)
    read, overload = cut(s.work, c.READ, at, n), cut(s.work, c.OVERLOAD, at, n)
    volume = volume_of(s, g) + TINY
    for i in range(n):
        read[i] = opened[i] * min(attention[i] / volume, ONE)
        overload[i] = opened[i] * TWO * saturate(max(volume / attention[i] - ONE, ZERO), ONE)
