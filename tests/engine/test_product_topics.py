"""What a product is about: whom its offers and ads fit, and who buys it without any."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from helpers.rich import action, product, stage
from helpers.scenarios import ALL_OPEN, still, variant

ONLY_FIRST, ONLY_LAST, NONE, EQUAL = [1.0] + [0.0] * 7, [0.0] * 7 + [1.0], [0.0] * 8, [0.3] * 8
TASTE = [0.6, 0.2, 0.1, 0.0, 0.0, 0.0, 0.0, 0.1]
"""Interest in the first topic is 4.8 times the mean of all eight, in the last 0.8 times it."""
LIKED = {"first": 4.8 / 5.8, "last": 0.8 / 1.8, "none": 0.5}
ABOUT = {"first": ONLY_FIRST, "last": ONLY_LAST, "none": NONE}
ALIKE = {**ALL_OPEN, "members.personas.*.taste": TASTE, "members.personas.*.attention": 1000.0, "market.product.need_at_join": 1.0}
FREE = {"hours": 0.0, "cost": 0.0, "reward": 0.0, "discount": 0.0}


def shop(about: list[float], **changes: Any) -> Scenario:
    """200 members of one taste; nobody buys unless the changes make them."""
    return variant(still(), {**ALIKE, "market.product.topic": about, **changes})


def run(scenario: Scenario, days: int = 12) -> Record:
    return simulate([scenario], [3], days)


@pytest.mark.parametrize("about", ABOUT)
def test_the_odds_that_an_offer_fits_are_multiplied_by_those_of_the_match(about):
    """Those whom it fits buy, all others do not: with a relevance of 0.3 the odds are 0.43 times those of the match."""
    offers = {"strategy.calendar": [action("offer", day=day, quality=0.3, **FREE) for day in range(7)], "market.product.cycle_days": 1.0}
    record = run(
        shop(ABOUT[about], **offers, **{"behaviour.buy.base": 0.01, "behaviour.buy.match": 9.0, "behaviour.buy.unprompted": 0.0}), 60
    )
    odds = 0.3 / 0.7 * LIKED[about] / (1.0 - LIKED[about])
    fitting = 0.01 * np.exp(4.5)  # chance to order where it fits; e^-9 of that where it does not
    assert record["orders"].mean() == pytest.approx(200 * odds / (1.0 + odds) * fitting, rel=0.06)


@pytest.mark.parametrize("about", ABOUT)
def test_who_sees_no_offer_buys_by_the_match_itself(about):
    alone = {"behaviour.buy.base": 0.1, "behaviour.buy.match": 2.0, "behaviour.buy.unprompted": 0.5, "market.product.cycle_days": 1.0}
    record = run(shop(ABOUT[about], **alone), 60)
    assert record["orders"].mean() == pytest.approx(200 * 0.05 * np.exp(2.0 * (LIKED[about] - 0.5)), rel=0.08)


def test_ads_for_what_members_like_tire_less():
    ads = {
        "strategy.ads.per_week": 7.0,
        "strategy.ads.cap_per_week": 70.0,
        "strategy.ads.relevance": 0.5,
        "behaviour.habits.fatigue_ad": 0.4,
    }
    tired = [run(shop(about, **ads))["fatigue_sum"][0, -1] for about in (ONLY_FIRST, NONE, ONLY_LAST)]
    assert tired == sorted(tired) and tired[0] < 0.95 * tired[2]


def test_a_partners_ad_is_not_about_the_brands_product():
    partner = {"strategy.monetise.partner_ads": {"per_week": 7.0, "fee": 1.0}, "behaviour.habits.fatigue_ad": 0.4}
    one, other = (run(shop(about, **partner)) for about in (ONLY_FIRST, ONLY_LAST))
    assert (one.daily == other.daily).all() and one["partner_exposures"].sum() > 0


def test_equal_weights_are_as_good_as_none():
    often = {"behaviour.buy.base": 0.1, "behaviour.buy.match": 3.0, "strategy.offers.per_week": 7.0, "strategy.offers.relevance": 0.5}
    one, other = (run(shop(about, **often), 40)["orders"].sum() for about in (NONE, EQUAL))
    assert one == pytest.approx(other, rel=0.001)


def test_each_product_has_topics_of_its_own():
    sold = {"behaviour.buy.base": 0.1, "behaviour.buy.match": 4.0, "market.product.cycle_days": 2.0}
    liked, disliked = (
        run(shop(NONE, **sold, **{"market.more_products": [product("box", topic=about)]}), 40) for about in (ONLY_FIRST, ONLY_LAST)
    )
    assert liked["orders_2"].sum() > 2 * disliked["orders_2"].sum() > 0
    assert (liked["orders"] - liked["orders_2"]).sum() == (disliked["orders"] - disliked["orders_2"]).sum()


def test_content_about_the_product_wakes_interest_in_it():
    """The product is about the last topic, which members hardly care for; content about it changes that, content about another does not."""
    drift = {"behaviour.habits.interest_gain": 0.1, "behaviour.value.information": 3.0, "strategy.content": {"per_week": 7.0, "hours": 0.0}}
    drift |= {"behaviour.buy.base": 0.1, "behaviour.buy.match": 3.0, "market.product.cycle_days": 1.0}
    sold = [run(shop(ONLY_LAST, **drift, **{"strategy.content.topic": about}), 60)["orders"].sum() for about in (ONLY_LAST, ONLY_FIRST)]
    assert sold[0] > 1.3 * sold[1]


def test_a_changed_range_sells_from_that_day_on():
    """The documents' answer to a product that does not fit; here on a given day, in the shipped experiment by a trigger."""
    often = {"behaviour.buy.base": 0.1, "behaviour.buy.match": 4.0, "market.product.cycle_days": 1.0}
    change = stage(["market.product.topic.0=1", "market.product.topic.7=0"], day=20)
    record = run(shop(ONLY_LAST, **often, **{"strategy.stages": [change]}), 40)
    kept = run(shop(ONLY_LAST, **often), 40)
    assert (record["orders"][0, :20] == kept["orders"][0, :20]).all()
    assert record["orders"][0, 20:].sum() > 1.5 * kept["orders"][0, 20:].sum()
