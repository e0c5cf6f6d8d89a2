"""Phase *stay or go*: do-not-disturb, leaving, and win-back.

Hazard of leaving a day = base × restlessness × exp(effects). Restlessness differs between members, so the average
hazard falls with tenure even where nothing changes (Fader & Hardie 2007).
"""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen, pay
from commsim.scenario.counts import COLUMN
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world import columns as c
from commsim.world.draws import Purpose, uniform
from commsim.world.groups import book, vacate
from commsim.world.kernel import mechanism
from commsim.world.numeric import BLOCK, HALF, ONE, ZERO, F, cut, exp, listed

LEAVE, MUTE = np.uint32(Purpose.LEAVE), np.uint32(Purpose.MUTE)
WINBACK, RETURN = np.uint32(Purpose.WINBACK), np.uint32(Purpose.RETURN)
PRESENT, LEFT = np.uint8(c.PRESENT), np.uint8(c.LEFT)
SEEN_PRESENT, NOTHING, YES = np.uint8(c.SHOWN_PRESENT), np.uint8(0), np.uint8(1)
WAS_CONTACTED = np.uint8(c.SHOWN_CONTACTED)
CORE, ORDINARY = np.uint8(c.CORE), np.uint8(c.ORDINARY)
MONTH = F(DAYS_PER_MONTH)
THOUSAND = F(1000)
LEFT_COUNT, RETURNED, CONTACTS = COLUMN["left"], COLUMN["returned"], COLUMN["winback_contacts"]
SEATS_ENTERED, COST_WINBACK = COLUMN["seats_entered"], COLUMN["cost_winback"]


@mechanism
def mourn(s, g, d):
    """Ties to who left: their strength becomes grief, which fades; then the tie is gone. Reads what was shown yesterday."""
    group = s.group[g]
    before, keep = (d + 1) & 1, ONE - ONE / s.local[g].stay_grief_days
    grief, end = cut(s.state, c.GRIEF, group.row, group.used), group.row + group.used
    for i in range(group.used):
        grief[i] *= keep
    for slot in range(c.TIES):
        tie, held = cut(s.tie, slot, group.row, group.used), 0
        for i in range(group.used):
            held += 1 if tie[i] > ZERO else 0
        if held > 0:  # counted first, as that takes a fraction of the time
            for first in range(group.row, end, BLOCK):
                last = min(first + BLOCK, end)
                if in_doubt(s, slot, first, last, before) > 0:
                    _let_go(s, slot, first, last, before)


@mechanism
def in_doubt(s, slot, first, last, before):
    """How many friends in one place of these rows' ties may have gone; without a branch for each."""
    tie, other, generation = s.tie[slot, first:last], s.tie_row[slot, first:last], s.tie_generation[slot, first:last]
    shown, doubtful = s.shown[before], 0
    for i in range(tie.size):
        absent = (generation[i] != s.generation[other[i]]) | (shown[other[i]] & SEEN_PRESENT == NOTHING)
        doubtful += 1 if (tie[i] > ZERO) & absent else 0
    return doubtful


@mechanism
def _let_go(s, slot, first, last, before):
    """Turn ties to who has gone into grief."""
    for row in range(first, last):
        if s.tie[slot, row] > ZERO and has_gone(s, s.tie_row[slot, row], s.tie_generation[slot, row], before):
            s.state[c.GRIEF, row] += s.tie[slot, row]
            s.tie[slot, row] = ZERO


@mechanism
def has_gone(s, other, generation, before):
    """Whether the friend of a tie had left or been removed by the end of yesterday, or the row has been given away."""
    if generation != s.generation[other]:
        return True
    return s.flag[c.PRESENCE, other] > c.PRESENT and s.shown[before, other] & SEEN_PRESENT == NOTHING


@mechanism
def decide_leaving(s, g, d):
    """Writes GOES and the choice of do-not-disturb."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    goes, seat = cut(s.work, c.GOES, at, n), cut(s.work, c.SEAT_BENEFIT, at, n)
    presence, muted, tier = cut(s.flag, c.PRESENCE, row, n), cut(s.flag, c.DO_NOT_DISTURB, row, n), cut(s.flag, c.TIER, row, n)
    satisfaction, belonging = cut(s.state, c.SATISFACTION, row, n), cut(s.state, c.BELONGING, row, n)
    trust, fatigue, grief = cut(s.state, c.TRUST, row, n), cut(s.state, c.FATIGUE, row, n), cut(s.state, c.GRIEF, row, n)
    restless, last = cut(s.trait, c.RESTLESSNESS, row, n), cut(s.count, c.LAST_OPEN, row, n)
    joined, points = cut(s.count, c.JOINED, row, n), cut(s.count, c.POINTS, row, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    b_satisfaction, b_belonging, b_trust, b_fatigue = p.stay_satisfaction, p.stay_belonging, p.stay_trust, p.stay_fatigue
    b_grief, b_status, b_absence = p.stay_grief, p.stay_status, p.stay_absence
    base, mute, core, ordinary, today = p.stay_base, p.stay_mute_base, p.tiers_core_benefit, p.tiers_ordinary_benefit, np.int32(d)
    for i in range(n):
        benefit = core if tier[i] == CORE else (ordinary if tier[i] == ORDINARY else ZERO)
        status = HALF * (max(benefit, seat[i]) + min(F(points[i]) / THOUSAND, ONE))
        away = min(F(np.int32(today - max(last[i], joined[i]))) / MONTH, ONE)
        z = b_fatigue * fatigue[i] + b_grief * grief[i] - b_satisfaction * satisfaction[i] - b_belonging * belonging[i]
        z -= b_trust * trust[i] + b_status * status + b_absence * away
        here = presence[i] == PRESENT
        goes[i] = ONE if here and uniform(lower[i], upper[i], LEAVE) < base * restless[i] * exp(z) else ZERO
    for i in range(n):
        here = presence[i] == PRESENT
        quiet = YES if here and uniform(lower[i], upper[i], MUTE) < mute * fatigue[i] else NOTHING
        muted[i] = muted[i] | quiet


@mechanism
def stay_or_go(s, g, d):
    """Grief, decisions, departures, then win-back."""
    mourn(s, g, d)
    decide_leaving(s, g, d)
    group = s.group[g]
    leavers = cut(s.lists, c.CHOSEN, group.work, group.used)
    for k in range(listed(cut(s.work, c.GOES, group.work, group.used), leavers)):
        book(s, group.world, d, LEFT_COUNT, 1)
        vacate(s, group.world, g, d, group.row + leavers[k], c.LEFT)
    win_back(s, g, d)


@mechanism
def win_back(s, g, d):
    """Contact dormant members (they may open tomorrow) and members who left (they may return), while the purse lasts."""
    group = s.group[g]
    p, w, at, n = s.local[g], group.world, group.work, group.used
    contacted, chosen = cut(s.work, c.CONTACTED, at, n), cut(s.lists, c.CHOSEN, at, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    contacted[:] = ZERO
    if p.winback_offer > 0:
        _redeem(s, g, d)
    wake, call, cost = p.winback_per_month / MONTH, p.winback_left_per_month / MONTH, fen(p.winback_cost)
    likely = max(wake, call)
    if likely <= ZERO:
        return
    for i in range(n):
        contacted[i] = ONE if uniform(lower[i], upper[i], WINBACK) < likely else ZERO
    thought_of = listed(contacted, chosen)
    contacted[:] = ZERO
    for k in range(thought_of):
        i = chosen[k]
        work, row = at + i, group.row + i
        u = uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], WINBACK)
        presence = s.flag[c.PRESENCE, row]
        if presence == PRESENT and u < wake and d - max(s.count[c.LAST_OPEN, row], s.count[c.JOINED, row]) >= p.winback_after_days:
            if pay(s, w, g, d, COST_WINBACK, cost):
                book(s, w, d, CONTACTS, 1)
                s.work[c.CONTACTED, work] = ONE
        elif presence == LEFT and u < call and s.count[c.LEFT_ON, row] < d and group.open > 0 and group.members < group.capacity:
            if pay(s, w, g, d, COST_WINBACK, cost):
                book(s, w, d, CONTACTS, 1)
                _may_return(s, g, d, row, work)


@mechanism
def _redeem(s, g, d):
    """Pay the wake-up offer to who was contacted yesterday and opened the group today."""
    group, before = s.group[g], (d + 1) & 1
    for at in range(group.openers):
        row = group.row + s.lists[c.OPENERS, group.work + at]
        if s.shown[before, row] & WAS_CONTACTED != NOTHING:
            pay(s, group.world, g, d, COST_WINBACK, fen(s.local[g].winback_offer))


@mechanism
def _may_return(s, g, d, row, work):
    """A contacted leaver comes back with a chance that rises with the trust left; key and history stay."""
    group = s.group[g]
    chance = s.local[g].stay_winback_return * s.state[c.TRUST, row]
    if uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], RETURN) < chance:
        s.flag[c.PRESENCE, row] = c.PRESENT
        s.flag[c.STRIKES, row] = 0
        s.count[c.LAST_OPEN, row] = d
        group.members += 1
        book(s, group.world, d, RETURNED, 1)
        book(s, group.world, d, SEATS_ENTERED, 1)
