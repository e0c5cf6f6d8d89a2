"""What keeps people: an answer to the first post, ties, and friends who have not left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.float64]

MONTH = 30
SOON, LATER = (2, 8), (24, 30)
"""Days after the first post on which a post counts as a return; the first day after it is left out, as one talk may last over midnight."""
QUARTER = 91
MOST_BEGUN = 3
"""First days with more messages than this are alike."""
RECENT, HORIZON = 30, 90
"""Who posted in the last RECENT days is looked at, and stays by posting in the next HORIZON."""
HIGHEST = 5
"""Higher corenesses are taken together."""
LEAST_PEOPLE = 20
"""Classes of fewer say nothing."""
TENURES = (14, 30, 60, 90, 180, 365)
ABSENCES = (1, 3, 7, 14, 30)
"""Days at which classes of tenure and of absence begin."""
SINCE = {1: (0, 30), 2: (31, 60), 4: (61, 120)}
"""Days since a tie left, first to last, by month."""
MOST_TIES = 10


class Newcomers(NamedTuple):
    """Share of the unanswered that post again soon, and what an answer adds soon and later."""

    unanswered: float
    soon: float
    later: float


def answered_newcomers(posts: pd.DataFrame, days: int) -> Newcomers:
    """Returns after the first post by whether it was answered, compared within rooms, quarters and equal numbers of messages begun.

    A room's busy times both answer more and keep more people, hence the quarters.
    """
    first = posts.loc[posts.groupby("person")["day"].idxmin()]
    first = first[(first["begun"] > 0) & (first["day"] < days - LATER[1])].set_index("person")
    since = posts["day"] - posts["person"].map(first["day"])
    back = [first.index.isin(posts["person"][since.between(*window)]) for window in (SOON, LATER)]
    stratum = first.groupby(["room", first["day"] // QUARTER, first["begun"].clip(upper=MOST_BEGUN)]).ngroup().to_numpy()
    answered = first["answered"].to_numpy()
    gains = [risk_difference(answered, returned, stratum) for returned in back]
    return Newcomers(float(back[0][~answered].mean()), *gains)


def risk_difference(exposed: NDArray[np.bool_], event: NDArray[np.bool_], stratum: NDArray[np.integer]) -> float:
    """Mantel–Haenszel difference of the share with the event, exposed less not, over strata that hold both."""
    n1, n0, a, b = counts(exposed, event, stratum)
    weight = n1 * n0 / np.maximum(n1 + n0, 1)
    used = weight > 0
    return float((weight[used] * (a[used] / n1[used] - b[used] / n0[used])).sum() / weight[used].sum()) if used.any() else float("nan")


class Risk(NamedTuple):
    """Both parts of the Mantel–Haenszel ratio of the shares with an event: those of the exposed over those of the others.

    Parts of several sets of rooms are added before they are divided: where events are few, a mean of ratios is rough and too high.
    """

    exposed: float
    others: float

    @property
    def ratio(self) -> float:
        """Their ratio; nan where nothing happened to the others."""
        return self.exposed / self.others if self.others > 0 else float("nan")


def risk(exposed: NDArray[np.bool_], event: NDArray[np.bool_], stratum: NDArray[np.integer]) -> Risk:
    """The parts of the risk ratio, over all strata."""
    n1, n0, a, b = counts(exposed, event, stratum)
    total = np.maximum(n1 + n0, 1)
    return Risk(float((a * n0 / total).sum()), float((b * n1 / total).sum()))


def counts(exposed: NDArray[np.bool_], event: NDArray[np.bool_], stratum: NDArray[np.integer]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """By stratum: exposed, not exposed, exposed with the event, not exposed with it."""
    most = int(stratum.max(initial=0)) + 1
    masks = (exposed, ~exposed, exposed & event, ~exposed & event)
    n1, n0, a, b = (np.bincount(stratum[mask], minlength=most).astype(np.float64) for mask in masks)
    return n1, n0, a, b


def staying_by_coreness(posts: pd.DataFrame, ties: pd.DataFrame, days: int) -> pd.Series[float]:
    """Share who stay, by coreness in the network of ties, of classes with enough people; looked at every HORIZON days."""
    import pandas as pd

    looks = [day for day in range(HORIZON + MONTH, days - HORIZON, HORIZON) if day % MONTH == 0]
    seen = pd.concat([_look(posts, ties[ties["day"] == day - 1], day - 1) for day in looks])
    classes = seen.groupby(seen["coreness"].clip(upper=HIGHEST))["stays"]
    return classes.mean()[classes.size() >= LEAST_PEOPLE]


def _look(posts: pd.DataFrame, ties: pd.DataFrame, day: int) -> pd.DataFrame:
    """The people active lately on one day: their coreness, and whether they stay."""
    import networkx as nx
    import pandas as pd

    active = posts["person"][(posts["day"] > day - RECENT) & (posts["day"] <= day)].unique()
    later = posts["person"][(posts["day"] > day) & (posts["day"] <= day + HORIZON)].unique()
    network = nx.Graph()
    network.add_nodes_from(active.tolist())
    network.add_edges_from(zip(ties["person"].tolist(), ties["other"].tolist(), strict=True))
    coreness = nx.core_number(network)
    return pd.DataFrame({"coreness": [coreness[person] for person in active.tolist()], "stays": np.isin(active, later)})


def after_a_tie_leaves(weeks: pd.DataFrame, exits: pd.DataFrame) -> dict[int, Risk]:
    """Hazard of leaving in the week ahead, by month since a tie left, against members who have lost none.

    Matched by ties before the loss, tenure and days since the group was last opened, over all rooms: within small rooms a
    leaver counts among the unexposed and so makes its own friends look as if they stayed.
    """
    last = exits.groupby("person")["day"].max()
    left = (weeks["person"].map(last) - weeks["day"]).between(1, 7).to_numpy()
    before = (weeks["ties"] + weeks["lost"]).clip(upper=MOST_TIES)
    tenure = np.digitize(weeks["day"] - weeks["joined"], TENURES)
    absence = np.digitize(weeks["day"] - weeks["opened"], ABSENCES)
    stratum = weeks.groupby([before, tenure, absence]).ngroup().to_numpy()
    since = (weeks["day"] - weeks["lost_on"]).to_numpy()
    none = (weeks["lost"] == 0).to_numpy()
    found = {}
    for month, (first, until) in SINCE.items():
        exposed = (since >= first) & (since <= until)
        kept = exposed | none
        found[month] = risk(exposed[kept], left[kept], stratum[kept])
    return found
