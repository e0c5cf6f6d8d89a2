"""Inviting alone: Galton–Watson growth where circles are infinite, the Bass and SI curves where the market is finite."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from commsim.world import columns as c
from commsim.world.personas import persona_tables
from helpers.scenarios import still, variant

ALARM = 1e-4
ALWAYS_OPEN = {"members.personas.*.activity_low": 100.0, "members.personas.*.activity_high": 0.05}
START = 100


def inviting(chance: float, capacity: int, changes: dict) -> Scenario:
    """A world in which each member invites with the same chance a day and each invited person joins."""
    fixed = {
        "community.groups": {"count": 1, "capacity": capacity, "most": 1},
        "community.platform": "none",
        "community.initial_members": START,
        "behaviour.invite.base": chance,
        "market.acceptance": 1.0,
        "market.circle": 1_000_000.0,
    }
    return variant(still(), {**fixed, **ALWAYS_OPEN, **changes})


def opening(scenario: Scenario) -> float:
    """Mean chance to open the group: of the tabulated habit."""
    table = persona_tables([scenario]).quantiles[0, 0, c.FIRST_HABIT].astype(float)
    return float((table[1:] + table[:-1]).mean() / 2)


def p_value(sample: np.ndarray, mean: float, deviation: float) -> float:
    """Two-sided p-value of a sample's mean against a law's mean and standard deviation."""
    return float(2 * stats.norm.sf(abs(sample.mean() - mean) / (deviation / np.sqrt(sample.size))))


def test_growth_is_that_of_a_galton_watson_process():
    """Each day a member becomes 1 + Bernoulli(q) members: mean N₀ mⁿ with m = 1 + q, variance N₀ q(1 − q) mⁿ⁻¹ (mⁿ − 1)/(m − 1)."""
    chance, days, worlds = 0.06, 30, 200
    scenario = inviting(chance, 4000, {})
    record = simulate([scenario] * worlds, range(worlds), days + 1, threads=2)
    members = record["members"][:, days]
    assert record["turned_away"].sum() == 0 and record["left"].sum() == 0

    def law(q: float) -> tuple[float, float]:
        m = 1 + q
        return START * m**days, np.sqrt(START * q * (1 - q) * m ** (days - 1) * (m**days - 1) / (m - 1))

    q = chance * opening(scenario)
    assert p_value(members, *law(q)) > ALARM > p_value(members, *law(1.05 * q))
    spread = stats.chi2(worlds - 1)
    statistic = (worlds - 1) * members.var(ddof=1) / law(q)[1] ** 2
    assert ALARM / 2 < spread.cdf(statistic) < 1 - ALARM / 2
    assert not ALARM / 2 < spread.cdf(2 * statistic) < 1 - ALARM / 2


def reference(market: int, external: float, chance: float, days: int, runs: int) -> np.ndarray:
    """An independent chain: today's inflow and yesterday's invitations, one by one, each find someone new with chance 1 − ever / market."""
    random = np.random.default_rng(5)
    members = np.full(runs, START)
    invited = np.zeros(runs, int)
    for _ in range(days):
        arrivals = random.poisson(external, runs) + invited
        for person in range(arrivals.max()):
            members = members + ((person < arrivals) & (random.random(runs) < 1 - members / market))
        invited = random.binomial(members, chance)
    return members


@pytest.mark.parametrize(("external", "days"), [(0.0, 30), (0.0, 45), (25.0, 30)], ids=["SI, rising", "SI, late", "Bass"])
def test_growth_in_a_finite_market_follows_the_bass_curve(external, days):
    market, chance, worlds = 4000, 0.12, 40
    channel = {"name": "inflow", "per_day": external, "until_day": 100_000, "interest": 1.0, "trust": 1.0}
    scenario = inviting(chance, 4100, {"market.population": float(market), "market.channels": [channel]})
    members = simulate([scenario] * worlds, range(worlds), days, threads=2)["members"][:, -1]
    q = chance * opening(scenario)
    right, wrong = (reference(market, external, factor * q, days, 1000) for factor in (1.0, 1.05))
    assert START < members.mean() < market
    assert stats.ttest_ind(members, right, equal_var=False).pvalue > ALARM
    assert stats.ttest_ind(members, wrong, equal_var=False).pvalue < ALARM


@pytest.mark.slow
def test_the_error_against_the_smooth_curve_falls_with_the_size_of_the_market():
    """The chain differs from the deterministic recursion by O(1/M): the slope of its log against log M is −1."""
    markets, days = [200, 400, 800, 1600], 30
    errors = [abs(_mean_share(market, days) - _recursion(days)) for market in markets]
    slope = stats.linregress(np.log(markets), np.log(errors)).slope
    assert -1.4 < slope < -0.6


SHARE, Q = 0.02, 0.15


def _mean_share(market: int, days: int) -> float:
    """Mean share reached in many worlds that begin with the same share."""
    worlds = 3 * market
    changes = {"market.population": float(market), "community.initial_members": int(SHARE * market)}
    scenario = inviting(Q, market + 100, changes)
    return float(simulate([scenario] * worlds, range(worlds), days, threads=2)["members"][:, -1].mean()) / market


def _recursion(days: int) -> float:
    share, invited, q = SHARE, 0.0, Q * opening(inviting(Q, 4100, {}))
    for _ in range(days):
        share += (1 - share) * (1 - np.exp(-invited))
        invited = q * share
    return share
