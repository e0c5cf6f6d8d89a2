"""Details of WeCom customer groups (JSON of the interface's call *group chat details*): who is in since when, through whom."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from commsim.desk.identity import hashed
from commsim.desk.members import Person, Roll
from commsim.desk.text import content_of, decoded
from commsim.scenario.errors import ConfigError, Problem

CHINA = timezone(timedelta(hours=8))
STAFF, CUSTOMER = 1, 2
LATEST = 4_102_444_800
"""Unix seconds of the year 2100: a later time is in other units."""
ACCEPTED = 'the details of a group, {"group_chat": {"chat_id": …, "member_list": […]}}, or a list of them'


def roll_of(paths: Sequence[Path], salt: bytes) -> Roll:
    """The customers of the groups in some files, each person once. Raises ConfigError, never with an id or a name."""
    where = ", ".join(str(path) for path in paths)
    chats = [(f"{path}: {place}", chat) for path in paths for place, chat in _chats(_json(path), str(path))]
    ids = [_text(chat, "chat_id", place) for place, chat in chats]
    for position, chat_id in enumerate(ids):
        if chat_id in ids[:position]:
            raise ConfigError(Problem(chats[position][0], "chat_id", "the same group twice", "each group once"))
    people = [person for place, chat in chats for person in _customers(place, chat, salt)]
    staff = {hashed(who, salt) for place, chat in chats for who in _staff(place, chat)}
    once = _each_once(people)
    invited_by_staff = sum(person.invited_by in staff for person in once)
    kept = [_without_inviter(person) if person.invited_by in staff else person for person in once]
    if not kept:
        raise ConfigError(Problem(where, "member_list", "no customers", f"members of type {CUSTOMER}"))
    return Roll(where, tuple(kept), tuple(_notes(len(people), len(kept), len(staff), invited_by_staff)))


def _notes(seats: int, people: int, staff: int, invited_by_staff: int) -> Iterator[str]:
    yield f"{staff} staff are no members; they are one for each {people / max(staff, 1):.0f} members" if staff else "no staff in the groups"
    if seats > people:
        yield f"{seats - people} seats of people in several groups left out: each is in the group joined first"
    if invited_by_staff:
        yield f"{invited_by_staff} were invited by staff, which makes no tie between members"


def _json(path: Path) -> Any:
    text, _ = decoded(content_of(path), str(path))
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except json.JSONDecodeError as error:
        raise ConfigError(
            Problem(str(path), f"line {error.lineno}, character {error.colno}", f"not JSON ({error.msg})", ACCEPTED)
        ) from None
    except (ValueError, RecursionError) as error:
        wrong = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ConfigError(Problem(str(path), "", wrong, ACCEPTED)) from None


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a key given twice")
    return dict(pairs)


def _chats(document: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Place and details of each group. Raises ConfigError."""
    answers: list[Any] = document if isinstance(document, list) else [document]
    for number, answer in enumerate(answers):
        place = f"[{number}].group_chat" if isinstance(document, list) else "group_chat"
        if isinstance(answer, dict) and answer.get("errcode"):
            raise ConfigError(Problem(where, place, f"an answer with error {answer['errcode']}", ACCEPTED))
        if _is_statistics(answer):
            raise ConfigError(Problem(where, place, "daily statistics of customer groups, which tell of no single member", ACCEPTED))
        chat = answer.get("group_chat") if isinstance(answer, dict) else None
        if not isinstance(chat, dict) or not isinstance(chat.get("member_list"), list):
            raise ConfigError(Problem(where, place, "not there, or without a member_list", ACCEPTED))
        yield place, chat


def _is_statistics(answer: Any) -> bool:
    """Whether an answer is that of the call for statistics, by day or by owner, instead of a group's details."""
    items = answer.get("items") if isinstance(answer, dict) else None
    return isinstance(items, list) and any(isinstance(item, dict) and "data" in item for item in items)


def _rows(place: str, chat: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, row in enumerate(chat["member_list"]):
        here = f"{place}.member_list[{number}]"
        if not isinstance(row, dict) or row.get("type") not in (STAFF, CUSTOMER):
            raise ConfigError(Problem(here, "type", "missing or unknown", f"{STAFF} (staff) or {CUSTOMER} (customer)"))
        yield here, row


def _customers(place: str, chat: Mapping[str, Any], salt: bytes) -> Iterator[Person]:
    seen: set[str] = set()
    for here, row in _rows(place, chat):
        who = hashed(_text(row, "userid", here), salt)
        if who in seen:
            raise ConfigError(Problem(here, "userid", "the same person twice in a group", "each once"))
        seen.add(who)
        if row["type"] == CUSTOMER:
            inviter = row.get("invitor")
            by = hashed(_text(inviter, "userid", f"{here}.invitor"), salt) if isinstance(inviter, dict) and inviter else ""
            yield Person(here, who, hashed(_text(chat, "chat_id", place), salt), _day(row, here), invited_by=by)


def _staff(place: str, chat: Mapping[str, Any]) -> Iterator[str]:
    """Ids of staff: members of that type, the owner, the admins."""
    yield from (_text(row, "userid", here) for here, row in _rows(place, chat) if row["type"] == STAFF)
    if "owner" in chat:
        yield _text(chat, "owner", place)
    admins: Any = chat.get("admin_list") or []
    for number, admin in enumerate(admins if isinstance(admins, list) else [None]):
        yield _text(admin, "userid", f"{place}.admin_list[{number}]")


def _text(row: Any, key: str, place: str) -> str:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, str) or not value:
        raise ConfigError(Problem(place, key, "missing or no text", "text"))
    return value


def _day(row: Mapping[str, Any], place: str) -> date:
    value = row.get("join_time")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < LATEST:
        raise ConfigError(Problem(place, "join_time", f"{value!r}", "Unix seconds"))
    return datetime.fromtimestamp(value, CHINA).date()


def _each_once(people: Iterable[Person]) -> list[Person]:
    """Each person in the group joined first."""
    found: dict[str, Person] = {}
    for person in people:
        if person.who not in found or person.joined < found[person.who].joined:
            found[person.who] = person
    return list(found.values())


def _without_inviter(person: Person) -> Person:
    return Person(person.place, person.who, person.group, person.joined)
