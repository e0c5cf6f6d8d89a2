"""Speed, memory and waiting times of commsim itself, printed beside their goals.

    python benchmarks/engine.py            everything, the first run with an empty cache included (some minutes)
    python benchmarks/engine.py --quick    smaller, and without that first run

Wall-clock seconds unless it says otherwise: run it on an idle machine; the load is printed with the figures.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import core_day
import numpy as np
from bench import Line, in_turns, machine, ratio, show, timed
from core_day import CORE, GROUP_SIZE

from commsim.day.execute import begin_stepped, run_stepped, stepped
from commsim.day.plan import DAY, Phase
from commsim.scenario.counts import COLUMN
from commsim.simulate import simulate
from commsim.world.state import State, allocate

SOURCES = str(Path(__file__).resolve().parents[1] / "src")
CHUNKS = 16
YEAR_HALF = 180


def shared(state: State, days: int, threads: int) -> None:
    """The core day on several threads: worlds in chunks, no lock held."""
    edges = np.linspace(0, state.world.size, min(CHUNKS, state.world.size) + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda chunk: core_day.run(state, days, chunk), zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)))


def core_maker(members: int, worlds: int, days: int, threads: int) -> Callable[[], Callable[[], object]]:
    """Set up worlds outside the clock, run them inside."""

    def make() -> Callable[[], object]:
        state = core_day.found(members, worlds, days)
        return lambda: shared(state, days, threads)

    return make


def full_maker(members: int, worlds: int, days: int, threads: int) -> Callable[[], Callable[[], object]]:
    """The whole of `simulate` inside the clock: allocation, founders, days, record."""
    scenario = core_day.scenario(members, "full")
    return lambda: lambda: simulate([scenario] * worlds, list(range(worlds)), days, threads)


def replicates(worlds: int, days: int, rounds: int) -> None:
    """200 replicates × 500 members × 180 days, on one thread and on two in turns."""
    makers = {}
    for threads in (1, 2):
        makers[f"core day, {threads}"] = core_maker(GROUP_SIZE, worlds, days, threads)
        makers[f"full day, {threads}"] = full_maker(GROUP_SIZE, worlds, days, threads)
    for warm in (core_maker(GROUP_SIZE, 1, 1, 1), full_maker(GROUP_SIZE, 1, 1, 1)):
        warm()()
    seconds = in_turns(makers, rounds, time.perf_counter)
    whole = (worlds, days) == (200, YEAR_HALF)
    print(f"{worlds} replicates × {GROUP_SIZE} members × {days} days, {rounds} rounds in turns, best and median of ratios")
    show(Line("core day, two threads", min(seconds["core day, 2"]), "s", 0.6 if whole else None, at_least=False))
    show(Line("full day with ties, two threads", min(seconds["full day, 2"]), "s", 2.0 if whole else None, at_least=False))
    for day in ("core day", "full day"):
        show(Line(f"{day}, one thread", min(seconds[f"{day}, 1"]), "s"))
        show(Line(f"{day}, two threads against one", ratio(seconds[f"{day}, 1"], seconds[f"{day}, 2"]), "×", 1.8))


def resident() -> int:
    """Bytes of memory this process holds; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def memory(members: int) -> None:
    """Bytes an occupied row with its ties: of the arrays by rows, and of what the process really holds."""
    scenario = core_day.scenario(members, "core")
    begin_stepped(allocate([core_day.scenario(GROUP_SIZE)], [1], 1))
    before = resident()
    state = allocate([scenario], [1], 1)
    allocated = sum(array.nbytes for array in state)
    by_row = sum(array.nbytes // state.key.size for array in state if array.ndim and array.shape[-1] == state.key.size)
    begin_state = begin_stepped(state)
    used = int((state.key != 0).sum())
    print(f"Memory, {members:,} members in groups of {GROUP_SIZE}")
    show(Line("an occupied row with ties, by its columns", by_row, "bytes", 320.0, at_least=False))
    show(Line("all arrays of a world, spare rows included, per member", allocated / used, "bytes"))
    if before:
        work = sum(array.nbytes for array in (begin_state.work, begin_state.luck, begin_state.lists))
        show(Line("resident, without the stepped executor's work columns, per member", (resident() - before - work) / used, "bytes"))


def growth(largest: int) -> None:
    """Processor time of a member's day by size and by length; linear if it stays the same."""
    print("Linear: processor time of a member's day; the group's day stays in cache, whatever the size")
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= largest]
    for size in sizes:
        days = max(2, 2_000_000 // size // 10)
        state = core_day.found(size, 1, days)
        seconds = timed(lambda s=state, n=days: core_day.run(s, n), time.process_time)
        show(Line(f"core day, {size:>9,} members × {days} days", seconds / (size * days) * 1e9, "ns"))
    for days in (45, 90, 180, 360):
        run = full_maker(GROUP_SIZE, 10, days, 1)()
        show(
            Line(f"full day, 10 × {GROUP_SIZE} members × {days} days", timed(run, time.process_time) / (GROUP_SIZE * 10 * days) * 1e9, "ns")
        )


def phases(plan: tuple[Phase, ...], arm: str, days: int = 20, worlds: int = 200) -> None:
    """Processor time of each phase, from the stepped executor."""
    state = begin_stepped(allocate([core_day.scenario(GROUP_SIZE, arm)] * worlds, list(range(worlds)), days))
    spent = dict.fromkeys((phase.name for phase in plan), 0.0)
    run_stepped(state, 0, plan=plan)
    for day in range(1, days):
        for phase in plan:
            start = time.process_time()
            stepped(phase)(state, day)
            spent[phase.name] += time.process_time() - start
    members = float(state.daily[:, 1:, COLUMN["members"]].sum())
    print(f"Phases of the {arm} day, {worlds} worlds × {GROUP_SIZE} members, processor time of a member's day, phase by phase")
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        show(Line(name, seconds / members * 1e9, "ns"))
    show(Line("together", sum(spent.values()) / members * 1e9, "ns"))


def command(folder: Path, *words: str, cache: Path | None = None) -> float:
    """Wall-clock seconds of a command of commsim in a process of its own. Raises CalledProcessError if it fails."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([SOURCES, os.environ.get("PYTHONPATH", "")])}
    if cache:
        environment["COMMSIM_CACHE"] = str(cache)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "commsim", *words],
        check=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def processor_seconds() -> float:
    """Processor time of the processes this one has started and waited for."""
    times = os.times()
    return times.children_user + times.children_system


def commands(cold: bool) -> None:
    """How long a user waits: help, the main job with its charts, and the very first run."""
    print("Commands, each in a process of its own")
    with tempfile.TemporaryDirectory(prefix="commsim-bench-") as name:
        folder = Path(name)
        command(folder, "--help")
        show(Line("commsim --help, median of 7", statistics.median(command(folder, "--help") for _ in range(7)), "s", 0.5, at_least=False))
        command(folder, "experiment=official_account", "output=first", "store=first_store", "replicates=1")
        before = processor_seconds()
        waits = [command(folder, "experiment=official_account", f"output=out{n}", f"store=store{n}") for n in range(3)]
        show(Line("main job with charts, compiled before, best of 3", min(waits), "s", 8.0, at_least=False))
        show(Line("the same, processor time, mean of 3", (processor_seconds() - before) / 3, "s"))
        if cold:
            before = processor_seconds()
            first = command(folder, "experiment=official_account", "output=cold", "store=cold_store", cache=folder / "empty")
            show(Line("main job, the very first run: with compilation", first, "s", 60.0, at_least=False))
            show(Line("the same, processor time", processor_seconds() - before, "s"))


def main() -> int:
    """Everything, in the order of the README's table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--quick", action="store_true", help="smaller, and without the run with an empty cache")
    quick = words.parse_args().quick
    print(f"commsim on {machine()}", flush=True)
    memory(50_000 if quick else 200_000)  # first, before memory is given back and used again
    replicates(20 if quick else 200, 60 if quick else YEAR_HALF, 2 if quick else 5)
    growth(100_000 if quick else 1_000_000)
    phases(CORE, "core")
    phases(DAY, "full")
    commands(cold=not quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
