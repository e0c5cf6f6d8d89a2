"""How much memory a world takes, told before it is made."""

from __future__ import annotations

from functools import cache

from commsim.scenario.schema import Scenario
from commsim.world import columns as c
from commsim.world.parameters import PARAMETERS
from commsim.world.state import slice_rows, zeros
from commsim.world.tables import second_sizes


def bytes_of_world(scenario: Scenario, days: int) -> int:
    """Bytes of all arrays of a world of that many days, all groups open that it may ever have."""
    groups, more = scenario.community.groups, len(scenario.market.more_products)
    size = slice_rows(groups.capacity)
    rows, places = groups.most * size, groups.most + len(second_sizes(scenario))
    work = size * (c.WORK + c.LUCK + c.LISTS) * 4
    recorded = _bytes(worlds=1, days=days)
    return rows * (_bytes(rows=1, more=more) + _bytes(waiting=1) // 8) + places * (_bytes(groups=1) + PARAMETERS.itemsize) + recorded + work


@cache
def _bytes(rows: int = 0, waiting: int = 0, groups: int = 0, worlds: int = 0, days: int = 0, more: int = 0) -> int:
    return sum(int(array.nbytes) for array in zeros(rows, waiting, groups, worlds, days, more))
