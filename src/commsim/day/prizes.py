"""Phase *talk*, fourth part: an event's prizes, drawn by lot among who takes part.

What a participant could expect has drawn people in and is part of the day's value already; who wins gets more than that and
is pleased, who does not gets less (Oliver 1980).
"""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen, pay
from commsim.operate.programme import COST_EVENTS
from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TEN, ZERO

PRIZES_WON = COLUMN["prizes_won"]


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
        s.work[c.REWARD, s.group[g].work + i] += item.prize / TEN
        be_surprised(s, g, i, item.prize / TEN)
        book(s, s.group[g].world, d, PRIZES_WON, 1)


@mechanism
def be_surprised(s, g, i, more):
    """Satisfaction moves by what a member got beyond what could be expected, in 10 yuan, as it does by a voucher."""
    p, row = s.local[g], s.group[g].row + i
    pleased = p.value_satisfaction_rate * p.value_gain * s.trait[c.WANTS_GAIN, row] * more
    s.state[c.SATISFACTION, row] = min(max(s.state[c.SATISFACTION, row] + pleased, -ONE), ONE)
