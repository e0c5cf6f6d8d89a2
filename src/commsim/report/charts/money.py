"""Revenue against cost: cumulated gross margin and cost of the programme, and the day they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.amounts import percent
from commsim.report.charts.curves import Curve, dress_days, end_labels, last, summary
from commsim.report.layout import Sheet, panels, sheet
from commsim.report.story import Arm, Story
from commsim.report.style import BASELINE, INK, LOSS, QUIET
from commsim.report.units import ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_COLUMNS = 3
COST_DASH = (0, (5, 2))


def _payback(story: Story, arm: Arm) -> tuple[float, float]:
    """Median payback day of the runs that pay back, and their share; nan where nothing is known."""
    known, runs = story.known(arm, "payback_day"), story.runs[arm.name]
    return (float(np.median(known)) if known.size else np.nan), (known.size / runs if runs else np.nan)


def _title(story: Story) -> str:
    if story.lead is None:
        return story.say("money_question")
    (a, lead_share), (b, base_share) = _payback(story, story.lead), _payback(story, story.baseline)
    if not np.isfinite(lead_share + base_share) or story.length == 0:
        return story.say("money_question")
    outcome = {(True, True): "both", (True, False): "lead", (False, True): "base"}.get((lead_share >= 0.5, base_share >= 0.5), "none")
    names = {"lead": story.lead.label, "base": story.baseline.label}
    return story.say(f"money_title_{outcome}", a=_day(a), b=_day(b), days=story.length, **names)


def _day(day: float) -> str:
    return f"{day:.0f}" if np.isfinite(day) else "–"


def _verdict(story: Story, arm: Arm) -> str:
    """When an arm pays back, in words."""
    day, share = _payback(story, arm)
    if not np.isfinite(share):
        return story.say("money_nothing")
    if share < 0.5:
        return story.say("money_no_payback", share=percent(1 - share, 0))
    return story.say("money_always") if day < 0.5 else story.say("money_payback", day=_day(day), share=percent(share, 0))


def _sums(story: Story, arm: Arm) -> tuple[Curve, Curve]:
    """Cumulated gross margin and cost by day over the runs, yuan."""
    revenue, goods, cost = (np.nancumsum(story.daily.of(arm.name, column), axis=1) for column in ("revenue", "goods_cost", "cost"))
    return summary(revenue - goods), summary(cost)


def _draw(axes: Axes, story: Story, arm: Arm, margin: Curve, cost: Curve) -> None:
    """Margin and cost as lines, the gap between them shaded where cost is ahead, the payback day marked."""
    days = story.daily.days
    if (margin.high > margin.low).any():
        axes.fill_between(days, margin.low, margin.high, color=arm.colour, alpha=0.16, linewidth=0)
    axes.fill_between(days, margin.mean, cost.mean, where=margin.mean < cost.mean, color=LOSS, linewidth=0, zorder=0.5)
    marker = "o" if days.size == 1 else ""
    axes.plot(days, cost.mean, color=INK, linestyle=COST_DASH, linewidth=1.8, marker=marker)
    axes.plot(days, margin.mean, color=arm.colour, marker=marker)
    day, share = _payback(story, arm)
    if np.isfinite(day) and share >= 0.5 and day > 0:
        axes.axvline(day, color=QUIET, linewidth=1.0, linestyle=(0, (2, 2)))


def _limits(curves: list[tuple[Curve, Curve]]) -> tuple[float, float]:
    """One scale for all panels: every band, every cost and 0."""
    edges = np.concatenate([np.concatenate([margin.low, margin.high, cost.mean]) for margin, cost in curves] + [np.zeros(1)])
    low, high = float(np.nanmin(edges)), float(np.nanmax(edges))
    return (low, low + 1.06 * (high - low)) if high > low else (0.0, 1.0)


def _grid(page: Sheet, story: Story) -> list[Axes]:
    """A panel per arm under its label and its verdict."""
    columns = min(len(story.arms), MOST_COLUMNS)
    headings = [f"{arm.label}\n{_verdict(story, arm)}" for arm in story.arms]
    colours = [arm.colour for arm in story.arms]
    return panels(page, headings, columns, left=0.58, right=0.62, gap=0.15, colours=colours)


def money(story: Story) -> Figure:
    """A panel per arm, all on one scale."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    rows = -(-len(story.arms) // MOST_COLUMNS)
    key = [
        Arm("", story.say("money_margin", currency=story.numbers.money_mark), BASELINE, "-", ""),
        Arm("", story.say("money_cost", currency=story.numbers.money_mark), INK, COST_DASH, ""),
    ]
    note = story.note(story.say("note_band"), story.say("money_note"))
    page = sheet(_title(story), story.say("money_subtitle"), note, key, 2.6 * rows if rows > 1 else None)
    curves = [_sums(story, arm) for arm in story.arms]
    for axes, arm, (margin, cost) in zip(_grid(page, story), story.arms, curves, strict=True):
        axes.set_ylim(*_limits(curves))
        _draw(axes, story, arm, margin, cost)
        dress_days(axes, int(story.daily.days.max(initial=0)), story.say("day_of_run"))
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(ticks("yuan", story.numbers)))
        ends = [(last(margin.mean), arm.colour), (last(cost.mean), INK)]
        end_labels(axes, [(value, story.numbers.money(value), colour) for value, colour in ends if np.isfinite(value)])
    return page.figure
