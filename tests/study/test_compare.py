"""A comparison from experiment to verdicts, with a stand-in engine whose effect is known."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from commsim.metrics.registry import METRICS
from commsim.scenario.counts import COUNTS
from commsim.study.compare import compare

FRAMES = ("outcomes", "daily", "retention", "comparison")


def row(result, arm: str, metric: str) -> pd.Series:
    table = result.comparison
    return table[(table["arm"] == arm) & (table["metric"] == metric)].iloc[0]


def test_frames_are_tidy(experiment, engine):
    result = compare(experiment, engine=engine)
    assert result.complete
    assert len(result.jobs) == 3 * 6
    assert result.outcomes.columns.tolist() == ["arm", "replicate", *METRICS]
    assert result.daily.columns.tolist()[:3] == ["arm", "replicate", "day"]
    assert {count.name for count in COUNTS} | {"cost", "trust_mean", "trust_sd"} <= set(result.daily.columns)
    assert len(result.daily) == 3 * 6 * 12
    assert result.retention.columns.tolist() == ["arm", "replicate", "day_after_joining", "eligible", "members", "active"]
    assert len(result.retention) == 3 * 6 * 13
    assert len(result.comparison) == 2 * len(METRICS)


def test_rows_belong_to_their_arm_and_replicate(experiment, engine):
    result = compare(experiment, engine=engine)
    record = engine([experiment.arms["better"]], [experiment.config.seed + 4], 12)
    mine = result.daily[(result.daily["arm"] == "better") & (result.daily["replicate"] == 4)]
    np.testing.assert_array_equal(mine["members"], record["members"][0])
    kept = result.retention[(result.retention["arm"] == "better") & (result.retention["replicate"] == 4)]
    np.testing.assert_array_equal(kept["members"], record.tenure[0, 1])


def test_the_arm_that_is_better_wins(experiment, engine):
    result = compare(experiment, engine=engine)
    assert row(result, "better", "membership_retention_d7")["verdict"] == "better"
    assert row(result, "do_nothing", "membership_retention_d7")["verdict"] == "worse"
    wide = result.outcomes.pivot(index="replicate", columns="arm", values="membership_retention_d7")
    low, high = stats.ttest_rel(wide["better"], wide["today"]).confidence_interval(0.95)
    better = row(result, "better", "membership_retention_d7")
    assert (better["difference_low"], better["difference_high"]) == pytest.approx((low, high))
    assert better["variance_ratio"] > 1  # the same luck in both arms


def test_undefined_metrics_stay_undefined(experiment, engine):
    result = compare(experiment, engine=engine)
    never = row(result, "better", "membership_retention_d30")  # runs last 12 days
    assert never["verdict"] == "undefined"
    assert (never["n_pairs"], never["n_failed"], never["n_undefined"]) == (0, 0, 6)
    assert np.isnan(never["difference"])


def test_adding_an_arm_or_replicates_leaves_other_rows_as_they_were(experiment, engine, settings):
    few = compare(settings(experiment, replicates=3), engine=engine)
    many = compare(experiment, engine=engine)
    kept = many.outcomes[many.outcomes["replicate"] < 3].reset_index(drop=True)
    pd.testing.assert_frame_equal(few.outcomes, kept, check_exact=True)


@pytest.mark.parametrize("executor", ["threads", "loky"])
def test_every_executor_gives_the_same_frames(experiment, engine, settings, executor):
    serial = compare(experiment, engine=engine)
    other = compare(settings(experiment, executor=executor, workers=2, batch=4), engine=engine)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(serial, name), getattr(other, name), check_exact=True)


def test_the_store_serves_the_next_comparison(experiment, engine, settings, calls, tmp_path):
    stored = settings(experiment, store=tmp_path / "store")
    first = compare(stored, engine=engine)
    calls.clear()
    again = compare(settings(stored, replicates=8), engine=engine)
    assert sum(worlds for worlds, _ in calls) == 3 * 2  # only the two new replicates
    pd.testing.assert_frame_equal(again.outcomes[again.outcomes["replicate"] < 6].reset_index(drop=True), first.outcomes, check_exact=True)


@pytest.mark.parametrize("status", ["failed", "killed", "invalid"])
def test_a_job_that_did_not_finish_validly_leaves_its_pair_out_and_is_said(experiment, engine, settings, status):
    parent, bad, better = os.getpid(), experiment.config.seed, experiment.arms["better"]

    def faulty(scenarios, seeds, days, threads=1, progress=None):
        record = engine(scenarios, seeds, days, threads, progress)
        for world, (scenario, seed) in enumerate(zip(scenarios, seeds, strict=True)):
            if scenario == better and seed == bad:
                if status == "failed":
                    raise ValueError("no")
                if status == "killed" and os.getpid() != parent:
                    os._exit(1)
                record.daily[world] = -7
        return record

    processes = {"executor": "loky", "workers": 2, "batch": 3} if status == "killed" else {}
    result = compare(settings(experiment, **processes), engine=faulty)
    assert result.jobs["status"].value_counts().to_dict() == {"ok": 17, status: 1}
    assert not result.complete
    sound = compare(experiment, engine=engine).outcomes
    kept = sound[(sound["arm"] != "better") | (sound["replicate"] > 0)].reset_index(drop=True)
    pd.testing.assert_frame_equal(result.outcomes, kept, check_exact=True)
    assert row(result, "better", "members_end")["n_pairs"] == 5
    assert row(result, "better", "members_end")["n_failed"] == 1
    assert row(result, "do_nothing", "members_end")["n_pairs"] == 6
    assert any("1 of 18 runs did not finish" in note["en"] for note in result.notes)


@pytest.mark.parametrize("days", [0, 1])
def test_very_short_runs_are_compared_as_far_as_they_go(experiment, engine, settings, days):
    result = compare(settings(experiment, days=days), engine=engine)
    assert row(result, "better", "membership_retention_d7")["verdict"] == "undefined"
    assert row(result, "better", "cost")["verdict"] == "practically equal"
    assert len(result.daily) == 18 * days
    assert result.answer("en")
    assert result.answer("zh")


def test_one_replicate_gives_no_interval_and_no_winner(experiment, engine, settings):
    result = compare(settings(experiment, replicates=1), engine=engine)
    only = row(result, "better", "membership_retention_d7")
    assert np.isnan(only["difference_low"])
    assert only["verdict"] == "tied"
    assert any("One run per arm" in note["en"] for note in result.notes)
