"""Phase *trust*: how a day's evidence moves trust: slow to gain, quick to lose (Slovic 1993)."""

from __future__ import annotations

from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world import columns as c
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import ONE, TEN, ZERO, F, cut, saturate, unit


@kernel
def moved(trust, good, bad, gain, loss):
    """Trust after `good` and `bad` acts; stays in 0..1. gain and loss per act, 0..1."""
    return unit(trust + unit(gain * good) * (ONE - trust) - unit(loss * bad) * trust)


@mechanism
def move_trust(s, g, d):
    """Add satisfaction, pleased peers and spam read to the evidence, then move each opener's trust."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    trust, first = cut(s.state, c.TRUST, row, n), cut(s.trait, c.FIRST_TRUST, row, n)
    satisfaction = cut(s.state, c.SATISFACTION, row, n)
    opened, read = cut(s.work, c.OPENED, at, n), cut(s.work, c.READ, at, n)
    good, bad = cut(s.work, c.GOOD, at, n), cut(s.work, c.BAD, at, n)
    gain, loss, pleased, drift = p.trust_gain, p.trust_loss, p.trust_satisfaction, p.trust_drift
    peers = p.trust_peers * saturate(F(group.pleased_before), F(max(group.openers_before - group.pleased_before, 0)))
    spam, scandal = p.trust_spam * F(group.spam) / TEN, p.scandal
    shared = p.trust_sharing * p.monetise_income_sharing if d % DAYS_PER_MONTH == DAYS_PER_MONTH - 1 else ZERO
    for i in range(n):
        for_it = good[i] + opened[i] * (pleased * max(satisfaction[i], ZERO) + peers) + shared
        against = scandal + bad[i] + opened[i] * (pleased * max(-satisfaction[i], ZERO)) + read[i] * spam
        after = moved(trust[i], for_it, against, gain, loss)
        trust[i] = after + drift * (first[i] - after)
