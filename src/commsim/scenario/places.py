"""Where configs and experiments lie: in the checkout commsim runs from, else in the installed package."""

from __future__ import annotations

import re
from pathlib import Path

from commsim.scenario.errors import ConfigError, Problem, nearest

PACKAGE = Path(__file__).resolve().parents[1]
NAME = re.compile(r"[A-Za-z0-9_]+(/[A-Za-z0-9_]+)*")


def _shipped(name: str) -> Path:
    """A folder of the checkout if the package lies in one's ``src``, else its copy inside the package."""
    checkout = PACKAGE.parents[1]
    if PACKAGE.parent.name == "src" and (checkout / "configs" / "config.yaml").is_file():
        return checkout / name
    return PACKAGE / f"_{name}"


def configs() -> Path:
    """Folder of the config groups."""
    return _shipped("configs")


def experiment_folders() -> tuple[Path, ...]:
    """Folders searched for experiments: the one here, then the one that comes with commsim."""
    here, shipped = Path.cwd() / "experiments", _shipped("experiments")
    return (here,) if here.resolve() == shipped.resolve() else (here, shipped)


def groups() -> tuple[str, ...]:
    """Names of the config groups."""
    return tuple(sorted(folder.name for folder in configs().iterdir() if folder.is_dir()))


def options(group: str) -> tuple[str, ...]:
    """Names of a config group's options."""
    return tuple(sorted(file.stem for file in (configs() / group).glob("*.yaml")))


def experiments() -> dict[str, Path]:
    """All experiments by name; one in the folder here hides a shipped one of the same name."""
    found: dict[str, Path] = {}
    for folder in experiment_folders():
        for file in sorted(folder.rglob("*.yaml")):
            found.setdefault(file.relative_to(folder).with_suffix("").as_posix(), file)
    return found


def experiment_file(name_or_path: str | Path) -> Path:
    """The file of an experiment given by name, or by a path that ends in .yaml. Raises ConfigError."""
    if isinstance(name_or_path, Path) or name_or_path.endswith((".yaml", ".yml")):
        return Path(name_or_path)
    known = experiments()
    file = known.get(name_or_path)
    if file is None or not NAME.fullmatch(name_or_path):
        likely = nearest(name_or_path, known)
        raise ConfigError(Problem("experiment", name_or_path, "unknown", ", ".join(known) or "a path to a .yaml file", likely))
    if not any(file.resolve().is_relative_to(folder.resolve()) for folder in experiment_folders()):
        raise ConfigError(Problem("experiment", name_or_path, "a link that leads out of its folder", "a file inside it"))
    return file
