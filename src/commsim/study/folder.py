"""A results folder belongs to one study at a time."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from commsim.study.errors import FolderBusy, StorageError
from commsim.study.whole_files import made_folder, write_whole

LOCK, HOLDER = ".lock", ".lock.json"


def now() -> str:
    """This moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def locked(directory: Path) -> Iterator[Path]:
    """Hold the folder while the block runs. Raises FolderBusy, naming who holds it since when, or StorageError.

    The lock is SQLite's on an empty database: it works on every system, and the system releases it when the
    process dies, however it dies.
    """
    made_folder(directory, "output")
    with ExitStack() as held:
        try:
            lock = held.enter_context(closing(sqlite3.connect(directory / LOCK, timeout=0, isolation_level=None)))
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise _refusal(directory, error) from None
        write_whole(directory / HOLDER, json.dumps({"process": os.getpid(), "host": platform.node(), "since": now()}).encode())
        try:
            yield directory
        finally:
            (directory / HOLDER).unlink(missing_ok=True)


def _refusal(directory: Path, error: sqlite3.OperationalError) -> FolderBusy | StorageError:
    if "locked" not in str(error):
        return StorageError(f"{directory}: {error}")
    try:
        holder = json.loads((directory / HOLDER).read_bytes())
        who = f"process {holder['process']} on {holder['host']}, since {holder['since']}"
    except (OSError, ValueError, KeyError):
        who = "another process"  # it holds the lock and has not yet said who it is, or just stopped saying so
    return FolderBusy(f"{directory} is in use by {who}; wait, or choose another folder with output=")
