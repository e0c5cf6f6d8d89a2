"""Phase *talk*, third part: joining events, with rewards while the purse lasts; a shared event makes ties."""

from __future__ import annotations

import numpy as np

from commsim.day.feeds import feed, feeds, is_heard, mark_concerned
from commsim.day.prizes import draw_prizes, pass_on_packets, receive
from commsim.operate.budget import fen, pay
from commsim.operate.programme import COST_EVENTS
from commsim.operate.tiers import give_points
from commsim.scenario.counts import COLUMN, FIXED
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, ZERO, F, cut, exp
from commsim.world.ties import bond

CHECK_IN = 4
"""Form number of the daily check-in."""
PARTICIPATIONS, EVENT_OPENERS = COLUMN["participations"], COLUMN["event_openers"]


@mechanism
def join_events(s, g, d):
    """Each opener decides on each event of the day, in the home group and where it has another seat."""
    group = s.group[g]
    group.participations = group.event_openers = 0
    for number in range(feeds(s, g)):
        f = feed(s, g, number)
        if is_heard(s, g, f):
            for place in range(s.group[f].items):
                if s.item[f, place].kind == c.EVENT:
                    _hold(s, g, f, d, s.item[f, place])
    book(s, group.world, d, EVENT_OPENERS, group.event_openers)
    book(s, group.world, d, PARTICIPATIONS, group.participations)
    pass_on_packets(s, g, d)


@mechanism
def _hold(s, g, f, d, item):
    """One event of group f for the openers of g whom it concerns; who shapes the product by it is heard."""
    group = s.group[g]
    mark_concerned(s, g, f, d, item)
    sits = cut(s.work, c.SITS, group.work, group.used)
    for at in range(group.openers):
        group.event_openers += int(sits[s.lists[c.OPENERS, group.work + at]])
    joined = _gather(s, g, f, d, item)
    draw_prizes(s, g, f, d, item, joined)
    group.participations += joined
    s.world[group.world].said += joined * int(s.local[g].forms_cocreation[item.form] * F(FIXED))
    _meet(s, g, d, item, joined)


@mechanism
def _gather(s, g, f, d, item):
    """Who takes part in one event, listed in `lists[PARTICIPANTS]`; returns how many."""
    group = s.group[g]
    p = s.local[f]
    shaping, joined, purpose = p.forms_cocreation[item.form], 0, np.uint32(Purpose.JOIN_EVENT + 16 * item.form + item.ordinal)
    even = p.talk_join / max(ONE - p.talk_join, F(1e-6))
    prize = fen(float(item.prize)) if item.prizes == 0 else 0
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        work, row = group.work + i, group.row + i
        if s.work[c.SITS, work] == ZERO:
            continue
        odds = even * exp(p.talk_join_fit * (s.work[c.EVENT_FIT, work] - HALF))
        if uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], purpose) * (ONE + odds) < odds and s.count[c.SILENCED_UNTIL, row] <= d:
            s.lists[c.PARTICIPANTS, group.work + joined] = i
            joined += 1
            s.work[c.EVENTS_JOINED, work] += ONE
            s.work[c.SHAPED, work] += shaping
            if prize > 0 and pay(s, group.world, f, d, COST_EVENTS, prize):
                receive(s, g, i, item)
            points = p.incentives_points_per_check_in if item.form == CHECK_IN else p.incentives_points_per_event
            give_points(s, group.world, row, d, int(points))
    return joined


@mechanism
def _meet(s, g, d, item, joined):
    """Each participant meets one other, drawn for the day; the more the form brings people together, the stronger the tie."""
    group = s.group[g]
    step = s.local[g].ties_event_gain * item.bonds
    if joined < 2 or step <= ZERO:
        return
    for at in range(joined):
        row = group.row + s.lists[c.PARTICIPANTS, group.work + at]
        pick = int(draw(s.key[row], d, Purpose.EVENT_PARTNER + 16 * item.form) * F(joined - 1))
        pick = min(pick, joined - 2)
        other = group.row + s.lists[c.PARTICIPANTS, group.work + (pick if pick < at else pick + 1)]
        bond(s, row, other, step)
