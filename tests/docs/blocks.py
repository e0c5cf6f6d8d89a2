"""Finds the code blocks of a Markdown page."""

from __future__ import annotations

import re
from typing import NamedTuple

FENCE = re.compile(r"^```(\w*)[ ]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """One fenced block: its language, the words after it, its text, the line it starts on."""

    language: str
    words: str
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page, in order."""
    return [Block(found[1], found[2].strip(), found[3], page.count("\n", 0, found.start()) + 1) for found in FENCE.finditer(page)]
