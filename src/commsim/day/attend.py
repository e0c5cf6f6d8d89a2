"""Phase *open*: who opens the group today.

odds = habit / (1 - habit) × exp(effects); compared without a division: u·((1 - a) + a·e^z) < a·e^z.
"""

from __future__ import annotations

import numpy as np

from commsim.day.feeds import feed, feeds, is_heard, mark_concerned, mark_seats
from commsim.world import columns as c
from commsim.world.draws import Purpose, high, low, luck_of_day, uniform
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TEN, ZERO, F, cut, exp, saturate
from commsim.world.products import most_need

OPEN = np.uint32(Purpose.OPEN)
ANSWERED, WAS_OPEN, CONTACTED = np.uint8(c.SHOWN_ANSWERED), np.uint8(c.SHOWN_OPEN), np.uint8(c.SHOWN_CONTACTED)
NOBODY = np.uint8(0)
SEASON_OPENING = 0
PRESENT = np.uint8(c.PRESENT)


@mechanism
def draw_luck(s, g, d):
    """The day's luck of every member of the slice, from which all of the day's draws are made."""
    group = s.group[g]
    n = group.used
    key = s.key[group.row : group.row + n]
    lower, upper = cut(s.luck, c.LOWER, group.work, n), cut(s.luck, c.UPPER, group.work, n)
    day = np.uint64(d)
    for i in range(n):
        bits = luck_of_day(key[i], day)
        lower[i] = low(bits)
        upper[i] = high(bits)


@mechanism
def fit_events(s, g, d):
    """Writes EVENT_FIT: how well today's events fit each member's motives; 0 without events and for who hears of nothing."""
    group = s.group[g]
    n, half, any_event = group.used, s.local[g].value_half, False
    fit, muted = cut(s.work, c.EVENT_FIT, group.work, n), cut(s.flag, c.DO_NOT_DISTURB, group.row, n)
    fit[:] = ZERO
    for number in range(feeds(s, g)):
        f = feed(s, g, number)
        if is_heard(s, g, f):
            for place in range(s.group[f].items):
                if s.item[f, place].kind == c.EVENT:
                    _add_pull(s, g, f, d, s.item[f, place])
                    any_event = True
    if any_event:
        for i in range(n):
            fit[i] = (ZERO if muted[i] != NOBODY else ONE) * saturate(fit[i], half)


@mechanism
def _add_pull(s, g, f, d, item):
    """Add to EVENT_FIT how strongly one event appeals to the motives of those it concerns."""
    mark_concerned(s, g, f, d, item)
    group = s.group[g]
    at, row, n = group.work, group.row, group.used
    fit, sits = cut(s.work, c.EVENT_FIT, at, n), cut(s.work, c.SITS, at, n)
    know, fun, bonds = cut(s.trait, c.WANTS_INFORMATION, row, n), cut(s.trait, c.WANTS_FUN, row, n), cut(s.trait, c.WANTS_BONDS, row, n)
    identity, gain = cut(s.trait, c.WANTS_IDENTITY, row, n), cut(s.trait, c.WANTS_GAIN, row, n)
    e_know, e_fun, e_bonds = item.information * item.fresh, item.fun * item.fresh, item.bonds * item.fresh
    e_identity, e_gain = item.identity * item.fresh, item.reward / TEN
    for i in range(n):
        pull = know[i] * e_know + fun[i] * e_fun + bonds[i] * e_bonds + identity[i] * e_identity + gain[i] * e_gain
        fit[i] += sits[i] * pull


@mechanism
def open_group(s, g, d):
    """Decide who opens the group: writes OPENED and PUSHED, and lists the openers for the day's later phases."""
    draw_luck(s, g, d)
    fit_events(s, g, d)
    count_notices(s, g)
    expect_openings(s, g, d)
    list_openers(s, g)


@mechanism
def count_notices(s, g):
    """Writes PUSHED: notifications received today, in all feeds, by who has not chosen do-not-disturb."""
    group = s.group[g]
    n = group.used
    pushed, muted, sits = (
        cut(s.work, c.PUSHED, group.work, n),
        cut(s.flag, c.DO_NOT_DISTURB, group.row, n),
        cut(s.work, c.SITS, group.work, n),
    )
    for i in range(n):
        pushed[i] = F(group.pushed) * (ZERO if muted[i] != NOBODY else ONE)
    for number in range(1, feeds(s, g)):
        f = feed(s, g, number)
        if is_heard(s, g, f) and s.group[f].pushed > 0:
            mark_seats(s, g, f)
            for i in range(n):
                pushed[i] += sits[i] * F(s.group[f].pushed) * (ZERO if muted[i] != NOBODY else ONE)


@mechanism
def expect_openings(s, g, d):
    """Writes OPENED."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    activity, fatigue = cut(s.state, c.ACTIVITY, row, n), cut(s.state, c.FATIGUE, row, n)
    need, belonging = most_need(s, g, d), cut(s.state, c.BELONGING, row, n)
    satisfaction, b_satisfaction = cut(s.state, c.SATISFACTION, row, n), p.open_satisfaction
    gain = cut(s.trait, c.WANTS_GAIN, row, n)
    presence, joined = cut(s.flag, c.PRESENCE, row, n), cut(s.count, c.JOINED, row, n)
    shown = cut(s.shown, (d + 1) & 1, row, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    opened, fit, pushed = cut(s.work, c.OPENED, at, n), cut(s.work, c.EVENT_FIT, at, n), cut(s.work, c.PUSHED, at, n)
    b_event, b_need, b_fatigue, b_belonging = p.open_event, p.open_need, p.open_fatigue, p.open_belonging
    b_replied, b_momentum, b_newcomer, newcomer_days = p.open_replied, p.open_momentum, p.open_newcomer, p.open_newcomer_days
    b_contact, b_offer = p.open_contact, p.open_offer * F(p.winback_offer) / TEN
    b_push = p.open_notification
    calendar = p.weekday_opening[(d + int(p.first_weekday)) % 7] + s.season[s.world[group.world].personas, d, SEASON_OPENING]
    today = np.int32(d)
    for i in range(n):
        z = calendar + b_event * fit[i] + b_push * pushed[i] + b_need * need[i] + b_belonging * belonging[i] - b_fatigue * fatigue[i]
        z += b_satisfaction * satisfaction[i]
        z += b_replied if (shown[i] & ANSWERED) != NOBODY else ZERO
        z += b_momentum if (shown[i] & WAS_OPEN) != NOBODY else ZERO
        z += b_contact + b_offer * gain[i] if (shown[i] & CONTACTED) != NOBODY else ZERO
        z += b_newcomer * newcomer_days / (newcomer_days + F(max(np.int32(today - joined[i]), np.int32(0))))
        odds = activity[i] * exp(z)
        u = uniform(lower[i], upper[i], OPEN)
        here = presence[i] == PRESENT
        opened[i] = ONE if here and u * (ONE - activity[i] + odds) < odds else ZERO


@mechanism
def list_openers(s, g):
    """Counts the openers and lists their positions in `lists[OPENERS]`; without a branch, as it would be guessed wrong too often."""
    group = s.group[g]
    at, n, count = group.work, group.used, 0
    opened, openers = cut(s.work, c.OPENED, at, n), cut(s.lists, c.OPENERS, at, n)
    for i in range(n):
        openers[count] = i
        count += int(opened[i])
    group.openers = count
