"""Rows of differences with their intervals: marks, axis and ground of one block of the difference chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from commsim.report.style import GRID, INK, SHADE
from commsim.study.aims import REACHED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from commsim.report.story import Arm

CLEAR = ("better", "worse", "higher", "lower", REACHED)
"""Verdicts that say there is a difference, or that a goal is reached."""
WIDEST = 150.0
"""Half width of the exploratory axis at most (% of the baseline)."""
SHOWN = 90
"""Percentile of rows that fit on the exploratory axis; what lies beyond becomes an arrow, else one row flattens all others."""


class Row(NamedTuple):
    """One difference, in the unit of its block's axis; nan where it cannot be said.

    height        inches below the top of its block
    text, verdict what stands beside it
    """

    metric: str
    arm: Arm
    height: float
    centre: float
    low: float
    high: float
    text: str
    verdict: str


def ends(rows: list[Row]) -> list[float]:
    """The largest distance from 0 of each row that can be drawn."""
    return [float(np.nanmax(np.abs([row.centre, row.low, row.high]))) for row in rows if np.isfinite(row.centre)]


def half_width(rows: list[Row], least: float) -> float:
    """Half width of an axis that shows every row and `least`."""
    return 1.08 * max([*ends(rows), least]) or 1.0


def common_half_width(rows: list[Row]) -> float:
    """Half width of an axis shared by metrics of very different reach."""
    found = ends(rows)
    return float(np.clip(1.08 * np.percentile(found, SHOWN), 1.0, WIDEST)) if found else 1.0


def draw_rows(axes: Axes, rows: list[Row], limits: tuple[float, float], bold: bool) -> None:
    """Intervals and means between the ends of the axis, an arm at a time; bold for the primary metric."""
    for arm in dict.fromkeys(row.arm for row in rows):
        mine = [row for row in rows if row.arm is arm and np.isfinite(row.centre)]
        if mine:
            _intervals(axes, arm, mine, limits, bold)
            _means(axes, arm, mine, limits, bold)


def _intervals(axes: Axes, arm: Arm, rows: list[Row], limits: tuple[float, float], bold: bool) -> None:
    """95 % intervals as lines, cut at the edges of the axis."""
    edges = np.array([(row.low, row.high) if np.isfinite(row.low + row.high) else (row.centre, row.centre) for row in rows])
    low, high = np.clip(edges.T, *limits)
    axes.hlines([row.height for row in rows], low, high, color=arm.colour, linewidth=3.0 if bold else 1.5, alpha=1.0 if bold else 0.8)


def _means(axes: Axes, arm: Arm, rows: list[Row], limits: tuple[float, float], bold: bool) -> None:
    """Hollow where the verdict sees no difference (no goal reached), an arrow where the mean lies beyond the axis."""
    centres, heights = (np.array([getattr(row, name) for row in rows]) for name in ("centre", "height"))
    clear = np.array([row.verdict in CLEAR for row in rows])
    beyond = np.where(centres > limits[1], 1, np.where(centres < limits[0], -1, 0))
    for side, marker in ((0, arm.marker), (1, ">"), (-1, "<")):
        for chosen, face in ((clear & (beyond == side), arm.colour), (~clear & (beyond == side), "white")):
            style: dict[str, Any] = {"markerfacecolor": face, "markersize": 9.0 if bold else 5.5, "markeredgewidth": 1.5}
            at = np.clip(centres[chosen], *limits)
            axes.plot(at, heights[chosen], marker=marker, linestyle="", color=arm.colour, zorder=3, clip_on=False, **style)


def dress(axes: Axes, limit: float, span: float, label: str, form: Callable[[float, int], str]) -> None:
    """Zero line and axis of a block `span` inches high."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.set_xlim(-limit, limit)
    axes.set_ylim(span, 0)
    axes.set_yticks([])
    axes.grid(axis="x", visible=True)
    axes.axvline(0, color=INK, linewidth=1.0)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(form))
    axes.set_xlabel(label)


def ground(axes: Axes, margin: float) -> None:
    """The grey ground of the primary block, darker where differences are practically nothing."""
    axes.set_facecolor(SHADE)
    axes.axvspan(-margin, margin, color=GRID, linewidth=0, zorder=0.3)
