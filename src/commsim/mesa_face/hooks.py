"""User code in a day: interventions = schedule × audience × treatment, hooked in before or after a named phase.

    gift = Intervention("gift", at="before:value", schedule=every(30), audience=Audience(share=0.2), treatment=add("points", 50))
    record = simulate_with(scenario, seed=1, days=180, interventions=[gift])

A treatment gets arrays, not objects. Audiences drawn by share are drawn from each member's key, so the same members
are chosen under every strategy, and a larger share contains a smaller one.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commsim.day.execute import Hook, begin_stepped, run_stepped
from commsim.day.plan import DAY
from commsim.mesa_face.fields import FLOATS, column, group_of, known, write
from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import record_of
from commsim.world import columns as c
from commsim.world import draws
from commsim.world.state import State, allocate

POINTS_OF_DAY = tuple(f"{when}:{phase.name}" for phase in DAY for when in ("before", "after"))
"""Where user code may be hooked in."""


@dataclass(frozen=True)
class Schedule:
    """Which days: those listed, or every `every` days from `first` to `last` (included; None: for ever)."""

    days: frozenset[int] | None = None
    every: int = 1
    first: int = 0
    last: int | None = None

    def __post_init__(self) -> None:
        if self.every < 1:
            raise ValueError(f"every {self.every} days; at least 1")

    def includes(self, day: int) -> bool:
        """Whether something happens on that day."""
        if self.days is not None:
            return day in self.days
        return day >= self.first and (self.last is None or day <= self.last) and (day - self.first) % self.every == 0


def on(*days: int) -> Schedule:
    """On these days only."""
    return Schedule(days=frozenset(days))


def every(days: int, first: int = 0, last: int | None = None) -> Schedule:
    """Every so many days, from the first to the last day (included)."""
    return Schedule(every=days, first=first, last=last)


def between(first: int, last: int) -> Schedule:
    """Every day from the first to the last (included)."""
    return Schedule(first=first, last=last)


@dataclass(frozen=True)
class Selection:
    """Some rows of the state, as arrays: `people["trust"]` reads, `people["trust"] += 0.1` writes within the range.

    state   the whole state, for those who need more
    rows    int64 [n], rows of the state
    day     the day on which this happens
    """

    state: State
    rows: NDArray[np.int64]
    day: int

    def __len__(self) -> int:
        return int(self.rows.size)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """A copy of a column, [n]; names as in `fields.FIELDS`. Raises KeyError for an unknown name."""
        values: NDArray[Any] = column(self.state, known(name))[self.rows]
        return values

    def __setitem__(self, name: str, values: Any) -> None:
        """Write a column; values beyond the range are limited to it. Raises AttributeError where it may only be read."""
        write(self.state, self.day, name, self.rows, values)

    @property
    def keys(self) -> NDArray[np.uint64]:
        """Identities, [n]."""
        return self.state.key[self.rows]

    @property
    def group(self) -> NDArray[np.int64]:
        """Group of each, [n]."""
        return group_of(self.state, self.rows)

    @property
    def interest(self) -> NDArray[np.float32]:
        """Interest by topic, [topics, n]; a copy."""
        return self.state.taste[:, self.rows]


@dataclass(frozen=True)
class Audience:
    """Who: members present for whom the predicate holds, of these a share drawn by key.

    predicate  Selection -> bool [n]; None: everybody
    share      0..1
    daily      whether the share is drawn anew each day; else a member is in it for good or not at all
    """

    predicate: Callable[[Selection], NDArray[np.bool_]] | None = None
    share: float = 1.0
    daily: bool = False

    def __post_init__(self) -> None:
        if not 0.0 <= self.share <= 1.0:
            raise ValueError(f"share {self.share:g}; from 0 to 1")

    def of(self, state: State, day: int, name: str) -> Selection:
        """The members meant on that day; `name` keys the draw."""
        people = Selection(state, np.flatnonzero(state.flag[c.PRESENCE] == c.PRESENT), day)
        if self.predicate is not None:
            people = Selection(state, people.rows[np.asarray(self.predicate(people), dtype=bool)], day)
        if self.share < 1.0:
            people = Selection(state, people.rows[drawn(people.keys, day if self.daily else 0, name) < self.share], day)
        return people


Treatment = Callable[[Selection], None]
"""What happens to the audience."""


def add(name: str, amount: float) -> Treatment:
    """Add an amount to a column, within its range; whole amounts to whole numbers."""
    number: Any = np.float32 if known(name).array in FLOATS else np.int64

    def treat(people: Selection) -> None:
        people[name] = people[name].astype(number) + number(amount)

    return treat


def put(name: str, value: Any) -> Treatment:
    """Set a column to a value: a number, or a name such as tier's `core`."""
    known(name)

    def treat(people: Selection) -> None:
        people[name] = value

    return treat


@dataclass(frozen=True)
class Intervention:
    """Something done to members that the levers do not know.

    name       keys the draw of the audience's share
    at         `before:PHASE` or `after:PHASE`, phases as in `commsim.day.plan.DAY`
    """

    name: str
    at: str
    treatment: Treatment
    schedule: Schedule = field(default_factory=Schedule)
    audience: Audience = field(default_factory=Audience)

    def __post_init__(self) -> None:
        if self.at not in POINTS_OF_DAY:
            near = difflib.get_close_matches(self.at, POINTS_OF_DAY, n=1)
            meant = f"did you mean {near[0]}?" if near else f"accepted: before: or after: one of {', '.join(phase.name for phase in DAY)}"
            raise ValueError(f"intervention {self.name} at {self.at!r}; {meant}")

    def __call__(self, state: State, day: int) -> None:
        """Do it, if it is the day and there is anybody to do it to."""
        if self.schedule.includes(day):
            people = self.audience.of(state, day, self.name)
            if len(people):
                self.treatment(people)


def hooks(interventions: Iterable[Intervention]) -> dict[str, list[Hook]]:
    """Interventions as hooks of the stepped executor, in the order given."""
    found: dict[str, list[Hook]] = {}
    for intervention in interventions:
        found.setdefault(intervention.at, []).append(intervention)
    return found


def describe(interventions: Collection[Intervention]) -> str:
    """The day's plan in words, with the interventions where they happen."""
    lines = []
    for number, phase in enumerate(DAY, 1):
        lines += [f"    * {each.name} ({each.at})" for each in interventions if each.at == f"before:{phase.name}"]
        lines.append(f"{number:2d}. {phase.name:<12} {phase.scope:<10} {phase.meaning}")
        lines += [f"    * {each.name} ({each.at})" for each in interventions if each.at == f"after:{phase.name}"]
    return "\n".join(lines)


def simulate_with(scenario: Scenario, seed: int, days: int, interventions: Sequence[Intervention]) -> Record:
    """One world with interventions, phase by phase; without any the record equals that of `simulate`."""
    state = allocate([scenario], [seed], max(days, 1))
    if days > 0:
        own, at = begin_stepped(state), hooks(interventions)
        for day in range(days):
            run_stepped(own, day, at)
    return record_of(state, days)


def drawn(keys: NDArray[np.uint64], day: int, name: str) -> NDArray[np.float32]:
    """A number strictly between 0 and 1 for each key, day and name; the name makes the draws independent of all others."""
    number = np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))
    with np.errstate(over="ignore"):
        bits = _python(draws.luck_of_day)(_derived(keys, number), np.uint64(day))
        return _python(draws.uniform)(bits.astype(np.uint32), (bits >> draws.S32).astype(np.uint32), np.uint32(0))


def _derived(keys: NDArray[np.uint64], number: np.uint64) -> NDArray[np.uint64]:
    mix = _python(draws.mix64)
    return mix(mix(keys) + number * draws.GOLDEN)


def _python(function: Any) -> Any:
    """The function of the kernel as NumPy runs it, on whole arrays."""
    return getattr(function, "py_func", function)
