"""A strategy day by day: which actions stand in a calendar where, which follow a member's joining, which come by rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commsim.desk.sop_rates import Rate, often_words, rates_of
from commsim.desk.sop_table import clock, shown_word
from commsim.scenario.actions import Action
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.scenario.strategy import Strategy

FAMILIES: dict[str, tuple[str, ...]] = {
    "content": ("content",),
    "talk": ("check_in", "q_and_a", "topic_challenge", "vote", "survey", "tester", "user_content"),
    "gifts": ("lottery", "red_packet", "trial"),
    "meeting": ("live", "offline"),
    "sales": ("offer", "coupon", "flash_sale", "group_buying"),
    "ads": ("ad", "partner_ad"),
}
"""Kinds that look alike in a calendar."""


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar: its family and what is written there."""

    family: str
    text: str


@dataclass(frozen=True)
class Cell:
    """One day: a number of the run or since joining, its date if it has one, and what happens, in the order of the day."""

    day: int
    date: date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Plan:
    """A strategy as a calendar.

    weeks      rows of seven days from Monday; days before day 0 are negative and empty
    newcomers  days since joining on which something happens
    rates      what happens so often, on days the programme chooses
    later      dated actions that first happen after the weeks shown
    """

    weeks: tuple[tuple[Cell, ...], ...]
    newcomers: tuple[Cell, ...]
    rates: tuple[Entry, ...]
    later: int


def plan_of(strategy: Strategy, start: date, weeks: int, language: str) -> Plan:
    """The plan of so many weeks from the one in which day 0, the date ``start``, lies."""
    dated = [action for action in strategy.calendar if action.timing != "after_join"]
    first = -start.weekday()
    days = [Cell(day, start + timedelta(day), _on(dated, day, start, language)) for day in range(first, first + 7 * weeks)]
    following = [action for action in strategy.calendar if action.timing == "after_join"]
    tenures = sorted({action.day for action in following})
    shown = [action for action in dated if any(is_due(action, cell.day, start) for cell in days)]
    return Plan(
        weeks=tuple(tuple(days[7 * week : 7 * week + 7]) for week in range(weeks)) if shown else (),
        newcomers=tuple(Cell(day, None, _entries([each for each in following if each.day == day], language)) for day in tenures),
        rates=tuple(Entry(family_of(rate.kind), _rate_text(rate, language)) for rate in rates_of(strategy)),
        later=len(dated) - len(shown),
    )


def is_due(action: Action, day: int, start: date) -> bool:
    """Whether a dated action takes place on a day of the run."""
    if day < 0 or not action.from_day <= day <= action.until_day:
        return False
    if action.timing == "weekly":
        return (start + timedelta(day)).weekday() == action.day
    return day == action.day if action.timing == "day" else day % DAYS_PER_MONTH == action.day


def family_of(kind: str) -> str:
    """The family of a kind."""
    return next(family for family, kinds in FAMILIES.items() if kind in kinds)


def _on(actions: Sequence[Action], day: int, start: date, language: str) -> tuple[Entry, ...]:
    return _entries([action for action in actions if is_due(action, day, start)], language)


def _entries(actions: Sequence[Action], language: str) -> tuple[Entry, ...]:
    return tuple(Entry(family_of(action.kind), _text(action, language)) for action in sorted(actions, key=lambda each: each.minute))


def _text(action: Action, language: str) -> str:
    return f"{clock(action.minute)} {' '.join(action.title.split()) or shown_word('kind', action.kind, language)}"


def _rate_text(rate: Rate, language: str) -> str:
    return f"{shown_word('kind', rate.kind, language)} {often_words(rate, language)}"
