"""Changes of levers during a run: stages of a plan, triggers that adapt it, shocks from outside. All are one mechanism."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from pydantic import Field

from commsim.scenario.fields import Strict, key, text

SETTING = re.compile(r"^\s*([a-z_][a-z0-9_.]*)\s*([*+]?=)\s*(-?[0-9]+(?:\.[0-9]+)?(?:[eE]-?[0-9]+)?|true|false)\s*$")
SETTING_HINT = "key=number, key*=number or key+=number, such as strategy.content.per_week*=1.5"


class Setting(NamedTuple):
    """One change of a lever: '=' sets, '*=' multiplies, '+=' adds."""

    path: str
    operation: Literal["=", "*=", "+="]
    value: float


def parsed(written: str) -> Setting:
    """A setting as written. Raises ValueError if it cannot be read."""
    found = SETTING.match(written)
    if not found:
        raise ValueError(f"{written!r}: {SETTING_HINT}")
    path, operation, value = found.groups()
    number = {"true": 1.0, "false": 0.0}.get(value)
    return Setting(path, operation, float(value) if number is None else number)  # type: ignore[arg-type]


def _settings() -> tuple[str, ...]:
    described: tuple[str, ...] = Field(
        min_length=1, max_length=16, description=f"what changes, each as {SETTING_HINT}", json_schema_extra={"unit": "settings"}
    )
    return described


class Stage(Strict):
    """Levers that change on a given day, for good or for a while."""

    name: str = text("name of the stage", r"^[a-z][a-z0-9_]*$")
    day: int = key("first day", "day", 0, 100_000)
    lasts: int = key("days until the change ends; 0: for good", "days", 0, 100_000)
    changes: tuple[str, ...] = _settings()


class Shock(Strict):
    """Something that happens to the community on a given day: inflow stops, a scandal, a spam raid, staff missing."""

    name: str = text("name of the shock", r"^[a-z][a-z0-9_]*$")
    day: int = key("first day", "day", 0, 100_000)
    lasts: int = key("days until it is over; 0: it stays", "days", 0, 100_000)
    changes: tuple[str, ...] = _settings()


class Trigger(Strict):
    """A rule of adaptation: when a metric over a window passes a threshold, levers change."""

    name: str = text("name of the rule", r"^[a-z][a-z0-9_]*$")
    scope: Literal["community", "group"] = Field(
        description="whether the whole community is looked at and changed, or each group by itself", json_schema_extra={"unit": "name"}
    )
    metric: str = text("what is watched: a rate, a daily count, or a ratio of counts written a/b", r"^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)?$")
    window: int = key("days over which numerator and denominator are summed", "days", 1, 30)
    when: Literal["below", "above"] = Field(description="on which side of the threshold it fires", json_schema_extra={"unit": "name"})
    threshold: float = key("threshold, in the metric's unit (money in yuan)", "metric", -1e12, 1e12)
    every: int = key("days between looks: 1 daily, 7 weekly, 30 monthly", "days", 1, 365)
    start_day: int = key("first day on which it may fire", "day", 0, 100_000)
    cool_down: int = key("days after firing in which it does not look", "days", 0, 3650)
    most: int = key("times it may fire; *= and += add up while earlier ones last", "times", 1, 1_000)
    lasts: int = key("days until its change ends; 0: for good", "days", 0, 100_000)
    changes: tuple[str, ...] = _settings()
