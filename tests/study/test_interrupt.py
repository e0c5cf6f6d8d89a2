"""Ctrl-C, SIGTERM and kill −9: what is finished is kept, nothing is left behind, the same command goes on to the same table."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from helpers.processes import end

SCRIPT = """
import os, sys, time
sys.path[:0] = {path!r}
from pathlib import Path
import numpy as np

def engine(scenarios, seeds, days, threads=1, progress=None):
    from commsim.scenario.counts import COUNTS
    from commsim.record.record import Record
    time.sleep(float(os.environ["NAP"]))
    for seed in seeds:
        with open(Path({folder!r}) / f"ran-{{seed}}", "a") as file:
            file.write(f"{{os.getpid()}}\\n")
    daily = np.stack([np.random.default_rng(seed).integers(0, 99, size=(days, len(COUNTS))) for seed in seeds])
    return Record(daily, np.zeros((len(seeds), 3, days + 1), dtype=np.int64))

def study(executor, store, directory, progress=None):
    from commsim.scenario.experiment import load
    from commsim.study.compare import compare
    overrides = [f"runner.executor={{executor}}", "runner.batch=2", "runner.workers=2", "replicates=12", "days=3", f"store={{store}}"]
    return compare(load({experiment!r}, overrides), engine=engine, directory=directory, progress=progress)

def command(executor):
    import commsim.commands.ahead
    import commsim.commands.study
    from contextlib import contextmanager
    from commsim.cli import main

    @contextmanager
    def progress_bar():
        yield lambda done, of: print(done, of, flush=True)

    commsim.commands.ahead.engine_of = lambda config: engine
    commsim.commands.study.progress_bar = progress_bar
    overrides = [f"runner.executor={{executor}}", "runner.batch=2", "runner.workers=2", "replicates=12", "days=3"]
    folders = ["store='{folder}/store'", "output='{folder}/run'"]
    return main(["experiment={compared}", "report.charts=false", *overrides, *folders])

if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(command(sys.argv[1]))
    study(sys.argv[1], {folder!r} + "/store", {folder!r} + "/run", lambda done, of: print(done, of, flush=True))
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
COMPARED = EXPERIMENT.replace("arms: {a: []}", "arms: {a: [], b: [strategy.content.quality=0.1]}").replace(
    "sweep: {strategy.content.quality: [0.1, 0.2]}", "sweep: {}"
)
RUNS = 12


@pytest.fixture
def script(tmp_path) -> Path:
    """A study of 12 runs in batches of 2 as a program of its own, with its experiment."""
    (tmp_path / "tiny.yaml").write_text(EXPERIMENT, encoding="utf-8")
    path = tmp_path / "program.py"
    (tmp_path / "two.yaml").write_text(COMPARED, encoding="utf-8")
    files = {"experiment": str(tmp_path / "tiny.yaml"), "compared": str(tmp_path / "two.yaml")}
    path.write_text(SCRIPT.format(path=sys.path, folder=str(tmp_path), **files), encoding="utf-8")
    return path


@pytest.fixture
def start(script):
    """start(executor, nap, *more): the program in a process of its own, each batch taking `nap` seconds."""
    children = []

    def started(executor: str, nap: float, *more: str) -> subprocess.Popen[str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        environment = {**os.environ, "NAP": str(nap)}
        command = [sys.executable, str(script), executor, *more]
        child = subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=hears_ctrl_c, **pipes)  # noqa: PLW1509
        children.append(child)
        return children[-1]

    yield started
    end(children)


@pytest.fixture
def here(script, monkeypatch):
    """here(store, directory): the same study in this process, without naps."""
    monkeypatch.setenv("NAP", "0")
    study = runpy.run_path(str(script))["study"]
    return lambda store, directory: study("serial", store, directory)


def hears_ctrl_c() -> None:
    """In the child: Ctrl-C counts even where the tests themselves were started in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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


def assert_nobody_is_left(folder: Path) -> None:
    """Within five seconds every process that ran something has gone."""
    deadline = time.monotonic() + 5
    while alive(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(folder)


NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for left-over processes in /proc")


@NEEDS_PROC
@pytest.mark.parametrize("executor", ["serial", "loky"])
def test_sigterm_ends_a_command_as_ctrl_c_does(start, tmp_path, executor):
    child = start(executor, 0.4, "command")
    wait_for(child, 4)
    child.terminate()
    _, errors = child.communicate(timeout=30)
    assert child.returncode == 143
    assert errors.endswith("Interrupted. What was finished is kept; the same command goes on where it stopped.\n")
    assert '"status": "interrupted"' in (tmp_path / "run" / "manifest.json").read_text()
    assert 4 <= len(kept(tmp_path)) < 2 * RUNS
    assert_nobody_is_left(tmp_path)


@NEEDS_PROC
@pytest.mark.parametrize("executor", ["serial", "loky"])
def test_ctrl_c_keeps_what_is_finished_and_leaves_no_process(start, here, tmp_path, executor):
    child = start(executor, nap=0.4)
    wait_for(child, 4)
    pressed = time.monotonic()
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=30)
    assert time.monotonic() - pressed < 5
    assert "KeyboardInterrupt" in errors
    assert '"status": "interrupted"' in (tmp_path / "run" / "manifest.json").read_text()
    assert 4 <= len(kept(tmp_path)) < RUNS
    assert_nobody_is_left(tmp_path)

    here(tmp_path / "store", tmp_path / "run")
    assert len(kept(tmp_path)) == len(set(kept(tmp_path))) == RUNS  # nothing that was kept ran again
    assert '"status": "complete"' in (tmp_path / "run" / "manifest.json").read_text()


def kill_at(start, here, tmp_path, moments: list[int]) -> None:
    """Kill the study when so many runs have finished, each time it is started again; then let it end."""
    for moment in moments:
        child = start("serial", nap=0.2)
        wait_for(child, moment)
        child.kill()
        child.communicate()
    resumed = here(tmp_path / "store", tmp_path / "run")
    assert sum(ran(tmp_path).values()) <= RUNS + 2 * len(moments)  # at most the batch that was under way ran again, each time
    undisturbed = here(tmp_path / "another store", tmp_path / "another run")
    for name in ("outcomes", "daily", "comparison"):
        pd.testing.assert_frame_equal(getattr(resumed, name), getattr(undisturbed, name), check_exact=True)


def test_killed_the_study_still_ends_in_the_same_table(start, here, tmp_path):
    kill_at(start, here, tmp_path, [4])


@pytest.mark.slow
def test_killed_again_and_again_the_study_still_ends_in_the_same_table(start, here, tmp_path):
    kill_at(start, here, tmp_path, [0, 2, 3, 5, 6, 8, 10, 11])
