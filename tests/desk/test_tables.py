"""Tables are read as they are written, or refused with line and column."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from commsim.desk import tables, workbook
from commsim.scenario.errors import ConfigError

TEXT = "编号,名称\n00123,早安\nNA,晚安\n"


def written(folder, content, name="t.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_give_the_same_rows(tmp_path, encoding):
    table = tables.read(written(tmp_path, TEXT.encode(encoding)))
    assert table.heads == ("编号", "名称")
    assert [row.cells for row in table.rows] == [("00123", "早安"), ("NA", "晚安")]
    assert [row.line for row in table.rows] == [2, 3]
    assert bool(table.notes) == (encoding == "gb18030")


def test_gb18030_is_said_with_sample_cells_but_not_with_personal_ones(tmp_path):
    path = written(tmp_path, TEXT.encode("gb18030"))
    assert "GB18030" in tables.read(path).notes[0]
    assert "早安" in tables.read(path).notes[0]
    assert "编号" in tables.read(path, private=True).notes[0]
    assert "早安" not in tables.read(path, private=True).notes[0]


WRONG = {
    "more cells": ("a,b\n1,2,3\n", "line 2: 3 cells; accepted: 2"),
    "fewer cells": ("a,b\n1,2\n3\n", "line 3: 1 cells; accepted: 2"),
    "heading twice": ("a,a\n1,2\n", "line 1, column 2: heading 'a' given twice"),
    "no heading": ("a,,c\n1,2,3\n", "line 1, column 2: no heading"),
    "nothing below": ("a,b\n", "no rows below the headings"),
    "empty": ("", "empty"),
    "open quote": ('a,b\n"1,2\n', "not CSV"),
    "replacement character": ("a,b\n1,\ufffd\n", "line 2, character 3: a replacement character"),
    "zero byte": ("a,b\n1,\0\n", "line 2, character 3: a zero byte"),
    "neither encoding": (b"a,b\n1,\xff\xff\n", "neither UTF-8"),
    "half of UTF-16": (b"\xff\xfea\x00b", "neither UTF-8"),
    "two delimiters": ("a,b;c\n1,2;3\n", "headings apart by commas or by semicolons"),
    "long cell": ("a,b\n1," + "x" * 10_001 + "\n", "line 2, column 2 (b): 10001 characters"),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_refused_in_one_line(tmp_path, content, said):
    with pytest.raises(ConfigError) as caught:
        tables.read(written(tmp_path, content))
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_lines_are_counted_through_cells_of_several_lines(tmp_path):
    table = tables.read(written(tmp_path, 'a,b\n"x\ny",1\nz,2\n'))
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("x\ny", "1")), (4, ("z", "2"))]


def test_semicolons_are_said(tmp_path):
    assert tables.read(written(tmp_path, "a;b\n1,5;2\n")).rows[0].cells == ("1,5", "2")
    assert "semicolons" in tables.read(written(tmp_path, "a;b\n1,5;2\n")).notes[0]


def test_too_large_a_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("commsim.desk.text.MOST_BYTES", 5)
    with pytest.raises(ConfigError, match="at most 5 bytes"):
        tables.read(written(tmp_path, TEXT))


CELL = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n'=+-@"), max_size=8)


@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_as_csv_is_read_back(rows, tmp_path_factory):
    if not all(any(cell.strip() for cell in row) for row in rows) or "\ufffd" in str(rows):
        return
    path = written(tmp_path_factory.mktemp("csv"), tables.to_csv([["a", "b"], *rows]).encode("utf-8-sig"))
    assert [list(row.cells) for row in tables.read(path).rows] == rows


def test_formulas_are_defused():
    assert tables.to_csv([["=1+1", "@x", "-5", "'x", "'=x"]]) == "'=1+1,'@x,-5,''x,''=x\r\n"


def sheet_of(folder, rows, forms=(), more=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place, form in forms:
        book.active[place].number_format = form
    for title in more:
        book.create_sheet(title).append(["x"])
    path = folder / "t.xlsx"
    book.save(path)
    return path


def test_cells_of_a_workbook_become_text(tmp_path):
    row = ["NA", 123, 0.25, dt.datetime(2026, 6, 18), dt.time(19, 30), 2.0]
    path = sheet_of(tmp_path, [list("abcdef"), row, [None] * 6, ["z"]], [("B2", "00000")])
    table = tables.read(path)
    assert table.rows[0].cells == ("NA", "00123", "0.25", "2026-06-18", "19:30", "2")
    assert table.rows[1] == tables.Row(4, ("z", "", "", "", "", ""))
    assert table.place(4, 1) == "line 4, column B (b)"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["a"], [1234567890123456789]], "line 2, column A: a number of more than 15 digits"),
        ([["a"], ["=1+1"]], "line 2, column A: a formula whose result is not stored"),
        ([["a"], ["x", "beyond"]], "line 2: 2 cells"),
    ],
)
def test_what_a_workbook_hides_is_refused(tmp_path, rows, said):
    with pytest.raises(ConfigError) as caught:
        tables.read(sheet_of(tmp_path, rows))
    assert said in str(caught.value)


def test_several_sheets_ask_for_one(tmp_path):
    path = sheet_of(tmp_path, [["a"], ["1"]], more=("二",))
    with pytest.raises(ConfigError, match="several sheets: Sheet, 二; accepted: --sheet NAME"):
        tables.read(path)
    assert tables.read(path, "Sheet").rows[0].cells == ("1",)
    with pytest.raises(ConfigError, match="is no sheet"):
        tables.read(path, "third")


def test_a_workbook_that_defines_entities_is_refused(tmp_path):
    path = sheet_of(tmp_path, [["a"], ["1"]])
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            new.writestr(part, content)
    path.write_bytes(stream.getvalue())
    with pytest.raises(ConfigError, match="XML with a document type"):
        tables.read(path)


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    with pytest.raises(ConfigError, match=r"\.xlsx file"):
        tables.read(written(tmp_path, content, "t.xlsx"))


def test_a_written_workbook_holds_no_formula(tmp_path):
    path = written(tmp_path, workbook.written("x", [["a", "n"], ["=1+1", "0.5"]], [False, True]), "t.xlsx")
    assert tables.read(path).rows[0].cells == ("=1+1", "0.5")
