"""A folder of a planner's own, and the command line in it."""

import pytest

from commsim.cli import main


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder that is worked in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def commsim(here, capsys):
    """Runs a command; gives exit code, output and messages."""

    def run(*words):
        code = main([str(word) for word in words])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def examples(project):
    return project / "examples"
