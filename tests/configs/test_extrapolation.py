"""A run beyond what the model was tried on is warned about, in both languages; shipped experiments never are."""

import re

import pytest

from commsim.scenario import places
from commsim.scenario.changes import parsed
from commsim.scenario.checks import warnings
from commsim.scenario.describe import levers, values
from commsim.scenario.experiment import load
from commsim.scenario.overrides import Axis

TRIED = {lever.path: lever for lever in levers() if lever.tried is not None}
STAGES = "strategy.stages=[{name: season, day: 3, lasts: 9, changes: ['strategy.ads.per_week=50', 'strategy.ads.per_week*=9']}]"


def said(config) -> list[str]:
    return [advice["en"] for advice in warnings(config) if "extrapolated" in advice["en"]]


@pytest.mark.parametrize(
    ("override", "start"),
    [
        ("days=1095", "days: 1095; the model was tried only up to 365 (days)"),
        ("community.groups.capacity=5000", "community.groups.capacity: 5000; the model was tried only up to 1000 (members)"),
        ("strategy.ads.per_week=70", "strategy.ads.per_week: 70; the model was tried only up to 14 (ads/week)"),
        (STAGES, "strategy.stages.0.changes: strategy.ads.per_week: 50; the model was tried only up to 14"),
    ],
)
def test_beyond_what_was_tried_is_said(compose, override, start):
    (advice,) = said(compose([override]))
    assert advice.startswith(start)


def test_the_end_of_what_was_tried_is_not_beyond(compose):
    numbers = [f"{path}={lever.tried:g}" for path, lever in TRIED.items() if "[]" not in path]
    assert said(compose(numbers)) == []


def test_it_is_said_in_chinese_too(compose):
    (advice,) = [one["zh"] for one in warnings(compose(["strategy.ads.per_week=50"]))]
    assert advice == "strategy.ads.per_week（每周广告条数）：50；模型只检验到14，超出部分属于外推，结果仅供参考"


def test_what_a_sweep_reaches_is_said_once():
    experiment = load("moderation", sweep=["strategy.ads.per_week=1,20,20.5"])
    assert [advice["en"].partition(";")[0] for advice in experiment.warnings] == [
        "strategy.ads.per_week: 20",
        "strategy.ads.per_week: 20.5",
    ]


def test_an_arm_beyond_is_said(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        'question: {en: "?", zh: "？"}\nbase: {}\nprimary: revenue\nmargin: 1.0\n'
        "arms: {few: [], many: [strategy.ads.per_week=60], do_nothing: [strategy=do_nothing]}\n",
        encoding="utf-8",
    )
    assert [advice["en"].partition(";")[0] for advice in load(file).warnings] == ["strategy.ads.per_week: 60"]


def _reached() -> dict[str, float]:
    """The highest value of each key that a shipped experiment takes, in an arm, at a point of its sweep, or by a stage."""
    found = dict.fromkeys((_form(path) for path in TRIED), 0.0)
    for name in places.experiments():
        experiment = load(name)
        points = [experiment.at({axis.path: value}) for axis in experiment.axes for value in axis.values]
        for scenario in [one for arms in (experiment.arms, *points) for one in arms.values()]:
            stages = [parsed(text) for _, texts in values(scenario, "strategy.stages[].changes") for text in texts]
            sizes = [(path, value) for path in TRIED if path != "days" for _, value in values(scenario, path)]
            for path, value in [*sizes, *((one.path, one.value) for one in stages if one.path in TRIED)]:
                found[_form(path)] = max(found[_form(path)], value)
        found["days"] = max(found["days"], 0.0 if name.startswith("validation/") else experiment.config.days)
    return found


def _form(path: str) -> str:
    """One name for the forms of events, which share their range."""
    return re.sub(r"events\.\w+\.", "events.*.", path)


def test_shipped_experiments_reach_at_least_half_of_what_was_tried_and_none_goes_beyond():
    reached = _reached()
    assert {path: value for path, value in reached.items() if not lever_of(path).tried / 2 <= value <= lever_of(path).tried} == {}


def lever_of(form: str):
    return next(lever for path, lever in TRIED.items() if _form(path) == form)


def test_a_sweep_of_an_experiment_from_python_knows_its_points():
    from commsim.scenario.experiment import along

    swept = along(load("moderation"), (Axis("strategy.ads.per_week", (1.0, 30.0)),))
    assert [advice["en"].partition(";")[0] for advice in swept.warnings] == ["strategy.ads.per_week: 30"]
    assert swept.question["en"] == "What changes with: ads per group and week? (moderation)"
    assert swept.question["zh"] == "改变每周广告条数，结果会怎样？（moderation）"
    assert swept.answer == {}


@pytest.mark.parametrize(("overrides", "kept"), [(["market.product.price=49"], False), (["days=60"], False), (["replicates=4"], True)])
def test_the_answer_written_to_an_experiment_is_kept_only_for_its_own_settings(overrides, kept):
    assert bool(load("official_account", overrides).answer) is kept
