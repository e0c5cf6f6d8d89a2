"""What the benchmarks share: a clock, taking turns, and lines that stand beside their goals."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

Clock = Callable[[], float]
"""Seconds; `time.process_time` where one thread works (other people's load hardly moves it), else `time.perf_counter`."""


class Line(NamedTuple):
    """One figure beside its goal; `goal` is None where there is none."""

    what: str
    reached: float
    unit: str
    goal: float | None = None
    at_least: bool = True

    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is None or (self.reached >= self.goal if self.at_least else self.reached <= self.goal)

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        goal = "" if self.goal is None else f"goal {sign} {self.goal:g} {self.unit}  {'reached' if self.met() else 'MISSED'}"
        return f"  {self.what:<62} {self.reached:>10.3g} {self.unit:<10} {goal}".rstrip()


def show(line: Line) -> Line:
    """Print a line at once."""
    print(line, flush=True)
    return line


def timed(work: Callable[[], object], clock: Clock) -> float:
    """Seconds a piece of work takes; the garbage collector waits."""
    gc.collect()
    gc.disable()
    try:
        start = clock()
        work()
        return clock() - start
    finally:
        gc.enable()


def in_turns(
    makers: Mapping[str, Callable[[], Callable[[], object]]], rounds: int, clock: Clock = time.process_time
) -> dict[str, list[float]]:
    """Seconds of each competitor in each round, A B C A B C …; each maker sets its work up outside the clock."""
    seconds: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(rounds):
        for name, make in makers.items():
            seconds[name].append(timed(make(), clock))
    return seconds


def ratio(slow: list[float], fast: list[float]) -> float:
    """Median over rounds of how many times longer the first takes."""
    return statistics.median(a / b for a, b in zip(slow, fast, strict=True))


def machine() -> str:
    """The machine in general terms, and how busy it is."""
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.machine()}, {os.cpu_count()} cores{busy}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"
