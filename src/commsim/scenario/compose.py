"""From config groups and changes to a validated configuration.

Hydra composes the shipped config groups through their defaults lists; a user's own options are data, laid over the
shipped ones they extend. Changes are then laid on top layer by layer, and the result is validated. A layer that chooses
a group's option replaces what earlier layers set in that group; inside a layer, options come before values, as in Hydra.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from commsim.scenario import own_options, places
from commsim.scenario.errors import ConfigError, Problem, nearest, shown
from commsim.scenario.overrides import Change

Tree = dict[str, Any]
Layer = tuple[Change, ...]

_ASIDE = "_options_"
"""Where options lie while they are composed beside the root."""

_ONE_AT_A_TIME = Lock()
"""Hydra keeps what it is working on in one place for the whole process."""


@dataclass
class Composer:
    """Composes with Hydra and remembers what it has composed.

    roots    whole configurations by the options chosen for them
    options  single options of config groups by group and name
    chosen   by root: the option of each group, those of the defaults list included
    shipped  of those options, what Hydra composed of shipped files
    """

    roots: dict[Layer, Tree] = field(default_factory=dict)
    options: dict[tuple[str, str], Tree] = field(default_factory=dict)
    chosen: dict[Layer, dict[str, str]] = field(default_factory=dict)
    shipped: dict[tuple[str, str], Tree] = field(default_factory=dict)

    def prepare(self, choices: Layer, later: Iterable[Change]) -> None:
        """Compose a root and the options that later layers choose in one go, which takes Hydra half the time. Raises ConfigError."""
        own = {choice.path: str(choice.value) for choice in choices if places.own_option(choice.path, str(choice.value))}
        asked = [*own.items(), *((change.path, str(change.value)) for change in later if change.group)]
        wanted = sorted({(group, own_options.chain(group, name).shipped) for group, name in asked} - {(group, "") for group, _ in asked})
        extra = [f"+{group}@{_ASIDE}.{group}.{name}={name}" for group, name in wanted]
        shipped = [f"{choice.path}={choice.value}" for choice in choices if choice.path not in own]
        tree, chosen = _hydra("config", [*shipped, *extra])
        aside = tree.pop(_ASIDE, {})
        self.shipped |= {(group, name): aside[group][name] for group, name in wanted}
        self.chosen[choices] = chosen | own
        hidden = {group: name for group, name in self.chosen[choices].items() if places.own_option(group, name)}
        self.roots[choices] = tree | {group: self.option(group, name) for group, name in hidden.items()}

    def root(self, choices: Layer = ()) -> Tree:
        """A fresh copy of the default configuration with some groups' options chosen, as plain data."""
        if choices not in self.roots:
            self.prepare(choices, ())
        return dict(fresh(self.roots[choices]))

    def option(self, group: str, name: str) -> Tree:
        """A fresh copy of one option of a config group."""
        if (group, name) not in self.options:
            below, layers = own_options.chain(group, name)
            tree = self._shipped(group, below) if below else {}
            for layer in layers:
                tree = _merged(tree, layer)
            self.options[group, name] = tree
        return dict(fresh(self.options[group, name]))

    def _shipped(self, group: str, name: str) -> Tree:
        if (group, name) not in self.shipped:
            self.shipped[group, name] = _hydra(f"{group}/{name}", [])[0][group]
        return self.shipped[group, name]

    def lay(self, tree: Tree, layer: Iterable[Change]) -> Tree:
        """The tree with a layer of changes on top; the tree itself is changed. Raises ConfigError."""
        changes = tuple(layer)
        for change in changes:
            if change.group:
                tree[change.path] = self.option(change.path, change.value)
        for change in changes:
            if not change.group:
                put(tree, change)
        return tree


def _hydra(name: str, choices: list[str]) -> tuple[Tree, dict[str, str]]:
    """One config as Hydra composes it, and the option of each group; no callbacks, logging, run folder. Raises ConfigError."""
    from hydra import compose, initialize_config_dir
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    folder = places.configs()
    try:
        with _ONE_AT_A_TIME, initialize_config_dir(str(folder), version_base="1.3"):
            composed = compose(name, choices, return_hydra_config=True)
    except (HydraException, OmegaConfBaseException) as error:
        raise ConfigError(Problem(f"{folder}/{name}.yaml", "", str(error).splitlines()[0])) from None
    tree: Any = OmegaConf.to_container(composed, resolve=False)
    return tree, tree.pop("hydra")["runtime"]["choices"]


def fresh(value: Any) -> Any:
    """A copy of plain data that shares no list or mapping with it."""
    if isinstance(value, dict):
        return {name: fresh(inner) for name, inner in value.items()}
    return [fresh(inner) for inner in value] if isinstance(value, list) else value


def put(tree: Tree, change: Change) -> None:
    """Set one key. Items of a list are named by position or by their ``name``. Raises ConfigError on an unknown key."""
    names = change.path.split(".")
    place: Any = tree
    for depth, name in enumerate(names):
        key = _find(place, name)
        if key is None:
            raise ConfigError(_unknown(tree, place, names, depth, change))
        if depth == len(names) - 1:
            place[key] = _merged(place[key], change.value)
        else:
            place = place[key]


def _find(place: Any, name: str) -> str | int | None:
    if isinstance(place, Mapping):
        return name if name in place else None
    if isinstance(place, list):
        if name.isdigit():
            return int(name) if int(name) < len(place) else None
        return next((position for position, item in enumerate(place) if isinstance(item, Mapping) and item.get("name") == name), None)
    return None


def _merged(old: Any, new: Any) -> Any:
    """As Hydra does it: a mapping is merged into a mapping, anything else replaces."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{name: _merged(old.get(name), value) for name, value in new.items()}}
    return new


def _unknown(tree: Tree, place: Any, names: list[str], depth: int, change: Change) -> Problem:
    """What to say about an unknown key: its siblings, and the nearest of all keys."""
    known = _names(place)
    siblings = [".".join([*names[:depth], name]) for name in known] if depth == len(names) - 1 else []
    likely = nearest(change.path, siblings) or nearest(change.path, paths(tree)) or _by_last_name(change.path, paths(tree))
    accepted = ", ".join(known) if known else f"no keys below {'.'.join(names[:depth])}"
    return Problem(change.where, change.path, f"unknown key (value {shown(change.value)})", accepted, likely)


def _by_last_name(path: str, known: Iterable[str]) -> str | None:
    """The known path whose last name is most like this one's."""
    ends: dict[str, str] = {}
    for candidate in known:
        ends.setdefault(candidate.rsplit(".", 1)[-1], candidate)
    likely = nearest(path.rsplit(".", 1)[-1], ends)
    return ends[likely] if likely else None


def _names(place: Any) -> list[str]:
    if isinstance(place, Mapping):
        return [str(name) for name in place]
    if isinstance(place, list):
        return [str(item["name"]) if isinstance(item, Mapping) and "name" in item else str(position) for position, item in enumerate(place)]
    return []


def positions(tree: Tree, path: str) -> str:
    """The path with positions instead of names for items of lists; unknown parts stay as they are."""
    place: Any = tree
    found: list[str] = []
    for name in path.split("."):
        key = _find(place, name)
        place = place[key] if key is not None else None
        found.append(name if key is None else str(key))
    return ".".join(found)


def paths(place: Any, above: str = "") -> list[str]:
    """Every dotted path of a tree, inner ones included."""
    found: list[str] = []
    for name in _names(place):
        path = f"{above}.{name}" if above else name
        key = _find(place, name)
        found += [path, *paths(place[key], path)]
    return found
