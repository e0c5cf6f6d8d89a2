"""Phase *value*: information, fun, company, identity and gain; satisfaction against expectation.

The parts add up to v, felt as v / (v + half), less overload. Satisfaction moves toward what was felt minus the
standard of comparison, a mix of what other groups offer (Thibaut & Kelley 1959) and what past days taught to expect
(Oliver 1980); so constant content satiates and renewal pays.
"""

from __future__ import annotations

import numpy as np

from commsim.day.feeds import feed, feeds, is_heard, mark_seats, reach
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
def take_in(s, g, item, reading):
    """Add what one item gives each reader to INFORMED and ENTERTAINED: appeal × freshness × share read × match.

    `reading` is the working column that holds the share read; personal choice makes up for what the topic lacks.
    """
    group = s.group[g]
    at, row, n = group.work, group.row, group.used
    read, known = cut(s.work, reading, at, n), cut(s.work, c.KNOWN, at, n)
    informed, entertained = cut(s.work, c.INFORMED, at, n), cut(s.work, c.ENTERTAINED, at, n)
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
        chosen = overlap / total + (personal + (ONE - personal) * known[i]) * (best - overlap / total)
        match = read[i] * saturate(max(chosen, ZERO), half)
        informed[i] += information * match
        entertained[i] += fun * match


@mechanism
def listen(s, g, f):
    """Add members' talk of yesterday in group f to INFORMED: match with its topics × saturating volume read (Ren & Kraut 2014)."""
    talked = s.group[f]
    if talked.messages_before == 0:
        return
    group, p = s.group[g], s.local[g]
    at, row, n = group.work, group.row, group.used
    read, informed, heard = cut(s.work, c.READ, at, n), cut(s.work, c.INFORMED, at, n), cut(s.work, c.HEARD, at, n)
    sits, total = cut(s.work, c.SITS, at, n), 0
    for k in range(TOPICS):
        total += talked.topic_before[k]
    volume, half, weight = F(talked.messages_before), p.value_chat_half, p.value_chat
    for i in range(n):
        heard[i] = saturate(read[i] * sits[i] * volume, half)
    for k in range(TOPICS):
        taste = cut(s.taste, k, row, n)
        part = weight * F(talked.topic_before[k]) / F(max(total, 1))
        for i in range(n):
            informed[i] += part * taste[i] * heard[i]


@mechanism
def keep_company(s, g, f):
    """Add what today's items and the owner lend to identity, and events to company and gain: STANDING, SHARED, OFFERED."""
    group, n = s.group[g], s.group[g].used
    sits, standing = cut(s.work, c.SITS, group.work, n), cut(s.work, c.STANDING, group.work, n)
    shared, offered = cut(s.work, c.SHARED, group.work, n), cut(s.work, c.OFFERED, group.work, n)
    identity, bonds, reward = s.local[f].staff_owner_influence * s.group[f].prompting, ZERO, ZERO
    for place in range(s.group[f].items):
        item = s.item[f, place]
        identity += item.identity * item.fresh
        if item.kind == c.EVENT:
            bonds += item.bonds * item.fresh
            reward += item.reward / TEN
    for i in range(n):
        standing[i] += sits[i] * identity
        shared[i] += sits[i] * bonds
        offered[i] += sits[i] * reward


@mechanism
def be_known(s, g):
    """Writes KNOWN: how well personal choice can meet each member, from purchases and activity."""
    group, p = s.group[g], s.local[g]
    known, score = cut(s.work, c.KNOWN, group.work, group.used), cut(s.state, c.SCORE, group.row, group.used)
    precision, half = s.world[group.world].precision, p.buy_history
    known[:] = ZERO
    if precision > ZERO:
        for i in range(group.used):
            known[i] = precision * saturate(score[i], half)


@mechanism
def be_recognised(s, g, d):
    """Writes SEAT_BENEFIT: recognition by a VIP seat or a paid membership, whichever is more."""
    group, p = s.group[g], s.local[g]
    benefit = cut(s.work, c.SEAT_BENEFIT, group.work, group.used)
    benefit[:] = ZERO
    world = s.world[group.world]
    for slot in range(2 if world.seconds_open > 0 else 0):
        for i in range(group.used):
            seat = s.seat[slot, group.row + i]
            if seat >= 0:
                kind = s.group[world.group + seat].kind
                benefit[i] = max(benefit[i], s.second[world.personas, kind].benefit)
    if d >= p.monetise_membership_start_day:
        until = cut(s.count, c.PAID_UNTIL, group.row, group.used)
        for i in range(group.used):
            benefit[i] = max(benefit[i], p.monetise_membership_benefit if until[i] >= d else ZERO)


@mechanism
def take_value(s, g, d):
    """Writes FEEL, and moves satisfaction and expectation of who opened."""
    for column in (c.INFORMED, c.ENTERTAINED, c.STANDING, c.SHARED, c.OFFERED):
        cut(s.work, column, s.group[g].work, s.group[g].used)[:] = ZERO
    be_known(s, g)
    for number in range(feeds(s, g)):
        f = feed(s, g, number)
        if is_heard(s, g, f):
            _take_feed(s, g, f, d)
    be_recognised(s, g, d)
    meet_ties(s, g, d)
    feel_day(s, g)


@mechanism
def _take_feed(s, g, f, d):
    """What one feed gives: its items, its talk, its company."""
    for place in range(s.group[f].items):
        item = s.item[f, place]
        if item.kind == c.CONTENT or item.kind == c.EVENT:
            take_in(s, g, item, reach(s, g, f, d, item))
    mark_seats(s, g, f)
    listen(s, g, f)
    keep_company(s, g, f)


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
    standing, shared, offered = cut(s.work, c.STANDING, at, n), cut(s.work, c.SHARED, at, n), cut(s.work, c.OFFERED, at, n)
    seat = cut(s.work, c.SEAT_BENEFIT, at, n)
    ordinary, core = p.tiers_ordinary_benefit, p.tiers_core_benefit
    for i in range(n):
        status = core if tier[i] == CORE else (ordinary if tier[i] == ORDINARY else ZERO)
        v = intrinsic[i] * (w_know * know[i] * informed[i] + w_fun * fun[i] * entertained[i])
        status = max(status, seat[i])
        v += w_bonds * bonds[i] * (met[i] + shared[i] * fit[i]) + w_identity * identity[i] * (HALF * belonging[i] + status + standing[i])
        v += w_gain * gain[i] * offered[i] * fit[i]
        felt = opened[i] * (saturate(v, half) - cost * overload[i] * HALF)
        felt = max(felt, -ONE)
        feel[i] = felt
        standard = outside + adaptation * (expectation[i] - outside)
        satisfaction[i] += opened[i] * settle * (felt - standard - satisfaction[i])
        expectation[i] = max(expectation[i] + opened[i] * learn * (felt - expectation[i]), ZERO)
