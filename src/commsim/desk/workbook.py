"""XLSX workbooks: read as data (no formulas, no macros, no entities), written with text cells that stay text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commsim.desk.tables import MOST_COLUMNS, MOST_ROWS, Row, Table, column_name, table_of
from commsim.desk.text import content_of
from commsim.scenario.errors import ConfigError, Problem

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 400_000_000
EXACT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; a longer id entered as a number has lost its end."""
ZEROS = re.compile(r"0{2,}")
NUMBER_WIDTH, TEXT_WIDTH, NOTE_WIDTH = 9, 14, 40


def read(path: Path, sheet: str | None) -> Table:
    """The table in one sheet of a workbook. Raises ConfigError."""
    from openpyxl import load_workbook

    content = content_of(path)
    _refuse_traps(content, str(path))
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except Exception as error:  # openpyxl lets errors of many kinds through
        raise ConfigError(Problem(str(path), "", f"cannot be read as a workbook ({type(error).__name__})", "an .xlsx file")) from None
    name, notes = _sheet(values, sheet, str(path))
    where = f"{path}, sheet {name}"
    return table_of(where, list(_rows(where, values[name], formulas[name])), letters=True, notes=notes)


def _refuse_traps(content: bytes, where: str) -> None:
    """No zip, far larger unpacked than packed, or XML that defines entities. Raises ConfigError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            if unpacked > MOST_UNPACKED:
                raise ConfigError(Problem(where, "", f"{unpacked} bytes when unpacked", f"at most {MOST_UNPACKED}"))
            for part in packed.infolist():
                with packed.open(part) as stream:
                    if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in stream.read(4_096).replace(b"\0", b"").upper():
                        raise ConfigError(
                            Problem(where, part.filename, "XML with a document type", "a workbook saved by a spreadsheet program")
                        )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise ConfigError(Problem(where, "", "not an .xlsx workbook, or one with a password", "an .xlsx file without a password")) from None


def _sheet(book: Any, wanted: str | None, where: str) -> tuple[str, tuple[str, ...]]:
    """Name of the sheet to read, and what to say about others. Raises ConfigError."""
    names = [each.title for each in book.worksheets]
    if wanted is not None:
        if wanted not in names:
            raise ConfigError(Problem(where, "--sheet", f"{wanted!r} is no sheet", ", ".join(names)))
        return wanted, ()
    filled = [
        each.title
        for each in book.worksheets
        if any(cell is not None for row in each.iter_rows(max_row=50, values_only=True) for cell in row)
    ]
    if len(filled) > 1:
        raise ConfigError(Problem(where, "", f"several sheets: {', '.join(filled)}", "--sheet NAME"))
    return (filled or names)[0], ()


def _rows(where: str, values: Worksheet, formulas: Worksheet) -> Iterator[Row]:
    """Rows of a sheet as texts. Raises ConfigError."""
    for number, (shown, written) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True), 1):
        if number > MOST_ROWS + 100 or len(shown) > MOST_COLUMNS * 10:
            raise ConfigError(Problem(where, f"line {number}", "a sheet too large", f"at most {MOST_ROWS} rows"))
        yield Row(number, tuple(_text(where, number, column, cell, written[column].value) for column, cell in enumerate(shown)))


def _text(where: str, line: int, column: int, cell: Any, written: Any) -> str:
    """A cell as text. Raises ConfigError for what has no value to rely on."""
    place = f"line {line}, {column_name(column, letters=True)}"
    if cell.value is None and written is not None:
        raise ConfigError(Problem(where, place, "a formula whose result is not stored", "the value itself (paste as values)"))
    if getattr(cell, "data_type", "") == "e":
        raise ConfigError(Problem(where, place, f"{cell.value}", "a value"))
    try:
        return as_text(cell.value, getattr(cell, "number_format", "") or "")
    except ValueError as error:
        raise ConfigError(Problem(where, place, str(error), "the column formatted as text, and the value entered again")) from None


def as_text(value: Any, form: str = "") -> str:
    """A cell's value as text: dates 2026-06-18, times 19:30, numbers without a tail, leading zeros where the format shows them.

    Raises ValueError for a number with more digits than a spreadsheet keeps.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        raise ValueError("a length of time")
    if isinstance(value, int | float):
        return _number(value, form)
    return str(value)


def _number(value: float, form: str) -> str:
    whole = isinstance(value, int) or value.is_integer()
    if whole and abs(value) >= 10**EXACT_DIGITS:
        raise ValueError(f"a number of more than {EXACT_DIGITS} digits, whose last ones the spreadsheet has dropped")
    if not whole:
        return repr(value)
    text = str(int(value))
    return text.zfill(len(form)) if ZEROS.fullmatch(form) else text


def written(title: str, rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> bytes:
    """A workbook with one sheet, headings first; ``numbers`` says which columns hold numbers, all other cells are text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            cell = sheet.cell(number, column + 1)
            _write(cell, text, numbers[column] and number > 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E3E7EC")
    for column, head in enumerate(rows[0]):
        longest = max(len(row[column]) for row in rows)
        width = NUMBER_WIDTH if numbers[column] else NOTE_WIDTH if longest > 2 * TEXT_WIDTH else TEXT_WIDTH
        sheet.column_dimensions[get_column_letter(column + 1)].width = max(width, 2 * len(head) if not head.isascii() else len(head) + 1)
    sheet.freeze_panes = "B2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(cell: Any, text: str, number: bool) -> None:
    """A number as a number where a spreadsheet keeps all its digits, all else as text, also what looks like a formula."""
    if number and (value := _kept(text)) is not None:
        cell.value = value
    elif text:
        cell.value, cell.data_type, cell.number_format = text, "s", "@"


def _kept(text: str) -> float | None:
    """The number in a text; None where there is none, or where a spreadsheet would round it."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if float(f"{value:.{EXACT_DIGITS}g}") == value else None
