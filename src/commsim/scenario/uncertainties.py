"""Uncertainties: what nobody controls — who the members are, and the market around them."""

from __future__ import annotations

from pydantic import Field

from commsim.scenario.changes import Shock
from commsim.scenario.fields import TOPICS, Strict, fraction, key, part, text

MOST_MORE_PRODUCTS = 3
"""Most products beside the first; each has its own columns in the record."""


class Motives(Strict):
    """What a persona comes for; the weights need not sum to 1."""

    information: float = key("wants to know", "weight", 0.0, 3.0)
    fun: float = key("wants to be entertained", "weight", 0.0, 3.0)
    bonds: float = key("wants company", "weight", 0.0, 3.0)
    identity: float = key("wants to belong to the brand", "weight", 0.0, 3.0)
    gain: float = key("wants an advantage", "weight", 0.0, 3.0)


class Persona(Strict):
    """One kind of member. Traits vary around these values as behaviour.spread_* says."""

    name: str = text("name of the persona", r"^[a-z][a-z0-9_]*$")
    share: float = fraction("share among those who join; shares are scaled to sum to 1")
    taste: tuple[float, ...] = Field(
        min_length=TOPICS,
        max_length=TOPICS,
        description=f"{TOPICS} non-negative weights: what the persona is interested in",
        json_schema_extra={"unit": "weights", "item_range": [0.0, 1.0]},
    )
    involvement: float = key("how much the category matters to them", "times", 0.0, 5.0)
    sociability: float = key("median tendency to talk, relative to 1", "times", 0.0, 20.0)
    influence: float = key("how many and how readily others follow", "times", 0.0, 20.0)
    price_sensitivity: float = key("how strongly price and discounts move them", "times", 0.0, 5.0)
    attention: float = key("median messages they can take in on a day", "messages/day", 1.0, 1_000.0)
    motives: Motives = part("what they come for")
    honesty: float = fraction("how readily they keep the rules; spammers are near 0")
    trust: float = fraction("trust in brand and community when they join")
    activity_low: float = key("first shape of the Beta distribution of the opening habit when they join", "shape", 0.05, 100.0)
    activity_high: float = key("second shape of that Beta distribution; mean = low / (low + high)", "shape", 0.05, 100.0)
    restless_low: float = key("first shape of the Beta distribution of the tendency to leave", "shape", 0.05, 1_000.0)
    restless_high: float = key("second shape of that Beta distribution", "shape", 0.05, 1_000.0)


class Members(Strict):
    """Mix of personas."""

    personas: tuple[Persona, ...] = Field(min_length=1, max_length=8, description="the kinds of people who may join")


class Channel(Strict):
    """A way in that does not depend on members."""

    name: str = text("name of the channel", r"^[a-z][a-z0-9_]*$")
    per_day: float = key(
        "people who come through it on an average day, before the lever acquisition.effort", "members/day", 0.0, 1_000_000.0
    )
    until_day: int = key("last day the channel is open", "day", 0, 100_000)
    interest: float = key("how much the category matters to them, relative to the persona", "times", 0.0, 5.0)
    trust: float = key("their first trust, relative to the persona", "times", 0.0, 5.0)


class Product(Strict):
    """What is sold."""

    price: float = key("list price", "yuan", 0.0, 10_000_000.0)
    reference_price: float = key("price members expect for such a product; price effects are relative to it", "yuan", 0.01, 10_000_000.0)
    margin: float = fraction("gross margin at the list price")
    quality: float = fraction("quality members experience after buying")
    cycle_days: float = key("days from purchase until the need is fully back", "days", 1.0, 10_000.0)
    need_at_join: float = fraction("mean need of those who join")
    topic: tuple[float, ...] = Field(
        default=(0.0,) * TOPICS,
        min_length=TOPICS,
        max_length=TOPICS,
        description=f"what it is about: {TOPICS} topic weights, for which each member cares more or less; all 0: nothing in particular",
        json_schema_extra={"unit": "weights", "item_range": [0.0, 1.0]},
    )


class MoreProduct(Product):
    """What is sold beside the first product: its own price, quality and need. Fixed for the whole run."""

    name: str = text("name of the product", r"^[a-z][a-z0-9_]*$")
    demand: float = key("chance to buy on a day, relative to the first product, with full need at the reference price", "times", 0.0, 10.0)
    overlap: float = fraction(
        "share of the demand that is for the first product as well: the two divide it, and an order of one meets that share of the "
        "need for the other; 0: another category, 1: the same"
    )
    start_day: int = key("first day on which it is sold", "day", 0, 100_000)


class SpecialDay(Strict):
    """A holiday or sales day of the calendar; replace the list by your own market's."""

    name: str = text("name of the day", r"^[a-z][a-z0-9_]*$")
    date: str = text("first day: YYYY-MM-DD, or MM-DD for every year", r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$")
    days: int = key("how long it lasts", "days", 1, 60)
    opening: float = key("added to opening the group", "log-odds", -5.0, 5.0)
    buying: float = key("added to buying", "log-hazard", -5.0, 5.0)
    inflow: float = key("multiplier of inflow", "times", 0.0, 20.0)


class Further(Strict):
    """A market for something sold beside the goods."""

    reference_price: float = key("price members expect", "yuan", 0.01, 1_000_000.0)
    demand: float = key("chance to buy on a day, relative to goods, with full need at the reference price", "times", 0.0, 10.0)
    cycle_days: float = key("days from a sale until the need is fully back", "days", 1.0, 10_000.0)


class FurtherMarkets(Strict):
    """Markets beside the goods."""

    service: Further = part("paid service per use")
    knowledge: Further = part("paid knowledge")
    membership: Further = part("paid membership; the need is back when a period ends")


class Market(Strict):
    """Inflow, reach, season and products."""

    channels: tuple[Channel, ...] = Field(max_length=4, description="public ways in")
    population: float = key("people who could ever join; growth saturates against it", "members", 1.0, 1e10)
    circle: float = key("acquaintances a member could invite", "members", 0.0, 1_000_000.0)
    acceptance: float = fraction("chance that an invited acquaintance joins")
    weekday_opening: tuple[float, ...] = Field(
        min_length=7,
        max_length=7,
        description="log-odds added to opening on Monday … Sunday",
        json_schema_extra={"unit": "log-odds", "item_range": [-5.0, 5.0]},
    )
    weekday_inflow: tuple[float, ...] = Field(
        min_length=7,
        max_length=7,
        description="multiplier of inflow on Monday … Sunday",
        json_schema_extra={"unit": "times", "item_range": [0.0, 20.0]},
    )
    start_date: str = text("date of day 0, YYYY-MM-DD; decides weekdays and special days", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    special_days: tuple[SpecialDay, ...] = Field(max_length=64, description="holidays and sales days")
    inflow: float = key("multiplier of all public inflow, for shocks: 0 where discovery is switched off", "times", 0.0, 100.0)
    spam: float = key("multiplier of outsiders' spam, for shocks: a raid", "times", 0.0, 1_000.0)
    scandal: float = key("bad acts a day that public opinion holds against the brand, for shocks", "acts/day", 0.0, 20.0)
    shocks: tuple[Shock, ...] = Field(max_length=8, description="what happens to the community from outside")
    product: Product = part("the product sold in the community")
    more_products: tuple[MoreProduct, ...] = Field(max_length=MOST_MORE_PRODUCTS, description="further product lines beside the first")
    further: FurtherMarkets = part("services, knowledge, membership")
