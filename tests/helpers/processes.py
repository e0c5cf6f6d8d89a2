"""Processes that tests start."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable


def end(children: Iterable[subprocess.Popen[str]]) -> None:
    """Kill what still runs, and read what the processes said, so that none is left behind."""
    for child in children:
        if child.poll() is None:
            child.kill()
        child.communicate()
