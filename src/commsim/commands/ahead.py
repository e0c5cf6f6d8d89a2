"""Get ready: compile the engine where that is due, and import what the end of a study needs while its worlds run.

Compiled code holds no lock, so running and importing go side by side.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from commsim.scenario.schema import Config, Scenario

if TYPE_CHECKING:
    from commsim.record.record import Record
    from commsim.report.assistant import Assistant
    from commsim.scenario.experiment import Experiment
    from commsim.study.batch import Engine

CHARTS = ("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "PIL.Image")
ALWAYS = ("statsmodels.stats.multitest", "pyarrow.parquet", "rich.table", "commsim.report", "jinja2")
"""Slow imports: of the charts, if there will be any; of statistics, files, terminal and page."""
LONG = 5_000_000
"""Days of members from which a study takes longer than a second process takes to start."""
CODE = "import sys; sys.path.append(sys.argv[1]); from commsim.commands.ahead import compile_here; compile_here(int(sys.argv[2]))"
"""What the process that compiles runs; it finds commsim where we did, and ends with us."""


def compile_engine() -> None:
    """Compile in a process of its own, for compiling cannot be interrupted, but a process can be ended at once.

    It leaves its work in the cache of compiled code; what is not there is compiled where it is needed.
    """
    from commsim.world.kernel import cache_folder

    command, nothing = [sys.executable, "-P", "-c", CODE, str(Path(__file__).parents[2]), str(os.getpid())], subprocess.DEVNULL
    with suppress(OSError):
        cache_folder().mkdir(parents=True, exist_ok=True)
        subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing, check=False)  # noqa: S603  our own code


def compile_here(study: int) -> None:
    """Compile by running a day, for a command whose process id is given."""
    from commsim.study.pool import begin

    begin(study)
    from commsim.scenario.experiment import load
    from commsim.simulate import simulate

    simulate([load("official_account").config.scenario()], [1], 1)


def assistant_of(experiment: Experiment) -> AbstractContextManager[Assistant | None]:
    """An assistant for the charts of a study that is long enough, where there are a second core and leave to use it."""
    from commsim.study.execute import workers

    config = experiment.config
    members = sum(scenario.community.initial_members for scenario in experiment.arms.values())
    long = members * config.replicates * config.days >= LONG
    if not (config.report.charts and long and config.runner.executor == "threads" and workers(config.runner) > 1):
        return nullcontext()
    from commsim.report.assistant import assistant

    return assistant()


def engine_of(config: Config) -> Engine:
    """The simulator, importing ahead while it runs. Where other processes run it, it stays as it is: they need none of this."""
    from commsim.simulate import simulate

    if config.runner.executor == "loky":
        return simulate
    needed = (*CHARTS, *ALWAYS) if config.report.charts else ALWAYS

    def simulating(
        scenarios: Sequence[Scenario], seeds: Sequence[int], days: int, threads: int = 1, progress: Callable[[int], None] | None = None
    ) -> Record:
        return simulate(scenarios, seeds, days, threads, _with_first(progress, Thread(target=_import, args=(needed,))))

    return simulating


def _with_first(progress: Callable[[int], None] | None, importing: Thread) -> Callable[[int], None]:
    """Progress that starts the imports when it is told of the first worlds: before that, the engine itself is being loaded."""

    def told(worlds: int) -> None:
        if importing.ident is None:
            importing.start()
        if progress:
            progress(worlds)

    return told


def _import(modules: Iterable[str]) -> None:
    """A module that cannot be imported is reported by who needs it."""
    for name in modules:
        with suppress(Exception):
            import_module(name)
