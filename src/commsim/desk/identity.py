"""Ids of people become hashes while a file is read; the salt that makes them ours stays in the project and is never shared."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from commsim.scenario.errors import ConfigError, Problem

SALT = Path(".commsim") / "salt"
BYTES = 32


def project_salt(folder: Path) -> bytes:
    """The salt of the project in a folder, made on first use and readable by its owner only. Raises ConfigError."""
    path = folder / SALT
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _checked(path, path.read_bytes())
        with os.fdopen(handle, "wb") as file:
            file.write(salt := os.urandom(BYTES))
        return salt
    except OSError as error:
        raise ConfigError(Problem(str(path), "", f"cannot be used ({error.strerror})", "a project folder that can be written")) from None


def _checked(path: Path, salt: bytes) -> bytes:
    if len(salt) != BYTES:
        raise ConfigError(Problem(str(path), "", f"{len(salt)} bytes", f"{BYTES} bytes; delete it to have a new one made"))
    return salt


def hashed(person: str, salt: bytes) -> str:
    """A person's id as 32 hexadecimal digits that nobody without the salt can turn back or recompute."""
    return hashlib.blake2b(person.encode("utf-8", "surrogatepass"), key=salt, digest_size=16).hexdigest()
