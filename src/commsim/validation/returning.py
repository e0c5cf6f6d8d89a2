"""Who comes back: measured on posting days, as an archive of messages allows.

A person's first post stands for joining. All functions take a table with a row a person and posting day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.float64]

HALF_YEAR = 182
"""Days between a first post and the end of the data for the person to count."""
WEEKS = 26
SLOPE_DAYS = 30
SMOOTHING = 7
"""The chance to return after k days is smoothed over k ± k/7."""


class Line(NamedTuple):
    """A least-squares line and the share of the variance it explains."""

    slope: float
    r2: float


def line(x: Numbers, y: Numbers) -> Line:
    """The line through some points."""
    from scipy import stats

    fitted = stats.linregress(x, y)
    return Line(float(fitted.slope), float(fitted.rvalue**2))


def observed(posts: pd.DataFrame, days: int) -> pd.DataFrame:
    """Posting days of the people who first posted early enough, with `since`, the days since that first post."""
    first = posts.groupby("person")["day"].transform("min")
    return posts.assign(since=posts["day"] - first)[first <= days - HALF_YEAR]


def spans(posts: pd.DataFrame, days: int) -> NDArray[np.int64]:
    """Days between the first and the last post of each person observed long enough."""
    return observed(posts, days).groupby("person")["since"].max().to_numpy(dtype=np.int64)


def surviving(span: NDArray[np.int64], after: Sequence[int]) -> Numbers:
    """Share of people whose span reaches each of these days."""
    return np.array([(span >= day).mean() for day in after])


def weekly_share(posts: pd.DataFrame, days: int) -> Numbers:
    """Share of people who post in week 0 … WEEKS - 1 after their first post."""
    people = observed(posts, days)
    active = people.assign(week=people["since"] // 7).drop_duplicates(["person", "week"])["week"].value_counts()
    return active.reindex(range(WEEKS), fill_value=0).to_numpy(dtype=np.float64) / people["person"].nunique()


def decay(share: Numbers) -> tuple[Line, Line]:
    """Power law and exponential through the shares of weeks 1, 2, …, fitted to logarithms; empty weeks are left out."""
    week = np.flatnonzero(share > 0)[1:].astype(np.float64)
    logarithm = np.log(share[week.astype(int)])
    return line(np.log(week), logarithm), line(week, logarithm)


class Mixture(NamedTuple):
    """Shifted-beta-geometric survival against geometric: shapes, and the largest error of each curve."""

    alpha: float
    beta: float
    error: float
    geometric_error: float


def mixture(survival: Numbers) -> Mixture:
    """Fit both to a survival curve over periods 0, 1, … by maximum likelihood, those alive at the end being censored."""
    from scipy import optimize, special

    period, lost = np.arange(survival.size), -np.diff(survival)

    def curve(shapes: Numbers) -> Numbers:
        alpha, beta = np.exp(shapes)
        return np.asarray(np.exp(special.betaln(alpha, beta + period) - special.betaln(alpha, beta)))

    def unlikelihood(shapes: Numbers) -> float:
        fitted = np.maximum(curve(shapes), 1e-300)
        return -float(lost @ np.log(np.maximum(-np.diff(fitted), 1e-300)) + survival[-1] * np.log(fitted[-1]))

    shapes = optimize.minimize(unlikelihood, np.zeros(2), method="Nelder-Mead").x
    hazard = lost.sum() / survival[:-1].sum()
    errors = [float(np.abs(fitted - survival).max()) for fitted in (curve(shapes), (1 - hazard) ** period)]
    return Mixture(*(float(shape) for shape in np.exp(shapes)), *errors)


def return_chances(posts: pd.DataFrame, days: int, after: Sequence[int]) -> Numbers:
    """Chance to post on day k after a posting day given none between, smoothed; the last posting day counts until the end."""
    dates = posts[["person", "day"]].drop_duplicates().sort_values(["person", "day"])
    gap = dates.groupby("person")["day"].shift(-1) - dates["day"]
    back = np.bincount(gap[gap.notna()].astype(np.int64), minlength=days + 1)
    gone = np.bincount((days - 1 - dates["day"])[gap.isna()], minlength=days + 1)
    at_risk = (back + gone)[::-1].cumsum()[::-1]
    windows = [slice(k - k // SMOOTHING, k + k // SMOOTHING + 1) for k in after]
    return np.array([back[window].sum() / max(at_risk[window].sum(), 1) for window in windows])


def return_slope(posts: pd.DataFrame, days: int) -> float:
    """Log-log slope of the chance to return over days 1 … SLOPE_DAYS."""
    after = np.arange(1, SLOPE_DAYS + 1)
    chances = return_chances(posts, days, after.tolist())
    known = chances > 0
    return line(np.log(after[known]), np.log(chances[known])).slope
