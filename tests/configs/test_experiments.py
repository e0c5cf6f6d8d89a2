"""Every shipped experiment loads; a file that is wrong says so in one line."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import commsim
from commsim.metrics.frames import outcomes
from commsim.metrics.registry import METRICS
from commsim.scenario import places, strict_yaml
from commsim.scenario.errors import ConfigError
from commsim.scenario.experiment import hidden, load
from commsim.scenario.experiment_file import ExperimentFile
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate

NAMES = tuple(places.experiments())
PLANNERS = tuple(name for name in NAMES if "/" not in name)
"""What a planner asks; experiments in folders serve validation."""
BRANDS = {
    *("luckin", "perfect_diary", "genki_forest", "three_squirrels", "master_kong", "coca_cola", "mengniu"),
    *("uni_president", "nongfu_spring", "daliyuan"),
}
TYPES = {"official_account", "fast_moving_goods", "durable_goods", "saas", "new_consumer_brand", "health_food_community"}
QUESTIONS = {
    *("group_size", "one_big_or_five_small", "vip_admission", "ad_group", "helpers", "moderation", "ad_frequency"),
    *("early_or_gradual_monetisation", "incentives_on_and_off", "monetisation_forms", "group_buying", "sales_season"),
    *("second_product", "product_range"),
    *("twelve_month_plan", "first_four_months", "adaptive_or_fixed", "winback", "crisis"),
}
ASKED_FOR = BRANDS | TYPES | QUESTIONS
DAYS = 8
SMALLEST_IMAGE, LARGEST_IMAGE = 5_000, 60_000

SMALL = """
question: {en: "Why?", zh: "为什么？"}
base: {strategy: steady}
arms: {today: [], do_nothing: [strategy=do_nothing]}
primary: revenue
margin: 1
"""


@pytest.fixture(scope="module")
def shipped():
    return {name: load(name) for name in NAMES}


@pytest.fixture
def small(tmp_path):
    """Loads the small experiment with some lines replaced or added."""

    def write(changed: str = "", replace: tuple[str, str] = ("", ""), **options):
        path = tmp_path / "mine.yaml"
        path.write_text(SMALL.replace(*replace) + changed, encoding="utf-8")
        return load(path, **options)

    return write


def test_those_asked_for_are_there():
    assert set(NAMES) >= ASKED_FOR | {"ad_frequency_by_group_size"}


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_experiment_is_complete(name, shipped):
    experiment = shipped[name]
    assert experiment.name == name.rpartition("/")[2]
    assert all(isinstance(arm, Scenario) for arm in experiment.arms.values())
    assert list(experiment.arms)[1:2] == ["do_nothing"] or experiment.no_do_nothing
    assert set(experiment.labels) == set(experiment.arms) == set(experiment.changes)
    assert all(label["en"] and label["zh"] for label in experiment.labels.values())
    assert experiment.primary in METRICS
    assert set(experiment.targets) <= set(METRICS)
    assert experiment.warnings == () or name.startswith("validation/")
    assert len(experiment.arms) > 1 or experiment.axes
    assert len({arm.model_dump_json() for arm in experiment.arms.values()}) == len(experiment.arms)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_experiment_opens_with_its_question(name):
    first = places.experiment_file(name).read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith("# ")
    assert first.endswith("?")


def test_the_readme_lists_them_all():
    text = (places.experiment_folders()[-1] / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"| `{name}` |" not in text] == []


def gallery() -> dict[str, str]:
    """The entries of the gallery by name."""
    text = (places.experiment_folders()[-1] / "README.md").read_text(encoding="utf-8").partition("<!-- gallery: made by")[2]
    parts = re.split(r"^### `(\w+)`$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_gallery_asks_and_answers_each_question(shipped):
    entries = gallery()
    assert set(entries) == set(PLANNERS)
    for name, entry in entries.items():
        assert shipped[name].question["en"] in entry
        assert METRICS[shipped[name].primary].label["en"] in re.findall(r"\*\*(.+?)\.\*\*", entry)[0]


@pytest.mark.parametrize("name", PLANNERS)
def test_the_gallery_has_a_small_chart_of_each(name):
    image = Path(__file__).resolve().parents[2] / "docs" / "images" / "experiments" / f"{name}.png"
    assert f"](../docs/images/experiments/{name}.png)" in gallery()[name]
    assert SMALLEST_IMAGE < image.stat().st_size < LARGEST_IMAGE


@pytest.mark.parametrize("name", NAMES)
def test_every_arm_of_every_experiment_runs_a_few_days(name, shipped):
    arms = shipped[name].arms
    record = simulate(list(arms.values()), [1] * len(arms), DAYS)
    values = outcomes(record)
    assert (record["members"] > 0).all()
    assert not np.isinf(values.to_numpy(dtype=float)).any()
    posted = {arm for arm, items in zip(arms, record["brand_items"].sum(axis=1), strict=True) if items > 0}
    assert posted == (set(arms) - {"do_nothing"} if name in PLANNERS else set())


@pytest.mark.parametrize("name", sorted(BRANDS))
def test_a_brand_is_a_reading_of_documents_with_a_product_of_its_own(name, shipped):
    assert "project's reading" in places.experiment_file(name).read_text(encoding="utf-8")
    assert [other for other in BRANDS if shipped[other].config.market.product == shipped[name].config.market.product] == [name]


@pytest.mark.parametrize(
    ("name", "arm", "asked"),
    [
        ("adaptive_or_fixed", "adaptive", {("group", "weekly_active_rate", "below", 0.3), ("group", "participation_rate", "below", 0.2)}),
        ("crisis", "prepared", {("community", "trust", "below", 0.4), ("community", "joined_public", "below", 3.0)}),
    ],
)
def test_rules_of_adaptation_are_as_the_documents_have_them(name, arm, asked, shipped):
    rules = {(rule.scope, rule.metric, rule.when, rule.threshold) for rule in shipped[name].arms[arm].strategy.triggers}
    assert asked <= rules


def test_doing_nothing_differs_from_the_baseline_only_in_what_the_brand_does(shipped):
    for experiment in (one for one in shipped.values() if not one.no_do_nothing):
        baseline, nothing = experiment.arms[experiment.baseline], experiment.arms["do_nothing"]
        assert nothing.strategy != baseline.strategy
        assert nothing.strategy.acquisition.effort == baseline.strategy.acquisition.effort
        for part in ("community", "rules", "members", "market", "behaviour"):
            assert getattr(nothing, part) == getattr(baseline, part)


def test_the_default_experiment_has_the_documents_targets(shipped):
    experiment = shipped["official_account"]
    assert experiment.targets == {"activity_retention_d30": 0.3, "conversion_30d": 0.08}
    assert experiment.primary == "activity_retention_d30"
    assert list(experiment.arms)[:3] == ["today", "do_nothing", "plan"]


def test_behaviour_is_shared_by_all_experiments(shipped):
    assert len({arm.behaviour.model_dump_json() for experiment in shipped.values() for arm in experiment.arms.values()}) == 1


def test_overrides_reach_every_arm(shipped):
    experiment = load("official_account", ["days=3", "rules.mute_days=9"])
    assert experiment.config.days == 3
    assert {arm.rules.mute_days for arm in experiment.arms.values()} == {9}
    assert shipped["official_account"].config.days == 210


def test_an_experiment_here_hides_the_shipped_one(tmp_path, monkeypatch):
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "moderation.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert list(load("moderation").arms) == ["today", "do_nothing"]
    assert set(places.experiments()) == set(NAMES)


def test_a_link_that_leaves_the_folder_is_refused(tmp_path, monkeypatch):
    (tmp_path / "elsewhere.yaml").write_text(SMALL, encoding="utf-8")
    folder = tmp_path / "here" / "experiments"
    folder.mkdir(parents=True)
    (folder / "linked.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(ConfigError, match="a link that leads out of its folder"):
        load("linked")


def test_a_name_never_leads_out_of_the_folders(tmp_path, monkeypatch):
    (tmp_path / "secret.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "experiments").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("../secret", "/etc/passwd", "", "moderation/../moderation", "https://example.org/x"):
        with pytest.raises(ConfigError, match="unknown"):
            load(name)


def test_a_file_of_ones_own_is_named_after_its_file(small):
    experiment = small()
    assert experiment.name == "mine"
    assert experiment.baseline == "today"
    assert experiment.labels["today"] == {"en": "today", "zh": "today"}
    assert experiment.changes == {"today": (), "do_nothing": ("strategy=do_nothing",)}


def test_a_file_name_with_anything_in_it_makes_a_harmless_name(tmp_path):
    path = tmp_path / "会员 .. v2;rm.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert load(path).name == "会员_v2_rm"


BAD = {
    "unknown key": ("primery: x", "mine.yaml: primery: unknown key", "did you mean primary?"),
    "unknown language": ("answer: {en: x, zh: y, de: z}", "answer.de: unknown key", "accepted: en, zh"),
    "missing language": ("answer: {en: x}", "answer.zh: missing", "accepted: text"),
    "text for a number": ("targets: {revenue: much}", "targets.revenue: 'much'", "numbers by metric"),
    "goal in percent": ("goals: {revenue: 25}", "goals.revenue: 25", "shares from -1 to 10 by metric, {metric: 0.25} for 25 %"),
    "goal as text": ("goals: {revenue: +25%}", "goals.revenue: '+25%'", "shares from -1 to 10"),
    "goal and target": ("targets: {revenue: 5}\ngoals: {revenue: 0.2}", "goals.revenue: has a target as well", "one of the two"),
    "number for text": ("no_do_nothing: 3", "no_do_nothing: 3", "text"),
    "label of no arm": ("labels: {todya: {en: x, zh: y}}", "labels.todya: no such arm", "did you mean today?"),
    "unknown group": ("set: [strategies=steady]", "set: strategies: unknown key", "did you mean strategy?"),
    "both": ("no_do_nothing: because", "no_do_nothing: given though there is a do_nothing arm", "one of the two"),
    "sweep of an unknown key": ("sweep: {strategy.ads.per_weak: [1]}", "strategy.ads.per_weak: unknown key", "strategy.ads.per_week"),
    "sweep out of range": ("sweep: {strategy.ads.per_week: [1, 71]}", "strategy.ads.per_week: 71", "number from 0 to 70"),
    "sweep of the same twice": ("sweep: {strategy.ads.per_week: [1, 1]}", "strategy.ads.per_week: [1, 1]", "different values"),
    "sweep of nothing": ("sweep: {strategy.ads.per_week: []}", "strategy.ads.per_week: []", "one or more"),
    "sweep of days": ("sweep: {days: [1, 2]}", "days: cannot be swept", "community"),
    "sweep that contradicts": ("sweep: {community.groups.capacity: [10, 500]}", "community.groups.capacity=10", "do not fit"),
    "days out of range": ("days: -1", "days: -1", "whole number from 0 to 36500"),
    "yaml": ("days: 1:30", "days: '1:30'", "quotes around it"),
    "code": ("_target_: os.system", "would be code", "plain data"),
}


@pytest.mark.parametrize(("line", "wrong", "right"), BAD.values(), ids=BAD)
def test_a_bad_line_is_said_in_one_line(line, wrong, right, small):
    with pytest.raises(ConfigError) as caught:
        small(line)
    assert wrong in str(caught.value)
    assert right in str(caught.value)
    assert "\n" not in str(caught.value)


BAD_REPLACED = {
    "unknown option": (("strategy: steady", "strategy: stedy"), "base: strategy: 'stedy' is no option", "did you mean steady?"),
    "unknown base": (("{strategy: steady}", "{strategie: steady}"), "strategie: unknown config group", "did you mean strategy?"),
    "missing": (("margin: 1", ""), "margin: missing", "number from 0"),
    "negative margin": (("margin: 1", "margin: -1"), "margin: -1", "number from 0"),
    "no do-nothing arm": ((", do_nothing: [strategy=do_nothing]", ", b: []"), "arms: no do_nothing arm", "no_do_nothing: why"),
    "do nothing first": (("today: [], ", ""), "arms: do_nothing comes first", "the baseline first"),
    "arm name": (("today: []", "To-Day: []"), "arms.To-Day: no name", "small letters"),
    "arm as text": (("today: []", "today: days=1"), "arms.today: 'days=1'", "overrides by arm"),
    "arm changes days": (("today: []", "today: [days=1]"), "arms.today: days: an arm cannot change it", "strategy"),
    "arm of a typo": (("today: []", "today: [strategy.ads.per_weak=1]"), "arms.today: strategy.ads.per_weak", "strategy.ads.per_week"),
    "arm out of range": (("today: []", "today: [strategy.notify=2]"), "arms.today: strategy.notify: 2", "number from 0 to 1"),
    "arm contradicts": (("today: []", "today: [community.groups.most=1]"), "arm today: ", "community.groups.most: 1 is below"),
    "unquoted Chinese": (("today: []", "today: [strategy.content.form=视频]"), "not understood", "two pairs of quotes"),
}


@pytest.mark.parametrize(("replace", "wrong", "right"), BAD_REPLACED.values(), ids=BAD_REPLACED)
def test_a_bad_part_is_said_in_one_line(replace, wrong, right, small):
    with pytest.raises(ConfigError) as caught:
        small(replace=replace)
    assert wrong in str(caught.value)
    assert right in str(caught.value)


JSON = st.recursive(
    st.text(max_size=6) | st.integers() | st.floats() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(ExperimentFile.model_fields)), JSON)
def test_any_value_of_any_key_is_fine_or_said(key, value):
    tree = strict_yaml.parse(SMALL, "small") | {key: value}
    try:
        ExperimentFile.parse(tree, "small")
    except ConfigError as error:
        assert str(error).startswith("small: ")


def test_without_doing_nothing_the_reason_is_kept(small):
    experiment = small("no_do_nothing: both arms are about rules", (", do_nothing: [strategy=do_nothing]", ", b: [rules=strict]"))
    assert experiment.no_do_nothing == "both arms are about rules"
    assert list(experiment.arms) == ["today", "b"]


def test_a_sweep_gives_the_arms_at_every_point(small):
    experiment = small("sweep: {strategy.ads.per_week: [0, 2.5], members.personas.spammer.share: [0, 0.2]}")
    assert [axis.path for axis in experiment.axes] == ["strategy.ads.per_week", "members.personas.spammer.share"]
    point = experiment.at({"strategy.ads.per_week": 2.5, "members.personas.spammer.share": 0.2})
    assert point["today"].strategy.ads.per_week == 2.5
    assert point["do_nothing"].strategy == experiment.arms["do_nothing"].strategy
    assert {arm.members.personas[4].share for arm in point.values()} == {0.2}


def test_axes_of_the_command_line_replace_those_of_the_file(small):
    experiment = small("sweep: {strategy.ads.per_week: [0, 2]}", sweep=["strategy=steady,engaging"])
    assert [(axis.path, axis.values) for axis in experiment.axes] == [("strategy", ("steady", "engaging"))]
    assert experiment.at({"strategy": "engaging"})["today"].strategy.ads.per_week == 0.25


def test_values_of_the_user_lie_on_top_of_a_swept_option(small):
    experiment = small("", overrides=["strategy.ads.per_week=9"], sweep=["strategy=steady,engaging"])
    assert experiment.at({"strategy": "engaging"})["today"].strategy.ads.per_week == 9.0


def test_sweeping_what_every_arm_sets_itself_is_refused(small):
    with pytest.raises(ConfigError, match="every arm sets it itself"):
        small(replace=("today: []", "today: [strategy.ads.per_week=1]"), sweep=["strategy.ads.per_week=1,2"])


def test_loading_leaves_hydra_as_it_was():
    from hydra.core.global_hydra import GlobalHydra

    load("moderation", ["days=1"])
    assert not GlobalHydra.instance().is_initialized()


def test_loading_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    load("moderation")
    assert list(Path(tmp_path).iterdir()) == []


def test_the_package_offers_load():
    assert commsim.load is load
    assert set(commsim.__all__) <= set(dir(commsim))
    with pytest.raises(AttributeError, match="no attribute 'laod'"):
        _ = commsim.laod


def test_the_files_are_read_strictly():
    for name in NAMES:
        assert strict_yaml.read(places.experiment_file(name))


def test_goals_are_shares_of_either_sign(small):
    experiment = small("goals: {revenue: +0.25, complaint_rate: -0.4}")
    assert experiment.goals == {"revenue": 0.25, "complaint_rate": -0.4}


def test_what_arms_set_themselves_hides_what_the_user_wrote():
    def unseen(name, *words):
        return hidden(load(name, words))

    assert unseen("official_account", "strategy=engaging", "days=5") == {"strategy=engaging": ("plan", "more_events", "better_offers")}
    assert unseen("official_account", "strategy.ads.per_week=3")["strategy.ads.per_week=3"] == ("plan", "more_events", "better_offers")
    assert unseen("official_account", "market.product.price=3", "community=default") == {}
    assert unseen("luckin", "strategy.incentives.coupon_per_month=2") == {"strategy.incentives.coupon_per_month=2": ("recommendations",)}
    assert unseen("ad_frequency_by_group_size", "strategy=engaging") == {}  # of a sweep the baseline is run, and it takes all
