"""The points of a sweep of many levers, best first, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.registry import METRICS
from commsim.report.charts.curves import empty
from commsim.report.layout import MARGIN, sheet, wrap
from commsim.report.style import INK, QUIET, TICK_SIZE
from commsim.report.sweep_story import SweepStory
from commsim.report.units import mark, ticks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_POINTS, LABEL_WIDTH, TEXT_WIDTH, ROW = 15, 4.2, 0.9, 0.46


def _ordered(story: SweepStory, metric: str) -> pd.DataFrame:
    """The best points of the first arm, best first."""
    table = story.of(story.arms[0], metric).dropna(subset=["mean"])
    return table.sort_values("mean", ascending=METRICS[metric].better == "lower", kind="stable").head(MOST_POINTS)


def ranking(story: SweepStory, metric: str = "") -> Figure:
    """The best points in order; those that cannot be told from the best are filled."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    metric, arm = metric or story.primary, story.arms[0]
    table, best = _ordered(story, metric), story.best(metric)
    among = {best.point, *best.rivals} if best else set()
    shown = story.say("ranking_subtitle", shown=len(table), points=len(story.result.points), metric=story.label(metric), arm=arm.label)
    span = ROW * max(len(table), 3)
    page = sheet(story.title(metric), shown, story.note(story.say("ranking_note")), body=span + 0.8)
    axes = page.axes(MARGIN + LABEL_WIDTH + 0.15, page.bottom + 0.5, page.width - MARGIN - TEXT_WIDTH - 0.1, page.bottom + 0.5 + span)
    axes.set_ylim(span, 0)
    axes.set_yticks([])
    axes.grid(axis="x", visible=True)
    if not len(table):
        empty(axes, story.say("nothing"))
    for number, row in enumerate(table.to_dict("records")):
        y = ROW * (number + 0.5)
        axes.hlines(y, row["outcome_low"], row["outcome_high"], color=arm.colour, alpha=0.3, linewidth=6)
        if np.isfinite(row["mean_low"]):
            axes.hlines(y, row["mean_low"], row["mean_high"], color=arm.colour, linewidth=2)
        face = arm.colour if row["point"] in among else "white"
        axes.plot(row["mean"], y, marker="o", markersize=7, color=arm.colour, markerfacecolor=face)
        lines = wrap(story.point({axis.path: row[axis.path] for axis in story.result.axes}), LABEL_WIDTH, TICK_SIZE, 2)
        middle = page.bottom + 0.5 + span - y
        page.block(MARGIN, middle + len(lines) * TICK_SIZE * 0.66 / 72, lines, TICK_SIZE, INK if row["point"] in among else QUIET)
        page.write(page.width - MARGIN, middle, story.text(row["mean"], metric), TICK_SIZE, align="right")
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(ticks(METRICS[metric].unit, story.numbers)))
    axes.set_xlabel(story.label(metric) + mark(METRICS[metric].unit, story.numbers))
    return page.figure
