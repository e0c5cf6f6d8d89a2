"""The words of a mapping kept as data: headings and names as planners write them, in English and Chinese, and what they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from commsim.desk.cells import folded
from commsim.desk.tables import Table
from commsim.scenario import strict_yaml
from commsim.scenario.errors import ConfigError, Problem, nearest

Entry = Mapping[str, Any]
"""One name: ``en`` and ``zh`` as we write it, ``also`` further words we understand."""


class Columns(NamedTuple):
    """Position of each column of ours among the table's, and headings left unread."""

    positions: dict[str, int]
    unread: tuple[str, ...]


UNIT = re.compile(r"[(\[（【].*?[)\]）】]\s*$")
"""A unit behind a heading, in brackets."""


@cache
def mapping(name: str) -> Mapping[str, Any]:
    """One of the mappings that ship with commsim: sop_words, member_words."""
    return strict_yaml.read(Path(__file__).parent / f"{name}.yaml")


def understood(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Folded word → the name it stands for."""
    return {folded(word): name for name, entry in entries.items() for word in words_of(name, entry)}


def words_of(name: str, entry: Entry) -> tuple[str, ...]:
    """Every word understood for a name, those we write first."""
    return tuple(dict.fromkeys((entry["en"], entry["zh"], *entry.get("also", ()), name)))


def columns_of(
    table: Table, entries: Mapping[str, Entry], needed: Collection[str], ignored: Collection[str], lenient: bool = False
) -> Columns:
    """Which columns of ours the table's headings mean.

    ignored  headings the user has left unread
    lenient  whether headings that resemble none of ours are left unread, too

    Raises ConfigError for a heading that is unknown or comes twice, and for a column that is needed and not there.
    """
    known = understood(entries)
    found: dict[str, int] = {}
    unread: list[str] = []
    problems: list[Problem] = []
    for position, head in enumerate(table.heads):
        name, near = known.get(heading(head)), nearest(heading(head), known)
        if head in ignored or (name is None and lenient and near is None):
            unread.append(head)
        elif name is None:
            problems.append(Problem(table.where, f"headings: {head}", "unknown heading", _headings(entries, head), near))
        elif name in found:
            wrong = f"means the same as {table.heads[found[name]]!r}"
            problems.append(
                Problem(table.where, f"headings: {head}", wrong, f"one column {name}; --ignore {head!r} leaves this one unread")
            )
        else:
            found[name] = position
    problems += _lacking(table, entries, [name for name in needed if name not in found])
    problems += [
        Problem("--ignore", head, "no heading of the table", ", ".join(table.heads)) for head in ignored if head not in table.heads
    ]
    if problems:
        raise ConfigError(problems)
    return Columns(found, tuple(unread))


def _headings(entries: Mapping[str, Entry], head: str) -> str:
    return f"{', '.join(entry['en'] for entry in entries.values())}; --ignore {head!r} leaves the column unread"


def _lacking(table: Table, entries: Mapping[str, Entry], missing: Iterable[str]) -> list[Problem]:
    return [Problem(table.where, "headings", f"no column {name}", f"one of {', '.join(words_of(name, entries[name]))}") for name in missing]


def heading(head: str) -> str:
    """A heading as headings are compared: without the unit in brackets behind it."""
    return folded(UNIT.sub("", unicodedata.normalize("NFKC", head)) or head)
