"""Flash sales, group purchases, paid services and memberships, gifts and streaks by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.record.record import Record
from commsim.scenario.counts import COLUMN
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from commsim.world import columns as c
from commsim.world.state import allocate
from helpers.rich import action, second
from helpers.scenarios import ALL_OPEN, still, variant

FREE = {"hours": 0.0, "cost": 0.0, "reward": 0.0}
ONLY_CHEAP = {
    "members.personas.*.price_sensitivity": 1.0,
    "members.personas.*.attention": 1000.0,
    "behaviour.buy.base": 1e-5,
    "behaviour.buy.discount": 10.0,
    "market.product.need_at_join": 1.0,
}
"""Hardly anybody buys at the list price; at a tenth of it a chance of 8 %, at a thousandth one of 22 %."""


def shop(**changes: Any) -> Scenario:
    return variant(still(), {**ALL_OPEN, **ONLY_CHEAP, **changes})


def run(scenario: Scenario, days: int = 12) -> Record:
    return simulate([scenario], [3], days)


@pytest.mark.parametrize(("people", "filled"), [(1, True), (20, True), (100, False), (200, False)])
def test_a_group_purchase_holds_only_if_enough_join(people, filled):
    """About 43 of 200 want it at a thousandth of the price."""
    rows = [action("group_buying", "day", 4, **{**FREE, "discount": 0.999, "quality": 1.0})]
    record = run(shop(**{"strategy.calendar": rows, "strategy.monetise.group_buying.people": people}))
    assert (record["group_drops"].sum(), record["group_filled"].sum()) == (1, int(filled))
    orders = int(record["group_orders"].sum())
    assert orders == record["orders"].sum() and (25 < orders < 65 if filled else orders == 0)
    assert record["revenue"].sum() == orders * 9  # 89 yuan, less 99.9 %: 8.9 fen


def test_a_flash_sale_sells_no_more_than_its_stock():
    rows = [action("flash_sale", "day", 4, **{**FREE, "discount": 0.999})]
    for stock, sold in ((0, 0), (7, 7), (200, None)):
        record = run(shop(**{"strategy.calendar": rows, "strategy.incentives.flash_sale.stock": stock}))
        found = int(record["flash_orders"][0, 4])
        assert found == record["orders"].sum() and (found == sold if sold is not None else 25 < found < 65)


def test_the_stock_kept_goes_to_vip_seats_first():
    """About 11 of 50 with a seat want it: all six kept units go to them; without priority the luckiest of all get the stock."""
    rows = [action("flash_sale", "day", 4, **{**FREE, "discount": 0.999})]
    shares = []
    for priority in (0.0, 1.0):
        seats = {"community.second_groups": [second("v", "vip_buyers", most=1, capacity=50, discount=0.0)]}
        sale = {"strategy.incentives.flash_sale.stock": 6, "strategy.incentives.flash_sale.priority": priority}
        state = allocate([shop(**{"strategy.calendar": rows, **seats, **sale})], [3], 6)
        run_fused(state, (0, 1), (0, 6))
        bought = state.count[c.LAST_ORDER] == 4
        assert bought.sum() == 6
        shares.append(int((state.seat[1, bought] >= 0).sum()))
    assert shares[1] == 6 > shares[0]


def test_a_coupon_with_a_minimum_sells_several_units():
    rows = [action("coupon", "day", 4, **{**FREE, "discount": 0.9, "quality": 1.0})]
    world = {"strategy.calendar": rows, "behaviour.buy.base": 1e-3, "market.product.price": 100.0, "market.product.reference_price": 100.0}
    plain, several = run(shop(**world)), run(shop(**world, **{"strategy.incentives.coupon_minimum": 250.0}))
    assert plain["orders"].sum() > 10 and (plain["units"] == plain["orders"]).all()
    assert several["orders"].sum() > 10 and several["units"][0, 4] == 3 * several["orders"][0, 4]


SERVICE = {
    "behaviour.buy.base": 1.0,
    "behaviour.buy.unprompted": 0.0,
    "market.further.membership": {"reference_price": 99.0, "demand": 10.0, "cycle_days": 1.0},
    "strategy.monetise.membership": {"start_day": 2, "price": 99.0, "unit_cost": 20.0, "days": 10, "discount": 0.0, "benefit": 0.0},
}


def test_a_membership_is_renewed_from_a_week_before_its_end():
    """All buy at once and whenever asked: on day 2 until 12, asked again from day 5, then until 22, asked again from day 15."""
    record = run(shop(**SERVICE), 30)
    sold, renewed = record["memberships"][0], record["renewals"][0]
    openers = record["openers"][0]
    assert np.flatnonzero(sold > 100).tolist() == [2, 5, 15, 25]
    assert (renewed[[5, 15, 25]] > 0.95 * openers[[5, 15, 25]]).all() and renewed[2] == 0
    assert (record["members_paid"][0, 6:] > 195).all() and record["memberships_ended"].sum() == 0


def test_memberships_that_end_are_counted_once():
    stop = {"strategy.stages": [{"name": "stop", "day": 3, "lasts": 0, "changes": ["market.further.membership.demand=0"]}]}
    record = run(shop(**SERVICE, **stop), 60)
    assert record["memberships"].sum() == record["memberships_ended"].sum() > 190
    assert np.flatnonzero(record["memberships_ended"][0]).tolist() == [42]  # a month after day 12
    assert record["members_paid"][0, 12] > 190 and record["members_paid"][0, 13] == 0


def test_a_paid_membership_and_a_seat_lower_the_price():
    both = {"strategy.calendar": [action("offer", "day", 6, **{**FREE, "discount": 0.0, "quality": 1.0})], "behaviour.buy.base": 1.0}
    member = run(shop(**{**SERVICE, **both, "strategy.monetise.membership.discount": 0.3}))
    seat = run(shop(**{**both, "community.second_groups": [second("v", "vip_buyers", most=1, capacity=500, discount=0.4)]}))
    for record, price in ((member, 6230), (seat, 5340)):
        goods = record["revenue"][0, 6] - record["paid_revenue"][0, 6]
        assert goods == pytest.approx(price * record["orders"][0, 6], rel=0.02) and record["orders"][0, 6] > 100


def test_a_streak_earns_its_bonus_and_begins_anew():
    record = run(variant(still(), {**ALL_OPEN, "strategy.incentives.points": {"streak_days": 3, "streak_bonus": 10, "redeem_at": 1000000}}))
    assert np.flatnonzero(record["points_issued"][0] > 1500).tolist() == [2, 5, 8, 11]
    assert record["points_issued"].max() <= 2000


def test_each_member_has_one_birthday_a_year():
    scenario = variant(still(), {"strategy.incentives.birthday_gift": 7.0})
    record = run(scenario, 730)
    gifts = record["cost_incentives"][0]
    assert (gifts[:365] == gifts[365:]).all() and gifts[:365].sum() == 200 * 700
    assert gifts.max() < 10 * 700


def test_a_gift_that_cannot_be_paid_is_not_given():
    poor = variant(still(), {"strategy.incentives.birthday_gift": 7.0, "strategy.budget.per_month": 14.0})
    assert (np.add.reduceat(run(poor, 360)["cost_incentives"][0], np.arange(0, 360, 30)) <= 1400).all()


def test_a_ladder_pays_more_for_each_member_brought_up_to_five():
    lively = {"behaviour.invite.base": 0.2, "market.acceptance": 1.0, "market.circle": 1e6, "community.groups.capacity": 4000}
    reward = {"strategy.acquisition.invitation_reward": 1.0, "strategy.acquisition.ladder": 2.0}
    state = allocate([variant(still(), {**ALL_OPEN, **lively, **reward})], [3], 15)
    run_fused(state, (0, 1), (0, 15))
    brought = state.flag[c.BROUGHT].astype(int)
    due = sum(100 * (number + 2 * sum(min(k, 5) for k in range(number))) for number in brought)
    assert brought.max() > 5 and state.daily[0, :, COLUMN["cost_incentives"]].sum() == due


def test_each_member_brought_earns_points():
    lively = {"behaviour.invite.base": 0.2, "market.acceptance": 1.0, "market.circle": 1e6, "community.groups.capacity": 4000}
    record = run(variant(still(), {**ALL_OPEN, **lively, "strategy.incentives.points.per_invitation": 7}))
    assert record["points_issued"].sum() == 7 * record["joined_invited"].sum() > 1000
