"""Results as tidy tables with their arm, point and replicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.frames import daily_frame, retention_frame
from commsim.metrics.registry import METRICS
from commsim.record.record import Record
from commsim.scenario.counts import COUNTS
from commsim.study.execute import Results

if TYPE_CHECKING:
    import pandas as pd


def outcomes_table(results: Results, names: tuple[str, ...] = ("arm", "replicate")) -> pd.DataFrame:
    """One row a finished job: the named columns of the job table, then one column a metric."""
    import pandas as pd

    values = pd.DataFrame(results.outcomes, columns=list(METRICS))
    who = results.jobs.iloc[results.rows][list(names)].reset_index(drop=True)
    return pd.concat([who, values], axis=1)


def daily_table(results: Results) -> pd.DataFrame:
    """One row a finished job and day; empty where days were not kept."""
    if results.daily is None:
        shape = (0, 0, len(COUNTS))
        return _named(daily_frame(Record(np.zeros(shape, dtype=np.int64), results.tenure[:0])), results)
    return _named(daily_frame(Record(results.daily, results.tenure)), results)


def retention_table(results: Results) -> pd.DataFrame:
    """One row a finished job and day after joining."""
    days = results.tenure.shape[2] - 1
    return _named(retention_frame(Record(np.zeros((len(results.rows), days, 0), dtype=np.int64), results.tenure)), results)


def _named(table: pd.DataFrame, results: Results) -> pd.DataFrame:
    """The table with arm and replicate in place of the world's number."""
    jobs = results.jobs.iloc[results.rows[table.pop("world").to_numpy()]]
    table.insert(0, "arm", jobs["arm"].to_numpy())
    table.insert(1, "replicate", jobs["replicate"].to_numpy())
    return table
