"""Jobs run once, in any batches, by any executor, with the same results; failures are named and counted."""

from __future__ import annotations

import os

import numpy as np
import pytest

from commsim.metrics.registry import METRICS
from commsim.scenario.counts import COLUMN
from commsim.study.execute import execute
from commsim.study.jobs import Case, plan
from commsim.study.store import Store

POISON = 3
"""Seed that a faulty engine cannot take."""


@pytest.fixture
def jobs(experiment):
    return plan([Case(arm, 0, scenario) for arm, scenario in experiment.arms.items()], range(1, 7), 12, "m")


@pytest.fixture
def runner(experiment):
    def chosen(**values):
        return experiment.config.runner.model_copy(update={"executor": "serial", "workers": 2, "batch": 4} | values)

    return chosen


def equal(left, right) -> bool:
    arrays = [(left.outcomes, right.outcomes), (left.tenure, right.tenure), (left.daily, right.daily)]
    return list(left.rows) == list(right.rows) and all(np.array_equal(a, b, equal_nan=True) for a, b in arrays)


def test_results_stand_in_the_order_of_the_table(jobs, runner, engine):
    results = execute(jobs, runner(), engine)
    assert results.jobs["status"].eq("ok").all()
    assert results.jobs["seconds"].gt(0).all()
    alone = engine(jobs.scenarios[7:8], [jobs.table["seed"][7]], 12)
    np.testing.assert_array_equal(results.daily[7], alone.daily[0])
    assert results.outcomes.shape == (18, len(METRICS))


@pytest.mark.parametrize("batch", [1, 5, 1_000])
@pytest.mark.parametrize("executor", ["serial", "threads"])
def test_batches_and_executors_change_nothing(jobs, runner, engine, calls, executor, batch):
    expected = execute(jobs, runner(batch=7), engine)
    calls.clear()
    assert equal(execute(jobs, runner(executor=executor, batch=batch), engine), expected)
    assert max(worlds for worlds, _ in calls) == min(batch, 18)
    assert {threads for _, threads in calls} == {1 if executor == "serial" else 2}


def test_processes_change_nothing(jobs, runner, engine):
    assert equal(execute(jobs, runner(executor="loky"), engine), execute(jobs, runner(), engine))


def test_arms_that_are_the_same_run_once(experiment, runner, engine, calls):
    same = plan([Case("a", 0, experiment.arms["today"]), Case("b", 0, experiment.arms["today"])], range(3), 12, "m")
    results = execute(same, runner(batch=100), engine)
    assert calls == [(3, 1)]
    np.testing.assert_array_equal(results.outcomes[:3], results.outcomes[3:])
    assert results.jobs["status"].eq("ok").all()


def test_finished_jobs_are_not_run_again(jobs, runner, engine, calls, tmp_path):
    first = execute(jobs, runner(), engine, Store(tmp_path))
    calls.clear()
    assert equal(execute(jobs, runner(), engine, Store(tmp_path)), first)
    assert calls == []


def test_a_damaged_store_costs_time_and_nothing_else(jobs, runner, engine, calls, tmp_path):
    first = execute(jobs, runner(), engine, Store(tmp_path))
    damaged = sorted(tmp_path.glob("*.parquet"))[0]
    damaged.write_bytes(damaged.read_bytes()[:-40])
    calls.clear()
    with pytest.warns(UserWarning, match="damaged"):
        again = execute(jobs, runner(), engine, Store(tmp_path))
    assert equal(again, first)
    assert 0 < sum(worlds for worlds, _ in calls) < 18


def test_progress_counts_to_the_end_and_never_back(jobs, runner, engine, tmp_path):
    seen: list[tuple[int, int]] = []
    execute(jobs, runner(), engine, Store(tmp_path), progress=lambda finished, everything: seen.append((finished, everything)))
    assert seen[0] == (0, 18)
    assert seen[-1] == (18, 18)
    assert seen == sorted(seen)
    assert len(seen) >= 18  # the engine's own progress is passed on
    seen.clear()
    execute(jobs, runner(), engine, Store(tmp_path), progress=lambda finished, everything: seen.append((finished, everything)))
    assert seen == [(18, 18)]


@pytest.mark.parametrize("executor", ["serial", "threads", "loky"])
def test_a_job_that_fails_costs_nobody_elses_result(jobs, runner, engine, executor, tmp_path):
    poison = POISON

    def faulty(scenarios, seeds, days, threads=1, progress=None):
        if poison in seeds:
            raise ValueError(f"seed {poison}\nis poison")
        return engine(scenarios, seeds, days, threads, progress)

    results = execute(jobs, runner(executor=executor), faulty, Store(tmp_path))
    bad = results.jobs["seed"] == POISON
    assert results.jobs.loc[bad, "status"].eq("failed").all()
    assert results.jobs.loc[bad, "error"].eq("ValueError: seed 3 is poison").all()
    assert results.jobs.loc[~bad, "status"].eq("ok").all()
    assert results.jobs.loc[bad, "seconds"].isna().all()
    good = execute(jobs, runner(), engine)
    np.testing.assert_array_equal(results.outcomes, good.outcomes[~bad.to_numpy()])


def test_failed_jobs_are_tried_again_by_the_same_command(jobs, runner, engine, tmp_path, calls):
    def broken(scenarios, seeds, days, threads=1, progress=None):
        raise RuntimeError("nothing works")

    failed = execute(jobs, runner(), broken, Store(tmp_path))
    assert failed.jobs["status"].eq("failed").all()
    assert failed.outcomes.shape == (0, len(METRICS))
    assert failed.daily.shape[0] == 0
    assert execute(jobs, runner(), engine, Store(tmp_path)).jobs["status"].eq("ok").all()


@pytest.mark.parametrize(
    ("column", "value"), [("members", -1), ("trust_sum", np.iinfo(np.int64).min), ("satisfaction_sum", np.iinfo(np.int64).min)]
)
def test_impossible_numbers_are_invalid(jobs, runner, engine, column, value):
    def leaking(scenarios, seeds, days, threads=1, progress=None):
        record = engine(scenarios, seeds, days, threads, progress)
        record.daily[np.asarray(seeds) == POISON, 4, COLUMN[column]] = value
        return record

    results = execute(jobs, runner(), leaking)
    assert results.jobs.loc[results.jobs["seed"] == POISON, "status"].eq("invalid").all()
    assert results.jobs.loc[results.jobs["seed"] != POISON, "status"].eq("ok").all()
    assert len(results.outcomes) == 15


def test_negative_satisfaction_is_valid(jobs, runner, engine):
    def unhappy(scenarios, seeds, days, threads=1, progress=None):
        record = engine(scenarios, seeds, days, threads, progress)
        record.daily[:, :, COLUMN["satisfaction_sum"]] = -1_000
        return record

    assert execute(jobs, runner(), unhappy).jobs["status"].eq("ok").all()


def test_a_record_of_another_shape_is_refused(jobs, runner, engine):
    def short(scenarios, seeds, days, threads=1, progress=None):
        return engine(scenarios, seeds, days - 1, threads, progress)

    results = execute(jobs, runner(), short)
    assert results.jobs["status"].eq("failed").all()
    assert "got 1 of 11" in results.jobs["error"][0]


def test_interruption_keeps_what_is_finished(jobs, runner, engine, calls, tmp_path):
    def interrupted(scenarios, seeds, days, threads=1, progress=None):
        if len(calls) == 2:
            raise KeyboardInterrupt
        return engine(scenarios, seeds, days, threads, progress)

    with pytest.raises(KeyboardInterrupt):
        execute(jobs, runner(), interrupted, Store(tmp_path))
    calls.clear()
    execute(jobs, runner(), engine, Store(tmp_path))
    assert sum(worlds for worlds, _ in calls) == 18 - 2 * 4


def test_a_job_that_kills_its_worker_is_named_and_the_others_finish(jobs, runner, engine):
    parent, poison = os.getpid(), POISON

    def deadly(scenarios, seeds, days, threads=1, progress=None):
        if poison in seeds and os.getpid() != parent:
            os._exit(1)
        return engine(scenarios, seeds, days, threads, progress)

    small = plan([Case("today", 0, jobs.scenarios[0])], range(1, 7), 12, "m")
    results = execute(small, runner(executor="loky", batch=2), deadly)
    assert results.jobs["status"].tolist() == ["ok", "ok", "killed", "ok", "ok", "ok"]
    np.testing.assert_array_equal(results.outcomes[0], execute(small, runner(), engine).outcomes[0])


def test_days_are_left_out_where_nobody_wants_them(jobs, runner, engine, tmp_path):
    results = execute(jobs, runner(), engine, Store(tmp_path), daily=False)
    assert results.daily is None
    np.testing.assert_array_equal(results.outcomes, execute(jobs, runner(), engine).outcomes)


def test_a_plan_of_nothing(runner, engine, calls):
    empty = plan([], [], 12, "m")
    results = execute(empty, runner(), engine)
    assert len(results.jobs) == len(results.outcomes) == 0
    assert calls == []
