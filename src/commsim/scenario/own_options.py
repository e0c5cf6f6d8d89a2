"""A user's own options of config groups, ``./configs/GROUP/NAME.yaml``: data laid over a shipped option, never composed by Hydra.

Such a file may begin with ``defaults: [NAME, _self_]``: it then says only what it does differently from NAME, a
shipped option of its group or another own one. An own option may extend the shipped one whose name it bears.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from commsim.scenario import places, strict_yaml
from commsim.scenario.errors import ConfigError, Problem, nearest

EXTENDS = "[NAME, _self_] with NAME an option of the same group, or no defaults and every key"


class Chain(NamedTuple):
    """What an option consists of: a shipped option (or none: ""), and what is laid over it, in this order."""

    shipped: str
    layers: tuple[dict[str, Any], ...]


def chain(group: str, name: str) -> Chain:
    """The parts of an option; of a shipped one it is that alone. Raises ConfigError."""
    layers: list[dict[str, Any]] = []
    seen: set[str] = set()
    while name and name not in seen and (file := places.own_option(group, name)) is not None:
        seen.add(name)
        layer = strict_yaml.read(file, strict_yaml.LARGER, extends=True)
        name = _extended(layer.pop("defaults", None), group, str(file))
        layers.insert(0, layer)
    if name in seen and not places.shipped_option(group, name):
        raise ConfigError(Problem(f"configs/{group}/{name}.yaml", "defaults", "own options that extend one another in a circle", EXTENDS))
    return Chain(name, tuple(layers))


def _extended(defaults: Any, group: str, where: str) -> str:
    """Name of the option that a ``defaults`` list names, empty without one. Raises ConfigError."""
    if defaults is None:
        return ""
    if not isinstance(defaults, list) or len(defaults) != 2 or defaults[1] != "_self_" or not isinstance(defaults[0], str):
        raise ConfigError(Problem(where, "defaults", f"{defaults!r}", EXTENDS))
    if defaults[0] not in (known := places.options(group)):
        raise ConfigError(Problem(where, "defaults", f"{defaults[0]!r} is no option", ", ".join(known), nearest(defaults[0], known)))
    return defaults[0]
