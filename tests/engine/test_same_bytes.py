"""Same scenario and seed, same bytes: however worlds are batched, threaded, executed or watched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from commsim.day.execute import begin_stepped, run_stepped
from commsim.scenario.counts import COUNTS
from commsim.simulate import record_of, simulate
from commsim.world.state import allocate
from helpers.scenarios import default, variant
from helpers.worlds import SPELLS, digest_of, digest_of_state, record_after, run_spells, tiny_worlds

TESTS = Path(__file__).resolve().parents[1]
DAYS = 40


def mixed() -> tuple[list, list[int]]:
    """Worlds of very different sizes with their seeds."""
    small = variant(default(), {"community.groups.count": 2, "community.initial_members": 100, "community.groups.capacity": 75})
    worlds = [*tiny_worlds(), default(), small, *tiny_worlds()]
    return worlds, list(range(100, 100 + len(worlds)))


def test_one_thread_and_two():
    worlds, seeds = mixed()
    assert digest_of(simulate(worlds, seeds, DAYS, threads=1)) == digest_of(simulate(worlds, seeds, DAYS, threads=2))


def test_alone_and_in_a_batch():
    worlds, seeds = mixed()
    batch = simulate(worlds, seeds, DAYS, threads=2)
    for number in range(len(worlds)):
        alone = simulate([worlds[number]], [seeds[number]], DAYS)
        assert digest_of(alone) == digest_of(batch.select(slice(number, number + 1))), number


def test_the_order_of_worlds_does_not_matter():
    worlds, seeds = mixed()
    forth, back = simulate(worlds, seeds, DAYS), simulate(worlds[::-1], seeds[::-1], DAYS)
    assert digest_of(forth) == digest_of(back.select(slice(None, None, -1)))


def test_twice():
    worlds, seeds = mixed()
    assert digest_of(simulate(worlds, seeds, DAYS)) == digest_of(simulate(worlds, seeds, DAYS))


def test_day_by_day_and_at_once():
    worlds = tiny_worlds()
    seeds = range(len(worlds))
    single = [(day, day + 1) for day in range(DAYS)]
    assert digest_of_state(run_spells(worlds, seeds, [(0, DAYS)])) == digest_of_state(run_spells(worlds, seeds, single))


def test_a_longer_run_begins_like_a_shorter_one():
    worlds, seeds = mixed()
    short, long = simulate(worlds, seeds, 20), simulate(worlds, seeds, DAYS)
    assert (short.daily == long.daily[:, :20]).all()


def stepped(worlds, seeds, days, hooks=None):
    """The state after a stepped run."""
    state = begin_stepped(allocate(worlds, seeds, days))
    for day in range(days):
        run_stepped(state, day, hooks)
    return state


def test_fused_and_stepped():
    worlds = tiny_worlds()
    seeds = list(range(len(worlds)))
    assert digest_of_state(run_spells(worlds, seeds, [(0, DAYS)])) == digest_of_state(stepped(worlds, seeds, DAYS))


def test_watching_changes_nothing():
    seen = []

    def watch(state, day):
        seen.append((day, int(state.group["members"].sum()), float(state.state.sum()), state.item.copy()))

    hooks = {f"{when}:{phase}": [watch] for when in ("before", "after") for phase in ("open", "talk", "buy", "measure")}
    worlds = tiny_worlds()[:2]
    assert digest_of_state(stepped(worlds, [1, 2], 10, hooks)) == digest_of_state(run_spells(worlds, [1, 2], [(0, 10)]))
    assert len(seen) == 10 * len(hooks)


def test_progress_changes_nothing_and_counts_all_worlds():
    told: list[int] = []
    worlds, seeds = mixed()
    watched = simulate(worlds, seeds, 10, threads=2, progress=told.append)
    assert digest_of(watched) == digest_of(simulate(worlds, seeds, 10))
    assert told == sorted(told) and told[-1] == len(worlds)


def test_another_seed_is_another_world():
    record = simulate([default()] * 4, [1, 2, 3, 1], 30)
    hashes = [digest_of(record.select(slice(w, w + 1))) for w in range(4)]
    assert len(set(hashes)) == 3 and hashes[0] == hashes[3]


def test_no_days_at_all():
    record = simulate([default()], [1], 0)
    assert record.daily.shape == (1, 0, len(COUNTS)) and record.tenure.shape == (1, 3, 1)


def test_the_tiny_worlds_reach_everything_that_is_counted():
    worlds = tiny_worlds()
    record = record_after(worlds, range(len(worlds)))
    assert [count.name for count in COUNTS if not record[count.name].any()] == []


def test_the_tiny_worlds_are_tiny():
    worlds = tiny_worlds()
    record = record_after(worlds, range(len(worlds)))
    assert record["groups_open"].max() <= 4
    assert record["members"].max() <= 100
    assert sum(last - first for first, last in SPELLS) <= 20


def test_compiled_and_not():
    """The kernel as plain Python gives the same bytes; the worlds reach every branch (see above)."""
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ["PYTHONPATH"]])}
    ran = subprocess.run([sys.executable, "-m", "helpers.interpreted"], env=env, capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    worlds = tiny_worlds()
    state = run_spells(worlds, range(len(worlds)))
    assert not told["compiled"]
    record = record_of(state, SPELLS[-1][1])
    differ = [count.name for count in COUNTS if int(np.abs(record[count.name]).sum()) != told["sums"][count.name]]
    assert differ == []
    assert told["digest"] == digest_of_state(state)
