"""Every text of charts and pages in one table, English and Chinese."""

from __future__ import annotations

from collections.abc import Hashable

from commsim.report.chart_words import CHARTS
from commsim.report.fact_words import FACTS
from commsim.report.page_words import PAGES
from commsim.report.sweep_words import SWEEPS
from commsim.study.aims import MISSED, OPEN, REACHED, UNKNOWN
from commsim.study.texts import LANGUAGES, TEXTS

VERDICTS = (
    *(key for key in TEXTS["en"] if key.startswith("verdict ")),
    *(f"aim_{verdict}" for verdict in (REACHED, MISSED, OPEN, UNKNOWN)),
    "primary",
    "exploratory",
)
"""Said as in the terminal."""

WORDS: dict[str, tuple[str, str]] = {key: (TEXTS["en"][key], TEXTS["zh"][key]) for key in VERDICTS} | CHARTS | SWEEPS | PAGES | FACTS
"""key -> (English, Chinese), with {names} to fill in."""


def say(language: str, key: str, **values: Hashable) -> str:
    """One text of the table, filled in. A missing key or value is an error of ours and raises KeyError."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)
