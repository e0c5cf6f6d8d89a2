"""Worlds run day by day with the fused plan, so that everything a day left behind can be read between two days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numba
import numpy as np

from commsim.day.execute import fused
from commsim.day.plan import DAY
from commsim.scenario.schema import Scenario
from commsim.world.state import State, allocate, with_work


def days_of(scenarios: Sequence[Scenario], seeds: Sequence[int], days: int) -> Iterator[tuple[int, State]]:
    """Each day's number and the state at its end; the working columns hold every group's day, at the members' own rows.

    What is read changes nothing; what is written is seen by the next day.
    """
    state = allocate(scenarios, seeds, days)
    state.group["work"] = state.group["row"]
    own = with_work(state, int(state.key.size))
    for day in range(days):
        with np.errstate(over="ignore", under="ignore") if numba.config.DISABLE_JIT else np.errstate():
            fused(DAY)(own, 0, own.world.size, day, day + 1, day == 0)
        yield day, own
