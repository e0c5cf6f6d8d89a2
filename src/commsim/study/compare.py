"""Compare an experiment's arms on the same seeds."""

from __future__ import annotations

from pathlib import Path

from commsim.scenario.experiment import Experiment
from commsim.study import memory
from commsim.study.batch import Engine
from commsim.study.comparison import Comparison, question_of
from commsim.study.execute import Progress, Results, execute
from commsim.study.jobs import Case, plan
from commsim.study.notes import notes_of
from commsim.study.statistics import compare_arms
from commsim.study.store import open_store
from commsim.study.tables import daily_table, outcomes_table, retention_table
from commsim.study.version import model_version

__all__ = ["Comparison", "compare"]


def compare(
    experiment: Experiment,
    progress: Progress | None = None,
    directory: str | Path | None = None,
    engine: Engine | None = None,
    command: tuple[str, ...] = (),
) -> Comparison:
    """Run every arm on the same seeds and compare each with the baseline.

    progress   called with (runs finished, runs in all)
    directory  folder of the results; None: nothing is written but the store that config.store names
    engine     what runs the worlds; None: the simulator
    command    the command line, for the manifest

    Raises ConfigError where this machine is too small, FolderBusy, StorageError; KeyboardInterrupt after what is finished has been kept.
    """
    if directory is None:
        return _compared(experiment, progress, engine)
    from commsim.study.files import study_folder, write_comparison

    with study_folder(Path(directory), experiment, command) as folder:
        return write_comparison(folder, _compared(experiment, progress, engine))


def _compared(experiment: Experiment, progress: Progress | None, engine: Engine | None) -> Comparison:
    config = experiment.config
    model = model_version()
    memory.check(experiment.arms.values(), config.replicates, config.days, daily=True)
    jobs = plan([Case(arm, 0, scenario) for arm, scenario in experiment.arms.items()], seeds(experiment), config.days, model)
    results = execute(jobs, config.runner, engine or simulator(), open_store(config.store, model), daily=True, progress=progress)
    return comparison_of(experiment, results)


def comparison_of(experiment: Experiment, results: Results) -> Comparison:
    """The comparison that finished runs give."""
    outcomes = outcomes_table(results)
    table = compare_arms(outcomes, question_of(experiment), experiment.config.replicates)
    notes = notes_of(experiment, results.jobs, outcomes, table)
    return Comparison(experiment, results.jobs, outcomes, daily_table(results), retention_table(results), table, notes)


def seeds(experiment: Experiment) -> range:
    """Replicate r of every arm has seed + r."""
    return range(experiment.config.seed, experiment.config.seed + experiment.config.replicates)


def simulator() -> Engine:
    """The engine itself; imported late, since it compiles."""
    from commsim.simulate import simulate

    return simulate
