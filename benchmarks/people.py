"""The members from which the peers start: the engine's own founders, copied out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from core_day import parameters
from numpy.typing import NDArray

from commsim.world import columns as c
from commsim.world.state import State

STATES = {
    "activity": c.ACTIVITY,
    "need": c.NEED,
    "belonging": c.BELONGING,
    "fatigue": c.FATIGUE,
    "satisfaction": c.SATISFACTION,
    "intrinsic": c.INTRINSIC,
    "experience": c.EXPERIENCE,
    "trust": c.TRUST,
}
TRAITS = {
    "attention": c.ATTENTION,
    "sociability": c.SOCIABILITY,
    "first_trust": c.FIRST_TRUST,
    "price_sensitivity": c.PRICE_SENSITIVITY,
    "restlessness": c.RESTLESSNESS,
}


class People(NamedTuple):
    """Members of a founded batch, group by group.

    key      uint64 [n]
    columns  by name: float32 [n]
    taste    float32 [8, n]
    joined   int32 [n], day of joining
    group    int64 [n], rising
    groups   number of groups
    p        parameters by name
    """

    key: NDArray[np.uint64]
    columns: dict[str, NDArray[np.float32]]
    taste: NDArray[np.float32]
    joined: NDArray[np.int32]
    group: NDArray[np.int64]
    groups: int
    p: dict[str, float]


def people(state: State) -> People:
    """Copy the members of a founded state; all its worlds must share one scenario."""
    rows = np.flatnonzero(state.key)
    columns = {name: state.state[column][rows] for name, column in STATES.items()}
    columns |= {name: state.trait[column][rows] for name, column in TRAITS.items()}
    group = np.searchsorted(state.group["row"], rows, side="right") - 1
    return People(
        state.key[rows],
        columns,
        state.taste[:, rows],
        state.count[c.JOINED][rows],
        group.astype(np.int64),
        state.group.size,
        parameters(state),
    )
