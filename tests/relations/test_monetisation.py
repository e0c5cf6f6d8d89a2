"""Monetising early earns first and ends lower than monetising step by step."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from commsim.simulate import simulate
from helpers.scenarios import composed, variant

DAYS = 360
FIRST = slice(0, 45)
"""Before the gradual strategy sells anything."""
LAST = slice(DAYS - 60, DAYS)
GRADUAL = {"strategy.offers.start_day": 45, "strategy.offers.per_week": 2.0, "strategy.ads.start_day": 90, "strategy.ads.per_week": 3.0}
EARLY = {**GRADUAL, "strategy.offers.start_day": 0, "strategy.ads.start_day": 0}
"""Arms `gradual` and `early` of the experiment early_or_gradual_monetisation: in the end they do the same."""
WORLDS = 60


def revenues(worlds: int, days: slice) -> tuple[np.ndarray, np.ndarray]:
    """Revenue of paired worlds, early and gradual, yuan."""
    base = composed("early_or_gradual_monetisation")
    both = [variant(base, arm) for arm in (EARLY, GRADUAL)]
    record = simulate([scenario for scenario in both for _ in range(worlds)], [*range(worlds)] * 2, DAYS, threads=2)
    money = record["revenue"][:, days].sum(axis=1) / 100
    return money[:worlds], money[worlds:]


def higher(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether a is higher than b on average, at a false-alarm rate of 1e-4."""
    return bool(stats.ttest_rel(a, b, alternative="greater").pvalue < 1e-4)


def test_early_earns_first():
    early, gradual = revenues(8, FIRST)
    assert higher(early, gradual) and not higher(gradual, early)


@pytest.mark.slow
def test_early_ends_lower():
    early, gradual = revenues(WORLDS, LAST)
    assert higher(gradual, early), f"last 60 days: early {early.mean():.0f}, gradual {gradual.mean():.0f} yuan"


def test_a_strategy_is_not_higher_than_itself():
    early, _ = revenues(4, FIRST)
    assert not higher(early, early[::-1])
