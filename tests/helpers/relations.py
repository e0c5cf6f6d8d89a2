"""Relations between a lever and an outcome: their worlds, metrics and what is measured of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.frames import outcomes
from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from helpers.scenarios import default, variant

Values = NDArray[np.float64]
Measure = str | Callable[[Record], Values]


@dataclass(frozen=True)
class Size:
    """A world's size and how many pairs of worlds are compared, of which at least `enough` must have the right sign."""

    groups: int
    members: int
    days: int
    pairs: int
    enough: int

    def world(self) -> Scenario:
        """Groups full of newcomers, with room for a few more each; the default option of every config group."""
        changes = {
            "community.groups.count": self.groups,
            "community.groups.most": self.groups,
            "community.groups.capacity": self.members + self.members // 4,
            "community.initial_members": self.groups * (self.members - 5),
            "community.initial_tenure": 0.0,
        }
        return variant(default(), changes)


FULL = Size(groups=10, members=200, days=180, pairs=100, enough=95)
SMALL = Size(groups=4, members=200, days=90, pairs=40, enough=36)
"""For the fast tests: large enough that the weakest relation of RELATIONS, right in 100 of 100 full pairs, is seen."""


@dataclass(frozen=True)
class Relation:
    """Raising a lever moves an outcome one way.

    low, high  overrides of the world
    metric     name of an outcome, or a function of the record giving one number a world
    sign       +1: the outcome is higher at `high`; -1: lower
    world      what both sides share
    """

    name: str
    low: Mapping[str, Any]
    high: Mapping[str, Any]
    metric: Measure
    sign: int
    world: Mapping[str, Any] = field(default_factory=dict)

    def differences(self, size: Size, first_seed: int = 1) -> Values:
        """Outcome at `high` minus outcome at `low` for each pair of worlds that share a seed."""
        base = variant(size.world(), self.world)
        low, high = (measured(variant(base, side), self.metric, size, first_seed) for side in (self.low, self.high))
        return high - low


def measured(scenario: Scenario, metric: Measure, size: Size, first_seed: int = 1) -> Values:
    """An outcome of `size.pairs` worlds of a scenario with consecutive seeds."""
    seeds = range(first_seed, first_seed + size.pairs)
    return value_of(simulate([scenario] * size.pairs, seeds, size.days, threads=2), metric)


def value_of(record: Record, metric: Measure) -> Values:
    """One number a world."""
    return metric(record) if callable(metric) else outcomes(record)[metric].to_numpy()


def right(differences: Values, sign: int) -> int:
    """How many differences have the right sign; zeros and undefined ones count against."""
    return int((np.sign(differences) == sign).sum())


def total_of(column: str, days: slice = slice(None)) -> Callable[[Record], Values]:
    """Sum of a daily column over some of the days."""
    return lambda record: record[column][:, days].sum(axis=1).astype(float)


def newcomers_return(record: Record) -> Values:
    """Share of newcomers who posted again on days 2 to 8 after their first post, answered or not."""
    back = record["first_answered_back"] + record["first_unanswered_back"]
    first = record["first_answered"] + record["first_unanswered"]
    return back.sum(axis=1) / first.sum(axis=1)


def dormant_share(record: Record) -> Values:
    """Share of members who are dormant, over the last 30 days."""
    return record["dormant"][:, -30:].sum(axis=1) / record["members"][:, -30:].sum(axis=1)
