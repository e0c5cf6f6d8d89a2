"""Run the studies, measure every fact, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import NamedTuple

import numpy as np

from commsim.scenario.errors import ConfigError, Problem
from commsim.scenario.experiment import load
from commsim.scenario.schema import Config, Scenario
from commsim.simulate import simulate
from commsim.study.execute import workers
from commsim.study.version import model_version, package_version
from commsim.validation.facts import facts
from commsim.validation.result import Finding, Simulated, Validation
from commsim.validation.studies import CHAT_ROOMS, SEEDS, STUDIES
from commsim.validation.trials import Numbers, Table

QUICK = 2
"""Replicates of a quick look: verdicts are rough."""
BEHAVIOUR = ("behaviour.", "behaviour=")
WITHOUT_EFFECT = ("days", "store", "runner.batch")


def settings(overrides: Sequence[str] = (), quick: bool = False) -> Config:
    """How a validation is run: the configuration of the chat rooms. Raises ConfigError, also for keys that would change nothing."""
    config = load(CHAT_ROOMS, [*overrides, *([f"replicates={QUICK}"] if quick else [])]).config
    idle = [one for one in overrides if one.lstrip("+").partition("=")[0] in WITHOUT_EFFECT]
    if config.runner.executor == "loky":
        idle.append("runner.executor=loky")
    if idle:
        raise ConfigError(Problem("validate", one, "changes nothing: studies have lengths of their own and run on threads") for one in idle)
    return config


def validate(
    overrides: Sequence[str] = (), quick: bool = False, progress: Callable[[int, int], None] = lambda done, of: None
) -> Validation:
    """Simulate every fact and compare.

    overrides  behaviour.key=value holds in all studies; other keys change the chat rooms and how the validation is run
    quick      few replicates, whatever the overrides say
    progress   told how many trials are done, of how many

    Raises ConfigError.
    """
    start = perf_counter()
    config = settings(overrides, quick)
    found = _tried(_trials(config, _scenarios(overrides)), workers(config.runner), progress)
    findings = tuple(_finding(name, found) for name in facts())
    versions = {"commsim": package_version(), "model": model_version()}
    return Validation(findings, config.replicates, config.seed, tuple(overrides), versions, perf_counter() - start)


class Trial(NamedTuple):
    """One trial of a study, with a seed of its own."""

    study: str
    scenario: Scenario
    seed: int

    def run(self) -> Mapping[str, Numbers]:
        """Its numbers by fact."""
        return STUDIES[self.study].trial(self.scenario, self.seed)


def _trials(config: Config, scenarios: Mapping[str, Scenario]) -> list[Trial]:
    """Trials of all studies, as many as the replicates ask for."""
    return [
        Trial(name, scenarios[study.experiment], config.seed + SEEDS * (1 + number))
        for name, study in STUDIES.items()
        for number in range(study.times * config.replicates)
    ]


def _tried(trials: Sequence[Trial], threads: int, progress: Callable[[int, int], None]) -> dict[str, list[Mapping[str, Numbers]]]:
    """Numbers of all trials by study."""
    found: dict[str, list[Mapping[str, Numbers]]] = {name: [] for name in STUDIES}
    _warm_up(trials[0].scenario)
    with ThreadPoolExecutor(threads) as pool:
        for done, (trial, numbers) in enumerate(zip(trials, pool.map(Trial.run, trials), strict=True), 1):
            found[trial.study].append(numbers)
            progress(done, len(trials))
    return found


def _warm_up(scenario: Scenario) -> None:
    """Compile, or read from the cache, before several threads do so for themselves."""
    simulate([scenario], [0], 1)


def _scenarios(overrides: Sequence[str]) -> dict[str, Scenario]:
    """The baseline of each experiment the studies need."""
    shared = [one for one in overrides if one.startswith(BEHAVIOUR)]
    experiments = dict.fromkeys(study.experiment for study in STUDIES.values())
    return {name: load(name, overrides if name == CHAT_ROOMS else shared).config.scenario() for name in experiments}


def _finding(name: str, found: Mapping[str, Sequence[Mapping[str, Numbers]]]) -> Finding:
    """One fact from the trials of its study."""
    fact = facts()[name]
    study = STUDIES[fact.study]
    trials = tabulated(trial[name] for trial in found[fact.study])
    if name in study.derive:
        trials = {**trials, **study.derive[name](trials)}
    return Finding(name, fact, {number: summary(trials.get(number, np.zeros(0))) for number in fact.numbers})


def tabulated(trials: Iterable[Numbers]) -> Table:
    """Numbers of several trials by name, nan where a trial lacks one."""
    rows = list(trials)
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: np.array([row.get(name, np.nan) for row in rows], dtype=np.float64) for name in names}


def summary(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Simulated:
    """Mean and standard error over the trials that have a value."""
    known = values[np.isfinite(values)]
    mean = float(known.mean()) if known.size else float("nan")
    error = float(known.std(ddof=1) / np.sqrt(known.size)) if known.size > 1 else float("nan")
    return Simulated(mean, error, int(known.size))
