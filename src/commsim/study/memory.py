"""What a study needs in memory: an impossible request is refused before it begins, a large one is run in smaller batches."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from commsim.scenario.counts import COUNTS
from commsim.scenario.errors import ConfigError, Problem
from commsim.scenario.schema import Scenario
from commsim.world import columns as c
from commsim.world.parameters import PARAMETERS
from commsim.world.state import slice_rows, zeros
from commsim.world.tables import second_sizes

GIB = 2**30
COPIES = 2
"""Times the results lie in memory: as they are collected, and as tables."""
SHARE = 0.5
"""Share of what is free that the worlds of all batches under way may take."""
GROUP_LIMITS = tuple(Path("/sys/fs/cgroup", name) for name in ("memory.max", "memory/memory.limit_in_bytes"))
"""Where Linux says how much a container may use, by version."""


def free() -> int | None:
    """Bytes this process may still use; None where the system does not say."""
    with suppress(OSError, ValueError):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        available = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
        return min([available, *_group_limits()])
    return None


def _group_limits() -> Iterable[int]:
    for path in GROUP_LIMITS:
        with suppress(OSError, ValueError):
            yield int(path.read_text(encoding="ascii"))


def bytes_of_world(scenario: Scenario, days: int) -> int:
    """Bytes of all arrays of a world of that many days, all groups open that it may ever have."""
    groups, more = scenario.community.groups, len(scenario.market.more_products)
    size = slice_rows(groups.capacity)
    rows, places = groups.most * size, groups.most + len(second_sizes(scenario))
    work = size * (c.WORK + c.LUCK + c.LISTS) * 4
    recorded = _bytes(worlds=1, days=days)
    per_row, per_place = _bytes(rows=1, more=more) + _bytes(waiting=1) // 8, _bytes(groups=1) + PARAMETERS.itemsize
    return int(rows * per_row + places * per_place + recorded + work)


@cache
def _bytes(rows: int = 0, waiting: int = 0, groups: int = 0, worlds: int = 0, days: int = 0, more: int = 0) -> int:
    return sum(array.nbytes for array in zeros(rows, waiting, groups, worlds, days, more))


def check(scenarios: Iterable[Scenario], replicates: int, days: int, daily: bool) -> None:
    """Refuse what does not fit: a single world, or what is recorded of all of them. Raises ConfigError with the estimate."""
    available = free()
    if available is None:
        return
    different = {id(one): one for one in scenarios}.values()
    largest = max(different, key=lambda one: bytes_of_world(one, days), default=None)
    if largest is not None and bytes_of_world(largest, days) > available:
        groups = largest.community.groups
        what = f"{groups.most} groups of {groups.capacity} members need"
        raise _refusal("community.groups", what, bytes_of_world(largest, days), available, "fewer or smaller groups (most × capacity)")
    recorded = len(different) * replicates * COPIES * (days * len(COUNTS) * daily + 3 * (days + 1)) * 8
    if recorded > available:
        what = f"the records of {len(different)} × {replicates} runs of {days} days need"
        raise _refusal("replicates", what, recorded, available, "fewer replicates or days")


def _refusal(path: str, what: str, needed: int, available: int, accepted: str) -> ConfigError:
    wrong = f"{what} about {needed / GIB:,.0f} GiB of memory, and {available / GIB:,.1f} GiB are free"
    return ConfigError(Problem("this machine", path, wrong, accepted))


def fitting_batch(scenarios: Iterable[Scenario], days: int, batch: int, at_once: int) -> int:
    """Worlds a batch may have, 1 to `batch`, so that so many batches at once leave room."""
    available = free()
    largest = max((bytes_of_world(one, days) for one in {id(one): one for one in scenarios}.values()), default=0)
    return batch if available is None or not largest else max(1, min(batch, int(available * SHARE / (largest * at_once))))
