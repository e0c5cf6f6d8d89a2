"""Sweep levers or uncertainties over a grid: every point on the same seeds, as one table of jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from commsim.scenario.errors import ConfigError, Problem, nearest
from commsim.scenario.experiment import Experiment, along
from commsim.scenario.overrides import Axis
from commsim.study import memory
from commsim.study.batch import Engine
from commsim.study.compare import seeds, simulator
from commsim.study.execute import Progress, Results, execute
from commsim.study.jobs import Case, canonical, plan
from commsim.study.response import Sweep, points_table
from commsim.study.store import open_store
from commsim.study.tables import outcomes_table
from commsim.study.version import model_version

__all__ = ["Sweep", "sweep"]

MOST_POINTS = 10_000
"""Points of a grid, each of which is composed and checked before anything runs (some 3 ms a point)."""


def sweep(
    experiment: Experiment,
    axes: Sequence[Axis] | None = None,
    progress: Progress | None = None,
    directory: str | Path | None = None,
    engine: Engine | None = None,
    command: tuple[str, ...] = (),
    arms: Sequence[str] | None = None,
) -> Sweep:
    """Run every point of the grid on the same seeds.

    axes  what is swept; None: the experiment's own axes
    arms  arms run at every point; None: the baseline alone

    The others are those of compare. Raises ConfigError where a point is not valid, an axis changes nothing, or there are too many
    points or too much for this machine; FolderBusy, StorageError; KeyboardInterrupt after what is finished has been kept.
    """
    asked = experiment if axes is None else along(experiment, tuple(axes))
    names = tuple(arms) if arms is not None else (asked.baseline,)
    _check(asked, names)
    if directory is None:
        return _swept(asked, names, progress, engine)
    from commsim.study.files import study_folder, write_sweep

    with study_folder(Path(directory), asked, command, study="sweep") as folder:
        return write_sweep(folder, _swept(asked, names, progress, engine))


def grid(axes: Sequence[Axis]) -> list[dict[str, Any]]:
    """Points in order, the last axis changing fastest: value by path."""
    return [dict(zip((axis.path for axis in axes), values, strict=True)) for values in product(*(axis.values for axis in axes))]


def _check(experiment: Experiment, arms: Sequence[str]) -> None:
    if not experiment.axes:
        raise ConfigError(Problem(experiment.name, "sweep", "nothing to sweep", "one or more axes, path=a,b,c"))
    if (points := prod(len(axis.values) for axis in experiment.axes)) > MOST_POINTS:
        raise ConfigError(Problem(experiment.name, "sweep", f"{points} points", f"at most {MOST_POINTS}"))
    for arm in arms:
        if arm not in experiment.arms:
            raise ConfigError(Problem(experiment.name, arm, "no such arm", ", ".join(experiment.arms), nearest(arm, experiment.arms)))


def _cases(experiment: Experiment, points: Sequence[Mapping[str, Any]], arms: Sequence[str]) -> list[Case]:
    """Arms at every point. Raises ConfigError where every point gives the same world."""
    cases = []
    for place, point in enumerate(points):
        scenarios = experiment.at(point)
        cases += [Case(arm, place, scenarios[arm]) for arm in arms]
    if len(points) > 1 and len({canonical(case.scenario) for case in cases}) == len({case.arm for case in cases}):
        paths = ", ".join(points[0])
        raise ConfigError(
            Problem(experiment.name, paths, f"changes nothing in {', '.join(arms)}, which sets it itself", "other arms, or another key")
        )
    return cases


def _swept(experiment: Experiment, arms: Sequence[str], progress: Progress | None, engine: Engine | None) -> Sweep:
    config, model = experiment.config, model_version()
    cases = _cases(experiment, grid(experiment.axes), arms)
    memory.check([case.scenario for case in cases], config.replicates, config.days, daily=False)
    jobs = plan(cases, seeds(experiment), config.days, model)
    store = open_store(config.store, model)
    return sweep_of(experiment, execute(jobs, config.runner, engine or simulator(), store, daily=False, progress=progress))


def sweep_of(experiment: Experiment, results: Results) -> Sweep:
    """The sweep that finished runs give."""
    outcomes = outcomes_table(results, ("arm", "point", "replicate"))
    return Sweep(experiment, results.jobs, points_table(grid(experiment.axes)), outcomes)
