"""What each numeric lever of community, strategy, rules and market moves, which way, and in which world it is active.

The direction is the one that the planning documents and the model state; the outcome is the nearest one in the record. Each lever is
set to three values, most often off, on and double.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from helpers.rich import action, founder, product, second, stage, trigger
from helpers.scenarios import EVENTS

ANY = 0
"""Sign of a lever of which only a change is claimed: another record in every pair."""


class Row(NamedTuple):
    """One lever.

    outcome  column of the record, summed over the run, or a ratio of two; 'first:' and 'last:' take a single day, 'late:' the last six
    sign     +1: rises with the lever, -1: falls, ANY: changes
    values   three settings of the lever
    world    what the world needs for the lever to act
    at       the keys set, where these are not the lever's own path
    """

    outcome: str
    sign: int
    values: tuple[Any, Any, Any]
    world: Mapping[str, Any] = {}
    at: tuple[str, ...] = ()


SHARE, COUNT, YUAN, DAYS = (0.0, 0.5, 1.0), (0.0, 4.0, 8.0), (0.0, 10.0, 20.0), (0, 10, 20)
TRUST, SATISFACTION, FATIGUE = "last:trust_sum/members", "last:satisfaction_sum/members", "last:fatigue_sum/members"
KNOWLEDGE, BELONGING = "last:knowledge_sum/members", "last:belonging_sum/members"
UNIT_PRICE = "revenue/units"
NO_EVENTS = {f"strategy.events.{name}.per_month": 0.0 for name in (*EVENTS, "red_packet", "user_content", "survey", "tester")}
NO_PROGRAMME = {**NO_EVENTS, **{f"strategy.{name}.per_week": 0.0 for name in ("content", "ads", "offers")}}
ALL_EVENTS = {f"strategy.events.{name}.per_month": 4.0 for name in (*EVENTS, "red_packet", "user_content", "survey", "tester")}
STATUS = {"behaviour.value.identity": 3.0}
NO_OFFERS = {"strategy.offers.per_week": 0.0, "strategy.incentives.coupon_per_month": 0.0, "strategy.incentives.first_order_discount": 0.0}
EAGER = {"strategy.acquisition.effort": 5.0}
CROWDED = {**EAGER, "community.groups": {"count": 2, "most": 2, "capacity": 48}}
INVITING = {"behaviour.invite.base": 0.1, "market.acceptance": 0.5}
TIERS = {"strategy.tiers": {"active": True, "core_score": 15.0, "ordinary_score": 3.0}}
UNRULY = {
    "members.personas.*.honesty": 0.3,
    "behaviour.moderation.breach": 0.3,
    "rules": {"strictness": 0.8, "strikes_to_mute": 1, "strikes_to_remove": 50},
}


CARING = {"members.personas.*.taste": [1.0, *[0.1] * 7]}
"""All care for the first topic."""
TOPICS = ([0.0, *[1.0] * 7], [0.0] * 8, [1.0, *[0.0] * 7])
"""About everything else, nothing in particular, the first topic."""


def _kinds(name: str, **fields: Any) -> dict[str, Any]:
    return {"community.second_groups": [second("k", name, **{"opens_at": 0, "opens_on": 0, "most": 1, "capacity": 100, **fields})]}


def _second_groups() -> Iterator[tuple[str, Row]]:
    seats, vips = "members_second", "members_vip"
    vip = _kinds("vip_buyers", benefit=0.0, discount=0.0)
    yield "topic", Row(seats, ANY, (0, 3, 6), _kinds("category"))
    yield "capacity", Row(seats, +1, (5, 20, 40), _kinds("regional"))
    yield "most", Row(seats, +1, (1, 2, 4), _kinds("regional", capacity=8))
    yield "opens_at", Row("groups_second", -1, (0, 90, 10_000), _kinds("regional"))
    yield "opens_on", Row("groups_second", -1, DAYS, _kinds("regional"))
    yield "review_days", Row(seats, -1, (1, 10, 20), _kinds("regional"))
    yield "admission.tenure_days", Row(vips, -1, DAYS, vip)
    yield "admission.score", Row(vips, -1, (0.0, 5.0, 20.0), vip)
    yield "admission.orders", Row(vips, -1, (0, 1, 2), vip)
    yield "admission.spent", Row(vips, -1, (0, 100, 200), vip)
    yield "admission.trust", Row(vips, -1, (0.05, 0.5, 0.8), vip)
    yield "benefit", Row(SATISFACTION, +1, SHARE, {**vip, **STATUS})
    yield "discount", Row(UNIT_PRICE, -1, (0.0, 0.3, 0.6), vip)


FOUNDED = {"community.founders": [founder(number % 2) for number in range(40)], "community.initial_members": 20}
BOUGHT = {**FOUNDED, "community.founders": [founder(number % 2, orders=1, last_order=-30) for number in range(40)]}


def _founders() -> Iterator[tuple[str, Row]]:
    active = {**FOUNDED, **_kinds("vip_buyers", admission={"score": 20.0})}
    brought = tuple(f"community.founders.{number}.inviter" for number in range(1, 40))
    spenders = {**FOUNDED, **_kinds("vip_buyers", admission={"spent": 400})}
    yield "group", Row("messages", ANY, (0, 1, 1), FOUNDED)
    yield "joined", Row("already", +1, (0, -50, -100), FOUNDED)
    yield "last_open", Row("openers", -1, (-1, -20, -60), FOUNDED)
    yield "last_order", Row("orders", +1, (-1, -20, -60), BOUGHT)
    yield "messages", Row("first:members_vip", +1, (0, 30, 60), active)
    yield "orders", Row("first_orders", -1, (0, 1, 2), FOUNDED)
    yield "spent", Row("members_vip", +1, (0, 500, 1000), spenders)
    yield "inviter", Row("first:ties", +1, (-1, 0, 0), FOUNDED, brought)


def _community() -> Iterator[tuple[str, Row]]:
    yield "limits.consent_above", Row("joined_invited", +1, (0, 45, 1000), {**INVITING, "behaviour.invite.consent": 0.1})
    yield (
        "limits.code_closed_above",
        Row("joined_public", +1, (1, 50, 60), {**EAGER, "community.groups.most": 2}),
    )
    yield "groups.count", Row("groups_open", +1, (2, 3, 4))
    yield "groups.capacity", Row("turned_away", -1, (45, 60, 90), CROWDED)
    yield "groups.most", Row("turned_away", -1, (2, 3, 4), CROWDED)
    yield "groups.split_at", Row("groups_open", +1, (0, 60, 30), {"community.groups.most": 8})
    yield "groups.merge_below", Row("groups_open", -1, (0, 15, 40), {"community.groups.count": 4})
    yield "most_seats", Row("members_second", +1, (1, 2, 2), _kinds("regional"))
    yield "initial_members", Row("members", +1, (0, 40, 80))
    yield "initial_tenure", Row("first:wau/members", -1, (0.0, 30.0, 60.0), {"strategy.staff.prompting": 0.0})
    yield "seeds.per_group", Row("first:joined", +1, (0, 3, 6))
    yield "seeds.activity", Row("openers", +1, (0.1, 0.5, 1.0), {"community.seeds.per_group": 15})
    yield "seeds.sociability", Row("messages", +1, (0.1, 3.0, 6.0), {"community.seeds.per_group": 15})
    yield "seeds.influence", Row("invitations", +1, (0.1, 1.0, 20.0), {**INVITING, "community.seeds.per_group": 30})
    yield "seeds.trust", Row("first:trust_sum/members", +1, SHARE)


def _people_at_work() -> Iterator[tuple[str, Row]]:
    helpers = _kinds("vip_helpers")
    yield "staff.hours_per_group", Row("staff_answers", +1, (0.0, 0.25, 0.5))
    yield "staff.wage", Row("cost_staff", +1, YUAN)
    yield "staff.answering", Row("staff_answers", +1, (0.0, 0.3, 0.6), {"strategy.staff.hours_per_group": 1.0})
    yield "staff.moderating", Row("breaches_found/breaches", +1, (0.0, 0.3, 0.6), {"rules.strictness": 0.8})
    yield "staff.prompting", Row("messages", +1, SHARE, {"behaviour.talk.prompting": 1.0})
    yield "staff.weekend", Row("cost_staff", +1, SHARE)
    yield "staff.owner_influence", Row(SATISFACTION, +1, SHARE, STATUS)
    yield "helpers.minutes", Row("helper_minutes", +1, (0.0, 15.0, 30.0), helpers)
    yield "helpers.reward", Row("cost_helpers", +1, YUAN, helpers)
    yield "welcome.strength", Row(BELONGING, +1, SHARE, {"strategy.acquisition.effort": 8.0, "community.groups.capacity": 200})
    yield "welcome.gift", Row("cost_incentives", +1, YUAN)
    yield "acquisition.effort", Row("joined_public", +1, (0.0, 1.0, 2.0))
    yield "acquisition.cost_per_join", Row("cost_inflow", +1, YUAN)
    yield "acquisition.invitation_reward", Row("invitations", +1, YUAN, INVITING)
    yield "acquisition.ladder", Row("cost_incentives", +1, YUAN, {**INVITING, "market.acceptance": 1.0})
    yield "personalisation.precision", Row(SATISFACTION, +1, SHARE, {"strategy.content.per_week": 14.0})
    yield "personalisation.cost", Row("cost_knowing", +1, (0.0, 1.0, 2.0), {"strategy.personalisation.precision": 0.5})
    yield "feedback.effort", Row("quality_gained", +1, SHARE, ALL_EVENTS)
    yield "feedback.cost", Row("cost_knowing", +1, YUAN, {"strategy.feedback.effort": 0.5})
    yield "budget.per_month", Row("items_dropped_budget", -1, (0.0, 8_000.0, 16_000.0))


def _programme() -> Iterator[tuple[str, Row]]:
    often = {"strategy.content.per_week": 14.0}
    yield "notify", Row("notifications", +1, SHARE)
    yield "content.per_week", Row(KNOWLEDGE, +1, COUNT)
    yield "content.usefulness", Row(KNOWLEDGE, +1, SHARE)
    yield "content.fun", Row(SATISFACTION, +1, SHARE, often)
    yield "content.quality", Row(SATISFACTION, +1, SHARE, often)
    yield "content.variety", Row(SATISFACTION, +1, SHARE, often)
    yield "content.topic", Row(SATISFACTION, ANY, ([1.0] + [0.0] * 7, [0.0] * 3 + [1.0] * 5, [0.0] * 7 + [1.0]))
    yield "content.personal", Row(SATISFACTION, +1, SHARE, often)
    yield "content.cost", Row("cost_content", +1, YUAN)
    yield "content.hours", Row("staff_minutes", +1, (0.0, 0.2, 0.4), {"strategy.staff.answering": 0.0})
    yield "content.start_day", Row("content_items", -1, DAYS)
    yield "events.start_day", Row("events", -1, DAYS, {**ALL_EVENTS, "strategy.staff.hours_per_group": 24.0})
    for name in (*EVENTS, "red_packet", "user_content", "survey", "tester"):
        one = {**NO_EVENTS, f"strategy.events.{name}.per_month": 12.0, "strategy.staff.hours_per_group": 24.0}
        yield f"events.{name}.per_month", Row("participations", +1, (0.0, 6.0, 12.0), {**one})
        yield f"events.{name}.quality", Row("participations", +1, SHARE, one)
        yield f"events.{name}.reward", Row("cost_events", +1, YUAN, one)
        yield f"events.{name}.prizes", Row("prizes_won", +1, (0, 1, 2), {**one, f"strategy.events.{name}.reward": 1.0})
    yield "tiers.active", Row("late:tier_ordinary", +1, (False, True, True), {**TIERS})
    yield "tiers.core_score", Row("late:tier_core", -1, (5.0, 20.0, 80.0), TIERS)
    yield "tiers.ordinary_score", Row("late:tier_ordinary", -1, (1.0, 7.0, 14.0), TIERS)
    yield "tiers.core_benefit", Row("late:satisfaction_sum", +1, SHARE, {**TIERS, **STATUS})
    yield "tiers.ordinary_benefit", Row("late:satisfaction_sum", +1, SHARE, {**TIERS, **STATUS})
    yield "tiers.core_discount", Row("late:revenue/units", -1, (0.0, 0.3, 0.6), {**TIERS, "behaviour.buy.base": 1.0})
    yield "tiers.cost_per_core", Row("cost_tiers", +1, YUAN, TIERS)


def _incentives() -> Iterator[tuple[str, Row]]:
    earning = {"strategy.events.check_in.per_month": 30.0, "strategy.incentives.points": {"per_check_in": 5, "redeem_at": 20}}
    coupons = {**NO_OFFERS, "strategy.incentives.coupon_per_month": 15.0}
    flash = {**NO_OFFERS, "strategy.incentives.flash_sale": {"per_month": 10.0, "discount": 0.4, "stock": 5}}
    rush = {"strategy.incentives.flash_sale": {"per_month": 30.0, "discount": 0.9, "stock": 3}}
    minimum = {"strategy.incentives.coupon_discount": 0.6, "behaviour.buy.base": 1.0}
    yield "points.per_check_in", Row("points_issued", +1, (0, 5, 10), earning)
    yield "points.per_event", Row("points_issued", +1, (0, 5, 10), ALL_EVENTS)
    yield "points.per_invitation", Row("points_issued", +1, (0, 10, 20), INVITING)
    yield "points.per_100_yuan", Row("points_issued", +1, (0, 10, 20))
    yield "points.redeem_at", Row("points_redeemed", -1, (10, 60, 120), earning)
    yield "points.voucher", Row("cost_incentives", +1, YUAN, earning)
    yield "points.expiry_days", Row("points_expired", -1, (1, 5, 30), {**earning, "strategy.incentives.points.redeem_at": 1_000_000})
    yield "points.streak_days", Row("points_issued", -1, (2, 4, 8), {"strategy.incentives.points.streak_bonus": 10})
    yield "points.streak_bonus", Row("points_issued", +1, (0, 10, 20), {"strategy.incentives.points.streak_days": 3})
    yield "coupon_per_month", Row("offers", +1, (0.0, 5.0, 10.0))
    yield "coupon_discount", Row(UNIT_PRICE, -1, (0.0, 0.2, 0.4), coupons)
    yield "coupon_minimum", Row("units/orders", +1, (0.0, 150.0, 300.0), {**coupons, **minimum})
    yield "flash_sale.per_month", Row("flash_orders", +1, (0.0, 5.0, 10.0), flash)
    yield "flash_sale.discount", Row("flash_orders", +1, (0.0, 0.3, 0.6), flash)
    yield "flash_sale.stock", Row("flash_orders", +1, (0, 1, 2), flash)
    yield "flash_sale.priority", Row("orders", ANY, SHARE, {**flash, **rush, **_kinds("vip_buyers", discount=0.0, capacity=20)})
    yield "birthday_gift", Row("cost_incentives", +1, YUAN)
    yield "first_order_discount", Row(UNIT_PRICE, -1, (0.0, 0.2, 0.4), NO_OFFERS)


def _advertising() -> Iterator[tuple[str, Row]]:
    ads = {"strategy.ads.per_week": 10.0, "strategy.ads.cap_per_week": 70.0}
    yield "ads.per_week", Row("ad_exposures", +1, COUNT)
    yield "ads.relevance", Row(FATIGUE, -1, SHARE, ads)
    yield "ads.discount", Row(UNIT_PRICE, -1, (0.0, 0.3, 0.6), {**ads, **NO_OFFERS})
    yield "ads.creatives", Row("orders", ANY, (1, 2, 4), ads)
    yield "ads.cap_per_week", Row("ad_exposures", +1, (0.0, 2.0, 4.0), ads)
    yield "ads.cost", Row("cost_ads", +1, YUAN)
    yield "ads.start_day", Row("ad_exposures", -1, DAYS, ads)
    yield "offers.per_week", Row("orders", +1, COUNT)
    yield "offers.relevance", Row("orders", +1, SHARE, {"strategy.offers.per_week": 7.0, "behaviour.buy.match": 3.0})
    yield "offers.discount", Row(UNIT_PRICE, -1, (0.0, 0.3, 0.6), {"strategy.offers.per_week": 7.0})
    yield "offers.exaggeration", Row(TRUST, -1, SHARE)
    yield "offers.cost", Row("cost_ads", +1, YUAN)
    yield "offers.start_day", Row("offers", -1, DAYS)
    missed = {"behaviour.stay.winback_return": 1.0, "behaviour.stay.base": 0.3}
    yield "winback.per_month", Row("winback_contacts", +1, (0.0, 10.0, 20.0), {"strategy.winback.after_days": 3})
    yield (
        "winback.left_per_month",
        Row("returned", +1, (0.0, 15.0, 30.0), missed),
    )
    yield "winback.after_days", Row("dormant", -1, (3, 10, 30))
    yield "winback.offer", Row("openers", +1, (0.0, 50.0, 100.0), {"strategy.winback.per_month": 30.0, "strategy.winback.after_days": 2})
    yield "winback.cost", Row("cost_winback", +1, YUAN, {"strategy.winback.per_month": 30.0, "strategy.winback.after_days": 3})


def _monetise() -> Iterator[tuple[str, Row]]:
    group = {"strategy.monetise.group_buying": {"per_month": 15.0, "people": 2, "discount": 0.5}}
    paid = {f"strategy.monetise.{kind}.start_day": 0 for kind in ("service", "knowledge", "membership")}
    paid |= {f"market.further.{kind}": {"demand": 2.0, "cycle_days": 5.0} for kind in ("service", "knowledge", "membership")}
    never = {f"strategy.monetise.{kind}.start_day": 99 for kind in ("service", "knowledge")}
    card = {**paid, **never, **NO_OFFERS, "strategy.monetise.membership.price": 0.0, "market.further.membership.demand": 10.0}
    partner = {"strategy.monetise.partner_ads": {"per_week": 7.0, "fee": 1.0}, "strategy.ads.per_week": 0.0}
    yield "monetise.commission", Row("commission", +1, (0.0, 0.1, 0.2))
    yield "monetise.income_sharing", Row("shared_income", +1, (0.0, 0.1, 0.2))
    yield "monetise.group_buying.per_month", Row("group_drops", +1, (0.0, 5.0, 10.0), group)
    yield "monetise.group_buying.people", Row("group_orders", -1, (1, 4, 100), group)
    yield "monetise.group_buying.discount", Row("group_orders", +1, (0.0, 0.3, 0.6), {**group, **NO_OFFERS})
    yield "monetise.group_buying.start_day", Row("group_drops", -1, DAYS, group)
    for kind, sold in (("service", "service_orders"), ("knowledge", "knowledge_orders"), ("membership", "memberships")):
        only = {**paid, **{f"strategy.monetise.{other}.start_day": 99 for other in ("service", "knowledge", "membership") if other != kind}}
        yield f"monetise.{kind}.start_day", Row(sold, -1, DAYS, paid)
        yield f"monetise.{kind}.price", Row(sold, -1, (10.0, 60.0, 240.0), paid)
        yield f"monetise.{kind}.unit_cost", Row("goods_cost", +1, (0.0, 50.0, 100.0), only)
    yield "monetise.membership.days", Row("memberships", -1, (5, 15, 30), {**paid, "market.further.membership.demand": 10.0})
    yield (
        "monetise.membership.discount",
        Row(
            UNIT_PRICE,
            -1,
            (0.0, 0.3, 0.6),
            {**card, "strategy.monetise.service.start_day": 99, "strategy.monetise.knowledge.start_day": 99},
        ),
    )
    yield "monetise.membership.benefit", Row(SATISFACTION, +1, SHARE, {**card, **STATUS})
    yield "monetise.partner_ads.per_week", Row("partner_exposures", +1, COUNT, partner)
    yield "monetise.partner_ads.fee", Row("partner_income", +1, (0.0, 0.5, 1.0), partner)
    yield "monetise.partner_ads.relevance", Row(FATIGUE, -1, SHARE, partner)
    yield "monetise.partner_ads.start_day", Row("partner_exposures", -1, DAYS, partner)


def _calendar() -> Iterator[tuple[str, Row]]:
    daily = [action("content", day=day) for day in range(7)]
    content, once = {**NO_PROGRAMME, "strategy.calendar": daily}, {**NO_PROGRAMME, "strategy.calendar": [action("content", "day", 1)]}
    offer = {**NO_PROGRAMME, **NO_OFFERS, "strategy.calendar": [action("offer", day=day) for day in range(7)]}
    event = {**NO_PROGRAMME, "strategy.calendar": [action("vote", day=day) for day in range(7)]}
    rivals = [action("vote", hours=1.0), action("content", hours=1.0, minute=500)]
    contest = {**NO_PROGRAMME, "strategy.calendar": rivals, "strategy.staff": {"hours_per_group": 1.0, "answering": 0.0, "moderating": 0.0}}
    yield "day", Row("content_items", -1, (1, 20, 100), once)
    yield "from_day", Row("content_items", -1, DAYS, content)
    yield "until_day", Row("content_items", +1, (5, 15, 30), content)
    yield "minute", Row("events", -1, (400, 600, 600), contest, ("strategy.calendar.0.minute",))
    yield "topic", Row(SATISFACTION, ANY, (0, 3, 7), content)
    yield "usefulness", Row(KNOWLEDGE, +1, SHARE, content)
    yield "fun", Row(SATISFACTION, +1, SHARE, content)
    yield "quality", Row(SATISFACTION, +1, SHARE, content)
    yield "discount", Row(UNIT_PRICE, -1, (0.0, 0.3, 0.6), offer)
    yield "reward", Row("cost_events", +1, YUAN, event)
    yield "prizes", Row("prizes_won", +1, (0, 1, 2), event)
    yield "hours", Row("staff_minutes", +1, (0.0, 0.2, 0.4), {**content, "strategy.staff.answering": 0.0})
    yield "cost", Row("cost_content", +1, YUAN, content)


ADS_ON, MORE_ADS = ["strategy.ads.per_week=14"], ["strategy.ads.per_week+=3"]


def _rules_of_change() -> Iterator[tuple[str, Row]]:
    quiet = {**NO_PROGRAMME, "strategy.ads.cap_per_week": 70.0}
    one = {**quiet, "strategy.stages": [stage(ADS_ON, day=0)]}
    once = {**quiet, "strategy.triggers": [trigger("members", "above", 1.0, ADS_ON)]}
    again = {**quiet, "strategy.triggers": [trigger("members", "above", 1.0, MORE_ADS, most=4)]}
    yield "strategy.stages[].day", Row("ads", -1, DAYS, one)
    yield "strategy.stages[].lasts", Row("ads", +1, (1, 10, 20), one)
    yield "strategy.triggers[].window", Row("ads", -1, (1, 10, 20), once)
    yield "strategy.triggers[].threshold", Row("ads", -1, (0.0, 95.0, 1e6), once)
    yield "strategy.triggers[].every", Row("ads", -1, (1, 10, 20), once)
    yield "strategy.triggers[].start_day", Row("ads", -1, DAYS, once)
    yield "strategy.triggers[].cool_down", Row("ads", -1, (0, 5, 10), again)
    yield "strategy.triggers[].most", Row("ads", +1, (1, 2, 4), again)
    yield "strategy.triggers[].lasts", Row("ads", +1, (1, 10, 20), once)
    closed = {"market.shocks": [stage(["market.inflow=0"], day=2, lasts=10)]}
    yield "market.shocks[].day", Row("joined_public", +1, (2, 20, 99), {"market.shocks": [stage(["market.inflow=0"])]})
    yield "market.shocks[].lasts", Row("joined_public", -1, (1, 10, 30), closed)


def _rules() -> Iterator[tuple[str, Row]]:
    yield "strictness", Row("breaches_found/breaches", +1, SHARE)
    yield "entry_filter", Row("turned_away", +1, SHARE, {"members.personas.*.honesty": 0.3})
    yield "explained", Row("messages", +1, SHARE, {"rules.strictness": 1.0, "behaviour.talk.chill": 3.0})
    outspoken = {**UNRULY, "behaviour.moderation.outsiders": 0.0, "behaviour.moderation.notice": 3.0}
    busy = {"rules.strictness": 0.8, "strategy.staff.moderating": 0.1, "behaviour.moderation.report_half": 5.0}
    yield "public_notice", Row("breaches", -1, SHARE, outspoken)
    yield "reporting", Row("breaches_found/breaches", +1, SHARE, busy)
    yield "mute_days", Row("silenced", +1, (0, 5, 10), UNRULY)
    yield "strikes_to_mute", Row("muted", -1, (1, 3, 6), UNRULY)
    yield "strikes_to_remove", Row("removed", -1, (1, 2, 4), UNRULY)


def _market() -> Iterator[tuple[str, Row]]:
    fair = {"name": "fair", "date": "01-06", "days": 30, "opening": 0.0, "buying": 0.0, "inflow": 1.0}
    special, short = {"market.special_days": [fair]}, {"market.special_days": [{**fair, "inflow": 4.0}]}
    fresh = {"community.initial_members": 20, "strategy.acquisition.effort": 3.0}
    yield "channels[].per_day", Row("joined_public", +1, (0.0, 1.0, 2.0))
    yield "channels[].until_day", Row("joined_public", +1, DAYS)
    yield "channels[].interest", Row("late:interest_sum/members", +1, (0.2, 1.0, 2.0), fresh)
    yield "channels[].trust", Row("late:trust_sum/members", +1, (0.2, 0.6, 1.2), fresh)
    yield "population", Row("joined", +1, (100.0, 130.0, 500.0))
    yield "circle", Row("invitations", +1, (0.0, 2.0, 50.0), INVITING)
    yield "acceptance", Row("joined_invited", +1, (0.0, 0.3, 0.6), INVITING)
    yield "weekday_opening", Row("openers", +1, ([-1.0] * 7, [0.0] * 7, [1.0] * 7))
    yield "weekday_inflow", Row("joined_public", +1, ([0.0] * 7, [1.0] * 7, [2.0] * 7))
    yield "special_days[].days", Row("joined_public", +1, (1, 15, 30), short)
    yield "special_days[].opening", Row("openers", +1, (-1.0, 0.0, 1.0), special)
    yield "special_days[].buying", Row("orders", +1, (-1.0, 0.0, 1.0), special)
    yield "special_days[].inflow", Row("joined_public", +1, (0.0, 1.0, 2.0), special)
    yield "inflow", Row("joined_public", +1, (0.0, 1.0, 2.0))
    yield "spam", Row("breaches", +1, (0.0, 5.0, 10.0))
    yield "scandal", Row(TRUST, -1, (0.0, 0.5, 1.0))
    yield "product.price", Row("units", -1, (50.0, 90.0, 180.0))
    yield "product.reference_price", Row("units", +1, (50.0, 90.0, 180.0))
    yield "product.margin", Row("goods_cost", -1, SHARE)
    yield "product.quality", Row("experience_sum/orders", +1, (0.1, 0.5, 0.9))
    yield "product.cycle_days", Row("orders", -1, (2.0, 20.0, 60.0))
    yield "product.need_at_join", Row("orders", +1, SHARE)
    yield "product.topic", Row("orders", +1, TOPICS, CARING)
    for kind, sold in (("service", "service_orders"), ("knowledge", "knowledge_orders"), ("membership", "memberships")):
        on = {f"strategy.monetise.{kind}.start_day": 0, f"market.further.{kind}": {"demand": 2.0, "cycle_days": 5.0}}
        yield f"further.{kind}.reference_price", Row(sold, +1, (10.0, 50.0, 400.0), on)
        yield f"further.{kind}.demand", Row(sold, +1, (0.0, 1.0, 4.0), on)
        yield f"further.{kind}.cycle_days", Row(sold, -1, (2.0, 30.0, 3000.0), {**on, f"market.further.{kind}.demand": 8.0})


def _more_products() -> Iterator[tuple[str, Row]]:
    sold = {"market.more_products": [product("gift_box", cycle_days=20.0)]}
    yield "price", Row("units_2", -1, (30.0, 60.0, 120.0), sold)
    yield "reference_price", Row("units_2", +1, (30.0, 60.0, 120.0), sold)
    yield "margin", Row("goods_cost", -1, SHARE, sold)
    yield "quality", Row("experience_sum/orders", +1, (0.1, 0.5, 0.9), sold)
    yield "cycle_days", Row("orders_2", -1, (2.0, 20.0, 60.0), sold)
    yield "need_at_join", Row("orders_2", +1, SHARE, sold)
    yield "demand", Row("orders_2", +1, (0.0, 1.0, 2.0), sold)
    yield "overlap", Row("orders", -1, SHARE, sold)
    yield "start_day", Row("orders_2", -1, DAYS, sold)
    yield "topic", Row("orders_2", +1, TOPICS, {**sold, **CARING})


def _under(prefix: str, rows: Iterator[tuple[str, Row]]) -> dict[str, Row]:
    return {f"{prefix}{path}": row for path, row in rows}


LEVERS: dict[str, Row] = {
    **_under("community.second_groups[].", _second_groups()),
    **_under("community.founders[].", _founders()),
    **_under("community.", _community()),
    **_under("strategy.", _people_at_work()),
    **_under("strategy.", _programme()),
    **_under("strategy.incentives.", _incentives()),
    **_under("strategy.", _advertising()),
    **_under("strategy.", _monetise()),
    **_under("strategy.calendar[].", _calendar()),
    **_under("", _rules_of_change()),
    **_under("rules.", _rules()),
    **_under("market.", _market()),
    **_under("market.more_products[].", _more_products()),
}
"""By path, as the schema has it."""

LIVELY: dict[str, Any] = {
    "community.groups": {"count": 2, "most": 4, "capacity": 80},
    "community.initial_members": 80,
    "community.initial_tenure": 20.0,
    "community.seeds.per_group": 3,
    "members.personas.*.activity_low": 1.0,
    "members.personas.*.activity_high": 3.0,
    "strategy.staff.hours_per_group": 4.0,
    "strategy.ads.per_week": 2.0,
    "strategy.offers.per_week": 2.0,
    "strategy.budget.per_month": 1e6,
    "behaviour.talk.base": 0.6,
    "behaviour.buy.base": 0.4,
    "behaviour.stay.base": 0.02,
}
"""A small community in which something happens every day."""
