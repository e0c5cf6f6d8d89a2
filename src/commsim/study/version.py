"""The model version: changes when anything changes that could change a result."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
SOURCES = (
    "scenario/fields.py",
    "scenario/schema.py",
    "scenario/levers.py",
    "scenario/uncertainties.py",
    "scenario/behaviour.py",
    "world",
    "operate",
    "day",
    "record",
    "metrics",
    "simulate.py",
)
"""Files and folders of the package that decide what a scenario and a seed give."""


def package_version() -> str:
    """Version of the installed package; "source" when it runs from a checkout that is not installed."""
    try:
        return installed_version("commsim")
    except PackageNotFoundError:
        return "source"


def source_files(package: Path = PACKAGE) -> list[Path]:
    """The files of the model, in a fixed order."""
    found = [path for name in SOURCES for path in ([package / name] if name.endswith(".py") else (package / name).rglob("*.py"))]
    return sorted((path for path in found if path.is_file()), key=lambda path: path.relative_to(package).as_posix())


@cache
def model_version(package: Path = PACKAGE) -> str:
    """Hash of the package version and of the model's sources, 64 hexadecimal digits."""
    digest = hashlib.sha256(package_version().encode())
    for path in source_files(package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")  # a checkout on Windows may end lines differently
    return digest.hexdigest()
