"""The record as tidy tables: outcomes by world, counts by day, retention by days since joining."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.metric import FEN_PER_YUAN, Values
from commsim.metrics.registry import METRICS
from commsim.metrics.states import STATES, mean_by_day, spread_by_day
from commsim.metrics.trade import COSTS
from commsim.record.record import Record
from commsim.scenario.counts import ACTIVE, COUNTS, ELIGIBLE, FIXED, MEMBERS

if TYPE_CHECKING:
    import pandas as pd

SCALE = {"fen": FEN_PER_YUAN, "fixed": FIXED}
"""Divisors that turn recorded units into those of the tables: fen to yuan, fixed point to numbers."""


def outcomes(record: Record) -> pd.DataFrame:
    """One row a world, one float64 column a metric; nan where a metric is undefined."""
    import pandas as pd

    return pd.DataFrame({name: metric.compute(record) for name, metric in METRICS.items()}, index=pd.RangeIndex(record.worlds))


def _counts(record: Record) -> dict[str, NDArray[np.int64] | Values]:
    """Daily columns in the tables' units, [worlds, days] each."""
    return {count.name: record[count.name] / SCALE[count.unit] if count.unit in SCALE else record[count.name] for count in COUNTS}


def _states(record: Record) -> dict[str, Values]:
    """Mean and spread of each state by day, [worlds, days] each."""
    means = {f"{state}_mean": mean_by_day(record, state) for state in STATES}
    return means | {f"{state}_sd": spread_by_day(record, state) for state in STATES}


def daily_frame(record: Record) -> pd.DataFrame:
    """One row a world and day: every recorded count (money in yuan), cost, and each state's mean and spread."""
    import pandas as pd

    spent = np.sum([record[name] for name in COSTS], axis=0) / FEN_PER_YUAN
    columns = {
        "world": np.repeat(np.arange(record.worlds), record.days),
        "day": np.tile(np.arange(record.days), record.worlds),
        **{name: values.ravel() for name, values in (_counts(record) | {"cost": spent} | _states(record)).items()},
    }
    return pd.DataFrame(columns)


def retention_frame(record: Record) -> pd.DataFrame:
    """One row a world and day after joining: members observable that long, of these present, of these active in the last 7 days."""
    import pandas as pd

    days = record.tenure.shape[2]
    return pd.DataFrame(
        {
            "world": np.repeat(np.arange(record.worlds), days),
            "day_after_joining": np.tile(np.arange(days), record.worlds),
            "eligible": record.tenure[:, ELIGIBLE].ravel(),
            "members": record.tenure[:, MEMBERS].ravel(),
            "active": record.tenure[:, ACTIVE].ravel(),
        }
    )
