"""Field makers: every key of the schema carries a unit, a range, one line of meaning and, where it is a claim, a source."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

TOPICS = 8
"""Number of interest topics K; fixed, because the compiled loops are written for it."""

DAYS_PER_MONTH = 30
"""A month is 30 days everywhere in commsim: levers 'per month' and metrics per month agree."""

GUESS = "guess"
CALIBRATED = "calibrated (docs/evidence.md)"


class Strict(BaseModel):
    """Base of all schema classes: no unknown key, no silent conversion, no nan or infinity, immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def key(meaning: str, unit: str, low: float | None, high: float | None, source: str | None = None, tried: float | None = None) -> Any:
    """A number with its meaning, unit, closed range and optional source.

    tried  up to where shipped experiments and facts of real communities go, a factor of two at most; a run beyond it is
           allowed, and warned about as extrapolation
    """
    extra: dict[str, Any] = {"unit": unit}
    if source:
        extra["source"] = source
    if tried is not None:
        extra["tried"] = tried
    return Field(ge=low, le=high, description=meaning, json_schema_extra=extra)


def fraction(meaning: str, source: str | None = None, tried: float | None = None) -> Any:
    """A share between 0 and 1."""
    return key(meaning, "share", 0.0, 1.0, source, tried)


def effect(meaning: str, source: str = GUESS, high: float = 10.0) -> Any:
    """A non-negative effect size on a logit or log scale per unit of its cause."""
    return key(meaning, "log-odds per unit", 0.0, high, source)


def text(meaning: str, pattern: str | None = None) -> Any:
    """A short text."""
    return Field(description=meaning, max_length=200, pattern=pattern, json_schema_extra={"unit": "text"})


def product_name(meaning: str) -> Any:
    """Which product something is about."""
    return text(f"{meaning}: first, a name of market.more_products, or all, each of those on sale in turn")


def flag(meaning: str) -> Any:
    """A switch."""
    return Field(description=meaning, json_schema_extra={"unit": "true/false"})


def part(meaning: str) -> Any:
    """A nested group of keys."""
    return Field(description=meaning)
