"""Contradictions: values that are each in range but do not go together, and advice that is no error."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from commsim.scenario.change_checks import change_contradictions
from commsim.scenario.describe import levers, values
from commsim.scenario.errors import Problem
from commsim.scenario.extrapolation import Advice, beyond
from commsim.scenario.products import product_contradictions
from commsim.scenario.schema import Scenario

Origin = Callable[[str], str]
Found = Iterator[tuple[str, str, str]]
"""Key path, what is wrong, what would be right."""

WECHAT_MOST = 500
"""Members a WeChat group takes at most."""


def contradictions(config: Scenario, origin: Origin) -> list[Problem]:
    """Everything that cannot be meant; empty if all is well."""
    return [Problem(origin(path), path, wrong, accepted) for check in CHECKS for path, wrong, accepted in check(config)]


def warnings(config: Scenario) -> tuple[Advice, ...]:
    """What a planner should know though it is allowed."""
    return tuple(advice for check in ADVICE for advice in check(config))


def _items_in_range(config: Scenario) -> Found:
    """Items of lists, whose range the schema notes but does not enforce."""
    for lever in levers(type(config)):
        if lever.type == "list of numbers" and lever.low is not None and lever.high is not None:
            for path, items in values(config, lever.path):
                for position, value in enumerate(items):
                    if not lever.low <= value <= lever.high:
                        yield f"{path}.{position}", f"{value:g}", f"number from {lever.low:g} to {lever.high:g} ({lever.unit})"


def _groups(config: Scenario) -> Found:
    groups, community = config.community.groups, config.community
    if groups.most < groups.count:
        yield "community.groups.most", f"{groups.most} is below community.groups.count", f"at least {groups.count}"
    room = groups.count * groups.capacity
    there = community.initial_members + len(community.founders)
    if there + community.seeds.per_group * groups.count > room:
        wrong = f"{there} and {community.seeds.per_group} seeds per group do not fit into {groups.count} groups"
        yield "community.initial_members", wrong, f"{room} places or fewer people (community.groups.count × capacity)"


def _people(config: Scenario) -> Found:
    personas = config.members.personas
    if sum(persona.share for persona in personas) <= 0.0:
        yield "members.personas", "shares sum to 0", "at least one share above 0"
    yield from _names("members.personas", [persona.name for persona in personas])
    yield from _names("market.channels", [channel.name for channel in config.market.channels])
    for position, persona in enumerate(personas):
        if not any(persona.taste):
            yield f"members.personas.{position}.taste", f"all zero ({persona.name})", "at least one weight above 0"
    if config.community.initial_members > config.market.population:
        wrong = f"{config.community.initial_members} is above market.population"
        yield "community.initial_members", wrong, f"at most {config.market.population:g}"


def _names(path: str, names: list[str]) -> Found:
    for position, name in enumerate(names):
        if name in names[:position]:
            yield f"{path}.{position}.name", f"{name} given twice", "different names"


def _strategy(config: Scenario) -> Found:
    strategy = config.strategy
    if strategy.staff.answering + strategy.staff.moderating > 1.0 + 1e-9:
        wrong = f"{strategy.staff.answering:g} and strategy.staff.moderating {strategy.staff.moderating:g} are more than all hours"
        yield "strategy.staff.answering", wrong, "a sum of at most 1"
    if strategy.tiers.core_score < strategy.tiers.ordinary_score:
        wrong = f"{strategy.tiers.core_score:g} is below strategy.tiers.ordinary_score"
        yield "strategy.tiers.core_score", wrong, f"at least {strategy.tiers.ordinary_score:g}"
    if not any(strategy.content.topic):
        yield "strategy.content.topic", "all weights zero", "at least one weight above 0"


def _rules(config: Scenario) -> Found:
    if config.rules.strikes_to_remove < config.rules.strikes_to_mute:
        wrong = f"{config.rules.strikes_to_remove} is below rules.strikes_to_mute"
        yield "rules.strikes_to_remove", wrong, f"at least {config.rules.strikes_to_mute}"


def _folders(config: Scenario) -> Found:
    for name in ("output", "store"):
        folder = getattr(config, name, "")
        if folder.startswith("~") or "://" in folder or "\0" in folder:
            yield name, repr(folder), "a folder on this machine, written out: ~ is not expanded, addresses are not opened"


def _wechat_size(config: Scenario) -> Iterator[Advice]:
    capacity = config.community.groups.capacity
    if config.community.platform == "wechat" and capacity > WECHAT_MOST:
        yield {
            "en": f"community.groups.capacity: {capacity}; a WeChat group takes at most {WECHAT_MOST} members",
            "zh": f"community.groups.capacity：{capacity}；微信群最多{WECHAT_MOST}人",
        }


def _unlimited_tiers(config: Scenario) -> Iterator[Advice]:
    tiers = config.strategy.tiers
    if not tiers.active and (tiers.core_benefit or tiers.ordinary_benefit or tiers.core_discount):
        yield {
            "en": "strategy.tiers.active: false; benefits and discounts of tiers have no effect without tiers",
            "zh": "strategy.tiers.active：false；未启用用户分层，分层权益与折扣不起作用",
        }


def _seats(config: Scenario) -> Iterator[Advice]:
    kinds = [kind.kind for kind in config.community.second_groups]
    if config.community.most_seats < 2 and any(not kind.startswith("vip") for kind in kinds):
        yield {
            "en": "community.most_seats: 1; regional, category and advertising groups stay empty where a member may be in one group only",
            "zh": "community.most_seats：1；成员只能加入一个群时，地区群、品类群与广告群不会有成员",
        }


def _helpers(config: Scenario) -> Iterator[Advice]:
    if config.strategy.helpers.reward > 0 and all(kind.kind != "vip_helpers" for kind in config.community.second_groups):
        yield {
            "en": "strategy.helpers.reward: above 0; there are no helpers without a second group of kind vip_helpers",
            "zh": "strategy.helpers.reward：大于0；没有 vip_helpers 类型的第二群就没有志愿者",
        }


CHECKS: tuple[Callable[[Scenario], Found], ...] = (
    _items_in_range,
    _groups,
    _people,
    _strategy,
    _rules,
    _folders,
    product_contradictions,
    change_contradictions,
)
"""Contradictions looked for, in this order."""

ADVICE: tuple[Callable[[Scenario], Iterator[Advice]], ...] = (_wechat_size, _unlimited_tiers, _seats, _helpers, beyond)
"""What is warned about."""
