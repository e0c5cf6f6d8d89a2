"""A strategy as the rows of a group SOP: its dated actions, and its rates marked as such. `sop_of` reads both back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from commsim.desk.sop_rates import RATES, Rate, often_words, plain_number, rates_of
from commsim.desk.words import mapping
from commsim.scenario.actions import Action
from commsim.scenario.errors import ConfigError, Problem
from commsim.scenario.strategy import Strategy

NUMBERS = ("reward", "discount", "quality", "usefulness", "fun", "hours", "cost")
NAMES = ("kind", "timing", "groups", "audience", "owner", "form")
RATE_NOTE = {
    "en": "a rate of strategy.{path}: the programme chooses the days",
    "zh": "频率（strategy.{path}）：具体日期由排期自动决定",
}


def columns() -> tuple[str, ...]:
    """The columns of an export, in order."""
    return tuple(mapping("sop_words")["columns"])


def number_columns() -> tuple[bool, ...]:
    """Which of them hold numbers."""
    return tuple(column in NUMBERS for column in columns())


def sop_rows(strategy: Strategy, language: str) -> list[list[str]]:
    """Headings, dated actions, rates, each cell in words of the language ("en" or "zh"). Raises ConfigError for a text no table holds."""
    heads = [mapping("sop_words")["columns"][column][language] for column in columns()]
    cells = [*(_action(action, language) for action in strategy.calendar), *(_rate(rate, language) for rate in rates_of(strategy))]
    _refuse_control_characters(strategy)
    return [heads, *([row.get(column, "") for column in columns()] for row in cells)]


def _refuse_control_characters(strategy: Strategy) -> None:
    for number, action in enumerate(strategy.calendar):
        for key in ("title", "note"):
            text: str = getattr(action, key)
            if any(not character.isprintable() and character != "\n" for character in text):
                raise ConfigError(Problem("export", f"strategy.calendar.{number}.{key}", f"{text!r}", "text without control characters"))


def shown_word(column: str, name: str, language: str) -> str:
    """The word we write for a name of a column."""
    return str(mapping("sop_words")["choices"][column][name][language])


def day_words(action: Action, language: str) -> str:
    """The day of an action as a cell: weekdays in words, days of a month from 1, other days as they are."""
    if action.timing == "weekly":
        return shown_word("weekday", str(action.day), language)
    return str(action.day + (1 if action.timing == "monthly" else 0))


def clock(minute: int) -> str:
    """A minute of the day as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _action(action: Action, language: str) -> dict[str, str]:
    empty: Mapping[str, Any] = mapping("sop_words")["when_empty"]
    whole = {name: getattr(action, name) for name in ("from_day", "until_day", "prizes")}
    return {
        **{name: shown_word(name, getattr(action, name), language) for name in NAMES},
        **{name: plain_number(getattr(action, name)) for name in NUMBERS},
        **{name: "" if number == empty[name] else str(number) for name, number in whole.items()},
        "title": action.title,
        "day": day_words(action, language),
        "time": clock(action.minute),
        "product": "" if action.product == empty["product"] else action.product,
        "topic": "" if action.topic < 0 else shown_word("topic", str(action.topic), language),
        "note": action.note,
    }


def _rate(rate: Rate, language: str) -> dict[str, str]:
    form = RATES[rate.kind]
    cells = {column: _cell(column, rate.levers[path], language) for column, path in form.cells.items()}
    return cells | {
        "title": shown_word("kind", rate.kind, language),
        "kind": shown_word("kind", rate.kind, language),
        "timing": shown_word("timing", "rate", language),
        "day": often_words(rate, language),
        "note": RATE_NOTE[language].format(path=form.often),
    }


def _cell(column: str, value: Any, language: str) -> str:
    if isinstance(value, str) and column != "product":
        return shown_word(column, value, language)
    return plain_number(value) if isinstance(value, float) else str(value)


def word_rows() -> Iterator[tuple[str, str, str]]:
    """Every word an import understands: column, name, words."""
    from commsim.desk.words import words_of

    words = mapping("sop_words")
    for column, entry in words["columns"].items():
        yield "heading", column, ", ".join(words_of(column, entry))
    for column, entries in words["choices"].items():
        for name, entry in entries.items():
            yield column, name, ", ".join(words_of(name, entry))
    yield from (("weekday", "several", word) for word in words["weekdays"])
    yield from (("kind", f"{entry['kind']} ({name})", ", ".join(entry["words"])) for name, entry in words["planners"].items())
    yield from (("kind", f"no action: see {entry['lever']}", ", ".join(entry["words"])) for entry in words["elsewhere"])
