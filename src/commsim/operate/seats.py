"""Phase *seats*: regional, category, advertising and VIP groups open as the community grows; who qualifies takes a seat."""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw
from commsim.world.groups import SEATS_ENTERED, book, give_up_seat, members_of
from commsim.world.interest import favourite_topic
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, unit
from commsim.world.tables import ADVERTISING, CATEGORY, REGIONAL, VIP_BUYERS

SEATS_ADMITTED, SEATS_WITHDRAWN = COLUMN["seats_admitted"], COLUMN["seats_withdrawn"]
SECOND_SEAT, VIP_SEAT = 0, 1


@mechanism
def fill_seats(s, w, d):
    """Open the second groups that are due, and screen who sits in them."""
    world = s.world[w]
    if world.seconds == 0:
        return
    size = members_of(s, w)
    for k in range(s.second.shape[1]):
        kind = s.second[world.personas, k]
        if kind.most == 0 or d < kind.opens_on:
            continue
        first = world.group + kind.first
        if s.group[first].open == 0 and size >= kind.opens_at:
            s.group[first].open = 1
            world.seconds_open = 1
            _screen(s, w, d, k)
        elif s.group[first].open > 0 and (d - kind.opens_on) % kind.review_days == 0:
            _screen(s, w, d, k)


@mechanism
def _screen(s, w, d, k):
    """Give seats of a kind to who qualifies, take them from who no longer does."""
    world = s.world[w]
    kind = s.second[world.personas, k]
    slot = VIP_SEAT if kind.kind >= VIP_BUYERS else SECOND_SEAT
    if slot == SECOND_SEAT and s.p[w].most_seats < 2:
        return
    for g in range(world.group, world.group + world.open):
        for row in range(s.group[g].row, s.group[g].row + s.group[g].used):
            if s.flag[c.PRESENCE, row] != c.PRESENT:
                continue
            held = s.seat[slot, row]
            mine = held >= 0 and s.group[world.group + held].kind == k
            qualifies = _qualifies(s, row, d, kind)
            if mine and not qualifies:
                _withdraw(s, w, d, slot, row)
            elif held < 0 and qualifies:
                _admit(s, w, d, k, slot, row)


@mechanism
def _qualifies(s, row, d, kind):
    """Whether a member suits a kind of group and has done what its admission asks."""
    if d - s.count[c.JOINED, row] < kind.tenure_days or s.state[c.SCORE, row] < kind.score:
        return False
    if s.count[c.ORDERS, row] < kind.orders or s.count[c.SPENT, row] < kind.spent or s.state[c.TRUST, row] < kind.trust:
        return False
    if kind.kind == CATEGORY:
        return favourite_topic(s, row) == kind.topic
    if kind.kind == ADVERTISING:
        return s.trait[c.WANTS_GAIN, row] > ONE or s.count[c.ORDERS, row] > 0
    return True


@mechanism
def _admit(s, w, d, k, slot, row):
    """A seat in the first group of the kind with room (a regional one: that of the member's region), opened if need be."""
    world = s.world[w]
    kind = s.second[world.personas, k]
    begin, end = 0, kind.most
    if kind.kind == REGIONAL:
        begin = int(draw(s.key[row], 0, Purpose.REGION) * np.float32(kind.most))
        end = begin + 1
    for number in range(begin, end):
        ordinal = kind.first + number
        group = s.group[world.group + ordinal]
        if group.members < group.capacity:
            group.open = 1
            group.members += 1
            s.seat[slot, row] = ordinal
            book(s, w, d, SEATS_ENTERED, 1)
            book(s, w, d, SEATS_ADMITTED, 1)
            return


@mechanism
def _withdraw(s, w, d, slot, row):
    """Take a seat away; the loss of a VIP seat costs trust."""
    p = s.p[w]
    give_up_seat(s, w, d, slot, row)
    book(s, w, d, SEATS_WITHDRAWN, 1)
    if slot == VIP_SEAT:
        s.state[c.TRUST, row] *= ONE - unit(p.trust_loss * p.trust_demoted)
