"""Ties by hand: strengthening, the weakest gives way, and a row given to a newcomer is never the old friend."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.day.leave import mourn
from commsim.world import columns as c
from commsim.world.handle import handle_of
from commsim.world.kernel import entry
from commsim.world.state import State, allocate, with_work
from commsim.world.ties import bond, strengthen
from helpers.scenarios import still, variant
from helpers.worlds import tiny_worlds

SMALL = 24


@cache
def compiled():
    """`bond`, `strengthen` and `mourn` as functions that Python can call."""

    def bond_them(s, a, b, step):
        bond(handle_of(s), a, b, step)

    def strengthen_one(s, a, b, step):
        strengthen(handle_of(s), a, b, step)

    def mourn_all(s, g, d):
        mourn(handle_of(s), g, d)

    return entry(bond_them, "test-bond"), entry(strengthen_one, "test-strengthen"), entry(mourn_all, "test-mourn")


@pytest.fixture
def state() -> State:
    """A group of 24 people without ties; keys fall from row to row."""
    made = with_work(allocate([variant(still(), {"community.groups.capacity": 200})], [1], 3), 256)
    made.key[:SMALL] = np.arange(SMALL, 0, -1)
    made.generation[:SMALL] = 1
    made.flag[c.PRESENCE, :SMALL] = c.PRESENT
    made.shown[:, :SMALL] = c.SHOWN_PRESENT
    made.group["used"] = SMALL
    made.world["open"] = 1
    return made


def friends(state: State, row: int) -> dict[int, float]:
    """Strength of the ties of a row, by the other's row."""
    held = state.tie[:, row] > 0
    return {int(other): float(strength) for other, strength in zip(state.tie_row[held, row], state.tie[held, row], strict=True)}


def tie(state: State, a: int, b: int, step: float) -> None:
    compiled()[0](state, a, b, np.float32(step))


def test_a_bond_ties_both_ends(state):
    tie(state, 0, 5, 0.2)
    assert friends(state, 0) == pytest.approx({5: 0.2}) and friends(state, 5) == pytest.approx({0: 0.2})


def test_a_bond_strengthens_toward_one(state):
    for n in range(1, 30):
        tie(state, 0, 5, 0.2)
        assert friends(state, 0)[5] == pytest.approx(1 - 0.8**n, rel=1e-5)
    assert len(friends(state, 0)) == 1


def test_the_weakest_tie_gives_way_to_a_stronger_one(state):
    for other in range(1, c.TIES + 1):
        tie(state, 0, other, 0.1 + 0.01 * other)
    tie(state, 0, 20, 0.3)
    assert set(friends(state, 0)) == {20, *range(2, c.TIES + 1)}


def test_a_weaker_tie_does_not_push_out_any(state):
    for other in range(1, c.TIES + 1):
        tie(state, 0, other, 0.5)
    tie(state, 0, 20, 0.4)
    assert set(friends(state, 0)) == set(range(1, c.TIES + 1))
    assert set(friends(state, 20)) == {0}


def test_of_equally_weak_ties_the_lowest_key_gives_way_wherever_it_stands(state):
    for other in (3, 7, 1, 8, 2, 5, 4, 6):
        tie(state, 0, other, 0.1)
    tie(state, 0, 20, 0.3)
    assert set(friends(state, 0)) == {20, 1, 2, 3, 4, 5, 6, 7}


def test_one_end_alone(state):
    compiled()[1](state, 0, 5, np.float32(0.2))
    assert friends(state, 0) and not friends(state, 5)


def test_a_newcomer_in_the_row_of_a_friend_is_a_stranger(state):
    tie(state, 0, 5, 0.5)
    state.generation[5] += 1
    tie(state, 0, 5, 0.2)
    held = {(int(g), round(float(t), 6)) for g, t in zip(state.tie_generation[:, 0], state.tie[:, 0], strict=True) if t > 0}
    assert held == {(1, 0.5), (2, 0.2)}


@pytest.mark.parametrize("gone", ["left", "removed", "row given away"])
def test_a_lost_friend_is_mourned_once(state, gone):
    tie(state, 0, 5, 0.5)
    tie(state, 0, 6, 0.3)
    if gone == "row given away":
        state.generation[5] += 1
    else:
        state.flag[c.PRESENCE, 5] = c.LEFT if gone == "left" else c.REMOVED
        state.shown[:, 5] = 0
    compiled()[2](state, 0, 1)
    assert state.state[c.GRIEF, 0] == pytest.approx(0.5) and set(friends(state, 0)) == {6}
    compiled()[2](state, 0, 2)
    assert 0 < state.state[c.GRIEF, 0] < 0.5


def test_a_friend_who_stays_is_not_mourned(state):
    tie(state, 0, 5, 0.5)
    compiled()[2](state, 0, 1)
    assert state.state[c.GRIEF, 0] == 0 and friends(state, 0) == pytest.approx({5: 0.5})


def test_ties_point_to_one_person_through_years_of_coming_and_going():
    """(row, generation) names one key for ever; a tie to it is to that key."""
    worlds = [variant(tiny_worlds()[3], {"behaviour.talk.base": 10.0}), tiny_worlds()[0]]
    run = allocate(worlds, [1, 2], 300)
    people: dict[tuple[int, int], int] = {}
    reused = tied = 0
    for day in range(300):
        run_fused(run, (0, 2), (day, day + 1))
        for row in np.flatnonzero(run.key):
            name, key = (int(row), int(run.generation[row])), int(run.key[row])
            assert people.setdefault(name, key) == key
            reused += name[1] > 1
        held = np.argwhere(run.tie > 0)
        names = {(int(run.tie_row[slot, row]), int(run.tie_generation[slot, row])) for slot, row in held}
        assert names <= set(people)
        tied += len(names)
    assert reused > 1000 and tied > 500
