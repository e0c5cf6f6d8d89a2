"""What may be written, and how layers lie on each other."""

import pytest

from commsim.scenario import checks
from commsim.scenario.experiment import Recipe
from commsim.scenario.overrides import Axis, axes, changes, split

GOOD = {
    "whole number for a number": (["strategy.notify=1"], lambda c: c.strategy.notify, 1.0),
    "exponent": (["strategy.budget.per_month=1e3"], lambda c: c.strategy.budget.per_month, 1000.0),
    "list": (["strategy.content.topic=[1,0,0,0,0,0,0,0.5]"], lambda c: c.strategy.content.topic, (1.0, 0, 0, 0, 0, 0, 0, 0.5)),
    "known key behind +": (["+days=7"], lambda c: c.days, 7),
    "known key behind ++": (["++days=7"], lambda c: c.days, 7),
    "quoted Chinese": (['output="结果"'], lambda c: c.output, "结果"),
    "mapping is merged": (["strategy.ads={per_week: 3}"], lambda c: (c.strategy.ads.per_week, c.strategy.ads.creatives), (3.0, 2)),
    "persona by name": (["members.personas.spammer.share=0.5"], lambda c: c.members.personas[4].share, 0.5),
    "persona by position": (["members.personas.4.share=0.5"], lambda c: c.members.personas[4].share, 0.5),
    "persona deeper": (["members.personas.lurker.motives.fun=2"], lambda c: c.members.personas[3].motives.fun, 2.0),
    "later wins": (["days=7", "days=8"], lambda c: c.days, 8),
    "option before value": (["strategy.ads.per_week=3", "strategy=do_nothing"], lambda c: c.strategy.ads.per_week, 3.0),
}


@pytest.mark.parametrize(("overrides", "read", "expected"), GOOD.values(), ids=GOOD)
def test_overrides_reach_the_configuration(overrides, read, expected, compose):
    value = read(compose(overrides))
    assert value == expected
    assert type(value) is type(expected)


def recipe(composer, *, base=(), common=(), user=(), arm=()):
    layers = [changes(texts, "test") for texts in (base, common, user, arm)]
    return Recipe(layers[0], layers[1], layers[2], {"arm": layers[3]}, composer)


def test_an_arm_wins_over_the_user_who_wins_over_the_experiment(composer):
    key = "strategy.ads.per_week"
    made = recipe(composer, common=[f"{key}=2"], user=[f"{key}=3"], arm=[f"{key}=4"])
    assert recipe(composer, common=[f"{key}=2"]).config().strategy.ads.per_week == 2.0
    assert made.config().strategy.ads.per_week == 3.0
    assert made.config("arm").strategy.ads.per_week == 4.0


def test_an_arm_that_chooses_an_option_replaces_what_was_set_in_that_group_before(composer):
    made = recipe(composer, user=["strategy.ads.per_week=3", "rules.mute_days=9"], arm=["strategy=do_nothing"])
    assert made.config("arm").strategy.ads.per_week == 0.0
    assert made.config("arm").rules.mute_days == 9


def test_an_arm_that_chooses_an_option_stays_as_it_is_along_a_sweep(composer):
    made = recipe(composer, arm=["strategy=do_nothing"])
    point = changes(["strategy.ads.per_week=9", "strategy.welcome.gift=9"], "sweep")
    assert made.config(point=point).strategy.ads.per_week == 9.0
    assert made.config("arm", point) == made.config("arm")


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("days=1,2,3", Axis("days", (1, 2, 3))),
        ("strategy.notify=0,0.5", Axis("strategy.notify", (0, 0.5))),
        ("strategy=steady,do_nothing", Axis("strategy", ("steady", "do_nothing"))),
        ("days=range(1,8,3)", Axis("days", (1, 4, 7))),
        ("days=choice(4,2)", Axis("days", (4, 2))),
        ("strategy.content.topic=[1,0],[0,1]", Axis("strategy.content.topic", ([1, 0], [0, 1]))),
        ("days=5", Axis("days", (5,))),
    ],
)
def test_axes_are_read_by_hydras_grammar(text, axis):
    assert axes([text], "-m") == (axis,)


def test_one_value_and_several_are_told_apart():
    assert split(["days=1", "seed=1,2", "strategy.content.topic=[1,2]"], "test") == (
        ["days=1", "strategy.content.topic=[1,2]"],
        ["seed=1,2"],
    )


def test_a_group_above_wechats_limit_is_a_warning(compose):
    large = compose(["community.groups.capacity=501"])
    (warning,) = checks.warnings(large)
    assert warning["en"] == "community.groups.capacity: 501; a WeChat group takes at most 500 members"
    assert warning["zh"] == "community.groups.capacity：501；微信群最多500人"
    assert checks.warnings(compose(["community.groups.capacity=501", "community.platform=none"])) == ()
    assert checks.warnings(compose(["community.groups.capacity=500"])) == ()


def test_benefits_without_tiers_are_a_warning(compose):
    (warning,) = checks.warnings(compose(["strategy.tiers.core_discount=0.1"]))
    assert all(text.startswith("strategy.tiers.active") for text in warning.values())
