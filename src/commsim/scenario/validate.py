"""A composed tree becomes a Config, or one line per problem says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from commsim.scenario.checks import contradictions
from commsim.scenario.describe import levers
from commsim.scenario.errors import ConfigError, Problem, nearest, shown
from commsim.scenario.schema import Config

WORDS = {"model_type": "keys with values", "tuple_type": "a list", "json_invalid": "text that can be written in UTF-8"}
"""What is accepted where no single key is at fault."""

NAMES = "small letters a to z, digits and _, a letter first; what readers see stands under labels:"
"""What is accepted as a name of an arm or a metric."""

Origin = Callable[[str], str]
"""Says for a key path where its value was written."""


def config(tree: Mapping[str, Any], origin: Origin) -> Config:
    """The validated configuration. Raises ConfigError with every problem found."""
    made: Config = validated(Config, tree, origin, _keys())
    problems = contradictions(made, origin)
    if problems:
        raise ConfigError(problems)
    return made


def validated(model: type[BaseModel], tree: Mapping[str, Any], origin: Origin, keys: Mapping[str, str]) -> Any:
    """Plain data as a strict model. Through JSON, since strict means there: lists for tuples, 1 for 1.0, nothing else.

    ``keys`` says by path what is accepted. Raises ConfigError with every problem found.
    """
    try:
        return model.model_validate_json(json.dumps(tree))
    except ValidationError as error:
        raise ConfigError([_problem(detail, origin, keys) for detail in error.errors(include_url=False)]) from None


def _problem(detail: ErrorDetails, origin: Origin, keys: Mapping[str, str]) -> Problem:
    loc = detail["loc"]
    path = ".".join(str(part) for part in loc)
    if detail["type"] == "extra_forbidden":
        return _unknown(path, detail, origin, keys)
    if loc and loc[-1] == "[key]":
        return Problem(origin(path), path.removesuffix(".[key]"), "no name", NAMES)
    accepted = keys.get(_general(loc)) or keys.get(_general(loc[:1])) or WORDS.get(detail["type"], detail["msg"])
    return Problem(origin(path), path, "missing" if detail["type"] == "missing" else shown(detail["input"]), accepted)


def _unknown(path: str, detail: ErrorDetails, origin: Origin, keys: Mapping[str, str]) -> Problem:
    loc = detail["loc"]
    above = _general(loc[:-1])
    start = f"{above}." if above else ""
    siblings = sorted({known.removeprefix(start).split(".")[0].removesuffix("[]") for known in keys if known.startswith(start)})
    wrong = f"unknown key (value {shown(detail['input'])})"
    return Problem(origin(path), path, wrong, ", ".join(siblings), nearest(str(loc[-1]), siblings))


@cache
def _keys() -> Mapping[str, str]:
    """What each key of the configuration accepts."""
    return {lever.path: lever.accepted for lever in levers()}


def _general(loc: tuple[str | int, ...]) -> str:
    """A location as the schema has it: ``[]`` for a position, none for the position at the end."""
    text = ""
    for part in loc:
        text += "[]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text.removesuffix("[]")
