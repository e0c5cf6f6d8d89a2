"""The assumption ledger: every behaviour parameter with its ground and its influence, computed for the parameters there are."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from commsim.scenario.describe import levers
from commsim.scenario.experiment import load

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
DATA = json.loads((ROOT / "docs" / "influence.json").read_text(encoding="utf-8"))
BEHAVIOUR = [lever for lever in levers() if lever.role == "behaviour"]


def tool(name: str):
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("community", DATA["communities"])
def test_influence_is_known_of_every_parameter_and_of_no_other(community):
    assert set(DATA["communities"][community]) == {lever.path for lever in BEHAVIOUR}, "python tools/influence.py"


def test_the_ledger_has_a_row_with_value_range_ground_and_influence():
    for lever in BEHAVIOUR:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{lever.path}` |"))
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 8 and cells[1] and cells[2] and cells[3] and cells[-1]
        assert cells[5] in ("literature", "calibrated", "guess")


def test_a_large_swing_is_shown_and_noise_is_not(monkeypatch):
    docs = tool("make_docs")
    made_up = {"one": {"a": {"revenue": [-0.5, 0.01], "trust_mean": [0.02, 0.01]}}, "two": {"a": {"revenue": [0.25, 0.01]}}}
    monkeypatch.setattr(docs, "_influences", lambda: {"communities": made_up})
    assert docs.influence("a") == "revenue −50 %, revenue° +25 %"
    assert docs.influence("b") == "–"


def test_a_parameter_that_acts_has_a_swing_and_one_that_cannot_has_none(monkeypatch):
    """The price of a base chance to buy is felt in revenue; a parameter of what is not used changes no byte."""
    influence = tool("influence")
    used = [lever for lever in BEHAVIOUR if lever.path in ("behaviour.buy.base", "behaviour.trust.sharing")]
    monkeypatch.setattr(influence, "REPLICATES", 3)
    monkeypatch.setattr(influence, "DAYS", 40)
    monkeypatch.setattr(influence, "levers", lambda _: used)
    found = influence.influence(load("group_size", ["community.initial_members=100"]).config.scenario())
    assert found["behaviour.buy.base"]["revenue"][0] > 0.1
    assert found["behaviour.trust.sharing"]["revenue"] == [0.0, 0.0]
    assert np.isfinite([number for outcome in found["behaviour.buy.base"].values() for number in outcome]).all()
