"""What a metric is, and the few sums all metrics are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commsim.record.record import Record

FEN_PER_YUAN = 100
MONTH = 30
"""Days of a month, and of the window of "the last 30 days"."""

Values = NDArray[np.float64]
Better = Literal["higher", "lower", "neutral"]


@dataclass(frozen=True)
class Metric:
    """One outcome of a run.

    name         column of the outcomes table
    label        short name for charts: {en, zh}
    definition   one sentence, English; definition_zh the same in Chinese
    numerator, denominator, window   of what, per what, over which days ("–" where there is no denominator)
    unit         "share", "count", "yuan", "days", "0..1", "messages" …
    better       which direction the planner wants; "neutral" where neither is better as such
    compute      record of a batch -> float64 [worlds]; nan where undefined, never 0
    """

    name: str
    label: dict[str, str]
    definition: str
    definition_zh: str
    numerator: str
    denominator: str
    window: str
    unit: str
    better: Better
    compute: Callable[[Record], Values]


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> Values:
    """Numerator / denominator, nan where the denominator is 0; shapes broadcast."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64))
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)


def total(record: Record, *columns: str) -> Values:
    """Sum of daily columns over the whole run, float64 [worlds]."""
    sums: NDArray[np.int64] = np.sum([record[column].sum(axis=1) for column in columns], axis=0)
    return np.asarray(sums, dtype=np.float64)


def recent(record: Record, column: str) -> Values:
    """Sum of a daily column over the last 30 days (the whole run if that is shorter), float64 [worlds]."""
    return np.asarray(record[column][:, -MONTH:].sum(axis=1), dtype=np.float64)


def recent_mean(record: Record, column: str) -> Values:
    """Mean of a daily column over the last 30 days (the whole run if that is shorter), float64 [worlds]."""
    return ratio(recent(record, column), min(record.days, MONTH))


def at_end(record: Record, column: str) -> Values:
    """A daily column on the last day, float64 [worlds]; nan for a run of 0 days."""
    if record.days == 0:
        return np.full(record.worlds, np.nan)
    return np.asarray(record[column][:, -1], dtype=np.float64)


def member_days(record: Record) -> Values:
    """Days members spent in the community over the run, the day of going included, float64 [worlds]."""
    return total(record, "members", "left", "removed")


def ever_members(record: Record) -> Values:
    """Everyone who was a member on any day: those who had joined before day 0 and all who joined since, float64 [worlds]."""
    return total(record, "already", "joined")


def yuan(record: Record, columns: tuple[str, ...]) -> Values:
    """Sum of money columns over the whole run, yuan, float64 [worlds]."""
    return total(record, *columns) / FEN_PER_YUAN
