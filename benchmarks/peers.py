"""The core day in the engine, in Mesa, in NumPy and in C: do they agree, and how much faster is which?

    python benchmarks/peers.py            all sizes (some minutes)
    python benchmarks/peers.py --quick    few rounds, without Mesa at 100,000 members

Times are processor seconds of the days alone, without making the members; all run the same days from the same founders,
in turns. Ends with exit code 1 if the peers disagree.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial

import core_day
import numpy as np
from bench import Line, in_turns, machine, ratio, show
from core_day import Outcome
from peer_c import CDay, compiler, library
from peer_mesa import MesaDay
from peer_numpy import NumpyDay
from people import People, people

SURE = 0.001
"""Peers disagree on a statistic if equal ones would differ so much less often than this."""
SAME = 0.002
"""Largest relative difference allowed between the engine and C, which draw the same numbers but round in another order."""
GOALS = {
    (1_000, "Mesa"): 150.0,
    (100_000, "Mesa"): 300.0,
    (1_000, "NumPy"): 15.0,
    (20_000, "NumPy"): 4.0,
    (1_000, "C"): 0.65,
    (20_000, "C"): 0.65,
    (100_000, "C"): 0.65,
}


def outcomes(members: int, days: int, rounds: int, change: Callable[[People], People] = lambda people: people) -> dict[str, np.ndarray]:
    """Outcomes of engine and peers, float64 [rounds, statistics]; `change` may falsify what the peers get."""
    found: dict[str, list[Outcome]] = {"engine": [], "Mesa": [], "NumPy": []} | ({"C": []} if compiler() else {})
    for seed in range(rounds):
        state = core_day.found(members, 1, days, seed)
        given = change(people(state))
        core_day.step(state, days)
        found["engine"].append(core_day.outcome(state))
        found["Mesa"].append(MesaDay(given, seed).run(days))
        found["NumPy"].append(NumpyDay(given, seed).run(days))
        if compiler():
            found["C"].append(CDay(given).run(days))
    return {name: np.array(runs, float) for name, runs in found.items()}


def disagreements(results: dict[str, np.ndarray]) -> list[str]:
    """Statistics on which a peer differs from the engine by more than chance (C: by more than rounding)."""
    from scipy.stats import ttest_rel

    engine, said = results["engine"], []
    for name, values in results.items():
        if name == "engine":
            continue
        for number, statistic in enumerate(Outcome._fields):
            ours, theirs = engine[:, number], values[:, number]
            if name == "C":
                apart = abs(ours.sum() - theirs.sum()) > SAME * abs(ours.sum()) + 2
            else:
                apart = bool((ours != theirs).any()) and ttest_rel(theirs, ours).pvalue < SURE
            if apart:
                said.append(f"{name} {statistic}: engine {ours.mean():.5g}, {name} {theirs.mean():.5g}")
    return said


def check(rounds: int) -> bool:
    """Print how engine and peers compare in what happens; whether they agree."""
    print(f"Agreement: 500 members, 30 days, {rounds} rounds from the same founders, means", flush=True)
    results = outcomes(500, 30, rounds)
    print("  " + " ".join(f"{name:>12}" for name in ("", *Outcome._fields)))
    for name, values in results.items():
        print("  " + " ".join([f"{name:>12}", *(f"{value:12.5g}" for value in values.mean(axis=0))]))
    said = disagreements(results)
    print("  they agree" if not said else "  THEY DISAGREE: " + "; ".join(said), flush=True)
    return not said


def race(members: int, days: int, rounds: int, mesa: bool, worlds: int = 1) -> None:
    """Time the same days of everybody in turns and print ratios to the engine."""
    state = core_day.found(members, worlds, days)
    given = people(state)

    def engine() -> Callable[[], object]:
        fresh = core_day.found(members, worlds, days)
        return lambda: core_day.run(fresh, days)

    makers: dict[str, Callable[[], Callable[[], object]]] = {"engine": engine}
    makers["NumPy"] = lambda: partial(NumpyDay(given, 1).run, days)
    if compiler():
        makers["C"] = lambda: partial(CDay(given, worlds).run, days)
    if mesa:
        makers["Mesa"] = lambda: partial(MesaDay(given, 1).run, days)
    seconds = in_turns(makers, rounds)
    print(f"{members:,} members × {days} days" + (f" × {worlds} worlds" if worlds > 1 else "") + f", {rounds} rounds", flush=True)
    for name, values in seconds.items():
        show(Line(f"{name}, a member's day", min(values) / (members * worlds * days) * 1e9, "ns"))
    for name in [name for name in makers if name != "engine"]:
        goal = GOALS.get((members, name))
        says = "engine's speed as a part of C's" if name == "C" else f"engine, times as fast as {name}"
        show(Line(says, ratio(seconds[name], seconds["engine"]), "×", goal))


def main() -> int:
    """Check, then race."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--quick", action="store_true", help="few rounds, without Mesa at 100,000 members")
    quick = words.parse_args().quick
    print(f"Peers on {machine()}")
    if compiler():
        library()
    else:
        print("  no gcc here: without C")
    agree = check(8 if quick else 20)
    race(1_000, 60, 3 if quick else 9, mesa=True)
    race(20_000, 20, 3 if quick else 9, mesa=False)
    race(100_000, 5, 3, mesa=not quick)
    race(500, 100, 3 if quick else 9, mesa=False, worlds=50)
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
