"""Units on the axes of charts."""

from __future__ import annotations

from collections.abc import Callable

from commsim.metrics.amounts import MINUS, Numbers, plain

MARKS = {
    "share": ("%", "%"),
    "days": ("days", "天"),
    "per month": ("per month", "每月"),
}
"""Units worth a word on an axis beside money, en and zh; where a label already says what is counted, the number says the rest."""


def mark(unit: str, numbers: Numbers) -> str:
    """A unit in brackets, to follow a label; empty where there is nothing to add."""
    if unit == "yuan":
        return _bracketed(numbers.money_mark, numbers.language)
    if unit not in MARKS:
        return ""
    return _bracketed(MARKS[unit][("en", "zh").index(numbers.language)], numbers.language)


def _bracketed(text: str, language: str) -> str:
    return f" ({text})" if language == "en" else f"（{text}）"


def change_mark(unit: str, numbers: Numbers) -> str:
    """The unit of a difference in brackets; shares differ in points."""
    if unit == "share":
        return " (percentage points)" if numbers.language == "en" else "（百分点）"
    return mark(unit, numbers)


def signed_ticks(unit: str, numbers: Numbers) -> Callable[[float, int], str]:
    """Formatter of an axis of differences in this unit; points of percent for shares."""

    def form(value: float, _position: int) -> str:
        if value == 0:
            return "0"
        sign, size = ("+" if value > 0 else MINUS), abs(value)
        if unit == "share":
            return f"{sign}{100 * size:.6g}"
        return sign + (numbers.money(size) if unit == "yuan" else plain(size))

    return form


def signed_percent(value: float, _position: int = 0) -> str:
    """Percent given as such, with its sign: +20%, 0%, −5%."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(value):.6g}%"


def ticks(unit: str, numbers: Numbers) -> Callable[[float, int], str]:
    """Formatter of an axis in this unit."""

    def form(value: float, _position: int) -> str:
        if unit == "share":
            return f"{100 * value:.6g}%".replace("-", MINUS)
        return numbers.money(value) if unit == "yuan" else plain(value)

    return form
