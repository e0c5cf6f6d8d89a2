"""Calibrate what the chat archives can tell: some behaviour parameters, shared by all experiments, and the chat rooms' personas.

Fitted are retention, inequality and the return after a gap, and nothing else; all other facts of `commsim validate` are
left to test what was built. Parameters are moved on a logarithmic scale by Levenberg-Marquardt-like steps of
`scipy.optimize.least_squares`, on the same seeds each time so that the luck does not drown the steps. Behaviour is held to
its present defaults by a prior, since other communities share it; personas, which are the chat rooms' own, hardly.

Run: python tools/calibrate_behaviour.py [--personas-only] [--archives 2] [--steps 8]
Prints the values to write into configs/behaviour/default.yaml and configs/members/chat_rooms.yaml. Afterwards run
tools/calibrate_official_account.py, whose scenario shares the behaviour, and then commsim validate.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from commsim.scenario.experiment import load
from commsim.scenario.schema import Scenario
from commsim.validation.archive import simulate_posts
from commsim.validation.chat_rooms import MEASURES
from commsim.validation.facts import facts
from commsim.validation.studies import CHAT_ROOMS, SEEDS

Values = NDArray[np.float64]

FIRST_SEED = 900_000
"""Not the seeds of `commsim validate`, so that the verdict does not rest on fitted luck."""
STEP = 0.12
"""Step of the finite differences, in logarithms: large enough to stand out of the rounding of a few thousand people."""
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
    Knob("behaviour.habits.decay", 0.2, 4.0, 0.5),
    Knob("behaviour.habits.floor", 0.1, 40.0, 1.5),
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
    "mixed_leaving": {"error": 0.01},
    "gini": {"p10": 0.08, "p50": 0.08, "p90": 0.08},
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
    """A scenario, the knobs, and how many archives each evaluation simulates."""

    scenario: Scenario
    knobs: tuple[Knob, ...]
    archives: int

    def residuals(self, logs: Values) -> Values:
        """Weighted differences from the real numbers at these logarithms of factors, and from the present values."""
        measured = [self._measured(turned(self.scenario, self.knobs, logs), FIRST_SEED + SEEDS * one) for one in range(self.archives)]
        prior = logs / np.array([knob.prior for knob in self.knobs])
        return np.concatenate([np.mean(measured, axis=0), prior])

    def jacobian(self, logs: Values) -> Values:
        """Finite differences, some columns side by side."""
        steps = STEP * np.eye(logs.size)
        with ThreadPoolExecutor(WORKERS) as pool:
            ahead = list(pool.map(lambda step: self.residuals(logs + step), steps))
        return (np.array(ahead) - self.residuals(logs)).T / STEP

    def _measured(self, scenario: Scenario, seed: int) -> Values:
        archive = simulate_posts(scenario, seed)
        found = {name: MEASURES[name](archive) for name in {*SCALES, *LOG_SCALES}}
        people = np.log(archive.posts["person"].nunique() / PEOPLE) / 0.2
        plain = [(found[fact].get(number, np.nan) - real(fact, number)) / scale for fact, number, scale in _all(SCALES)]
        ratios = [np.log(found[fact][number] / real(fact, number)) / scale for fact, number, scale in _all(LOG_SCALES)]
        return np.nan_to_num(np.array([*plain, *ratios, people]), nan=MISSING, posinf=MISSING, neginf=-MISSING)


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
    parser.add_argument("--archives", type=int, default=1, help="archives simulated for each evaluation")
    parser.add_argument("--steps", type=int, default=8, help="most steps")
    asked = parser.parse_args()
    knobs = PERSONAS if asked.personas_only else (*BEHAVIOUR, *PERSONAS)
    problem = Problem(load(CHAT_ROOMS).config.scenario(), knobs, asked.archives)
    bounds = np.log([[knob.low for knob in knobs], [knob.high for knob in knobs]])

    def shown(logs: Values) -> Values:
        found = problem.residuals(logs)
        print(f"cost {0.5 * found @ found:9.2f}  " + " ".join(f"{factor:.2f}" for factor in np.exp(logs)), flush=True)
        return found

    fitted = least_squares(shown, np.zeros(len(knobs)), problem.jacobian, bounds, max_nfev=asked.steps, xtol=0.01, ftol=0.01)
    for knob, factor in zip(knobs, np.exp(fitted.x), strict=True):
        before = value_at(problem.scenario, knob.path.split("."))
        print(f"{knob.path:32s} {before:9.4g} → {before * factor:9.4g}")


if __name__ == "__main__":
    main()
