"""Curves with their maximum inside the lever's range, judged on the mean curve with bootstrap intervals."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.curve_table import CURVES
from helpers.curves import Curve, inside_maximum

FEW, MANY = 40, 60
"""Worlds a point in the fast and in the slow test."""
JUDGED = [pytest.param(curve, id=curve.name) for curve in CURVES]


def check(curve: Curve, worlds: int) -> None:
    """The best inner point leads over both ends."""
    values = curve.values(worlds)
    best, over_first, over_last = inside_maximum(values)
    means = ", ".join(f"{value:.4g}" for value in values.mean(axis=1))
    assert over_first > 0 and over_last > 0, f"best inner point {best}; leads at least {over_first:.3g} and {over_last:.3g}; means {means}"


@pytest.mark.parametrize("curve", JUDGED)
def test_the_maximum_is_inside(curve: Curve):
    check(curve, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("curve", JUDGED)
def test_the_maximum_is_inside_with_many_worlds(curve: Curve):
    check(curve, MANY)


@pytest.mark.parametrize("shape", [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 3, 3, 3, 3]])
def test_a_curve_without_inner_maximum_is_refused(shape: list[float]):
    noise = np.random.default_rng(2).normal(0, 1, (5, 40))
    _, over_first, over_last = inside_maximum(np.array(shape)[:, None] + noise)
    assert not (over_first > 0 and over_last > 0)


def test_an_inner_maximum_is_found():
    noise = np.random.default_rng(2).normal(0, 1, (5, 40))
    best, over_first, over_last = inside_maximum(np.array([1, 3, 5, 3, 1])[:, None] + noise)
    assert best == 2 and over_first > 0 and over_last > 0
