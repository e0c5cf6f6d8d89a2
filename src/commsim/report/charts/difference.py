"""Differences to the baseline: the primary metric in its own unit, exploratory ones below in % of the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.registry import METRICS
from commsim.report.charts.curves import empty
from commsim.report.charts.forest import Row, common_half_width, draw_rows, dress, ground, half_width
from commsim.report.layout import MARGIN, Sheet, cut, sheet
from commsim.report.style import INK, QUIET, TEXT_SIZE, TICK_SIZE
from commsim.report.units import change_mark, signed_percent, signed_ticks

if TYPE_CHECKING:
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
ROW, LANE, BELOW = 0.25, 0.095, 0.62
"""Inches: a row with text of its own, an arm within a shared row, room for an axis and the air below it."""
LABEL_WIDTH, TEXT_WIDTH = 2.65, 3.0


def _row(story: Story, metric: str, arm: Arm, height: float, relative: bool) -> Row:
    """The comparison of one arm on one metric; relative: in % of the baseline's mean, nan where that is 0."""
    found = story.row(arm, metric)
    if found is None or not np.isfinite(found["difference"]):
        return Row(metric, arm, height, np.nan, np.nan, np.nan, "–", "undefined")
    unit, base = METRICS[metric].unit, abs(float(found["baseline_mean"]))
    scale = (100 / base if base > 0 else np.nan) if relative else 1.0
    edges = [float(found[key]) for key in ("difference", "difference_low", "difference_high")]
    text = story.numbers.difference(found, unit)
    return Row(metric, arm, height, scale * edges[0], scale * edges[1], scale * edges[2], text, str(found["verdict"]))


def primary_rows(story: Story) -> list[Row]:
    """The primary metric, a row an arm."""
    return [_row(story, story.primary, arm, ROW * (place + 0.5), relative=False) for place, arm in enumerate(story.arms[1:])]


def other_rows(story: Story) -> list[list[Row]]:
    """Exploratory metrics, a lane an arm."""
    arms, present = story.arms[1:], set(story.result.comparison["metric"])
    height = max(ROW, LANE * len(arms) + 0.1)
    lanes = [height / 2 + LANE * (place - (len(arms) - 1) / 2) for place in range(len(arms))]
    metrics = [metric for metric in HEADLINE if metric in present and metric != story.primary]
    return [
        [_row(story, metric, arm, number * height + lane, relative=True) for arm, lane in zip(arms, lanes, strict=True)]
        for number, metric in enumerate(metrics)
    ]


def title(story: Story) -> str:
    """The verdict on the primary metric in one line."""
    found = story.row(story.lead, story.primary) if story.lead else None
    if story.lead is None or found is None:
        return story.say("difference_question", base=story.baseline.label)
    label, unit = METRICS[story.primary].label[story.language], METRICS[story.primary].unit
    verdict, size = story.say(f"verdict {found['verdict']}"), story.numbers.change(float(found["difference"]), unit)
    return story.say("difference_title", lead=story.lead.label, base=story.baseline.label, verdict=verdict, metric=label, change=size)


def _texts(page: Sheet, top: float, rows: list[Row], story: Story, primary: bool) -> None:
    """Arms (of exploratory metrics: the metric) at the left; size and verdict at the right, of these for the leading arm only."""
    colour, size = (INK, TEXT_SIZE) if primary else (QUIET, TICK_SIZE)
    middle = top - sum(row.height for row in rows) / len(rows)
    if not primary:
        page.write(MARGIN, middle, cut(METRICS[rows[0].metric].label[story.language], LABEL_WIDTH, size), size, colour)
    for row in rows:
        if primary:
            page.write(MARGIN, top - row.height, cut(row.arm.label, LABEL_WIDTH, size), size, row.arm.colour)
        if primary or row.arm is (story.lead or story.arms[1]):
            y = top - row.height if primary else middle
            page.write(page.width - MARGIN - TEXT_WIDTH, y, row.text, TICK_SIZE, colour)
            page.write(page.width - MARGIN, y, story.say(f"verdict {row.verdict}"), TICK_SIZE, colour, align="right")


def _note(story: Story) -> str:
    """What the chart's marks mean."""
    margin = story.numbers.change(story.result.experiment.margin, METRICS[story.primary].unit).lstrip("+±")
    shaded = story.say("difference_margin", margin=margin) if story.result.experiment.margin > 0 else ""
    alone = story.say("note_one_run") if max(story.runs.values()) < 2 else ""
    lead = story.say("difference_lead", lead=story.lead.label) if story.lead and len(story.arms) > 2 else ""
    return story.note(alone, story.say("difference_pairs"), shaded, story.say("difference_note"), lead, story.say("difference_filled"))


def difference(story: Story) -> Figure:
    """The primary block above, the exploratory block below."""
    if len(story.arms) < 2:
        return _nothing(story)
    first, others = primary_rows(story), other_rows(story)
    spans = (ROW * len(first), max(ROW, LANE * len(first) + 0.1) * len(others))
    page = sheet(title(story), story.say("difference_subtitle"), _note(story), story.arms[1:], sum(spans) + 2 * BELOW + 0.15, look="marker")
    _primary(page, story, first, page.top - 0.15, spans[0])
    _others(page, story, others, page.top - 0.15 - spans[0] - BELOW, spans[1])
    return page.figure


def _primary(page: Sheet, story: Story, rows: list[Row], top: float, span: float) -> None:
    """The block of the primary metric, in its own unit, with its margin."""
    axes = page.axes(MARGIN + LABEL_WIDTH + 0.1, top - span, page.width - MARGIN - TEXT_WIDTH - 0.2, top)
    unit, margin = METRICS[story.primary].unit, story.result.experiment.margin
    limit = half_width(rows, margin)
    metric = METRICS[story.primary].label[story.language]
    label = story.say("difference_axis_primary", metric=metric, base=story.baseline.label) + change_mark(unit, story.numbers)
    dress(axes, limit, span, label, signed_ticks(unit, story.numbers))
    ground(axes, margin)
    draw_rows(axes, rows, (-limit, limit), bold=True)
    _texts(page, top, rows, story, primary=True)


def _others(page: Sheet, story: Story, groups: list[list[Row]], top: float, span: float) -> None:
    """The block of the exploratory metrics, each scaled by its own baseline."""
    axes = page.axes(MARGIN + LABEL_WIDTH + 0.1, top - span, page.width - MARGIN - TEXT_WIDTH - 0.2, top)
    rows = [row for group in groups for row in group]
    limit = common_half_width(rows)
    dress(axes, limit, span, story.say("difference_axis", base=story.baseline.label), signed_percent)
    draw_rows(axes, rows, (-limit, limit), bold=False)
    for group in groups:
        _texts(page, top, group, story, primary=False)


def _nothing(story: Story) -> Figure:
    """One arm alone: say that there is nothing to compare it with."""
    page = sheet(title(story), "", story.note(), body=2.0)
    axes = page.axes(MARGIN, page.bottom, page.width - MARGIN, page.top)
    axes.set_axis_off()
    empty(axes, story.say("difference_none"))
    return page.figure
