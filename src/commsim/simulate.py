"""The loop: many worlds, many days, one call. Results depend on nothing but each world's scenario, seed and length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event

import numpy as np
from numpy.typing import NDArray

from commsim.day.execute import plan_name, run_fused
from commsim.day.plan import DAY
from commsim.record.record import Record
from commsim.scenario.counts import COLUMN, ELIGIBLE
from commsim.scenario.schema import Scenario
from commsim.world.kernel import is_cached
from commsim.world.state import State, allocate, finite_worlds

ROW_DAYS = 20_000_000
"""Most days of members' rows run in one call, which takes a second or two; after it, the study looks whether it is to stop."""


def needs_compiling() -> bool:
    """Whether the first run on this machine still has to compile the engine (about half a minute)."""
    return not is_cached(plan_name(DAY))


def simulate(
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    days: int,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Record:
    """Run world i with scenarios[i] and seeds[i] for `days` days.

    Worlds may differ in size and in anything else; batching and threads change nothing but the time it takes.
    `progress` is told how many worlds have finished. Raises MemoryError if the worlds do not fit into memory.
    """
    if len(scenarios) != len(seeds):
        raise ValueError(f"{len(scenarios)} scenarios but {len(seeds)} seeds")
    state = allocate(scenarios, seeds, max(days, 1))
    if days > 0:
        _run(state, days, max(1, threads), progress)
    return record_of(state, days)


def _run(state: State, days: int, threads: int, progress: Callable[[int], None] | None) -> None:
    """Worlds in chunks over threads; the kernel holds no lock. An interruption ends each thread after its spell."""
    chunks, stop = _chunks(state, threads), Event()
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        try:
            finished = pool.map(lambda chunk: _run_chunk(state, chunk, days, stop), chunks)
            for (first, last), _ in zip(chunks, finished, strict=True):
                done += last - first
                if progress:
                    progress(done)
        finally:
            stop.set()


def _run_chunk(state: State, chunk: tuple[int, int], days: int, stop: Event) -> None:
    """Some worlds, spell by spell, since compiled code cannot be interrupted."""
    first, last = chunk
    spell = max(1, ROW_DAYS // int(state.world["rows"][first:last].sum()))
    for day in range(0, days, spell):
        if stop.is_set():
            return
        run_fused(state, chunk, (day, min(day + spell, days)))


def _chunks(state: State, threads: int) -> list[tuple[int, int]]:
    """World ranges of about equal numbers of rows, a few per thread so that none waits long for another."""
    worlds = state.world.size
    parts = min(worlds, threads * 8 if threads > 1 else 8)
    reach = np.cumsum(state.world["rows"])
    cuts = np.searchsorted(reach, reach[-1] * np.arange(1, parts) / parts) + 1
    edges = np.unique(np.concatenate([[0], cuts, [worlds]]))
    return [(int(a), int(b)) for a, b in pairwise(edges)]


def record_of(state: State, days: int) -> Record:
    """The record of the first `days` days."""
    daily = state.daily[:, :days]
    tenure = state.tenure.copy()
    tenure[:, ELIGIBLE] = _eligible(daily[:, :, COLUMN["joined"]], tenure.shape[2])
    return Record(daily=daily, tenure=tenure[:, :, : days + 1], finite=finite_worlds(state))


def _eligible(joined: NDArray[np.int64], columns: int) -> NDArray[np.int64]:
    """How many joined early enough to be observed n days later: the sum over days 0 … last - n."""
    eligible = np.zeros((joined.shape[0], columns), np.int64)
    total = np.cumsum(joined, axis=1)
    eligible[:, : joined.shape[1]] = total[:, ::-1]
    return eligible
