"""Contradictions of what lists other keys: second groups, actions, stages, shocks, triggers, special days, founders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commsim.scenario.changes import SETTING_HINT, parsed
from commsim.scenario.describe import Lever, levers
from commsim.scenario.errors import nearest
from commsim.scenario.rates import known, rate
from commsim.scenario.schema import Scenario

Found = Iterator[tuple[str, str, str]]
"""Key path, what is wrong, what would be right."""

CHANGEABLE = ("strategy.", "rules.", "market.")
FIXED_AT_START = ("market.channels", "market.special_days", "market.shocks", "strategy.calendar", "strategy.stages", "strategy.triggers")
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
    """Keys that can change during a run: numbers of the strategy, the rules and the market."""
    numbers = ("number", "whole number", "true or false")
    return {
        lever.path: lever
        for lever in levers()
        if lever.path.startswith(CHANGEABLE) and not lever.path.startswith(FIXED_AT_START) and lever.type in numbers
    }


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
                for wrong, accepted in _setting(written):
                    yield f"{path}.{number}.{field}.{position}", wrong, accepted


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
