"""A scenario as one row of numbers per world: what the kernel reads as `p`.

The row's dtype is generated from the schema: `strategy.content.per_week` becomes `p.content_per_week`,
`behaviour.open.event` becomes `p.open_event`. Siblings of one class (the forms of events) are stacked into one
array field. Amounts of money are float64, everything else float32; choices become their number.
"""

from __future__ import annotations

import math
import typing
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.fields import Strict
from commsim.scenario.schema import Scenario

PREFIX = {"community": "", "strategy": "", "rules": "rules_", "market": "", "behaviour": ""}
"""Parts of a scenario that become parameters, and what their names start with. Members become tables instead."""

DERIVED = {
    "price_log2": lambda s: math.log2(max(s.market.product.price / s.market.product.reference_price, 2.0**-16)),
    "tie_keep": lambda s: 0.5 ** (1.0 / s.behaviour.ties.half_life),
}
"""Parameters that are computed once per scenario instead of once per member."""


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
    return found


LAYOUT = _layout()
PARAMETERS = np.dtype([(name, dtype, shape) for name, dtype, _, shape in LAYOUT] + [(name, "f4") for name in DERIVED])
"""dtype of a parameter row."""


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
