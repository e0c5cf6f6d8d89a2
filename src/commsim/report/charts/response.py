"""How outcomes respond to one swept lever: a curve with its intervals, the best point marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.registry import METRICS
from commsim.report.charts.curves import empty
from commsim.report.layout import cut, panels, sheet, size_of
from commsim.report.style import TARGET, TICK_SIZE
from commsim.report.sweep_story import SweepStory, places
from commsim.report.units import mark, ticks
from commsim.study.sweep_words import value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm

OTHERS = ("activity_retention_d30", "messages_per_member", "conversion_30d", "revenue", "profit", "trust_mean", "fatigue_mean")
MOST_OTHERS = 6


def others(metric: str) -> list[str]:
    """Headline metrics shown beside the primary one."""
    return [name for name in OTHERS if name != metric][:MOST_OTHERS]


def _curve(axes: Axes, story: SweepStory, arm: Arm, metric: str) -> None:
    """Range of single runs as a band, mean as a line with its 95 % interval."""
    table = story.of(arm, metric)
    x = places(story.result.axes[0])
    order = np.argsort(x)
    mean, low, high, least, most = (
        table[name].to_numpy(dtype=np.float64)[order] for name in ("mean", "mean_low", "mean_high", "outcome_low", "outcome_high")
    )
    axes.fill_between(x[order], least, most, color=arm.colour, alpha=0.13, linewidth=0)
    axes.vlines(x[order], low, high, color=arm.colour, linewidth=2.0)
    axes.plot(x[order], mean, color=arm.colour, linestyle=arm.dash, marker=arm.marker, markersize=4.5)


def _best(axes: Axes, story: SweepStory, arm: Arm, metric: str) -> None:
    """The best point ringed, those that cannot be told from it hollow."""
    best = story.best(metric, arm)
    if best is None:
        return
    x, means = places(story.result.axes[0]), story.of(arm, metric)["mean"].to_numpy(dtype=np.float64)
    rivals = list(best.rivals)
    axes.plot(x[rivals], means[rivals], linestyle="", marker=arm.marker, markersize=7, color=arm.colour, markerfacecolor="white", zorder=3)
    axes.plot(x[best.point], best.mean, linestyle="", marker=arm.marker, markersize=12, color=TARGET, markerfacecolor=arm.colour, zorder=3)


def _dress(axes: Axes, story: SweepStory, metric: str) -> None:
    """Ticks at the swept values; values from 0 unless all lie far from it."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis, x = story.result.axes[0], places(story.result.axes[0])
    width = size_of(axes)[0]
    room = max(int(width / 0.5), 2)
    keep = sorted(range(x.size), key=lambda i: x[i])[:: -(-x.size // room)]
    axes.set_xticks(x[keep], [cut(value_text(axis.values[i]), 1.2, TICK_SIZE) for i in keep])
    air = 0.04 * np.ptp(x) or 0.5
    axes.set_xlim(x.min() - air, x.max() + air)
    low, high = axes.get_ylim()
    if 0 < low < 0.4 * high:
        axes.set_ylim(0, high)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(ticks(METRICS[metric].unit, story.numbers)))
    axes.set_xlabel(cut(story.axis(axis), width + 0.7, TICK_SIZE))


def _panel(axes: Axes, story: SweepStory, metric: str) -> None:
    """One metric's curves, an arm each."""
    for arm in story.arms:
        _curve(axes, story, arm, metric)
        _best(axes, story, arm, metric)
    if not np.isfinite(story.response(metric)["mean"].to_numpy(dtype=np.float64)).any():
        axes.set_ylim(0, 1)
        empty(axes, story.say("nothing"))
    _dress(axes, story, metric)


def _target(axes: Axes, story: SweepStory, metric: str) -> None:
    """The metric's target as a line, its name at the right edge."""
    target = story.result.experiment.targets.get(metric)
    if target is None:
        return
    low, high = axes.get_ylim()
    axes.axhline(target, color=TARGET, linewidth=1.4, linestyle=(0, (5, 2)))
    axes.set_ylim(min(low, target), max(high, target + 0.06 * (high - low)))
    text, place = story.say("spread_target", value=story.text(target, metric)), ("axes fraction", "data")
    axes.annotate(text, (1.0, target), (-4, 3), xycoords=place, textcoords="offset points", ha="right", color=TARGET, fontsize=TICK_SIZE)


def response(story: SweepStory, metric: str = "") -> Figure:
    """The response of a metric (the primary one unless named) to the first axis."""
    metric = metric or story.primary
    subtitle = story.say("sweep_subtitle", metric=story.label(metric), axis=story.axis(story.result.axes[0]))
    note = story.note(story.say("response_note"), story.say("response_best_note"))
    page = sheet(story.title(metric), subtitle, note, story.arms, look="marker")
    (axes,) = panels(page, [story.label(metric) + mark(METRICS[metric].unit, story.numbers)], 1, left=0.65, right=0.2)
    _panel(axes, story, metric)
    _target(axes, story, metric)
    return page.figure


def responses(story: SweepStory) -> Figure:
    """The response of other headline metrics, a panel each."""
    metrics = others(story.primary)
    headings = [story.label(metric) + mark(METRICS[metric].unit, story.numbers) for metric in metrics]
    note = story.note(story.say("response_note"), story.say("response_best_note"), story.say("sweep_exploratory"))
    title = story.say("responses_title", axis=story.axis(story.result.axes[0]))
    page = sheet(title, story.say("responses_subtitle"), note, story.arms, 5.2)
    for axes, metric in zip(panels(page, headings, 3, left=0.55, right=0.1, gap=0.2), metrics, strict=True):
        _panel(axes, story, metric)
    return page.figure
