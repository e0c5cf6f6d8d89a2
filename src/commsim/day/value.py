"""Phase *value*: information, fun, company, identity and gain; satisfaction against expectation.

The parts add up to v, felt as v / (v + half), less overload. Satisfaction moves toward what was felt minus the
standard of comparison, a mix of what other groups offer (Thibaut & Kelley 1959) and what past days taught to expect
(Oliver 1980); so constant content satiates and renewal pays.
"""

from __future__ import annotations

import numpy as np

from commsim.scenario.fields import TOPICS
from commsim.world import columns as c
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, TEN, TINY, ZERO, F, cut, saturate

OPENED_YESTERDAY, BOUGHT_YESTERDAY = np.uint8(c.SHOWN_OPEN), np.uint8(c.SHOWN_BOUGHT)
NOTHING, CORE, ORDINARY = np.uint8(0), np.uint8(c.CORE), np.uint8(c.ORDINARY)


@mechanism
def meet_ties(s, g, d):
    """For each opener the strength of all ties (TIE_STRENGTH), of those online yesterday (MET) and who bought (PEERS_BOUGHT)."""
    group = s.group[g]
    before = (d + 1) & 1
    for column in (c.TIE_STRENGTH, c.MET, c.PEERS_BOUGHT):
        cut(s.work, column, group.work, group.used)[:] = ZERO
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        row, total, met, bought = group.row + i, ZERO, ZERO, ZERO
        for slot in range(c.TIES):  # free slots have strength 0: to add it costs less than to ask
            other = s.tie_row[slot, row]
            strength = s.tie[slot, row] if s.tie_generation[slot, row] == s.generation[other] else ZERO
            total += strength
            met += strength if s.shown[before, other] & OPENED_YESTERDAY != NOTHING else ZERO
            bought += strength if s.shown[before, other] & BOUGHT_YESTERDAY != NOTHING else ZERO
        s.work[c.TIE_STRENGTH, group.work + i] = total
        s.work[c.MET, group.work + i] = met
        s.work[c.PEERS_BOUGHT, group.work + i] = bought


@mechanism
def take_in(s, g, item):
    """Add what one item gives each reader to INFORMED and ENTERTAINED: appeal × freshness × share read × match."""
    group = s.group[g]
    at, row, n = group.work, group.row, group.used
    read, informed, entertained = cut(s.work, c.READ, at, n), cut(s.work, c.INFORMED, at, n), cut(s.work, c.ENTERTAINED, at, n)
    t0, t1, t2, t3 = cut(s.taste, 0, row, n), cut(s.taste, 1, row, n), cut(s.taste, 2, row, n), cut(s.taste, 3, row, n)
    t4, t5, t6, t7 = cut(s.taste, 4, row, n), cut(s.taste, 5, row, n), cut(s.taste, 6, row, n), cut(s.taste, 7, row, n)
    k0, k1, k2, k3 = item.topic[0], item.topic[1], item.topic[2], item.topic[3]
    k4, k5, k6, k7 = item.topic[4], item.topic[5], item.topic[6], item.topic[7]
    total = max(k0 + k1 + k2 + k3 + k4 + k5 + k6 + k7, TINY)
    information, fun, personal, half = (
        item.information * item.fresh,
        item.fun * item.fresh,
        item.personal,
        s.local[g].value_match_half,
    )
    for i in range(n):
        overlap = t0[i] * k0 + t1[i] * k1 + t2[i] * k2 + t3[i] * k3 + t4[i] * k4 + t5[i] * k5 + t6[i] * k6 + t7[i] * k7
        best = max(max(max(t0[i], t1[i]), max(t2[i], t3[i])), max(max(t4[i], t5[i]), max(t6[i], t7[i])))
        chosen = overlap / total + personal * (best - overlap / total)
        match = read[i] * saturate(max(chosen, ZERO), half)
        informed[i] += information * match
        entertained[i] += fun * match


@mechanism
def listen(s, g):
    """Add members' talk of yesterday to INFORMED: match with its topics × saturating volume read (Ren & Kraut 2014)."""
    group = s.group[g]
    if group.messages_before == 0:
        return
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    read, informed, heard = cut(s.work, c.READ, at, n), cut(s.work, c.INFORMED, at, n), cut(s.work, c.HEARD, at, n)
    total = 0
    for k in range(TOPICS):
        total += group.topic_before[k]
    volume, half, weight = F(group.messages_before), p.value_chat_half, p.value_chat
    for i in range(n):
        heard[i] = saturate(read[i] * volume, half)
    for k in range(TOPICS):
        taste = cut(s.taste, k, row, n)
        part = weight * F(group.topic_before[k]) / F(max(total, 1))
        for i in range(n):
            informed[i] += part * taste[i] * heard[i]


@mechanism
def company(s, g):
    """What today's items and the owner add to the group's identity, and events to company and gain; four sums."""
    p = s.local[g]
    identity, bonds, reward = p.staff_owner_influence * s.group[g].prompting, ZERO, ZERO
    for place in range(s.group[g].items):
        item = s.item[g, place]
        identity += item.identity * item.fresh
        if item.kind == c.EVENT:
            bonds += item.bonds * item.fresh
            reward += item.reward / TEN
    return identity, bonds, reward


@mechanism
def take_value(s, g, d):
    """Writes FEEL, and moves satisfaction and expectation of who opened."""
    group = s.group[g]
    at, n = group.work, group.used
    cut(s.work, c.INFORMED, at, n)[:] = ZERO
    cut(s.work, c.ENTERTAINED, at, n)[:] = ZERO
    for place in range(group.items):
        item = s.item[g, place]
        if item.kind == c.CONTENT or item.kind == c.EVENT:
            take_in(s, g, item)
    listen(s, g)
    meet_ties(s, g, d)
    feel_day(s, g)


@mechanism
def feel_day(s, g):
    """Sum the parts by motive, saturate, compare with the standard."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    opened, feel, overload = cut(s.work, c.OPENED, at, n), cut(s.work, c.FEEL, at, n), cut(s.work, c.OVERLOAD, at, n)
    informed, entertained, met = cut(s.work, c.INFORMED, at, n), cut(s.work, c.ENTERTAINED, at, n), cut(s.work, c.MET, at, n)
    fit, intrinsic = cut(s.work, c.EVENT_FIT, at, n), cut(s.state, c.INTRINSIC, row, n)
    know, fun, bonds = cut(s.trait, c.WANTS_INFORMATION, row, n), cut(s.trait, c.WANTS_FUN, row, n), cut(s.trait, c.WANTS_BONDS, row, n)
    identity, gain = cut(s.trait, c.WANTS_IDENTITY, row, n), cut(s.trait, c.WANTS_GAIN, row, n)
    belonging, tier = cut(s.state, c.BELONGING, row, n), cut(s.flag, c.TIER, row, n)
    satisfaction, expectation = cut(s.state, c.SATISFACTION, row, n), cut(s.state, c.EXPECTATION, row, n)
    w_know, w_fun, w_bonds, w_identity, w_gain = p.value_information, p.value_fun, p.value_bonds, p.value_identity, p.value_gain
    half, cost, outside, adaptation = p.value_half, p.value_overload, p.value_outside, p.value_adaptation
    learn, settle = p.value_expectation_rate, p.value_satisfaction_rate
    standing, shared, reward = company(s, g)
    ordinary, core = p.tiers_ordinary_benefit, p.tiers_core_benefit
    for i in range(n):
        status = core if tier[i] == CORE else (ordinary if tier[i] == ORDINARY else ZERO)
        v = intrinsic[i] * (w_know * know[i] * informed[i] + w_fun * fun[i] * entertained[i])
        v += w_bonds * bonds[i] * (met[i] + shared * fit[i]) + w_identity * identity[i] * (HALF * belonging[i] + status + standing)
        v += w_gain * gain[i] * reward * fit[i]
        felt = opened[i] * (saturate(v, half) - cost * overload[i] * HALF)
        felt = max(felt, -ONE)
        feel[i] = felt
        standard = outside + adaptation * (expectation[i] - outside)
        satisfaction[i] += opened[i] * settle * (felt - standard - satisfaction[i])
        expectation[i] = max(expectation[i] + opened[i] * learn * (felt - expectation[i]), ZERO)
