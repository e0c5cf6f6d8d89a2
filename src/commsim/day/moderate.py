"""Phase *rules*: breaches, their discovery, sanctions and false alarms.

What is found rises with staff time per message and with strictness. Harmless messages are sanctioned too, with the square
of strictness: who acts on less and less certain breaches is wrong more and more often. Strikes are forgotten with time. Sanctions
announced to all deter the others (Seering, Kraut & Dabbish 2017), and what members report need not be searched for.
"""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, derive, draw, uniform
from commsim.world.groups import book, vacate, world_key
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, HUNDRED, ONE, TEN, ZERO, F, cut, exp, saturate

BREACH, FOUND, FALSE = np.uint32(Purpose.BREACH), np.uint32(Purpose.BREACH_FOUND), np.uint32(Purpose.FALSE_ALARM)
FORGIVEN, A_STRIKE, NONE = np.uint32(Purpose.FORGIVEN), np.uint8(1), np.uint8(0)
BREACHES, BREACHES_FOUND = COLUMN["breaches"], COLUMN["breaches_found"]
FALSE_ALARMS, MUTED, REMOVED = COLUMN["false_alarms"], COLUMN["muted"], COLUMN["removed"]
PUBLIC_NOTICES = COLUMN["public_notices"]


@mechanism
def keep_rules(s, g, d):
    """Draw breaches and sanctions among today's openers, and outsiders' spam; leaves the spam standing in the group."""
    group = s.group[g]
    p, w = s.local[g], group.world
    forget_strikes(s, g)
    found_share = detection(s, g)
    group.warned *= ONE - ONE / p.moderation_strike_days
    deterred = p.moderation_breach * exp(-p.moderation_deterrence * p.rules_strictness - p.moderation_notice * saturate(group.warned, ONE))
    alarm = p.moderation_false_alarm * p.rules_strictness * p.rules_strictness * (ONE if group.moderate_minutes > ZERO else ZERO)
    standing = 0
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        work, row = group.work + i, group.row + i
        lower, upper = s.luck[c.LOWER, work], s.luck[c.UPPER, work]
        if s.count[c.SILENCED_UNTIL, row] > d:
            continue
        said = s.work[c.POSTS, work] + s.work[c.REPLIES, work]
        if uniform(lower, upper, BREACH) < deterred * (ONE - s.trait[c.HONESTY, row]):
            book(s, w, d, BREACHES, 1)
            if uniform(lower, upper, FOUND) < found_share:
                book(s, w, d, BREACHES_FOUND, 1)
                _sanction(s, g, d, row)
            else:
                standing += 1
        elif said > ZERO and uniform(lower, upper, FALSE) < alarm * said / (ONE + alarm * said):
            book(s, w, d, FALSE_ALARMS, 1)
            s.work[c.BAD, work] += p.trust_unfair * (ONE - HALF * p.rules_explained)
            _sanction(s, g, d, row)
    group.spam = standing + _outsiders(s, g, d, found_share)


@mechanism
def forget_strikes(s, g):
    """Each strike lasts `strike_days` on average, whoever opens."""
    group = s.group[g]
    at, n, chance = group.work, group.used, ONE / s.local[g].moderation_strike_days
    strikes, lower, upper = cut(s.flag, c.STRIKES, group.row, n), cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    for i in range(n):
        strikes[i] -= A_STRIKE if uniform(lower[i], upper[i], FORGIVEN) < F(strikes[i]) * chance else NONE


@mechanism
def detection(s, g):
    """Share of breaches found: strictness × staff minutes against those needed for the day's messages, less what members report."""
    group = s.group[g]
    p = s.local[g]
    messages = F(group.posts + group.openers_before) / TEN
    searched = ONE - p.rules_reporting * saturate(F(group.openers_before), p.moderation_report_half)
    return p.rules_strictness * saturate(group.moderate_minutes, p.moderation_detection_minutes * max(messages, ONE) * searched)


@mechanism
def _sanction(s, g, d, row):
    """A notice, then a mute, then removal, by the number of breaches found."""
    group = s.group[g]
    p, w = s.local[g], group.world
    strikes = s.flag[c.STRIKES, row] + 1
    s.flag[c.STRIKES, row] = min(strikes, 100)
    if strikes >= p.rules_strikes_to_remove:
        book(s, w, d, REMOVED, 1)
        vacate(s, w, g, d, row, c.REMOVED)
        _announce(s, g, d, row)
    elif strikes >= p.rules_strikes_to_mute:
        book(s, w, d, MUTED, 1)
        s.count[c.SILENCED_UNTIL, row] = d + 1 + int(p.rules_mute_days)
        _announce(s, g, d, row)


@mechanism
def _announce(s, g, d, row):
    """Some sanctions are announced to all, who remember them as long as a strike of their own."""
    group = s.group[g]
    if draw(s.key[row], d, Purpose.NOTICE) < s.local[g].rules_public_notice:
        group.warned += ONE
        book(s, group.world, d, PUBLIC_NOTICES, 1)


@mechanism
def _outsiders(s, g, d, found_share):
    """Outsiders' spam left standing: a whole number around the expected, by the group's luck of the day."""
    group = s.group[g]
    w = group.world
    key = derive(world_key(s, w, Purpose.OUTSIDERS), np.uint64(g - s.world[w].group))
    tried = F(group.members) / HUNDRED * s.local[g].moderation_outsiders * s.local[g].spam
    u = draw(key, d, Purpose.OUTSIDERS)
    arrived, left = int(tried + u), int(tried * (ONE - found_share) + u)
    book(s, w, d, BREACHES, arrived)
    book(s, w, d, BREACHES_FOUND, arrived - left)
    return left
