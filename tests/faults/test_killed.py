"""Kill -9 at random moments, the same command again until done: the table of an undisturbed run, each finished job executed once."""

from __future__ import annotations

import os
import signal
import time

import numpy as np
import pytest

from faults.conftest import NEEDS_PROC, assert_same_results, eventually, kept, quick, session_of

RUNS = 5 * 6


def killed_at_random(start, run, folder, executor: str, moments: int) -> None:
    began = time.monotonic()
    assert run(*quick(f"runner={executor}", "output=undisturbed", "store=other"))[0] == 0
    longest, dice = time.monotonic() - began, np.random.default_rng(moments)
    for _ in range(moments):
        child = start(*quick(f"runner={executor}"))
        time.sleep(dice.uniform(0.2, longest))
        child.kill()
        child.communicate()
    code, errors = run(*quick(f"runner={executor}"))
    assert (code, "Traceback" in errors) == (0, False)
    assert len(kept(folder / "store")) == len(set(kept(folder / "store"))) == RUNS
    assert_same_results(folder / "run", folder / "undisturbed")
    assert run(*quick("runner=serial", "output=planted", "seed=2"))[0] == 0
    with pytest.raises(AssertionError):
        assert_same_results(folder / "run", folder / "planted")


@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_killed_a_few_times(start, run, tmp_path, executor):
    killed_at_random(start, run, tmp_path, executor, 3)


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_killed_at_fifty_moments(start, run, tmp_path, executor):
    killed_at_random(start, run, tmp_path, executor, 50)


@NEEDS_PROC
@pytest.mark.parametrize("moment", ["starting", "working"])
def test_who_kills_the_study_kills_its_workers(start, tmp_path, moment):
    child = start(*quick("runner=processes", "days=3650", "replicates=20"))
    eventually(lambda: workers_of(child) if moment == "starting" else kept(tmp_path / "store"))
    child.kill()
    eventually(lambda: not session_of(child.pid), seconds=10)


@NEEDS_PROC
def test_who_kills_the_first_command_kills_its_compiler(start, tmp_path):
    child = start(*quick(), COMMSIM_CACHE=str(tmp_path / "cache"))
    eventually(lambda: len(session_of(child.pid)) > 1)
    time.sleep(2)
    child.kill()
    eventually(lambda: not session_of(child.pid), seconds=20)


def workers_of(child) -> list[int]:
    return [pid for pid, command in session_of(child.pid).items() if "popen_loky" in command]


@NEEDS_PROC
def test_a_killed_worker_costs_a_batch_and_less_than_half_a_minute(start, run, tmp_path):
    assert run(*quick("runner=serial", "output=undisturbed", "store=other"))[0] == 0
    child = start(*quick("runner=processes", "days=40", "runner.batch=1"))
    eventually(lambda: kept(tmp_path / "store"))
    os.kill(workers_of(child)[0], signal.SIGKILL)
    killed = time.monotonic()
    _, errors = child.communicate(timeout=100)
    assert time.monotonic() - killed < 30
    assert (child.returncode, "Traceback" in errors) == (0, False)
    assert len(set(kept(tmp_path / "store"))) == RUNS
    assert_same_results(tmp_path / "run", tmp_path / "undisturbed")
    assert not workers_of(child)
