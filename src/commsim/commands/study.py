"""``commsim run``, ``commsim sweep`` and ``commsim report``: compose, run, show, write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commsim.commands import arguments
from commsim.commands.speak import say, show
from commsim.scenario.errors import ConfigError, Problem, nearest

if TYPE_CHECKING:
    from commsim.report.assistant import Assistant
    from commsim.scenario.experiment import Experiment
    from commsim.study.comparison import Comparison
    from commsim.study.sweep import Sweep

DEFAULT = "official_account"
FINE, SOME_FAILED = 0, 3


def run(words: arguments.Words, command: tuple[str, ...]) -> int:
    """Compose, run and report a study; returns the exit code. Raises ConfigError, StudyError, KeyboardInterrupt."""
    experiment = compose(words)
    if words.print_only:
        from commsim.scenario.run_file import to_yaml

        show(to_yaml(experiment).rstrip())
        return FINE
    check_metrics(experiment)
    for warning in (*(advice[experiment.config.report.language] for advice in experiment.warnings), *_hidden(experiment, words)):
        say(f"Warning: {warning}")
    return _swept(experiment, command) if experiment.axes else _compared(experiment, command)


def _hidden(experiment: Experiment, words: arguments.Words) -> Iterator[str]:
    """What the user wrote that some arms do not take, and what to do about it; a line each."""
    from commsim.scenario import places
    from commsim.scenario.experiment import hidden

    for text, arms in hidden(experiment).items():
        where = places.experiment_file(words.experiment or DEFAULT)
        yield (
            f"{text} does not reach {', '.join(arms)}, as what the experiment sets under arms: comes last; "
            f"to change these arms, copy {where}, edit arms: in it, and run experiment=YOUR_COPY.yaml"
        )


def compose(words: arguments.Words) -> Experiment:
    """The experiment asked for. Raises ConfigError."""
    from commsim.scenario import run_file
    from commsim.scenario.experiment import COMMAND_LINE, load
    from commsim.scenario.overrides import split

    single, several = split(words.overrides, COMMAND_LINE)
    if several and not words.many:
        raise ConfigError(Problem(COMMAND_LINE, several[0], "several values", f"one value, or a sweep: commsim sweep {several[0]}"))
    if words.config is not None:
        if several:
            raise ConfigError(
                Problem(words.config, several[0], "a run's config.yaml is run as it is", "experiment=NAME to sweep something else")
            )
        experiment = run_file.again(words.config, single)
    else:
        experiment = load(words.experiment or DEFAULT, single, several)
    if words.many and not experiment.axes:
        raise ConfigError(Problem("sweep", "", "nothing to sweep", "key=a,b,c, or an experiment with sweep: in its file"))
    return experiment


def check_metrics(experiment: Experiment) -> None:
    """The metrics an experiment names exist. Raises ConfigError."""
    from commsim.metrics.registry import METRICS

    aims = {f"{kind}.{name}": name for kind in ("targets", "goals") for name in getattr(experiment, kind)}
    named = {"primary": experiment.primary, **aims}
    problems = [
        Problem(experiment.name, path, f"unknown metric {name}", "a name of `commsim list metrics`", nearest(name, METRICS))
        for path, name in named.items()
        if name not in METRICS
    ]
    if problems := problems or list(_of_another_unit(experiment)):
        raise ConfigError(problems)


def _of_another_unit(experiment: Experiment) -> Iterator[Problem]:
    """Margins and targets of shares that were most likely meant in percent."""
    from commsim.metrics.registry import METRICS

    values = {f"targets.{name}": (name, value) for name, value in experiment.targets.items()}
    for path, (name, value) in ({"margin": (experiment.primary, experiment.margin)} | values).items():
        if METRICS[name].unit == "share" and value > 1:
            accepted = f"a share from 0 to 1, as {name} is one: {value / 100:g} for {value:g} %"
            yield Problem(experiment.name, path, f"{value:g}", accepted)


def report(folder: str, overrides: tuple[str, ...]) -> int:
    """Charts and page of a finished run once more, with other report settings if wanted. Raises ConfigError, StorageError."""
    from commsim.study.errors import StorageError, StudyError
    from commsim.study.files import read_run

    try:
        result = read_run(Path(folder))
    except StorageError:
        raise
    except StudyError as error:
        raise ConfigError(Problem("report", folder, str(error), "the folder of a finished run: outputs/EXPERIMENT/KEY")) from None
    _write_report(replace(result, experiment=_with_settings(result.experiment, overrides)), Path(folder))
    return FINE


def _with_settings(experiment: Experiment, overrides: tuple[str, ...]) -> Experiment:
    from commsim.scenario.experiment import COMMAND_LINE
    from commsim.scenario.overrides import changes

    recipe = replace(experiment.recipe, user=(*experiment.recipe.user, *changes(overrides, COMMAND_LINE)))
    return replace(experiment, config=recipe.config(), recipe=recipe)


def _compared(experiment: Experiment, command: tuple[str, ...]) -> int:
    from commsim.commands.ahead import assistant_of

    with assistant_of(experiment) as assistant:
        result, folder = _run_and_print(experiment, command)
        _write_report(result, folder, assistant)
    return FINE if result.complete else SOME_FAILED


def _run_and_print(experiment: Experiment, command: tuple[str, ...]) -> tuple[Comparison, Path]:
    """The comparison, printed, and the folder it lies in."""
    from commsim.commands.ahead import engine_of
    from commsim.study.compare import compare
    from commsim.study.files import default_directory
    from commsim.study.terminal import print_comparison

    folder = default_directory(experiment)
    arms = len(experiment.arms)
    say(f"{experiment.name}: {arms} arms × {experiment.config.replicates} runs × {experiment.config.days} days, into {folder}")
    say_if_begun_anew(folder)
    compile_first()
    with progress_bar() as progress:
        result = compare(experiment, progress=progress, directory=folder, engine=engine_of(experiment.config), command=command)
    print_comparison(result)
    return result, folder


def _swept(experiment: Experiment, command: tuple[str, ...]) -> int:
    from commsim.commands.ahead import engine_of
    from commsim.study.files import default_directory
    from commsim.study.sweep import sweep
    from commsim.study.terminal import print_sweep

    folder = default_directory(experiment)
    grid = " × ".join(f"{len(axis.values)} values of {axis.path}" for axis in experiment.axes)
    runs = f"{experiment.config.replicates} runs × {experiment.config.days} days"
    say(f"{experiment.name}: the baseline {experiment.baseline} at {grid}, {runs}, into {folder}")
    say_if_begun_anew(folder)
    compile_first()
    with progress_bar() as progress:
        result = sweep(experiment, progress=progress, directory=folder, engine=engine_of(experiment.config), command=command)
    print_sweep(result)
    _write_report(result, folder)
    return FINE if result.complete else SOME_FAILED


def _write_report(result: Comparison | Sweep, folder: Path, assistant: Assistant | None = None) -> None:
    from commsim.report import write_report
    from commsim.study.files import add_report
    from commsim.study.folder import locked

    if not (result.jobs["status"] == "ok").any():
        say(f"No run finished validly: no report. Why: {result.jobs['error'].iloc[0]}")
        return
    say("Drawing charts …" if result.experiment.config.report.charts else "Writing the page …")
    with locked(folder):
        files = write_report(result, folder, assistant)
        add_report(folder, files)
    show(f"Report: {folder / 'report.html'}")


def say_if_begun_anew(folder: Path) -> None:
    """Say that what another version of the model has left in a folder is not gone on with."""
    from commsim.study.files import of_another_version

    if of_another_version(folder):
        say(f"Warning: {folder} was made by another version of the model, whose runs are not taken over: all runs are made again")


def compile_first() -> None:
    """Compile the engine where that is due, and say what one waits for."""
    from commsim.commands.ahead import compile_engine
    from commsim.simulate import needs_compiling

    if needs_compiling():
        say("First run on this machine (or after an update): compiling the simulation takes a minute or so; later runs start at once.")
        compile_engine()


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A callback (runs finished, runs in all) that shows runs done and time left on a terminal, and is silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda finished, everything: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("runs", total=None)
        yield lambda finished, everything: bar.update(task, completed=finished, total=everything)
