"""Outcomes along a lever, each point with the same seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from helpers.relations import Measure, value_of
from helpers.scenarios import default, variant


@dataclass(frozen=True)
class Curve:
    """An outcome that must be highest somewhere inside the range of a lever.

    points   overrides at each point, in order of the lever
    world    what all points share
    """

    name: str
    points: Sequence[Mapping[str, Any]]
    metric: Measure
    days: int
    world: Mapping[str, Any] = field(default_factory=dict)

    def scenarios(self) -> list[Scenario]:
        """One scenario a point."""
        base = variant(default(), self.world)
        return [variant(base, point) for point in self.points]

    def values(self, worlds: int, first_seed: int = 1) -> NDArray[np.float64]:
        """Outcome of each world at each point, [points, worlds]; column w has the same seed everywhere."""
        scenarios = [scenario for scenario in self.scenarios() for _ in range(worlds)]
        seeds = [*range(first_seed, first_seed + worlds)] * len(self.points)
        return value_of(simulate(scenarios, seeds, self.days, threads=2), self.metric).reshape(len(self.points), worlds)


def inside_maximum(values: NDArray[np.float64], confidence: float = 0.99) -> tuple[int, float, float]:
    """The best inner point, and the lower ends of the bootstrap intervals of its lead over the first and over the last point.

    The point is chosen on every second world and judged on the others, so that choosing it favours nothing.
    """
    from scipy import stats

    best = 1 + int(values[1:-1, ::2].mean(axis=1).argmax())
    judged = values[:, 1::2]
    leads = []
    for end in (0, -1):
        lead = judged[best] - judged[end]
        seeded = np.random.default_rng(1)
        found = stats.bootstrap((lead,), np.mean, confidence_level=confidence, n_resamples=2000, method="percentile", random_state=seeded)
        leads.append(float(found.confidence_interval.low))
    return best, leads[0], leads[1]
