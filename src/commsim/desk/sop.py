"""A group SOP read from a table: rows become dated actions of strategy.calendar, and rates where an export says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from pydantic import ValidationError

from commsim.desk import cells as read
from commsim.desk.cells import Cells, Style, UnknownWordError, folded
from commsim.desk.sop_rates import Rate, rate_of
from commsim.desk.tables import Table
from commsim.desk.words import columns_of, mapping, understood
from commsim.scenario.actions import Action
from commsim.scenario.describe import levers
from commsim.scenario.errors import ConfigError, Problem, nearest
from commsim.scenario.fields import DAYS_PER_MONTH, TOPICS

MOST_ACTIONS = 200
YUAN, HOURS = ("元", "¥", "￥", "yuan"), ("小时", "hours", "h")
DAYS_AFTER = re.compile(r"(?:d\s*\+?\s*|\+|入群后\s*)?([0-9]{1,6})\s*(?:天|days?)?")
LIST = re.compile(r"[、,，/;；\s]+")
NO_YEAR = "a day of the run (0 is the first), or a date with its year"
SAID = ("minute", "groups", "audience", "owner", "form", "quality", "usefulness", "fun", "hours")
"""Columns of which it is said how often they were empty, and what that was taken for."""
CONTENT_ONLY = ("form", "usefulness", "fun")


@dataclass(frozen=True)
class Sop:
    """What a table says.

    actions  dated actions, in the table's order
    rates    what it says happens so often a week or month; empty where the strategy below decides that
    notes    what must be said about how it was read
    """

    actions: tuple[Action, ...]
    rates: tuple[Rate, ...]
    notes: tuple[str, ...]


def sop_of(table: Table, style: Style, start: date | None = None, ignored: Collection[str] = ()) -> Sop:
    """The actions and rates in a table; ``start`` is the date of day 0, without which dates cannot be read. Raises ConfigError."""
    columns = columns_of(table, mapping("sop_words")["columns"], ("kind",), ignored).positions
    problems: list[Problem] = []
    rows = [_Row(Cells(table, row, columns, style, problems), start) for row in table.rows]
    rates = [rate_of(row.cells, row.kind, row.named) for row in rows if row.timing == "rate"]
    actions = [action for row in rows if row.timing != "rate" for action in row.actions()]
    if problems:
        more = len(problems) - read.MOST_PROBLEMS
        raise ConfigError([*problems[: read.MOST_PROBLEMS], *([Problem(table.where, "", f"and {more} more", "")] if more > 0 else [])])
    if len(actions) > MOST_ACTIONS:
        raise ConfigError(Problem(table.where, "", f"{len(actions)} actions, each weekday counted", f"at most {MOST_ACTIONS}"))
    return Sop(tuple(actions), tuple(rates), tuple(_taken_for([row for row in rows if row.timing != "rate"])))


def _taken_for(rows: list[_Row]) -> Iterator[str]:
    """What empty cells were taken for."""
    empty = Counter(name for row in rows for name in row.empty)
    values = mapping("sop_words")["when_empty"]
    said = [f"{name} {_clock(values[name]) if name == 'minute' else values[name]} ({empty[name]} rows)" for name in SAID if empty[name]]
    if said:
        yield f"left empty, so taken as: {', '.join(said)}"
    if any(row.counts_from_opening for row in rows):
        yield "days after the group opens count from day 0 of the run; groups opened later do not get these actions anew"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@cache
def choices(column: str) -> Mapping[str, str]:
    """Folded word → name, for a column whose values are names."""
    return understood(mapping("sop_words")["choices"][column])


@cache
def _planners() -> Mapping[str, Mapping[str, Any]]:
    """Folded word → what a planner's kind that is more than a kind stands for."""
    return {folded(word): entry for entry in mapping("sop_words")["planners"].values() for word in entry["words"]}


@cache
def _elsewhere() -> Mapping[str, str]:
    """Folded word → the lever that stands for a kind that is no dated action."""
    return {folded(word): entry["lever"] for entry in mapping("sop_words")["elsewhere"] for word in entry["words"]}


@cache
def accepted(column: str) -> str:
    """What the schema accepts for a key of an action."""
    return next(lever.accepted for lever in levers() if lever.path == f"strategy.calendar[].{column}")


class _Row:
    """One row on its way to an action; reads cell after cell and notes what is wrong with them."""

    def __init__(self, cells: Cells, start: date | None) -> None:
        self.cells = cells
        self.style = cells.style
        self.start = start
        self.empty: list[str] = []
        self.counts_from_opening = False
        self.more: Mapping[str, Any] = {}
        self.kind = self._kind()
        self.timing, self.days = self._when()

    def actions(self) -> list[Action]:
        """The row's action, one for each of its weekdays; none where something is wrong."""
        values: dict[str, Any] = {"title": self._text("title"), "note": self._text("note"), "kind": self.kind, "timing": self.timing}
        values |= {name: self.named(name) for name in ("groups", "owner", "form")} | {"audience": self._audience()}
        values |= {name: self._or_empty(name, parse) for name, parse in self._parsers().items()}
        values["topic"] = self._topic()
        values["product"] = self._text("product") or mapping("sop_words")["when_empty"]["product"]
        values["from_day"], values["until_day"] = (self._bound(name) for name in ("from_day", "until_day"))
        self._check(values)
        made = [] if self.cells.failed else [self._action(values | {"day": day}) for day in self.days]
        return [action for action in made if action is not None]

    def _parsers(self) -> dict[str, Callable[[str], float]]:
        share, yuan = partial(read.share, style=self.style), partial(read.number, style=self.style, units=YUAN)
        return {
            "minute": partial(read.minute_of_day, style=self.style),
            "quality": share,
            "usefulness": share,
            "fun": share,
            "discount": partial(read.discount, style=self.style),
            "reward": yuan,
            "prizes": partial(read.whole, style=self.style),
            "cost": yuan,
            "hours": partial(read.number, style=self.style, units=HOURS),
        }

    def _action(self, values: Mapping[str, Any]) -> Action | None:
        try:
            return Action(**values)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                key = str(detail["loc"][0])
                self.cells.wrong("time" if key == "minute" else key, accepted(key))
        return None

    def _text(self, column: str) -> str:
        text = self.cells.text(column)
        if bad := next((character for character in text if not character.isprintable() and character != "\n"), None):
            self.cells.wrong(column, "text without control characters", value=f"the character U+{ord(bad):04X}")
        if "${" in text:
            self.cells.wrong(column, "text without ${, which configuration files give a meaning")
        return text

    def _kind(self) -> str:
        if not self.cells.filled("kind"):
            self.cells.wrong("kind", "a kind in every row (the cells of a merged one are empty but for the first)")
        return self.cells.read("kind", self._known_kind, "content")

    def _known_kind(self, text: str) -> str:
        wanted = folded(self.style.plain(text))
        if wanted in _elsewhere():
            raise ValueError(f"an action of a day; this is no such thing in the model, its place is {_elsewhere()[wanted]}")
        if wanted in _planners():
            self.more = _planners()[wanted]
            return str(self.more.get("with_discount" if self.cells.filled("discount") else "kind") or self.more["kind"])
        known = choices("kind")
        if wanted not in known:
            raise UnknownWordError("a kind of the mapping (`commsim sop words`)", nearest(wanted, [*known, *_planners(), *_elsewhere()]))
        return known[wanted]

    def named(self, column: str) -> str:
        """A cell that holds a name of the mapping."""
        return str(self._or_empty(column, partial(read.word, known=choices(column), style=self.style)))

    def _or_empty(self, column: str, parse: Callable[[str], Any]) -> Any:
        cell = "time" if column == "minute" else column
        if not self.cells.filled(cell) and not (column in CONTENT_ONLY and self.kind != "content"):
            self.empty.append(column)
        return self.cells.read(cell, parse, mapping("sop_words")["when_empty"][column])

    def _audience(self) -> str:
        must = self.more.get("must", {}).get("audience")
        if must is None:
            return self.named("audience")
        if self.cells.filled("audience") and self.named("audience") != must:
            self.cells.wrong("audience", f"{must} or nothing, as the kind says already")
        return str(must)

    def _topic(self) -> int:
        return int(self.cells.read("topic", self._known_topic, -1))

    def _known_topic(self, text: str) -> int:
        if re.fullmatch(r"-?[0-9]+(\.0)?", self.style.plain(text)):
            number = read.whole(text, self.style)
            if not -1 <= number < TOPICS:
                raise ValueError(accepted("topic"))
            return number
        return int(read.word(text, choices("topic"), self.style))

    def _when(self) -> tuple[str, tuple[int, ...]]:
        """Timing and the days it names: several where a row names several weekdays."""
        timing = self._timing()
        if timing == "rate":
            return timing, ()
        if self.cells.filled("day") and timing:
            return timing, self.cells.read("day", partial(self._days, timing), (0,))
        may = self.more.get("may", {}).get("day")
        if may is None and not self.cells.filled("day"):
            self.cells.wrong("day", "a day in every row")
        return timing, (int(may or 0),)

    def _timing(self) -> str:
        must = self.more.get("must", {}).get("timing")
        if not self.cells.filled("timing"):
            return str(must or (self._timing_of_day() if self.cells.filled("day") else ""))
        timing = self.cells.read("timing", self._known_timing, "day")
        if must is not None and timing != must and not self.cells.failed:
            self.cells.wrong("timing", f"{must} or nothing, as the kind says already")
        return timing

    def _known_timing(self, text: str) -> str:
        if folded(self.style.plain(text)) in ("after opening", "after the group opens", "开群后", "建群后"):
            self.counts_from_opening = True
            return "day"
        return read.word(text, choices("timing"), self.style)

    def _timing_of_day(self) -> str:
        """Timing as the day itself tells it: a weekday or a date; a bare number could be any, so it is wrong."""
        for timing, parse in (("weekly", self._weekdays), ("day", partial(read.calendar_date, style=self.style))):
            with suppress(ValueError):
                parse(self.cells.text("day"))
                return timing
        self.cells.wrong("timing", "day, weekly, monthly or after joining, where the day is neither a weekday in words nor a date")
        return ""

    def _days(self, timing: str, text: str) -> tuple[int, ...]:
        """The days a cell names. Raises ValueError."""
        if timing == "weekly":
            return self._weekdays(text)
        if timing == "monthly":
            number = read.whole(self.style.plain(text).removesuffix("号").removesuffix("日"), self.style)
            if not 1 <= number <= DAYS_PER_MONTH:
                raise ValueError(f"1 to {DAYS_PER_MONTH}, the day of a month of the run")
            return (number - 1,)
        if timing == "after_join":
            return (self._days_after(text),)
        return (self.day_of_run(text),)

    def _weekdays(self, text: str) -> tuple[int, ...]:
        several: Mapping[str, list[int]] = mapping("sop_words")["weekdays"]
        text = folded(self.style.plain(text))
        if text in several:
            return tuple(several[text])
        names = [part.removeprefix("每") for part in LIST.split(text.removeprefix("every ").strip()) if part]
        found = [choices("weekday").get(name) for name in names]
        if not names or None in found or any(name.isdigit() for name in names):
            raise ValueError(
                "weekdays in words: Wednesday, 周三, Mon, Wed, every day, 周末; their numbers mean different days to different people"
            )
        return tuple(sorted({int(day) for day in found if day is not None}))

    def _days_after(self, text: str) -> int:
        found = DAYS_AFTER.fullmatch(self.style.plain(text).casefold().removesuffix(".0"))
        if not found:
            raise ValueError(
                "days since joining: 0 is the day of joining; 3, D3, D+3 and 入群后3天 are the third day after it (第3天 could be either)"
            )
        return int(found[1])

    def day_of_run(self, text: str) -> int:
        """A day of the run, given as a number or as a date. Raises ValueError."""
        if re.fullmatch(r"[0-9]+(\.0)?", self.style.plain(text)):
            return read.whole(text, self.style)
        try:
            found = read.calendar_date(text, self.style)
        except ValueError:
            raise ValueError(NO_YEAR) from None
        if self.start is None:
            raise ValueError("a day of the run; dates need --start DATE, the date of day 0")
        if found < self.start:
            raise ValueError(f"a date from {self.start} on, which is day 0")
        return (found - self.start).days

    def _bound(self, column: str) -> int:
        return int(self.cells.read(column, self.day_of_run, mapping("sop_words")["when_empty"][column]))

    def _check(self, values: Mapping[str, Any]) -> None:
        """What does not go together."""
        for column in mapping("sop_words")["needs"].get(self.kind, ()):
            if not self.cells.filled(column):
                self.cells.wrong(column, f"a {column} for a {self.kind}")
        if values["until_day"] < values["from_day"]:
            self.cells.wrong("until_day", "a day not before the first")
