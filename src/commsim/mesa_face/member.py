"""A member as a Mesa agent: a view whose attributes read and write the member's row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from commsim.mesa_face.base import Agent
from commsim.mesa_face.fields import LASTING, Field, column, group_of, number_of, write
from commsim.scenario.counts import COLUMN
from commsim.world import columns as c

if TYPE_CHECKING:
    from commsim.mesa_face.model import CommunityModel

MOST_INTEREST = 5.0
"""Bound of the interest in a topic, as in the phase habits."""


class _Attribute:
    """An attribute that reads and writes one column of the member's row."""

    def __init__(self, name: str, field: Field) -> None:
        self.name, self.field = name, field
        self.__doc__ = field.meaning

    def __get__(self, member: Member | None, owner: type[Member]) -> Any:
        """The value as Python has it; names for named columns, None for a day that never came."""
        if member is None:
            return self
        value = column(member.model.state, self.field)[member.row].item()
        if self.field.names:
            return self.field.names[value]
        if self.field.day:
            return None if value <= c.NEVER else value
        return bool(value) if self.name == "do_not_disturb" else value

    def __set__(self, member: Member, value: Any) -> None:
        """Write a value. Raises AttributeError where it may only be read, ValueError beyond the range."""
        if self.field.writable and not self.field.low <= number_of(self.name, self.field, value) <= self.field.high:
            raise ValueError(f"{self.name} = {value!r}; accepted: a number from {self.field.low:g} to {self.field.high:g}")
        write(member.model.state, member.model.open_day(), self.name, np.array([member.row]), value)


class Member(Agent):  # type: ignore[misc]  # Mesa may come without types
    """One member. Made by the model when its agents are first asked for; who leaves disappears from `model.agents`.

    Attributes are the lasting fields of `commsim.mesa_face.fields` (trust, activity, points, tier, persona, …), and:

    unique_id  the member's key, the same under every strategy
    group      number of the home group
    seats      kinds of the second groups the member sits in, by their names in the scenario
    interest   by topic
    ties       strength by the other's unique_id

    A view follows a member who is moved to another group. It stays valid after the member has left, until the row is given to a
    newcomer; after that reading it raises ReferenceError.
    """

    model: CommunityModel
    unique_id: int

    def __init__(self, model: CommunityModel, row: int) -> None:
        self._row = row
        self._generation = int(model.state.generation[row])
        super().__init__(model)
        self.unique_id = int(model.state.key[row])

    def __repr__(self) -> str:
        return f"Member({self.unique_id})"

    @classmethod
    def create_agents(cls, *args: Any, **kwargs: Any) -> Any:
        """Refused: people join through channels, invitations and the community's founding."""
        raise TypeError("members cannot be made by hand; they join (market.channels, strategy.acquisition, community.initial_members)")

    from_dataframe = create_agents

    @property
    def row(self) -> int:
        """The member's row in the state, which another group's may have become. Raises ReferenceError if somebody else has it."""
        s = self.model.state
        if s.generation[self._row] != self._generation or s.key[self._row] != np.uint64(self.unique_id):
            rows = np.flatnonzero(s.key == np.uint64(self.unique_id))
            if not rows.size:
                raise ReferenceError(f"member {self.unique_id} has left, and the row was given to a newcomer")
            self._row, self._generation = int(rows[0]), int(s.generation[rows[0]])
        return self._row

    @property
    def persona(self) -> str:
        """Name of the persona."""
        return self.model.settings.members.personas[int(self.model.state.flag[c.PERSONA, self.row])].name

    @property
    def group(self) -> int:
        """Number of the home group, from 0."""
        return int(group_of(self.model.state, np.array([self.row]))[0])

    @property
    def seats(self) -> tuple[str, ...]:
        """Names of the kinds of second groups the member sits in."""
        s, kinds = self.model.state, self.model.settings.community.second_groups
        return tuple(kinds[s.group["kind"][seat]].name for seat in s.seat[:, self.row] if seat >= 0)

    @property
    def interest(self) -> NDArray[np.float32]:
        """Interest by topic, [topics], 0..5; a copy."""
        values: NDArray[np.float32] = self.model.state.taste[:, self.row].copy()
        return values

    @interest.setter
    def interest(self, values: Any) -> None:
        new = np.asarray(values, dtype=np.float32)
        if new.shape != (self.model.state.taste.shape[0],) or not ((new >= 0) & (new <= MOST_INTEREST)).all():
            raise ValueError(f"interest = {values!r}; accepted: {self.model.state.taste.shape[0]} numbers from 0 to {MOST_INTEREST:g}")
        self.model.state.taste[:, self.row] = new

    @property
    def ties(self) -> dict[int, float]:
        """Strength of each tie by the unique_id of the other, who may have left by now; a copy."""
        s, row = self.model.state, self.row
        there = (s.tie[:, row] > 0) & (s.tie_generation[:, row] == s.generation[s.tie_row[:, row]])
        return {int(s.key[other]): float(strength) for other, strength in zip(s.tie_row[there, row], s.tie[there, row], strict=True)}

    def leave(self) -> None:
        """Leave the community of one's own accord, before the next day begins; friends notice as they would otherwise."""
        self._go(c.LEFT, "left")

    def remove(self) -> None:
        """Be removed by the operator, before the next day begins; booked as a removal."""
        self._go(c.REMOVED, "removed")

    def _go(self, presence: int, booked: str) -> None:
        """What `vacate` of the kernel does, booked on the coming day."""
        s, row, day = self.model.state, self.row, self.model.open_day()
        if s.flag[c.PRESENCE, row] != c.PRESENT:
            raise ValueError(f"member {self.unique_id} has left already")
        self.points = 0
        s.flag[c.PRESENCE, row] = presence
        s.count[c.LEFT_ON, row] = day
        given_up = [self.group, *s.seat[s.seat[:, row] >= 0, row]]
        s.group["members"][given_up] -= 1
        s.seat[:, row] = -1
        s.daily[0, day, COLUMN[booked]] += 1
        s.daily[0, day, COLUMN["seats_given_up"]] += len(given_up)
        self.model.deregister_agent(self)


for _name, _field in LASTING.items():
    if _name != "persona":
        setattr(Member, _name, _Attribute(_name, _field))
