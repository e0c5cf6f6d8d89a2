"""Which product an offer, ad or sale is about, by its name; and what is wrong with such names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from operator import attrgetter

from commsim.scenario.errors import nearest
from commsim.scenario.schema import Scenario
from commsim.scenario.uncertainties import Market

Found = Iterator[tuple[str, str, str]]
"""Key path, what is wrong, what would be right."""

FIRST, IN_TURN = "first", "all"
"""What market.product is called where a product is named, and all products one after the other."""
EACH_IN_TURN = -1
ABOUT_PRODUCTS = ("offer", "coupon", "flash_sale", "group_buying", "ad")
"""Kinds of actions that are about a product; a partner's ad is about the partner's."""


PROGRAMMES = {
    "offers": "strategy.offers.product",
    "ads": "strategy.ads.product",
    "flash_sale": "strategy.incentives.flash_sale.product",
    "group_buying": "strategy.monetise.group_buying.product",
}
"""The key that says which product a programme is about."""


def programme_product(programme: str, config: Scenario) -> int:
    """The number of the product that one of PROGRAMMES is about. Raises ValueError for an unknown name."""
    return product_number(attrgetter(PROGRAMMES[programme])(config), config.market)


def product_number(name: str, market: Market) -> int:
    """0 for the first product, 1 … for further ones, EACH_IN_TURN for all in turn. Raises ValueError for an unknown name."""
    return EACH_IN_TURN if name == IN_TURN else names(market).index(name)


def names(market: Market) -> tuple[str, ...]:
    """What the products on the market are called, the first one first."""
    return (FIRST, *(product.name for product in market.more_products))


def product_contradictions(config: Scenario) -> Found:
    """Names of products given twice, taken, or unknown where a product is named."""
    known = names(config.market)
    for number, product in enumerate(config.market.more_products):
        if product.name == IN_TURN or Counter(known)[product.name] > 1:
            wrong = f"{product.name!r} is taken" if product.name in (FIRST, IN_TURN) else f"{product.name!r} is named twice"
            yield f"market.more_products.{number}.name", wrong, f"a name of its own, other than {FIRST} and {IN_TURN}"
    for path in PROGRAMMES.values():
        name = attrgetter(path)(config)
        if name not in (*known, IN_TURN):
            yield path, *_unknown(name, (*known, IN_TURN))
    for number, action in enumerate(config.strategy.calendar):
        path = f"strategy.calendar.{number}.product"
        if action.product not in known:
            yield path, *_unknown(action.product, known)
        elif action.product != FIRST and action.kind not in ABOUT_PRODUCTS:
            yield path, f"{action.product}: {action.kind} is about no product", f"{FIRST}, or an action of kind {', '.join(ABOUT_PRODUCTS)}"


def _unknown(name: str, known: tuple[str, ...]) -> tuple[str, str]:
    likely = nearest(name, known)
    return f"no product {name!r} on the market", ", ".join(known) + (f" (did you mean {likely}?)" if likely else "")
