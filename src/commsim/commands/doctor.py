"""``commsim doctor``: what commsim runs on, for a look before a long study or beside a question to its authors."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from commsim.commands.speak import show

LIBRARIES = (
    "numpy",
    "numba",
    "scipy",
    "pandas",
    "pyarrow",
    "statsmodels",
    "joblib",
    "hydra-core",
    "pydantic",
    "mesa",
    "matplotlib",
    "rich",
)


def run() -> int:
    """Print what was found; 0 if all is well, 1 if something needed is missing."""
    fine = True
    for name, found, good in _findings():
        show(f"{'ok ' if good else 'BAD'}  {name:16}{found}")
        fine = fine and good
    return 0 if fine else 1


def _findings() -> Iterator[tuple[str, str, bool]]:
    """Name, what was found, and whether it will do."""
    yield "commsim", _version("commsim") or "not installed, run from its sources", True
    yield "python", f"{platform.python_version()} on {platform.system()} {platform.machine()}", True
    for library in LIBRARIES:
        found = _version(library)
        yield library, found or "missing", found is not None
    yield "cores", str(_cores()), True
    yield from _compiled()
    yield from _places()
    yield from _font()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _compiled() -> Iterator[tuple[str, str, bool]]:
    from commsim.simulate import needs_compiling
    from commsim.world.kernel import cache_folder

    state = "the first run will compile for a minute or so" if needs_compiling() else "compiled"
    yield "compiled code", f"{cache_folder()} ({state})", True


def _places() -> Iterator[tuple[str, str, bool]]:
    from commsim.scenario import places

    yield "configs", str(places.configs()), (places.configs() / "config.yaml").is_file()
    yield "experiments", f"{len(places.experiments())} in {', '.join(map(str, places.experiment_folders()))}", bool(places.experiments())


def _font() -> Iterator[tuple[str, str, bool]]:
    from commsim.report.font import font_path, lacking

    path = font_path()
    missing = lacking("留存转化促活复购沉睡召回")
    yield "Chinese font", f"{path}" + (f" lacks {missing}" if missing else ""), path.is_file() and not missing
