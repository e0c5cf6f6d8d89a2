"""A validation in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commsim.validation import words
from commsim.validation.facts import not_simulated
from commsim.validation.result import FAILS, HOLDS, Finding, Validation

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

COLOURS = {HOLDS: "green", FAILS: "red"}
WIDTH = 150
"""Columns where the output is no terminal and has no width of its own."""


def print_validation(result: Validation, language: str, console: Console | None = None) -> None:
    """Print every number beside its real one, then the answer and what must be known."""
    out = console or _console()
    out.print(_table(result, language))
    for line in words.answer(result, language):
        out.print(line, style="bold")
    for line in words.notes(result, language):
        out.print(f"  {line}")
    for one in not_simulated().values():
        values = {"label": getattr(one.label, language), "source": one.source, "because": getattr(one.because, language)}
        out.print(f"  {words.say(language, 'beyond', **values)}")


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, width=WIDTH)


def _table(result: Validation, language: str) -> Table:
    from rich.table import Table

    table = Table(title=words.say(language, "title"), title_justify="left")
    for column in ("fact", "number", "real", "simulated", "accepted", "verdict"):
        table.add_column(words.say(language, column), justify="right" if column in ("real", "simulated", "accepted") else "left")
    for finding in result.findings:
        _add(table, finding, language)
        table.add_section()
    return table


def _add(table: Table, finding: Finding, language: str) -> None:
    """The rows of one fact: numbers that have a real one beside them or decide."""
    from rich.text import Text

    title: Any = words.label(finding, language)
    for name, number in finding.fact.numbers.items():
        if number.real is None and not number.gate:
            continue
        cells = (form(finding, name, language) for form in (words.real_text, words.simulated_text, words.accepted_text))
        verdict = Text(words.verdict_text(finding, name, language), style=COLOURS.get(finding.verdict_of(name), ""))
        table.add_row(title, finding.fact.number_label(name, language), *cells, verdict)
        title = ""
