"""What a validation found: each number, real and simulated, and whether the gates hold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commsim.validation.facts import ATTRIBUTION, Fact, Number, not_simulated

HOLDS, FAILS, SHOWN = "holds", "fails", "shown"
"""Verdicts: inside what is accepted, outside or not measured at all, nothing to decide."""


@dataclass(frozen=True)
class Simulated:
    """A simulated number: mean over trials, its Monte-Carlo standard error (nan where it has none), trials behind it."""

    value: float
    error: float
    trials: int


@dataclass(frozen=True)
class Finding:
    """A fact beside its simulation."""

    name: str
    fact: Fact
    simulated: Mapping[str, Simulated]

    @property
    def verdict(self) -> str:
        """Holds if all of its deciding numbers do."""
        verdicts = {self.verdict_of(name) for name in self.fact.numbers}
        return next((verdict for verdict in (FAILS, HOLDS) if verdict in verdicts), SHOWN)

    def verdict_of(self, name: str) -> str:
        """The verdict on one number."""
        number, value = self.fact.numbers[name], self.simulated[name].value
        if not number.gate:
            return SHOWN
        low, high = number.bounds
        inside = math.isfinite(value) and (low is None or value >= low) and (high is None or value <= high)
        return HOLDS if inside else FAILS

    def precise(self, name: str) -> bool:
        """Whether two standard errors are under half the tolerance: half the accepted range, or the distance to its one limit."""
        error, tolerance = self.simulated[name].error, _tolerance(self.fact.numbers[name], self.simulated[name].value)
        return not (math.isfinite(error) and 2 * error > tolerance / 2)


def _tolerance(number: Number, value: float) -> float:
    low, high = number.bounds
    if low is not None and high is not None:
        return (high - low) / 2
    limit = low if low is not None else high
    return math.inf if limit is None else abs(value - limit)


@dataclass(frozen=True)
class Validation:
    """All findings, and how they came about.

    replicates  as asked for
    seed        first seed
    changed     overrides of the user
    versions    of the package and of the model's sources
    seconds     taken
    """

    findings: tuple[Finding, ...]
    replicates: int
    seed: int
    changed: tuple[str, ...]
    versions: Mapping[str, str]
    seconds: float

    @property
    def gates(self) -> tuple[Finding, ...]:
        """Findings that decide."""
        return tuple(finding for finding in self.findings if finding.fact.gate)

    @property
    def failed(self) -> tuple[Finding, ...]:
        """Gates that do not hold."""
        return tuple(finding for finding in self.gates if finding.verdict == FAILS)

    @property
    def rough(self) -> tuple[tuple[Finding, str], ...]:
        """Deciding numbers known too roughly, with their names."""
        return tuple(
            (one, name) for one in self.gates for name, number in one.fact.numbers.items() if number.gate and not one.precise(name)
        )


def to_json(result: Validation) -> str:
    """The whole validation as text, for validation.json."""
    document = {
        "gates": {"hold": len(result.gates) - len(result.failed), "fail": [one.name for one in result.failed]},
        "replicates": result.replicates,
        "seed": result.seed,
        "changed": list(result.changed),
        "versions": dict(result.versions),
        "seconds": round(result.seconds, 1),
        "attribution": ATTRIBUTION["en"],
        "facts": [_document(one) for one in result.findings],
        "not_simulated": {name: one.model_dump() for name, one in not_simulated().items()},
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _document(finding: Finding) -> dict[str, Any]:
    fact = finding.fact
    return {
        "name": finding.name,
        "label": fact.label.model_dump(),
        "source": fact.source,
        "grade": fact.grade,
        "how": fact.how.model_dump(),
        "gate": fact.gate,
        "verdict": finding.verdict,
        "numbers": {name: _number(finding, name) for name in fact.numbers},
    }


def _number(finding: Finding, name: str) -> dict[str, Any]:
    number, simulated = finding.fact.numbers[name], finding.simulated[name]
    low, high = number.bounds
    return {
        "label": {language: finding.fact.number_label(name, language) for language in ("en", "zh")},
        "unit": number.unit or finding.fact.unit,
        "real": number.real,
        "simulated": _finite(simulated.value),
        "standard_error": _finite(simulated.error),
        "trials": simulated.trials,
        "low": low,
        "high": high,
        "verdict": finding.verdict_of(name),
        "precise": finding.precise(name),
    }


def _finite(value: float) -> float | None:
    """JSON has no nan."""
    return value if math.isfinite(value) else None
