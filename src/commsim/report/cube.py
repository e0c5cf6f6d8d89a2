"""A tidy frame of runs read as arrays: one row a run, one column a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Cube:
    """Where each run's day stands in a frame with columns arm, replicate and a day column.

    frame     the tidy frame
    arms      object [runs]: arm of each run
    days      int64 [days]: the days that occur, ascending
    position  int64 [runs, days]: row of the frame, -1 where that run has no such day
    """

    frame: pd.DataFrame
    arms: NDArray[np.object_]
    days: NDArray[np.int64]
    position: NDArray[np.int64]

    def of(self, arm: str, column: str) -> NDArray[np.float64]:
        """One column of an arm's runs, float64 [runs, days], nan where missing."""
        position = self.position[self.arms == arm]
        values = self.frame[column].to_numpy(dtype=np.float64, na_value=np.nan)
        if values.size == 0:
            return np.full(position.shape, np.nan)
        return np.where(position >= 0, values[position], np.nan)


def cube(frame: pd.DataFrame, day: str = "day") -> Cube:
    """Arrange a frame by run and day; rows may come in any order."""
    runs = frame.groupby(["arm", "replicate"], sort=False).ngroup().to_numpy()
    days, columns = np.unique(frame[day].to_numpy(), return_inverse=True)
    count = int(runs.max()) + 1 if runs.size else 0
    position = np.full((count, days.size), -1, dtype=np.int64)
    position[runs, columns] = np.arange(runs.size)
    arms = np.empty(count, dtype=object)
    arms[runs] = frame["arm"].to_numpy(dtype=object)
    return Cube(frame, arms, days, position)
