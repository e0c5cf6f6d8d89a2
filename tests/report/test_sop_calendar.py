"""The calendar of a strategy: texts neither cover one another nor leave the page, in both languages."""

import datetime as dt

import pytest

from commsim.desk.plan import FAMILIES, Cell, Entry, Plan
from commsim.desk.words import mapping
from commsim.report.charts.sop_calendar import COLOURS, sop_calendar
from commsim.report.font import lacking
from commsim.report.style import drawing
from report.overlap import overlaps, shown_texts

LONG = "20:00 a title that is far too long to stand in a cell of a calendar, however it is broken into lines"
DAYS = [Cell(day, dt.date(2026, 6, 1) + dt.timedelta(day), ()) for day in range(14)]


def plan(entries, newcomers=True):
    filled = [Cell(cell.day - 2, cell.date, tuple(entries) if cell.day % 3 == 2 else ()) for cell in DAYS]
    joined = tuple(Cell(day, None, tuple(entries[:2])) for day in range(9)) if newcomers else ()
    return Plan((tuple(filled[:7]), tuple(filled[7:])), joined, tuple(Entry(family, "content 4 a week") for family in FAMILIES), 3)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("number", [1, 5, 40])
def test_nothing_overlaps(language, number):
    families = list(FAMILIES)
    entries = [Entry(families[i % len(families)], LONG if i % 2 else "08:30 早安干货") for i in range(number)]
    with drawing():
        assert overlaps(sop_calendar(plan(entries), "mine", language)) == []


def test_what_does_not_fit_is_counted():
    entries = [Entry("content", f"08:{i:02d} x") for i in range(40)]
    with drawing():
        texts = [text.get_text() for text in shown_texts(sop_calendar(plan(entries, newcomers=False), "mine", "en"))]
    assert "and 28 more" in texts
    assert any("3 actions lie beyond" in text for text in texts)


def test_an_empty_strategy_says_so():
    with drawing():
        texts = [text.get_text() for text in shown_texts(sop_calendar(Plan((), (), (), 0), "do_nothing", "en"))]
    assert texts[0] == "do_nothing: nothing is planned"


def test_the_font_holds_every_word_that_is_drawn():
    choices = mapping("sop_words")["choices"]
    assert lacking("".join(entry["zh"] for column in ("kind", "weekday") for entry in choices[column].values())) == ""


def test_every_family_has_a_colour_of_its_own():
    assert len(set(COLOURS.values())) == len(FAMILIES)
