"""A day's counts and means by name, for Mesa's DataCollector."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from commsim.metrics.frames import SCALE
from commsim.metrics.states import STATES, mean_by_day, spread_by_day
from commsim.metrics.trade import COSTS
from commsim.record.record import Record
from commsim.scenario.counts import COUNTS
from commsim.world.state import State

if TYPE_CHECKING:
    from commsim.mesa_face.model import CommunityModel

NAMES = (*(count.name for count in COUNTS), "cost", *(f"{state}_mean" for state in STATES), *(f"{state}_sd" for state in STATES))
"""The columns of the daily table but world and day, in its order."""


def counts_of(state: State, day: int) -> dict[str, float]:
    """What the first world recorded on a day, money in yuan; means are nan on days without members."""
    record = Record(daily=state.daily[:1, day : day + 1], tenure=np.zeros((1, 3, 0), np.int64))
    found: dict[str, float] = {}
    for count in COUNTS:
        value = int(record[count.name][0, 0])
        found[count.name] = value / SCALE[count.unit] if count.unit in SCALE else value
    found["cost"] = sum(found[name] for name in COSTS)
    found |= {f"{name}_mean": float(mean_by_day(record, name)[0, 0]) for name in STATES}
    return found | {f"{name}_sd": float(spread_by_day(record, name)[0, 0]) for name in STATES}


def reporters() -> dict[str, Any]:
    """Mesa's model reporters, one a column; each can be sent to another process."""
    return {name: partial(_report, name) for name in NAMES}


def _report(name: str, model: CommunityModel) -> float:
    return model.today[name]
