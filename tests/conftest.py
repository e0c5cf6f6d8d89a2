"""What all tests share: repeatable property tests, and child processes that find the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

COMPILE = """
import commsim
from commsim.simulate import needs_compiling, simulate
if needs_compiling():
    print("Compiling the engine, once …", flush=True)
    simulate([commsim.load("official_account").config.scenario()], [1], 1)
"""
SOURCES = Path(__file__).resolve().parents[1] / "src"


def pytest_configure() -> None:
    """Property tests draw the same cases every time, and wait for the compiler; no window system is needed."""
    settings.register_profile("commsim", deadline=None, derandomize=True, database=None, print_blob=True)
    settings.load_profile("commsim")
    os.environ["MPLBACKEND"] = "agg"
    os.environ["PYTHONPATH"] = os.pathsep.join([str(SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])])


def pytest_sessionstart(session: pytest.Session) -> None:
    """Where tests run side by side, the engine is compiled before they start: else each process would compile it for itself."""
    if session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput"):
        subprocess.run([sys.executable, "-c", COMPILE], check=False)  # a broken engine is the tests' to report


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the checkout."""
    return SOURCES.parent
