"""What a scenario lists, as tables the kernel reads: products, second groups, dated actions, rules of change, founders, the calendar.

A rule is a stage of the plan, a shock, or a trigger: on a day, or when a rate passes a threshold, parameters change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.actions import Action
from commsim.scenario.changes import Shock, Stage, Trigger, parsed
from commsim.scenario.describe import levers
from commsim.scenario.fields import TOPICS
from commsim.scenario.levers import SecondGroup
from commsim.scenario.products import product_number
from commsim.scenario.rates import rate
from commsim.scenario.schema import Scenario
from commsim.scenario.uncertainties import SpecialDay
from commsim.world.parameters import money_of, numbers_of, parameter_row, places

FOREVER = 1_000_000
SECOND_KINDS: tuple[str, ...] = get_args(SecondGroup.model_fields["kind"].annotation)
REGIONAL, CATEGORY, ADVERTISING, VIP_BUYERS, VIP_HELPERS = range(5)
TIMINGS: tuple[str, ...] = get_args(Action.model_fields["timing"].annotation)
ON_DAY, WEEKLY, MONTHLY, AFTER_JOIN = range(4)
OWNER, ADMIN, HELPER = range(3)
SET, MULTIPLY, ADD = range(3)
COMMUNITY_SCOPE, GROUP_SCOPE = range(2)
FOUNDER_FIELDS = ("group", "joined", "last_open", "last_order", "messages", "orders", "spent", "inviter")

SECOND = np.dtype(
    [
        *[(name, "i8") for name in ("kind", "topic", "capacity", "most", "first", "opens_at", "opens_on", "review_days")],
        *[(name, "i8") for name in ("tenure_days", "orders", "spent")],
        *[(name, "f4") for name in ("score", "trust", "benefit", "discount")],
    ]
)
"""A kind of second group; `first` is its first group, counted from the world's."""

PRODUCT = np.dtype(
    [
        *[(name, "f8") for name in ("price", "reference_price")],
        ("start_day", "i8"),
        *[(name, "f4") for name in ("margin", "quality", "cycle_days", "need_at_join", "demand", "overlap")],
        ("topic", "f4", (TOPICS,)),
    ]
)
"""A product beside the first; its fields are those of the schema."""

ACTION = np.dtype(
    [
        *[(name, "i8") for name in ("kind", "timing", "day", "from_day", "until_day", "groups", "audience", "owner", "form", "topic")],
        *[(name, "i8") for name in ("product", "prizes")],
        *[(name, "f4") for name in ("usefulness", "fun", "quality", "discount", "hours")],
        *[(name, "f8") for name in ("reward", "cost")],
    ]
)
"""A dated action; `groups` as SECOND_KINDS, -1 the general ones, -2 all."""

RULE = np.dtype(
    [
        *[(name, "i8") for name in ("scope", "watches", "day", "lasts", "every", "cool_down", "most", "window", "above")],
        *[(name, "i8") for name in ("top", "bottom", "effect", "effects")],
        ("threshold", "f8"),
    ]
)
"""A rule of change; `top` and `bottom` are columns watched (bottom -1: none), `effect` the first of its effects."""

EFFECT = np.dtype([("money", "i8"), ("place", "i8"), ("operation", "i8"), ("whole", "i8"), ("value", "f8"), ("low", "f8"), ("high", "f8")])
"""What a rule does to one parameter."""


class Tables(NamedTuple):
    """Tables of S scenarios; each is padded to its longest."""

    base_money: NDArray[np.float64]  # [S, 1 + kinds, MONEY] parameters before any rule: general groups, then each second kind
    base: NDArray[np.float32]  # [S, 1 + kinds, PLAIN]
    product: NDArray[np.void]  # [S, products - 1] PRODUCT, those after the first
    second: NDArray[np.void]  # [S, kinds] SECOND
    action: NDArray[np.void]  # [S, actions] ACTION
    rule: NDArray[np.void]  # [S, rules] RULE
    effect: NDArray[np.void]  # [S, effects] EFFECT
    founder: NDArray[np.int32]  # [S, founders, 8] FOUNDER_FIELDS; group from 1
    season: NDArray[np.float32]  # [S, days, 3] log-odds of opening, log-hazard of buying, multiplier of inflow


def tables(scenarios: Sequence[Scenario], days: int) -> Tables:
    """The tables of scenarios for runs of so many days."""
    bases = [_base(scenario) for scenario in scenarios]
    rules = [_rules(scenario) for scenario in scenarios]
    return Tables(
        base_money=_stack([base[0] for base in bases]),
        base=_stack([base[1] for base in bases]),
        product=_stack([_products(scenario) for scenario in scenarios]).view(np.recarray),
        second=_stack([_second(scenario) for scenario in scenarios]).view(np.recarray),
        action=_stack([_actions(scenario) for scenario in scenarios]).view(np.recarray),
        rule=_stack([rule for rule, _ in rules]).view(np.recarray),
        effect=_stack([effect for _, effect in rules]).view(np.recarray),
        founder=_stack([_founders(scenario) for scenario in scenarios]),
        season=np.stack([_season(scenario, days) for scenario in scenarios]),
    )


def _stack(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """Arrays of different lengths as one, padded with zeros at the end."""
    longest = max(len(part) for part in parts)
    whole = np.zeros((len(parts), longest, *parts[0].shape[1:]), parts[0].dtype)
    for place, part in zip(whole, parts, strict=True):
        place[: len(part)] = part
    return whole


def _base(scenario: Scenario) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Parameters of the general groups and of each kind of second group, with that kind's settings laid over them."""
    rows = np.repeat(parameter_row(scenario), 1 + len(scenario.community.second_groups))
    money, numbers = money_of(rows), numbers_of(rows)
    for number, second in enumerate(scenario.community.second_groups, 1):
        for effect in _effects(second.settings):
            row = money[number] if effect["money"] else numbers[number]
            row[effect["place"]] = apply(float(row[effect["place"]]), effect)
    return money.copy(), numbers.copy()


def apply(value: float, effect: Any) -> float:
    """A parameter after one effect; stays in the key's range."""
    operation, amount = effect["operation"], effect["value"]
    after = amount if operation == SET else value * amount if operation == MULTIPLY else value + amount
    return float(min(max(after, effect["low"]), effect["high"]))


def _products(scenario: Scenario) -> NDArray[np.void]:
    table = np.zeros(len(scenario.market.more_products), PRODUCT)
    for row, product in zip(table, scenario.market.more_products, strict=True):
        for name in PRODUCT.names or ():
            row[name] = getattr(product, name)
    return table


def _second(scenario: Scenario) -> NDArray[np.void]:
    kinds = scenario.community.second_groups
    table = np.zeros(len(kinds), SECOND)
    first = scenario.community.groups.most
    for row, kind in zip(table, kinds, strict=True):
        row["kind"] = SECOND_KINDS.index(kind.kind)
        for name in ("topic", "capacity", "most", "opens_at", "opens_on", "review_days", "benefit", "discount"):
            row[name] = getattr(kind, name)
        for name in ("tenure_days", "orders", "spent", "score", "trust"):
            row[name] = getattr(kind.admission, name)
        row["first"] = first
        first += kind.most
    return table


def second_sizes(scenario: Scenario) -> list[tuple[int, int]]:
    """Kind and capacity of each second group the scenario may open, in order."""
    return [(number, kind.capacity) for number, kind in enumerate(scenario.community.second_groups) for _ in range(kind.most)]


def _actions(scenario: Scenario) -> NDArray[np.void]:
    """Actions in the order of the day, earlier minutes first."""
    rows = sorted(scenario.strategy.calendar, key=lambda action: action.minute)
    table = np.zeros(len(rows), ACTION)
    for place, action in zip(table, rows, strict=True):
        for name in ("kind", "timing", "audience", "owner", "form"):
            place[name] = get_args(Action.model_fields[name].annotation).index(getattr(action, name))
        for name in ("day", "from_day", "until_day", "topic", "usefulness", "fun", "quality", "discount", "hours", "cost"):
            place[name] = getattr(action, name)
        place["reward"], place["prizes"] = action.reward, action.prizes
        place["product"] = product_number(action.product, scenario.market)
        place["groups"] = {"general": -1, "all": -2}.get(action.groups, 0)
        if place["groups"] == 0:
            place["groups"] = SECOND_KINDS.index(action.groups)
    return table


def _rules(scenario: Scenario) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Shocks, stages and triggers, in this order, and their effects."""
    sources: list[Shock | Stage | Trigger] = [*scenario.market.shocks, *scenario.strategy.stages, *scenario.strategy.triggers]
    effects = [_effects(source.changes) for source in sources]
    table = np.zeros(len(sources), RULE)
    done = 0
    for row, source, own in zip(table, sources, effects, strict=True):
        row["lasts"], row["effect"], row["effects"] = source.lasts or FOREVER, done, len(own)
        done += len(own)
        if isinstance(source, Trigger):
            _watch(row, source)
        else:
            row["day"] = source.day
    return table, np.concatenate([np.zeros(0, EFFECT), *effects])


def _watch(row: Any, trigger: Trigger) -> None:
    found = rate(trigger.metric, trigger.scope)
    row["scope"] = GROUP_SCOPE if trigger.scope == "group" else COMMUNITY_SCOPE
    row["watches"], row["day"], row["above"] = 1, trigger.start_day, trigger.when == "above"
    for name in ("every", "cool_down", "most", "window"):
        row[name] = getattr(trigger, name)
    row["top"], row["bottom"], row["threshold"] = found.top, found.bottom, trigger.threshold * found.unit


def _effects(settings: Sequence[str]) -> NDArray[np.void]:
    """Settings as effects. Raises ValueError for one that cannot be read, KeyError for an unknown key: checks come first."""
    table = np.zeros(len(settings), EFFECT)
    known = {lever.path: lever for lever in levers()}
    for row, written in zip(table, settings, strict=True):
        setting = parsed(written)
        row["money"], row["place"] = places()[setting.path]
        row["operation"] = ("=", "*=", "+=").index(setting.operation)
        lever = known.get(setting.path) or known[setting.path.rpartition(".")[0]]
        row["value"], row["whole"] = setting.value, lever.type in ("whole number", "true or false")
        row["low"] = 0.0 if lever.low is None else lever.low
        row["high"] = 1.0 if lever.high is None else lever.high
    return table


def _founders(scenario: Scenario) -> NDArray[np.int32]:
    """Rows of founders; groups count from 1, so that the zeros a shorter table is padded with are nobody."""
    found = [[getattr(founder, name) for name in FOUNDER_FIELDS] for founder in scenario.community.founders]
    table = np.array(found, np.int32).reshape(len(found), len(FOUNDER_FIELDS))
    table[:, 0] += 1
    return table


def _season(scenario: Scenario, days: int) -> NDArray[np.float32]:
    """What each day of the run adds by the calendar; special days that fall together add up, inflow multiplies."""
    season = np.zeros((days, 3), np.float32)
    season[:, 2] = 1.0
    start = date.fromisoformat(scenario.market.start_date)
    for special in scenario.market.special_days:
        for first in _dates(special, start, days):
            part = slice(max((first - start).days, 0), max((first - start).days + special.days, 0))
            season[part, 0] += special.opening
            season[part, 1] += special.buying
            season[part, 2] *= special.inflow
    return season


def _dates(special: SpecialDay, start: date, days: int) -> list[date]:
    """First days of a special day that reach into the run."""
    if len(special.date) > len("MM-DD"):
        return [date.fromisoformat(special.date)]
    years = range(start.year - 1, (start + timedelta(days=days)).year + 1)
    return [date.fromisoformat(f"{year}-{special.date}") for year in years]
