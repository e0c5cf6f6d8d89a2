"""Curves over days with bands over runs, and direct labels that do not cover one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.amounts import Numbers, decimals
from commsim.report.layout import size_of, wrap
from commsim.report.style import INK, TICK_SIZE
from commsim.report.units import ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from commsim.report.story import Arm, Story

Values = NDArray[np.float64]
STEPS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650)
"""Distances of day ticks that mean something to a planner."""
LINE_GAP = 1.25 * TICK_SIZE
"""Least distance of direct labels in points."""


class Curve(NamedTuple):
    """Mean of runs by day, and the middle 80 % of them."""

    mean: Values
    low: Values
    high: Values


def summary(values: Values) -> Curve:
    """Mean and 10th to 90th percentile over runs, [runs, days] -> [days]; nan on days without a value."""
    known = np.isfinite(values).any(axis=0)
    mean, low, high = (np.full(values.shape[1], np.nan) for _ in range(3))
    if known.any():
        mean[known] = np.nanmean(values[:, known], axis=0)
        low[known], high[known] = _middle(values[:, known])
    return Curve(mean, low, high)


def _middle(values: Values) -> tuple[Values, Values]:
    """10th and 90th percentile over runs; the plain function is ten times as fast where nothing is missing."""
    percentile = np.percentile if np.isfinite(values).all() else np.nanpercentile
    low, high = percentile(values, (10, 90), axis=0)
    return low, high


def divide(numerator: Values, denominator: Values) -> Values:
    """Ratio, nan where the denominator is 0 or missing."""
    return np.divide(numerator, denominator, out=np.full(numerator.shape, np.nan), where=denominator > 0)


def smooth(values: Values, window: int = 7) -> Values:
    """Mean of the last `window` days, of those there are at the start; [runs, days]. Missing days stay missing."""
    known = np.isfinite(values)
    sums, counts = (np.cumsum(part, axis=1) for part in (np.where(known, values, 0.0), known.astype(np.float64)))
    sums[:, window:], counts[:, window:] = sums[:, window:] - sums[:, :-window], counts[:, window:] - counts[:, :-window]
    return np.where(known, divide(sums, counts), np.nan)


def draw_curve(axes: Axes, days: NDArray[np.int64], curve: Curve, arm: Arm, banded: bool) -> None:
    """A line with its band; a single day becomes a dot."""
    if banded and np.isfinite(curve.low).any() and (curve.high > curve.low).any():
        axes.fill_between(days, curve.low, curve.high, color=arm.colour, alpha=0.16, linewidth=0)
    alone = np.isfinite(curve.mean).sum() == 1
    axes.plot(days, curve.mean, color=arm.colour, linestyle=arm.dash, marker=arm.marker if alone else "")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to those wanted, at least `gap` apart, inside low..high if they fit."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    placed = list(wanted)
    floor = low
    for i in order:
        placed[i] = floor = max(wanted[i], floor)
        floor += gap
    ceiling = high
    for i in reversed(order):
        placed[i] = ceiling = min(placed[i], ceiling)
        ceiling -= gap
    return placed


def end_labels(axes: Axes, labels: Sequence[tuple[float, str, str]]) -> None:
    """Texts at the right edge, at these heights (data) but moved apart; each is (height, text, colour)."""
    low, high = axes.get_ylim()
    points = size_of(axes)[1] * 72
    placed = spread([(height - low) / (high - low) * points for height, _, _ in labels], LINE_GAP, 0.0, points)
    for (_, text, colour), place in zip(labels, placed, strict=True):
        axes.text(1.015, place / points, text, transform=axes.transAxes, color=colour, fontsize=TICK_SIZE, va="center", ha="left")


def last(values: Values) -> float:
    """The last value that is defined, nan if none is."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if known.size else np.nan


def dress_days(axes: Axes, last_day: int, label: str) -> None:
    """The axis of days: from 0, ticks at weeks and months."""
    step = next((step for step in STEPS if last_day / step <= 2.2 * size_of(axes)[0]), STEPS[-1])
    axes.set_xlim(0, max(last_day, 1))
    axes.set_xticks(np.arange(0, max(last_day, 1) + 1, step))
    axes.set_xlabel(label)


def dress_values(axes: Axes, unit: str, numbers: Numbers, top: float) -> None:
    """The axis of values, from 0 to a little above `top`."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.set_ylim(0, 1.06 * top if np.isfinite(top) and top > 0 else 1.0)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(ticks(unit, numbers)))


def curve_panel(
    axes: Axes,
    story: Story,
    days: NDArray[np.int64],
    of: Callable[[Arm], Values],
    unit: str,
    xlabel: str,
    form: Callable[[float], str] | None = None,
) -> None:
    """One panel: a curve per arm, bands where they help, the last value written beside each line.

    of    values of an arm's runs, [runs, days];  form  writes the value at the line's end; None: all with the same decimals
    """
    curves = [(arm, summary(of(arm))) for arm in story.arms]
    for arm, curve in reversed(curves):
        draw_curve(axes, days, curve, arm, story.banded(arm))
    highest = [np.nanmax(c.high if story.banded(arm) else c.mean) for arm, c in curves if np.isfinite(c.mean).any()]
    dress_values(axes, unit, story.numbers, max(highest, default=np.nan))
    dress_days(axes, int(days.max(initial=0)), xlabel)
    if not highest:
        empty(axes, story.say("nothing"))
    ends = [(last(curve.mean), arm.colour) for arm, curve in curves if np.isfinite(curve.mean).any()]
    same = decimals(0.0, max((abs(end) for end, _ in ends), default=0.0))
    end_labels(axes, [(end, form(end) if form else f"{end:,.{same}f}", colour) for end, colour in ends])


def empty(axes: Axes, text: str) -> None:
    """Say in the middle of a panel why it is empty."""
    lines = wrap(text, 0.9 * size_of(axes)[0], TICK_SIZE)
    axes.text(0.5, 0.5, "\n".join(lines), transform=axes.transAxes, ha="center", va="center", color=INK, fontsize=TICK_SIZE)
