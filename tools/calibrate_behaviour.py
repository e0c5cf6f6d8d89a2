"""Calibrate what the chat archives can tell: some behaviour parameters, shared by all experiments, and the chat rooms' personas.

Fitted are retention, inequality and the return after a gap, and nothing else; all other facts of `commsim validate` are
left to test what was built. Talk feeds on talk, so that a small change may wake or silence a room: single runs are rough,
and no step along a slope of two of them can be trusted. So each round simulates a Latin hypercube of parameters around the
present best (on a logarithmic scale), fits a plane to every difference from the real numbers, and takes the least squares of
all planes inside the hypercube as the next best (response surfaces; Box & Wilson 1951). Behaviour is held to its present
defaults by a prior, since other communities share it; personas, which are the chat rooms' own, hardly.

The planes mislead where rooms may tip: the present values come from such rounds and from trials of single parameters between
them, judged by the same cost. `--cost 8` measures it (22 in November 2026, twice that at the points the rounds proposed).

Run: python tools/calibrate_behaviour.py [--personas-only] [--rounds 6] [--points 80] [--reach 0.4] [--rooms 127] [--cost ARCHIVES]
Prints the values to write into configs/behaviour/default.yaml and configs/members/chat_rooms.yaml. Afterwards run
tools/calibrate_communities.py, whose scenario shares the behaviour, and then commsim validate.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from commsim.scenario.experiment import load
from commsim.scenario.schema import Scenario
from commsim.validation.archive import ROOMS, simulate_posts
from commsim.validation.chat_rooms import MEASURES
from commsim.validation.facts import facts
from commsim.validation.studies import CHAT_ROOMS, SEEDS

Values = NDArray[np.float64]

FIRST_SEED = 900_000
"""Not the seeds of `commsim validate`, so that the verdict does not rest on fitted luck."""
SHRINK = 0.8
"""By how much the hypercube shrinks from round to round."""
FARTHEST = 6.0
"""Differences weigh no more than this: a silent archive must not bend the planes."""
WORKERS = 2
PEOPLE = 7_502
"""People who posted in the real archives."""


class Knob(NamedTuple):
    """One thing that is moved: its path, how far it may go as a factor of its start, and how dear it is to move (e-folds)."""

    path: str
    low: float
    high: float
    prior: float


BEHAVIOUR = (
    Knob("behaviour.open.newcomer", 0.4, 1.5, 0.5),
    Knob("behaviour.open.newcomer_days", 0.1, 3.0, 0.7),
    Knob("behaviour.open.momentum", 0.2, 3.0, 0.5),
    Knob("behaviour.open.replied", 0.3, 2.0, 0.5),
    Knob("behaviour.talk.replied", 0.3, 2.0, 0.5),
    Knob("behaviour.habits.decay", 0.2, 6.0, 1.0),
    Knob("behaviour.habits.floor", 0.1, 100.0, 3.0),
    Knob("behaviour.habits.ceiling", 0.2, 1.0, 1.0),
    Knob("behaviour.talk.belonging", 0.3, 1.5, 0.5),
    Knob("behaviour.talk.audience", 0.5, 1.5, 0.3),
    Knob("behaviour.talk.base", 0.2, 3.0, 1.0),
    Knob("behaviour.talk.reply", 0.3, 3.0, 1.0),
    Knob("behaviour.talk.exchange", 0.3, 1.5, 1.0),
    Knob("behaviour.spread.sociability", 0.6, 1.3, 0.5),
)
"""Marked as calibrated in the schema, and seen in posting data; what only exits, orders or invitations show is left alone."""
PERSONAS = (
    Knob("members.asker.activity_low", 0.1, 5.0, 3.0),
    Knob("members.asker.activity_high", 0.1, 20.0, 3.0),
    Knob("members.asker.share", 0.5, 1.6, 1.0),
    Knob("members.learner.activity_low", 0.1, 5.0, 3.0),
    Knob("members.learner.activity_high", 0.1, 20.0, 3.0),
    Knob("members.helper.activity_low", 0.1, 5.0, 3.0),
    Knob("members.helper.activity_high", 0.1, 20.0, 3.0),
    Knob("members.asker.sociability", 0.1, 5.0, 3.0),
    Knob("members.learner.sociability", 0.1, 5.0, 3.0),
    Knob("members.helper.sociability", 0.1, 5.0, 3.0),
    Knob("inflow", 0.3, 6.0, 3.0),
)
"""The chat rooms' own: who comes, how often they look in, how readily they write, how many find the rooms."""

SCALES: dict[str, dict[str, float]] = {
    "last_activity": {f"day_{day}": 0.02 for day in (1, 7, 30, 90, 180)},
    "weekly_active": {"week_1": 0.02, "week_4": 0.01, "week_12": 0.005, "exponent": 0.1},
    "return_after_gap": {"slope": 0.07},
    "mixed_leaving": {"error": 0.006},
    "gini": {"p10": 0.03, "p50": 0.04, "p90": 0.02},
    "top_tenth": {"p50": 0.1},
}
"""By fact and number: the difference from the real one that weighs 1."""
LOG_SCALES: dict[str, dict[str, float]] = {
    "return_after_gap": {f"day_{day}": 0.2 for day in (1, 2, 3, 7, 14, 28, 56)},
    "volume": {"per_person": 0.4},
}
"""The same for ratios, in logarithms. The volume describes the scenario, only its personas answer to it."""
MISSING = 3.0
"""What a number weighs that could not be measured."""


@dataclass(frozen=True)
class Problem:
    """A scenario, the knobs, and of how many rooms the archives are that are simulated."""

    scenario: Scenario
    knobs: tuple[Knob, ...]
    rooms: int

    def differences(self, logs: Values, seed: int) -> Values:
        """Weighted differences from the real numbers at these logarithms of factors."""
        archive = simulate_posts(turned(self.scenario, self.knobs, logs), seed, self.rooms)
        found = {name: MEASURES[name](archive) for name in {*SCALES, *LOG_SCALES}}
        people = np.log(archive.posts["person"].nunique() / (PEOPLE * self.rooms / ROOMS)) / 0.2
        plain = [(found[fact].get(number, np.nan) - real(fact, number)) / scale for fact, number, scale in _all(SCALES)]
        ratios = [np.log(found[fact][number] / real(fact, number)) / scale for fact, number, scale in _all(LOG_SCALES)]
        known = np.nan_to_num(np.array([*plain, *ratios, people]), nan=MISSING, posinf=FARTHEST, neginf=-FARTHEST)
        return np.asarray(np.clip(known, -FARTHEST, FARTHEST))

    def at_points(self, points: Values, first_seed: int) -> Values:
        """The same at many points, each with seeds of its own, [points, differences]."""
        jobs = zip(points, range(first_seed, first_seed + SEEDS * len(points), SEEDS), strict=True)
        with ThreadPoolExecutor(WORKERS) as pool:
            return np.array(list(pool.map(lambda job: self.differences(*job), jobs)))

    def surround(self, centre: Values, reach: float, points: int, number: int) -> Values:
        """A Latin hypercube around a point, inside what the knobs allow."""
        low, high = self.limits(centre, reach)
        drawn = stats.qmc.LatinHypercube(len(self.knobs), seed=number).random(points)
        return np.asarray(low + (high - low) * drawn)

    def limits(self, centre: Values, reach: float) -> tuple[Values, Values]:
        """The hypercube's edges."""
        allowed = np.log([[knob.low, knob.high] for knob in self.knobs]).T
        return np.maximum(centre - reach, allowed[0]), np.minimum(centre + reach, allowed[1])


def next_best(problem: Problem, centre: Values, reach: float, points: Values, differences: Values) -> tuple[Values, float]:
    """The least squares of all planes and of the prior inside the hypercube, and the cost the planes promise there."""
    planes = np.linalg.lstsq(np.column_stack([np.ones(len(points)), points - centre]), differences, rcond=None)[0]
    prior = np.array([knob.prior for knob in problem.knobs])

    def promised(logs: Values) -> Values:
        return np.concatenate([planes[0] + (logs - centre) @ planes[1:], logs / prior])

    low, high = problem.limits(centre, reach)
    fitted = optimize.least_squares(promised, np.clip(centre, low + 1e-9, high - 1e-9), bounds=(low, high))
    return np.asarray(fitted.x), float(fitted.cost)


def _all(scales: dict[str, dict[str, float]]) -> Iterator[tuple[str, str, float]]:
    for fact, numbers in scales.items():
        for number, scale in numbers.items():
            yield fact, number, scale


def real(fact: str, number: str) -> float:
    """The real number. Raises ValueError where a fact has none."""
    value = facts()[fact].numbers[number].real
    if value is None:
        raise ValueError(f"{fact}.{number} has no real number to fit")
    return value


def turned(scenario: Scenario, knobs: Sequence[Knob], logs: Values) -> Scenario:
    """The scenario with each knob's value multiplied by e^log."""
    for knob, log in zip(knobs, logs, strict=True):
        scenario = _turn(scenario, knob.path.split("."), float(np.exp(log)))
    return scenario


def _turn(scenario: Scenario, path: list[str], factor: float) -> Scenario:
    """One value multiplied; a share, a fraction, stays below 1."""
    if path[0] == "inflow":
        channels = tuple(one.model_copy(update={"per_day": one.per_day * factor}) for one in scenario.market.channels)
        return scenario.model_copy(update={"market": scenario.market.model_copy(update={"channels": channels})})
    if path[0] == "members":
        personas = tuple(
            one.model_copy(update={path[2]: getattr(one, path[2]) * factor}) if one.name == path[1] else one
            for one in scenario.members.personas
        )
        return scenario.model_copy(update={"members": scenario.members.model_copy(update={"personas": personas})})
    part = getattr(scenario.behaviour, path[1])
    changed = part.model_copy(update={path[2]: getattr(part, path[2]) * factor})
    return scenario.model_copy(update={"behaviour": scenario.behaviour.model_copy(update={path[1]: changed})})


def value_at(scenario: Scenario, path: list[str]) -> float:
    """The value a knob turns."""
    if path[0] == "inflow":
        return sum(one.per_day for one in scenario.market.channels)
    if path[0] == "members":
        return float(next(getattr(one, path[2]) for one in scenario.members.personas if one.name == path[1]))
    return float(getattr(getattr(scenario.behaviour, path[1]), path[2]))


def main() -> None:
    """Fit, say how far, print the values."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--personas-only", action="store_true", help="leave the behaviour as it is")
    parser.add_argument("--rounds", type=int, default=6, help="rounds")
    parser.add_argument("--points", type=int, default=80, help="archives simulated in a round")
    parser.add_argument("--reach", type=float, default=0.4, help="half width of the first hypercube, in logarithms")
    parser.add_argument("--rooms", type=int, default=127, help="rooms of an archive; fewer are quicker and rougher")
    parser.add_argument("--start", help="factors to start from, apart by commas, as an earlier run printed them")
    parser.add_argument("--cost", type=int, metavar="ARCHIVES", help="only tell what the present values cost, over so many archives")
    asked = parser.parse_args()
    knobs = PERSONAS if asked.personas_only else (*BEHAVIOUR, *PERSONAS)
    problem = Problem(load(CHAT_ROOMS).config.scenario(), knobs, asked.rooms)
    if asked.cost:
        tell_cost(problem, asked.cost)
        return
    best = np.log([float(factor) for factor in asked.start.split(",")]) if asked.start else np.zeros(len(knobs))
    for number in range(asked.rounds):
        best = one_round(problem, best, number, asked.points, asked.reach * SHRINK**number)
    for knob, factor in zip(knobs, np.exp(best), strict=True):
        before = value_at(problem.scenario, knob.path.split("."))
        print(f"{knob.path:32s} {before:9.4g} → {before * factor:9.4g}")


def tell_cost(problem: Problem, archives: int) -> None:
    """Print what the present values cost on average, and by how many scales each number is off."""
    found = problem.at_points(np.zeros((archives, len(problem.knobs))), FIRST_SEED - SEEDS * archives)
    names = [f"{fact}.{number}" for scales in (SCALES, LOG_SCALES) for fact, number, _ in _all(scales)]
    for name, off in zip([*names, "people"], found.mean(axis=0), strict=True):
        print(f"{name:32s} {off:+.1f}")
    print(f"cost {0.5 * (found**2).sum(axis=1).mean():.1f}")


def one_round(problem: Problem, best: Values, number: int, points: int, reach: float) -> Values:
    """One hypercube around the best so far; returns the next best and prints what it is worth."""
    first_seed = FIRST_SEED + SEEDS * points * number
    around = problem.surround(best, reach, points, number)
    found = problem.at_points(around, first_seed)
    better, promised = next_best(problem, best, reach, around, found)
    print(f"round {number}: mean cost {0.5 * (found**2).sum(axis=1).mean():.1f} around, {promised:.1f} promised at", flush=True)
    print(",".join(f"{factor:.3f}" for factor in np.exp(better)), flush=True)
    return better


if __name__ == "__main__":
    main()
