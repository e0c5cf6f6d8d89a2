"""Where words go: results to standard output, everything about the work to standard error."""

from __future__ import annotations

import sys


def show(text: str) -> None:
    """A result, for people or for the next program."""
    sys.stdout.write(f"{text}\n")


def say(text: str) -> None:
    """Something about the work, seen at once."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
