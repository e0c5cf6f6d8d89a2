"""Valid scenarios at the ends of the schema's ranges."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from commsim.scenario.describe import Lever, levers
from commsim.scenario.schema import Scenario
from helpers.scenarios import variant
from helpers.worlds import tiny_worlds

PINNED = (
    *("community.groups", "community.initial", "community.seeds", "community.founders"),
    *("community.second_groups[].kind", "community.second_groups[].admission.trust", "community.second_groups[].most"),
    *(f"strategy.calendar[].{name}" for name in ("kind", "timing", "day", "from_day", "until_day", "groups")),
    *("market.population", "market.channels[].per_day", "market.channels[].until_day", "members.personas[].share"),
)
"""What keeps a world tiny and possible, and lists free of contradictions; these vary between the bases instead."""


def _values(lever: Lever) -> st.SearchStrategy[Any] | None:
    """Values a lever may have, half of them at an end of its range; none for names and texts."""
    if lever.choices:
        return st.sampled_from(lever.choices)
    if lever.type == "true or false":
        return st.booleans()
    if lever.low is None or lever.high is None:
        return None
    if lever.type == "whole number":
        low, high = int(lever.low), 10 if lever.path.endswith("start_day") else int(lever.high)
        return st.one_of(st.sampled_from([low, high]), st.integers(low, high))
    one = st.one_of(st.sampled_from([lever.low, lever.high]), st.floats(lever.low, lever.high, allow_subnormal=False))
    if lever.type == "list of numbers":
        return st.lists(one, min_size=lever.length, max_size=lever.length)
    return one


def free_levers() -> dict[str, st.SearchStrategy[Any]]:
    """Path and values of every key of a scenario that may take any value in its range."""
    found = {lever.path.replace("[]", ".*"): _values(lever) for lever in levers(Scenario) if not lever.path.startswith(PINNED)}
    return {path: values for path, values in found.items() if values is not None}


@st.composite
def extreme_scenarios(draw: st.DrawFn) -> Scenario:
    """A tiny world with up to 60 keys anywhere in their ranges, half of them at an end."""
    free = free_levers()
    chosen = draw(st.lists(st.sampled_from(sorted(free)), unique=True, max_size=60))
    changes = {path: draw(free[path]) for path in chosen}
    base = draw(st.sampled_from(tiny_worlds()))
    return variant(base, _reconciled(base, changes))


def _reconciled(base: Scenario, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes without contradictions between keys."""
    answering = changes.get("strategy.staff.answering", base.strategy.staff.answering)
    moderating = changes.get("strategy.staff.moderating", base.strategy.staff.moderating)
    core = changes.get("strategy.tiers.core_score", base.strategy.tiers.core_score)
    ordinary = changes.get("strategy.tiers.ordinary_score", base.strategy.tiers.ordinary_score)
    mute = changes.get("rules.strikes_to_mute", base.rules.strikes_to_mute)
    remove = changes.get("rules.strikes_to_remove", base.rules.strikes_to_remove)
    return {
        **{path: _not_all_zero(path, value) for path, value in changes.items()},
        "strategy.staff.answering": min(answering, 1.0 - moderating),
        "strategy.tiers.core_score": max(core, ordinary),
        "rules.strikes_to_remove": max(mute, remove),
    }


def _not_all_zero(path: str, value: Any) -> Any:
    """Topics and tastes need one weight above 0."""
    return [1.0, *value[1:]] if path in ("strategy.content.topic", "members.personas.*.taste") and not any(value) else value
