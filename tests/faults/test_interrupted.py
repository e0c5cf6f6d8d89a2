"""Ctrl-C once, while the program compiles, runs or draws: within five seconds saved, told how to go on, gone without a trace."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from faults.conftest import NEEDS_PROC, eventually, kept, quick, session_of, wait_for

GO_ON = "Interrupted. What was finished is kept; the same command goes on where it stopped.\n"
LARGE = ["community.groups={count: 800, capacity: 500, most: 900}", "community.initial_members=300000", "market.population=1e7"]


def press(child) -> str:
    """Ctrl-C as a terminal sends it: to all processes. What the program said after it."""
    pressed = time.monotonic()
    os.killpg(child.pid, signal.SIGINT)
    _, errors = child.communicate(timeout=100)
    assert time.monotonic() - pressed < 5
    assert child.returncode == 130
    assert errors.endswith(GO_ON)
    assert "Traceback" not in errors
    eventually(lambda: not session_of(child.pid), seconds=5)
    return errors


@NEEDS_PROC
def test_while_compiling(start, tmp_path):
    child = start(*quick(), COMMSIM_CACHE=str(tmp_path / "cache"))
    wait_for(child, "First run on this machine")
    time.sleep(3)
    assert len(session_of(child.pid)) > 1  # it compiles in a process of its own
    press(child)


@NEEDS_PROC
@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_while_worlds_of_minutes_run(start, tmp_path, executor):
    child = start(*quick(f"runner={executor}", "days=3650", "replicates=1", "runner.workers=2", *LARGE))
    wait_for(child, "into run")
    time.sleep(5)
    press(child)
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["status"] == "interrupted"


@NEEDS_PROC
@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_between_batches_what_is_finished_is_kept(start, run, tmp_path, executor):
    child = start(*quick(f"runner={executor}", "replicates=40", "days=180"))
    eventually(lambda: len(kept(tmp_path / "store")) >= 4)
    press(child)
    before = set(kept(tmp_path / "store"))
    assert 4 <= len(before) < 200
    assert run(*quick(f"runner={executor}", "replicates=40", "days=180", "runner.batch=100"))[0] == 0
    assert before <= set(kept(tmp_path / "store"))
    assert len(kept(tmp_path / "store")) == len(set(kept(tmp_path / "store"))) == 200


@NEEDS_PROC
def test_while_drawing_the_run_stays_finished(start, run, tmp_path):
    words = quick("report.charts=true", "days=200", "replicates=20", "runner=threads", "runner.batch=256")  # long enough for an assistant
    child = start(*words)
    wait_for(child, "Drawing charts")
    time.sleep(0.2)
    press(child)
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["status"] == "complete"
    assert run("report", "run")[0] == 0
