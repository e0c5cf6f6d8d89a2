"""What every chart and sentence needs to know of a sweep: its points, its axes in words, the best point."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.amounts import Numbers
from commsim.metrics.registry import METRICS
from commsim.report.story import Arm, dressed
from commsim.report.words import say
from commsim.study.sweep_words import axis_label, point_text
from commsim.study.words import numbers_of

if TYPE_CHECKING:
    import pandas as pd

    from commsim.scenario.overrides import Axis
    from commsim.study.response import Best, Sweep

CLOSEST = 0.04
"""Values nearer than this share of the whole range are drawn at equal distances instead of to scale."""


@dataclass(frozen=True)
class SweepStory:
    """A sweep in one language."""

    result: Sweep
    language: str
    arms: tuple[Arm, ...]
    _responses: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)
    _bests: dict[tuple[str, str], Best | None] = field(default_factory=dict, repr=False, compare=False)

    def say(self, key: str, **values: Hashable) -> str:
        """A text of the table of words, in this language."""
        return say(self.language, key, **values)

    @property
    def numbers(self) -> Numbers:
        """How numbers are written."""
        return numbers_of(self.result.experiment, self.language)

    @property
    def primary(self) -> str:
        """Name of the primary metric."""
        return self.result.experiment.primary

    def response(self, metric: str) -> pd.DataFrame:
        """Mean, interval and range of a metric by arm and point."""
        if metric not in self._responses:
            self._responses[metric] = self.result.response(metric)
        return self._responses[metric]

    def of(self, arm: Arm, metric: str) -> pd.DataFrame:
        """The response of one arm, a row a point in the sweep's order."""
        table = self.response(metric)
        return table[table["arm"] == arm.name]

    def best(self, metric: str, arm: Arm | None = None) -> Best | None:
        """The best point of an arm (the first one unless named); None where nothing is known."""
        who = (arm or self.arms[0]).name
        if (metric, who) not in self._bests:
            self._bests[metric, who] = self.result.best(metric, who)
        return self._bests[metric, who]

    def axis(self, axis: Axis) -> str:
        """An axis in words."""
        return axis_label(axis.path, self.numbers)

    def point(self, values: dict[str, Any]) -> str:
        """A point in words: every axis and its value."""
        return point_text(values, self.numbers)

    def text(self, value: float, metric: str) -> str:
        """A value of a metric, in words."""
        return self.numbers.amount(value, METRICS[metric].unit)

    def label(self, metric: str) -> str:
        """A metric's name."""
        return METRICS[metric].label[self.language]

    def note(self, *extra: str) -> str:
        """The line under a chart."""
        runs = self.say("sweep_note_runs", runs=self.result.experiment.config.replicates)
        return self.say("join").join(text for text in (runs, *extra) if text)

    def title(self, metric: str) -> str:
        """Where a metric is best, in one line."""
        best = self.best(metric)
        if best is None:
            return self.say("sweep_question", metric=self.label(metric))
        key = "sweep_title_rivals" if best.rivals else "sweep_title"
        values = {"point": self.point(best.values), "mean": self.text(best.mean, metric), "rivals": len(best.rivals), "points": best.points}
        return self.say(key, metric=self.label(metric), **values)


def places(axis: Axis) -> NDArray[np.float64]:
    """Where an axis' values stand: to scale where they are numbers not too close to one another, else at equal distances."""
    values = axis.values
    equal = np.arange(len(values), dtype=np.float64)
    if not all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values) or len(values) < 2:
        return equal
    numbers = np.array(values, dtype=np.float64)
    gaps = np.diff(np.sort(numbers))
    return numbers if gaps.min() >= CLOSEST * np.ptp(numbers) > 0 else equal


def sweep_story_of(result: Sweep, language: str) -> SweepStory:
    """The story of a sweep, told in this language (en or zh)."""
    return SweepStory(result, language, dressed(list(result.arms), result.experiment.labels, language))
