"""Means and relative differences with their intervals. The distribution is SciPy's."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95

Values = NDArray[np.float64]

NAN = float("nan")


@dataclass(frozen=True)
class Interval:
    """A mean with its two-sided interval and the p-value of "the mean is 0"; nan where there are too few values."""

    mean: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True)
class Relative:
    """A relative difference of two means with its two-sided interval; nan where it cannot be said."""

    difference: float
    low: float
    high: float


def mean_interval(values: Values, confidence: float = CONFIDENCE) -> Interval:
    """Mean with Student's t interval. One value: no interval. Equal values: an interval of width 0."""
    from scipy.special import stdtr  # Student's t; a hundred times quicker a call than scipy.stats, which wraps it

    n = values.size
    mean = float(values.mean()) if n else NAN
    if n < 2:
        return Interval(mean, NAN, NAN, NAN)
    if np.ptp(values) == 0:
        exact = float(values[0])  # a mean of equal numbers may differ from them in the last digit
        return Interval(exact, exact, exact, 1.0 if exact == 0 else 0.0)
    error = float(values.std(ddof=1)) / math.sqrt(n)
    reach = error * _quantile(n, confidence)
    return Interval(mean, mean - reach, mean + reach, 2 * float(stdtr(n - 1, -abs(mean) / error)))


def relative_interval(arm: Values, baseline: Values, confidence: float = CONFIDENCE) -> Relative:
    """mean(arm) / mean(baseline) − 1 over pairs, with Fieller's interval, which knows that the baseline is uncertain too.

    A share g lies inside the interval exactly where the paired t interval of ``arm − (1 + g) × baseline`` holds 0.
    Nothing can be said where the baseline's mean is not above 0; no interval where it cannot be told from 0.
    """
    if not arm.size or not baseline.mean() > 0:
        return Relative(NAN, NAN, NAN)
    change, base = float((arm - baseline).mean()), float(baseline.mean())
    if arm.size < 2:
        return Relative(change / base, NAN, NAN)
    (change_spread, both), (_, base_spread) = np.cov(arm - baseline, baseline) * _quantile(arm.size, confidence) ** 2 / arm.size
    leading = base**2 - base_spread  # of the parabola whose roots are the ends of the interval
    if leading <= 0:
        return Relative(change / base, NAN, NAN)
    middle = (change * base - both) / leading
    reach = math.sqrt(max(middle**2 - (change**2 - change_spread) / leading, 0.0))
    return Relative(change / base, middle - reach, middle + reach)


def _quantile(n: int, confidence: float) -> float:
    """Student's t for n values."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, (1 + confidence) / 2))
