"""What a cell says: numbers, days, dates, times of day. Strict; what a file writes otherwise is declared, not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from commsim.desk.tables import Row, Table
from commsim.scenario.errors import Problem, nearest, shown

T = TypeVar("T")
NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
WITH_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日?)")
DATE_AND_TIME = re.compile(r"(\S+?)(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00)?")
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Style:
    """How numbers are written in a file, as its user declares.

    decimal_comma  0,6 is six tenths
    full_width     digits and signs of full width (０．６, １９：３０) stand for the plain ones
    """

    decimal_comma: bool = False
    full_width: bool = False

    def plain(self, text: str) -> str:
        """The text of a value as it would be in plain style. Raises ValueError where it is in a style that was not declared."""
        text = text.strip()
        narrow = unicodedata.normalize("NFKC", text)
        if narrow != text and any(character.isdigit() and not character.isascii() for character in text) and not self.full_width:
            raise ValueError("plain digits; --full-width if the file writes full-width ones throughout")
        return narrow if self.full_width else text


class UnknownWordError(ValueError):
    """A word that is not in the mapping."""

    def __init__(self, accepted: str, near: str | None) -> None:
        super().__init__(accepted)
        self.near = near


def number(text: str, style: Style, units: Iterable[str] = ()) -> float:
    """A number, with one of these units behind or before it or none. Raises ValueError with what would be right."""
    text = _bare(style.plain(text), units)
    if WITH_COMMA.fullmatch(text):
        if not style.decimal_comma:
            raise ValueError("a number with a decimal point; --decimal-comma if the file writes decimal commas throughout")
        text = text.replace(",", ".")
    elif style.decimal_comma and "." in text:
        raise ValueError("a number with a decimal comma, as declared")
    if not NUMBER.fullmatch(text):
        raise ValueError("a number")
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number below 1.8e308")
    return value


def whole(text: str, style: Style) -> int:
    """A whole number. Raises ValueError."""
    text = style.plain(text)
    if not re.fullmatch(r"-?[0-9]{1,12}(\.0*)?", text):
        raise ValueError("a whole number")
    return int(text.partition(".")[0])


def share(text: str, style: Style) -> float:
    """A share between 0 and 1, or written with %. Raises ValueError."""
    text = style.plain(text)
    if text.endswith("%"):
        return float(Decimal(repr(number(text.removesuffix("%").strip(), style))) / 100)
    return number(text, style)


def discount(text: str, style: Style) -> float:
    """A price reduction: a share, a percentage, or 折, where 9折 takes a tenth off and 85折 or 8.5折 takes .15. Raises ValueError."""
    text = style.plain(text)
    if not text.endswith("折"):
        return share(text, style)
    paid = Decimal(repr(number(text.removesuffix("折").strip(), style)))
    if not 0 < paid < 100:
        raise ValueError("between 0折 and 10折")
    return float(1 - paid / (10 if paid < 10 else 100))


def calendar_date(text: str, style: Style) -> date:
    """A date with its year: 2026-06-18, 2026/6/18, 2026年6月18日; a time of day behind it is left aside. Raises ValueError."""
    whole_text = DATE_AND_TIME.fullmatch(style.plain(text))
    found = DATE.fullmatch(whole_text[1]) if whole_text else None
    if found is None:
        raise ValueError("a date with its year, such as 2026-06-18")
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("a date of the calendar") from None


def minute_of_day(text: str, style: Style) -> int:
    """A time of day, HH:MM, in minutes from midnight. Raises ValueError."""
    found = CLOCK.fullmatch(style.plain(text))
    if found is None:
        raise ValueError("a time of day from 0:00 to 23:59, such as 19:30; --full-width if the colon is a full-width one")
    return int(found[1]) * 60 + int(found[2])


def _bare(text: str, units: Iterable[str]) -> str:
    for unit in units:
        if text.casefold().endswith(unit):
            return text[: -len(unit)].strip()
        if text.startswith(unit):
            return text[len(unit) :].strip()
    return text


def folded(text: str) -> str:
    """A word as words are compared: no matter of case, underscores, hyphens, blanks in a row."""
    return " ".join(re.sub(r"[_-]", " ", text.casefold()).split())


def word(text: str, known: Mapping[str, T], style: Style) -> T:
    """What a word of the mapping stands for; the mapping's words are folded. Raises UnknownWordError."""
    found = folded(style.plain(text))
    if found not in known:
        raise UnknownWordError("a word of the mapping (`commsim sop words`)", nearest(found, known))
    return known[found]


@dataclass
class Cells:
    """The cells of one row by column; what is wrong with them is noted with its place, so that all of it is told at once.

    columns   position of each column of ours among the table's
    problems  shared by all rows of a table
    private   columns whose values are never repeated
    """

    table: Table
    row: Row
    columns: Mapping[str, int]
    style: Style
    problems: list[Problem]
    private: frozenset[str] = frozenset()
    failed: bool = field(default=False)

    def text(self, column: str) -> str:
        """A cell as it stands; empty where the table has no such column."""
        return self.row.cells[self.columns[column]] if column in self.columns else ""

    def filled(self, column: str) -> bool:
        """Whether there is anything in a cell."""
        return bool(self.text(column).strip())

    def read(self, column: str, parse: Callable[[str], T], empty: T) -> T:
        """What a cell says, ``empty`` where it is empty; what cannot be read is noted."""
        if not self.filled(column):
            return empty
        try:
            return parse(self.text(column))
        except UnknownWordError as error:
            self.wrong(column, str(error), error.near)
        except ValueError as error:
            self.wrong(column, str(error))
        return empty

    def wrong(self, column: str, accepted: str, near: str | None = None, value: str | None = None) -> None:
        """Note that a cell is wrong."""
        self.failed = True
        place = self.table.place(self.row.line, self.columns[column]) if column in self.columns else f"line {self.row.line}: {column}"
        said = "this value" if column in self.private else shown(self.text(column)) if self.filled(column) else "nothing"
        self.problems.append(Problem(self.table.where, place, value or said, accepted, near))
