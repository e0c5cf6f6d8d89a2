"""Run the jobs that are missing, in batches, by the executor the runner names; every executor gives the same results."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.schema import Runner
from commsim.study.batch import Done, Engine, Failure, Ran, Task, Way, run
from commsim.study.jobs import KILLED, OK, Plan
from commsim.study.memory import fitting_batch
from commsim.study.pool import in_pool
from commsim.study.store import Store

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
"""progress(jobs finished, jobs in all)."""

Stream = Generator[Ran, None, None]
"""Results of tasks as they come; closing it stops what is still running."""

TASKS_PER_WORKER = 4
"""Tasks a process gets at least, so that none waits long for the last one."""


@dataclass(frozen=True)
class Results:
    """What became of a plan.

    jobs      the job table, with status, error and seconds
    rows      rows of the table that finished, in order
    outcomes  float64 [rows, metrics]
    tenure    int64 [rows, 3, days + 1]
    daily     int64 [rows, days, counts], or None where days were not asked for
    """

    jobs: pd.DataFrame
    rows: NDArray[np.intp]
    outcomes: NDArray[np.float64]
    tenure: NDArray[np.int64]
    daily: NDArray[np.int64] | None


def execute(
    plan: Plan, runner: Runner, engine: Engine, store: Store | None = None, daily: bool = True, progress: Progress | None = None
) -> Results:
    """Finish the plan: take what the store has, run the rest, keep each batch as soon as it is done.

    An interruption (Ctrl-C) is passed on after the batches finished so far have been kept; the same plan then goes on there.
    """
    report = progress or _quiet
    done = store.load(plan.table["key"], plan.days, daily) if store else []
    missing = _missing(plan, done)
    before, everything = sum(len(one.keys) for one in done), plan.table["key"].nunique()
    report(before, everything)
    failures: list[Failure] = []
    with closing(_ran(missing, runner, engine, daily, lambda worlds: report(before + worlds, everything))) as ran_tasks:
        for ran in ran_tasks:
            for one in ran.done:
                if store:
                    store.save(one)
                done.append(one)
            failures += ran.failures
    return _collect(plan, done, failures, daily)


def _quiet(_finished: int, _everything: int) -> None:
    """No progress shown."""


def _missing(plan: Plan, done: list[Done]) -> Task:
    """Jobs without a result, each key once though several arms may share it."""
    known = {key for one in done for key in one.keys}
    first = plan.table.drop_duplicates("key")
    rows = first.index[~first["key"].isin(known)]
    table = plan.table.loc[rows]
    return Task(tuple(table["key"]), tuple(plan.scenarios[row] for row in rows), tuple(int(seed) for seed in table["seed"]), plan.days)


def workers(runner: Runner) -> int:
    """Number of threads or processes the runner asks for; at least 1."""
    import joblib

    return int(runner.workers or joblib.cpu_count()) if runner.executor != "serial" else 1


def _ran(task: Task, runner: Runner, engine: Engine, daily: bool, progress: Callable[[int], None]) -> Stream:
    """Results task by task, as they come."""
    processes = workers(runner) if runner.executor == "loky" else 1
    size = fitting_batch(task.scenarios, task.days, runner.batch, processes)
    if runner.executor == "loky":
        return _in_processes(task, processes, size, Way(engine, 1, daily), progress)
    return _here(task, size, Way(engine, workers(runner), daily), progress)


def _here(task: Task, size: int, way: Way, progress: Callable[[int], None]) -> Stream:
    """In this process; the engine has its own threads."""
    finished = 0
    for part in task.parts(size):
        before = finished
        yield run(part, way, lambda worlds, before=before: progress(before + worlds))  # type: ignore[misc]
        finished += len(part.keys)
        progress(finished)


def _in_processes(task: Task, processes: int, size: int, way: Way, progress: Callable[[int], None]) -> Stream:
    """In worker processes. Tasks lost with a worker are tried again job by job; a job that dies alone is recorded as killed."""
    per_task = max(1, min(size, -(-len(task.keys) // (processes * TASKS_PER_WORKER))))
    finished = 0
    for ran in _with_second_chance(task.parts(per_task), processes, way):
        finished += sum(len(one.keys) for one in ran.done) + len(ran.failures)
        yield ran
        progress(finished)  # only now are they kept


def _with_second_chance(tasks: list[Task], processes: int, way: Way) -> Stream:
    """All tasks; those a worker took along are run job by job, then each job that was lost again by itself."""
    while tasks:
        lost, tasks = yield from in_pool(tasks, processes, way)
        jobs = [job for task in lost for job in task.parts(1)]
        while jobs:
            suspects, jobs = yield from in_pool(jobs, processes, way)
            for job in suspects:
                dead, _ = yield from in_pool([job], processes, way)
                if dead:
                    yield Ran((), (Failure(job.keys[0], KILLED, "its process died twice"),))


def _collect(plan: Plan, done: list[Done], failures: list[Failure], daily: bool) -> Results:
    """Results in the order of the table, whatever order they came in."""
    place = {key: position for position, key in enumerate(key for one in done for key in one.keys)}
    failed = {failure.key: failure for failure in failures}
    jobs = plan.table.copy()
    rows = np.flatnonzero(jobs["key"].isin(list(place)))
    order = [place[key] for key in jobs["key"].iloc[rows]]
    jobs["status"] = [OK if key in place else failed[key].status for key in jobs["key"]]
    jobs["error"] = ["" if key in place else failed[key].error for key in jobs["key"]]
    if not done:
        return _nothing(plan, jobs, daily)
    jobs.loc[jobs.index[rows], "seconds"] = np.concatenate([one.seconds for one in done])[order]
    return Results(
        jobs,
        rows,
        np.concatenate([one.outcomes for one in done])[order],
        np.concatenate([one.tenure for one in done])[order],
        np.concatenate([one.daily for one in done if one.daily is not None])[order] if daily else None,
    )


def _nothing(plan: Plan, jobs: pd.DataFrame, daily: bool) -> Results:
    """Results of a plan of which nothing finished."""
    from commsim.metrics.registry import METRICS
    from commsim.scenario.counts import COUNTS

    empty = np.zeros((0, plan.days, len(COUNTS)), dtype=np.int64) if daily else None
    tenure = np.zeros((0, 3, plan.days + 1), dtype=np.int64)
    return Results(jobs, np.zeros(0, dtype=np.intp), np.zeros((0, len(METRICS))), tenure, empty)
