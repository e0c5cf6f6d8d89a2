"""Targets and goals by hand, and the interval of a relative difference against simulation and against the paired test."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from commsim.study.aims import judged, reaches, reaches_relative
from commsim.study.compare import compare
from commsim.study.files import csv_for_people
from commsim.study.intervals import mean_interval, relative_interval
from commsim.study.statistics import Question, compare_metric, paired

values = st.floats(0.5, 100)


def test_reaching_a_target_includes_the_target():
    runs = np.array([0.1, 0.2, 0.3, 0.4])
    assert reaches(runs, 0.2, "higher") == 0.75
    assert reaches(runs, 0.2, "lower") == 0.5


def test_pairs_that_reach_a_goal_by_hand():
    # +25 % of 4, 4, 8 is 5, 5, 10: the first and the last get there; a baseline of 0 has no relative difference
    arm, baseline = np.array([5.0, 4.9, 10.0, 7.0]), np.array([4.0, 4.0, 8.0, 0.0])
    assert reaches_relative(arm, baseline, 0.25, "higher") == pytest.approx(2 / 3)
    assert reaches_relative(arm, baseline, 0.25, "lower") == 1.0  # at most +25 %
    assert math.isnan(reaches_relative(arm, np.zeros(4), 0.25, "higher"))


@pytest.mark.parametrize(
    ("low", "high", "better", "verdict"),
    [
        (0.25, 0.4, "higher", "reached"),
        (0.2, 0.3, "higher", "open"),
        (0.1, 0.249, "higher", "missed"),
        (0.25, 0.4, "neutral", "reached"),
        (0.1, 0.25, "lower", "reached"),
        (0.2, 0.3, "lower", "open"),
        (0.26, 0.3, "lower", "missed"),
        (math.nan, math.nan, "higher", "open"),
    ],
)
def test_verdict_on_an_aim(low, high, better, verdict):
    assert judged(0.25, low, high, 0.25, better) == verdict


def test_what_is_not_defined_is_not_judged():
    assert judged(math.nan, math.nan, math.nan, 0.25, "higher") == "unknown"


def test_a_relative_difference_by_hand():
    found = relative_interval(np.array([6.0, 7.5, 9.0]), np.array([4.0, 5.0, 6.0]))  # always half as much again
    assert (found.difference, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))


@given(st.lists(st.tuples(values, values), min_size=3, max_size=20), st.floats(-0.9, 3))
def test_the_interval_holds_a_share_where_the_paired_test_cannot_refuse_it(pairs, share):
    arm, baseline = np.array(pairs).T
    found, test = relative_interval(arm, baseline), mean_interval(arm - (1 + share) * baseline)
    margin = 1e-6 * (1 + abs(share))
    if math.isnan(found.low) or min(abs(share - found.low), abs(share - found.high)) < margin:
        return
    assert (found.low < share < found.high) == (test.low < 0 < test.high)


def test_the_interval_covers_the_truth_in_95_percent():
    # 2,000 samples of 8 pairs that share their luck; outside these counts once in 10,000 if the coverage were .95
    rng = np.random.default_rng(7)
    low, high = stats.binom.ppf([0.5e-4, 1 - 0.5e-4], 2_000, 0.95)
    baselines = rng.normal(10, 1, (2_000, 8))
    arms = 1.3 * baselines + rng.normal(0, 1, (2_000, 8))
    intervals = [relative_interval(arm, baseline) for arm, baseline in zip(arms, baselines, strict=True)]
    assert low <= sum(one.low <= 0.3 <= one.high for one in intervals) <= high
    assert sum(one.low <= 0.34 <= one.high for one in intervals) < low  # the planted fault: one standard error off


@pytest.mark.parametrize("baseline", [[0.0, 0.0, 0.0], [-3.0, -2.0, -4.0], [math.nan] * 3])
def test_nothing_is_relative_to_a_baseline_that_is_not_above_0(baseline):
    pair = paired(np.array([1.0, 2.0, 3.0]), np.array(baseline))
    row = compare_metric("profit", {"b": pair}, Question(["a", "b"], "revenue", 0.0, {}, {"profit": 0.5}), 3)[0]
    assert row["goal_verdict"] == "unknown"
    assert math.isnan(row["relative_difference"])


def test_a_baseline_that_cannot_be_told_from_0_gives_no_interval():
    found = relative_interval(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.5, 1.0]))
    assert math.isfinite(found.difference)
    assert math.isnan(found.low)


def test_one_pair_leaves_a_goal_open():
    pair = paired(np.array([2.0]), np.array([1.0]))
    row = compare_metric("revenue", {"b": pair}, Question(["a", "b"], "revenue", 0.0, {}, {"revenue": 0.5}), 1)[0]
    assert (row["relative_difference"], row["chance_to_reach_goal"], row["goal_verdict"]) == (1.0, 1.0, "open")


def test_the_table_has_columns_for_goals_and_keeps_those_for_targets(experiment, engine):
    table = compare(experiment, engine=engine).comparison
    row = table[(table["metric"] == "revenue") & (table["arm"] == "better")].iloc[0]
    assert row["goal"] == 0.1
    assert row["relative_difference"] == pytest.approx(row["difference"] / row["baseline_mean"])
    assert row["goal_verdict"] == "reached"
    assert row["chance_to_reach_goal"] == 1.0
    other = table[(table["metric"] == "conversion_30d") & (table["arm"] == "better")].iloc[0]
    assert math.isnan(other["goal"])
    assert other["goal_verdict"] == ""
    assert {"target", "chance_to_reach_target", "target_verdict"} <= set(table.columns)
    assert b"goal_verdict" in csv_for_people(pd.DataFrame(table))
