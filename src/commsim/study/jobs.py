"""The job table: one row a run, named by what decides its result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commsim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

WAITING, OK, FAILED, KILLED, INVALID = "waiting", "ok", "failed", "killed", "invalid"
"""States of a job: not run yet, finished, raised an error, its process died, gave numbers that cannot be."""

COLUMNS = ("key", "arm", "point", "replicate", "seed", "status", "error", "seconds")


@dataclass(frozen=True)
class Case:
    """One scenario of a study: an arm, at a point of a sweep (0 where nothing is swept)."""

    arm: str
    point: int
    scenario: Scenario


@dataclass(frozen=True)
class Plan:
    """All runs of a study.

    table      one row a run, columns COLUMNS
    scenarios  scenario of each row
    days       length of each run, days
    """

    table: pd.DataFrame
    scenarios: tuple[Scenario, ...]
    days: int


def canonical(scenario: Scenario) -> str:
    """The scenario as JSON that is the same for equal scenarios: sorted keys, no spaces, ASCII."""
    return json.dumps(scenario.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), allow_nan=False)


def job_keys(scenario: Scenario, days: int, seeds: Sequence[int], model: str) -> list[str]:
    """SHA-256 of the canonical JSON of days, model version, scenario and seed, for each seed."""
    start = hashlib.sha256(f'{{"days":{days},"model":{json.dumps(model)},"scenario":{canonical(scenario)},"seed":'.encode())
    keys = []
    for seed in seeds:
        digest = start.copy()
        digest.update(f"{seed}}}".encode())
        keys.append(digest.hexdigest())
    return keys


def plan(cases: Sequence[Case], seeds: Sequence[int], days: int, model: str) -> Plan:
    """Cases × seeds as a job table; replicate r has seeds[r] in every case, so that cases can be paired."""
    import pandas as pd

    rows = [
        (key, case.arm, case.point, replicate, seed, WAITING, "", float("nan"))
        for case in cases
        for replicate, (seed, key) in enumerate(zip(seeds, job_keys(case.scenario, days, seeds, model), strict=True))
    ]
    scenarios = tuple(case.scenario for case in cases for _ in seeds)
    return Plan(pd.DataFrame(rows, columns=list(COLUMNS)), scenarios, days)
