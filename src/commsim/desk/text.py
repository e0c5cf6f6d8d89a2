"""The bytes of a planner's text file as text: UTF-8, UTF-16 with a byte order mark, else GB18030, and that is said."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from commsim.scenario.errors import ConfigError, Problem

MOST_BYTES = 50_000_000
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
GB18030 = "GB18030"


def content_of(path: Path) -> bytes:
    """The bytes of a file of reasonable size. Raises ConfigError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ConfigError(Problem(str(path), "", "not a file", "a file"))
        if path.stat().st_size > MOST_BYTES:
            raise ConfigError(Problem(str(path), "", f"{path.stat().st_size} bytes", f"at most {MOST_BYTES} bytes"))
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(Problem(str(path), "", f"cannot be read ({error.strerror})", "a readable file")) from None


def decoded(content: bytes, where: str) -> tuple[str, str]:
    """The text, and the encoding it was taken for. Raises ConfigError; never puts in a replacement character."""
    for encoding in ("UTF-16",) if content.startswith(UTF_16) else ("UTF-8-SIG", GB18030):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_broken(text, where)
        return text, encoding
    raise ConfigError(Problem(where, "", "neither UTF-8 nor UTF-16 with a byte order mark nor GB18030", "a text file in one of these"))


def _refuse_broken(text: str, where: str) -> None:
    """Characters that say the text was damaged before it came here, or is no text. Raises ConfigError."""
    for broken, what in (
        ("\ufffd", "a replacement character: the text was damaged by another program"),
        ("\0", "a zero byte: no text file"),
    ):
        if (place := text.find(broken)) >= 0:
            line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
            raise ConfigError(Problem(where, f"line {line}, character {column}", what, "the original file"))
