"""Golden runs: results change only on purpose (tools/update_golden.py, and a Regression line in the changelog)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "update_golden.py"
_spec = importlib.util.spec_from_file_location("update_golden", TOOL)
assert _spec and _spec.loader
golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(golden)


@pytest.mark.parametrize("experiment", golden.EXPERIMENTS)
def test_results_change_only_on_purpose(experiment: str) -> None:
    expected = json.loads(golden.GOLDEN.read_text(encoding="utf-8"))[experiment]
    assert golden.hashes(experiment) == expected, "run tools/update_golden.py if this change is meant, and say why in CHANGELOG.md"


def test_each_mechanism_changes_only_on_purpose() -> None:
    expected = json.loads(golden.GOLDEN.read_text(encoding="utf-8"))["mechanisms"]
    found = golden.hashes_of(golden.mechanisms())
    assert [name for name in found if found[name] != expected.get(name)] == [], "see above"
    assert set(found) == set(expected)


def test_arms_differ() -> None:
    hashes = json.loads(golden.GOLDEN.read_text(encoding="utf-8"))
    assert all(len(set(arms.values())) == len(arms) for arms in hashes.values())
