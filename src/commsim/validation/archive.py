"""A simulated archive of chat rooms: as many rooms as the real one has, most small, a few large, over two years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.counts import COLUMN
from commsim.scenario.schema import Scenario
from commsim.validation.daily import days_of
from commsim.validation.watch import Watcher, table
from commsim.world.state import State

if TYPE_CHECKING:
    import pandas as pd

ROOMS = 381
SPREAD = 1.5
"""Log standard deviation of how many people find a room; the aggregates at hand do not say it, so it is a guess."""
DAYS = 730
ROOM_TO_SPARE = 1.3
"""Places for each person expected, so that hardly anybody is turned away."""


@dataclass(frozen=True)
class Archive:
    """What is known of one set of rooms; the tables are described at `watch.Watcher`.

    days     length
    joined   people who ever joined, posters or not
    """

    days: int
    joined: int
    posts: pd.DataFrame
    exits: pd.DataFrame
    weeks: pd.DataFrame
    ties: pd.DataFrame


def sizes(rooms: int = ROOMS) -> NDArray[np.float64]:
    """How many times the average number of people find each room: lognormal quantiles with mean 1."""
    from scipy import stats

    share = (np.arange(rooms) + 0.5) / rooms
    size = np.exp(SPREAD * stats.norm.ppf(share))
    return np.asarray(size / size.mean())


def room(scenario: Scenario, size: float, days: int) -> Scenario:
    """The scenario with `size` times the inflow, and places for all who come."""
    market, community = scenario.market, scenario.community
    channels = tuple(one.model_copy(update={"per_day": one.per_day * size}) for one in market.channels)
    expected = sum(one.per_day for one in channels) * days + community.initial_members + community.seeds.per_group
    groups = community.groups.model_copy(update={"capacity": int(ROOM_TO_SPARE * expected) + 20})
    return scenario.model_copy(
        update={
            "market": market.model_copy(update={"channels": channels}),
            "community": community.model_copy(update={"groups": groups}),
        }
    )


def simulate_archive(scenario: Scenario, seed: int, rooms: int = ROOMS, days: int = DAYS) -> Archive:
    """Run rooms of all sizes side by side; room i has seed `seed` + i."""
    state, watcher = _watched(_rooms(scenario, rooms, days), range(seed, seed + rooms), days, Watcher.note)
    return Archive(days, _joined(state), table(watcher.posts), table(watcher.exits), table(watcher.weeks), table(watcher.ties))


def simulate_posts(scenario: Scenario, seed: int, rooms: int = ROOMS, days: int = DAYS) -> Archive:
    """The same rooms of which only the posts are kept, in half the time; the other tables are empty."""
    import pandas as pd

    state, watcher = _watched(_rooms(scenario, rooms, days), range(seed, seed + rooms), days, Watcher.note_posts)
    return Archive(days, _joined(state), table(watcher.posts), pd.DataFrame(), pd.DataFrame(), pd.DataFrame())


def posts_of(scenarios: Sequence[Scenario], seeds: Sequence[int], days: int) -> pd.DataFrame:
    """The posts of any worlds, as an archive holds them."""
    return table(_watched(scenarios, seeds, days, Watcher.note_posts)[1].posts)


def _rooms(scenario: Scenario, rooms: int, days: int) -> list[Scenario]:
    return [room(scenario, size, days) for size in sizes(rooms)]


def _watched(
    scenarios: Sequence[Scenario], seeds: Sequence[int], days: int, look: Callable[[Watcher, State, int], None]
) -> tuple[State, Watcher]:
    """The last state of some worlds, and a watcher that has looked at the end of each day."""
    watcher: Watcher | None = None
    for day, state in days_of(scenarios, seeds, days):
        watcher = watcher or Watcher.of(state)
        look(watcher, state, day)
    if watcher is None:
        raise ValueError(f"{days} days are too few to look at")
    return state, watcher


def _joined(state: State) -> int:
    return int(state.daily[:, :, COLUMN["joined"]].sum())
