"""YAML from a colleague is data: small, flat enough, without anchors, tags or values that YAML reads in surprising ways.

PyYAML scans and parses; what is refused is refused on its events, before anything is built, so that a file of
a few bytes cannot unfold into millions of nodes. Plain scalars become null, true, false, whole numbers, decimal
numbers or text; whatever YAML 1.1 would turn into something else must be quoted.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import yaml

from commsim.scenario.errors import ConfigError, Problem, shown

MOST_BYTES = 1_000_000
MOST_DEPTH = 20
MOST_NODES = 50_000
LARGER = 8
"""Times these limits that a file with a members' file in it may hold: some 23,000 founders, read in two seconds."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML has it: 1 MB in half a second instead of four."""

KINDS = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", type(None): "nothing"}

CODE_KEYS = frozenset({"_target_", "_args_", "_partial_", "_recursive_", "_convert_", "hydra", "defaults"})
"""Keys by which Hydra turns data into code or reads further files."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that steer a terminal or turn the direction of writing, which YAML may hold as escapes."""

WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
SURPRISES = (
    (re.compile(r"(yes|no|on|off)", re.IGNORECASE), "YAML may read it as true or false"),
    (re.compile(r"(TRUE|True|FALSE|False)"), "write true or false"),
    (re.compile(r"(NULL|Null)"), "write null"),
    (re.compile(r"[-+]?0[0-9_]+"), "YAML may read it as an octal number"),
    (re.compile(r"[-+]?0[xob][0-9a-fA-F_]+"), "YAML may read it as a number to another base"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "YAML may read it as a number to the base 60"),
    (re.compile(r"[-+]?[0-9.]*_[0-9_.]*"), "YAML may read it as a number"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"), "YAML may read it as a date"),
    (re.compile(r"="), "YAML gives it a meaning of its own"),
)


def read(path: Path, times: int = 1, extends: bool = False) -> dict[str, Any]:
    """The mapping in a YAML file.

    times    how many times larger than usual it may be
    extends  whether it may have a list ``defaults``, which here is plain data, too

    Raises ConfigError where the file is missing, too large, not UTF-8, or holds anything but plain data.
    """
    return parse(read_text(path, times), str(path), times, extends)


def read_text(path: Path, times: int = 1) -> str:
    """The text of a small UTF-8 file. Raises ConfigError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ConfigError(Problem(str(path), "", "not a file", "a YAML file"))
        if path.stat().st_size > MOST_BYTES * times:
            raise ConfigError(Problem(str(path), "", f"{path.stat().st_size} bytes", f"at most {MOST_BYTES * times} bytes"))
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(Problem(str(path), "", f"byte {error.start} is not UTF-8", "a text file in UTF-8")) from None
    except OSError as error:
        raise ConfigError(Problem(str(path), "", f"cannot be read ({error.strerror})", "a readable YAML file")) from None


def parse(text: str, where: str, times: int = 1, extends: bool = False) -> dict[str, Any]:
    """The mapping in YAML text; ``where`` names its source in messages. Raises ConfigError."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES * times:
        raise ConfigError(Problem(where, "", f"{len(text)} characters", f"at most {MOST_BYTES * times} bytes"))
    builder = _Builder(where, MOST_NODES * times, CODE_KEYS - {"defaults"} if extends else CODE_KEYS)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise ConfigError(Problem(where, _position(error), f"not YAML ({_reason(error)})")) from None
    if not isinstance(builder.document, dict):
        raise ConfigError(Problem(where, "", f"holds {KINDS[type(builder.document)]}", "keys with values"))
    return builder.document


class _Builder:
    """Builds plain data from parser events and refuses all else."""

    def __init__(self, where: str, most: int, refused: frozenset[str]) -> None:
        self.where = where
        self.most = most
        self.refused = refused
        self.document: Any = None
        self.documents = 0
        self.nodes = 0
        self.open: list[dict[str, Any] | list[Any]] = []
        self.keys: list[str | None] = []
        self.names: list[str] = []

    def take(self, event: yaml.Event) -> None:
        """Add one event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(event)
        elif isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, f"alias *{event.anchor}", "plain values, written out")
        elif isinstance(event, yaml.NodeEvent):
            self._take_node(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()
            self.keys.pop()
            self.names.pop()

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1 or event.tags or event.version:
            raise self._refuse(event, "a second document or a directive", "one document without directives")

    def _take_node(self, event: Any) -> None:
        self.nodes += 1
        if event.anchor is not None:
            raise self._refuse(event, f"anchor &{event.anchor}", "plain values, written out")
        if event.tag is not None:
            raise self._refuse(event, f"tag {event.tag}", "plain values without tags")
        if self.nodes > self.most:
            raise self._refuse(event, f"more than {self.most} values", "a smaller file")
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        else:
            self._open_collection(event)

    def _open_collection(self, event: Any) -> None:
        if len(self.open) >= MOST_DEPTH:
            raise self._refuse(event, f"nested deeper than {MOST_DEPTH}", "a flatter file")
        if self._key_is_due():
            raise self._refuse(event, "a key that is a list or a mapping", "keys that are text")
        self.names.append((self.keys[-1] if self.keys else None) or "")
        collection: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(collection)
        self.open.append(collection)
        self.keys.append(None)

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        if "${" in event.value:
            raise self._refuse(event, f"{shown(event.value)}: interpolation", "plain values, written out")
        if CONTROL.search(event.value):
            raise self._refuse(event, f"{shown(event.value)}: a control character", "plain text")
        if self._key_is_due():
            self.keys[-1] = self._key(event, self.open[-1])
        else:
            self._put(self._value(event))

    def _key_is_due(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1], dict) and self.keys[-1] is None

    def _key(self, event: yaml.ScalarEvent, mapping: Any) -> str:
        name = str(event.value)
        if name in self.refused or name == "<<":
            raise self._refuse(event, f"key {name}: would be code or another file", "plain data")
        if name in mapping:
            raise self._refuse(event, f"key {name} given twice", "each key once")
        if not isinstance(self._value(event), str) or not name:
            raise self._refuse(event, f"key {shown(name)}", "keys that are text; quote it if it is meant so")
        return name

    def _value(self, event: yaml.ScalarEvent) -> Any:
        if not event.implicit[0]:
            return event.value
        try:
            return plain(event.value)
        except ValueError as error:
            raise self._refuse(event, shown(event.value), str(error)) from None

    def _put(self, value: Any) -> None:
        place, key = (self.open[-1], self.keys[-1]) if self.open else (None, None)
        if isinstance(place, list):
            place.append(value)
        elif place is not None and key is not None:
            place[key] = value
            self.keys[-1] = None
        else:
            self.document = value

    def _refuse(self, event: yaml.Event, wrong: str, accepted: str) -> ConfigError:
        line = f"line {event.start_mark.line + 1}" if event.start_mark else ""
        path = ".".join(filter(None, [*self.names, self.keys[-1] if self.keys else None]))
        return ConfigError(Problem(self.where, ": ".join(filter(None, (line, path))), wrong, accepted))


def plain(text: str) -> str | int | float | bool | None:
    """What an unquoted YAML scalar stands for. Raises ValueError with what to write where that is not obvious."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if NOT_FINITE.fullmatch(text):
        raise ValueError("finite numbers, or text in quotes")
    for pattern, why in SURPRISES:
        if pattern.fullmatch(text):
            raise ValueError(f"quotes around it if it is text ({why})")
    if WHOLE.fullmatch(text):
        return int(text)
    return _decimal(text) if DECIMAL.fullmatch(text) else text


def _decimal(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number below 1.8e308")
    return value


def _position(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
