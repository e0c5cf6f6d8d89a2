"""Every key of the schema in words: path, type, unit, range, meaning, source, role, default. Feeds `commsim list levers`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from commsim.scenario.schema import ROLES, Config

TYPES = {float: "number", int: "whole number", bool: "true or false", str: "text"}


@dataclass(frozen=True)
class Lever:
    """One key.

    path      dotted; ``[]`` stands for each item of a list
    type      in words
    unit      as in the schema
    low, high closed range, None where there is none
    choices   what a name may be, else empty
    length    number of items a list must have, None if not a list or free
    meaning   one line
    source    where a claim about people comes from, else empty
    role      lever, uncertainty, behaviour or study
    tried     up to where the model was tried, None where nothing is said
    default   value in the default configuration, None where not looked up
    """

    path: str
    type: str
    unit: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    length: int | None
    meaning: str
    source: str
    role: str
    tried: float | None = None
    default: Any = None

    @property
    def accepted(self) -> str:
        """What may be written, in words."""
        if self.choices:
            names = "one of " + ", ".join(self.choices)
            return f"list of names, each {names}" if self.type.startswith("list") else names
        size = "" if self.length is None else f" of {self.length} items"
        return f"{self.type}{size}{self.range} ({self.unit})"

    @property
    def explained(self) -> str:
        """The meaning, and up to where the model was tried."""
        return self.meaning if self.tried is None else f"{self.meaning} (tried up to {_plain(self.tried)}; more extrapolates)"

    @property
    def range(self) -> str:
        """The closed range in words."""
        if self.low is None and self.high is None:
            return ""
        if self.high is None:
            return f" from {_plain(self.low)}"
        return f" from {_plain(self.low or 0)} to {_plain(self.high)}"


def _plain(bound: float | None) -> str:
    """A bound as one would type it: no exponent where it is a whole number."""
    return "" if bound is None else f"{bound:.0f}" if float(bound).is_integer() else f"{bound:g}"


@cache
def levers(model: type[BaseModel] = Config) -> tuple[Lever, ...]:
    """All keys of the schema, in its order."""
    return tuple(_walk(model, (), ""))


def with_defaults(config: Config) -> tuple[Lever, ...]:
    """The same with the values of a configuration as defaults; list items have none of their own."""
    return tuple(Lever(**{**vars(lever), "default": _value(config, lever.path)}) for lever in levers())


def values(config: BaseModel, path: str) -> Iterator[tuple[str, Any]]:
    """What a configuration has at a key, with its place; several where the key is one of a list's items, none if that is empty."""
    yield from _below(config, path.split("."), "")


def _below(place: object, names: list[str], above: str) -> Iterator[tuple[str, Any]]:
    name, *rest = names
    value = getattr(place, name.removesuffix("[]"))
    path = f"{above}.{name.removesuffix('[]')}".lstrip(".")
    if not rest:
        yield path, value
    elif name.endswith("[]"):
        for position, item in enumerate(value):
            yield from _below(item, rest, f"{path}.{position}")
    else:
        yield from _below(value, rest, path)


def _walk(model: type[BaseModel], above: tuple[str, ...], role: str) -> Iterator[Lever]:
    for name, field in model.model_fields.items():
        path = (*above, name)
        part = role or ROLES.get(name, "study")
        item = _item(field.annotation)
        if _is_part(field.annotation):
            yield from _walk(field.annotation, path, part)  # type: ignore[arg-type]
        elif item is not None and _is_part(item):
            yield from _walk(item, (*above, f"{name}[]"), part)
        else:
            yield _lever(".".join(path), field, part)


def _lever(path: str, field: FieldInfo, role: str) -> Lever:
    item = _item(field.annotation)
    inner = field.annotation if item is None else item
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    item_range: Any = extra.get("item_range", (None, None))
    names = get_args(inner) if get_origin(inner) is Literal else ()
    word = "name" if names else TYPES[inner]  # type: ignore[index]
    return Lever(
        path=path,
        type=word if item is None else f"list of {word}s",
        unit=str(extra.get("unit", "")),
        low=_bound(field, "ge") if item is None else item_range[0],
        high=_bound(field, "le") if item is None else item_range[1],
        choices=tuple(names),
        length=_length(field),
        meaning=field.description or "",
        source=str(extra.get("source", "")),
        role=role,
        tried=extra.get("tried"),  # type: ignore[arg-type]
    )


def _is_part(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _item(annotation: Any) -> Any:
    """Type of a tuple's items, or None where the annotation is no tuple."""
    return get_args(annotation)[0] if get_origin(annotation) is tuple else None


def _bound(field: FieldInfo, name: str) -> float | None:
    return next((getattr(item, name) for item in field.metadata if getattr(item, name, None) is not None), None)


def _length(field: FieldInfo) -> int | None:
    shortest = next((item.min_length for item in field.metadata if hasattr(item, "min_length")), None)
    longest = next((item.max_length for item in field.metadata if hasattr(item, "max_length")), None)
    return shortest if shortest == longest else None


def _value(config: BaseModel, path: str) -> Any:
    value: Any = config
    for name in path.split("."):
        if name.endswith("[]"):
            return None
        value = value[name] if isinstance(value, Mapping) else getattr(value, name)
    return value
