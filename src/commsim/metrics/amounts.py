"""Numbers as planners read them: percent, points, yuan, days, in English and Chinese."""

from __future__ import annotations

import math

MINUS = "−"


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def plain(value: float) -> str:
    """Three significant digits, thousands separated, no exponent: 0.0213, 1.25, 31.4, 1,234."""
    if value == 0:
        return "0"
    digits = max(0, min(6, 2 - math.floor(math.log10(abs(value)))))
    text = f"{value:,.{digits}f}"
    return _minus(text.rstrip("0").rstrip(".") if "." in text else text)


def percent(value: float, digits: int = 1) -> str:
    """A share as percent, with one digit unless told otherwise; two where it is below 0.1 %."""
    return _minus(f"{100 * value:.{2 if digits == 1 and 0 < abs(value) < 0.001 else digits}f}%")


def yuan(value: float, language: str) -> str:
    """Money, shortened: ¥1,234, ¥12.3k, ¥1.2M; in Chinese 1,234元, 1.23万元, 1.2亿元."""
    steps = {"en": ((1e6, "M"), (1e4, "k")), "zh": ((1e8, "亿"), (1e4, "万"))}[language]
    size = abs(value)
    divisor, mark = next((step for step in steps if size >= step[0]), (1.0, ""))
    divisor = 1e3 if mark == "k" else divisor
    number = plain(size / divisor) if mark or size < 100 else f"{size:,.0f}"
    sign = MINUS if value < 0 and number != "0" else ""
    return f"{sign}¥{number}{mark}" if language == "en" else f"{sign}{number}{mark}元"


def days(value: float, language: str) -> str:
    """A number of days."""
    return f"{plain(value)} days" if language == "en" else f"{plain(value)}天"


def amount(value: float, unit: str, language: str) -> str:
    """A value of a metric with this unit; an en dash where it is not defined."""
    if not math.isfinite(value):
        return "–"
    if unit == "share":
        return percent(value)
    if unit == "yuan":
        return yuan(value, language)
    return days(value, language) if unit == "days" else plain(value)


def change(value: float, unit: str, language: str, word: bool = True) -> str:
    """A difference, always with its sign; of shares in percentage points. word=False leaves out the word for points or days."""
    if not math.isfinite(value):
        return "–"
    text = amount(abs(value), unit, language)
    if unit == "share":
        text = text.removesuffix("%") + (" pts" if language == "en" else "个百分点")
    if not word:
        text = text.rstrip(" ptsday个百分点天")
    sign = MINUS if value < 0 else "+"
    return (sign if any(digit in text for digit in "123456789") else "±") + text
