"""Several products by hand: needs, offers, sales and luck of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from commsim.world import columns as c
from commsim.world.state import State, allocate
from helpers.rich import action, founder, product
from helpers.scenarios import ALL_OPEN, still, variant

FREE = {"hours": 0.0, "cost": 0.0, "reward": 0.0, "quality": 1.0, "discount": 0.0}
ATTENTIVE = {**ALL_OPEN, "members.personas.*.attention": 1000.0}
FULL = {"need_at_join": 1.0, "cycle_days": 10_000.0}
GIFT_BOX = "gift_box"
OF_GIFT_BOX = {**FREE, "product": GIFT_BOX}


def shop(*products: dict[str, Any], **changes: Any) -> Scenario:
    """200 members who open every day and order, surely (though two products share demand), what they see an offer of, and nothing else."""
    sure = {"behaviour.buy.base": 1.0, "behaviour.buy.match": 10.0, "behaviour.buy.unprompted": 0.0, "market.product.need_at_join": 1.0}
    return variant(still(), {**ATTENTIVE, **sure, "market.more_products": list(products), **changes})


def run(scenario: Scenario, days: int = 12) -> Record:
    return simulate([scenario], [3], days)


def after(scenario: Scenario, days: int) -> State:
    state = allocate([scenario], [3], days)
    run_fused(state, (0, 1), (0, days))
    return state


def test_the_first_product_sells_as_if_it_were_alone():
    """Where no state ties them together, its orders are the same on every day, and the others' are others."""
    often = {"behaviour.buy.base": 0.05, "behaviour.buy.unprompted": 1.0}
    alone, beside = run(shop(**often), 60), run(shop(product(GIFT_BOX), product("tea_set"), **often), 60)
    first = beside["orders"] - beside["orders_2"] - beside["orders_3"]
    assert (first == alone["orders"]).all() and alone["orders"].sum() > 300
    for other in ("orders_2", "orders_3"):
        assert beside[other].sum() == pytest.approx(alone["orders"].sum(), rel=0.2)
        assert (beside[other] != first).any()


def test_an_offer_sells_the_product_it_is_about():
    world = shop(product(GIFT_BOX, price=25.0), **{"strategy.calendar": [action("offer", "day", 4, **OF_GIFT_BOX)]})
    record = run(world)
    assert record["orders_2"][0, 4] > 190
    assert (record["orders"] == record["orders_2"]).all() and record["orders"].sum() == record["orders_2"][0, 4]
    assert (record["revenue_2"] == 2500 * record["orders_2"]).all() and (record["revenue"] == record["revenue_2"]).all()


def test_an_ad_is_seen_by_all_and_sells_its_product_only():
    ads = {"strategy.calendar": [action("ad", "day", 4, **OF_GIFT_BOX)], "strategy.ads.cap_per_week": 70.0}
    record = run(shop(product(GIFT_BOX), **ads))
    assert record["ad_exposures"].sum() > 190
    assert record["orders"].sum() == record["orders_2"].sum() > 190


@pytest.mark.parametrize("overlap", [0.0, 0.5, 1.0])
def test_an_order_leaves_the_need_for_other_products_but_for_what_they_share(overlap):
    for about, bought, other in (("first", c.FIRST, 1), (GIFT_BOX, 1, c.FIRST)):
        state = after(
            shop(
                product(GIFT_BOX, **FULL, overlap=overlap),
                product("cupboard", **FULL),
                **{"strategy.calendar": [action("offer", "day", 2, **{**FREE, "product": about})], "market.product.cycle_days": 10_000.0},
            ),
            3,
        )
        buyers = state.count[c.LAST_ORDER] == 2
        need = np.stack([state.state[c.NEED], *state.more_need])[:, buyers]
        assert buyers.sum() > 190
        assert need[bought] == pytest.approx(0.0, abs=1e-3)
        assert need[other] == pytest.approx(1.0 - overlap, abs=1e-3)
        assert need[2] == pytest.approx(1.0, abs=1e-3)


def test_a_durable_is_bought_once():
    needed = {"behaviour.buy.need": 10.0, "behaviour.buy.match": 0.0, "strategy.offers.per_week": 7.0, "strategy.offers.relevance": 1.0}
    world = shop(product("cupboard", **FULL), **{**needed, "strategy.offers.product": "cupboard"})
    record = run(world, 40)
    assert record["orders"].sum() == record["orders_2"].sum()
    assert 195 <= record["orders_2"].sum() <= 210


def test_offers_for_all_products_take_turns():
    daily = {"strategy.offers.per_week": 7.0, "strategy.offers.relevance": 1.0, "strategy.offers.product": "all"}
    record = run(shop(product(GIFT_BOX), product("tea_set", start_day=6), **daily), 12)
    first = record["orders"] - record["orders_2"] - record["orders_3"]
    sold = np.stack([first[0], record["orders_2"][0], record["orders_3"][0]])
    assert (sold.max(axis=0) > 190).all() and ((sold > 0).sum(axis=0) == 1).all()
    assert sold.argmax(axis=0)[:6].tolist() in ([0, 1, 0, 0, 1, 0], [1, 0, 0, 1, 0, 0], [0, 0, 1, 0, 0, 1])
    assert np.bincount(sold.argmax(axis=0)[6:]).tolist() == [2, 2, 2]


def test_nothing_is_sold_or_offered_before_its_first_day():
    rows = [action("offer", day=day, **OF_GIFT_BOX) for day in range(7)]
    record = run(shop(product(GIFT_BOX, start_day=5), **{"strategy.calendar": rows}), 8)
    assert record["offers"][0].tolist() == [0] * 5 + [1] * 3 == record["more_products"][0].tolist()
    assert (record["orders_2"][0, 5:] > 190).all() and record["orders"][0, :5].sum() == 0


def test_a_flash_sale_and_a_group_purchase_sell_their_product():
    """Both at once, of different products: 7 units of the first, and what at least 20 want together of the other."""
    rows = [
        action("flash_sale", "day", 4, **{**FREE, "discount": 0.999}),
        action("group_buying", "day", 4, **{**OF_GIFT_BOX, "discount": 0.999}),
    ]
    cheap = {"members.personas.*.price_sensitivity": 1.0, "behaviour.buy.base": 1e-5, "behaviour.buy.discount": 10.0}
    people = {"strategy.monetise.group_buying.people": 20, "strategy.incentives.flash_sale.stock": 7}
    record = run(shop(product(GIFT_BOX, price=89.0), **{**cheap, **people, "strategy.calendar": rows}))
    assert record["flash_orders"].sum() == 7 == (record["orders"] - record["orders_2"]).sum()
    assert record["group_orders"].sum() == record["orders_2"].sum() > 25
    assert record["group_filled"].sum() == 1


def test_a_coupon_holds_from_its_minimum_at_the_price_of_its_product():
    rows = [action("coupon", "day", 4, **{**OF_GIFT_BOX, "discount": 0.1})]
    record = run(shop(product(GIFT_BOX, price=30.0), **{"strategy.calendar": rows, "strategy.incentives.coupon_minimum": 100.0}))
    assert record["orders_2"].sum() > 190 and record["units_2"].sum() == 4 * record["orders_2"].sum()
    assert (record["revenue_2"] == 2700 * record["units_2"]).all()


def test_both_products_can_be_bought_on_a_day_by_one_buyer():
    rows = [action("offer", "day", 4, **FREE), action("offer", "day", 4, **OF_GIFT_BOX)]
    record = run(shop(product(GIFT_BOX), **{"strategy.calendar": rows}))
    assert record["buyers"][0, 4] > 190 and record["orders"][0, 4] == record["buyers"][0, 4] + record["cross_buyers"][0, 4]


def test_who_buys_a_second_product_is_counted_once_and_a_file_tells_of_the_first():
    rows = [action("offer", day=day, **OF_GIFT_BOX) for day in range(7)]
    known = [founder(0, orders=number % 2, last_order=-20) for number in range(100)]
    only = {"community.founders": known, "community.initial_members": 0, "strategy.calendar": rows}
    state = after(shop(product(GIFT_BOX), **only), 20)
    record = run(shop(product(GIFT_BOX), **only), 20)
    assert record["cross_buyers"].sum() == (state.flag[c.PRODUCTS] == 3).sum() == 50
    assert record["first_orders"].sum() == 50


def test_the_largest_need_opens_the_group():
    """Nobody needs the first product; who needs the second opens as much as if it were the first."""
    half = {"members.personas.*.activity_low": 50.0, "members.personas.*.activity_high": 50.0, "market.weekday_opening": [0.0] * 7}
    needy = {**half, "behaviour.open.need": 3.0, "behaviour.buy.base": 0.0}
    long = {"market.product.cycle_days": 10_000.0}
    openers = [
        run(shop(*products, **{**needy, **long, "market.product.need_at_join": need}), 10)["openers"].sum()
        for need, products in (
            (0.0, [product(GIFT_BOX, need_at_join=0.0, cycle_days=10_000.0)]),
            (0.0, [product(GIFT_BOX, **FULL)]),
            (1.0, []),
        )
    ]
    assert openers[0] < 0.7 * openers[1] and openers[1] == openers[2]


def test_experience_is_with_each_product_by_itself():
    rows = [action("offer", "day", 2, **FREE), action("offer", "day", 2, **OF_GIFT_BOX)]
    same = {"behaviour.buy.variability": 0.0, "market.product.quality": 0.9}
    state = after(shop(product(GIFT_BOX, quality=0.2), **{**same, "strategy.calendar": rows}), 3)
    both = state.flag[c.PRODUCTS] == 3
    assert both.sum() > 180
    assert state.state[c.EXPERIENCE, both] == pytest.approx(0.8, abs=1e-6) and state.more_experience[0, both] == pytest.approx(
        -0.6, abs=1e-6
    )


@pytest.mark.parametrize(("overlap", "demand"), [(0.0, 1.0), (1.0, 1.0), (1.0, 0.5), (0.5, 2.0)])
def test_products_of_one_category_divide_its_demand(overlap, demand):
    """The first keeps 1/(1 + o·d) of its orders; in all there are 1 + d·(1 − o) times as many: none more where the category is the same."""
    rare = {"behaviour.buy.base": 0.02, "behaviour.buy.unprompted": 1.0, "behaviour.buy.match": 0.0}
    alone = simulate([shop(**rare)] * 4, range(4), 120)["orders"].sum()
    record = simulate([shop(product(GIFT_BOX, overlap=overlap, demand=demand), **rare)] * 4, range(4), 120)
    first = (record["orders"] - record["orders_2"]).sum()
    assert first == pytest.approx(alone / (1 + overlap * demand), rel=0.08)
    assert record["orders"].sum() == pytest.approx(alone * (1 + demand * (1 - overlap)), rel=0.08)


def test_a_rival_divides_demand_from_its_first_day():
    rare = {"behaviour.buy.base": 0.02, "behaviour.buy.unprompted": 1.0, "behaviour.buy.match": 0.0}
    alone, rivalled = (run(shop(*more, **rare), 60) for more in ([], [product(GIFT_BOX, overlap=1.0, start_day=30)]))
    assert (alone["orders"][0, :30] == rivalled["orders"][0, :30]).all()
    assert rivalled["orders"][0, 30:].sum() - rivalled["orders_2"].sum() < 0.7 * alone["orders"][0, 30:].sum()
