"""A sweep: every point on the same seeds, the response by hand, the best point and its rivals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from commsim.metrics.amounts import Numbers
from commsim.scenario.errors import ConfigError
from commsim.scenario.overrides import Axis
from commsim.study.compare import compare
from commsim.study.files import read_run, read_sweep
from commsim.study.sweep import grid, sweep
from commsim.study.sweep_words import point_text

QUALITY = Axis("strategy.content.quality", (0.1, 0.5, 0.9))
PEOPLE = Axis("community.initial_members", (50, 100))
INERT = Axis("strategy.content.cost", (1.0, 2.0))


def test_grid_order():
    assert grid([QUALITY, PEOPLE])[:3] == [
        {"strategy.content.quality": 0.1, "community.initial_members": 50},
        {"strategy.content.quality": 0.1, "community.initial_members": 100},
        {"strategy.content.quality": 0.5, "community.initial_members": 50},
    ]


def test_tables_of_one_axis(experiment, engine):
    result = sweep(experiment, [QUALITY], engine=engine)
    assert result.complete
    assert result.arms == ("today",)
    assert result.points.to_dict("list") == {"point": [0, 1, 2], "strategy.content.quality": [0.1, 0.5, 0.9]}
    assert len(result.jobs) == len(result.outcomes) == 3 * 6
    assert result.jobs.groupby("replicate")["seed"].nunique().eq(1).all()
    assert result.outcomes.columns.tolist()[:3] == ["arm", "point", "replicate"]


def test_a_point_is_the_run_of_its_scenario(experiment, engine):
    """Point 0.9 of the baseline is the arm that sets 0.9, bit for bit: same key, same row."""
    swept, compared = sweep(experiment, [QUALITY], engine=engine), compare(experiment, engine=engine)
    point = swept.outcomes[swept.outcomes["point"] == 2].drop(columns=["arm", "point"]).reset_index(drop=True)
    arm = compared.outcomes[compared.outcomes["arm"] == "better"].drop(columns="arm").reset_index(drop=True)
    pd.testing.assert_frame_equal(point, arm, check_exact=True)
    assert swept.jobs["key"].tolist()[12:] == compared.jobs["key"].tolist()[12:]


def test_response_curve_by_hand(experiment, engine):
    result = sweep(experiment, [QUALITY], engine=engine)
    curve = result.response()
    assert curve["strategy.content.quality"].tolist() == [0.1, 0.5, 0.9]
    runs = result.outcomes[result.outcomes["point"] == 1]["membership_retention_d7"]
    assert curve["mean"][1] == pytest.approx(runs.mean())
    assert curve["mean_high"][1] - curve["mean"][1] == pytest.approx(
        2.570582 * runs.std() / np.sqrt(6), rel=1e-6
    )  # t, 5 degrees of freedom
    assert curve["mean"].is_monotonic_increasing
    assert curve["n"].tolist() == [6, 6, 6]
    assert curve["target"].tolist() == [0.6] * 3


def test_matrix_of_two_axes(experiment, engine):
    result = sweep(experiment, [QUALITY, PEOPLE], engine=engine)
    matrix = result.matrix("members_end")
    assert matrix.index.tolist() == [0.1, 0.5, 0.9]
    assert matrix.columns.tolist() == [50, 100]
    curve = result.response("members_end")
    assert matrix.loc[0.9, 100] == curve["mean"].iloc[5]
    with pytest.raises(ValueError, match="two axes"):
        sweep(experiment, [QUALITY], engine=engine).matrix()


def test_best_point_and_its_rivals(experiment, engine):
    best = sweep(experiment, [QUALITY], engine=engine).best()
    assert (best.point, best.values, best.n, best.points) == (2, {"strategy.content.quality": 0.9}, 6, 3)
    assert best.low < best.mean < best.high
    assert best.rivals == ()


def test_points_that_do_not_differ_are_rivals(experiment, engine):
    result = sweep(experiment, [QUALITY, INERT], engine=engine)
    best = result.best()
    assert best.values["strategy.content.quality"] == 0.9
    assert best.rivals == (5,)  # the same quality at the other cost, which the stand-in engine does not know


def test_the_lowest_point_is_best_where_lower_is_better(experiment, engine):
    assert sweep(experiment, [QUALITY], engine=engine).best("leave_rate").values == {"strategy.content.quality": 0.9}
    curve = sweep(experiment, [QUALITY], engine=engine).response("leave_rate")
    assert curve["mean"].idxmin() == 2


def test_a_metric_defined_nowhere_has_no_best(experiment, engine):
    result = sweep(replace(experiment, primary="conversion_30d"), [QUALITY], engine=engine)
    assert result.best() is None
    assert any("not defined at any point" in line for line in result.answer("en"))


def test_arms_on_demand(experiment, engine):
    result = sweep(experiment, [PEOPLE], engine=engine, arms=["today", "better"])
    assert result.arms == ("today", "better")
    assert len(result.jobs) == 2 * 2 * 6
    assert len(result.response()) == 4
    assert result.best(arm="better").mean > result.best(arm="today").mean


def test_an_arm_that_sets_the_swept_key_itself_is_refused(experiment, engine):
    with pytest.raises(ConfigError, match="changes nothing in better"):
        sweep(experiment, [QUALITY], engine=engine, arms=["better"])


def test_bad_requests_are_bad_input(experiment, engine):
    with pytest.raises(ConfigError, match="nothing to sweep"):
        sweep(experiment, [], engine=engine)
    with pytest.raises(ConfigError, match="did you mean better"):
        sweep(experiment, [PEOPLE], engine=engine, arms=["beter"])
    with pytest.raises(ConfigError, match=r"strategy\.content\.quality"):
        sweep(experiment, [Axis("strategy.content.quality", (0.5, 1.5))], engine=engine)


def test_a_grid_of_too_many_points_is_refused_before_any_is_composed(experiment, engine, calls):
    values = tuple(n / 100 for n in range(1_000))
    axes = [Axis(f"strategy.{path}", values) for path in ("ads.per_week", "offers.per_week", "content.per_week")]
    with pytest.raises(ConfigError, match="1000000000 points; accepted: at most 10000"):
        sweep(experiment, axes, engine=engine)
    assert calls == []


def test_points_share_the_store_with_comparisons(experiment, engine, settings, calls, tmp_path):
    stored = settings(experiment, store=tmp_path)
    compare(stored, engine=engine)
    calls.clear()
    sweep(stored, [QUALITY], engine=engine)
    assert calls == []  # 0.1, 0.5 and 0.9 are the arms


@pytest.mark.parametrize("executor", ["threads", "loky"])
def test_executors_and_batches_change_nothing(experiment, engine, settings, executor):
    serial = sweep(experiment, [QUALITY, PEOPLE], engine=engine)
    other = sweep(settings(experiment, executor=executor, batch=5, workers=2), [QUALITY, PEOPLE], engine=engine)
    pd.testing.assert_frame_equal(serial.outcomes, other.outcomes, check_exact=True)


def test_answer_names_the_point_and_warns_of_the_edge(experiment, engine):
    result = sweep(experiment, [QUALITY], engine=engine)
    text = "\n".join(result.answer("en"))
    assert "is best at craft of each item\u00a0=\u00a00.9" in text
    assert "at the end of the values tried (craft of each item)" in text
    assert "内容质量\u00a0=\u00a00.9" in "\n".join(result.answer("zh"))
    assert any("optimistic" in note["en"] for note in result.notes)


def test_options_of_a_config_group_and_lists_can_be_swept(experiment, engine, tmp_path):
    topics = tuple([0.0] * place + [1.0] + [0.0] * (7 - place) for place in (0, 1))
    axes = [Axis("strategy", ("steady", "do_nothing")), Axis("members.personas.0.taste", topics)]
    result = sweep(experiment, axes, engine=engine, directory=tmp_path)
    assert result.points["strategy"].tolist() == ["steady", "steady", "do_nothing", "do_nothing"]
    assert result.matrix().columns.tolist() == ["[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]", "[0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]"]
    assert not result.matrix().isna().any(axis=None)
    assert result.best().values["strategy"] in ("steady", "do_nothing")
    pd.testing.assert_frame_equal(read_sweep(tmp_path).response(), result.response(), check_exact=True)


def test_points_are_told_in_words():
    english = point_text({"a.b": 7.0, "c": 0.25, "d": "steady", "e": 3}, Numbers("en"))
    chinese = point_text({"strategy.ads.per_week": 7.0, "strategy": "steady"}, Numbers("zh"))
    texts = [text.replace("\u00a0", " ") for text in (english, chinese)]
    assert texts == ["a.b = 7, c = 0.25, d = steady, e = 3", "每周广告条数 = 7、strategy = steady"]


def test_folder_round_trip(experiment, engine, tmp_path):
    result = sweep(experiment, [QUALITY, PEOPLE], engine=engine, directory=tmp_path)
    back = read_sweep(tmp_path)
    for name in ("jobs", "points", "outcomes"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(result, name), check_exact=True)
    assert back.axes == result.axes == (QUALITY, PEOPLE)
    assert back.answer("zh") == result.answer("zh")
    assert type(read_run(tmp_path)) is type(result)
    assert {path.name for path in tmp_path.glob("*.csv")} == {"outcomes.csv", "response.csv"}
    again = sweep(back.experiment, engine=engine)
    pd.testing.assert_frame_equal(again.outcomes, result.outcomes, check_exact=True)


def test_the_folder_tells_a_comparison_from_a_sweep(experiment, engine, tmp_path):
    result = compare(experiment, engine=engine, directory=tmp_path)
    assert type(read_run(tmp_path)) is type(result)
