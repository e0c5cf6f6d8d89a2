"""Two executors of one plan: fused (compiled, world by world, for speed) and stepped (phase by phase, for hooks)."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numba
import numpy as np

from commsim.day.plan import DAY, Phase
from commsim.operate.found import found
from commsim.world.handle import handle_of
from commsim.world.kernel import entry, mechanism, on_states
from commsim.world.state import State, with_work

BEFORE, DURING, AFTER = 8, 16, 3
"""Most community phases before the group phases, group phases, and community phases after them that one plan can fuse."""
Hook = Callable[[State, int], None]
"""User code: called with the state and the day."""


@mechanism
def _nothing(s, place, d):
    """Fills up a chain."""


def _filled(phases: Sequence[Phase], slots: int) -> tuple[Any, ...]:
    """The phases' kernels, filled up with ones that do nothing."""
    if len(phases) > slots:
        raise ValueError(f"a stretch of {len(phases)} phases; at most {slots} can be fused")
    return (*(phase.function for phase in phases), *[_nothing] * (slots - len(phases)))


def _three(plan: Sequence[Phase]) -> tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]:
    """The kernels of the plan's community phases before, of its group phases, and of its community phases after."""
    scopes = [phase.scope for phase in plan]
    first = scopes.index("group")
    last = len(scopes) - scopes[::-1].index("group")
    if "community" in scopes[first:last]:
        raise ValueError("a plan has its community phases before and after its group phases, not between them")
    return _filled(plan[:first], BEFORE), _filled(plan[first:last], DURING), _filled(plan[last:], AFTER)


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
    """Compile a plan into one function (state, first world, last world, first day, last day, found) without the global lock."""
    before, during, after = _three(plan)
    # One name a slot, all in one function: a kernel can call closures but not a list of them, and every level of calls is optimised anew.
    b0, b1, b2, b3, b4, b5, b6, b7 = before
    g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11, g12, g13, g14, g15 = during
    a0, a1, a2 = after

    def run(s, first_world, last_world, first_day, last_day, founding):
        h = handle_of(s)
        for w in range(first_world, last_world):
            if founding:
                found(h, w)
            first = h.world[w].group
            for d in range(first_day, last_day):
                b0(h, w, d)
                b1(h, w, d)
                b2(h, w, d)
                b3(h, w, d)
                b4(h, w, d)
                b5(h, w, d)
                b6(h, w, d)
                b7(h, w, d)
                for g in range(first, first + h.world[w].open):
                    g0(h, g, d)
                    g1(h, g, d)
                    g2(h, g, d)
                    g3(h, g, d)
                    g4(h, g, d)
                    g5(h, g, d)
                    g6(h, g, d)
                    g7(h, g, d)
                    g8(h, g, d)
                    g9(h, g, d)
                    g10(h, g, d)
                    g11(h, g, d)
                    g12(h, g, d)
                    g13(h, g, d)
                    g14(h, g, d)
                    g15(h, g, d)
                a0(h, w, d)
                a1(h, w, d)
                a2(h, w, d)

    return on_states(entry(run, plan_name(plan)))


def run_fused(state: State, worlds: tuple[int, int], days: tuple[int, int], plan: tuple[Phase, ...] = DAY, founded: bool = False) -> None:
    """Run worlds [first, last) over days [first, last); day 0 founds them, unless that is done. Safe to call from several threads."""
    own = with_work(state, max(state.group["rows"].tolist()))
    with _wrapping():
        fused(plan)(own, *worlds, *days, days[0] == 0 and not founded)


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
    return np.errstate(over="ignore", under="ignore") if numba.config.DISABLE_JIT else contextlib.nullcontext()
