"""What all tests share: repeatable property tests, and child processes that find the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

SOURCES = Path(__file__).resolve().parents[1] / "src"


def pytest_configure() -> None:
    """Property tests draw the same cases every time, and wait for the compiler; no window system is needed."""
    settings.register_profile("commsim", deadline=None, derandomize=True, database=None, print_blob=True)
    settings.load_profile("commsim")
    os.environ["MPLBACKEND"] = "agg"
    os.environ["PYTHONPATH"] = os.pathsep.join([str(SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])])


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the checkout."""
    return SOURCES.parent
