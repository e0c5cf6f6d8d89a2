"""Differences to the baseline with their intervals, the primary metric first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from commsim.metrics.registry import METRICS
from commsim.report.amounts import amount, change
from commsim.report.charts.curves import empty
from commsim.report.layout import MARGIN, Sheet, sheet, wrap
from commsim.report.style import GRID, INK, QUIET, SHADE, TEXT_SIZE, TICK_SIZE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story

HEADLINE = (
    "activity_retention_d30",
    "membership_retention_d30",
    "weekly_active_rate",
    "messages_per_member",
    "participation_rate",
    "conversion_30d",
    "repurchase_rate",
    "revenue",
    "profit",
    "trust_mean",
    "fatigue_mean",
)
"""Exploratory metrics worth a row, in the order of the funnel."""
MOST_ROWS, PITCH = 14, 0.25
LABEL_WIDTH, TEXT_WIDTH = 2.35, 3.0
WIDEST = 150.0
"""Axis ends here at the latest (% of the baseline); what lies beyond becomes an arrow, else one row flattens all others."""


CLEAR = ("better", "worse", "higher", "lower")
"""Verdicts that say there is a difference."""


class Row(NamedTuple):
    """One difference: relative ones in % of the baseline's mean, nan where that mean is 0."""

    metric: str
    arm: Arm
    centre: float
    low: float
    high: float
    margin: float
    text: str
    verdict: str


def _row(story: Story, metric: str, arm: Arm, found: pd.Series[Any] | None) -> Row:
    """The comparison of one arm on one metric, ready to draw."""
    if found is None or not np.isfinite(found["difference"]):
        return Row(metric, arm, np.nan, np.nan, np.nan, np.nan, "–", "undefined")
    unit, language = METRICS[metric].unit, story.language
    base = abs(float(found["baseline_mean"]))
    scale = 100 / base if base > 0 else np.nan
    edges = [float(found[key]) for key in ("difference", "difference_low", "difference_high")]
    text = change(edges[0], unit, language)
    if np.isfinite(edges[1:]).all():
        text += " [" + ", ".join(change(edge, unit, language, bare=True) for edge in edges[1:]) + "]"
    margin = scale * story.result.experiment.margin if metric == story.primary else np.nan
    return Row(metric, arm, *(scale * edge for edge in edges), margin, text, found["verdict"])


def rows_of(story: Story) -> list[list[Row]]:
    """Rows by metric, the primary metric first, as many headline metrics after it as a readable chart holds."""
    arms = story.arms[1:]
    present = set(story.result.comparison["metric"])
    others = [metric for metric in HEADLINE if metric in present and metric != story.primary]
    count = max(2, MOST_ROWS // max(len(arms), 1) - 1)
    return [[_row(story, metric, arm, story.row(arm, metric)) for arm in arms] for metric in (story.primary, *others[:count])]


def title(story: Story) -> str:
    """The verdict on the primary metric in one line; also the first sentence of the answer."""
    found = story.row(story.lead, story.primary) if story.lead else None
    if story.lead is None or found is None:
        return story.say("difference_question", base=story.baseline.label)
    verdict, label = story.say(f"verdict_{found['verdict']}"), METRICS[story.primary].label[story.language]
    size = change(float(found["difference"]), METRICS[story.primary].unit, story.language)
    return story.say("difference_title", lead=story.lead.label, base=story.baseline.label, verdict=verdict, metric=label, change=size)


def _limit(groups: list[list[Row]]) -> float:
    """Half width of the axis in % of the baseline: all intervals if that leaves the short ones readable."""
    ends = np.array([[row.low, row.high, row.centre, row.margin] for group in groups for row in group]).ravel()
    ends = np.abs(ends[np.isfinite(ends)])
    return float(np.clip(1.08 * ends.max(initial=0.0), 1.0, WIDEST))


def _mark(axes: Axes, row: Row, y: float, limit: float, primary: bool) -> None:
    """Interval and mean of one row; hollow where the verdict sees no difference, an arrow where it leaves the axis."""
    if not np.isfinite(row.centre):
        return
    alpha, width, size = (1.0, 3.0, 9.0) if primary else (0.75, 1.7, 6.0)
    low, high = (row.low, row.high) if np.isfinite(row.low + row.high) else (row.centre, row.centre)
    axes.plot(np.clip([low, high], -limit, limit), [y, y], color=row.arm.colour, linewidth=width, alpha=alpha, solid_capstyle="butt")
    beyond = abs(row.centre) > limit
    marker = (">" if row.centre > 0 else "<") if beyond else row.arm.marker
    face = row.arm.colour if row.verdict in CLEAR else "white"
    style = {"color": row.arm.colour, "markerfacecolor": face, "markersize": size, "markeredgewidth": 1.5}
    axes.plot([np.clip(row.centre, -limit, limit)], [y], marker=marker, linestyle="", zorder=3, clip_on=False, **style)


def _texts(page: Sheet, axes: Axes, group: list[Row], ys: list[float], story: Story) -> None:
    """Metric at the left, size and verdict at the right."""
    primary = group[0].metric == story.primary
    colour, size = (INK, TEXT_SIZE) if primary else (QUIET, TICK_SIZE)
    position = axes.get_position()
    bottom, top = axes.get_ylim()

    def inches(y: float) -> float:
        return page.height * (position.y0 + (y - bottom) / (top - bottom) * position.height)

    most = 2 if len(group) > 1 else 1
    lines = wrap(METRICS[group[0].metric].label[story.language], LABEL_WIDTH, size, most)
    page.block(MARGIN, inches(sum(ys) / len(ys)) + len(lines) * size * 0.66 / 72, lines, size, colour)
    x = page.width - MARGIN - TEXT_WIDTH
    for row, y in zip(group, ys, strict=True):
        page.write(x, inches(y), row.text, TICK_SIZE, colour)
        page.write(page.width - MARGIN, inches(y), story.say(f"verdict_{row.verdict}"), TICK_SIZE, colour, align="right")


def _place(groups: list[list[Row]]) -> list[list[float]]:
    """Heights of the rows, from 0 downwards, with air between metrics and more below the primary one."""
    placed, y = [], 0.0
    for number, group in enumerate(groups):
        placed.append([y - i for i in range(len(group))])
        y -= len(group) + (0.9 if number == 0 else 0.35 if len(group) > 1 else 0.1)
    return placed


def _note(story: Story, margin: str) -> str:
    """What the chart's marks mean."""
    shaded = story.say("difference_margin", margin=margin) if story.result.experiment.margin > 0 else ""
    return story.note(story.say("difference_pairs"), story.say("difference_note"), shaded, story.say("difference_filled"))


def difference(story: Story) -> Figure:
    """Rows of differences to the baseline, in % of the baseline's mean."""
    groups = rows_of(story) if len(story.arms) > 1 else []
    margin = amount(story.result.experiment.margin, METRICS[story.primary].unit, story.language)
    placed = _place(groups)
    span = 1.0 - placed[-1][-1] if placed else 1.0
    body = None if PITCH * span < 2.9 else PITCH * span + 0.75
    subtitle = story.say("difference_subtitle", base=story.baseline.label)
    page = sheet(title(story), subtitle, _note(story, margin), story.arms[1:], body, markers=True)
    axes = page.axes(MARGIN + LABEL_WIDTH + 0.1, page.bottom + 0.5, page.width - MARGIN - TEXT_WIDTH - 0.2, page.top - 0.25)
    limit = _limit(groups)
    axes.set_xlim(-limit, limit)
    axes.set_ylim(0.5 - span, 0.5)
    _frame(axes, story, groups, placed)
    for group, ys in zip(groups, placed, strict=True):
        for row, y in zip(group, ys, strict=True):
            _mark(axes, row, y, limit, row.metric == story.primary)
        _texts(page, axes, group, ys, story)
    if not groups:
        empty(axes, story.say("difference_none"))
    return page.figure


def _frame(axes: Axes, story: Story, groups: list[list[Row]], placed: list[list[float]]) -> None:
    """Zero line, axis, grey ground of the primary metric with its margin."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_yticks([])
    axes.axvline(0, color=INK, linewidth=1.0)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: ("+" if value > 0 else "−" if value < 0 else "") + f"{abs(value):.6g}%"))
    axes.set_xlabel(story.say("difference_axis", base=story.baseline.label))
    for group, ys in zip(groups[:1], placed[:1], strict=True):
        axes.axhspan(ys[-1] - 0.5, ys[0] + 0.5, color=SHADE, linewidth=0, zorder=0)
        for row, y in zip(group, ys, strict=True):
            if row.margin > 0:
                axes.fill_between([-row.margin, row.margin], y - 0.5, y + 0.5, color=GRID, linewidth=0, zorder=0.3)
