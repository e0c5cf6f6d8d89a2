"""A strategy as a calendar: weeks by weekday, the newcomers' script by days since joining, and what comes by rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from commsim.desk.plan import FAMILIES, Cell, Entry, Plan
from commsim.desk.sop_table import shown_word
from commsim.report.font import drawable
from commsim.report.layout import MARGIN, Sheet, cut, height_of, sheet, width_of, wrap
from commsim.report.style import GRID, INK, NOTE_SIZE, PALETTE, QUIET, SHADE, TEXT_SIZE, TICK_SIZE, WIDTH
from commsim.report.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = dict(zip(FAMILIES, (PALETTE[0], PALETTE[2], PALETTE[3], PALETTE[6], PALETTE[1], PALETTE[4]), strict=True))
COLUMNS = 7
CHIP_SIZE = 8.5
GAP, BAR, INSET = 0.04, 0.05, 0.05
"""Inches between chips, width of a chip's coloured edge, room around its text."""
HEAD, SECTION, WEEKDAYS = 0.24, 0.46, 0.22
"""Height of a cell's heading, of a section's with the room above it, and of the names of weekdays."""
MOST_LINES, MOST_CHIPS = 2, 12
EMPTY = 0.55
"""Least height of a row of days."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TINT = 0.12
"""How much of a family's colour is in its chips."""


@dataclass(frozen=True)
class Box:
    """One cell as it is drawn: heading, chips as lines of text with their family; empty ones may be shaded."""

    head: str
    chips: tuple[tuple[str, tuple[str, ...]], ...]
    shaded: bool = False

    @property
    def height(self) -> float:
        """Inches the cell needs."""
        return (HEAD if self.head else GAP) + sum(_chip_height(lines) + GAP for _, lines in self.chips) + GAP


def sop_calendar(plan: Plan, name: str, language: str) -> Figure:
    """The calendar of a plan; ``name`` is the strategy's."""
    text = partial(say, language)
    sections = [
        (text("calendar_weeks"), [_boxes(week, language, _dated) for week in plan.weeks]),
        (text("calendar_newcomers"), _in_rows(_boxes(plan.newcomers, language, _since_joining))),
        (text("calendar_rates"), _in_rows([Box("", (_chip(entry),)) for entry in plan.rates])),
    ]
    filled = [(heading, rows) for heading, rows in sections if rows]
    body = 0.4 + sum(SECTION + sum(_height(row) for row in rows) for _, rows in filled) + (WEEKDAYS if plan.weeks else 0.0)
    notes = [text("calendar_note"), *([text("calendar_later", number=plan.later)] if plan.later else [])]
    title = text("calendar_title", name=drawable(name)) if filled else text("calendar_nothing", name=drawable(name))
    page = sheet(title, text("calendar_subtitle"), text("join").join(notes), body=max(body, 0.5))
    top = _key(page, plan, language)
    for number, (heading, rows) in enumerate(filled):
        top = _section(page, heading, rows, top, _weekdays(language) if plan.weeks and number == 0 else ())
    return page.figure


def _weekdays(language: str) -> tuple[str, ...]:
    return tuple(shown_word("weekday", str(day), language) for day in range(COLUMNS))


def _dated(cell: Cell, language: str) -> str:
    when: date | None = cell.date
    if when is None or cell.day < 0:
        return ""
    shown = f"{MONTHS[when.month - 1]} {when.day}" if language == "en" else f"{when.month}月{when.day}日"
    return f"{shown} · {say(language, 'calendar_day', day=cell.day)}"


def _since_joining(cell: Cell, language: str) -> str:
    return say(language, "calendar_joined", day=cell.day) if cell.day else say(language, "calendar_joining")


def _boxes(cells: Sequence[Cell], language: str, head: Callable[[Cell, str], str]) -> list[Box]:
    return [_box(cell, head(cell, language), language) for cell in cells]


def _box(cell: Cell, head: str, language: str) -> Box:
    chips = [_chip(entry) for entry in cell.entries[:MOST_CHIPS]]
    if len(cell.entries) > MOST_CHIPS:
        chips.append(("", (say(language, "calendar_more", number=len(cell.entries) - MOST_CHIPS),)))
    return Box(head, tuple(chips), shaded=cell.day < 0)


def _chip(entry: Entry) -> tuple[str, tuple[str, ...]]:
    return entry.family, tuple(wrap(drawable(entry.text), _column() - BAR - 2 * INSET - GAP, CHIP_SIZE, MOST_LINES))


def _column() -> float:
    return (WIDTH - 2 * MARGIN) / COLUMNS


def _in_rows(boxes: Sequence[Box]) -> list[list[Box]]:
    return [list(boxes[start : start + COLUMNS]) for start in range(0, len(boxes), COLUMNS)]


def _chip_height(lines: Sequence[str]) -> float:
    return height_of(len(lines), CHIP_SIZE) + 0.06


def _height(row: Sequence[Box]) -> float:
    """Inches of a row: its fullest cell's, and at least room for an empty one."""
    return max(EMPTY if any(box.head for box in row) else 0.0, *(box.height for box in row))


def _key(page: Sheet, plan: Plan, language: str) -> float:
    """The families that occur, each with its colour; returns the height below."""
    cells = [cell for week in plan.weeks for cell in week] + list(plan.newcomers)
    present = {entry.family for cell in cells for entry in cell.entries} | {entry.family for entry in plan.rates}
    x, y = MARGIN, page.top - 0.2
    for family in (family for family in FAMILIES if family in present):
        _rectangle(page, x, y - 0.07, 0.14, 0.14, COLOURS[family])
        label = say(language, f"calendar_{family}")
        page.write(x + 0.2, y, label, TICK_SIZE)
        x += 0.2 + width_of(label, TICK_SIZE) + 0.3
    return page.top - 0.4


def _section(page: Sheet, heading: str, rows: Sequence[Sequence[Box]], top: float, columns: Sequence[str]) -> float:
    """One section, its weekdays above where it has any; returns its lower edge."""
    top -= SECTION
    page.write(MARGIN, top + 0.16, heading, TEXT_SIZE)
    for number, name in enumerate(columns):
        page.write(MARGIN + (number + 0.5) * _column(), top - WEEKDAYS / 2, name, NOTE_SIZE, QUIET, "center")
    top -= WEEKDAYS if columns else 0.0
    for row in rows:
        height = _height(row)
        for number, box in enumerate(row):
            _draw(page, box, MARGIN + number * _column(), top, height)
        top -= height
    return top


def _draw(page: Sheet, box: Box, x: float, top: float, height: float) -> None:
    if box.head or box.shaded:
        _rectangle(page, x, top - height, _column(), height, SHADE if box.shaded else "white", GRID)
    if box.head:
        page.write(x + INSET, top - HEAD / 2, cut(box.head, _column() - 2 * INSET, CHIP_SIZE), CHIP_SIZE, QUIET)
    edge = top - (HEAD if box.head else GAP)
    for family, lines in box.chips:
        tall = _chip_height(lines)
        if family:
            _rectangle(page, x + GAP, edge - tall, _column() - 2 * GAP, tall, _tint(COLOURS[family]))
            _rectangle(page, x + GAP, edge - tall, BAR, tall, COLOURS[family])
        page.block(x + GAP + BAR + INSET, edge - 0.03, lines, CHIP_SIZE, INK)
        edge -= tall + GAP


def _tint(colour: str) -> str:
    """A light shade of a colour."""
    levels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - TINT * (255 - level)):02x}" for level in levels)


def _rectangle(page: Sheet, x: float, y: float, width: float, height: float, colour: str, edge: str = "none") -> None:
    """A filled rectangle, inches from the lower left corner of the page."""
    from matplotlib.patches import Rectangle

    box = Rectangle(
        (x / page.width, y / page.height),
        width / page.width,
        height / page.height,
        transform=page.figure.transFigure,
        facecolor=colour,
        edgecolor=edge,
        linewidth=0.8,
    )
    page.figure.add_artist(box)
