"""The real program in processes of its own, to be interrupted, killed and starved."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from helpers.processes import end

TABLES = ("outcomes", "daily", "retention")
Child = subprocess.Popen[str]
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def quick(*words: str) -> list[str]:
    """30 runs in batches of 2, without charts, stored in ./store: two seconds."""
    sizes = ["replicates=6", "days=40", "runner.batch=2", "runner.workers=2"]
    return ["experiment=moderation", *sizes, "report.charts=false", "output=run", "store=store", *words]


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[..., Child]]:
    """start(*words, folder=…, file_size=bytes, VARIABLE=text): `commsim words` in a folder of its own, in a session of its own."""
    children: list[Child] = []

    def started(*words: str, folder: Path = tmp_path, file_size: int | None = None, **environment: str) -> Child:
        def prepare() -> None:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # heard even where the tests themselves ignore it
            if file_size is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        command, env = [sys.executable, "-u", "-m", "commsim", *words], os.environ | environment
        children.append(subprocess.Popen(command, cwd=folder, env=env, start_new_session=True, preexec_fn=prepare, **pipes))  # noqa: PLW1509
        return children[-1]

    yield started
    end(children)


@pytest.fixture
def run(start) -> Callable[..., tuple[int, str]]:
    """run(*words, …): the program to its end; exit code and what it said on the error stream."""

    def ran(*words: str, **settings) -> tuple[int, str]:
        child = start(*words, **settings)
        _, errors = child.communicate(timeout=200)
        return child.returncode, errors

    return ran


def wait_for(child: Child, text: str) -> None:
    """Until the program has said a line that holds the text."""
    said = []
    for line in child.stderr:
        said.append(line)
        if text in line:
            return
    raise AssertionError("".join(said))


def eventually(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Until something holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def session_of(leader: int) -> dict[int, str]:
    """Living processes of a child's session and their command lines."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(session) == leader and state != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_text()
        except OSError:
            continue
    return found


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    """The results in a folder."""
    return {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES} | {"csv": pd.read_csv(folder / "comparison.csv")}


def assert_same_results(one: Path, other: Path) -> None:
    """The same rows, to the last bit."""
    left, right = tables(one), tables(other)
    for name in left:
        pd.testing.assert_frame_equal(left[name], right[name], check_exact=True)


def kept(store: Path) -> list[str]:
    """Keys of the jobs in a store, once for each time they were run to their end."""
    return [key for path in store.rglob("*.parquet") for key in pd.read_parquet(path, columns=["key"])["key"]]
