"""Scenarios made by changing a few values of a composed one, validated like any other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from commsim.scenario.checks import contradictions
from commsim.scenario.describe import levers
from commsim.scenario.experiment import load
from commsim.scenario.schema import Scenario

PARTS = tuple(Scenario.model_fields)
SPREADS = ("sociability", "attention", "influence", "traits", "taste")
EVENTS = ("check_in", "q_and_a", "topic_challenge", "lottery", "trial", "vote", "live", "offline")
ALL_OPEN = {
    "members.personas.*.activity_low": 100.0,
    "members.personas.*.activity_high": 0.05,
    "market.weekday_opening": [5.0] * 7,
}
"""Everybody opens the group every day, where nothing moves habits."""


@cache
def composed(experiment: str = "ad_frequency", *overrides: str) -> Scenario:
    """The baseline of an experiment; `ad_frequency` stands on the default option of every group but two ad levers."""
    return load(experiment, overrides).config.scenario()


@cache
def default() -> Scenario:
    """The default option of every config group."""
    text = composed()
    return variant(text, {"strategy.ads.cap_per_week": 7.0, "strategy.ads.relevance": 0.5})


def variant(base: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with values set by dotted path; `*` stands for every item of a list or mapping, a number for a position.

    Of a mapping only the keys given change.

    Raises ValidationError for what the schema refuses, ValueError for a contradiction, KeyError for an unknown key.
    """
    tree = base.model_dump(mode="json")
    for path, value in changes.items():
        _put(tree, path.split("."), value)
    made = Scenario.model_validate_json(json.dumps(tree))
    if found := contradictions(made, lambda path: path):
        raise ValueError("; ".join(str(problem) for problem in found))
    return made


def _put(place: Any, names: list[str], value: Any) -> None:
    name, *rest = names
    for key in _keys(place, name):
        if rest:
            _put(place[key], rest, value)
        elif isinstance(place, dict) and key not in place:
            raise KeyError(name)
        else:
            before = place[key]
            place[key] = {**before, **value} if isinstance(value, dict) and isinstance(before, dict) else value


def _keys(place: Any, name: str) -> list[Any]:
    """Keys or positions a name stands for; `*`: all parts of a mapping, all items of a list."""
    if isinstance(place, list):
        return list(range(len(place))) if name == "*" else [int(name)]
    return [key for key, part in place.items() if isinstance(part, dict)] if name == "*" else [name]


def effects() -> Iterator[str]:
    """Path of every effect size of behaviour (log-odds per unit)."""
    return (lever.path for lever in levers(Scenario) if lever.path.startswith("behaviour.") and lever.unit == "log-odds per unit")


@cache
def still() -> Scenario:
    """A world in which nothing happens: one group of members who are all alike, no mechanism, no strategy, no inflow."""
    return variant(
        default(),
        {
            **dict.fromkeys(effects(), 0.0),
            **{f"behaviour.spread.{name}": 0.0 for name in SPREADS},
            **_no_behaviour(),
            **_no_strategy(),
            "community.groups": {"count": 1, "capacity": 500, "most": 1},
            "community.initial_members": 200,
            "community.initial_tenure": 0.0,
            "community.seeds.per_group": 0,
            "community.limits": {"consent_above": 1_000_000, "code_closed_above": 1_000_000},
            "rules.strictness": 0.0,
            "rules.entry_filter": 0.0,
            "market.channels": [],
            "market.weekday_opening": [0.0] * 7,
            "market.weekday_inflow": [1.0] * 7,
            "market.population": 1e10,
        },
    )


def _no_behaviour() -> dict[str, float]:
    names = """talk.base talk.reply talk.join ties.gain ties.event_gain ties.referral moderation.breach moderation.outsiders
        moderation.false_alarm trust.gain trust.loss trust.drift buy.base invite.base stay.base stay.mute_base stay.winback_return
        habits.gain habits.decay habits.answered habits.talking habits.interest_gain habits.interest_return habits.belonging_gain
        habits.belonging_decay habits.fatigue_ad habits.fatigue_notification habits.fatigue_overload habits.crowding habits.learning"""
    return {f"behaviour.{name}": 0.0 for name in names.split()}


def _no_strategy() -> dict[str, Any]:
    zero = """staff.hours_per_group staff.answering staff.moderating staff.prompting staff.owner_influence welcome.strength welcome.gift
        acquisition.cost_per_join acquisition.invitation_reward notify content.per_week incentives.points.voucher
        incentives.coupon_per_month incentives.first_order_discount ads.per_week offers.per_week winback.per_month winback.left_per_month"""
    points = ("per_check_in", "per_event", "per_100_yuan")
    return {
        **{f"strategy.{name}": 0.0 for name in zero.split()},
        **{f"strategy.events.{name}.per_month": 0.0 for name in EVENTS},
        **{f"strategy.incentives.points.{name}": 0 for name in points},
        "strategy.tiers.active": False,
    }
