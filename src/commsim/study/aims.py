"""Whether what was aimed at is reached: targets (a value) and goals (a relative difference to the baseline).

A target is judged by the runs of an arm, a goal by its pairs with the baseline. Both say in what share of single runs or
pairs they are reached, and whether they are reached on average:

1. the 95 % interval of the mean (of the relative difference) lies on the right side, its end included → "reached";
2. it lies on the wrong side → "missed";
3. else "open": more runs may tell.

The right side is below where lower is better, else above.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from commsim.metrics.metric import Better
from commsim.study.intervals import NAN, Values, mean_interval, relative_interval

REACHED, MISSED, OPEN, UNKNOWN = "reached", "missed", "open", "unknown"
"""Verdicts on an aim; "unknown" where the metric is not defined, or the baseline is not above 0."""


def reaches(values: Values, target: float, better: Better) -> float:
    """Share of single runs that reach a target: at most it where lower is better, else at least it."""
    if not values.size:
        return NAN
    return float((values <= target).mean() if better == "lower" else (values >= target).mean())


def reaches_relative(arm: Values, baseline: Values, goal: float, better: Better) -> float:
    """Share of pairs whose arm reaches (1 + goal) × its baseline; pairs whose baseline is not above 0 do not count."""
    some = baseline > 0
    return reaches(arm[some] - (1 + goal) * baseline[some], 0.0, better)


def judged(mean: float, low: float, high: float, aim: float, better: Better) -> str:
    """The rule at the top of this file."""
    if math.isnan(mean):
        return UNKNOWN
    if better == "lower":
        low, high, aim = -high, -low, -aim
    return REACHED if low >= aim else MISSED if high < aim else OPEN


class Aimed(NamedTuple):
    """Whether an aim is reached on average, and the share of runs or pairs that reach it (nan where none is defined)."""

    verdict: str
    chance: float


def towards_target(runs: Values, target: float, better: Better) -> Aimed:
    """A target, judged by the runs of one arm that have a value."""
    interval = mean_interval(runs)
    return Aimed(judged(interval.mean, interval.low, interval.high, target, better), reaches(runs, target, better))


def of_target(runs: Values, target: float | None, better: Better) -> dict[str, object]:
    """Columns on a target of one arm; None: there is none."""
    found = Aimed("", NAN) if target is None else towards_target(runs, target, better)
    return {"target": NAN if target is None else target, "chance_to_reach_target": found.chance, "target_verdict": found.verdict}


def of_goal(arm: Values, baseline: Values, goal: float | None, better: Better) -> dict[str, object]:
    """Columns on the relative difference of pairs, and on a goal for it; None: there is none."""
    change = relative_interval(arm, baseline)
    columns: dict[str, object] = {"relative_difference": change.difference, "relative_low": change.low, "relative_high": change.high}
    if goal is None:
        return columns | {"goal": NAN, "chance_to_reach_goal": NAN, "goal_verdict": ""}
    verdict = judged(change.difference, change.low, change.high, goal, better)
    return columns | {"goal": goal, "chance_to_reach_goal": reaches_relative(arm, baseline, goal, better), "goal_verdict": verdict}
