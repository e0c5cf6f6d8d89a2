"""Phase *talk*, fourth part: an event's prizes, drawn by lot among who takes part, and red packets passed on.

What a participant could expect has drawn people in and is part of the day's value already; who wins gets more than that and
is pleased, who does not gets less (Oliver 1980). Of the money from red packets some goes on to other members (Yuan et al.).
"""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen, pay
from commsim.operate.programme import COST_EVENTS
from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, TEN, ZERO, F
from commsim.world.ties import bond

PRIZES_WON, PASSED_ON = COLUMN["prizes_won"], COLUMN["passed_on"]
RED_PACKET = 12
"""Form number of red packets."""
TEN_YUAN = F(1000)
"""In fen."""


@mechanism
def draw_prizes(s, g, f, d, item, joined):
    """Give the prizes of one event of group f to participants of g, listed in `lists[PARTICIPANTS]`, while the purse lasts.

    In the home group the luckiest win, no more than there are prizes. Members who meet in a second group are simulated in their home
    groups, so each wins there with the chance that was expected: the number of winners is right on average.
    """
    if item.prizes == 0 or item.prize <= ZERO:
        return
    group = s.group[g]
    for at in range(joined):
        be_surprised(s, g, s.lists[c.PARTICIPANTS, group.work + at], -item.reward / TEN)
    if f == g:
        _draw_luckiest(s, g, d, item, joined)
        return
    for at in range(joined):
        i = s.lists[c.PARTICIPANTS, group.work + at]
        if _luck(s, g, i, item) < item.reward / item.prize:
            _win(s, g, f, d, i, item)


@mechanism
def _luck(s, g, i, item):
    """A member's luck in the draw of one event; the smallest wins first."""
    work, purpose = s.group[g].work + i, np.uint32(Purpose.PRIZE + 16 * item.form + item.ordinal)
    return uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], purpose)


@mechanism
def _draw_luckiest(s, g, d, item, joined):
    """The participants in the order of their luck, as far as the prizes reach."""
    last, last_at = ZERO, -1
    for _ in range(min(item.prizes, joined)):
        best, best_at = ONE, -1
        for at in range(joined):
            u = _luck(s, g, s.lists[c.PARTICIPANTS, s.group[g].work + at], item)
            if (u > last or (u == last and at > last_at)) and u < best:
                best, best_at = u, at
        _win(s, g, g, d, s.lists[c.PARTICIPANTS, s.group[g].work + best_at], item)
        last, last_at = best, best_at


@mechanism
def _win(s, g, f, d, i, item):
    """One prize, if group f's purse covers it."""
    if pay(s, s.group[g].world, f, d, COST_EVENTS, fen(float(item.prize))):
        receive(s, g, i, item)
        be_surprised(s, g, i, item.prize / TEN)
        book(s, s.group[g].world, d, PRIZES_WON, 1)


@mechanism
def receive(s, g, i, item):
    """One reward of an event reaches a member."""
    work = s.group[g].work + i
    s.work[c.REWARD, work] += item.prize / TEN
    s.work[c.PACKETS, work] += item.prize / TEN if item.form == RED_PACKET else ZERO


@mechanism
def pass_on_packets(s, g, d):
    """Each who got red packets today sends a part on, in whole fen, to one other opener; the tie of the two grows as at such an event.

    What is sent on is not sent on again.
    """
    group, p = s.group[g], s.local[g]
    if p.talk_pass_on <= ZERO or group.openers < 2:
        return
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        sent = int(s.work[c.PACKETS, group.work + i] * p.talk_pass_on * TEN_YUAN + HALF)
        if sent > 0:
            pick = min(int(draw(s.key[group.row + i], d, Purpose.PASSED_ON) * F(group.openers - 1)), group.openers - 2)
            other = s.lists[c.OPENERS, group.work + (pick if pick < at else pick + 1)]
            s.work[c.REWARD, group.work + i] -= F(sent) / TEN_YUAN
            s.work[c.REWARD, group.work + other] += F(sent) / TEN_YUAN
            be_surprised(s, g, other, F(sent) / TEN_YUAN)
            bond(s, group.row + i, group.row + other, p.ties_event_gain * p.forms_bonds[RED_PACKET])
            book(s, group.world, d, PASSED_ON, sent)


@mechanism
def be_surprised(s, g, i, more):
    """Satisfaction moves by what a member got beyond what could be expected, in 10 yuan, as it does by a voucher."""
    p, row = s.local[g], s.group[g].row + i
    pleased = p.value_satisfaction_rate * p.value_gain * s.trait[c.WANTS_GAIN, row] * more
    s.state[c.SATISFACTION, row] = min(max(s.state[c.SATISFACTION, row] + pleased, -ONE), ONE)
