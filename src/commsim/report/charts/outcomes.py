"""What one launch may bring: the distribution of an outcome over runs, per arm, with its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.amounts import relative, whole_percent
from commsim.metrics.registry import METRICS
from commsim.report.charts.curves import empty
from commsim.report.layout import MARGIN, Sheet, sheet, width_of, wrap
from commsim.report.style import INK, QUIET, TARGET, TEXT_SIZE, TICK_SIZE
from commsim.report.units import mark, ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story

MOST_DOTS = 200
LABEL_WIDTH, TEXT_WIDTH = 2.2, 1.75
GOLDEN = 0.6180339887498949


def _title(story: Story, metric: str, target: float) -> str:
    arm = story.lead
    values = story.known(arm, metric) if arm else np.empty(0)
    if arm is None or values.size == 0:
        return story.say("spread_question")
    unit = METRICS[metric].unit
    if metric in story.result.experiment.targets:
        shares = [story.reached(one, metric) for one in (arm, story.baseline)]
        texts = {"target": story.numbers.amount(target, unit), "a": whole_percent(shares[0]), "b": whole_percent(shares[1])}
        key = "spread_title_missed" if shares == [0.0, 0.0] else "spread_title_target"
        return story.say(key, lead=arm.label, base=story.baseline.label, **texts)
    if np.isfinite(target):
        texts = {"goal": relative(story.result.experiment.goals[metric]), "share": whole_percent(story.reached(arm, metric))}
        return story.say("spread_title_goal", lead=arm.label, base=story.baseline.label, **texts)
    low, high = (story.numbers.amount(edge, unit) for edge in np.percentile(values, (10, 90)))
    return story.say("spread_title", metric=METRICS[metric].label[story.language], lead=arm.label, low=low, high=high)


def _strip(axes: Axes, y: int, values: NDArray[np.float64], arm: Arm) -> None:
    """Dots of single runs below, box of the middle half above, whiskers of the middle 80 %."""
    shown = values[:MOST_DOTS]
    jitter = 0.06 + 0.3 * ((np.arange(shown.size) * GOLDEN) % 1.0)
    if values.size < 5:
        axes.scatter(values, np.full(values.size, y), s=42, color=arm.colour, marker=arm.marker, linewidths=0, zorder=3)
        return
    axes.scatter(shown, y + jitter, s=13, color=arm.colour, alpha=0.45, linewidths=0)
    low, lower, middle, upper, high = np.percentile(values, (10, 25, 50, 75, 90))
    axes.plot([low, high], [y - 0.14] * 2, color=arm.colour, linewidth=1.4)
    axes.barh(y - 0.14, upper - lower, left=lower, height=0.24, color=arm.colour, alpha=0.55, linewidth=0)
    axes.plot([middle] * 2, [y - 0.26, y - 0.02], color=INK, linewidth=2.0, solid_capstyle="butt")


def _beside(page: Sheet, axes: Axes, story: Story, metric: str, target: float) -> None:
    """Arm labels at the left, mean and share reaching the target at the right."""
    position = axes.get_position()
    unit = METRICS[metric].unit
    for row, arm in enumerate(story.arms):
        middle = page.height * (position.y1 - (row + 0.5) / len(story.arms) * position.height)
        lines = wrap(arm.label, LABEL_WIDTH, TEXT_SIZE, 2)
        page.block(MARGIN, middle + len(lines) * TEXT_SIZE * 0.66 / 72, lines, TEXT_SIZE, arm.colour)
        texts = [story.say("spread_mean", value=story.numbers.amount(story.mean(arm, metric), unit))]
        if metric in story.result.experiment.targets:
            texts.append(story.say("spread_reach", share=whole_percent(story.reached(arm, metric))))
        elif np.isfinite(target) and arm is not story.baseline:
            texts.append(story.say("spread_reach_goal", share=whole_percent(story.reached(arm, metric))))
        page.block(page.width - MARGIN - TEXT_WIDTH, middle + len(texts) * TICK_SIZE * 0.66 / 72, texts, TICK_SIZE)


def _limits(axes: Axes, story: Story, metric: str, target: float) -> None:
    """Show every run and the target, with air at both ends; a lone value stands in the middle."""
    parts = [story.known(arm, metric) for arm in story.arms] + [np.array([target])]
    known = np.concatenate(parts)
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    air = 0.05 * (high - low) or max(0.05 * abs(high), 1e-3)
    axes.set_xlim(low - air, high + air)


def _aim(story: Story, metric: str) -> tuple[float, str]:
    """Where the target stands, or what the goal is for the mean of the baseline, and its words; nan without either."""
    experiment, unit = story.result.experiment, METRICS[metric].unit
    if metric in experiment.targets:
        target = experiment.targets[metric]
        return target, story.say("spread_target", value=story.numbers.amount(target, unit))
    goal, base = experiment.goals.get(metric), story.mean(story.baseline, metric)
    if goal is None or not base > 0 or len(story.arms) < 2:
        return np.nan, ""
    return (1 + goal) * base, story.say("spread_goal", value=relative(goal), amount=story.numbers.amount((1 + goal) * base, unit))


def _target_line(axes: Axes, target: float, text: str) -> None:
    axes.axvline(target, color=TARGET, linewidth=1.6, linestyle=(0, (5, 2)))
    low, high = axes.get_xlim()
    side = "right" if target > (low + high) / 2 else "left"
    axes.annotate(
        text,
        (target, 1.0),
        (-4 if side == "right" else 4, 3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha=side,
        va="bottom",
        color=TARGET,
        fontsize=TICK_SIZE,
    )


def outcomes(story: Story, metric: str = "") -> Figure:
    """Dots and boxes of an outcome (the primary one unless named), one row per arm."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    metric = metric or story.primary
    unit, label = METRICS[metric].unit, METRICS[metric].label[story.language]
    target, aim = _aim(story, metric)
    most = max(story.runs.values(), default=0)
    thinned = story.say("spread_thinned", shown=MOST_DOTS, runs=most) if most > MOST_DOTS else ""
    box = story.say("spread_note") if most >= 5 else ""
    body = None if 2 <= len(story.arms) <= 4 else 0.62 * len(story.arms) + 1.4
    page = sheet(_title(story, metric, target), story.say("spread_subtitle", metric=label), story.note(box, thinned), body=body)
    left = MARGIN + min(LABEL_WIDTH, max(width_of(arm.label, TEXT_SIZE) for arm in story.arms)) + 0.2
    axes = page.axes(left, page.bottom + 0.5, page.width - MARGIN - TEXT_WIDTH - 0.15, page.top - 0.32)
    for row, arm in enumerate(story.arms):
        values = story.known(arm, metric)
        _strip(axes, row, values, arm)
        if not values.size and len(story.arms) == 1:
            empty(axes, story.say("nothing"))
    axes.set_ylim(len(story.arms) - 0.5, -0.5)
    _limits(axes, story, metric, target)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_yticks([])
    axes.set_xlabel(label + mark(unit, story.numbers), color=QUIET)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(ticks(unit, story.numbers)))
    if np.isfinite(target):
        _target_line(axes, target, aim)
    _beside(page, axes, story, metric, target)
    return page.figure
