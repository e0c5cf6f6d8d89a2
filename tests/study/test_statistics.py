"""Differences, intervals and verdicts, by hand and against SciPy's own tests."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from commsim.metrics.registry import METRICS
from commsim.study.intervals import mean_interval
from commsim.study.statistics import Question, compare_arms, holm, share_won, summarise, variance_ratio, verdict

PRIMARY = "membership_retention_d7"


def table(**arms: list[float]) -> pd.DataFrame:
    """Outcomes with these values of the primary metric, replicates 0, 1, …; None: the run did not finish."""
    rows = [
        {"arm": arm, "replicate": replicate} | {name: (value if name == PRIMARY else 1.0) for name in METRICS}
        for arm, values in arms.items()
        for replicate, value in enumerate(values)
        if value is not None
    ]
    return pd.DataFrame(rows)


def primary_row(outcomes: pd.DataFrame, arm: str = "b", margin: float = 0.0, replicates: int = 4, **targets: float) -> pd.Series:
    arms = list(dict.fromkeys(outcomes["arm"]))
    rows = compare_arms(outcomes, Question(arms, PRIMARY, margin, targets), replicates)
    return rows[(rows["arm"] == arm) & (rows["metric"] == PRIMARY)].iloc[0]


def test_interval_by_hand():
    # 1, 2, 3: mean 2, standard error 1/√3; t for 2 degrees of freedom at 97.5 % is 4.303
    interval = mean_interval(np.array([1.0, 2.0, 3.0]))
    assert interval.mean == 2
    assert interval.high - 2 == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=3, max_size=20))
def test_interval_is_that_of_the_paired_t_test(pairs):
    arm, baseline = np.array(pairs).T
    if np.ptp(arm - baseline) < 1e-6:
        return
    interval, test = mean_interval(arm - baseline), stats.ttest_rel(arm, baseline)
    low, high = test.confidence_interval(0.95)
    assert (interval.low, interval.high, interval.p_value) == pytest.approx((low, high, test.pvalue), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("values", "expected"), [([], (math.nan,) * 4), ([3.0], (3.0, math.nan, math.nan, math.nan))])
def test_fewer_than_two_values_give_no_interval(values, expected):
    interval = mean_interval(np.array(values))
    assert (interval.mean, interval.low, interval.high, interval.p_value) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(("value", "p"), [(0.0, 1.0), (0.1, 0.0), (-2.5, 0.0)])
def test_equal_differences_give_an_interval_of_width_zero(value, p):
    interval = mean_interval(np.full(3, value))
    assert (interval.mean, interval.low, interval.high, interval.p_value) == (value, value, value, p)


@pytest.mark.parametrize(("better", "share"), [("higher", 0.625), ("lower", 0.375), ("neutral", 0.625)])
def test_ties_count_half(better, share):
    assert share_won(np.array([1.0, 1.0, 0.0, -1.0]), better) == share


def test_variance_ratio_by_hand():
    # variances 1 and 4, covariance 2: as if independent 5, paired 5 − 2·2 = 1
    assert variance_ratio(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])) == pytest.approx(5.0)
    assert variance_ratio(np.array([1.0, 2.0]), np.array([2.0, 3.0])) == math.inf
    assert math.isnan(variance_ratio(np.array([1.0, 1.0]), np.array([2.0, 2.0])))
    assert math.isnan(variance_ratio(np.array([1.0]), np.array([2.0])))


@pytest.mark.parametrize(
    ("differences", "margin", "better", "expected"),
    [
        ([0.0, 0.0, 0.0], 0.0, "higher", "practically equal"),
        ([0.01, 0.011, 0.009], 0.02, "higher", "practically equal"),
        ([0.01, 0.011, 0.009], 0.0, "higher", "better"),
        ([0.01, 0.011, 0.009], 0.0, "lower", "worse"),
        ([-0.01, -0.011, -0.009], 0.0, "lower", "better"),
        ([-0.01, -0.011, -0.009], 0.0, "higher", "worse"),
        ([0.01, 0.011, 0.009], 0.0, "neutral", "higher"),
        ([-0.01, -0.011, -0.009], 0.0, "neutral", "lower"),
        ([1.0, -1.0, 0.5], 0.0, "higher", "tied"),
        ([1.0, -1.0, 0.5], 10.0, "higher", "practically equal"),
        ([0.5], 0.0, "higher", "tied"),  # one pair shows nothing …
        ([0.0], 0.0, "higher", "practically equal"),  # … unless the runs are the same
        ([0.2, 0.2, 0.2], 0.0, "higher", "better"),
        ([], 0.0, "higher", "undefined"),
    ],
)
def test_verdict(differences, margin, better, expected):
    values = np.array(differences)
    interval = mean_interval(values)
    assert verdict(values, interval, margin, better, interval.low > 0 or interval.high < 0) == expected


def test_margin_must_be_cleared_on_both_sides():
    values = np.array([0.010, 0.012, 0.008, 0.011])
    interval = mean_interval(values)
    assert verdict(values, interval, interval.high, "higher", True) == "better"  # touching the margin is not inside it
    assert verdict(values, interval, interval.high * 1.001, "higher", True) == "practically equal"


def test_a_row_by_hand():
    # differences .1 .2 .0 .1: mean .1, three wins and a tie
    row = primary_row(table(a=[0.1, 0.2, 0.3, 0.4], b=[0.2, 0.4, 0.3, 0.5]), margin=0.05, **{PRIMARY: 0.4})
    low, high = stats.ttest_rel([0.2, 0.4, 0.3, 0.5], [0.1, 0.2, 0.3, 0.4]).confidence_interval(0.95)
    assert row["mean"] == pytest.approx(0.35)
    assert row["baseline_mean"] == pytest.approx(0.25)
    assert row["difference"] == pytest.approx(0.1)
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((low, high))
    assert row["share_won"] == 0.875
    assert (row["outcome_low"], row["outcome_high"]) == pytest.approx((0.23, 0.47))  # linear percentiles of .2 .3 .4 .5
    assert row["chance_to_reach_target"] == 0.5
    assert (row["role"], row["margin"], row["n_pairs"], row["n_failed"], row["verdict"]) == ("primary", 0.05, 4, 0, "tied")


def test_only_seeds_that_finished_in_both_arms_are_paired():
    row = primary_row(table(a=[0.1, None, 0.3, 0.4, 0.5], b=[0.2, 9.0, None, 0.5, math.nan]), replicates=5)
    assert (row["n_pairs"], row["n_failed"], row["n_undefined"]) == (2, 2, 1)
    assert row["mean"] == pytest.approx(0.35)
    assert row["baseline_mean"] == pytest.approx(0.25)


def test_an_arm_of_which_nothing_finished():
    outcomes = table(a=[0.1, 0.2], b=[None, None])
    rows = compare_arms(outcomes, Question(["a", "b"], PRIMARY, 0.0, {}), 2)
    row = rows[rows["metric"] == PRIMARY].iloc[0]
    assert (row["n_pairs"], row["n_failed"], row["verdict"]) == (0, 2, "undefined")
    assert math.isnan(row["mean"])


def test_holm_by_hand():
    # sorted .01 .02 .04 with 3 arms: 3·.01, 2·.02, 1·.04, never falling
    assert holm({"x": 0.04, "y": 0.01, "z": 0.02}) == pytest.approx({"x": 0.04, "y": 0.03, "z": 0.04})
    assert holm({"x": 0.04}) == {"x": 0.04}
    corrected = holm({"x": 0.03, "y": math.nan, "z": 0.04})
    assert corrected["x"] == corrected["z"] == pytest.approx(0.06)
    assert math.isnan(corrected["y"])


def test_holm_decides_the_primary_metric_with_several_arms():
    noise = np.array([-1.0, 1.0, -0.5, 0.5, 0.2, -0.2])
    lucky = noise * 0.1 + 0.08  # p about .04: a difference alone, none among four arms
    arms = {"a": [0.0] * 6, "b": list(lucky), **{name: list(noise + 0.001 * place) for place, name in enumerate("cde")}}
    alone = primary_row(table(a=arms["a"], b=arms["b"]), replicates=6)
    among = primary_row(table(**arms), replicates=6)
    assert alone["p_value"] == among["p_value"] < 0.05 < among["p_holm"]
    assert among["difference_low"] == alone["difference_low"] > 0
    assert (alone["verdict"], among["verdict"]) == ("better", "tied")


def test_other_metrics_are_exploratory_and_come_after_the_primary_one():
    rows = compare_arms(table(a=[0.1, 0.2], b=[0.2, 0.5]), Question(["a", "b"], PRIMARY, 0.3, {}), 2)
    assert rows.iloc[0]["metric"] == PRIMARY
    assert set(rows.iloc[1:]["role"]) == {"exploratory"}
    assert set(rows.iloc[1:]["margin"]) == {0.0}
    assert rows.iloc[1:]["p_holm"].isna().all()
    assert rows["metric"].tolist()[1:] == [name for name in METRICS if name != PRIMARY]


def test_summary_covers_the_baseline():
    rows = summarise(table(a=[0.1, 0.2, math.nan], b=[0.2, 0.5]), Question(["a", "b"], PRIMARY, 0.0, {PRIMARY: 0.2}))
    row = rows[(rows["arm"] == "a") & (rows["metric"] == PRIMARY)].iloc[0]
    assert (row["n"], row["chance_to_reach_target"]) == (2, 0.5)
    assert row["mean"] == pytest.approx(0.15)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_rows_does_not_matter(seed):
    outcomes = table(a=[0.1, 0.2, 0.3, 0.4], b=[0.2, 0.5, 0.3, 0.5])
    shuffled = outcomes.sample(frac=1, random_state=seed)
    pd.testing.assert_series_equal(primary_row(outcomes), primary_row(shuffled.sort_values("arm", kind="stable")))


def test_interval_covers_the_truth_in_95_percent():
    # 2,000 samples of 8: coverage outside .92 … .97 would happen once in 10,000 if it were .95 (binomial)
    rng = np.random.default_rng(7)
    low, high = stats.binom.ppf([0.5e-4, 1 - 0.5e-4], 2_000, 0.95)
    samples = rng.normal(0.3, 2.0, size=(2_000, 8))
    intervals = [mean_interval(sample) for sample in samples]
    covered = sum(interval.low <= 0.3 <= interval.high for interval in intervals)
    assert low <= covered <= high
    too_narrow = sum(interval.low <= 0.3 + 2.0 / math.sqrt(8) <= interval.high for interval in intervals)
    assert too_narrow < low  # the planted fault: a truth one standard error off is noticed
