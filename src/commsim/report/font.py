"""The font that ships with commsim, so that Chinese shows on machines without Chinese fonts."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from pathlib import Path

FAMILY = "commsim Sans SC"
FALLBACK = "DejaVu Sans"
"""Ships with Matplotlib; holds symbols and alphabets that our font lacks."""


def font_path() -> Path:
    """The font file, a subset of Noto Sans CJK SC (tools/make_font.py)."""
    return Path(__file__).parent / "font" / "commsim-sans-sc.otf"


def register() -> None:
    """Make the font known to Matplotlib in this process; a second call changes nothing."""
    from matplotlib.font_manager import fontManager

    path = str(font_path())
    if all(entry.fname != path for entry in fontManager.ttflist):
        fontManager.addfont(path)


def drawable(text: str) -> str:
    """A text on one line without the emoji that no font of ours can draw; letters stay, whatever they are."""
    pictures = {character for character in lacking(text) if unicodedata.category(character) in ("So", "Sk", "Mn", "Cf", "Cn")}
    return " ".join("".join(character for character in text if character not in pictures).split())


@cache
def characters() -> frozenset[int]:
    """Code points the font holds."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_path())).get_charmap())


def lacking(text: str) -> str:
    """The printable characters of a text that the font does not hold, each once, in order."""
    return "".join(dict.fromkeys(c for c in text if c.isprintable() and ord(c) not in characters()))


def page_font(text: str) -> bytes:
    """A WOFF font with just the characters of a text, small enough to embed in a page."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.drop_tables += ["GPOS", "GSUB"]  # kerning is worth less than the time it takes
    options.layout_closure = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(set(map(ord, set(text))) & characters()))
    buffer = io.BytesIO()
    with TTFont(font_path(), lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(buffer)
    return buffer.getvalue()
