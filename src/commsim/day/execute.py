"""Two executors of one plan: fused (compiled, world by world, for speed) and stepped (phase by phase, for hooks)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numba
import numpy as np

from commsim.day.plan import DAY, Phase
from commsim.operate.arrivals import found
from commsim.world.handle import handle_of
from commsim.world.kernel import entry, mechanism
from commsim.world.state import State, with_work

FAN = 4
Hook = Callable[[State, int], None]
"""User code: called with the state and the day."""


@mechanism
def _nothing(s, place, d):
    """Fills up a chain."""


def _chain(functions: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    """One kernel that calls the given kernels in order; a shallow tree, as every level is optimised again."""
    if len(functions) == 1:
        return functions[0]
    size = max(FAN, -(-len(functions) // FAN))
    if len(functions) > FAN:
        return _chain([_chain(functions[at : at + size]) for at in range(0, len(functions), size)])
    first, second, third, fourth = [*functions, *[_nothing] * (FAN - len(functions))]

    @mechanism
    def four(s, place, d):
        first(s, place, d)
        second(s, place, d)
        third(s, place, d)
        fourth(s, place, d)

    return four


def _stretches(plan: Sequence[Phase]) -> list[tuple[str, list[Phase]]]:
    """The plan cut where the scope changes."""
    found_: list[tuple[str, list[Phase]]] = []
    for phase in plan:
        if not found_ or found_[-1][0] != phase.scope:
            found_.append((phase.scope, []))
        found_[-1][1].append(phase)
    return found_


def _over_groups(function: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel for a world that calls a group kernel on each open group."""

    @mechanism
    def each(s, w, d):
        first = s.world[w].group
        for g in range(first, first + s.world[w].open):
            function(s, g, d)

    return each


def plan_name(plan: Sequence[Phase]) -> str:
    """Name of the compiled plan: the same phases give the same name."""
    return "day-" + "-".join(phase.name for phase in plan) if tuple(plan) != DAY else "day"


@functools.cache
def fused(plan: tuple[Phase, ...]) -> Callable[..., Any]:
    """Compile a plan into one function (state, first world, last world, first day, last day) without the global lock."""
    parts = []
    for scope, phases in _stretches(plan):
        chained = _chain([phase.function for phase in phases])
        parts.append(_over_groups(chained) if scope == "group" else chained)
    whole = _chain(parts)

    def run(s, first_world, last_world, first_day, last_day):
        h = handle_of(s)
        for w in range(first_world, last_world):
            if first_day == 0:
                found(h, w)
            for d in range(first_day, last_day):
                whole(h, w, d)

    return entry(run, plan_name(plan))


def run_fused(state: State, worlds: tuple[int, int], days: tuple[int, int], plan: tuple[Phase, ...] = DAY) -> None:
    """Run worlds [first, last) over days [first, last); day 0 founds them first. Safe to call from several threads."""
    first, last = worlds
    rows = int(state.group["rows"][state.group["world"] < last].max(initial=0))
    own = with_work(state, rows)
    with _wrapping():
        fused(plan)(own, first, last, days[0], days[1])


@functools.cache
def stepped(phase: Phase) -> Callable[..., Any]:
    """Compile one phase for all worlds of a batch: (state, day)."""
    function = _over_groups(phase.function) if phase.scope == "group" else phase.function

    def run(s, d):
        h = handle_of(s)
        for w in range(s.world.size):
            function(h, w, d)

    return entry(run, f"phase-{phase.name}")


@functools.cache
def _founding() -> Callable[..., Any]:
    def run(s):
        h = handle_of(s)
        for w in range(s.world.size):
            found(h, w)

    return entry(run, "found")


def begin_stepped(state: State) -> State:
    """A state whose working columns reach over all rows, as the stepped executor needs, with worlds founded."""
    state.group["work"] = state.group["row"]
    own = with_work(state, int(state.key.size))
    with _wrapping():
        _founding()(own)
    return own


def run_stepped(state: State, day: int, hooks: Mapping[str, Sequence[Hook]] | None = None, plan: tuple[Phase, ...] = DAY) -> None:
    """One day of all worlds, phase by phase; hooks named 'before:PHASE' or 'after:PHASE' run around a phase."""
    hooks = hooks or {}
    for phase in plan:
        for hook in hooks.get(f"before:{phase.name}", ()):
            hook(state, day)
        with _wrapping():
            stepped(phase)(state, day)
        for hook in hooks.get(f"after:{phase.name}", ()):
            hook(state, day)


def _wrapping() -> Any:
    """Hashes wrap around on purpose; without compilation NumPy would warn."""
    return np.errstate(over="ignore", under="ignore") if numba.config.DISABLE_JIT else np.errstate()
