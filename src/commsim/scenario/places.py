"""Where configs and experiments lie: in the folder worked in, then in the checkout commsim runs from or the installed package."""

from __future__ import annotations

import re
from pathlib import Path

from commsim.scenario.errors import ConfigError, Problem, names, nearest

PACKAGE = Path(__file__).resolve().parents[1]
NAME = re.compile(r"[A-Za-z0-9_]+(/[A-Za-z0-9_]+)*")
MADE_BY_US = "# Made by `commsim"
"""How an option begins that a command of ours has written; told by it from the shipped ones of a checkout that is worked in."""


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
    """Names of a config group's options, the user's own among them."""
    folders = (configs(), own_configs())
    return tuple(sorted({file.stem for folder in folders for file in (folder / group).glob("*.yaml")}))


def own_configs() -> Path:
    """Folder of the user's own options: ``configs`` in the folder worked in; in a checkout it is the shipped one."""
    return Path.cwd() / "configs"


def own_option(group: str, name: str) -> Path | None:
    """The file of an option that is the user's own, which hides a shipped one of its name; None for a shipped one.

    Raises ConfigError for a link that leads out of the folder.
    """
    file = own_configs() / group / f"{name}.yaml"
    if group not in groups() or not NAME.fullmatch(name) or not file.is_file():
        return None
    if own_configs().resolve() == configs().resolve() and not _made_by_us(file):
        return None
    if not file.resolve().is_relative_to(own_configs().resolve()):
        raise ConfigError(Problem(f"configs/{group}", name, "a link that leads out of its folder", "a file inside it"))
    return file


def shipped_option(group: str, name: str) -> bool:
    """Whether an option of this name comes with commsim."""
    file = configs() / group / f"{name}.yaml"
    return file.is_file() and not _made_by_us(file)


def option_file(group: str, name: str) -> Path:
    """The file of an option, the user's own first."""
    return own_option(group, name) or configs() / group / f"{name}.yaml"


def _made_by_us(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(MADE_BY_US)) == MADE_BY_US.encode()


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
        accepted = names(known, "commsim list experiments") or "a path to a .yaml file"
        raise ConfigError(Problem("experiment", name_or_path, "unknown", accepted, likely))
    if not any(file.resolve().is_relative_to(folder.resolve()) for folder in experiment_folders()):
        raise ConfigError(Problem("experiment", name_or_path, "a link that leads out of its folder", "a file inside it"))
    return file
