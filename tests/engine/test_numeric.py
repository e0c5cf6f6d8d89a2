"""The kernel's own small functions against NumPy and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from commsim.day.measure import inequality
from commsim.day.trust import moved
from commsim.operate.budget import fen
from commsim.operate.programme import EVEN, due
from commsim.world.kernel import entry
from commsim.world.numeric import BLOCK, exp, listed, quantile, saturate, unit

F = np.float32


def test_exp_is_accurate():
    x = np.linspace(-16, 16, 40_001).astype(F)
    ours = np.array([exp(value) for value in x], np.float64)
    assert np.abs(ours / np.exp(x.astype(np.float64)) - 1).max() < 1e-5


def test_exp_beyond_its_range_is_its_end_and_float32():
    assert exp(F(50)) == exp(F(16)) and exp(F(-50)) == exp(F(-16))
    assert isinstance(exp(F(1)), float | np.float32)


def test_exp_of_nothing_is_exactly_one():
    assert exp(F(0)) == 1.0


def test_exp_rises():
    x = np.linspace(-16, 16, 4001).astype(F)
    assert (np.diff([exp(value) for value in x]) > 0).all()


@pytest.mark.parametrize(("x", "half", "y"), [(0, 0, 0), (0, 5, 0), (5, 5, 0.5), (15, 5, 0.75), (1e9, 1, 1)])
def test_saturate(x, half, y):
    assert saturate(F(x), F(half)) == pytest.approx(y, abs=1e-6)


@pytest.mark.parametrize(("x", "y"), [(-1, 0), (0.25, 0.25), (7, 1)])
def test_unit(x, y):
    assert unit(F(x)) == y


def test_quantile_follows_its_table():
    grid = np.clip(np.linspace(0, 1, 257), 1e-4, 1 - 1e-4)
    table = stats.beta.ppf(grid, 2, 5).astype(F)
    u = np.linspace(0.01, 0.99, 981).astype(F)
    assert np.abs(np.array([quantile(table, value) for value in u]) - stats.beta.ppf(u, 2, 5)).max() < 3e-3
    assert quantile(table, F(2.0**-24)) >= table[0] and quantile(table, F(1 - 2.0**-24)) <= table[-1]


@pytest.mark.parametrize("rate", [0.0, 0.1, 3 / 7, 1.0, 2.5, 10.0])
def test_items_fall_due_at_their_rate_and_evenly(rate):
    days = [due(rate, day, EVEN) for day in range(210)]
    assert sum(days) == pytest.approx(210 * rate, abs=0.51)
    assert max(days) - min(days) <= 1
    assert due(rate, -1, EVEN) == 0


def test_money_is_rounded_to_fen():
    assert [fen(12.34), fen(0.005), fen(0.004), fen(0.0), fen(1e9)] == [1234, 1, 0, 0, 10**11]


def test_trust_is_lost_faster_than_gained():
    half, gain, loss = F(0.5), F(0.02), F(0.06)
    up, down = moved(half, F(1), F(0), gain, loss) - half, half - moved(half, F(0), F(1), gain, loss)
    assert down == pytest.approx(3 * up, rel=1e-4)


@pytest.mark.parametrize(("trust", "good", "bad"), [(0, 0, 1e9), (1, 1e9, 0), (0.5, 1e9, 1e9), (1, 0, 0)])
def test_trust_stays_in_its_range(trust, good, bad):
    assert 0 <= moved(F(trust), F(good), F(bad), F(1), F(1)) <= 1


def test_inequality_by_hand():
    gini, top = inequality(np.array([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]))
    assert gini == pytest.approx(0) and top == pytest.approx(0.1)
    gini, top = inequality(np.array([1] * 9 + [91]))
    assert gini == pytest.approx(0.81) and top == pytest.approx(0.91)


def list_them(column, places):
    return listed(column, places)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 1])
@pytest.mark.parametrize("size", [0, 1, BLOCK, 3 * BLOCK + 7])
def test_listed_are_all_above_0_in_order(share, size):
    column = (np.random.default_rng(size).random(size) < share).astype(F)
    places = np.full(size, -1, np.int32)
    count = entry(list_them, "test-listed")(column, places)
    assert places[:count].tolist() == np.flatnonzero(column).tolist()
