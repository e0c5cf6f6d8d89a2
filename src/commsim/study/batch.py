"""One batch of jobs: run together, job by job if that fails, and checked before anything is believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.frames import outcomes
from commsim.record.record import Record
from commsim.scenario.counts import COLUMN
from commsim.scenario.schema import Scenario
from commsim.study.jobs import FAILED, INVALID

LONGEST_ERROR = 300
"""Characters of an error's text that are kept in the job table."""

SIGNED = [COLUMN["satisfaction_sum"], COLUMN["experience_sum"]]
"""Columns that may be negative; everywhere else a negative count means that a state was not a number."""


class Engine(Protocol):
    """What runs worlds: commsim.simulate.simulate, or a stand-in for tests."""

    def __call__(
        self,
        scenarios: Sequence[Scenario],
        seeds: Sequence[int],
        days: int,
        threads: int = 1,
        progress: Callable[[int], None] | None = None,
    ) -> Record:
        """The record of the worlds scenarios[i] with seeds[i]."""


@dataclass(frozen=True)
class Task:
    """Jobs to run in one call: same length, any scenarios."""

    keys: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    days: int

    def parts(self, size: int) -> list[Task]:
        """The same jobs in tasks of at most `size`."""
        starts = range(0, len(self.keys), size)
        return [
            Task(self.keys[first : first + size], self.scenarios[first : first + size], self.seeds[first : first + size], self.days)
            for first in starts
        ]


@dataclass(frozen=True)
class Done:
    """Results of finished jobs, in the order of keys.

    seconds   float64 [jobs], share of the batch's time
    outcomes  float64 [jobs, metrics], nan where undefined
    tenure    int64 [jobs, 3, days + 1], as in Record
    daily     int64 [jobs, days, counts], as in Record; None where days were not asked for
    """

    keys: tuple[str, ...]
    seconds: NDArray[np.float64]
    outcomes: NDArray[np.float64]
    tenure: NDArray[np.int64]
    daily: NDArray[np.int64] | None


@dataclass(frozen=True)
class Failure:
    """A job that gave no valid result: its key, FAILED, KILLED or INVALID, and why."""

    key: str
    status: str
    error: str


@dataclass(frozen=True)
class Ran:
    """What became of a task: results of the jobs that finished, and the failures."""

    done: tuple[Done, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Way:
    """How a task is run; never changes a result. daily: whether days are kept."""

    engine: Engine
    threads: int
    daily: bool


def run(task: Task, way: Way, progress: Callable[[int], None] | None = None) -> Ran:
    """Run a task. A batch that raises is tried again job by job, so that one bad job costs nobody else's result."""
    try:
        return _together(task, way, progress)
    except Exception as error:
        if len(task.keys) == 1:
            return Ran((), (Failure(task.keys[0], FAILED, _text(error)),))
    ran = [run(job, way) for job in task.parts(1)]
    return Ran(tuple(done for one in ran for done in one.done), tuple(failure for one in ran for failure in one.failures))


def _together(task: Task, way: Way, progress: Callable[[int], None] | None) -> Ran:
    start = perf_counter()
    record = way.engine(task.scenarios, task.seeds, task.days, threads=way.threads, progress=progress)
    if (record.worlds, record.days) != (len(task.keys), task.days):
        raise ValueError(f"asked for {len(task.keys)} worlds of {task.days} days, got {record.worlds} of {record.days}")
    values = outcomes(record).to_numpy(dtype=np.float64)
    sound = _sound(record, values)
    kept = np.flatnonzero(sound)
    seconds = np.full(kept.size, (perf_counter() - start) / max(len(task.keys), 1))
    keys = tuple(task.keys[row] for row in kept)
    done = Done(keys, seconds, values[kept], record.tenure[kept], record.daily[kept] if way.daily else None)
    failures = tuple(
        Failure(task.keys[row], INVALID, "a state is not a number, a count negative or an outcome infinite")
        for row in np.flatnonzero(~sound)
    )
    return Ran((done,) if keys else (), failures)


def _sound(record: Record, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Worlds whose numbers can be. Where processors turn nan into the most negative integer, it shows in the counts of any day."""
    unsigned = np.delete(record.daily, SIGNED, axis=2)
    possible = (unsigned >= 0).all(axis=(1, 2)) & (record.tenure >= 0).all(axis=(1, 2))
    sane = record.daily[:, :, SIGNED] > np.iinfo(np.int64).min
    finite = np.ones(record.worlds, np.bool_) if record.finite is None else record.finite
    return np.asarray(finite & possible & sane.all(axis=(1, 2)) & ~np.isinf(values).any(axis=1))


def _text(error: BaseException) -> str:
    """An error in one line."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= LONGEST_ERROR else text[: LONGEST_ERROR - 1] + "…"
