"""A planner's table, CSV or XLSX, as rows of texts that know where they stand. Nothing is converted: 00123 and NA stay as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from commsim.desk.text import GB18030, content_of, decoded
from commsim.scenario.errors import ConfigError, Problem

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 200_000, 100, 10_000
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
STARTERS = ("=", "+", "-", "@", "\t", "\r", "'")
"""Beginnings that a spreadsheet program takes for a formula, or for the mark against it."""


@dataclass(frozen=True)
class Row:
    """One row: the line or row number it begins on, from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with headings.

    where    file (and sheet), for messages
    heads    headings as written, stripped of blanks around them
    rows     rows that hold anything, each with as many cells as there are headings
    letters  whether columns are called A, B, C as in a spreadsheet
    notes    what must be said about how it was read
    """

    where: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    letters: bool
    notes: tuple[str, ...]

    def place(self, line: int, column: int) -> str:
        """Where a cell stands; `column` counts from 0."""
        return f"line {line}, {column_name(column, self.letters)} ({self.heads[column]})"


def column_name(column: int, letters: bool) -> str:
    """A column, counted from 0, as people call it."""
    if not letters:
        return f"column {column + 1}"
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return f"column {name}"


def read(path: Path, sheet: str | None = None, private: bool = False) -> Table:
    """The table in a .csv or .xlsx file.

    sheet    of a workbook, needed where several hold something
    private  whether cells are personal data: then none is repeated in a note

    Raises ConfigError with the line and column of what is wrong.
    """
    kind = path.suffix.lower()
    if kind == ".xlsx":
        from commsim.desk import workbook

        return workbook.read(path, sheet)
    if kind not in (".csv", ".tsv", ".txt"):
        raise ConfigError(Problem(str(path), "", f"{kind or 'no ending'}: not a table commsim reads", "a .csv or .xlsx file"))
    if sheet is not None:
        raise ConfigError(Problem(str(path), "--sheet", f"{sheet!r}", "only for .xlsx files"))
    return _csv(path, private)


def _csv(path: Path, private: bool) -> Table:
    text, encoding = decoded(content_of(path), str(path))
    delimiter = _delimiter(text, str(path))
    table = _table(str(path), list(_records(text, delimiter, str(path))), letters=False)
    notes = [] if delimiter == "," else [f"cells are apart by {DELIMITERS[delimiter]}"]
    if encoding == GB18030:
        notes.append(f"not UTF-8, so read as GB18030; check that this is right: {_samples(table, private)}")
    return Table(table.where, table.heads, table.rows, table.letters, tuple(notes))


def _delimiter(text: str, where: str) -> str:
    """What parts the cells of the headings. Raises ConfigError where that is not clear."""
    columns = {each: len(next(csv.reader(io.StringIO(text, newline=""), delimiter=each), [])) for each in DELIMITERS}
    most = max(columns.values())
    best = [each for each, number in columns.items() if number == most]
    if most > 1 and len(best) > 1:
        wrong = f"headings apart by {' or by '.join(DELIMITERS[each] for each in best)}"
        raise ConfigError(Problem(where, "line 1", wrong, "one of the two, headings that hold the other in quotes"))
    return best[0]


def _records(text: str, delimiter: str, where: str) -> Iterator[Row]:
    """Rows of a CSV text, with the mark taken off that keeps spreadsheet programs from seeing formulas. Raises ConfigError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield Row(line, tuple(cell[1:] if cell[:1] == "'" and cell[1:2] in STARTERS else cell for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(Problem(where, f"line {line}", f"not CSV ({error})", "quotes closed, quotes inside quotes doubled")) from None


def table_of(where: str, rows: Sequence[Row], letters: bool, notes: Sequence[str] = ()) -> Table:
    """A table from its rows, headings first, checked for shape. Raises ConfigError."""
    table = _table(where, rows, letters)
    return Table(table.where, table.heads, table.rows, table.letters, tuple(notes))


def _table(where: str, rows: Sequence[Row], letters: bool) -> Table:
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if len(filled) < 2:
        raise ConfigError(Problem(where, "", "no rows below the headings" if filled else "empty", "headings and at least one row"))
    heads = _heads(where, filled[0], letters)
    if len(filled) - 1 > MOST_ROWS:
        raise ConfigError(Problem(where, "", f"{len(filled) - 1} rows", f"at most {MOST_ROWS}"))
    table = Table(where, heads, tuple(_fitted(row, len(heads), letters) for row in filled[1:]), letters, ())
    if problems := list(_misshapen(table)):
        raise ConfigError(problems[:20])
    return table


def _heads(where: str, row: Row, letters: bool) -> tuple[str, ...]:
    heads = [cell.strip() for cell in row.cells]
    while heads and not heads[-1]:
        heads.pop()
    if len(heads) > MOST_COLUMNS:
        raise ConfigError(Problem(where, f"line {row.line}", f"{len(heads)} columns", f"at most {MOST_COLUMNS}"))
    for column, head in enumerate(heads):
        place = f"line {row.line}, {column_name(column, letters)}"
        if not head:
            raise ConfigError(Problem(where, place, "no heading", "a heading for each column"))
        if head in heads[:column]:
            raise ConfigError(Problem(where, place, f"heading {head!r} given twice", "each heading once"))
    return tuple(heads)


def _fitted(row: Row, width: int, letters: bool) -> Row:
    """A row without empty cells beyond the headings; a sheet's rows, which have no end of their own, filled up with empty cells."""
    cells = list(row.cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if letters:
        cells += [""] * (width - len(cells))
    return Row(row.line, tuple(cells))


def _misshapen(table: Table) -> Iterator[Problem]:
    width = len(table.heads)
    for row in table.rows:
        if len(row.cells) != width:
            yield Problem(table.where, f"line {row.line}", f"{len(row.cells)} cells", f"{width}, as there are headings")
        for column, cell in enumerate(row.cells[:width]):
            if len(cell) > LONGEST_CELL:
                yield Problem(table.where, table.place(row.line, column), f"{len(cell)} characters", f"at most {LONGEST_CELL}")


def _samples(table: Table, private: bool) -> str:
    """A few cells in which a wrong encoding would show; headings only where cells are personal data."""
    cells = [*table.heads, *(() if private else (cell for row in table.rows[:50] for cell in row.cells))]
    telling = [cell[:20] for cell in dict.fromkeys(cells) if not cell.isascii()]
    return ", ".join(telling[:5]) if telling else "(no heading shows it)"


def to_csv(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV for people: what a spreadsheet program would take for a formula bears a mark in front, which `read` takes off."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(
        [[f"'{cell}" if _looks_like_a_formula(cell) else cell for cell in row] for row in rows]
    )
    return stream.getvalue()


def _looks_like_a_formula(cell: str) -> bool:
    """Whether a cell begins as a formula does and is no plain number."""
    return cell.startswith(STARTERS) and not cell.lstrip("+-").replace(".", "", 1).isdecimal()
