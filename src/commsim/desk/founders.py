"""The people of a file as founders of day 0: days relative to today, inviters before the invited, nobody recognisable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from commsim.desk.members import Person, Roll
from commsim.scenario.errors import ConfigError, Problem
from commsim.scenario.levers import Founder
from commsim.scenario.strict_yaml import LARGER, MOST_NODES

NEVER = -100_000
WECHAT_MOST = 500
MOST_GROUPS = 12
NODES = 2 * len(Founder.model_fields) + 1
MOST_FOUNDERS = (LARGER * MOST_NODES - 1_000) // NODES
"""Founders that a file we read back may hold."""
ACTIVE_EXPONENT, DAYS_A_WEEK = 0.74, 7
"""Share of members still active falls with weeks since joining as (1 + weeks) ** -0.74: docs/evidence.md."""
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Founders:
    """Members of day 0.

    founders  in an order in which an inviter comes before the invited
    sizes     members by group number
    today     the date of day 0
    notes     what must be said
    """

    founders: tuple[Founder, ...]
    sizes: tuple[int, ...]
    today: date
    notes: tuple[str, ...]


def founders_of(roll: Roll, today: date | None = None) -> Founders:
    """The people of a roll on the day ``today``, by default the newest date in it. Raises ConfigError."""
    people = roll.people
    if len(people) > MOST_FOUNDERS:
        raise ConfigError(Problem(roll.where, "", f"{len(people)} members", f"at most {MOST_FOUNDERS}; a random part of them will do"))
    newest = max(_dates(people))
    day = newest if today is None else today
    if late := [person for person in people if max(_dates([person])) > day]:
        raise ConfigError(
            [Problem(roll.where, person.place, "a date after today", f"dates up to {day}, or --today {newest}") for person in late[:20]]
        )
    order = _order(roll)
    numbers = {group: number for number, group in enumerate(dict.fromkeys(person.group for person in people))}
    position = {person.who: place for place, person in enumerate(order)}
    founders = tuple(_founder(person, place, day, numbers, position) for place, person in enumerate(order))
    sizes = Counter(founder.group for founder in founders)
    return Founders(founders, tuple(sizes[number] for number in range(len(numbers))), day, tuple(_notes(order, position)))


def _dates(people: Sequence[Person]) -> Iterator[date]:
    for person in people:
        yield from (each for each in (person.joined, person.last_active, person.last_order) if each is not None)


def _order(roll: Roll) -> list[Person]:
    """People with inviters first, else in the file's order. Raises ConfigError where invitations go in a circle."""
    by_hash = {person.who: person for person in roll.people}
    graph = {person.who: {person.invited_by} & by_hash.keys() for person in roll.people}
    try:
        return [by_hash[who] for who in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = sorted({by_hash[who].place for who in error.args[1]})
        raise ConfigError(
            Problem(roll.where, ", ".join(circle[:5]), "invited one another in a circle", "an inviter who came before")
        ) from None


def _founder(person: Person, place: int, today: date, numbers: Mapping[str, int], position: Mapping[str, int]) -> Founder:
    joined = _ago(person.joined, today)
    return Founder(
        group=numbers[person.group],
        joined=joined,
        last_open=_last_open(person, place, today),
        last_order=NEVER if person.last_order is None else _ago(person.last_order, today),
        messages=person.messages,
        orders=person.orders,
        spent=round(person.spent),
        inviter=position.get(person.invited_by, -1),
    )


def _ago(day: date, today: date) -> int:
    """A day as one of the run: 0 today, negative before."""
    return max((day - today).days, NEVER)


def _last_open(person: Person, place: int, today: date) -> int:
    """Day of the last sign of activity: as the file says, else the last order if it is later than the estimate."""
    if person.last_active is not None:
        return _ago(person.last_active, today)
    guessed = estimated_last_open(-_ago(person.joined, today), (place + 1) * GOLDEN % 1.0)
    ordered = NEVER if person.last_order is None else _ago(person.last_order, today)
    return max(guessed, min(ordered, 0))


def estimated_last_open(tenure: int, u: float) -> int:
    """Day on which somebody who joined ``tenure`` days ago was last active, for the ``u``-th share of people, 0 < u <= 1.

    As the share of members active falls with the weeks since joining, so does the chance that activity has lasted until
    now; whoever's has not was last active when it ended.
    """
    lasted = DAYS_A_WEEK * (u ** (-1 / ACTIVE_EXPONENT) - 1)
    return -min(tenure, 1) if lasted >= tenure else -(tenure - int(lasted))


def _notes(order: Sequence[Person], position: Mapping[str, int]) -> Iterator[str]:
    if unknown := sum(person.last_active is None for person in order):
        yield (
            f"the file does not tell when {unknown} of {len(order)} were last active: estimated from their time as members, "
            f"as activity usually falls with the weeks since joining (power {-ACTIVE_EXPONENT}); treat results of the first weeks with care"
        )
    if gone := sum(bool(person.invited_by) and person.invited_by not in position for person in order):
        yield f"{gone} were invited by people who are not in the file (left, perhaps): their inviter counts as unknown"
    if undated := sum(person.orders > 0 and person.last_order is None for person in order):
        yield f"{undated} have orders without a date of the last one: taken as long ago"
    if any(person.spent != round(person.spent) for person in order):
        yield "what was spent is rounded to whole yuan"


def community(found: Founders, capacity: int | None, most: int | None) -> dict[str, Any]:
    """What the community says differently from its base: groups as they are, nobody made up. Raises ConfigError."""
    largest = max(found.sizes)
    places = max(WECHAT_MOST, largest) if capacity is None else capacity
    if places < largest:
        raise ConfigError(Problem("--capacity", str(places), f"a group has {largest} members", f"at least {largest}"))
    groups = max(len(found.sizes), MOST_GROUPS) if most is None else most
    if groups < len(found.sizes):
        raise ConfigError(Problem("--most", str(groups), f"there are {len(found.sizes)} groups", f"at least {len(found.sizes)}"))
    return {
        "groups": {"count": len(found.sizes), "capacity": places, "most": groups},
        "initial_members": 0,
        "initial_tenure": 0.0,
        "seeds": {"per_group": 0},
        "founders": [founder.model_dump(mode="json") for founder in found.founders],
    }
