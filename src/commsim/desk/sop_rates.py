"""Rates of a strategy as rows of its SOP: what happens so many times a week or month, on days the programme chooses.

A rate row has the timing *rate*, and its day says how often: "4 a week", "每月2次". Its other cells are levers of the
strategy, named in RATES. A table with rate rows tells the whole programme: kinds without one are off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from pydantic import BaseModel

from commsim.desk import cells as read
from commsim.desk.cells import Cells
from commsim.scenario.actions import Action
from commsim.scenario.describe import Lever, levers
from commsim.scenario.products import FIRST, IN_TURN
from commsim.scenario.strategy import Events, Strategy

OFTEN = re.compile(r"([0-9.eE+-]+)\s*(?:a|per|/)\s*(week|month)|每(周|月)\s*([0-9.eE+-]+)\s*次")
PERIODS = {"week": "week", "month": "month", "周": "week", "月": "month"}
DESCRIBES = ("title", "kind", "timing", "day", "note")
"""Columns of every rate row; titles and notes of rates are not kept."""
EVENTS = tuple(name for name in Events.model_fields if name != "start_day")


@dataclass(frozen=True)
class Form:
    """How a rate of the strategy is written as a row.

    often   lever that says how often
    period  week or month
    cells   lever by column of the table
    """

    often: str
    period: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Rate:
    """One rate row: its kind, and the values of its levers by path below ``strategy``."""

    kind: str
    levers: Mapping[str, Any]


def _rates() -> dict[str, Form]:
    content = {name: f"content.{name}" for name in ("form", "quality", "usefulness", "fun", "hours", "cost")}
    events = {
        name: Form(
            f"events.{name}.per_month",
            "month",
            {**{column: f"events.{name}.{column}" for column in ("quality", "reward", "prizes")}, "from_day": "events.start_day"},
        )
        for name in EVENTS
    }
    sold = {
        kind: {
            "quality": f"{part}.relevance",
            **{name: f"{part}.{name}" for name in ("product", "discount", "audience", "cost")},
        }
        for kind, part in (("offer", "offers"), ("ad", "ads"))
    }
    return {
        "content": Form("content.per_week", "week", content | {"from_day": "content.start_day"}),
        **events,
        "offer": Form("offers.per_week", "week", sold["offer"] | {"from_day": "offers.start_day"}),
        "coupon": Form("incentives.coupon_per_month", "month", {"discount": "incentives.coupon_discount"}),
        "flash_sale": Form(
            "incentives.flash_sale.per_month",
            "month",
            {"product": "incentives.flash_sale.product", "discount": "incentives.flash_sale.discount"},
        ),
        "group_buying": Form(
            "monetise.group_buying.per_month",
            "month",
            {
                "product": "monetise.group_buying.product",
                "discount": "monetise.group_buying.discount",
                "from_day": "monetise.group_buying.start_day",
            },
        ),
        "ad": Form("ads.per_week", "week", sold["ad"] | {"from_day": "ads.start_day"}),
        "partner_ad": Form(
            "monetise.partner_ads.per_week",
            "week",
            {"quality": "monetise.partner_ads.relevance", "from_day": "monetise.partner_ads.start_day"},
        ),
    }


RATES = _rates()
"""By kind of action."""


def rates_of(strategy: Strategy) -> Iterator[Rate]:
    """The rates of a strategy that are above 0, in the order of RATES."""
    for kind, form in RATES.items():
        if value_at(strategy, form.often) > 0:
            yield Rate(kind, {path: value_at(strategy, path) for path in (form.often, *form.cells.values())})


def named_products(actions: Iterable[Action], rates: Iterable[Rate]) -> tuple[str, ...]:
    """The further products that actions and rates are about, each once."""
    of_rates = [str(value) for rate in rates for path, value in rate.levers.items() if path.endswith(".product")]
    named = [*(action.product for action in actions), *of_rates]
    return tuple(dict.fromkeys(name for name in named if name not in (FIRST, IN_TURN)))


def value_at(strategy: BaseModel, path: str) -> Any:
    """The value of a lever below the strategy."""
    value: Any = strategy
    for name in path.split("."):
        value = getattr(value, name)
    return value


def rate_of(cells: Cells, kind: str, named: Callable[[str], str]) -> Rate:
    """The rate that a row of this kind says; what is wrong with it is noted in the cells."""
    form = RATES[kind]
    parse = _parsers(cells, named) | {"day": partial(_often, period=form.period)}
    if not cells.filled("day"):
        cells.wrong("day", f"how often, such as 3 a {form.period}")
    for column in cells.columns:
        if cells.filled(column) and column not in (*DESCRIBES, *form.cells):
            cells.wrong(column, f"nothing in a rate of kind {kind}")
    found = {path: cells.read(column, parse[column], None) for column, path in {"day": form.often, **form.cells}.items()}
    for column, path in {"day": form.often, **form.cells}.items():
        lever = _levers()[path]
        if isinstance(value := found[path], int | float) and not (lever.low or 0) <= value <= (lever.high or 0):
            cells.wrong(column, lever.accepted)
    return Rate(kind, {path: value for path, value in found.items() if value is not None})


@cache
def _levers() -> Mapping[str, Lever]:
    """The strategy's levers by path below it."""
    return {lever.path.removeprefix("strategy."): lever for lever in levers() if lever.path.startswith("strategy.")}


def _parsers(cells: Cells, named: Callable[[str], str]) -> dict[str, Callable[[str], Any]]:
    number, share = partial(read.number, style=cells.style, units=("元", "¥", "yuan")), partial(read.share, style=cells.style)
    return {
        "form": lambda _: named("form"),
        "audience": lambda _: named("audience"),
        "quality": share,
        "usefulness": share,
        "fun": share,
        "product": str.strip,
        "discount": partial(read.discount, style=cells.style),
        "reward": number,
        "cost": number,
        "hours": partial(read.number, style=cells.style, units=("小时", "hours", "h")),
        "prizes": partial(read.whole, style=cells.style),
        "from_day": partial(read.whole, style=cells.style),
    }


def _often(text: str, period: str) -> float:
    found = OFTEN.fullmatch(text.strip())
    if found is None or PERIODS[found[2] or found[3]] != period:
        raise ValueError(f"how often, such as 3 a {period} or 每{'周' if period == 'week' else '月'}3次")
    return read.number(found[1] or found[4], read.Style())


def often_words(rate: Rate, language: str) -> str:
    """How often, as a rate row says it."""
    form = RATES[rate.kind]
    number = plain_number(rate.levers[form.often])
    return f"{number} a {form.period}" if language == "en" else f"每{'周' if form.period == 'week' else '月'}{number}次"


def plain_number(value: float) -> str:
    """A number without a tail of zeros, and without loss."""
    return repr(value).removesuffix(".0")


def as_tree(rates: Iterable[Rate]) -> dict[str, Any]:
    """Rates as keys below ``strategy``; kinds without one are off. Raises ValueError where two rows set one lever differently."""
    found: dict[str, Any] = {form.often: 0.0 for form in RATES.values()}
    written: dict[str, Any] = {}
    for rate in rates:
        for path, value in rate.levers.items():
            if written.setdefault(path, value) != value:
                raise ValueError(f"rates set strategy.{path} to {written[path]} and to {value}")
    tree: dict[str, Any] = {}
    for path, value in (found | written).items():
        *above, last = path.split(".")
        place = tree
        for name in above:
            place = place.setdefault(name, {})
        place[last] = value
    return tree
