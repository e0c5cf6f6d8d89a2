"""What a chat archive would hold of simulated rooms, and what only a simulation shows: posts, exits, ties and ties lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from commsim.world import columns as c
from commsim.world.state import State

if TYPE_CHECKING:
    import pandas as pd

WEEK, MONTH = 7, 30
STRONG = 0.1
"""Least strength of what counts as a tie: what one answered post leaves after half a month or so."""
NEVER = -10_000
"""The day of what has not happened."""

Columns = dict[str, NDArray[Any]]


@dataclass
class Watcher:
    """Collects tables, a part a day, from the state at the end of each day.

    posts   a row a person and day with a message: room, person, day, messages, begun (not replies), answered
    exits   a row a person who left: person, day
    weeks   a row a member with ties, now or lost, at the end of a week: room, person, day, joined, opened, ties, lost, lost_on
    ties    a row an end of a strong tie at the end of a month: person, other, day
    """

    room: NDArray[np.int64]  # [rows] world of the row
    lost_on: NDArray[np.int64]  # [rows] day on which a strong tie last turned out to have left
    lost: NDArray[np.int64]  # [rows] strong ties that have left
    generation: NDArray[np.uint16]  # [rows] whose row it was yesterday
    held: NDArray[np.bool_]  # [ties, rows] strong ties of yesterday
    posts: list[Columns] = field(default_factory=list)
    exits: list[Columns] = field(default_factory=list)
    weeks: list[Columns] = field(default_factory=list)
    ties: list[Columns] = field(default_factory=list)

    @classmethod
    def of(cls, state: State) -> Watcher:
        """A watcher of worlds at the end of their first day, or before it."""
        room = np.repeat(np.arange(state.world.size), state.world["rows"])
        none = np.zeros(room.size, np.int64)
        return cls(room, none + NEVER, none.copy(), state.generation.copy(), state.tie >= STRONG)

    def note(self, s: State, day: int) -> None:
        """What happened today: posts, exits, ties lost; weekly the members with ties, monthly the ties."""
        self.note_posts(s, day)
        gone = np.flatnonzero((s.count[c.LEFT_ON] == day) & (s.flag[c.PRESENCE] == c.LEFT))
        self.exits.append({"person": s.key[gone], "day": np.full(gone.size, day)})
        self._note_losses(s, day)
        if day % WEEK == WEEK - 1:
            self._note_week(s, day)
        if day % MONTH == MONTH - 1:
            self._note_ties(s, day)

    def note_posts(self, s: State, day: int) -> None:
        """Who wrote how much today: all that an archive holds."""
        said = s.work[c.POSTS] + s.work[c.REPLIES]
        who = np.flatnonzero(said > 0)
        columns = {"messages": said[who].astype(np.int64), "begun": s.work[c.POSTS, who].astype(np.int64)}
        self.posts.append(self._who(s, day, who) | columns | {"answered": s.work[c.ANSWERED, who] > 0})

    def _note_losses(self, s: State, day: int) -> None:
        """Strong ties of yesterday that were given up since the other had left; who came today has lost none."""
        newcomers = self.generation != s.generation
        given_up = (self.held & (s.tie == 0)).sum(axis=0)
        given_up[newcomers], self.lost[newcomers], self.lost_on[newcomers] = 0, 0, NEVER
        self.lost_on[given_up > 0] = day
        self.lost += given_up
        self.generation[:] = s.generation
        np.greater_equal(s.tie, STRONG, out=self.held)

    def _who(self, s: State, day: int, rows: NDArray[np.intp]) -> Columns:
        return {"room": self.room[rows], "person": s.key[rows], "day": np.full(rows.size, day)}

    def _note_week(self, s: State, day: int) -> None:
        number = strong_ties(s).sum(axis=0)
        who = np.flatnonzero((s.flag[c.PRESENCE] == c.PRESENT) & (number + self.lost > 0))
        columns = {"joined": s.count[c.JOINED, who], "opened": s.count[c.LAST_OPEN, who], "ties": number[who]}
        columns |= {"lost": self.lost[who], "lost_on": self.lost_on[who]}
        self.weeks.append(self._who(s, day, who) | columns)

    def _note_ties(self, s: State, day: int) -> None:
        slot, row = np.nonzero(strong_ties(s))
        self.ties.append({"person": s.key[row], "other": s.key[s.tie_row[slot, row]], "day": np.full(row.size, day)})


def strong_ties(s: State) -> NDArray[np.bool_]:
    """Which ties are strong and between people who are both present, [ties, rows]."""
    here = s.flag[c.PRESENCE] == c.PRESENT
    same = s.generation[s.tie_row] == s.tie_generation
    return (s.tie >= STRONG) & same & here[s.tie_row] & here


def table(parts: Sequence[Columns]) -> pd.DataFrame:
    """The parts of all days in one table."""
    import pandas as pd

    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
