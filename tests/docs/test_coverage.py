"""Each row of the coverage page points to levers, to something measured or asked, and to a test, and all of them exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commsim.metrics.registry import METRICS
from commsim.scenario.counts import COLUMN
from commsim.scenario.describe import levers

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "coverage.md").read_text(encoding="utf-8")
KEYS = {lever.path.replace("[]", "") for lever in levers()}
EXPERIMENTS = {path.stem for path in (ROOT / "experiments").rglob("*.yaml")}
ROWS_AT_LEAST = {"The theory they share": 5, "Levers a planner sets": 20, "Rules for adapting the strategy": 6, "Numbers": 10, "Cases": 13}


def rows(page: str = PAGE) -> list[tuple[str, list[list[str]]]]:
    """What each row is about, and the names in code in its other columns."""
    lines = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("|---")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [(row[0], [re.findall(r"`([^`]+)`", cell) for cell in row[1:]]) for row in cells if "`" in "".join(row)]


def is_lever(name: str) -> bool:
    plain = name.replace("[]", "")
    return any(f"{key}.".startswith(f"{plain}.") for key in KEYS)


def is_measured(name: str) -> bool:
    experiment = name.removeprefix("experiment=")
    return experiment in EXPERIMENTS if experiment != name else name in METRICS or name in COLUMN


def is_test(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    return file.is_file() and (not function or re.search(rf"^def {function}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_row_points_to_what_exists(row):
    _, (keys, measured, tests) = row
    assert keys and measured and tests
    assert [name for name in keys if not is_lever(name)] == []
    assert [name for name in measured if not is_measured(name)] == []
    assert [name for name in tests if not is_test(name)] == []


def test_what_does_not_exist_is_seen():
    assert is_lever("strategy.ads") and not is_lever("strategy.adds") and not is_lever("strategy.ads.per")
    assert is_measured("orders") and is_measured("experiment=official_account") and not is_measured("experiment=luck")
    assert is_test("tests/docs/test_coverage.py::test_what_does_not_exist_is_seen") and not is_test("tests/docs/test_coverage.py::test_no")


@pytest.mark.parametrize("title", ROWS_AT_LEAST)
def test_no_part_of_the_documents_is_left_out(title):
    part = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    assert len(rows(part)) >= ROWS_AT_LEAST[title]
