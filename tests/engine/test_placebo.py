"""A lever at zero dose, or a module that starts after the end, leaves every byte as it was."""

from __future__ import annotations

from typing import Any

import pytest

from commsim.scenario.counts import COLUMN
from commsim.simulate import simulate
from helpers.rich import EVERYTHING, action, product, rich, second, stage, trigger
from helpers.scenarios import EVENTS, composed, default, variant
from helpers.worlds import digest_of

DAYS = 40
NO_ADS = {"strategy.ads.per_week": 0.0}
NO_OFFERS = {"strategy.offers.per_week": 0.0, "strategy.incentives.coupon_per_month": 0.0}
NO_CONTENT = {"strategy.content.per_week": 0.0}
NO_EVENTS = {f"strategy.events.{name}.per_month": 0.0 for name in EVENTS}
NO_POINTS = {f"strategy.incentives.points.{name}": 0 for name in ("per_check_in", "per_event", "per_100_yuan")}
NO_INFLOW = {"strategy.acquisition.effort": 0.0, "behaviour.invite.base": 0.0}
LENIENT = {"rules.strictness": 0.0}
LONELY = {f"behaviour.ties.{name}": 0.0 for name in ("gain", "event_gain", "referral")}
HONEST = {"members.personas.*.honesty": 1.0, "behaviour.moderation.outsiders": 0.0}
NO_STAFF = {"strategy.staff.hours_per_group": 0.0}
AD_GROUP_LATER = second("ads", "advertising", opens_on=DAYS, settings=["strategy.ads.per_week=9"])
MANY_ADS = ["strategy.ads.per_week=20"]
NEVER_FIRES = trigger("trust", "above", 1.01, MANY_ADS)
TIERS = {"core_score": 5.0, "ordinary_score": 1.0, "core_benefit": 1.0, "ordinary_benefit": 0.5, "core_discount": 0.5, "cost_per_core": 9.0}


def special(date: str, **effects: float) -> dict[str, Any]:
    """A special day that matters unless said otherwise."""
    return {"name": "day", "date": date, "days": 3, "opening": 1.0, "buying": 1.0, "inflow": 3.0, **effects}


SAME: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "relevance of no ads": (NO_ADS, {"strategy.ads.relevance": 1.0}),
    "discount of no ads": (NO_ADS, {"strategy.ads.discount": 0.9}),
    "audience of no ads": (NO_ADS, {"strategy.ads.audience": "buyers"}),
    "creatives of no ads": (NO_ADS, {"strategy.ads.creatives": 4}),
    "cap of no ads": (NO_ADS, {"strategy.ads.cap_per_week": 0.0}),
    "cost of no ads": (NO_ADS, {"strategy.ads.cost": 500.0}),
    "ads after the end": (NO_ADS, {"strategy.ads.per_week": 7.0, "strategy.ads.start_day": DAYS}),
    "wear-in of no ads": (NO_ADS, {"behaviour.buy.exposure": 9.0, "behaviour.buy.exposure_peak": 1.0, "behaviour.buy.exposure_days": 2.0}),
    "fatigue from no ads": (
        NO_ADS,
        {"behaviour.habits.fatigue_ad": 5.0, "behaviour.trust.irrelevant_ad": 9.0, "behaviour.trust.frequent_ad": 9.0},
    ),
    "keys of no offers": (
        NO_OFFERS,
        {
            "strategy.offers.relevance": 1.0,
            "strategy.offers.discount": 0.9,
            "strategy.offers.cost": 99.0,
            "strategy.offers.audience": "buyers",
        },
    ),
    "discount of no coupons": (NO_OFFERS, {"strategy.incentives.coupon_discount": 0.9}),
    "offers after the end": (NO_OFFERS, {"strategy.offers.per_week": 7.0, "strategy.offers.start_day": DAYS}),
    "keys of no content": (
        NO_CONTENT,
        {
            "strategy.content.form": "voice",
            "strategy.content.usefulness": 1.0,
            "strategy.content.fun": 1.0,
            "strategy.content.quality": 1.0,
            "strategy.content.variety": 1.0,
            "strategy.content.personal": 1.0,
            "strategy.content.cost": 999.0,
            "strategy.content.hours": 9.0,
        },
    ),
    "content after the end": (NO_CONTENT, {"strategy.content.per_week": 7.0, "strategy.content.start_day": DAYS}),
    "keys of no events": (
        NO_EVENTS,
        {
            "strategy.events.*.quality": 1.0,
            "strategy.events.*.reward": 99.0,
            "strategy.events.*.prizes": 3,
            "behaviour.forms.lottery.cost": 9.0,
            "behaviour.forms.live.hours": 9.0,
        },
    ),
    "prizes worth nothing": ({"strategy.events.*.reward": 0.0}, {"strategy.events.*.prizes": 3}),
    "passing on without red packets": ({"strategy.events.red_packet.per_month": 0.0}, {"behaviour.talk.pass_on": 1.0}),
    "events after the end": (NO_EVENTS, {"strategy.events.*.per_month": 15.0, "strategy.events.start_day": DAYS}),
    "pull of no events": (
        NO_EVENTS,
        {"behaviour.open.event": 9.0, "behaviour.talk.join": 1.0, "behaviour.talk.join_fit": 9.0, "behaviour.ties.event_gain": 1.0},
    ),
    "use of no points": (
        NO_POINTS,
        {
            "strategy.incentives.points.redeem_at": 1,
            "strategy.incentives.points.voucher": 99.0,
            "strategy.incentives.points.expiry_days": 1,
        },
    ),
    "keys of no tiers": ({}, {f"strategy.tiers.{name}": value for name, value in TIERS.items()}),
    "no win-back": (
        {},
        {
            "strategy.winback.offer": 99.0,
            "strategy.winback.cost": 99.0,
            "behaviour.stay.winback_return": 1.0,
            "behaviour.open.contact": 9.0,
        },
    ),
    "sanctions without strictness": (
        LENIENT,
        {
            "rules.explained": 1.0,
            "rules.public_notice": 1.0,
            "rules.reporting": 1.0,
            "rules.mute_days": 99,
            "rules.strikes_to_mute": 1,
            "rules.strikes_to_remove": 1,
            "behaviour.talk.chill": 9.0,
        },
    ),
    "false alarms without strictness": (
        LENIENT,
        {"behaviour.moderation.false_alarm": 1.0, "behaviour.trust.unfair": 20.0, "behaviour.moderation.deterrence": 9.0},
    ),
    "rules nobody breaks": (
        {**HONEST, "behaviour.moderation.false_alarm": 0.0},
        {
            "behaviour.moderation.breach": 1.0,
            "rules.entry_filter": 1.0,
            "rules.mute_days": 99,
            "behaviour.trust.spam": 20.0,
            "behaviour.talk.spam": 9.0,
        },
    ),
    "welcome of nobody": (
        NO_INFLOW,
        {"strategy.welcome.strength": 1.0, "strategy.welcome.gift": 99.0, "strategy.acquisition.cost_per_join": 99.0},
    ),
    "reward of no invitations": (
        {"behaviour.invite.base": 0.0},
        {
            "strategy.acquisition.invitation_reward": 99.0,
            "behaviour.invite.reward": 9.0,
            "behaviour.invite.trust": 9.0,
            "market.circle": 1.0,
        },
    ),
    "bonds without ties": (
        LONELY,
        {"behaviour.ties.half_life": 1.0, "behaviour.stay.grief": 9.0, "behaviour.stay.grief_days": 2.0, "behaviour.talk.reply_tie": 90.0},
    ),
    "topics of what nobody buys": (
        {"behaviour.buy.base": 0.0, **NO_ADS},
        {"market.product.topic": [0.0] * 7 + [1.0]},
    ),
    "price of what nobody buys": (
        {"behaviour.buy.base": 0.0},
        {"market.product.price": 1.0, "market.product.quality": 0.0, "behaviour.buy.complaint": 1.0},
    ),
    "room nobody needs": (NO_INFLOW, {"community.groups.capacity": 300}),
    "groups nobody needs": (NO_INFLOW, {"community.groups.most": 20}),
    "a budget nobody reaches": ({}, {"strategy.budget.per_month": 5e7}),
    "a platform's name": ({}, {"community.platform": "none"}),
    "second groups after the end": ({}, {"community.second_groups": [second("cat", "category", opens_on=DAYS), AD_GROUP_LATER]}),
    "second groups of a larger community": ({}, {"community.second_groups": [second("reg", "regional", opens_at=20_000_000)]}),
    "actions after the end": ({}, {"strategy.calendar": [action("live", from_day=DAYS), action("ad", "day", DAYS)]}),
    "actions that have ended": (
        {},
        {"strategy.calendar": [action("live", until_day=1, day=4), action("coupon", "monthly", 20, until_day=9)]},
    ),
    "actions for groups that are not there": ({}, {"strategy.calendar": [action("live", groups="vip_buyers")]}),
    "a stage after the end": ({}, {"strategy.stages": [stage(MANY_ADS, day=DAYS)]}),
    "a shock after the end": ({}, {"market.shocks": [stage(["market.inflow=0"], day=DAYS)]}),
    "a trigger that never fires": ({}, {"strategy.triggers": [NEVER_FIRES, {**NEVER_FIRES, "name": "group_rule", "scope": "group"}]}),
    "a trigger after the end": ({}, {"strategy.triggers": [trigger("trust", "above", 0.0, MANY_ADS, start_day=DAYS)]}),
    "a trigger on what there is none of": ({}, {"strategy.triggers": [trigger("renewals/memberships_ended", "below", 1.0, MANY_ADS)]}),
    "a special day like any other": ({}, {"market.special_days": [special("01-10", opening=0.0, buying=0.0, inflow=1.0)]}),
    "a special day after the end": ({}, {"market.special_days": [special("2026-03-01"), special("2025-01-10")]}),
    "cost of no personal choice": ({}, {"strategy.personalisation.cost": 9.0, "behaviour.buy.history": 1.0}),
    "feedback nobody acts on": ({}, {"strategy.feedback.cost": 99.0, "behaviour.buy.learning": 1.0, "behaviour.buy.learning_days": 1.0}),
    "helpers where there are none": (
        {},
        {"strategy.helpers.minutes": 600.0, "strategy.helpers.reward": 99.0, "behaviour.habits.helper_crowding": 1.0},
    ),
    "a ladder nobody climbs": ({"behaviour.invite.base": 0.0}, {"strategy.acquisition.ladder": 99.0, "behaviour.invite.consent": 0.0}),
    "no flash sales": ({}, {"strategy.incentives.flash_sale": {"per_month": 0.0, "discount": 0.9, "stock": 999, "priority": 1.0}}),
    "no group purchases": ({}, {"strategy.monetise.group_buying.discount": 0.9, "strategy.monetise.group_buying.people": 1}),
    "group purchases after the end": (
        {},
        {"strategy.monetise.group_buying": {"per_month": 30.0, "people": 1, "discount": 0.9, "start_day": DAYS}},
    ),
    "nothing sold beside goods before the end": (
        {},
        {
            **{f"strategy.monetise.{kind}.start_day": DAYS for kind in ("service", "knowledge", "membership")},
            **{f"market.further.{kind}.demand": 10.0 for kind in ("service", "knowledge", "membership")},
            "behaviour.buy.proficiency": 9.0,
        },
    ),
    "no partners": ({}, {"strategy.monetise.partner_ads": {"per_week": 0.0, "fee": 99.0, "relevance": 1.0, "start_day": 0}}),
    "partners after the end": ({}, {"strategy.monetise.partner_ads": {"per_week": 7.0, "fee": 9.0, "relevance": 1.0, "start_day": DAYS}}),
    "recommendation without commission": ({}, {"behaviour.buy.recommended": 9.0}),
    "sharing without income shared": ({}, {"behaviour.trust.sharing": 20.0}),
    "false promises nobody makes": ({}, {"behaviour.buy.exaggeration": 9.0, "behaviour.trust.exaggeration": 20.0}),
    "streaks of no days": ({}, {"strategy.incentives.points.streak_bonus": 99}),
    "minimum of no coupons": (NO_OFFERS, {"strategy.incentives.coupon_minimum": 999.0}),
    "sizes no group reaches": ({"community.groups.most": 12}, {"community.groups.split_at": 1000, "community.groups.merge_below": 0}),
    "limits no group reaches": (
        {"community.limits": {"consent_above": 1000, "code_closed_above": 1000}},
        {"community.limits": {"consent_above": 500, "code_closed_above": 500}},
    ),
    "reviews nobody reads": ({"behaviour.buy.review": 0.0}, {"behaviour.buy.review_orders": 1.0}),
    "loss of no tier": ({}, {"behaviour.trust.demoted": 20.0}),
    "shaping without events": (NO_EVENTS, {"behaviour.habits.cocreation": 1.0}),
    "products after the end": ({}, {"market.more_products": [product("gift_box", start_day=DAYS), product("tea_set", start_day=DAYS)]}),
    "offers of products after the end": (
        {"market.more_products": [product("gift_box", start_day=DAYS)]},
        {"strategy.offers.product": "all", "strategy.ads.product": "all", "strategy.calendar": [action("ad", product="gift_box")]},
    ),
    "all in turn where there is one": (
        {"strategy.ads.per_week": 7.0},
        {f"strategy.{name}.product": "all" for name in ("offers", "ads", "incentives.flash_sale", "monetise.group_buying")},
    ),
    "weekends without staff": (NO_STAFF, {"strategy.staff.weekend": 0.0}),
}
"""Name: what both worlds share, and what must change nothing."""


@pytest.mark.parametrize("name", SAME)
def test_what_is_inert_changes_nothing(name: str):
    shared, inert = SAME[name]
    base = variant(default(), shared)
    assert digest_of(simulate([base], [7], DAYS)) == digest_of(simulate([variant(base, inert)], [7], DAYS))


ACTS_RARELY = (
    *("a ladder", "sizes", "limits", "weekends", "shaping", "minimum", "room", "groups"),
    *("offers of products", "all in turn"),
    *("welcome", "reward of", "rules nobody", "price of", "sanctions", "creatives", "cap", "audience"),
)
"""Beginnings of the names of what acts rarely, or only together with other keys."""


@pytest.mark.parametrize("name", [name for name in SAME if SAME[name][0]])
def test_the_same_keys_matter_once_there_is_something_they_act_on(name: str):
    """The placebo test can fail: most of these keys change the world in which their module is switched on."""
    if name.startswith(ACTS_RARELY):
        pytest.skip("acts rarely, or only together with other keys")
    inert = SAME[name][1]
    switched_on = variant(default(), {"strategy.ads.per_week": 7.0, "strategy.events.*.per_month": 4.0, "rules.strictness": 1.0})
    assert digest_of(simulate([switched_on], [7], DAYS)) != digest_of(simulate([variant(switched_on, inert)], [7], DAYS))


NEUTRAL = {
    "a stage with factor 1": {"strategy.stages": [stage(["strategy.content.per_week*=1", "market.product.price+=0"], day=3, lasts=4)]},
    "a shock that changes nothing": {"market.shocks": [stage(["market.inflow=1", "market.spam*=1", "market.scandal=0"], day=5)]},
    "a trigger with factor 1": {"strategy.triggers": [trigger("trust", "above", 0.0, ["strategy.ads.per_week*=1"], most=9)]},
}


@pytest.mark.parametrize("name", NEUTRAL)
def test_a_change_by_nothing_changes_nothing_but_that_it_is_counted(name: str):
    plain, neutral = simulate([default(), variant(default(), NEUTRAL[name])], [7, 7], DAYS).daily
    differ = (plain != neutral).any(axis=0).nonzero()[0].tolist()
    assert differ == [COLUMN["rules_fired"]]


SIZE = ("community.groups", "community.initial_members")


def test_every_part_of_the_rich_world_matters():
    """Taking back any one of its changes gives other bytes: what the placebos above switch off does something once it is on."""
    plain = composed("official_account", "strategy=official_account_plan")
    parts = [path for path in EVERYTHING if path not in SIZE]
    without = {path: {key: value for key, value in EVERYTHING.items() if key != path} for path in parts}
    worlds = [rich(), *(variant(plain, changes) for changes in without.values())]
    record = simulate(worlds, [7] * len(worlds), DAYS, threads=2)
    same = [path for path, daily in zip(without, record.daily[1:], strict=True) if (daily == record.daily[0]).all()]
    assert same == []
