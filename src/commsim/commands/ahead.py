"""Import what the end of a study needs while its worlds run: compiled code holds no lock, so the two go side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from commsim.scenario.schema import Config, Scenario

if TYPE_CHECKING:
    from commsim.record.record import Record
    from commsim.study.batch import Engine

CHARTS = ("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "PIL.Image")
ALWAYS = ("statsmodels.stats.multitest", "pyarrow.parquet", "rich.table", "commsim.report", "jinja2")
"""Slow imports: of the charts, if there will be any; of statistics, files, terminal and page."""


def engine_of(config: Config) -> Engine:
    """The simulator, importing ahead while it runs. Where other processes run it, it stays as it is: they need none of this."""
    from commsim.simulate import simulate

    if config.runner.executor == "loky":
        return simulate
    needed = (*CHARTS, *ALWAYS) if config.report.charts else ALWAYS

    def simulating(
        scenarios: Sequence[Scenario], seeds: Sequence[int], days: int, threads: int = 1, progress: Callable[[int], None] | None = None
    ) -> Record:
        Thread(target=_import, args=(needed,)).start()
        return simulate(scenarios, seeds, days, threads, progress)

    return simulating


def _import(modules: Iterable[str]) -> None:
    """A module that cannot be imported is reported by who needs it."""
    for name in modules:
        with suppress(Exception):
            import_module(name)
