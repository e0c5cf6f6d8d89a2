"""Overrides as Hydra's grammar has them, `key=value` or `group=option`, read into changes. Composing nothing yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from commsim.scenario import places
from commsim.scenario.errors import ConfigError, Problem, names, nearest, shown
from commsim.scenario.strict_yaml import CODE_KEYS

if TYPE_CHECKING:
    from hydra.core.override_parser.types import Override

LONGEST, MOST_BRACKETS = 4_000, 50
"""Characters and opening brackets of an override; what is longer is no setting, and could tire the parser."""

MOST_VALUES = 1_000
"""Values of an axis of a sweep."""

CLOCK = re.compile(r"[0-9]+(:[0-9]+)+")


@dataclass(frozen=True)
class Change:
    """One override.

    text    as written
    where   where it was written, for messages
    path    dotted key, or the name of a config group
    value   what the key is set to, or the name of the group's option
    group   whether an option of a config group is chosen
    """

    text: str
    where: str
    path: str
    value: Any
    group: bool


@dataclass(frozen=True)
class Axis:
    """One axis of a sweep: a key or a config group, and the values it takes."""

    path: str
    values: tuple[Any, ...]


def changes(texts: Iterable[str], where: str) -> tuple[Change, ...]:
    """The overrides, checked for form and config groups' options, not yet for the schema. Raises ConfigError."""
    return tuple(_change(text, where) for text in texts)


def axes(texts: Sequence[str], where: str) -> tuple[Axis, ...]:
    """Overrides with several values, as axes; one value makes an axis of one. Raises ConfigError."""
    return tuple(_axis(text, where) for text in texts)


def choose(group: str, option: Any, where: str, text: str = "") -> Change:
    """An option of a config group, checked to exist. Raises ConfigError."""
    if group not in places.groups():
        raise ConfigError(Problem(where, group, "unknown config group", ", ".join(places.groups()), nearest(group, places.groups())))
    known = places.options(group)
    if option not in known:
        raise ConfigError(
            Problem(where, group, f"{shown(option)} is no option", names(known, "commsim list levers"), nearest(str(option), known))
        )
    return Change(text or f"{group}={option}", where, group, option, group=True)


def set_value(path: str, value: Any, where: str, text: str = "") -> Change:
    """A value for a key, or an option for a config group."""
    if path in places.groups() and not isinstance(value, dict):
        return choose(path, value, where, text)
    return Change(text or f"{path}={value}", where, path, value, group=False)


def _change(text: str, where: str) -> Change:
    override = _parse(text, where)
    if override.is_sweep_override():
        raise ConfigError(Problem(where, text, "several values", "one value; several make a sweep: -m key=a,b, or brackets for a list"))
    return set_value(override.key_or_group, _value(override.value(), text, where), where, text)


def _axis(text: str, where: str) -> Axis:
    override = _parse(text, where)
    if not override.is_sweep_override():
        return axis(override.key_or_group, (_value(override.value(), text, where),), where)
    if not override.is_discrete_sweep():
        raise ConfigError(Problem(where, text, "cannot be swept", "a list a,b,c or range(first,end,step)"))
    if override.value_type is not None and override.value_type.name == "GLOB_CHOICE_SWEEP":
        raise ConfigError(Problem(where, text, "cannot be swept", "names written out: a,b,c"))
    values = (override._convert_value(value) for value in islice(override.sweep_iterator(), MOST_VALUES + 1))
    return axis(override.key_or_group, [_value(value, text, where) for value in values], where)


def axis(path: str, values: Sequence[Any], where: str) -> Axis:
    """An axis, checked to have distinct values. Raises ConfigError."""
    if len(values) > MOST_VALUES:
        raise ConfigError(Problem(where, path, f"more than {MOST_VALUES} values", "a coarser grid"))
    if not values or any(value in values[:position] for position, value in enumerate(values)):
        raise ConfigError(Problem(where, path, f"{shown(list(values))}", "one or more different values"))
    return Axis(path, tuple(values))


def _parse(text: str, where: str) -> Override:
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    if len(text) > LONGEST or sum(map(text.count, "([{")) > MOST_BRACKETS:
        raise ConfigError(Problem(where, shown(text), "too long or too deep", f"at most {LONGEST} characters, {MOST_BRACKETS} brackets"))
    try:
        override = OverridesParser.create().parse_override(text)
    except HydraException as error:
        why = f"not understood ({str(error).splitlines()[0]})" if "=" in text else "no key=value"
        raise ConfigError(Problem(where, text, why, _hint(text))) from None
    _refuse_code(override, text, where)
    if "shuffle(" in text:
        raise ConfigError(Problem(where, text, "would be different each time", "values in an order"))
    if override.is_delete():
        raise ConfigError(Problem(where, text, "keys cannot be removed, all are needed", "key=value"))
    return override


def _hint(text: str) -> str:
    """How to write an override that was not understood."""
    key, equals, value = text.partition("=")
    if not equals and text in places.experiments():
        return f"key=value; did you mean experiment={text}?"
    if equals and key.isascii() and '"' not in value:
        return f"""key=value, text other than plain words in two pairs of quotes: '{key}="{value}"'"""
    return "key=value"


def split(texts: Iterable[str], where: str) -> tuple[list[str], list[str]]:
    """Overrides with one value, and those with several, which are axes of a sweep. Raises ConfigError."""
    single: list[str] = []
    several: list[str] = []
    for text in texts:
        (several if _parse(text, where).is_sweep_override() else single).append(text)
    return single, several


def _refuse_code(override: Override, text: str, where: str) -> None:
    parts = set(re.split(r"[./]", override.key_or_group))
    if parts & CODE_KEYS or override.package is not None or "${" in text:
        raise ConfigError(Problem(where, text, "would be code, another file or an interpolation", "plain keys and values"))


def _value(value: Any, text: str, where: str) -> Any:
    """The value, refused where it hides code or a clock time that was meant as a number."""
    if isinstance(value, dict) and not CODE_KEYS.isdisjoint(map(str, value)):
        raise ConfigError(Problem(where, text, "would be code", "plain values"))
    if isinstance(value, dict):
        return {str(name): _value(inner, text, where) for name, inner in value.items()}
    if isinstance(value, list):
        return [_value(inner, text, where) for inner in value]
    if isinstance(value, str) and CLOCK.fullmatch(value):
        raise ConfigError(Problem(where, text, f"{shown(value)} is read differently by different tools (12:30 as 750)", "a plain number"))
    return value
