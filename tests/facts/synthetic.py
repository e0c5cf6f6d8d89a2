"""Validations made up for tests: every number as told, or inside what is accepted."""

import math

from commsim.validation.facts import facts
from commsim.validation.result import Finding, Simulated, Validation


def accepted(number):
    """A value inside the bounds, the real one where there are none."""
    low, high = number.bounds
    if low is not None and high is not None:
        return (low * high) ** 0.5 if number.factor else (low + high) / 2
    if low is not None:
        return max(number.real or 0.0, low + 1.0)
    return number.real if number.real is not None else 0.3


def validation(replicates=8, error=0.001, changed=(), **values):
    """A validation in which all gates hold, but for `FACT__NUMBER=value`."""
    findings = []
    for name, fact in facts().items():
        simulated = {key: Simulated(values.get(f"{name}__{key}", accepted(number)), error, 8) for key, number in fact.numbers.items()}
        findings.append(Finding(name, fact, simulated))
    return Validation(tuple(findings), replicates, 1, changed, {"commsim": "0", "model": "0"}, 1.0)


NOTHING = {f"{name}__{key}": math.nan for name, fact in facts().items() for key in fact.numbers}
"""Nothing could be measured."""
