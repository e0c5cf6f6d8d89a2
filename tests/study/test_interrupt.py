"""Ctrl-C and kill −9: what is finished is kept, nothing is left behind, the same command goes on to the same table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

SCRIPT = """
import os, sys, time
sys.path[:0] = {path!r}
from pathlib import Path
import numpy as np

def engine(scenarios, seeds, days, threads=1, progress=None):
    from commsim.record.counts import COUNTS
    from commsim.record.record import Record
    time.sleep(float(os.environ["NAP"]))
    for seed in seeds:
        with open(Path({folder!r}) / f"ran-{{seed}}", "a") as file:
            file.write(f"{{os.getpid()}}\\n")
    daily = np.stack([np.random.default_rng(seed).integers(0, 99, size=(days, len(COUNTS))) for seed in seeds])
    return Record(daily, np.zeros((len(seeds), 3, days + 1), dtype=np.int64))

if __name__ == "__main__":
    from commsim.scenario.experiment import load
    from commsim.study.compare import compare
    overrides = ["runner.executor={executor}", "runner.batch=2", "runner.workers=2", "replicates=12", "days=3", "store={folder}/store"]
    experiment = load({experiment!r}, overrides)
    print("started", flush=True)
    compare(experiment, engine=engine, directory={folder!r} + "/run", progress=lambda done, of: print(done, of, flush=True))
"""

EXPERIMENT = """
question: {en: "?", zh: "？"}
base: {}
arms: {a: []}
no_do_nothing: a test
sweep: {strategy.content.quality: [0.1, 0.2]}
primary: members_end
margin: 0.0
"""
RUNS = 12


@pytest.fixture
def study(tmp_path):
    """start(executor, nap): a study of 12 runs in a process of its own, each batch of 2 taking `nap` seconds."""
    (tmp_path / "tiny.yaml").write_text(EXPERIMENT, encoding="utf-8")
    children = []

    def start(executor: str, nap: float) -> subprocess.Popen[str]:
        values = {"path": sys.path, "folder": str(tmp_path), "executor": executor, "experiment": str(tmp_path / "tiny.yaml")}
        (tmp_path / "study.py").write_text(SCRIPT.format(**values), encoding="utf-8")
        command = [sys.executable, str(tmp_path / "study.py")]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        children.append(subprocess.Popen(command, env={**os.environ, "NAP": str(nap)}, start_new_session=True, **pipes))
        return children[-1]

    yield start
    for child in children:
        if child.poll() is None:
            child.kill()
        child.communicate()


def wait_for(child: subprocess.Popen[str], finished: int) -> None:
    """Until the study has reported this many finished runs."""
    for line in child.stdout:
        if line[0].isdigit() and int(line.split()[0]) >= finished:
            return
    raise AssertionError(child.stderr.read())


def ran(folder: Path) -> dict[str, int]:
    """How often each seed was run to its end."""
    return {path.name: len(path.read_text().split()) for path in folder.glob("ran-*")}


def kept(folder: Path) -> list[str]:
    """Keys of the runs in the store."""
    return [key for path in (folder / "store").rglob("*.parquet") for key in pd.read_parquet(path, columns=["key"])["key"]]


def alive(folder: Path) -> set[int]:
    """Processes that ran something and still exist."""
    pids = {int(pid) for path in folder.glob("ran-*") for pid in path.read_text().split()}
    return {pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for left-over processes in /proc")
@pytest.mark.parametrize("executor", ["serial", "loky"])
def test_ctrl_c_keeps_what_is_finished_and_leaves_no_process(study, tmp_path, executor):
    child = study(executor, nap=0.4)
    wait_for(child, 4)
    pressed = time.monotonic()
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=30)
    assert time.monotonic() - pressed < 5
    assert "KeyboardInterrupt" in errors
    assert '"status": "interrupted"' in (tmp_path / "run" / "manifest.json").read_text()
    assert 4 <= len(kept(tmp_path)) < RUNS
    deadline = time.monotonic() + 5
    while alive(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(tmp_path)

    again = study(executor, nap=0.0)
    _, errors = again.communicate(timeout=60)
    assert again.returncode == 0, errors
    assert len(kept(tmp_path)) == len(set(kept(tmp_path))) == RUNS  # nothing that was kept ran again
    assert '"status": "complete"' in (tmp_path / "run" / "manifest.json").read_text()


def test_killed_twice_the_study_still_ends_in_the_same_table(study, tmp_path):
    for moment in (2, 6):
        child = study("serial", nap=0.2)
        wait_for(child, moment)
        child.kill()
        child.communicate()
    last = study("serial", nap=0.0)
    _, errors = last.communicate(timeout=60)
    assert last.returncode == 0, errors
    resumed = pd.read_parquet(tmp_path / "run" / "outcomes.parquet")
    assert sum(ran(tmp_path).values()) <= RUNS + 2 * 2  # at most the batch that was under way was run again, each time

    for path in (*tmp_path.glob("store/*/*.parquet"), *tmp_path.glob("run/*")):
        path.unlink()
    undisturbed = study("serial", nap=0.0)
    _, errors = undisturbed.communicate(timeout=60)
    assert undisturbed.returncode == 0, errors
    pd.testing.assert_frame_equal(resumed, pd.read_parquet(tmp_path / "run" / "outcomes.parquet"), check_exact=True)
