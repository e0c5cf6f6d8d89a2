"""Trials: the change that is meant and no other, and what is derived from many of them."""

import numpy as np
import pytest

from commsim.scenario.experiment import load
from commsim.validation import shop, trials
from commsim.validation.studies import CHAT_ROOMS, SELLING


@pytest.fixture(scope="module")
def chat_rooms():
    return load(CHAT_ROOMS).config.scenario()


@pytest.fixture(scope="module")
def selling():
    return load(SELLING, ["community.initial_members=60", "community.groups={count: 1, most: 1, capacity: 100}"]).config.scenario()


def test_a_bad_act_costs_what_the_mechanism_says(chat_rooms):
    trust = chat_rooms.behaviour.trust
    assert trials.trust_acts(chat_rooms, 5)["times"] == pytest.approx(trust.loss / trust.gain, rel=0.01)


def test_only_the_ads_differ(selling):
    changed = trials.with_ads(selling, 14)
    assert changed.strategy.ads.per_week == 14
    assert trials.with_ads(changed, selling.strategy.ads.per_week) == selling


def test_nobody_new_comes_into_a_closed_community(selling):
    from commsim.simulate import simulate

    record = simulate([trials.without_inflow(selling)], [3], 40)
    assert record["joined"][0, 1:].sum() == 0
    assert simulate([selling], [3], 40)["joined"][0, 1:].sum() > 0


def test_a_room_starts_with_so_many(chat_rooms):
    from commsim.simulate import simulate

    record = simulate([trials.started_with(chat_rooms, 40)], [3], 5)
    assert record["already"].sum() + record["joined"].sum() == 40


def test_ads_without_effect_do_no_harm(selling):
    names = ("habits.fatigue_ad", "habits.fatigue_notification", "trust.irrelevant_ad", "trust.frequent_ad")
    part = {"habits": {}, "trust": {}}
    for name in names:
        group, key = name.split(".")
        part[group][key] = 0.0
    behaviour = selling.behaviour
    mild = behaviour.model_copy(update={group: getattr(behaviour, group).model_copy(update=keys) for group, keys in part.items()})
    found = trials.ad_load(selling.model_copy(update={"behaviour": mild}), 3, months=2)
    assert found["loaded_first"] > 0.9 * found["free_first"]
    harmed = trials.ad_load(selling, 3, per_week=28.0, months=2)
    assert harmed["loaded_last"] < 0.9 * harmed["free_last"]


def test_the_best_inner_point_is_judged_on_other_trials():
    values = np.array([[1.0, 1.0], [5.0, 0.0], [3.0, 4.0], [2.0, 2.0]])
    best, over_first, over_last = trials.inner_best(values)
    assert best == 1  # chosen on the first trial, judged on the second
    assert (over_first.tolist(), over_last.tolist()) == ([-1.0], [-2.0])


def test_a_curve_that_only_rises_has_no_inner_best():
    values = np.linspace(0, 1, 8)[:, None] + np.random.default_rng(1).normal(0, 0.01, (8, 20))
    table = {f"size_{size}": row for size, row in zip(trials.SIZES, values, strict=True)}
    posters = {f"posters_{size}": np.full(20, size / 10) for size in trials.SIZES}
    found = trials.best_size(table | posters)
    assert found["best"].mean() == trials.SIZES[-2] / 10
    assert found["over_largest"].mean() < 0 < found["over_smallest"].mean()


def test_pseudo_values_have_mean_and_error_of_the_statistic():
    rng = np.random.default_rng(1)
    table = {"a": rng.normal(10, 1, 400), "b": rng.normal(5, 1, 400)}
    found = trials.pseudo_values(lambda some: float(some["a"].sum() / some["b"].sum()), table)
    assert found.mean() == pytest.approx(2, abs=0.05)
    delta = np.sqrt(1 / 25 + 4 / 25) / 20
    assert found.std(ddof=1) / 20 == pytest.approx(delta, rel=0.15)


def test_harm_is_of_all_trials_together():
    table = {
        "free_first": np.array([100.0, 100]),
        "loaded_first": np.array([90.0, 90]),
        "free_last": np.array([50.0, 50]),
        "loaded_last": np.array([40.0, 30]),
    }
    found = {name: values.mean() for name, values in trials.harm(table).items()}
    assert found == pytest.approx({"short_run": 0.1, "long_run": 0.3, "times": 3})


def test_a_shop_counts_first_and_further_orders(selling):
    found = shop.simulate_shop(selling, 4, days=130)
    assert 0 < found["repeat_buying"]["never"] < 1
    assert 0 < found["app_retention"]["day_30"] < found["app_retention"]["day_1"] < 1
    counts = found["one_message"]
    assert counts["people_contacted"] > counts["orders_contacted"] > 0
    table = {name: np.array([value]) for name, value in counts.items()}
    assert shop.rate_ratio("people", table) == pytest.approx(1)
