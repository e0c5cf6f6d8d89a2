"""The record of a batch of worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.counts import COLUMN


@dataclass(frozen=True)
class Record:
    """Counts of a batch of worlds.

    daily   int64 [worlds, days, len(COUNTS)]
    tenure  int64 [worlds, 3, days + 1]: by days since joining, pooled over join cohorts: members who could be
            observed that long, of these present, of these active in the last 7 days. Day 0 is the joining day.
    finite  bool [worlds], whether every state of every member is a number at the end; None where nobody looked
    """

    daily: NDArray[np.int64]
    tenure: NDArray[np.int64]
    finite: NDArray[np.bool_] | None = None

    def __getitem__(self, column: str) -> NDArray[np.int64]:
        """One daily column, int64 [worlds, days]."""
        return self.daily[:, :, COLUMN[column]]

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return self.daily.shape[0]

    @property
    def days(self) -> int:
        """Number of days."""
        return self.daily.shape[1]

    def select(self, rows: NDArray[np.intp] | slice) -> Record:
        """The record of some of the worlds."""
        return Record(self.daily[rows], self.tenure[rows], None if self.finite is None else self.finite[rows])
