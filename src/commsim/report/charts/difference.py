"""Differences to the baseline with their intervals: the primary metric arm by arm, exploratory ones below in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from commsim.metrics.amounts import amount, change
from commsim.metrics.registry import METRICS
from commsim.report.charts.curves import empty
from commsim.report.layout import MARGIN, Sheet, sheet, wrap
from commsim.report.style import GRID, INK, QUIET, SHADE, TEXT_SIZE, TICK_SIZE
from commsim.report.units import signed_percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story

HEADLINE = (
    "activity_retention_d30",
    "membership_retention_d30",
    "weekly_active_rate",
    "messages_per_member",
    "conversion_30d",
    "repurchase_rate",
    "revenue",
    "profit",
    "trust_mean",
    "fatigue_mean",
)
"""Exploratory metrics worth a row, in the order of the funnel."""
CLEAR = ("better", "worse", "higher", "lower")
"""Verdicts that say there is a difference."""
ROW, LANE, AIR = 0.25, 0.095, 0.12
"""Inches: a row with text of its own, an arm within a shared row, the space below the primary metric."""
LABEL_WIDTH, TEXT_WIDTH = 2.65, 3.0
WIDEST = 150.0
"""Axis ends here at the latest (% of the baseline); what lies beyond becomes an arrow, else one row flattens all others."""


class Row(NamedTuple):
    """One difference: relative numbers in % of the baseline's mean, nan where that mean is 0."""

    metric: str
    arm: Arm
    centre: float
    low: float
    high: float
    margin: float
    text: str
    verdict: str


class Placed(NamedTuple):
    """A metric's rows and their heights, in inches below the top of the plot."""

    rows: list[Row]
    heights: list[float]
    primary: bool

    @property
    def middle(self) -> float:
        """Height of the metric's label."""
        return sum(self.heights) / len(self.heights)


def _row(story: Story, metric: str, arm: Arm) -> Row:
    """The comparison of one arm on one metric, ready to draw."""
    found = story.row(arm, metric)
    if found is None or not np.isfinite(found["difference"]):
        return Row(metric, arm, np.nan, np.nan, np.nan, np.nan, "–", "undefined")
    unit, language = METRICS[metric].unit, story.language
    base = abs(float(found["baseline_mean"]))
    scale = 100 / base if base > 0 else np.nan
    edges = [float(found[key]) for key in ("difference", "difference_low", "difference_high")]
    text = change(edges[0], unit, language)
    if np.isfinite(edges[1:]).all():
        text += " [" + ", ".join(change(edge, unit, language, word=False) for edge in edges[1:]) + "]"
    margin = scale * story.result.experiment.margin if metric == story.primary else np.nan
    return Row(metric, arm, scale * edges[0], scale * edges[1], scale * edges[2], margin, text, str(found["verdict"]))


def place(story: Story) -> list[Placed]:
    """The primary metric with a row per arm, then the exploratory ones with a lane per arm."""
    arms = story.arms[1:]
    if not arms:
        return []
    present = set(story.result.comparison["metric"])
    primary = [_row(story, story.primary, arm) for arm in arms]
    placed = [Placed(primary, [ROW * (i + 0.5) for i in range(len(arms))], primary=True)]
    top, height = ROW * len(arms) + AIR, max(ROW, LANE * len(arms) + 0.1)
    for metric in (m for m in HEADLINE if m in present and m != story.primary):
        lanes = [top + height / 2 + LANE * (i - (len(arms) - 1) / 2) for i in range(len(arms))]
        placed.append(Placed([_row(story, metric, arm) for arm in arms], lanes, primary=False))
        top += height
    return placed


def title(story: Story) -> str:
    """The verdict on the primary metric in one line."""
    found = story.row(story.lead, story.primary) if story.lead else None
    if story.lead is None or found is None:
        return story.say("difference_question", base=story.baseline.label)
    label, unit = METRICS[story.primary].label[story.language], METRICS[story.primary].unit
    verdict, size = story.say(f"verdict_{found['verdict']}"), change(float(found["difference"]), unit, story.language)
    return story.say("difference_title", lead=story.lead.label, base=story.baseline.label, verdict=verdict, metric=label, change=size)


def _limit(placed: list[Placed]) -> float:
    """Half width of the axis in % of the baseline: all intervals, if that leaves the short ones readable."""
    ends = np.array([[row.low, row.high, row.centre, row.margin] for group in placed for row in group.rows]).ravel()
    ends = np.abs(ends[np.isfinite(ends)])
    return float(np.clip(1.08 * ends.max(initial=0.0), 1.0, WIDEST))


def _marks(axes: Axes, arm: Arm, found: list[tuple[Row, float]], limit: float, primary: bool) -> None:
    """Intervals and means of one arm; hollow where the verdict sees no difference, an arrow where it leaves the axis.

    found  rows of the arm with their heights
    """
    found = [(row, y) for row, y in found if np.isfinite(row.centre)]
    alpha, width, size = (1.0, 3.0, 9.0) if primary else (0.8, 1.5, 5.5)
    ends = np.array([(row.low, row.high) if np.isfinite(row.low + row.high) else (row.centre, row.centre) for row, _ in found])
    heights = np.array([y for _, y in found])
    if not found:
        return
    axes.hlines(heights, *np.clip(ends.T, -limit, limit), color=arm.colour, linewidth=width, alpha=alpha)
    centres = np.array([row.centre for row, _ in found])
    clear = np.array([row.verdict in CLEAR for row, _ in found])
    beyond = np.where(np.abs(centres) > limit, np.sign(centres), 0)
    for side, marker in ((0, arm.marker), (1, ">"), (-1, "<")):
        for chosen, face in ((clear & (beyond == side), arm.colour), (~clear & (beyond == side), "white")):
            style: dict[str, Any] = {"color": arm.colour, "markerfacecolor": face, "markersize": size, "markeredgewidth": 1.5}
            if chosen.any():
                at = np.clip(centres[chosen], -limit, limit)
                axes.plot(at, heights[chosen], marker=marker, linestyle="", zorder=3, clip_on=False, **style)


def _texts(page: Sheet, top: float, group: Placed, story: Story) -> None:
    """Metric at the left; size and verdict at the right, of exploratory metrics for the leading arm only."""
    colour, size = (INK, TEXT_SIZE) if group.primary else (QUIET, TICK_SIZE)
    lines = wrap(METRICS[group.rows[0].metric].label[story.language], LABEL_WIDTH, size, 2 if group.primary else 1)
    page.block(MARGIN, top - group.middle + len(lines) * size * 0.66 / 72, lines, size, colour)
    for row, height in zip(group.rows, group.heights, strict=True):
        y = top - (height if group.primary else group.middle)
        if group.primary or row.arm is (story.lead or story.arms[1]):
            page.write(page.width - MARGIN - TEXT_WIDTH, y, row.text, TICK_SIZE, colour)
            page.write(page.width - MARGIN, y, story.say(f"verdict_{row.verdict}"), TICK_SIZE, colour, align="right")


def _note(story: Story) -> str:
    """What the chart's marks mean."""
    margin = amount(story.result.experiment.margin, METRICS[story.primary].unit, story.language)
    shaded = story.say("difference_margin", margin=margin) if story.result.experiment.margin > 0 else ""
    lead = story.say("difference_lead", lead=story.lead.label) if story.lead and len(story.arms) > 2 else ""
    return story.note(story.say("difference_pairs"), story.say("difference_note"), lead, shaded, story.say("difference_filled"))


def difference(story: Story) -> Figure:
    """Rows of differences to the baseline, in % of the baseline's mean."""
    placed = place(story)
    span = max(group.heights[-1] for group in placed) + ROW / 2 if placed else 2.0
    subtitle = story.say("difference_subtitle" if placed else "difference_none", base=story.baseline.label)
    page = sheet(title(story), subtitle, _note(story), story.arms[1:], span + 0.85, markers=True)
    top, left, right = page.top - 0.2, MARGIN + LABEL_WIDTH + 0.1, page.width - MARGIN - TEXT_WIDTH - 0.2
    axes = page.axes(left, top - span, right, top)
    limit = _limit(placed)
    axes.set_xlim(-limit, limit)
    axes.set_ylim(span, 0)
    _frame(axes, story, placed)
    for arm in story.arms[1:]:
        for groups, primary in ((placed[:1], True), (placed[1:], False)):
            found = [pair for group in groups for pair in zip(group.rows, group.heights, strict=True) if pair[0].arm is arm]
            _marks(axes, arm, found, limit, primary)
    for group in placed:
        _texts(page, top, group, story)
    return page.figure


def _frame(axes: Axes, story: Story, placed: list[Placed]) -> None:
    """Zero line, axis, grey ground of the primary metric with its margin."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.grid(axis="y", visible=False)
    axes.set_yticks([])
    if not placed:
        axes.set_axis_off()
        empty(axes, story.say("nothing"))
        return
    axes.grid(axis="x", visible=True)
    axes.axvline(0, color=INK, linewidth=1.0)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(signed_percent))
    axes.set_xlabel(story.say("difference_axis", base=story.baseline.label))
    primary = placed[0]
    axes.axhspan(0, ROW * len(primary.rows), color=SHADE, linewidth=0, zorder=0)
    for row, height in zip(primary.rows, primary.heights, strict=True):
        if row.margin > 0:
            axes.fill_between([-row.margin, row.margin], height - ROW / 2, height + ROW / 2, color=GRID, linewidth=0, zorder=0.3)
