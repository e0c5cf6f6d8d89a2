"""How an outcome responds to two swept levers at once: a map with a number in every cell, the best cell framed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.registry import METRICS
from commsim.report.charts.curves import empty
from commsim.report.charts.response import others
from commsim.report.layout import MARGIN, Sheet, cut, panels, sheet, size_of, width_of, wrap
from commsim.report.style import INK, NOTE_SIZE, QUIET, TARGET, TEXT_SIZE, TICK_SIZE
from commsim.report.sweep_story import SweepStory
from commsim.report.units import mark
from commsim.study.sweep_words import value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm

COLOURS = ("#f2f6fb", "#c7dcf0", "#7fb2dd", "#2f7fbf", "#0b4a80")
"""Light to dark blue: read the same under every colour blindness, and in grey."""


def _grid(story: SweepStory, metric: str, arm: Arm) -> NDArray[np.float64]:
    """Means, first axis down, second across; nan where a point has no value."""
    down, across = (len(axis.values) for axis in story.result.axes)
    return story.of(arm, metric)["mean"].to_numpy(dtype=np.float64).reshape(down, across)


def _cells(axes: Axes, story: SweepStory, metric: str, arm: Arm) -> None:
    """Coloured cells with their means; the best framed, those that cannot be told from it dotted."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    grid = _grid(story, metric, arm)
    low, high = (np.nanmin(grid), np.nanmax(grid)) if np.isfinite(grid).any() else (0.0, 1.0)
    shade = (grid - low) / (high - low) if high > low else np.zeros(grid.shape)
    colours = LinearSegmentedColormap.from_list("commsim", COLOURS)
    axes.pcolormesh(np.ma.masked_invalid(shade), cmap=colours, vmin=0, vmax=1, edgecolors="white", linewidth=1.5)
    best = story.best(metric, arm)
    if best is None:
        empty(axes, story.say("nothing"))
        return
    _numbers(axes, story, metric, grid, shade)
    for point in best.rivals:
        row, column = divmod(point, grid.shape[1])
        axes.plot(column + 0.9, row + 0.14, marker="o", markersize=4, color=TARGET, markeredgecolor="white", markeredgewidth=0.6)
    row, column = divmod(best.point, grid.shape[1])
    axes.add_patch(Rectangle((column + 0.03, row + 0.03), 0.94, 0.94, fill=False, edgecolor=TARGET, linewidth=2.6))


def _numbers(axes: Axes, story: SweepStory, metric: str, grid: NDArray[np.float64], shade: NDArray[np.float64]) -> None:
    """The mean in every cell, if the widest fits at a readable size."""
    wide, high = size_of(axes)
    room = 0.9 * wide / grid.shape[1]
    texts = [story.text(value, metric) for value in grid.ravel()]
    size = next((size for size in (TEXT_SIZE, TICK_SIZE, NOTE_SIZE, 8.0) if max(width_of(text, size) for text in texts) <= room), 0.0)
    if size * 1.3 / 72 > high / grid.shape[0] or not size:
        return
    for (row, column), text in zip(np.ndindex(grid.shape), texts, strict=True):
        colour = "white" if shade[row, column] > 0.55 else INK
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=size, color=colour)


def _dress(axes: Axes, story: SweepStory) -> None:
    """The swept values at the edges, the first axis growing upwards."""
    down, across = story.result.axes
    width, height = size_of(axes)
    wide = 0.95 * width / len(across.values)
    step = -(-len(down.values) * 0.2 // height)
    rows, columns = range(0, len(down.values), int(step)), range(len(across.values))
    texts = [cut(value_text(value), max(wide, 0.3), TICK_SIZE) for value in across.values]
    stride = max(1, int(-(-max(width_of(text, TICK_SIZE) for text in texts) // wide)))
    axes.set_xticks([i + 0.5 for i in columns][::stride], texts[::stride])
    axes.set_yticks([i + 0.5 for i in rows], [cut(value_text(down.values[i]), 0.9, TICK_SIZE) for i in rows])
    axes.tick_params(length=0)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel(cut(story.axis(across) + " →", width + 0.6, TICK_SIZE))


def _down(page: Sheet, story: SweepStory, top: float) -> float:
    """Name of the first axis above the map; returns the height below it."""
    text = "↑ " + story.axis(story.result.axes[0])
    return page.block(MARGIN, top, wrap(text, page.width - 2 * MARGIN, TICK_SIZE, 1), TICK_SIZE, QUIET)


def heat_map(story: SweepStory, metric: str = "") -> Figure:
    """A map of the means of a metric (the primary one unless named), one per arm."""
    metric = metric or story.primary
    rows, columns = len(story.result.axes[0].values), min(len(story.arms), 2)
    subtitle = story.say("heat_subtitle", metric=story.label(metric) + mark(METRICS[metric].unit, story.numbers))
    height = max(3.0, min(0.42 * rows, 6.0) + 1.2) * -(-len(story.arms) // columns)
    page = sheet(story.title(metric), subtitle, story.note(story.say("heat_note")), body=height)
    page.top = _down(page, story, page.top - 0.08)
    headings = [arm.label if len(story.arms) > 1 else "" for arm in story.arms]
    for axes, arm in zip(panels(page, headings, columns, left=0.6, right=0.05), story.arms, strict=True):
        _cells(axes, story, metric, arm)
        _dress(axes, story)
    return page.figure


def heat_maps(story: SweepStory) -> Figure:
    """Maps of other headline metrics for the first arm."""
    metrics = others(story.primary)
    headings = [story.label(metric) + mark(METRICS[metric].unit, story.numbers) for metric in metrics]
    axes_names = " × ".join(story.axis(axis) for axis in story.result.axes)
    note = story.note(story.say("heat_note"), story.say("sweep_exploratory"))
    title, subtitle = story.say("responses_title", axis=axes_names), story.say("heat_maps_subtitle", arm=story.arms[0].label)
    page = sheet(title, subtitle, note, body=3 * (1.1 + min(0.24 * len(story.result.axes[0].values), 2.0)))
    page.top = _down(page, story, page.top - 0.08)
    for axes, metric in zip(panels(page, headings, 2, left=0.6, right=0.05), metrics, strict=True):
        _cells(axes, story, metric, story.arms[0])
        _dress(axes, story)
    return page.figure
