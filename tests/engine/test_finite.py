"""A state that is not a number is noticed, whichever it is and whether or not anything counts it."""

from __future__ import annotations

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.simulate import record_of, simulate
from commsim.study.batch import Task, Way, run
from commsim.world import columns as c
from commsim.world.state import allocate
from helpers.scenarios import default
from helpers.worlds import LENGTH, SPELLS, run_spells, tiny_worlds

DAYS, SICK = 6, 1
ARRAYS = [("state", place) for place in range(c.STATES)] + [("trait", 0), ("taste", 3), ("seen", 0), ("tie", 0)]


def run_with_nan(array: str, place: int):
    """Three worlds, in one of which a state of a member present is no number from the third day on."""
    state = allocate([default()] * 3, [1, 2, 3], DAYS)
    run_fused(state, (0, 3), (0, 2))
    first = int(state.world["row"][SICK])
    member = first + int(np.flatnonzero(state.flag[c.PRESENCE, first:] == c.PRESENT)[5])
    getattr(state, array)[place, member] = np.nan
    run_fused(state, (0, 3), (2, DAYS))
    return record_of(state, DAYS)


@pytest.mark.parametrize(("array", "place"), ARRAYS)
def test_what_is_no_number_makes_its_job_invalid_and_no_other(array, place):
    record = run_with_nan(array, place)
    ran = run(Task(("a", "b", "c"), (default(),) * 3, (1, 2, 3), DAYS), Way(lambda *_, **__: record, 1, False))
    assert [(failure.key, failure.status) for failure in ran.failures] == [("b", "invalid")]
    assert [key for done in ran.done for key in done.keys] == ["a", "c"]


def test_the_tiny_worlds_stay_numbers():
    worlds = tiny_worlds()
    assert record_of(run_spells(worlds, range(len(worlds)), SPELLS), LENGTH).finite.all()


def test_each_world_answers_for_itself():
    record = simulate([default()] * 3, [1, 2, 3], DAYS)
    assert record.finite.tolist() == [True] * 3
    assert record.select(slice(1, 3)).finite.tolist() == [True] * 2
