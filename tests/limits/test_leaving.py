"""Leaving alone: geometric, shifted-beta-geometric, and with inflow the immigration–death process.

Fixed seeds, false-alarm rate 1e-4; each test has a partner with a wrong parameter that it must reject.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from helpers.scenarios import still, variant

ALARM = 1e-4
CERTAIN = {"members.personas.*.restless_low": 1000.0, "members.personas.*.restless_high": 0.05}
"""Restlessness 1 but for a few parts in 100,000."""
MANY = 40_000
DAYS = 30


def crowd(changes: dict) -> Scenario:
    """One huge group of people who all join on day 0."""
    groups = {"count": 1, "capacity": MANY, "most": 1}
    return variant(still(), {"community.platform": "none", "community.groups": groups, "community.initial_members": MANY, **changes})


def leaving_days(scenario: Scenario) -> np.ndarray:
    """How many left on each day, and how many stayed to the end."""
    record = simulate([scenario], [11], DAYS)
    return np.append(record["left"][0], record["members"][0, -1])


def fits(observed: np.ndarray, survival: np.ndarray) -> bool:
    """Whether leaving days follow a survival curve S(1), S(2) …"""
    chance = -np.diff(np.concatenate([[1.0], survival, [0.0]]))
    return bool(stats.chisquare(observed, chance * observed.sum()).pvalue > ALARM)


def geometric(hazard: float) -> np.ndarray:
    return (1 - hazard) ** np.arange(1, DAYS + 1)


def shifted_beta_geometric(a: float, b: float) -> np.ndarray:
    """Survival of Fader & Hardie (2007): S(t) = S(t − 1) · (b + t − 1) / (a + b + t − 1)."""
    t = np.arange(1, DAYS + 1)
    return np.cumprod((b + t - 1) / (a + b + t - 1))


@pytest.mark.parametrize("hazard", [0.01, 0.05, 0.3])
def test_a_constant_hazard_gives_geometric_survival(hazard):
    left = leaving_days(crowd({**CERTAIN, "behaviour.stay.base": hazard}))
    assert fits(left, geometric(hazard))
    assert not fits(left, geometric(1.08 * hazard))


@pytest.mark.parametrize(("a", "b"), [(1.0, 9.0), (2.0, 6.0), (0.7, 5.0)])
def test_a_beta_hazard_gives_shifted_beta_geometric_survival(a, b):
    """Effects are 0 and the base hazard is 1, so that the chance to leave a day is the member's restlessness, Beta(a, b)."""
    beta = {"members.personas.*.restless_low": a, "members.personas.*.restless_high": b, "behaviour.stay.base": 1.0}
    left = leaving_days(crowd(beta))
    assert fits(left, shifted_beta_geometric(a, b))
    assert not fits(left, shifted_beta_geometric(1.08 * a, b))
    assert not fits(left, geometric(a / (a + b)))


def immigrants(per_day: float, hazard: float, days: int, worlds: int) -> np.ndarray:
    """Members on the last day of worlds that begin empty."""
    channel = {"name": "inflow", "per_day": per_day, "until_day": 100_000, "interest": 1.0, "trust": 1.0}
    changes = {"market.channels": [channel], "community.initial_members": 0, "behaviour.stay.base": hazard, **CERTAIN}
    record = simulate([variant(still(), changes)] * worlds, range(worlds), days, threads=2)
    assert record["turned_away"].sum() == 0
    return record["members"][:, -1]


def test_inflow_and_a_constant_hazard_give_poisson_numbers_of_members():
    """Each day λ people arrive, and each present leaves with chance h: after n days Poisson with mean λ (1 − h)(1 − (1 − h)ⁿ) / h."""
    per_day, hazard, days, worlds = 2.0, 0.06, 60, 600
    members = immigrants(per_day, hazard, days, worlds)

    def mean(h: float) -> float:
        return per_day * (1 - h) * (1 - (1 - h) ** days) / h

    def p_value(h: float) -> float:
        law = stats.poisson(worlds * mean(h))
        return 2 * min(law.cdf(members.sum()), law.sf(members.sum() - 1))

    assert p_value(hazard) > ALARM > p_value(1.05 * hazard)
    assert dispersion(members) > ALARM > dispersion(2 * members)


def dispersion(counts: np.ndarray) -> float:
    """Two-sided p-value of variance = mean, as the Poisson law has it."""
    statistic = ((counts - counts.mean()) ** 2).sum() / counts.mean()
    law = stats.chi2(counts.size - 1)
    return 2 * min(law.cdf(statistic), law.sf(statistic))
