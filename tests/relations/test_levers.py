"""Each numeric lever moves the outcome that its row of the table names, in the direction named: a generated test a lever.

All worlds run in a few calls. Pairs share their seed; the means of off, on and double must come in order, and the difference between
double and off must have the right sign by a one-sided paired t-test at 1e-3: so often would a lever without effect pass by chance.
Levers of which only a change is claimed must give another record in every pair.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats

from commsim.record.record import Record
from commsim.scenario.describe import levers
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from helpers.lever_table import ANY, LEVERS, LIVELY, Row
from helpers.scenarios import default, variant

PAIRS, DAYS, FIRST_SEED = 10, 36, 11
ALARM = 1e-3
AT_ONCE = 1_500
"""Worlds in one call: more would take more memory than they save time."""
NUMERIC = ("number", "whole number", "true or false", "list of numbers")
PARTS = ("community.", "strategy.", "rules.", "market.")
LATE = 6


def numeric_levers() -> list[str]:
    """Every key that a planner or a market sets to numbers."""
    return [lever.path for lever in levers(Scenario) if lever.path.startswith(PARTS) and lever.type in NUMERIC]


def scenarios(path: str) -> list[Scenario]:
    """The world of a lever at each of its three values."""
    row = LEVERS[path]
    world = variant(default(), {**LIVELY, **row.world})
    keys = row.at or (path.replace("[]", ".*"),)
    return [variant(world, dict.fromkeys(keys, value)) for value in row.values]


@cache
def records() -> dict[str, np.ndarray]:
    """Daily record of each lever's worlds, [3 values, pairs, days, columns]."""
    paths = [path for path in numeric_levers() if path in LEVERS]
    worlds = [scenario for path in paths for one in scenarios(path) for scenario in [one] * PAIRS]
    seeds = [*range(FIRST_SEED, FIRST_SEED + PAIRS)] * (3 * len(paths))
    parts = []
    for start in range(0, len(worlds), AT_ONCE):
        chunk = slice(start, start + AT_ONCE)
        parts.append(simulate(worlds[chunk], seeds[chunk], DAYS, threads=2).daily)
    daily = np.concatenate(parts).reshape(len(paths), 3, PAIRS, DAYS, -1)
    return dict(zip(paths, daily, strict=True))


def outcome(daily: np.ndarray, name: str) -> np.ndarray:
    """An outcome of each world, [3 values, pairs]; 0 where a denominator is 0."""
    when, _, columns = name.rpartition(":")
    days = {"": slice(None), "first": slice(0, 1), "last": slice(-1, None), "late": slice(-LATE, None)}[when]
    flat = Record(daily.reshape(-1, *daily.shape[2:])[:, days], np.zeros((0, 3, 0), np.int64))
    top, _, bottom = columns.partition("/")
    value = flat[top].sum(axis=1).astype(float)
    if bottom:
        whole = flat[bottom].sum(axis=1)
        value = np.divide(value, whole, out=np.zeros_like(value), where=whole > 0)
    return value.reshape(daily.shape[:2])


def in_order(means: np.ndarray, sign: int) -> bool:
    """Whether on lies between off and double."""
    return bool((sign * np.diff(means) >= -1e-9 * np.abs(means).max()).all())


def right(values: np.ndarray, sign: int) -> bool:
    """Whether double is higher (sign +1) or lower than off in paired worlds, with on between them; values [3, pairs]."""
    differences = sign * (values[2] - values[0])
    if not (differences != 0).any():
        return False
    certain = np.ptp(differences) == 0 or stats.ttest_1samp(differences, 0.0, alternative="greater").pvalue < ALARM
    return bool(differences.mean() > 0 and certain and in_order(values.mean(axis=1), sign))


def moved(daily: np.ndarray, row: Row) -> bool:
    """Whether a lever does what its row says; daily [3, pairs, days, columns]."""
    if row.sign == ANY:
        return bool((daily[2] != daily[0]).any(axis=(1, 2)).all())
    return right(outcome(daily, row.outcome), row.sign)


def test_every_numeric_lever_has_a_row():
    assert sorted(set(numeric_levers()) ^ set(LEVERS)) == []


@pytest.mark.parametrize("path", numeric_levers())
def test_the_lever_moves_its_outcome(path: str):
    row = LEVERS[path]
    means = outcome(records()[path], row.outcome).mean(axis=1)
    assert moved(records()[path], row), f"{row.outcome} at {row.values}: {means.tolist()}, wanted sign {row.sign:+d}"


@pytest.mark.parametrize("path", ["strategy.ads.relevance", "market.product.price", "rules.mute_days"])
def test_the_wrong_sign_or_no_change_is_seen(path: str):
    row, daily = LEVERS[path], records()[path]
    assert not moved(daily, row._replace(sign=-row.sign))
    assert not moved(daily[[0, 0, 0]], row) and not moved(daily[[0, 0, 0]], row._replace(sign=ANY))
    assert not moved(daily[[0, 2, 1]], row) or (daily[1] == daily[2]).all()
