"""The wheel: everything that commsim needs away from its checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="session")
def unpacked(project, tmp_path_factory):
    """A wheel built from the checkout, unpacked as an installation would."""
    pytest.importorskip("hatchling", reason="installed by the set-up from requirements-build.lock")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=project, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_configs_and_experiments_come_along(project, unpacked):
    for folder in ("configs", "experiments"):
        wanted = {path.relative_to(project / folder) for path in (project / folder).rglob("*.yaml")}
        have = {path.relative_to(unpacked / "commsim" / f"_{folder}") for path in (unpacked / "commsim" / f"_{folder}").rglob("*.yaml")}
        assert wanted
        assert have == wanted


def test_every_file_of_the_package_comes_along(project, unpacked):
    source = project / "src" / "commsim"
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    missing = {path for path in wanted if not (unpacked / "commsim" / path).is_file()}
    assert missing == set()
    assert any(path.suffix == ".otf" for path in wanted)


def test_the_licences_come_along(unpacked):
    names = {path.name for path in unpacked.glob("commsim-*.dist-info/licenses/**/*") if path.is_file()}
    assert names == {"LICENSE", "OFL.txt"}


def test_it_works_away_from_the_checkout(unpacked, tmp_path):
    """The command line reads the packed configs and experiments."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-m", "commsim", "list", "experiments"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert "official_account" in done.stdout
