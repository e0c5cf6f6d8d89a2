"""A scenario as one row of numbers per world: what the kernel reads as `p`.

The row's dtype is generated from the schema: `strategy.content.per_week` becomes `p.content_per_week`,
`behaviour.open.event` becomes `p.open_event`. Siblings of one class (the forms of events) are stacked into one
array field. Amounts of money are float64, everything else float32; choices become their number.
"""

from __future__ import annotations

import functools
import math
import typing
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.fields import Strict
from commsim.scenario.products import PROGRAMMES, programme_product
from commsim.scenario.schema import Scenario

PREFIX = {"community": "", "strategy": "", "rules": "rules_", "market": "", "behaviour": ""}
"""Parts of a scenario that become parameters, and what their names start with. Members become tables instead."""

DERIVED: dict[str, Callable[[Scenario], float]] = {
    "tie_keep": lambda s: 0.5 ** (1.0 / s.behaviour.ties.half_life),
    "first_weekday": lambda s: date.fromisoformat(s.market.start_date).weekday(),
    **{f"{programme}_product": functools.partial(programme_product, programme) for programme in PROGRAMMES},
}
"""Parameters that are computed once per scenario instead of once per member, names turned into numbers included."""


def _is_part(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Strict)


def leaves(part: type[Strict], prefix: str) -> Iterator[tuple[str, str, tuple[str, ...], tuple[int, ...]]]:
    """Each parameter under a schema class: name, dtype, path of attributes ('*' stands for stacked siblings), shape."""
    parts: list[Any] = [field.annotation for field in part.model_fields.values() if _is_part(field.annotation)]
    stacked = {cls for cls in parts if parts.count(cls) > 1}
    for cls in sorted(stacked, key=lambda c: c.__name__):
        siblings = [name for name, field in part.model_fields.items() if field.annotation is cls]
        for name, dtype, path, _ in leaves(cls, prefix):
            yield name, dtype, ("*" + ",".join(siblings), *path), (len(siblings),)
    for name, field in part.model_fields.items():
        annotation: Any = field.annotation
        if _is_part(annotation):
            if annotation not in stacked:
                for leaf, dtype, path, shape in leaves(annotation, f"{prefix}{name}_"):
                    yield leaf, dtype, (name, *path), shape
        elif annotation in (int, float, bool):
            extra = field.json_schema_extra or {}
            money = isinstance(extra, dict) and str(extra.get("unit", "")).startswith("yuan")
            yield f"{prefix}{name}", "f8" if money else "f4", (name,), ()
        elif get_origin(annotation) is Literal:
            yield f"{prefix}{name}", "f4", (name,), ()
        elif get_origin(annotation) is tuple and get_args(annotation)[0] is float:
            length = next(m.max_length for m in field.metadata if hasattr(m, "max_length"))
            yield f"{prefix}{name}", "f4", (name,), (length,)


def _layout() -> list[tuple[str, str, tuple[str, ...], tuple[int, ...]]]:
    found = []
    for part, prefix in PREFIX.items():
        found += [(n, d, (part, *p), s) for n, d, p, s in leaves(typing.cast(type[Strict], Scenario.model_fields[part].annotation), prefix)]
    return sorted(found, key=lambda leaf: leaf[1], reverse=True)


LAYOUT = _layout()
"""Every parameter: name, dtype, path of attributes, shape; amounts of money first."""
MONEY = sum(math.prod(shape) for _, dtype, _, shape in LAYOUT if dtype == "f8")
"""How many float64 numbers a row begins with; the rest are float32."""
PLAIN = sum(math.prod(shape) for _, dtype, _, shape in LAYOUT if dtype == "f4") + len(DERIVED)
PARAMETERS = np.dtype(
    [(name, dtype, shape) for name, dtype, _, shape in LAYOUT]
    + [(name, "f4") for name in DERIVED]
    + [("padding", "f4", (PLAIN % 2,))] * (PLAIN % 2)
)
"""dtype of a parameter row; its size is a multiple of 8 bytes, so that rows can be seen as plain numbers."""


def money_of(rows: NDArray[np.void]) -> NDArray[np.float64]:
    """The amounts of money of parameter rows as plain numbers that share their memory; [N] → [N, MONEY]."""
    return _as_bytes(rows)[:, : 8 * MONEY].view(np.float64)


def numbers_of(rows: NDArray[np.void]) -> NDArray[np.float32]:
    """All other parameters as plain numbers that share their memory; [N] → [N, PLAIN]."""
    return _as_bytes(rows)[:, 8 * MONEY : 8 * MONEY + 4 * PLAIN].view(np.float32)


def _as_bytes(rows: NDArray[np.void]) -> NDArray[np.uint8]:
    return rows.view(np.ndarray).view(np.uint8).reshape(rows.size, PARAMETERS.itemsize)


@functools.cache
def places() -> dict[str, tuple[bool, int]]:
    """Where a key's number stands in a row: path as in the configuration → (whether among the money, position)."""
    found: dict[str, tuple[bool, int]] = {}
    at = {"f8": 0, "f4": 0}
    for _, dtype, path, shape in LAYOUT:
        for number, written in enumerate(_written(path, shape)):
            found[written] = (dtype == "f8", at[dtype] + number)
        at[dtype] += math.prod(shape)
    return found


def _written(path: tuple[str, ...], shape: tuple[int, ...]) -> list[str]:
    """The keys of one parameter as a planner writes them: siblings by name, items of a list by position."""
    names = [""]
    for step in path:
        parts = step[1:].split(",") if step.startswith("*") else [step]
        names = [f"{name}.{part}".lstrip(".") for name in names for part in parts]
    return names if len(names) == math.prod(shape) else [f"{names[0]}.{item}" for item in range(math.prod(shape))]


def _follow(node: Any, path: tuple[str, ...]) -> Any:
    for position, step in enumerate(path):
        if step.startswith("*"):
            return [_follow(getattr(node, name), path[position + 1 :]) for name in step[1:].split(",")]
        parent, node = node, getattr(node, step)
    if isinstance(node, str):
        return float(get_args(type(parent).model_fields[path[-1]].annotation).index(node))
    return node


def parameter_row(scenario: Scenario) -> NDArray[np.void]:
    """The parameter row of a scenario; structured array of shape [1] with dtype PARAMETERS."""
    row = np.zeros(1, PARAMETERS)
    for name, _, path, _ in LAYOUT:
        row[name] = _follow(scenario, path)
    for name, formula in DERIVED.items():
        row[name] = formula(scenario)
    return row
