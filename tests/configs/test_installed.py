"""Installed from a wheel, commsim finds the configs and experiments inside the package."""

import os
import shutil
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def site(tmp_path_factory, project):
    """A folder of packages as a wheel fills it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(project / "src" / "commsim", folder / "commsim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(project / "configs", folder / "commsim" / "_configs")
    shutil.copytree(project / "experiments", folder / "commsim" / "_experiments")
    return folder


def commsim(site, here, *words):
    return subprocess.run(
        [sys.executable, "-m", "commsim", *words],
        cwd=here,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_configs_and_experiments_come_from_the_package(site, tmp_path, project):
    assert "official_account" in commsim(site, tmp_path, "list", "experiments")
    shipped = commsim(site, tmp_path, "--cfg", "experiment=moderation")
    assert shipped == commsim(project / "src", tmp_path, "--cfg", "experiment=moderation")
    assert list(tmp_path.iterdir()) == []


def test_configs_of_the_folder_worked_in_are_not_taken_for_ours(site, tmp_path):
    (tmp_path / "configs" / "strategy").mkdir(parents=True)
    (tmp_path / "configs" / "config.yaml").write_text("days: 1\n")
    assert "days: 180" in commsim(site, tmp_path, "--cfg", "experiment=moderation")
