"""A strategy compared with its own copy: about 5 % false alarms on independent seeds, none on the same seeds.

Each test has a partner that shows that the test would notice what it is there for: an interval that is too narrow, and a
difference that is there. Worlds of 100 members × 30 days, margin 0, one metric, the real engine.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from commsim.metrics.registry import METRICS
from commsim.scenario.experiment import load
from commsim.simulate import simulate
from commsim.study.intervals import CONFIDENCE, mean_interval
from commsim.study.statistics import Question, compare_metric, paired, verdict

METRIC = "weekly_active_rate"
QUESTION = Question(["strategy", "copy"], METRIC, 0.0, {})
CALLS = ("better", "worse")
FALSE_ALARM = 1e-4
FAR = 1_000_000
"""Distance between seeds that have nothing to do with each other."""


@pytest.fixture(scope="module")
def scenario():
    overrides = ["community.initial_members=95", "community.seeds.per_group=5", "community.groups.count=1", "strategy.acquisition.effort=0"]
    groups = [f"{group}=default" for group in ("community", "members", "market")]
    return load("official_account", overrides=[*groups, "strategy=steady", *overrides]).arms["today"]


@pytest.fixture(scope="module")
def sleepy(scenario):
    """The planted difference: members who open the group less readily."""
    return scenario.model_copy(update={"market": scenario.market.model_copy(update={"weekday_opening": (-1.0,) * 7})})


def values(scenario, first: int, comparisons: int, pairs: int) -> np.ndarray:
    """The metric in worlds of consecutive seeds, [comparisons, pairs]."""
    seeds = range(first, first + comparisons * pairs)
    record = simulate([scenario] * len(seeds), list(seeds), 30, threads=2)
    return METRICS[METRIC].compute(record).reshape(comparisons, pairs)


def verdicts(arm: np.ndarray, baseline: np.ndarray) -> list[str]:
    rows = [compare_metric(METRIC, {"copy": paired(a, b)}, QUESTION, b.size)[0] for a, b in zip(arm, baseline, strict=True)]
    return [str(row["verdict"]) for row in rows]


def too_sure(arm: np.ndarray, baseline: np.ndarray) -> list[str]:
    """The planted fault: intervals of the normal distribution, as if the spread were known."""
    found = []
    for differences in arm - baseline:
        interval = mean_interval(differences)
        reach = stats.norm.ppf((1 + CONFIDENCE) / 2) * stats.sem(differences)
        narrow = replace(interval, low=interval.mean - reach, high=interval.mean + reach)
        found.append(verdict(differences, narrow, 0.0, "higher", narrow.low > 0 or narrow.high < 0))
    return found


def alarms(found: list[str]) -> int:
    return sum(one in CALLS for one in found)


def bounds(comparisons: int) -> tuple[float, float]:
    """Numbers of false alarms that 5 % give except once in 10,000 times."""
    low, high = stats.binom.ppf([FALSE_ALARM / 2, 1 - FALSE_ALARM / 2], comparisons, 1 - CONFIDENCE)
    return float(low), float(high)


def check(scenario, sleepy, comparisons: int, pairs: int) -> None:
    strategy, same = values(scenario, 1, comparisons, pairs), values(scenario, 1, comparisons, pairs)
    independent, planted = values(scenario, FAR, comparisons, pairs), values(sleepy, 1, comparisons, pairs)
    low, high = bounds(comparisons)
    assert verdicts(same, strategy) == ["practically equal"] * comparisons
    assert low <= alarms(verdicts(independent, strategy)) <= high
    assert alarms(too_sure(independent, strategy)) > high
    assert verdicts(planted, strategy).count("worse") > 0.9 * comparisons


def test_a_strategy_against_its_own_copy(scenario, sleepy):
    check(scenario, sleepy, comparisons=250, pairs=3)


@pytest.mark.slow
def test_a_thousand_comparisons_of_a_strategy_with_its_own_copy(scenario, sleepy):
    check(scenario, sleepy, comparisons=1_000, pairs=5)
