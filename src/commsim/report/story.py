"""What every chart and sentence needs to know of a comparison: its arms in order, the primary metric, the runs, the words."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.amounts import Numbers
from commsim.metrics.registry import METRICS
from commsim.report.cube import Cube, cube
from commsim.report.font import drawable
from commsim.report.style import BASELINE, DASHES, MARKERS, PALETTE, SECOND_ROUND
from commsim.report.words import say
from commsim.study.aims import Aimed, towards_target
from commsim.study.words import numbers_of

if TYPE_CHECKING:
    from commsim.study.compare import Comparison

MOST_BANDS = 3
"""With more arms than this only the baseline and the leading arm keep their bands, or the chart turns to fog."""


@dataclass(frozen=True)
class Arm:
    """One strategy as it is drawn."""

    name: str
    label: str
    colour: str
    dash: Any
    marker: str


@dataclass(frozen=True)
class Story:
    """A comparison in one language."""

    result: Comparison
    language: str
    arms: tuple[Arm, ...]

    def say(self, key: str, **values: Hashable) -> str:
        """A text of the table of words, in this language."""
        return say(self.language, key, **values)

    @cached_property
    def numbers(self) -> Numbers:
        """How numbers are written."""
        return numbers_of(self.result.experiment, self.language)

    @property
    def baseline(self) -> Arm:
        """The first arm."""
        return self.arms[0]

    @property
    def primary(self) -> str:
        """Name of the primary metric."""
        return self.result.experiment.primary

    @property
    def length(self) -> int:
        """Days of a run."""
        return self.result.experiment.config.days

    def values(self, arm: Arm, metric: str) -> NDArray[np.float64]:
        """One outcome of an arm's runs, nan where undefined, float64 [runs]."""
        return self.result.outcomes[metric].to_numpy(dtype=np.float64, na_value=np.nan)[self._rows_of_arm[arm.name]]

    @cached_property
    def _rows_of_arm(self) -> dict[str, NDArray[np.intp]]:
        """Rows of the outcomes by arm."""
        names = self.result.outcomes["arm"].to_numpy(dtype=object)
        return {arm.name: np.flatnonzero(names == arm.name) for arm in self.arms}

    def known(self, arm: Arm, metric: str) -> NDArray[np.float64]:
        """The same without the runs in which the metric is not defined."""
        values = self.values(arm, metric)
        return values[np.isfinite(values)]

    def mean(self, arm: Arm, metric: str) -> float:
        """Mean over the runs in which the metric is defined; nan if there is none."""
        values = self.known(arm, metric)
        return float(values.mean()) if values.size else np.nan

    def reached(self, arm: Arm, metric: str) -> float:
        """Share of the runs that reach the metric's target, or of the pairs that reach its goal; nan without either."""
        return self.aim(arm, metric).chance

    def aim(self, arm: Arm, metric: str) -> Aimed:
        """Whether an arm reaches the target or goal of a metric, and in what share of runs or pairs; empty and nan without either."""
        experiment = self.result.experiment
        if metric in experiment.targets:
            return towards_target(self.known(arm, metric), experiment.targets[metric], METRICS[metric].better)
        row = self.row(arm, metric) if metric in experiment.goals else None
        return Aimed(str(row["goal_verdict"]), float(row["chance_to_reach_goal"])) if row else Aimed("", np.nan)

    def text(self, arm: Arm, metric: str) -> str:
        """That mean, in words."""
        return self.numbers.amount(self.mean(arm, metric), METRICS[metric].unit)

    def row(self, arm: Arm, metric: str) -> dict[Any, Any] | None:
        """The arm's comparison with the baseline on a metric; None for the baseline itself."""
        return self._comparison.get((arm.name, metric))

    @cached_property
    def _comparison(self) -> dict[tuple[str, str], dict[Any, Any]]:
        """The comparison's rows by arm and metric."""
        return {(row["arm"], row["metric"]): row for row in self.result.comparison.to_dict("records")}

    @cached_property
    def lead(self) -> Arm | None:
        """The arm beside the baseline with the best mean of the primary metric; None if there is none."""
        sign = -1.0 if METRICS[self.primary].better == "lower" else 1.0
        scored = [(sign * self.mean(arm, self.primary), arm) for arm in self.arms[1:]]
        known = [pair for pair in scored if np.isfinite(pair[0])]
        return max(known, key=lambda pair: pair[0])[1] if known else None

    @cached_property
    def daily(self) -> Cube:
        """The daily table by run and day."""
        return cube(self.result.daily)

    @cached_property
    def retention(self) -> Cube:
        """The retention table by run and day after joining."""
        return cube(self.result.retention, "day_after_joining")

    @cached_property
    def runs(self) -> dict[str, int]:
        """Finished runs of each arm."""
        return {name: rows.size for name, rows in self._rows_of_arm.items()}

    def banded(self, arm: Arm) -> bool:
        """Whether an arm's band is drawn."""
        return len(self.arms) <= MOST_BANDS or arm in (self.baseline, self.lead)

    def note(self, *extra: str) -> str:
        """The line under a chart: simulated, how many runs, and what else must be known."""
        counts = sorted(set(self.runs.values()))
        runs = str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"
        return self.say("join").join(text for text in (self.say("note_runs", runs=runs), *extra) if text)

    def band_note(self) -> str:
        """What line and band mean."""
        if max(self.runs.values(), default=0) < 2:
            return self.say("note_one_run")
        few = len(self.arms) > MOST_BANDS
        return self.say("note_band_few" if few else "note_band")


def dressed(names: list[str], labels: dict[str, dict[str, str]], language: str) -> tuple[Arm, ...]:
    """Arms with their label, colour, dash and marker; the first, the baseline, is grey."""
    looks: list[tuple[str, Any, str]] = [(BASELINE, "-", "o")]
    for number in range(len(names) - 1):
        again, kind = divmod(number, len(PALETTE))
        looks.append((PALETTE[kind], SECOND_ROUND if again else DASHES[kind], MARKERS[kind]))
    texts = [drawable(labels.get(name, {}).get(language, name)) or name for name in names]
    return tuple(Arm(name, text, *look) for name, text, look in zip(names, texts, looks, strict=True))


def story_of(result: Comparison, language: str) -> Story:
    """The story of a comparison, told in this language (en or zh)."""
    experiment = result.experiment
    return Story(result, language, dressed(list(experiment.arms), experiment.labels, language))
