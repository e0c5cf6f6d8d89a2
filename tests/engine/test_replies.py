"""The race for replies against its definition, candidate by candidate in plain Python."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from commsim.day.attend import list_openers
from commsim.day.reply import LEAST_WEIGHT, MOST_WEIGHT, REPLY, fastest, line_up, line_up_interest, race
from commsim.world import columns as c
from commsim.world.draws import uniform
from commsim.world.handle import handle_of
from commsim.world.kernel import entry
from commsim.world.state import State, allocate, with_work
from helpers.scenarios import still, variant

SMALL, DAY, TOPIC, THREAD, POSTER = 180, 3, 2, 1, 17


@cache
def compiled():
    """The race as a function that Python can call; returns who replies."""

    def run(s, limit):
        h = handle_of(s)
        list_openers(h, 0)
        line_up(h, 0, DAY)
        line_up_interest(h, 0, TOPIC)
        race(h, 0, POSTER, TOPIC, THREAD)
        return fastest(h, 0, POSTER, limit)

    return entry(run, "test-race")


def group_of(seed: int) -> State:
    """A group of 180, of whom about two thirds opened, some silenced, some without sociability."""
    made = with_work(allocate([variant(still(), {"community.groups.capacity": 200})], [1], 3), 256)
    random = np.random.default_rng(seed)
    made.group["used"] = SMALL
    made.work[c.OPENED, :SMALL] = random.random(SMALL) < 0.67
    made.work[c.OPENED, POSTER] = 1
    made.luck[: c.UPPER + 1, :SMALL] = random.integers(0, 2**32, (2, SMALL), dtype=np.uint32)
    made.trait[c.SOCIABILITY, :SMALL] = random.lognormal(0, 1.5, SMALL) * (random.random(SMALL) < 0.9)
    made.taste[:, :SMALL] = random.random((len(made.taste), SMALL))
    made.count[c.SILENCED_UNTIL, :SMALL] = np.where(random.random(SMALL) < 0.1, DAY + 1, DAY)
    return made


def by_hand(s: State, limit: float) -> list[int]:
    """Sort all candidates by time and take the first three under the limit."""
    times = []
    for j in range(SMALL):
        weight = min(s.trait[c.SOCIABILITY, j] * s.taste[TOPIC, j], MOST_WEIGHT)
        if s.work[c.OPENED, j] > 0 and j != POSTER and s.count[c.SILENCED_UNTIL, j] <= DAY and weight > 0:
            lower = s.luck[c.LOWER, POSTER] ^ s.luck[c.UPPER, j]
            upper = np.uint32((int(s.luck[c.UPPER, POSTER]) + int(s.luck[c.LOWER, j])) % 2**32)
            times.append((uniform(lower, upper, np.uint32(REPLY + THREAD)) / weight, j))
    return [j for time, j in sorted(times) if time < limit][:3]


@pytest.mark.parametrize("limit", [0.0, 0.005, 0.02, 0.1, 1.0])
def test_the_fastest_three_reply(limit: float):
    lengths = set()
    for seed in range(30):
        state = group_of(seed)
        with np.errstate(over="ignore"):
            found = [j for j in compiled()(state, np.float32(limit)) if j >= 0]
            assert found == by_hand(state, limit)
        lengths.add(len(found))
    assert lengths == {0.0: {0}, 1.0: {3}}.get(limit, lengths) and max(lengths) <= 3


def test_no_luck_lets_a_weight_of_nothing_reply():
    least_time = np.float32(2.0**-24) / LEAST_WEIGHT
    assert np.isfinite(least_time) and least_time > 1e20


def test_openers_are_listed_with_their_places():
    state = group_of(1)
    compiled()(state, np.float32(0.1))
    openers = np.flatnonzero(state.work[c.OPENED, :SMALL])
    assert state.group["openers"][0] == openers.size
    assert (state.lists[c.OPENERS, : openers.size] == openers).all()
    assert (state.lists[c.PLACE, openers] == np.arange(openers.size)).all()
