"""What each behaviour parameter does to the main outcomes: one at a time, 20 % less and 20 % more, in two communities.

Run `python tools/influence.py` (some minutes); it writes docs/influence.json, from which tools/make_docs.py makes the column *influence* of
docs/evidence.md. A swing is the mean outcome at 20 % more less that at 20 % less, over the outcome as it is; worlds share their
seeds, so the noise is the standard error of the paired differences. A parameter that is 0 has no swing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.frames import outcomes
from commsim.scenario.describe import Lever, levers
from commsim.scenario.experiment import load
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate

FILE = Path(__file__).resolve().parent.parent / "docs" / "influence.json"
STEP = 0.2
DAYS, REPLICATES, FIRST_SEED, AT_ONCE = 60, 24, 1, 800
SMALL = ["community.initial_members=240", "community.groups.count=2", "community.groups.capacity=200", "community.groups.most=4"]
COMMUNITIES = {
    "official_account": ("official_account", SMALL),
    "talk_only": (
        "group_size",
        ["strategy=do_nothing", "community=one_group", "community.initial_members=240", "community.initial_tenure=0"],
    ),
}
"""Experiment and overrides: a shop's community with ads, events and offers, and one that only talks, as a chat room does."""
OUTCOMES = ("activity_retention_d30", "membership_retention_d30", "messages_per_member", "trust_mean", "conversion_30d", "revenue")


def main() -> None:
    """Simulate and write the file."""
    found = {name: influence(load(experiment, overrides).config.scenario()) for name, (experiment, overrides) in COMMUNITIES.items()}
    FILE.write_text(
        json.dumps({"step": STEP, "days": DAYS, "replicates": REPLICATES, "communities": found}, indent=1) + "\n", encoding="utf-8"
    )


def influence(base: Scenario) -> dict[str, dict[str, list[float | None]]]:
    """By parameter and outcome: [swing, noise], both as shares of the outcome; empty where the outcome is undefined."""
    parameters = [lever for lever in levers(Scenario) if lever.role == "behaviour"]
    values = measured([base, *(scenario for lever in parameters for scenario in varied(base, lever))])
    usual = np.nanmean(values[0], axis=0)
    found = {}
    for number, lever in enumerate(parameters):
        differences = values[2 + 2 * number] - values[1 + 2 * number]
        swing, noise = differences.mean(axis=0) / usual, differences.std(axis=0, ddof=1) / np.sqrt(REPLICATES) / np.abs(usual)
        pairs = zip(OUTCOMES, swing, noise, strict=True)
        found[lever.path] = {name: [_rounded(a), _rounded(b)] for name, a, b in pairs if np.isfinite(a)}
    return found


def varied(base: Scenario, lever: Lever) -> tuple[Scenario, Scenario]:
    """The scenario with a parameter 20 % lower and 20 % higher, within its range."""
    tree = base.model_dump(mode="json")
    *above, last = lever.path.split(".")
    place = tree
    for name in above:
        place = place[name]
    value, sides = place[last], []
    for factor in (1 - STEP, 1 + STEP):
        place[last] = min(max(value * factor, lever.low or 0.0), float("inf") if lever.high is None else lever.high)
        sides.append(Scenario.model_validate_json(json.dumps(tree)))
    return sides[0], sides[1]


def measured(scenarios: Sequence[Scenario]) -> NDArray[np.float64]:
    """Outcomes of each scenario's replicates, [scenarios, replicates, outcomes]."""
    worlds = [scenario for scenario in scenarios for _ in range(REPLICATES)]
    seeds = [*range(FIRST_SEED, FIRST_SEED + REPLICATES)] * len(scenarios)
    parts = []
    for start in range(0, len(worlds), AT_ONCE):
        chunk = slice(start, start + AT_ONCE)
        parts.append(outcomes(simulate(worlds[chunk], seeds[chunk], DAYS, threads=2))[list(OUTCOMES)].to_numpy(float))
    return np.concatenate(parts).reshape(len(scenarios), REPLICATES, len(OUTCOMES))


def _rounded(value: float) -> float:
    return round(float(value), 4)


if __name__ == "__main__":
    main()
