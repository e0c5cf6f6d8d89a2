"""What can be read and written of a member, by name: the columns of its row, with their ranges."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.state import State

PRESENCES = ("pending", "present", "left", "removed")
TIERS = ("potential", "ordinary", "core")
INFINITE = float("inf")
LONG = 2_000_000_000
FLOATS = ("trait", "state", "work")
"""Arrays of the state that hold fractions; the others hold whole numbers."""


@dataclass(frozen=True)
class Field:
    """One column.

    array    field of the state: trait, state, count, flag or work
    number   row of that array
    low, high  closed range of values that may be written
    meaning  one line
    writable whether it may be written; what others are booked by may not
    names    what the numbers are called, where they stand for names
    day      whether it is a day, which may never have come
    """

    array: str
    number: np.int64
    low: float
    high: float
    meaning: str
    writable: bool = True
    names: tuple[str, ...] = ()
    day: bool = False


def _state(number: np.int64, low: float, high: float, meaning: str) -> Field:
    return Field("state", number, low, high, meaning)


def _trait(number: np.int64, low: float, high: float, meaning: str) -> Field:
    return Field("trait", number, low, high, meaning)


def _count(number: np.int64, meaning: str, writable: bool = False, day: bool = False) -> Field:
    return Field("count", number, 0, LONG, meaning, writable, day=day)


def _today(number: np.int64, meaning: str, writable: bool = False) -> Field:
    return Field("work", number, 0, INFINITE, meaning, writable)


FIELDS: dict[str, Field] = {
    "trust": _state(c.TRUST, 0, 1, "trust in brand and community"),
    "activity": _state(c.ACTIVITY, 0, 1, "habit: the chance to open the group on an ordinary day"),
    "satisfaction": _state(c.SATISFACTION, -1, 1, "value felt less the standard of comparison, averaged"),
    "expectation": _state(c.EXPECTATION, 0, 1, "value that past days taught to expect"),
    "belonging": _state(c.BELONGING, 0, 1, "identity with the group plus bonds"),
    "fatigue": _state(c.FATIGUE, 0, 100, "from ads, notifications and overload"),
    "need": _state(c.NEED, 0, 1, "need for the first product"),
    "intrinsic": _state(c.INTRINSIC, 0, 1, "intrinsic motive left"),
    "knowledge": _state(c.KNOWLEDGE, 0, 1, "product knowledge"),
    "grief": _state(c.GRIEF, 0, 100, "strength of ties that left, fading"),
    "score": _state(c.SCORE, 0, 1e6, "what the member did lately, by which tiers are given"),
    "experience": _state(c.EXPERIENCE, -1, 1, "how the last order of the first product compared with what was expected"),
    "sociability": _trait(c.SOCIABILITY, 0, 1e4, "tendency to talk, relative to 1"),
    "influence": _trait(c.INFLUENCE, -20, 20, "log2 of the influence relative to 1"),
    "price_sensitivity": _trait(c.PRICE_SENSITIVITY, 0, 1e4, "how strongly price moves the member"),
    "attention": _trait(c.ATTENTION, 0.01, 1e6, "messages taken in on a day"),
    "wants_information": _trait(c.WANTS_INFORMATION, 0, 1e4, "motive: to know"),
    "wants_fun": _trait(c.WANTS_FUN, 0, 1e4, "motive: to be entertained"),
    "wants_bonds": _trait(c.WANTS_BONDS, 0, 1e4, "motive: company"),
    "wants_identity": _trait(c.WANTS_IDENTITY, 0, 1e4, "motive: to belong to the brand"),
    "wants_gain": _trait(c.WANTS_GAIN, 0, 1e4, "motive: an advantage"),
    "honesty": _trait(c.HONESTY, 0, 1, "how readily rules are kept"),
    "restlessness": _trait(c.RESTLESSNESS, 0, 1, "multiplies the hazard of leaving"),
    "first_trust": _trait(c.FIRST_TRUST, 0, 1, "trust on joining"),
    "first_habit": _trait(c.FIRST_HABIT, 0, 1, "habit on joining"),
    "points": _count(c.POINTS, "points held; what is written is booked as issued or expired", writable=True),
    "spend": _count(c.SPENT, "yuan spent so far", writable=True),
    "silenced_until": _count(c.SILENCED_UNTIL, "first day on which the member may speak again", writable=True),
    "orders": _count(c.ORDERS, "orders so far"),
    "invitations": _count(c.INVITED, "invitations sent so far"),
    "joined": _count(c.JOINED, "day of joining; negative for members from before day 0"),
    "last_open": _count(c.LAST_OPEN, "day the group was last opened", day=True),
    "last_order": _count(c.LAST_ORDER, "day of the last order", day=True),
    "first_post": _count(c.FIRST_POST, "day of the first message", day=True),
    "left_on": _count(c.LEFT_ON, "day of leaving or removal", day=True),
    "paid_until": _count(c.PAID_UNTIL, "last day of the paid membership", day=True),
    "presence": Field("flag", c.PRESENCE, 0, 3, "membership", writable=False, names=PRESENCES),
    "persona": Field("flag", c.PERSONA, 0, 7, "kind of member", writable=False),
    "tier": Field("flag", c.TIER, 0, 2, "potential, ordinary or core", names=TIERS),
    "do_not_disturb": Field("flag", c.DO_NOT_DISTURB, 0, 1, "stays, but hears no notification"),
    "strikes": Field("flag", c.STRIKES, 0, 100, "breaches of rules found"),
    "streak": Field("flag", c.STREAK, 0, 255, "days in a row of opening that count toward the streak bonus"),
    "brought": Field("flag", c.BROUGHT, 0, 255, "members brought by invitations", writable=False),
    "opened": _today(c.OPENED, "1: opened the group today"),
    "read": _today(c.READ, "share of today's volume read"),
    "overload": _today(c.OVERLOAD, "0 within the attention budget, 1 at twice it"),
    "feel": Field("work", c.FEEL, -1, 1, "value of the day", writable=False),
    "posts": _today(c.POSTS, "messages begun today"),
    "replies": _today(c.REPLIES, "replies written today"),
    "answered": _today(c.ANSWERED, "1: a message was answered today"),
    "events_joined": _today(c.EVENTS_JOINED, "events taken part in today"),
    "bought": _today(c.BOUGHT, "orders today, at most one of each product"),
    "reward": _today(c.REWARD, "rewards received today, in 10 yuan", writable=True),
    "good": _today(c.GOOD, "good acts that will move trust today", writable=True),
    "bad": _today(c.BAD, "bad acts that will move trust today", writable=True),
}
"""By name. Fields of `work` hold what happened today: only hooks between phases see them."""

LASTING = {name: field for name, field in FIELDS.items() if field.array != "work"}
"""Fields that outlive the day: what a `Member` shows."""


def known(name: str) -> Field:
    """The field of that name. Raises KeyError that says the nearest."""
    if name in FIELDS:
        return FIELDS[name]
    near = difflib.get_close_matches(name, FIELDS, n=1)
    raise KeyError(f"members have no column {name!r}" + (f"; did you mean {near[0]}?" if near else f"; there are {', '.join(FIELDS)}"))


def column(state: State, field: Field) -> NDArray[Any]:
    """The field of all rows, [rows]; a view."""
    values: NDArray[Any] = getattr(state, field.array)[field.number]
    return values


def number_of(name: str, field: Field, value: Any) -> Any:
    """A value as the column has it: names become numbers. Raises ValueError for an unknown name or a number that is nan."""
    if isinstance(value, str):
        if value not in field.names:
            raise ValueError(f"{name} = {value!r}; accepted: {', '.join(field.names) or f'a number from {field.low:g} to {field.high:g}'}")
        return field.names.index(value)
    if np.isnan(value).any():
        raise ValueError(f"{name} must not be nan")
    return value


def write(state: State, day: int, name: str, rows: NDArray[np.int64], values: Any) -> None:
    """Write values, limited to the field's range, into rows; a change of points is booked on `day`.

    Raises AttributeError for what may not be written, KeyError for an unknown name, ValueError for nan.
    """
    field = known(name)
    if not field.writable:
        raise AttributeError(f"{name} ({field.meaning}) can be read, not written")
    place = column(state, field)
    new = np.clip(number_of(name, field, values), field.low, field.high).astype(place.dtype)
    if name == "points":
        _book_points(state, day, rows, np.broadcast_to(new, rows.shape) - place[rows])
    place[rows] = new


def _book_points(state: State, day: int, rows: NDArray[np.int64], change: NDArray[np.int32]) -> None:
    """Points given are issued, points taken have expired: issued = held + redeemed + expired stays true."""
    worlds = state.group["world"][group_of(state, rows)]
    today = state.daily[:, day]
    np.add.at(today[:, COLUMN["points_issued"]], worlds, np.maximum(change, 0))
    np.add.at(today[:, COLUMN["points_expired"]], worlds, np.maximum(-change, 0))


def group_of(state: State, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The group in whose slice each row lies."""
    return np.searchsorted(state.group["row"], rows, side="right") - 1
