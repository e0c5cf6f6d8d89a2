"""What a comparison gives back: tidy frames, and the answer in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from commsim.scenario.experiment import Experiment
from commsim.study import words
from commsim.study.statistics import Question, summarise

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Comparison:
    """Arms run on the same seeds.

    experiment  what was asked
    jobs        a row a run: key, arm, point, replicate, seed, status, error, seconds
    outcomes    a row a finished run: arm, replicate, one column a metric
    daily       a row a finished run and day: arm, replicate, day, counts (money in yuan), cost, means and spreads of states
    retention   a row a finished run and day after joining: arm, replicate, day_after_joining, eligible, members, active
    comparison  a row a metric and arm: difference to the baseline with its interval and verdict
    notes       what a reader must know, each {en, zh}
    directory   where it lies on disk, or None
    """

    experiment: Experiment
    jobs: pd.DataFrame
    outcomes: pd.DataFrame
    daily: pd.DataFrame
    retention: pd.DataFrame
    comparison: pd.DataFrame
    notes: tuple[dict[str, str], ...] = ()
    directory: Path | None = None

    @property
    def complete(self) -> bool:
        """Whether every run finished."""
        return bool((self.jobs["status"] == "ok").all())

    def summary(self) -> pd.DataFrame:
        """A row an arm (the baseline too) and metric: mean with interval, range of outcomes, chance to reach the target."""
        return summarise(self.outcomes, question_of(self.experiment))

    def answer(self, language: str = "en") -> list[str]:
        """The answer in words, a sentence an item, language en or zh."""
        return words.answer(self, language)

    def in_folder(self, directory: Path) -> Comparison:
        """The same, known to lie in a folder."""
        return replace(self, directory=directory)

    def plot(self, metric: str) -> Figure:
        """A chart of one metric, or one of the charts the report knows by name."""
        from commsim.report import draw  # presentation knows studies, not the other way round; this is only a shorthand for it

        return draw(self, metric)

    def report(self, directory: str | Path) -> list[Path]:
        """Write charts and the page into a folder; returns the files."""
        from commsim.report import write_report

        return write_report(self, Path(directory))


def question_of(experiment: Experiment) -> Question:
    """What the experiment registered before it was run."""
    return Question(tuple(experiment.arms), experiment.primary, experiment.margin, experiment.targets, experiment.goals)
