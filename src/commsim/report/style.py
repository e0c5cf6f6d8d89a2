"""Colours, sizes and Matplotlib settings of all charts; nothing is set outside `drawing()`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from commsim.report.font import FALLBACK, FAMILY, register

INK = "#1f2933"
QUIET = "#5f6b7a"
GRID = "#e3e7ec"
SHADE = "#f3f5f8"
TARGET = "#8a1c5b"
LOSS = "#f6d9cf"

BASELINE = "#5f6b7a"
PALETTE = ("#0b6bb3", "#d9580d", "#0a8a5f", "#9636d8", "#7a2a10", "#3f1c63", "#2a9fc9")
"""Colours of arms other than the baseline; told apart under the common colour blindnesses, and by dash and marker as well."""

DASHES = ("-", "-", "-", (0, (6, 2)), (0, (6, 2)), (0, (2, 1.5)), (0, (2, 1.5)))
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
SECOND_ROUND = (0, (6, 1.5, 1, 1.5))
"""Dash of arms for which the colours start again."""

WIDTH, HEIGHT = 10.0, 5.625
"""Inches: the shape of a 16:9 slide, on which 10 points are read as 13."""

TITLE_SIZE, TEXT_SIZE, TICK_SIZE, NOTE_SIZE = 17.0, 12.0, 11.0, 9.5

SETTINGS: dict[Any, Any] = {
    "font.family": [FAMILY, FALLBACK],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,  # a label with two dollar signs is a label
    "text.hinting": "none",  # widths grow in proportion to the size, so measured texts fit at every resolution
    "axes.unicode_minus": True,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "axes.labelsize": TICK_SIZE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.titlesize": TEXT_SIZE,
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": TICK_SIZE,
    "ytick.labelsize": TICK_SIZE,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # Letters become outlines: a slide program or browser without our font shows every character all the same.
    "svg.fonttype": "path",
    "svg.hashsalt": "commsim",
}


@contextmanager
def drawing() -> Iterator[None]:
    """Settings and font for the time of a drawing; what the caller had set comes back afterwards."""
    import matplotlib as mpl

    register()
    with mpl.rc_context():
        mpl.rcdefaults()  # a user's matplotlibrc must not change the bytes of a report
        mpl.rcParams.update(SETTINGS)
        yield
