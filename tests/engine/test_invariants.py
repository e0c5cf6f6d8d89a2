"""What holds on every day of every run, however extreme the valid parameters (model.md, Invariants)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.record.record import Record
from commsim.scenario.counts import COUNTS, MORE_PRODUCTS
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.scenario.schema import Scenario
from commsim.simulate import record_of, simulate
from commsim.world import columns as c
from commsim.world.state import State
from helpers.extremes import extreme_scenarios
from helpers.rich import rich
from helpers.scenarios import default, variant
from helpers.worlds import day_by_day, tiny_worlds

COSTS = [count.name for count in COUNTS if count.name.startswith("cost_")]
BOUNDS = {
    c.TRUST: (0.0, 1.0),
    c.ACTIVITY: (0.0, 1.0),
    c.SATISFACTION: (-1.0, 1.0),
    c.EXPECTATION: (0.0, 1.0),
    c.BELONGING: (0.0, 1.0),
    c.FATIGUE: (0.0, 100.0),
    c.NEED: (0.0, 1.0),
    c.INTRINSIC: (0.0, 1.0),
    c.KNOWLEDGE: (0.0, 1.0),
    c.GRIEF: (0.0, np.inf),
    c.SCORE: (0.0, np.inf),
    c.EXPERIENCE: (-1.0, 1.0),
}
SLACK = 1e-5
"""Rounding of float32 at the ends of a range."""


def people_are_conserved(record: Record) -> None:
    came = record["already"] + record["joined"] + record["returned"]
    went = record["left"] + record["removed"]
    assert (np.cumsum(came - went, axis=1) == record["members"]).all()
    assert (record["joined_invited"] + record["joined_public"] <= record["joined"]).all()


def seats_are_conserved(record: Record) -> None:
    assert (np.cumsum(record["seats_entered"] - record["seats_given_up"], axis=1) == record["seats_held"]).all()
    assert (record["members"] + record["members_second"] + record["members_vip"] == record["seats_held"]).all()
    assert (record["awake"] + record["dormant"] == record["members"]).all()


def points_are_a_ledger(record: Record) -> None:
    spent = record["points_redeemed"] + record["points_expired"]
    assert (np.cumsum(record["points_issued"] - spent, axis=1) == record["points_held"]).all()


def spent_by_month(record: Record) -> np.ndarray:
    """Yuan spent in each month of 30 days, [worlds, months]."""
    spent = np.sum([record[name] for name in COSTS], axis=0)
    return np.add.reduceat(spent, np.arange(0, record.days, DAYS_PER_MONTH), axis=1) / 100


def budget_is_kept(record: Record, scenarios: list[Scenario]) -> None:
    budgets = np.array([s.strategy.budget.per_month for s in scenarios])
    assert (spent_by_month(record) <= budgets[:, None] + 0.005).all()


def numerators_fit_denominators(record: Record) -> None:
    """Each part is at most its whole, and nothing is negative."""
    parts = [
        ("dau", "members"), ("wau", "members"), ("mau", "members"), ("dormant", "members"), ("do_not_disturb", "members"),
        ("posters", "openers"), ("replies", "messages"), ("participations", "event_openers"), ("second_orders", "orders"),
        ("first_orders", "orders"), ("breaches_found", "breaches"), ("complaints_handled", "complaints"), ("complaints", "orders"),
        ("first_answered_back", "first_answered"), ("first_unanswered_back", "first_unanswered"), ("staff_answers", "posts_answered"),
        ("month_posters", "month_members"), ("groups_silent", "groups_open"), ("dau", "wau"), ("wau", "mau"), ("tier_core", "members"),
        ("members_paid", "members"), ("renewals", "memberships"), ("group_filled", "group_drops"), ("group_orders", "orders"),
        ("flash_orders", "orders"), ("orders", "units"), ("paid_revenue", "revenue"), ("commission", "revenue"), ("buyers", "orders"),
        ("partner_exposures", "ad_exposures"), ("messages_elsewhere", "messages"), ("orders_pleased", "orders"),
        ("cross_buyers", "buyers"), *((f"{name}_{n}", name) for name in ("orders", "units", "revenue") for n in MORE_PRODUCTS),
        ("seats_admitted", "seats_entered"), ("seats_withdrawn", "seats_given_up"), ("window_buyers", "buyers"),
        ("prizes_won", "participations"),
    ]  # fmt: skip
    for part, whole in parts:
        assert (record[part] <= record[whole]).all(), (part, whole)
    for count in COUNTS:
        signed = count.name in ("satisfaction_sum", "experience_sum", "joined")
        assert signed or (record[count.name] >= 0).all(), count.name
    assert (record["joined"] >= 0).all()


def states_are_in_range(state: State) -> None:
    used = state.key != 0
    for number, (low, high) in BOUNDS.items():
        values = state.state[number, used]
        assert np.isfinite(values).all(), number
        assert (values >= low - SLACK).all() and (values <= high + SLACK).all(), (number, values.min(), values.max())
    for array, low in ((state.more_need, 0.0), (state.more_experience, -1.0)):
        assert np.isfinite(array).all() and (array >= low).all() and (array <= 1.0 + SLACK).all()
    for array, high in ((state.taste, np.inf), (state.seen, np.inf), (state.tie, 1.0 + SLACK)):
        assert np.isfinite(array).all() and (array >= 0).all() and (array <= high).all()
    assert np.isfinite(state.trait[:, used]).all()
    assert (state.count[c.POINTS] >= 0).all()


def groups_are_not_too_full(state: State) -> None:
    """Members of general groups are those of its rows; those of second groups hold its seat."""
    here = (state.flag[c.PRESENCE] == c.PRESENT) & (state.key != 0)
    for number, group in enumerate(state.group):
        world = state.world[group["world"]]
        rows = slice(group["row"], group["row"] + group["rows"])
        everywhere = slice(world["row"], world["row"] + world["rows"])
        holders = (state.seat[:, everywhere] == number - world["group"]) & here[everywhere]
        present = int(here[rows].sum()) if group["kind"] == c.HOME else int(holders.sum())
        assert present == group["members"] <= group["capacity"]
        assert group["open"] or present == 0


def nobody_has_too_many_seats(state: State, scenarios: list[Scenario]) -> None:
    """One second seat where the scenario allows two groups, one VIP seat; none for who is not there."""
    for world, scenario in zip(state.world, scenarios, strict=True):
        rows = slice(world["row"], world["row"] + world["rows"])
        used = state.key[rows] != 0
        absent = used & (state.flag[c.PRESENCE, rows] != c.PRESENT)
        assert (state.seat[:, rows][:, absent] == -1).all()
        assert scenario.community.most_seats > 1 or (state.seat[0, rows][used] == -1).all()
        for slot, kinds in ((0, ("regional", "category", "advertising")), (1, ("vip_buyers", "vip_helpers"))):
            held = np.unique(state.seat[slot, rows][used & (state.seat[slot, rows] >= 0)])
            named = {scenario.community.second_groups[state.group["kind"][world["group"] + seat]].kind for seat in held}
            assert named <= set(kinds)


def nobody_is_there_twice(state: State) -> None:
    for world in state.world:
        rows = slice(world["row"], world["row"] + world["rows"])
        keys = state.key[rows][state.flag[c.PRESENCE, rows] == c.PRESENT]
        assert np.unique(keys).size == keys.size


def check_record(record: Record, scenarios: list[Scenario]) -> None:
    people_are_conserved(record)
    seats_are_conserved(record)
    points_are_a_ledger(record)
    budget_is_kept(record, scenarios)
    numerators_fit_denominators(record)


def check_every_day(scenarios: list[Scenario], seeds: list[int], days: int) -> None:
    for _, state in day_by_day(scenarios, seeds, days):
        states_are_in_range(state)
        groups_are_not_too_full(state)
        nobody_has_too_many_seats(state, scenarios)
        nobody_is_there_twice(state)
    check_record(record_of(state, days), scenarios)


def test_invariants_hold_in_worlds_that_reach_every_branch():
    worlds = list(tiny_worlds())
    check_every_day(worlds, list(range(len(worlds))), 45)


def test_invariants_hold_in_the_default_world():
    check_every_day([default()] * 2, [1, 2], 70)


@settings(max_examples=30)
@given(extreme_scenarios())
def test_invariants_hold_for_extreme_parameters(scenario: Scenario):
    check_every_day([scenario, scenario], [1, 2], 20)


def test_revenue_is_orders_times_price_where_nothing_is_cheaper():
    plain = {"strategy.incentives.first_order_discount": 0.0, "strategy.incentives.coupon_per_month": 0.0, "strategy.offers.discount": 0.0}
    record = simulate([variant(default(), {**plain, "market.product.price": 12.34, "behaviour.buy.base": 0.3})], [1], 40)
    assert record["orders"].sum() > 100
    assert (record["revenue"] == 1234 * record["orders"]).all()


def test_discounts_lower_revenue_by_at_most_the_deepest():
    cheaper = {
        "strategy.offers.discount": 0.2,
        "strategy.incentives.coupon_discount": 0.25,
        "strategy.incentives.first_order_discount": 0.1,
    }
    record = simulate([variant(default(), {**cheaper, "market.product.price": 100.0, "behaviour.buy.base": 0.3})], [1], 40)
    full, paid = 10_000 * record["orders"].sum(), record["revenue"].sum()
    assert 0.75 * full <= paid < full


def test_without_budget_nothing_is_spent_and_what_costs_is_left_out():
    record = simulate([variant(default(), {"strategy.budget.per_month": 0.0})], [1], 40)
    assert spent_by_month(record).sum() == 0
    assert record["content_items"].sum() == 0 < record["items_dropped_budget"].sum()


@pytest.mark.parametrize("budget", [123.45, 2000.0])
def test_a_small_budget_is_nearly_used_up_and_never_overspent(budget: float):
    scenario = variant(default(), {"strategy.budget.per_month": budget, "strategy.staff.wage": 1.0})
    spent = spent_by_month(simulate([scenario], [1], 90))
    assert (spent <= budget).all() and (spent > 0.5 * budget).all()


def test_points_of_a_rich_member_do_not_overflow():
    """The most points for the dearest product: more than 32 bits hold after three orders."""
    wealthy = {
        "market.product": {"price": 1e7, "reference_price": 1e7, "margin": 0.5, "quality": 1.0, "cycle_days": 1.0, "need_at_join": 1.0},
        "behaviour.buy.base": 1.0,
        "behaviour.buy.trust": 0.0,
        "behaviour.buy.fatigue": 0.0,
        "strategy.incentives.points.per_100_yuan": 10_000,
        "strategy.incentives.points.redeem_at": 1_000_000,
    }
    check_every_day([variant(tiny_worlds()[0], wealthy)], [1], 20)


DAYS_OF_BOOKS = 40
PLAIN_PRICES: dict[str, Any] = {
    **{f"strategy.{name}": 0.0 for name in ("offers.discount", "ads.discount", "tiers.core_discount", "monetise.membership.discount")},
    **{f"strategy.incentives.{name}": 0.0 for name in ("coupon_discount", "first_order_discount", "flash_sale.discount")},
    "strategy.monetise.group_buying.discount": 0.0,
    "strategy.calendar.*.discount": 0.0,
    "community.second_groups.*.discount": 0.0,
    "strategy.stages": [],
    "market.shocks": [],
}


def booked_at_list_prices(scenario: Scenario, record: Record) -> None:
    """Revenue and cost are units × price and cost, of each product and each thing sold beside; shares follow from them to the fen."""
    sold = scenario.strategy.monetise
    kinds = {"service_orders": sold.service, "knowledge_orders": sold.knowledge, "memberships": sold.membership}
    paid = sum(record[count] * round(100 * kind.price) for count, kind in kinds.items())
    delivered = sum(record[count] * round(100 * kind.unit_cost) for count, kind in kinds.items())
    more = dict(zip(MORE_PRODUCTS, scenario.market.more_products, strict=False))
    first = record["units"] - sum(record[f"units_{n}"] for n in more)
    units = [(first, scenario.market.product), *((record[f"units_{n}"], product) for n, product in more.items())]
    goods = sum(number * round(100 * product.price) for number, product in units)
    made = sum(number * round(100 * product.price * (1 - float(np.float32(product.margin)))) for number, product in units)
    assert (record["paid_revenue"] == paid).all()
    assert all((record[f"revenue_{n}"] == record[f"units_{n}"] * round(100 * product.price)).all() for n, product in more.items())
    assert (record["revenue"] == paid + goods).all()
    assert (record["goods_cost"] == delivered + made).all()
    assert np.abs(record["commission"] - np.float32(sold.commission) * goods).max() <= record["orders"].max()
    margin = np.maximum(record["revenue"] - record["goods_cost"], 0)
    assert np.abs(record["shared_income"] - float(np.float32(sold.income_sharing)) * margin).max() <= 1
    fee = round(100 * sold.partner_ads.fee)
    assert (record["partner_income"] == fee * record["partner_exposures"]).all()


def test_money_adds_up_with_everything_switched_on():
    scenario = variant(rich(), PLAIN_PRICES)
    record = simulate([scenario] * 3, [1, 2, 3], DAYS_OF_BOOKS)
    booked_at_list_prices(scenario, record)
    products = [f"{name}_{n}" for name in ("orders", "units", "revenue") for n in MORE_PRODUCTS]
    for count in (*products, "service_orders", "knowledge_orders", "memberships", "commission", "shared_income", "partner_income"):
        assert record[count].sum() > 0, count


def test_money_that_does_not_add_up_is_seen():
    scenario = variant(rich(), PLAIN_PRICES)
    record = simulate([variant(scenario, {"strategy.incentives.first_order_discount": 0.1})], [1], DAYS_OF_BOOKS)
    with pytest.raises(AssertionError):
        booked_at_list_prices(scenario, record)


@pytest.mark.parametrize("monthly", [0.0, 50.0, 500.0, 5000.0])
def test_no_budget_is_overspent_with_everything_switched_on(monthly):
    scenario = variant(rich(), {"strategy.budget.per_month": monthly})
    record = simulate([scenario], [4], DAYS_OF_BOOKS)
    budget_is_kept(record, [scenario])
    assert record["items_dropped_budget"].sum() > 0


@settings(max_examples=25)
@given(
    st.integers(0, 2**31 - 1),
    st.fixed_dictionaries({"community.most_seats": st.integers(1, 2), "strategy.budget.per_month": st.floats(0.0, 1e5)}),
    st.fixed_dictionaries({"behaviour.stay.base": st.floats(0.0, 1.0), "behaviour.buy.base": st.floats(0.0, 1.0)}),
)
def test_invariants_hold_with_everything_switched_on(seed: int, strategy: dict[str, Any], people: dict[str, Any]):
    check_every_day([variant(rich(), {**strategy, **people})] * 2, [seed, seed + 1], 25)
