"""Figures as the bytes of PNG and SVG files: small, and the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Packing = Callable[[], bytes]
"""Makes a file of what has been drawn."""

NOTHING = dict.fromkeys(("Creator", "Date", "Format", "Type"))
"""No dates and versions in SVG files."""
GLYPH = re.compile(r'(<path id="[^"]*") d="([^"]*)" transform="scale\(0\.015625\)"/>')
"""The outline of a character, in 6,400 units to the em."""
COARSER = 8
"""Eight hundred units to the em are finer than any screen, and a third shorter to write."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LONG_NUMBER = re.compile(r"(?<=[ \n])(-?\d+\.\d\d)\d+(?=[ \n])")
"""Coordinates of curves stand between blanks; numbers of transformations stand in brackets and keep their digits."""


def rendered(figure: Figure, form: str, dpi: int) -> Packing:
    """Draw a figure, inside `drawing()`; what comes back makes the file of this format, "png" or "svg", also in another thread."""
    return partial(_svg, _outlines(figure)) if form == "svg" else partial(_png, _pixels(figure, dpi), dpi)


def _pixels(figure: Figure, dpi: int) -> NDArray[np.uint8]:
    """The figure as [height, width, 3] levels of red, green, blue."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure.set_dpi(dpi)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3]


def _png(pixels: NDArray[np.uint8], dpi: int) -> bytes:
    """In 256 colours, which no eye tells from the original: a quarter of the size in half the time of Matplotlib's own way."""
    from PIL import Image

    picture = Image.fromarray(pixels)
    picture = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = picture.getpalette() or []
    picture.putpalette([255 if level == 254 else level for level in palette])  # the reduction makes white a shade darker
    buffer = io.BytesIO()
    picture.save(buffer, format="png", dpi=(dpi, dpi))
    return buffer.getvalue()


def _outlines(figure: Figure) -> str:
    """The figure as Matplotlib writes SVG."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata=NOTHING)
    return buffer.getvalue()


def _svg(outlines: str) -> bytes:
    """Chinese characters are long outlines, so these are written short, and curves to a hundredth of a point."""
    return GLYPH.sub(_short_glyph, LONG_NUMBER.sub(r"\1", outlines)).encode()


def _short_glyph(found: re.Match[str]) -> str:
    """One character's outline in coarser units, without blanks that say nothing."""
    return f'{found[1]} d="{_short_path(found[2])}" transform="scale({COARSER / 64:g})"/>'


@lru_cache(maxsize=8_192)
def _short_path(path: str) -> str:
    """The charts of a report share most of their characters, so each is written short once."""
    short = NUMBER.sub(lambda number: str(round(float(number[0]) / COARSER)), path)
    return " ".join(re.sub(r"\s*([A-Za-z])\s*", r"\1", short).split())
