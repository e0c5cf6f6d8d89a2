"""An option of a config group as a file of the user's own: what it extends, and what it says differently."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from commsim.scenario import places, validate
from commsim.scenario.compose import Composer
from commsim.scenario.errors import ConfigError, Problem, nearest
from commsim.scenario.overrides import choose
from commsim.scenario.plain_yaml import written

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def target(group: str, name: str, replace: bool) -> Path:
    """Where an option of this name is written. Raises ConfigError for a name that is none, is shipped, or is taken."""
    if not NAME.fullmatch(name):
        raise ConfigError(Problem("--name", name, "no name for an option", "small letters, digits and underscores, a letter first"))
    if places.shipped_option(group, name):
        raise ConfigError(Problem("--name", name, f"is a {group} that comes with commsim", "another name"))
    path = places.own_configs() / group / f"{name}.yaml"
    if path.exists() and not replace:
        raise ConfigError(Problem("--name", name, f"{shown(path)} is there already", "another name, or --replace"))
    return path


def known_base(group: str, base: str) -> str:
    """A base checked to exist. Raises ConfigError."""
    known = places.options(group)
    if base not in known:
        raise ConfigError(Problem("--base", base, f"no {group} of this name", ", ".join(known), nearest(base, known)))
    return base


def option_text(command: str, remarks: Sequence[str], base: str, body: Mapping[str, Any]) -> str:
    """The file's text; each key of the body with a remark line of its own would be too much, so the remarks stand at the top."""
    head = [f"{places.MADE_BY_US} {command}`: {remarks[0]}", *(f"# {remark}" for remark in remarks[1:])]
    return (
        "\n".join(" ".join(line.split()) for line in head)
        + "\n"
        + written({"defaults": [base, "_self_"]})
        + "\n"
        + written(dict(body), flow=None if "founders" in body else False)
    )


def check(group: str, base: str, body: Mapping[str, Any], where: str, products: Sequence[str] = ()) -> None:
    """The default configuration with this option is valid, where the market has further products of these names. Raises ConfigError."""
    composer = Composer()
    choice = (choose(group, base, "--base"),)
    composer.prepare(choice, ())
    tree = composer.root(choice)
    tree[group] = laid_over(tree[group], body)
    alike = {**tree["market"]["product"], "demand": 1.0, "overlap": 0.0, "start_day": 0}
    tree["market"]["more_products"] += [{**alike, "name": name} for name in products]
    validate.config(tree, lambda path: where)


def laid_over(tree: Any, body: Any) -> Any:
    """A mapping over a mapping, key by key; anything else replaces."""
    if isinstance(tree, dict) and isinstance(body, Mapping):
        return {**tree, **{name: laid_over(tree.get(name), value) for name, value in body.items()}}
    return body


def shown(path: Path) -> str:
    """A path as messages show it: relative to here where it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
