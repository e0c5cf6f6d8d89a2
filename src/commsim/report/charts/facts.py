"""Real communities beside simulated ones: every gate on one scale, and the curves of facts that have one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.amounts import Numbers
from commsim.report.layout import MARGIN, Sheet, cut, panels, sheet
from commsim.report.style import GRID, INK, LOSS, PALETTE, QUIET, TARGET, TICK_SIZE
from commsim.report.units import ticks
from commsim.report.words import say
from commsim.validation.result import HOLDS, Finding, Validation
from commsim.validation.words import accepted_text, label, unit_of, value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIMULATED, FAILED = PALETTE[0], PALETTE[1]
ROW = 0.27
"""Height of a row of the gates in inches."""
REACH = 0.6
"""How far beyond the accepted range the scale goes, in widths of that range."""
LABEL_WIDTH, SCALE_AT, SCALE_WIDTH = 2.95, 5.35, 1.9
"""Inches: room of a fact's label, left edge of the scale, and its width; the number's label stands between."""


def gates(result: Validation, language: str) -> Figure:
    """Each deciding number on the scale of its own accepted range."""
    rows = [(finding, name) for finding in result.gates for name, number in finding.fact.numbers.items() if number.gate]
    hold = len(result.gates) - len(result.failed)
    page = sheet(
        say(language, "facts_gates_title", hold=hold, n=len(result.gates)),
        say(language, "facts_gates_subtitle"),
        say(language, "facts_gates_note", replicates=result.replicates),
        body=ROW * len(rows) + 0.3,
    )
    axes = page.axes(SCALE_AT, page.bottom + 0.1, SCALE_AT + SCALE_WIDTH, page.bottom + 0.1 + ROW * len(rows))
    axes.set_xlim(-REACH, 1 + REACH)
    axes.set_ylim(len(rows), 0)
    axes.axvspan(0, 1, color=GRID, linewidth=0)
    axes.set_xticks([0, 1], ["", ""])
    axes.set_yticks([])
    axes.grid(visible=False)
    for place, (finding, name) in enumerate(rows):
        _gate(axes, place + 0.5, finding, name)
        y = page.bottom + 0.1 + ROW * (len(rows) - place - 0.5)
        first = place == 0 or rows[place - 1][0] is not finding
        texts = (label(finding, language) if first else "", finding.fact.number_label(name, language))
        _row_texts(page, y, texts, _range_text(finding, name, language), finding.verdict_of(name) == HOLDS)
    return page.figure


def _row_texts(page: Sheet, y: float, texts: tuple[str, str], numbers: str, holds: bool) -> None:
    """The fact and its number before the scale, the numbers behind it."""
    page.write(MARGIN, y, cut(texts[0], LABEL_WIDTH, TICK_SIZE), TICK_SIZE)
    page.write(SCALE_AT - 0.1, y, cut(texts[1], SCALE_AT - MARGIN - LABEL_WIDTH - 0.2, TICK_SIZE), TICK_SIZE, QUIET, "right")
    room = page.width - MARGIN - SCALE_AT - SCALE_WIDTH - 0.15
    page.write(SCALE_AT + SCALE_WIDTH + 0.15, y, cut(numbers, room, TICK_SIZE), TICK_SIZE, INK if holds else FAILED)


def _range_text(finding: Finding, name: str, language: str) -> str:
    """Simulated value, and what is accepted."""
    value = value_text(finding.simulated[name].value, unit_of(finding, name), language)
    return f"{value} ({accepted_text(finding, name, language)})"


def _gate(axes: Axes, y: float, finding: Finding, name: str) -> None:
    """One number: simulated with two standard errors, and the real one, cut at the edges of the scale."""
    simulated, real = finding.simulated[name], finding.fact.numbers[name].real
    colour = SIMULATED if finding.verdict_of(name) == HOLDS else FAILED
    middle = _placed(finding, name, simulated.value)
    if math.isfinite(simulated.error):
        low, high = (_placed(finding, name, simulated.value + side * simulated.error) for side in (-2, 2))
        axes.hlines(y, low, high, color=colour, linewidth=2.0)
    if math.isfinite(middle):
        shape = "<" if middle <= -REACH else ">" if middle >= 1 + REACH else "o"
        axes.plot(middle, y, marker=shape, color=colour, markersize=8, clip_on=False, zorder=3)
    if real is not None:
        axes.plot(_placed(finding, name, real), y, marker="D", color=TARGET, markersize=6, markerfacecolor="white", clip_on=False, zorder=4)


def _placed(finding: Finding, name: str, value: float) -> float:
    """Where a value lies: 0 at the least accepted, 1 at the most; a range open on one side ends at the outermost of what is drawn."""
    number = finding.fact.numbers[name]
    low, high = number.bounds
    others = [one for one in (number.real, finding.simulated[name].value) if one is not None and math.isfinite(one)]
    width = 1.25 * max([abs(one - (low if low is not None else high or 0.0)) for one in others], default=1.0) or 1.0
    start, end = (low if low is not None else (high or 0.0) - width), (high if high is not None else (low or 0.0) + width)
    if number.factor is not None and value > 0:
        start, end, value = math.log(start), math.log(end), math.log(value)
    place = (value - start) / (end - start)
    return float(np.clip(place, -REACH, 1 + REACH)) if math.isfinite(place) else math.nan


def curves(result: Validation, language: str) -> Figure:
    """A panel for each fact that lies along an axis."""
    found = [finding for finding in result.findings if finding.fact.axis is not None]
    columns = 3
    rows = -(-len(found) // columns)
    page = sheet(
        say(language, "facts_curves_title"),
        say(language, "facts_curves_subtitle"),
        say(language, "facts_curves_note", replicates=result.replicates),
        body=2.75 * rows,
    )
    headings = [label(finding, language) for finding in found]
    for axes, finding in zip(panels(page, headings, columns, left=0.6, right=0.1, gap=0.25), found, strict=True):
        _curve(axes, finding, language)
    return page.figure


def _curve(axes: Axes, finding: Finding, language: str) -> None:
    """Simulated as a line with two standard errors, real as diamonds, accepted ranges as grey bars."""
    numbers = {name: number for name, number in finding.fact.numbers.items() if number.at is not None}
    places = {name: float(number.at or 0.0) for name, number in numbers.items()}
    x = np.array(list(places.values()))
    value, error = (np.array([getattr(finding.simulated[name], part) for name in numbers]) for part in ("value", "error"))
    for name, number in numbers.items():
        low, high = number.bounds
        if low is not None and high is not None:
            colour = GRID if finding.verdict_of(name) == HOLDS else LOSS
            axes.vlines(places[name], low, high, color=colour, linewidth=7, zorder=1)
    axes.fill_between(x, value - 2 * error, value + 2 * error, color=SIMULATED, alpha=0.16, linewidth=0)
    axes.plot(x, value, color=SIMULATED, marker="o", markersize=4.5)
    real = {places[name]: number.real for name, number in numbers.items() if number.real is not None}
    axes.plot(list(real), list(real.values()), linestyle="", marker="D", color=TARGET, markersize=5.5, markerfacecolor="white", zorder=4)
    _dress(axes, finding, x, language)


def _dress(axes: Axes, finding: Finding, x: NDArray[np.float64], language: str) -> None:
    """Scales, ticks at some of the measured places, the axis's name with the unit."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

    axis = finding.fact.axis
    if axis is None:
        return
    axes.set_xscale(axis.scale)
    axes.set_yscale(axis.values)
    if axis.values == "linear":
        axes.set_ylim(0, None)
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(ticks(finding.fact.unit, Numbers(language))))
    kept = x if x.size <= 6 else x[:: -(-x.size // 6)]
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(kept, [f"{place:g}" for place in kept])
    axes.set_xlabel(getattr(axis.label, language))
