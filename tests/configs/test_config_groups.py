"""Every shipped option composes, and options mean the same alone and beside others."""

import pytest

from commsim.scenario import places
from commsim.scenario.compose import Composer
from commsim.scenario.overrides import choose

OPTIONS = [(group, option) for group in places.groups() for option in places.options(group)]


@pytest.mark.parametrize(("group", "option"), OPTIONS, ids=[f"{group}/{option}" for group, option in OPTIONS])
def test_every_option_composes_to_a_valid_configuration(group, option, compose):
    compose([f"{group}={option}"])


def test_the_groups_are_those_of_the_schema():
    assert set(places.groups()) == {"community", "members", "strategy", "rules", "market", "behaviour", "runner", "report"}


def test_an_option_is_the_same_alone_beside_others_and_in_the_root():
    together = Composer()
    together.prepare((), [choose("strategy", name, "test") for name in ("do_nothing", "official_account_plan")])
    as_root = Composer().root((choose("strategy", "official_account_plan", "test"),))
    assert together.option("strategy", "official_account_plan") == Composer().option("strategy", "official_account_plan")
    assert together.option("strategy", "official_account_plan") == as_root["strategy"]
    assert set(together.root()) == set(as_root)


def test_what_a_composer_hands_out_is_not_what_it_remembers(composer):
    composer.root()["strategy"]["ads"]["per_week"] = 99.0
    composer.option("rules", "strict")["mute_days"] = 99
    assert composer.root()["strategy"]["ads"]["per_week"] != 99.0
    assert composer.option("rules", "strict")["mute_days"] != 99


def test_doing_nothing_costs_nothing_and_gives_nothing(compose):
    strategy = compose(["strategy=do_nothing"]).strategy
    events = [getattr(strategy.events, form).per_month for form in type(strategy.events).model_fields if form != "start_day"]
    given = [strategy.content.per_week, strategy.ads.per_week, strategy.offers.per_week, strategy.notify, *events]
    given += [strategy.welcome.strength, strategy.welcome.gift, strategy.acquisition.cost_per_join, strategy.acquisition.invitation_reward]
    given += [strategy.staff.hours_per_group, strategy.staff.prompting, strategy.staff.owner_influence, strategy.winback.per_month]
    points = strategy.incentives.points
    given += [points.per_check_in, points.per_event, points.per_100_yuan, points.voucher, strategy.winback.left_per_month]
    given += [strategy.incentives.coupon_per_month, strategy.incentives.coupon_discount, strategy.incentives.first_order_discount]
    assert given == [0] * len(given)
    assert not strategy.tiers.active
    assert strategy.acquisition.effort == 1.0  # people come as they would anyway


def test_the_plan_of_the_official_account_is_the_documents(compose):
    for option, monthly in (("official_account_today", 3.0), ("official_account_plan", 8.0)):
        events = compose([f"strategy={option}"]).strategy.events
        assert sum(getattr(events, form).per_month for form in type(events).model_fields if form != "start_day") == monthly


@pytest.mark.parametrize("strategy", [name for name in places.options("strategy") if name != "do_nothing"])
@pytest.mark.parametrize("members", places.options("members"))
def test_content_is_about_what_some_persona_cares_for(strategy, members, compose):
    config = compose([f"strategy={strategy}", f"members={members}"])
    topic = config.strategy.content.topic
    overlaps = [sum(a * b for a, b in zip(topic, persona.taste, strict=True)) / sum(topic) for persona in config.members.personas]
    assert max(overlaps) > 0.4
