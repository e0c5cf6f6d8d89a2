"""Phase *read*: attention is limited; volume above it is skimmed and felt as overload (Jones et al. 2008)."""

from __future__ import annotations

from commsim.day.feeds import feed, feeds, is_heard, mark_seats
from commsim.world import columns as c
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TINY, TWO, ZERO, F, cut, saturate


@mechanism
def volume_of(s, g):
    """What there is to read for all of a group today, in messages: brand items, yesterday's talk and the spam left standing."""
    group, p, items = s.group[g], s.local[g], 0
    for place in range(group.items):
        items += 1 if s.item[g, place].tenure == c.FOR_ALL else 0
    return F(items) * p.read_item_effort + F(group.messages_before) + F(group.spam_before) * p.read_spam_effort


@mechanism
def add_up_volume(s, g):
    """Writes VOLUME: what each member has to read today in all feeds; one attention budget must do for them."""
    group = s.group[g]
    volume, sits = cut(s.work, c.VOLUME, group.work, group.used), cut(s.work, c.SITS, group.work, group.used)
    volume[:] = volume_of(s, g) + TINY
    for number in range(1, feeds(s, g)):
        f = feed(s, g, number)
        if is_heard(s, g, f):
            more = volume_of(s, f)
            mark_seats(s, g, f)
            for i in range(group.used):
                volume[i] += sits[i] * more


@mechanism
def spend_attention(s, g, d):
    """Writes READ, the share read, and OVERLOAD; both 0 for who did not open."""
    add_up_volume(s, g)
    group = s.group[g]
    at, n = group.work, group.used
    attention, opened, volume = cut(s.trait, c.ATTENTION, group.row, n), cut(s.work, c.OPENED, at, n), cut(s.work, c.VOLUME, at, n)
    read, overload = cut(s.work, c.READ, at, n), cut(s.work, c.OVERLOAD, at, n)
    for i in range(n):
        read[i] = opened[i] * min(attention[i] / volume[i], ONE)
        overload[i] = opened[i] * TWO * saturate(max(volume[i] / attention[i] - ONE, ZERO), ONE)
