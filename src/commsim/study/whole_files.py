"""Files that are either whole or not there: written under a temporary name, flushed, renamed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from commsim.study.errors import StorageError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half. Raises StorageError and leaves the old one."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp keeps files private, results are meant to be shared
        Path(temporary).replace(path)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StorageError(f"{path}: {error.strerror or error}") from error
        raise


def made_folder(path: Path, key: str) -> Path:
    """A folder to write into, made where it is not there yet; key is what chooses it. Raises StorageError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = "is a file, not a folder" if path.is_file() else error.strerror or error
        raise StorageError(f"{path}: {why}; choose another folder with {key}=") from error
    return path


def sha256(content: bytes) -> str:
    """Checksum of a file's content, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
