"""A members' file: one row a person; what it tells of each, with the id already hashed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from commsim.desk import cells as read
from commsim.desk.cells import MOST_PROBLEMS, Cells, Style
from commsim.desk.identity import hashed
from commsim.desk.tables import Table
from commsim.desk.words import columns_of, mapping
from commsim.scenario.errors import ConfigError, Problem

PRIVATE = frozenset({"id", "invited_by", "group"})
"""Columns whose values never appear in a message."""
MONEY = ("元", "¥", "￥", "yuan")


@dataclass(frozen=True)
class Person:
    """One member as a file tells of it.

    place       where the file says so, for messages
    who         hash of the id
    group       what the file calls the group; only compared, never written
    messages    in the last 30 days
    spent       yuan so far
    invited_by  hash of the inviter's id; empty where nobody is named
    """

    place: str
    who: str
    group: str
    joined: date
    last_active: date | None = None
    messages: int = 0
    orders: int = 0
    spent: float = 0.0
    last_order: date | None = None
    invited_by: str = ""


@dataclass(frozen=True)
class Roll:
    """The people of a file, and what must be said about how it was read."""

    where: str
    people: tuple[Person, ...]
    notes: tuple[str, ...]


def roll_of(table: Table, style: Style, salt: bytes, ignored: Collection[str] = ()) -> Roll:
    """The people in a table. Raises ConfigError with line and column of what is wrong, never with an id."""
    columns, unread = columns_of(table, mapping("member_words")["columns"], ("id", "joined"), ignored, lenient=True)
    problems: list[Problem] = []
    rows = [Cells(table, row, columns, style, problems, PRIVATE) for row in table.rows]
    people = [person for cells in rows if (person := _person(cells, salt)) is not None]
    problems += _twice(table, rows)
    if problems:
        more = len(problems) - MOST_PROBLEMS
        raise ConfigError([*problems[:MOST_PROBLEMS], *([Problem(table.where, "", f"and {more} more")] if more > 0 else [])])
    return Roll(table.where, tuple(people), tuple(_notes(columns, unread)))


def _notes(columns: Collection[str], unread: Collection[str]) -> Iterator[str]:
    if unread:
        yield f"columns left unread: {', '.join(unread)}"
    if "group" not in columns:
        yield "no column group: everybody is in one group"
    if "messages" in columns:
        yield "messages are taken as those of the last 30 days"


def _person(cells: Cells, salt: bytes) -> Person | None:
    on: Callable[[str], date] = partial(read.calendar_date, style=cells.style)
    count: Callable[[str], int] = partial(_count, style=cells.style)
    for column in ("id", "joined"):
        if not cells.filled(column):
            cells.wrong(column, "a value in every row")
    values: dict[str, Any] = {name: cells.read(name, on, None) for name in ("joined", "last_active", "last_order")}
    values |= {name: cells.read(name, count, 0) for name in ("messages", "orders")}
    values["spent"] = cells.read("spent", partial(_money, style=cells.style), 0.0)
    _check(cells, values)
    if cells.failed:
        return None
    who, by = (cells.text(name).strip() for name in ("id", "invited_by"))
    place = f"line {cells.row.line}"
    return Person(place, hashed(who, salt), cells.text("group").strip(), invited_by=hashed(by, salt) if by else "", **values)


def _count(text: str, style: Style) -> int:
    if (value := read.whole(text, style)) < 0 or value > 100_000:
        raise ValueError("a whole number from 0 to 100000")
    return value


def _money(text: str, style: Style) -> float:
    if not 0 <= (value := read.number(text, style, MONEY)) <= 10_000_000:
        raise ValueError("yuan from 0 to 10000000")
    return value


def _check(cells: Cells, values: dict[str, Any]) -> None:
    """Dates out of order, and orders that contradict one another."""
    if values["joined"] and values["last_active"] and values["last_active"] < values["joined"]:
        cells.wrong("last_active", f"a date not before the date of joining, {values['joined']}")
    if not values["orders"] and "orders" in cells.columns:
        for column in ("spent", "last_order"):
            if values[column]:
                cells.wrong(column, "nothing, as there are no orders")
    if "orders" not in cells.columns and (values["spent"] or values["last_order"]):
        cells.wrong("orders", "a column with the number of orders, beside what was spent and when")


def _twice(table: Table, rows: list[Cells]) -> Iterator[Problem]:
    """Ids that come twice, told by their lines."""
    first: dict[str, int] = {}
    for cells in rows:
        who = cells.text("id").strip()
        if who and who in first:
            place = table.place(cells.row.line, cells.columns["id"])
            yield Problem(table.where, place, f"the same id as in line {first[who]}", "each member once")
        first.setdefault(who, cells.row.line)
