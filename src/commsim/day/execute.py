"""Two executors of one plan: fused (compiled, world by world, for speed) and stepped (phase by phase, for hooks)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numba
import numpy as np

from commsim.day.plan import DAY, Phase
from commsim.operate.found import found
from commsim.world.handle import handle_of
from commsim.world.kernel import entry, mechanism
from commsim.world.state import State, with_work

SLOTS = 16
"""Most phases of one scope in a row."""
Hook = Callable[[State, int], None]
"""User code: called with the state and the day."""


@mechanism
def _nothing(s, place, d):
    """Fills up a chain."""


def _chain(functions: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    """One kernel that calls up to SLOTS kernels in order: in one step, as every level of calls is optimised anew."""
    if len(functions) > SLOTS:
        raise ValueError(f"a stretch of {len(functions)} phases; at most {SLOTS} can be fused")
    slots: tuple[Any, ...] = (*functions, *[_nothing] * (SLOTS - len(functions)))
    a, b, c, e, f, g, h, i, j, k, l, m, n, o, p, q = slots  # noqa: E741

    @mechanism
    def chain(s, place, d):
        a(s, place, d)
        b(s, place, d)
        c(s, place, d)
        e(s, place, d)
        f(s, place, d)
        g(s, place, d)
        h(s, place, d)
        i(s, place, d)
        j(s, place, d)
        k(s, place, d)
        l(s, place, d)
        m(s, place, d)
        n(s, place, d)
        o(s, place, d)
        p(s, place, d)
        q(s, place, d)

    return chain


def _three(plan: Sequence[Phase]) -> list[Callable[..., Any]]:
    """The plan's community phases before, its group phases, and its community phases after, each as one kernel."""
    scopes = [phase.scope for phase in plan]
    first = scopes.index("group")
    last = len(scopes) - scopes[::-1].index("group")
    if "community" in scopes[first:last]:
        raise ValueError("a plan has its community phases before and after its group phases, not between them")
    return [_chain([phase.function for phase in part]) for part in (plan[:first], plan[first:last], plan[last:])]


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

    def run(s, first_world, last_world, first_day, last_day, founding):
        h = handle_of(s)
        for w in range(first_world, last_world):
            if founding:
                found(h, w)
            first = h.world[w].group
            for d in range(first_day, last_day):
                before(h, w, d)
                for g in range(first, first + h.world[w].open):
                    during(h, g, d)
                after(h, w, d)

    return entry(run, plan_name(plan))


def run_fused(state: State, worlds: tuple[int, int], days: tuple[int, int], plan: tuple[Phase, ...] = DAY, founded: bool = False) -> None:
    """Run worlds [first, last) over days [first, last); day 0 founds them, unless that is done. Safe to call from several threads."""
    first, last = worlds
    rows = int(state.group["rows"][state.group["world"] < last].max(initial=0))
    own = with_work(state, rows)
    with _wrapping():
        fused(plan)(own, first, last, days[0], days[1], days[0] == 0 and not founded)


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
