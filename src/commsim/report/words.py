"""Every text of charts and pages in one table, English and Chinese."""

from __future__ import annotations

from collections.abc import Hashable

from commsim.report.chart_words import CHARTS
from commsim.report.page_words import PAGES
from commsim.report.sweep_words import SWEEPS

LANGUAGES = ("en", "zh")

WORDS: dict[str, tuple[str, str]] = CHARTS | SWEEPS | PAGES
"""key -> (English, Chinese), with {names} to fill in."""


def say(language: str, key: str, **values: Hashable) -> str:
    """One text of the table, filled in. A missing key or value is an error of ours and raises KeyError."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)
