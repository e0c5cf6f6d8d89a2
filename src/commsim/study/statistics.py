"""From paired runs to differences, intervals and verdicts. The statistics are SciPy's and statsmodels'.

Arms are run on the same seeds, so the difference to the baseline is taken run by run and its interval is that of a
paired t-test. The rule of the verdict, in this order:

1. all differences are zero → "practically equal";
2. the 95 % interval lies inside ± margin → "practically equal";
3. the 95 % interval excludes 0 → "better" or "worse" ("higher" or "lower" where neither direction is better);
4. else "tied".

On the primary metric, several arms are several chances of a false alarm, so step 3 asks there for more: the p-value
must stay below 5 % after Holm's correction over the arms (p_holm). With one arm this is the same as step 3. The interval
shown is always the plain 95 % one, so with several arms it may exclude 0 while the verdict is "tied". Other metrics
are exploratory: not corrected, margin 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.metric import Better
from commsim.metrics.registry import METRICS
from commsim.study.aims import of_goal, of_target
from commsim.study.intervals import CONFIDENCE, Interval, Values, mean_interval

if TYPE_CHECKING:
    import pandas as pd

OUTCOME_RANGE = (10, 90)
"""Percentiles of single runs shown as the range of outcomes."""

PRIMARY, EXPLORATORY = "primary", "exploratory"
BETTER, WORSE, TIED, EQUAL, UNDEFINED = "better", "worse", "tied", "practically equal", "undefined"
HIGHER, LOWER = "higher", "lower"
"""Verdicts on metrics of which neither direction is better. "undefined" is said where no pair has a number."""


@dataclass(frozen=True)
class Question:
    """What a comparison is registered to answer.

    arms     names, the baseline first
    primary  name of the primary metric
    margin   half-width of practical equality on the primary metric, in its unit
    targets  metric -> value to reach
    goals    metric -> relative difference to the baseline to reach, 0.25 for +25 %
    """

    arms: Sequence[str]
    primary: str
    margin: float
    targets: Mapping[str, float]
    goals: Mapping[str, float] = field(default_factory=dict)


def share_won(differences: Values, better: Better) -> float:
    """Share of pairs in which the arm beats its baseline, ties counted half; for a neutral metric: in which it is higher."""
    gains = -differences if better == "lower" else differences
    return float((gains > 0).mean() + (gains == 0).mean() / 2) if gains.size else float("nan")


def variance_ratio(arm: Values, baseline: Values) -> float:
    """Variance of the difference had the seeds been independent / variance of the paired difference.

    inf where pairing leaves no variance at all, nan where there was none to save or fewer than 2 pairs.
    """
    if arm.size < 2:
        return float("nan")
    independent, paired = float(arm.var(ddof=1) + baseline.var(ddof=1)), float((arm - baseline).var(ddof=1))
    if paired == 0:
        return float("inf") if independent > 0 else float("nan")
    return independent / paired


def verdict(differences: Values, interval: Interval, margin: float, better: Better, different: bool) -> str:
    """The rule at the top of this file; `different` says whether step 3 finds a difference."""
    if differences.size == 0:
        return UNDEFINED
    if not differences.any():
        return EQUAL
    if -margin < interval.low and interval.high < margin:
        return EQUAL
    if not different:
        return TIED
    if better == "neutral":
        return HIGHER if interval.mean > 0 else LOWER
    return BETTER if (interval.mean > 0) == (better == "higher") else WORSE


def compare_arms(outcomes: pd.DataFrame, question: Question, replicates: int) -> pd.DataFrame:
    """Every metric of every arm against the baseline, on the seeds that finished in both; primary metric first.

    outcomes    rows (arm, replicate, metrics) of the jobs that finished
    replicates  runs per arm that were asked for, so that what is missing can be counted
    """
    import pandas as pd

    by_arm = {arm: rows.set_index("replicate") for arm, rows in outcomes.groupby("arm", sort=False)}
    none = outcomes.iloc[:0].set_index("replicate")
    baseline, *others = question.arms
    common = {arm: _common(by_arm.get(arm, none), by_arm.get(baseline, none)) for arm in others}
    rows = []
    for name in [question.primary, *(name for name in METRICS if name != question.primary)]:
        pairs = {arm: paired(left[name], right[name]) for arm, (left, right) in common.items()}
        rows += compare_metric(name, pairs, question, replicates)
    return pd.DataFrame(rows)


def _common(arm: pd.DataFrame, baseline: pd.DataFrame) -> tuple[dict[str, Values], dict[str, Values]]:
    """Columns of both arms on the seeds that finished in both, in the same order."""
    seeds = arm.index.intersection(baseline.index).sort_values()
    left, right = (_columns(rows.loc[seeds]) for rows in (arm, baseline))
    return left, right


def _columns(rows: pd.DataFrame) -> dict[str, Values]:
    """Outcomes by metric."""
    return {name: rows[name].to_numpy(dtype=np.float64) for name in METRICS}


@dataclass(frozen=True)
class Pairs:
    """Values of an arm and of the baseline on common seeds, and how many of these were left out as undefined."""

    arm: Values
    baseline: Values
    undefined: int


def paired(arm: Values, baseline: Values) -> Pairs:
    """Values on the same seeds in the same order, without the pairs in which one is nan."""
    defined = ~(np.isnan(arm) | np.isnan(baseline))
    return Pairs(arm[defined], baseline[defined], int((~defined).sum()))


def compare_metric(name: str, pairs: Mapping[str, Pairs], question: Question, replicates: int) -> list[dict[str, object]]:
    """One metric's rows, one an arm.

    pairs       by arm, the baseline left out
    replicates  runs per arm that were asked for
    """
    intervals = {arm: mean_interval(pair.arm - pair.baseline) for arm, pair in pairs.items()}
    adjusted = holm({arm: interval.p_value for arm, interval in intervals.items()}) if name == question.primary else {}
    return [
        {"metric": name, "arm": arm, "baseline": question.arms[0]}
        | _row(name, pair, intervals[arm], adjusted.get(arm), question, replicates)
        for arm, pair in pairs.items()
    ]


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's correction over the arms that have a p-value; nan for the others."""
    known = {arm: p for arm, p in p_values.items() if not np.isnan(p)}
    if len(known) < 2:
        return dict(p_values)
    from statsmodels.stats.multitest import multipletests

    corrected = multipletests(list(known.values()), method="holm")[1]
    return {arm: float("nan") for arm in p_values} | dict(zip(known, map(float, corrected), strict=True))


def _row(name: str, pair: Pairs, interval: Interval, p_holm: float | None, question: Question, replicates: int) -> dict[str, object]:
    better, differences = METRICS[name].better, pair.arm - pair.baseline
    primary = name == question.primary
    margin = question.margin if primary else 0.0
    excludes_0 = interval.low > 0 or interval.high < 0
    different = p_holm < 1 - CONFIDENCE if p_holm is not None else excludes_0
    low, high = np.percentile(pair.arm, OUTCOME_RANGE) if pair.arm.size else (np.nan, np.nan)
    return {
        "role": PRIMARY if primary else EXPLORATORY,
        "unit": METRICS[name].unit,
        "n_pairs": differences.size,
        "n_failed": replicates - differences.size - pair.undefined,
        "n_undefined": pair.undefined,
        "mean": _mean(pair.arm),
        "outcome_low": float(low),
        "outcome_high": float(high),
        "baseline_mean": _mean(pair.baseline),
        "difference": interval.mean,
        "difference_low": interval.low,
        "difference_high": interval.high,
        "p_value": interval.p_value,
        "p_holm": float("nan") if p_holm is None else p_holm,
        "share_won": share_won(differences, better),
        "variance_ratio": variance_ratio(pair.arm, pair.baseline),
        "margin": margin,
        "verdict": verdict(differences, interval, margin, better, different),
        **of_target(pair.arm, question.targets.get(name), better),
        **of_goal(pair.arm, pair.baseline, question.goals.get(name), better),
    }


def _mean(values: Values) -> float:
    return float(values.mean()) if values.size else float("nan")


def summarise(outcomes: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Each arm by itself, the baseline too: runs, mean with its interval, range of single runs, chance to reach the target."""
    import pandas as pd

    rows = []
    for arm in question.arms:
        runs = _columns(outcomes[outcomes["arm"] == arm])
        rows += [{"arm": arm, "metric": name} | describe(runs[name], name, question.targets) for name in METRICS]
    return pd.DataFrame(rows)


def describe(runs: Values, name: str, targets: Mapping[str, float]) -> dict[str, object]:
    """Runs of one scenario by themselves: their number, mean with its interval, range of single runs, chance to reach the target."""
    values = runs[~np.isnan(runs)]
    interval = mean_interval(values)
    low, high = np.percentile(values, OUTCOME_RANGE) if values.size else (np.nan, np.nan)
    return {
        "n": values.size,
        "mean": interval.mean,
        "mean_low": interval.low,
        "mean_high": interval.high,
        "outcome_low": float(low),
        "outcome_high": float(high),
        **of_target(values, targets.get(name), METRICS[name].better),
    }
