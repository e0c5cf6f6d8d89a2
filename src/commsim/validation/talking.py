"""Who writes how much: inequality among posters, talk against size, silent rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.validation.returning import Line, line

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.float64]

MONTH = 30
LEAST_POSTERS = 20
"""Posters a room-month needs for its inequality to count."""
QUIET_FROM, QUIET_UNTIL = 91, 121
"""Days after a room's first message: without one on these it is silent."""


def gini(amounts: Numbers) -> float:
    """Gini coefficient of positive amounts: 0 all equal, towards 1 one has all."""
    ordered = np.sort(amounts)
    n = ordered.size
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def top_share(amounts: Numbers, part: float) -> float:
    """Share of the total that the largest `part` of the amounts make, at least one of them."""
    ordered = np.sort(amounts)[::-1]
    return float(ordered[: max(round(part * ordered.size), 1)].sum() / ordered.sum())


def room_months(posts: pd.DataFrame) -> pd.DataFrame:
    """A row a room and month with enough posters: gini, top_tenth, stickiness (mean daily posters / posters)."""
    import pandas as pd

    dated = posts.assign(month=posts["day"] // MONTH)
    written = dated.groupby(["room", "month", "person"])["messages"].agg(["sum", "size"])
    groups = [group for _, group in written.groupby(level=["room", "month"]) if len(group) >= LEAST_POSTERS]
    rows = [
        (gini(group["sum"].to_numpy()), top_share(group["sum"].to_numpy(), 0.1), group["size"].sum() / MONTH / len(group))
        for group in groups
    ]
    return pd.DataFrame(rows, columns=["gini", "top_tenth", "stickiness"], dtype=np.float64)


def talk_on_size(posts: pd.DataFrame) -> Line:
    """Messages of a room on its posters, both as logarithms."""
    rooms = posts.groupby("room").agg(people=("person", "nunique"), messages=("messages", "sum"))
    return line(np.log(rooms["people"].to_numpy()), np.log(rooms["messages"].to_numpy()))


def shares(posts: pd.DataFrame, members: int) -> tuple[float, float, float]:
    """Share of all messages by the most active hundredth of the members, by the next nine, and by the rest."""
    written = np.zeros(members)
    each = posts.groupby("person")["messages"].sum().to_numpy()
    written[: each.size] = each
    top, tenth = top_share(written, 0.01), top_share(written, 0.1)
    return top, tenth - top, 1.0 - tenth


def silent_share(posts: pd.DataFrame, days: int) -> float:
    """Share of the rooms, observed long enough, that are silent three months after their first message."""
    first = posts.groupby("room")["day"].transform("min")
    since = posts["day"] - first
    seen = first <= days - QUIET_UNTIL
    alive = posts["room"][seen & (since >= QUIET_FROM) & (since < QUIET_UNTIL)].nunique()
    return 1.0 - alive / max(posts["room"][seen].nunique(), 1)
