"""The sheet a chart stands on: title, subtitle, key of the arms and note, placed by measured text so that nothing overlaps."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from commsim.report.style import HEIGHT, INK, NOTE_SIZE, QUIET, TEXT_SIZE, TITLE_SIZE, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm

MARGIN = 0.4
LEADING = 1.32
CLOSING = "，。、；：？！）】》」』”’％%,.;:?!)]}\u00a0"
"""Never at the start of a line."""


@lru_cache(maxsize=16_384)
def width_of(text: str, size: float) -> float:
    """Width of a one-line text in inches at this font size."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    from commsim.report.font import FALLBACK, FAMILY, register

    register()
    font = FontProperties(family=[FAMILY, FALLBACK], size=size)
    return float(TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]) / 72


def height_of(lines: int, size: float) -> float:
    """Height of a block of lines in inches."""
    return lines * size * LEADING / 72


def _pieces(text: str) -> list[str]:
    """Smallest parts between which a line may break: Latin words with their space, single Chinese characters."""
    pieces: list[str] = []
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        glued = pieces and (character in CLOSING or (not wide and not pieces[-1].endswith(" ") and not _wide_end(pieces[-1])))
        if glued or (pieces and character == " "):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _wide_end(text: str) -> bool:
    return unicodedata.east_asian_width(text[-1]) in "WF" and text[-1] not in "（「《【“"


def wrap(text: str, width: float, size: float, most: int = 0) -> list[str]:
    """Break a text into lines of at most `width` inches; with `most` > 0 the rest is cut and marked by an ellipsis."""
    lines: list[str] = []
    left = _pieces(text)
    while left or not lines:
        fitting = _fitting(left, width, size)
        lines.append(cut("".join(left[:fitting]).strip(), width, size))
        left = left[fitting:]
    if most and len(lines) > most:
        lines = [*lines[: most - 1], cut(lines[most - 1] + "…", width, size)]
    return lines


def _fitting(pieces: Sequence[str], width: float, size: float) -> int:
    """How many of the pieces go on one line; one at least. Found by bisection, as measuring a text costs a millisecond."""

    def too_wide(count: int) -> bool:
        return count > 1 and width_of("".join(pieces[:count]).rstrip(), size) > width

    if not too_wide(len(pieces)):
        return max(len(pieces), 1)
    return bisect_left(range(len(pieces)), True, key=too_wide) - 1


def wrap_even(text: str, width: float, size: float, most: int = 0) -> list[str]:
    """The same with lines of about equal length, so that no title ends in a lone word."""
    lines = wrap(text, width, size, most)
    narrower = (wrap(text, share * width, size, most) for share in (0.55, 0.65, 0.75, 0.85) if len(lines) > 1)
    return next((other for other in narrower if len(other) == len(lines) and not other[-1].endswith("…")), lines)


def cut(text: str, width: float, size: float) -> str:
    """A text shortened until it fits, its end marked by an ellipsis."""
    if width_of(text, size) <= width:
        return text
    kept = text.rstrip("…")
    while kept and width_of(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def size_of(axes: Axes) -> tuple[float, float]:
    """Width and height of axes in inches."""
    figure: Any = axes.get_figure()
    box = axes.get_position()
    return box.width * figure.get_figwidth(), box.height * figure.get_figheight()


@dataclass
class Sheet:
    """A figure and what is left of its height for plots (inches from its lower edge)."""

    figure: Figure
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Width of the figure in inches."""
        return float(self.figure.get_figwidth())

    @property
    def height(self) -> float:
        """Height of the figure in inches."""
        return float(self.figure.get_figheight())

    def axes(self, left: float, bottom: float, right: float, top: float) -> Axes:
        """Axes between these edges, in inches."""
        box = (left / self.width, bottom / self.height, (right - left) / self.width, (top - bottom) / self.height)
        return self.figure.add_axes(box)

    def write(self, x: float, y: float, text: str, size: float, colour: str = INK, align: str = "left") -> None:
        """One line of text with its middle at x, y inches."""
        self.figure.text(x / self.width, y / self.height, text, fontsize=size, color=colour, ha=align, va="center_baseline")

    def block(self, x: float, top: float, lines: Sequence[str], size: float, colour: str = INK) -> float:
        """Lines below one another; returns the height of their lower edge."""
        for number, line in enumerate(lines):
            self.write(x, top - height_of(1, size) * (number + 0.5), line, size, colour)
        return top - height_of(len(lines), size)


def key_rows(arms: Sequence[Arm], width: float, size: float) -> list[list[tuple[float, Arm, str]]]:
    """The arms of a key set in rows: offset of each entry in inches, the arm, its label cut to fit."""
    swatch, gap = 0.46, 0.3
    rows: list[list[tuple[float, Arm, str]]] = [[]]
    x = 0.0
    for arm in arms:
        label = cut(arm.label, width - swatch, size)
        needed = swatch + width_of(label, size)
        if rows[-1] and x + needed > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, arm, label))
        x += needed + gap
    return rows


Look = Literal["line", "marker", "bar"]

ROW_HEIGHT = 0.25
"""Height of a row of the key in inches."""


def _key(page: Sheet, arms: Sequence[Arm], top: float, look: Look) -> float:
    """Draw the key of the arms below `top`; returns its lower edge."""
    from matplotlib.lines import Line2D

    rows = key_rows(arms, page.width - 2 * MARGIN, TEXT_SIZE)
    for number, row in enumerate(rows):
        y = top - ROW_HEIGHT * (number + 0.5)
        for offset, arm, label in row:
            x = MARGIN + offset
            ends = [x / page.width, (x + 0.18) / page.width, (x + 0.36) / page.width]
            page.figure.add_artist(Line2D(ends, [y / page.height] * 3, color=arm.colour, **_swatch(arm, look)))
            page.write(x + 0.46, y, label, TEXT_SIZE)
    return top - ROW_HEIGHT * len(rows)


def _swatch(arm: Arm, look: Look) -> dict[str, Any]:
    """How an arm is drawn in the key: as in the chart below it."""
    if look == "bar":
        return {"linewidth": 9.0, "solid_capstyle": "butt"}
    marker = {"marker": arm.marker, "markersize": 8, "markevery": [1]}
    return {"linewidth": 2.2} | (marker if look == "marker" else {"linestyle": arm.dash})


def sheet(title: str, subtitle: str, note: str, arms: Sequence[Arm] = (), body: float | None = None, look: Look = "line") -> Sheet:
    """A figure with title, subtitle, key of the arms (if given) and note.

    body     height of the plots in inches; None fills the shape of a slide, or what long texts leave of it but 2.6 inches
    look     what the key shows of the arms: their dashes, their markers, or bars
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    room = WIDTH - 2 * MARGIN
    texts = (wrap_even(title, room, TITLE_SIZE, 3), wrap(subtitle, room, TEXT_SIZE, 3), wrap(note, room, NOTE_SIZE, 6))
    keyed = arms if len(arms) > 1 else ()
    rows = len(key_rows(keyed, room, TEXT_SIZE)) if keyed else 0
    head = height_of(len(texts[0]), TITLE_SIZE) + height_of(len(texts[1]), TEXT_SIZE) + 0.05 + (0.1 + ROW_HEIGHT * rows if rows else 0.0)
    foot = height_of(len(texts[2]), NOTE_SIZE)
    around = 0.3 + head + foot + 0.28
    height = max(HEIGHT, around + 2.6) if body is None else around + body
    figure = Figure(figsize=(WIDTH, height))
    figure.set_label(title)
    FigureCanvasAgg(figure)
    page = Sheet(figure, 0.0, 0.0)
    edge = page.block(MARGIN, height - 0.3, texts[0], TITLE_SIZE)
    edge = page.block(MARGIN, edge - 0.05, texts[1], TEXT_SIZE, QUIET)
    if keyed:
        edge = _key(page, keyed, edge - 0.1, look)
    page.block(MARGIN, 0.16 + foot, texts[2], NOTE_SIZE, QUIET)
    page.top, page.bottom = edge, 0.16 + foot + 0.12
    return page


def panels(
    page: Sheet,
    headings: Sequence[str],
    columns: int,
    left: float = 0.5,
    right: float = 0.6,
    gap: float = 0.3,
    colours: Sequence[str] = (),
) -> list[Axes]:
    """Axes in a grid with a heading each, room for tick and axis labels below, and for direct labels at their right.

    headings     texts; each of their lines is wrapped to two at most
    left, right  room beside each panel in inches, for tick labels and direct labels
    gap          room between panels beside that
    colours      of the headings' first lines; all ink if empty
    """
    rows = -(-len(headings) // columns)
    width = (page.width - 2 * MARGIN - gap * (columns - 1)) / columns
    blocks = [[wrap(part, width - 0.1, TEXT_SIZE, 2) for part in heading.split("\n")] for heading in headings]
    head, foot = height_of(max(sum(map(len, block)) for block in blocks), TEXT_SIZE) + 0.28, 0.52
    height = (page.top - page.bottom) / rows
    made = []
    for number, block in enumerate(blocks):
        row, column = divmod(number, columns)
        x, top = MARGIN + column * (width + gap), page.top - row * height
        edge = page.block(x, top - 0.14, block[0], TEXT_SIZE, colours[number] if colours else INK)
        for part in block[1:]:
            edge = page.block(x, edge, part, TEXT_SIZE, QUIET)
        made.append(page.axes(x + left, top - height + foot, x + width - right, top - head))
    return made
