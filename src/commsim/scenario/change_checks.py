"""Contradictions of what lists other keys: second groups, actions, stages, shocks, triggers, special days, founders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from commsim.scenario.changes import SETTING, SETTING_HINT, Trigger, parsed
from commsim.scenario.describe import Lever, levers
from commsim.scenario.errors import nearest
from commsim.scenario.levers import SecondGroup
from commsim.scenario.rates import known, rate
from commsim.scenario.schema import Scenario

Found = Iterator[tuple[str, str, str]]
"""Key path, what is wrong, what would be right."""

CHANGEABLE = ("strategy.", "rules.", "market.")
FIXED_AT_START = (
    "market.channels",
    "market.special_days",
    "market.shocks",
    "market.more_products",
    "strategy.calendar",
    "strategy.stages",
    "strategy.triggers",
)
FOR_ALL_GROUPS = (
    "strategy.welcome.",
    "strategy.acquisition.",
    "strategy.budget.",
    "strategy.personalisation.",
    "strategy.feedback.",
    "strategy.monetise.income_sharing",
    "rules.entry_filter",
    "market.population",
    "market.acceptance",
    "market.inflow",
    "market.product.need_at_join",
)
"""What is done for the community as a whole, so that no group can differ in it."""
OF_SECOND_GROUPS = (
    "strategy.staff.",
    "strategy.notify",
    "strategy.content.",
    "strategy.events.",
    "strategy.ads.",
    "strategy.offers.",
    "strategy.incentives.coupon",
    "strategy.incentives.points.per_check_in",
    "strategy.incentives.points.per_event",
    "strategy.monetise.partner_ads.",
)
"""What a second group can have of its own: its staff and its programme. Its members live in their general groups."""
OF_MEMBERS = ("strategy.ads.cap_per_week", "strategy.offers.exaggeration")
"""Of these, what belongs to the members and so to their general group."""
GENERAL_ONLY = ("flash_sale", "group_buying")
"""Kinds of actions held in general groups only, whose members are counted together."""
MOST_GROUPS = 32_767
"""A seat's number is kept in 16 bits."""
LEAP_YEAR = 2028


def change_contradictions(config: Scenario) -> Found:
    """Everything wrong with them."""
    yield from _settings_of(config)
    yield from _metrics(config)
    yield from _second_groups(config)
    yield from _dates(config)
    yield from _actions(config)
    yield from _founders(config)


def changeable() -> dict[str, Lever]:
    """Keys that can change during a run: numbers of the strategy, the rules and the market, those in lists by position."""
    free = [lever for lever in levers() if lever.path.startswith(CHANGEABLE) and not lever.path.startswith(FIXED_AT_START)]
    single = {lever.path: lever for lever in free if lever.type in ("number", "whole number", "true or false")}
    return single | {item.path: item for lever in free if lever.type == "list of numbers" for item in _items(lever)}


def _items(lever: Lever) -> Iterator[Lever]:
    """Each number of a list as a key of its own, such as strategy.content.topic.0."""
    for number in range(lever.length or 0):
        yield replace(lever, path=f"{lever.path}.{number}", type="number", length=None)


def _settings_of(config: Scenario) -> Found:
    places = {
        "market.shocks": (config.market.shocks, "changes"),
        "strategy.stages": (config.strategy.stages, "changes"),
        "strategy.triggers": (config.strategy.triggers, "changes"),
        "community.second_groups": (config.community.second_groups, "settings"),
    }
    for path, (sources, field) in places.items():
        for number, source in enumerate(sources):
            for position, written in enumerate(getattr(source, field)):
                for wrong, accepted in (*_setting(written), *_out_of_place(written, source)):
                    yield f"{path}.{number}.{field}.{position}", wrong, accepted


def _out_of_place(written: str, source: object) -> Iterator[tuple[str, str]]:
    """Settings of one group that no single group can have."""
    found = SETTING.match(written)
    key = found.group(1) if found else ""
    if isinstance(source, Trigger) and source.scope == "group" and key.startswith(FOR_ALL_GROUPS):
        yield f"{key} holds for the whole community, no group can differ in it", "a trigger of scope community, or another key"
    if isinstance(source, SecondGroup) and key and (not key.startswith(OF_SECOND_GROUPS) or key in OF_MEMBERS):
        yield f"{key} cannot differ in a second group", "keys of its staff and its programme: " + ", ".join(OF_SECOND_GROUPS)


def _setting(written: str) -> Iterator[tuple[str, str]]:
    try:
        path, operation, value = parsed(written)
    except ValueError:
        yield f"{written!r} cannot be read", SETTING_HINT
        return
    lever = changeable().get(path)
    if lever is None:
        near = nearest(path, changeable())
        yield (
            f"{path} is no key that can change during a run",
            f"a number of strategy, rules or market{f'; nearest: {near}' if near else ''}",
        )
    elif operation == "=" and not _low(lever) <= value <= _high(lever):
        yield f"{written!r} is out of range", f"{lever.accepted}"


def _low(lever: Lever) -> float:
    return 0.0 if lever.low is None else lever.low


def _high(lever: Lever) -> float:
    return 1.0 if lever.high is None else lever.high


def _metrics(config: Scenario) -> Found:
    for number, trigger in enumerate(config.strategy.triggers):
        try:
            rate(trigger.metric, trigger.scope)
        except KeyError:
            names = known(trigger.scope)
            near = nearest(trigger.metric.partition("/")[0], names)
            some = ", ".join(names[:8])
            yield (
                f"strategy.triggers.{number}.metric",
                f"{trigger.metric!r} cannot be watched in scope {trigger.scope}",
                (f"{f'nearest: {near}; ' if near else ''}one of {some} … or a ratio a/b of counts (`commsim list counts`)"),
            )


def _second_groups(config: Scenario) -> Found:
    groups = config.community.groups.most + sum(kind.most for kind in config.community.second_groups)
    if config.community.second_groups and groups > MOST_GROUPS:
        yield "community.groups.most", f"{groups} groups, second groups included", f"at most {MOST_GROUPS} where there are second groups"
    for number, kind in enumerate(config.community.second_groups):
        rule = kind.admission
        asks = rule.score > 0 or rule.orders > 0 or rule.spent > 0 or rule.trust > 0
        if kind.kind.startswith("vip") and not asks:
            wrong = f"a VIP group ({kind.name}) without an admission rule"
            yield f"community.second_groups.{number}.admission", wrong, "score, orders, spent or trust above 0"


def _dates(config: Scenario) -> Found:
    for path, written in [
        ("market.start_date", config.market.start_date),
        *((f"market.special_days.{n}.date", day.date) for n, day in enumerate(config.market.special_days)),
    ]:
        full = written if len(written) > len("MM-DD") else f"{LEAP_YEAR}-{written}"
        try:
            date.fromisoformat(full)
        except ValueError:
            yield path, f"{written!r} is no date", "a date of the calendar"


LAST_DAY = {"weekly": 6, "monthly": 29}


def _actions(config: Scenario) -> Found:
    for number, action in enumerate(config.strategy.calendar):
        last = LAST_DAY.get(action.timing)
        if last is not None and action.day > last:
            yield f"strategy.calendar.{number}.day", f"{action.day} ({action.timing})", f"0 to {last}"
        if action.groups not in ("general", "all") and (action.kind in GENERAL_ONLY or action.timing == "after_join"):
            what = "after_join" if action.timing == "after_join" else action.kind
            yield f"strategy.calendar.{number}.groups", f"{action.groups}: {what} reaches members in their general group", "general or all"
        if action.until_day < action.from_day:
            yield f"strategy.calendar.{number}.until_day", f"{action.until_day} is before from_day", f"at least {action.from_day}"


def _founders(config: Scenario) -> Found:
    groups, founders = config.community.groups, config.community.founders
    seats = [config.community.seeds.per_group + sum(1 for f in founders if f.group == g) for g in range(groups.count)]
    for number, founder in enumerate(founders):
        if founder.group >= groups.count:
            yield f"community.founders.{number}.group", f"{founder.group}", f"below community.groups.count ({groups.count})"
            return
        if founder.inviter >= number:
            yield f"community.founders.{number}.inviter", f"{founder.inviter} is not an earlier founder", f"-1 to {number - 1}"
            return
    if founders and max(seats) > groups.capacity:
        yield "community.founders", f"{max(seats)} in one group, seeds included", f"at most community.groups.capacity ({groups.capacity})"
