"""Hand-made records."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from commsim.record.record import Record
from commsim.scenario.counts import COLUMN, COUNTS


@pytest.fixture(scope="session")
def hand_record() -> Callable[..., Record]:
    """record(days, column=[one number a day], …): a batch of one world; a column of lists makes one world a list."""

    def record(days: int, **columns: list) -> Record:
        worlds = max([len(values) for values in columns.values() if values and isinstance(values[0], list)], default=1)
        daily = np.zeros((worlds, days, len(COUNTS)), dtype=np.int64)
        for name, values in columns.items():
            daily[:, :, COLUMN[name]] = np.asarray(values, dtype=np.int64)
        return Record(daily, np.zeros((worlds, 3, days + 1), dtype=np.int64))

    return record
