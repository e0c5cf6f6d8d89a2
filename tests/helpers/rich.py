"""A small world in which every mechanism is switched on, and how its parts are written."""

from __future__ import annotations

from functools import cache
from typing import Any

from commsim.scenario.schema import Scenario
from helpers.scenarios import composed, variant

OPEN_TO_ALL = {"tenure_days": 0, "score": 0.0, "orders": 0, "spent": 0, "trust": 0.0}
NEVER = 100_000


def second(name: str, kind: str, **settings: Any) -> dict[str, Any]:
    """A kind of second group, open to all from the start unless said otherwise; VIP groups ask for a little trust."""
    admission = {**OPEN_TO_ALL, **({"trust": 0.05} if kind.startswith("vip") else {}), **settings.pop("admission", {})}
    usual = {"topic": 0, "capacity": 20, "most": 2, "opens_at": 5, "opens_on": 1, "review_days": 5, "benefit": 0.5, "discount": 0.1}
    return {"name": name, "kind": kind, **usual, "settings": [], **settings, "admission": admission}


def action(kind: str, timing: str = "weekly", day: int = 2, **fields: Any) -> dict[str, Any]:
    """A row of the group SOP."""
    when = {"title": kind, "kind": kind, "timing": timing, "day": day, "from_day": 0, "until_day": NEVER, "minute": 600}
    who = {"groups": "general", "audience": "all", "owner": "admin", "form": "text", "topic": -1}
    what = {
        "usefulness": 0.5,
        "fun": 0.5,
        "quality": 0.6,
        "product": "first",
        "discount": 0.1,
        "reward": 1.0,
        "hours": 0.1,
        "cost": 1.0,
        "note": "",
    }
    return {**when, **who, **what, **fields}


def stage(changes: list[str], day: int = 2, lasts: int = 0, name: str = "stage") -> dict[str, Any]:
    """A stage of the plan, or a shock."""
    return {"name": name, "day": day, "lasts": lasts, "changes": changes}


def trigger(metric: str, when: str, threshold: float, changes: list[str], **fields: Any) -> dict[str, Any]:
    """A rule that looks at the community every day at the last day, and fires once for good unless said otherwise."""
    usual = {"name": "rule", "scope": "community", "window": 1, "every": 1, "start_day": 0, "cool_down": 0, "most": 1, "lasts": 0}
    return {**usual, "metric": metric, "when": when, "threshold": threshold, "changes": changes, **fields}


def founder(group: int, **fields: Any) -> dict[str, Any]:
    """A member of day 0 of whom little is known."""
    usual = {"joined": -10, "last_open": -1, "last_order": -NEVER, "messages": 0, "orders": 0, "spent": 0, "inviter": -1}
    return {"group": group, **usual, **fields}


def product(name: str, **fields: Any) -> dict[str, Any]:
    """A further product that is soon needed again."""
    usual = {"price": 60.0, "reference_price": 60.0, "margin": 0.4, "quality": 0.6, "cycle_days": 2.0, "need_at_join": 0.5}
    return {"name": name, **usual, "demand": 1.0, "overlap": 0.0, "start_day": 0, **fields}


MORE_PRODUCTS = [
    product("gift_box", overlap=0.5, topic=[0.0, 0.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0]),
    product("tea_set", price=30.0, quality=0.9, start_day=3),
    product("cupboard", cycle_days=10_000.0, need_at_join=1.0),
]
SECOND_GROUPS = [
    second("cat", "category", topic=1),
    second("reg", "regional", opens_on=2),
    second("ads", "advertising", settings=["strategy.ads.per_week=7", "strategy.offers.per_week*=2"]),
    second("vip", "vip_buyers", admission={"tenure_days": 2, "score": 2.0, "trust": 0.4}, review_days=1),
    second("hel", "vip_helpers", opens_on=3),
]
CALENDAR = [
    action("content", audience="newcomers", topic=3, owner="owner"),
    action("live", day=3, groups="all"),
    action("content", "after_join", 2),
    action("flash_sale", "day", 4),
    action("partner_ad", "day", 5),
    action("group_buying", "day", 6, owner="helper"),
    action("vote", "monthly", 5, groups="vip_buyers", audience="core", topic=2),
    action("coupon", "day", 1, audience="inactive"),
    action("ad", "day", 2, audience="interested"),
    action("offer", "day", 3, audience="non_buyers", groups="advertising"),
]
GROUP_RULE = trigger(
    "weekly_active_rate",
    "below",
    0.9,
    ["strategy.content.quality+=0.1"],
    name="revive",
    scope="group",
    window=2,
    every=2,
    cool_down=2,
    most=3,
    lasts=4,
)
EVERYTHING: dict[str, Any] = {
    "community.initial_members": 25,
    "community.groups": {"count": 2, "most": 4, "capacity": 25, "split_at": 20, "merge_below": 16},
    "community.second_groups": SECOND_GROUPS,
    "community.founders": [
        founder(i % 2, joined=-30 + i, last_open=-i - 1, messages=i, orders=i % 2, spent=50 * (i % 2), last_order=-20, inviter=i - 1)
        for i in range(6)
    ],
    "community.seeds.per_group": 2,
    "community.seeds.influence": 4.0,
    "strategy.incentives.points.per_invitation": 3,
    "rules": {"public_notice": 0.5, "reporting": 0.5, "strikes_to_mute": 1},
    "strategy.helpers": {"minutes": 20.0, "reward": 30.0},
    "strategy.staff.weekend": 0.5,
    "strategy.acquisition.invitation_reward": 3.0,
    "strategy.acquisition.ladder": 2.0,
    "strategy.incentives.flash_sale": {"per_month": 15.0, "discount": 0.4, "stock": 2, "priority": 0.5},
    "strategy.incentives.birthday_gift": 10.0,
    "strategy.incentives.points.streak_days": 2,
    "strategy.incentives.points.streak_bonus": 5,
    "strategy.incentives.coupon_minimum": 150.0,
    "strategy.incentives.coupon_per_month": 10.0,
    "strategy.tiers": {
        "active": True,
        "core_score": 12.0,
        "ordinary_score": 2.0,
        "core_benefit": 0.8,
        "ordinary_benefit": 0.4,
        "core_discount": 0.2,
        "cost_per_core": 3.0,
    },
    "strategy.personalisation": {"precision": 0.5, "cost": 0.1},
    "strategy.feedback": {"effort": 0.5, "cost": 100.0},
    "strategy.monetise.commission": 0.1,
    "strategy.monetise.income_sharing": 0.1,
    "strategy.monetise.group_buying.per_month": 15.0,
    "strategy.monetise.group_buying.people": 1,
    "strategy.monetise.service.start_day": 0,
    "strategy.monetise.knowledge.start_day": 0,
    "strategy.monetise.membership.start_day": 0,
    "strategy.monetise.membership.days": 30,
    "market.further.membership": {"reference_price": 99.0, "demand": 10.0, "cycle_days": 1.0},
    "strategy.monetise.partner_ads.per_week": 7.0,
    **{f"strategy.events.{name}.per_month": 6.0 for name in ("red_packet", "survey", "tester", "user_content", "check_in")},
    **{f"strategy.events.{name}.prizes": number for number, name in enumerate(("topic_challenge", "red_packet", "check_in"), 1)},
    **{f"strategy.events.{name}.reward": 2.0 for name in ("red_packet", "check_in")},
    "strategy.offers.exaggeration": 0.3,
    "strategy.offers.product": "all",
    "strategy.ads.product": "all",
    "strategy.incentives.flash_sale.product": "all",
    "strategy.monetise.group_buying.product": "all",
    "market.product.topic": [0.5, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    "market.more_products": MORE_PRODUCTS,
    "strategy.winback": {"per_month": 10.0, "left_per_month": 20.0, "after_days": 3, "offer": 5.0, "cost": 0.5},
    "strategy.calendar": CALENDAR,
    "strategy.stages": [stage(["strategy.content.per_week*=2", "market.product.price+=10"], lasts=3)],
    "strategy.triggers": [GROUP_RULE, trigger("trust", "above", 0.1, ["strategy.ads.per_week=7"], name="push", start_day=3)],
    "market.shocks": [stage(["market.spam=20", "market.scandal=1", "market.inflow=0"], day=3, lasts=2, name="raid")],
    "market.special_days": [{"name": "sale", "date": "01-08", "days": 2, "opening": 0.5, "buying": 0.5, "inflow": 2.0}],
    "market.channels.0.per_day": 2.0,
    "behaviour.buy.base": 0.5,
    "behaviour.stay.base": 0.3,
    "behaviour.stay.winback_return": 0.5,
    "behaviour.talk.pass_on": 0.4,
    "behaviour.invite.base": 0.2,
    "behaviour.talk.base": 0.6,
}


@cache
def rich() -> Scenario:
    """Everything at once, in at most 100 places."""
    return variant(composed("official_account", "strategy=official_account_plan"), EVERYTHING)
