"""Numbers as planners read them: percent, points, money, days, in English and Chinese."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


def decimals(error: float, size: float) -> int:
    """Decimals a number bears that is known to within ``error``: the first digit of the error is shown.

    Where the error is 0, as many as make three significant digits of ``size``. At most 6.
    """
    least, digits = (error, 0) if error > 0 else (size, 2)
    return max(0, min(6, digits - math.floor(math.log10(least)))) if least > 0 else 0


def percent(value: float, digits: int = 1) -> str:
    """A share as percent, with one digit unless told otherwise; two where it is below 0.1 %."""
    return _minus(f"{100 * value:.{2 if digits == 1 and 0 < abs(value) < 0.001 else digits}f}%")


def whole_percent(value: float) -> str:
    """A share without decimals: 42%; an en dash where it is not defined."""
    return percent(value, 0) if math.isfinite(value) else "–"


def relative(value: float) -> str:
    """A relative difference with its sign: +25%, −3.4%, ±0%; an en dash where it is not defined."""
    if not math.isfinite(value):
        return "–"
    text = percent(abs(value), 0 if abs(value) >= 0.0995 else 1)
    return _signed(value, text.replace(".0%", "%"))


def days(value: float, language: str) -> str:
    """A number of days."""
    return f"{plain(value)} days" if language == "en" else f"{plain(value)}天"


def _signed(value: float, text: str) -> str:
    """A text of digits with the sign of its value; ± where all digits are 0."""
    sign = MINUS if value < 0 else "+"
    return (sign if any(digit in text for digit in "123456789") else "±") + text


@dataclass(frozen=True)
class Numbers:
    """How numbers are written: in a language (en, zh), money in a currency.

    currency  a symbol ($), a code (USD) or a Chinese word (美元); empty: ¥ in English, 元 in Chinese
    """

    language: str
    currency: str = ""

    @property
    def money_mark(self) -> str:
        """What stands for the currency by itself."""
        return self.currency or {"en": "¥", "zh": "元"}[self.language]

    def money(self, value: float) -> str:
        """Money, shortened: ¥1,234, ¥12.3k, ¥1.2M; in Chinese 1,234元, 1.23万元, 1.2亿元."""
        size = abs(value)
        divisor, mark = self._step(size)
        number = plain(size / divisor) if mark or size < 100 else f"{size:,.0f}"
        sign = MINUS if value < 0 and number != "0" else ""
        return sign + self._with_currency(f"{number}{mark}")

    def _step(self, size: float) -> tuple[float, str]:
        """What money of this size is divided by, and the mark that says so."""
        steps = {"en": ((1e6, 1e6, "M"), (1e4, 1e3, "k")), "zh": ((1e8, 1e8, "亿"), (1e4, 1e4, "万"))}[self.language]
        return next(((divisor, mark) for least, divisor, mark in steps if size >= least), (1.0, ""))

    def _with_currency(self, number: str) -> str:
        """Symbols stand before a number, Chinese words after it; codes before it in English, after it in Chinese."""
        mark = self.money_mark
        if not mark[-1].isalpha():
            return f"{mark}{number}"
        if not mark[-1].isascii():
            return f"{number}{mark}"
        return f"{mark} {number}" if self.language == "en" else f"{number} {mark}"

    def amount(self, value: float, unit: str) -> str:
        """A value of a metric with this unit; an en dash where it is not defined."""
        if not math.isfinite(value):
            return "–"
        if unit == "share":
            return percent(value)
        if unit == "yuan":
            return self.money(value)
        return days(value, self.language) if unit == "days" else plain(value)

    def change(self, value: float, unit: str, word: bool = True) -> str:
        """A difference, always with its sign; of shares in percentage points. word=False leaves out the word for points or days."""
        if not math.isfinite(value):
            return "–"
        text = self.amount(abs(value), unit)
        if unit == "share":
            text = text.removesuffix("%") + ((" pts" if self.language == "en" else "个百分点") if word else "")
        elif unit == "days" and not word:
            text = plain(abs(value))
        return _signed(value, text)

    def difference(self, row: Mapping[Any, Any], unit: str) -> str:
        """The difference that a row of the comparison tells, with its interval where it has one.

        All three with the same decimals, as many as the interval bears: +0.051 [+0.049, +0.053], +¥30.0k [+¥29.7k, +¥30.2k].
        """
        found, low, high = (float(row[column]) for column in ("difference", "difference_low", "difference_high"))
        if not math.isfinite(low + high):
            return self.change(found, unit)
        scale, mark = self._step(max(map(abs, (found, low, high)))) if unit == "yuan" else (0.01 if unit == "share" else 1.0, "")
        digits = decimals((high - low) / 2 / scale, abs(found) / scale)
        if unit == "share":  # as everywhere with one decimal, unless the interval would have no width
            digits = 2 if (high - low) / 2 / scale < 0.05 else 1
        texts = [f"{abs(value) / scale:,.{digits}f}{mark}" for value in (found, low, high)]
        if unit == "yuan":
            texts = [self._with_currency(text) for text in texts]
        first, *ends = (_signed(value, text) for value, text in zip((found, low, high), texts, strict=True))
        word = {"share": (" pts", "个百分点"), "days": (" days", "天")}.get(unit, ("", ""))[self.language == "zh"]
        return f"{first}{word} [{', '.join(ends)}]"
