"""What a sweep gives back: the response of each metric to what was swept, and the best point."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from commsim.metrics.registry import METRICS
from commsim.scenario.experiment import Experiment
from commsim.scenario.overrides import Axis
from commsim.study import sweep_words
from commsim.study.intervals import CONFIDENCE, Values, mean_interval
from commsim.study.statistics import describe, holm

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Best:
    """The best point of a metric, and how surely.

    arm, point, values  where it is; values by path
    n                   runs it rests on
    mean, low, high     mean outcome there with its 95 % interval; picked as the best of many, so a little optimistic
    rivals              points (the best not among them) whose paired difference to it is not told from 0, Holm-corrected
    points              points compared
    """

    arm: str
    point: int
    values: dict[str, Any]
    n: int
    mean: float
    low: float
    high: float
    rivals: tuple[int, ...]
    points: int


@dataclass(frozen=True)
class Sweep:
    """Points × replicates (× arms) on the same seeds.

    experiment  what was asked
    jobs        a row a run: key, arm, point, replicate, seed, status, error, seconds
    points      a row a point: point, one column an axis, named by its path
    outcomes    a row a finished run: arm, point, replicate, one column a metric
    directory   where it lies on disk, or None
    """

    experiment: Experiment
    jobs: pd.DataFrame
    points: pd.DataFrame
    outcomes: pd.DataFrame
    directory: Path | None = None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What was swept, in order."""
        return self.experiment.axes

    @property
    def complete(self) -> bool:
        """Whether every run finished."""
        return bool((self.jobs["status"] == "ok").all())

    @property
    def arms(self) -> tuple[str, ...]:
        """Arms that were run, in order."""
        return tuple(dict.fromkeys(self.jobs["arm"]))

    @property
    def notes(self) -> tuple[dict[str, str], ...]:
        """What a reader must know, each {en, zh}."""
        return sweep_words.notes(self)

    def response(self, metric: str | None = None) -> pd.DataFrame:
        """The response curve: a row an arm and point with the axes' values, n, mean with its interval and the range of single runs.

        metric  name; None: the experiment's primary metric
        """
        import pandas as pd

        name = metric or self.experiment.primary
        runs = dict(list(self.outcomes.groupby(["arm", "point"], sort=False)[name]))
        rows = [
            {"arm": arm, **point} | describe(_values(runs.get((arm, point["point"]))), name, self.experiment.targets)
            for arm in self.arms
            for point in self.points.to_dict("records")
        ]
        return pd.DataFrame(rows)

    def matrix(self, metric: str | None = None, arm: str | None = None) -> pd.DataFrame:
        """Mean outcome, first axis down, second across. Raises ValueError unless two axes were swept."""
        if len(self.axes) != 2:
            raise ValueError(f"a matrix needs two axes, this sweep has {len(self.axes)}")
        table = self.response(metric)
        down, across = (axis.path for axis in self.axes)
        mine = table[table["arm"] == (arm or self.arms[0])]
        return mine.pivot(index=down, columns=across, values="mean").reindex(
            index=[shown(value) for value in self.axes[0].values], columns=[shown(value) for value in self.axes[1].values]
        )

    def best(self, metric: str | None = None, arm: str | None = None) -> Best | None:
        """The point with the best mean of an arm (the highest for a neutral metric); None where the metric is defined nowhere."""
        name, who = metric or self.experiment.primary, arm or self.arms[0]
        table = self.response(name)
        known = table[(table["arm"] == who) & (table["n"] > 0)].reset_index(drop=True)
        if not len(known):
            return None
        place = known["mean"].argmin() if METRICS[name].better == "lower" else known["mean"].argmax()
        row = known.iloc[int(place)].to_dict()
        values = {axis.path: row[axis.path] for axis in self.axes}
        rivals = self._rivals(name, who, int(row["point"]))
        return Best(who, int(row["point"]), values, int(row["n"]), row["mean"], row["mean_low"], row["mean_high"], rivals, len(known))

    def _rivals(self, metric: str, arm: str, best: int) -> tuple[int, ...]:
        """Points that cannot be told from the best one on the same seeds."""
        wide = self.outcomes[self.outcomes["arm"] == arm].pivot(index="replicate", columns="point", values=metric)
        differences = {point: (wide[point] - wide[best]).dropna().to_numpy(dtype=np.float64) for point in wide if point != best}
        intervals = {str(point): mean_interval(values) for point, values in differences.items() if values.size}
        corrected = holm({point: interval.p_value for point, interval in intervals.items()})
        return tuple(int(point) for point, p in corrected.items() if not p < 1 - CONFIDENCE)

    def answer(self, language: str = "en") -> list[str]:
        """The answer in words, a sentence an item, language en or zh."""
        return sweep_words.answer(self, language)

    def in_folder(self, directory: Path) -> Sweep:
        """The same, known to lie in a folder."""
        return replace(self, directory=directory)

    def plot(self, metric: str) -> Figure:
        """The response of one metric: a curve for one axis, a heat map for two."""
        from commsim.report import draw

        return draw(self, metric)

    def report(self, directory: str | Path) -> list[Path]:
        """Write charts and the page into a folder; returns the files."""
        from commsim.report import write_report

        return write_report(self, Path(directory))


def _values(runs: pd.Series[float] | None) -> Values:
    return np.asarray([] if runs is None else runs, dtype=np.float64)


def points_table(points: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A row a point: its number and the value of each axis; lists as JSON text, so that they can be written and grouped by."""
    import pandas as pd

    rows = [{path: shown(value) for path, value in point.items()} for point in points]
    table = pd.DataFrame(rows)
    table.insert(0, "point", range(len(rows)))
    return table


def shown(value: Any) -> Any:
    """A swept value as it stands in tables."""
    return json.dumps(list(value)) if isinstance(value, (list, tuple)) else value
