"""Goals: how far each arm gets from the baseline, in %, and whether that is as far as was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.amounts import percent, relative
from commsim.metrics.registry import METRICS
from commsim.report.charts.curves import empty
from commsim.report.charts.forest import Row, draw_rows, dress
from commsim.report.layout import MARGIN, Sheet, sheet, wrap
from commsim.report.style import GRID, INK, QUIET, TARGET, TEXT_SIZE, TICK_SIZE
from commsim.report.units import signed_percent
from commsim.study.aims import REACHED, UNKNOWN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story

LINE, GAP, AXIS = 0.27, 0.16, 0.75
"""Inches: a row of text, the air between two goals, room for the axis."""
LABEL_WIDTH, TEXT_WIDTH = 2.5, 3.3
FARTHEST = 3.0
"""The axis ends at this many times the farthest goal; what lies beyond becomes an arrow."""
LEAST = 20.0
"""Right end of the axis at least (% of the baseline)."""


def asked(story: Story) -> list[Arm]:
    """Arms of which a goal is asked: not the baseline, not one that does nothing."""
    return [arm for arm in story.arms if arm.name in story.result.experiment.doing[1:]]


def _row(story: Story, metric: str, arm: Arm, height: float) -> Row:
    """One arm on one goal, in % of the baseline's mean."""
    found = story.row(arm, metric)
    if found is None or found["goal_verdict"] == UNKNOWN:
        return Row(metric, arm, height, np.nan, np.nan, np.nan, "–", UNKNOWN)
    centre, low, high = (float(found[f"relative_{part}"]) for part in ("difference", "low", "high"))
    text = f"{relative(centre)} [{relative(low)}, {relative(high)}]" if np.isfinite(low + high) else relative(centre)
    return Row(metric, arm, height, 100 * centre, 100 * low, 100 * high, text, str(found["goal_verdict"]))


def blocks(story: Story) -> list[list[Row]]:
    """A block a goal, a row an arm."""
    arms, found, top = asked(story), [], 0.0
    for metric in story.result.experiment.goals if arms else ():
        found.append([_row(story, metric, arm, top + LINE * (place + 0.5)) for place, arm in enumerate(arms)])
        top += _height(story, found[-1])
    return found


def _label(story: Story, metric: str) -> list[str]:
    """A metric's label in lines."""
    return wrap(METRICS[metric].label[story.language], LABEL_WIDTH, TEXT_SIZE, 2)


def _height(story: Story, block: list[Row]) -> float:
    """Inches a block takes: a line a row, or those of the metric's label and the goal below it."""
    return LINE * max(len(block), len(_label(story, block[0].metric)) + 1) + GAP


def title(story: Story) -> str:
    """How many goals the leading arm reaches."""
    goals = story.result.experiment.goals
    if story.lead not in asked(story):
        return story.say("goals_question", base=story.baseline.label)
    reached = sum((story.row(story.lead, metric) or {}).get("goal_verdict") == REACHED for metric in goals)
    return story.say("goals_title", lead=story.lead.label, base=story.baseline.label, reached=reached, goals=len(goals))


def goals(story: Story) -> Figure:
    """A block per goal with its mark; relative difference, interval and verdict of each arm."""
    found = blocks(story)
    if not found:
        return _nothing(story)
    span = sum(_height(story, block) for block in found)
    subtitle = story.say("goals_subtitle", base=story.baseline.label)
    page = sheet(title(story), subtitle, story.note(story.say("goals_note")), asked(story), span + AXIS + 0.15, look="marker")
    top = page.top - 0.15
    axes = page.axes(MARGIN + LABEL_WIDTH + 0.1, top - span, page.width - MARGIN - TEXT_WIDTH - 0.2, top)
    low, high = _limits(story, found)
    dress(axes, high, span, story.say("goals_axis", base=story.baseline.label), signed_percent)
    axes.set_xlim(low, high)
    draw_rows(axes, [row for block in found for row in block], (low, high), bold=False)
    for block in found:
        _mark(axes, story, block)
        _texts(page, top, story, block)
    return page.figure


def _limits(story: Story, found: list[list[Row]]) -> tuple[float, float]:
    """Ends of the axis (%): 0, every goal, and every row that does not lie far beyond the goals."""
    goals = [100 * goal for goal in story.result.experiment.goals.values()]
    farthest = FARTHEST * max(LEAST, *(abs(goal) for goal in goals))
    ends = [value for block in found for row in block for value in (row.centre, row.low, row.high) if np.isfinite(value)]
    shown = [0.0, LEAST, *goals, *np.clip(ends, -farthest, farthest)]
    air = 0.06 * (max(shown) - min(shown))
    return min(shown) - air, max(shown) + air


def _mark(axes: Axes, story: Story, block: list[Row]) -> None:
    """The goal as a line across its block, and a hairline that parts it from the next."""
    start = block[0].height - LINE / 2
    place = 100 * story.result.experiment.goals[block[0].metric]
    axes.vlines(place, start, start + LINE * len(block), color=TARGET, linewidth=2.2, zorder=2)
    axes.axhline(start + _height(story, block) - GAP / 2, color=GRID, linewidth=0.8)


def _texts(page: Sheet, top: float, story: Story, block: list[Row]) -> None:
    """Metric and goal at the left; at the right how far each arm gets, and whether that is enough."""
    metric, start = block[0].metric, block[0].height - LINE / 2
    goal = story.say("goal", value=relative(story.result.experiment.goals[metric]))
    for number, line in enumerate([*_label(story, metric), goal]):
        colour, size = (TARGET, TICK_SIZE) if line is goal else (INK, TEXT_SIZE)
        page.write(MARGIN, top - start - LINE * (number + 0.5), line, size, colour)
    for row in block:
        page.write(page.width - MARGIN - TEXT_WIDTH, top - row.height, row.text, TICK_SIZE, row.arm.colour)
        page.write(
            page.width - MARGIN, top - row.height, _verdict(story, row), TICK_SIZE, INK if row.verdict == REACHED else QUIET, align="right"
        )


def _verdict(story: Story, row: Row) -> str:
    """Whether a goal is reached, and in what share of the pairs."""
    found = story.row(row.arm, row.metric)
    chance = float(found["chance_to_reach_goal"]) if found else np.nan
    word = story.say(f"aim_{row.verdict}")
    return story.say("aim_share", verdict=word, share=percent(chance, 0)) if np.isfinite(chance) else word


def _nothing(story: Story) -> Figure:
    """No goals, or nobody to ask."""
    page = sheet(story.say("goals_question", base=story.baseline.label), "", story.note(), body=2.0)
    axes = page.axes(MARGIN, page.bottom, page.width - MARGIN, page.top)
    axes.set_axis_off()
    empty(axes, "\n".join(wrap(story.say("goals_none"), 6.0, TICK_SIZE)))
    return page.figure
