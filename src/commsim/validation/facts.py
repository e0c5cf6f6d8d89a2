"""The facts as data: what real communities do, from where, and how near a simulation must come."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from commsim.scenario import strict_yaml
from commsim.scenario.experiment_file import Words
from commsim.scenario.fields import Strict
from commsim.scenario.validate import validated

HERE = Path(__file__).parent
ARCHIVE = "chat archives"
"""How a source names the archives of chat rooms, whose licence asks for a sentence."""
ATTRIBUTION = {
    "en": "Chat archives: contains information from freeCodeCamp gitter-history, made available under the ODbL; only aggregates are used.",
    "zh": "聊天记录：contains information from freeCodeCamp gitter-history, made available under the ODbL；只使用汇总数字。",
}


class Number(Strict):
    """One number of a fact.

    label      what it is; None: named by its place on the fact's axis
    at         that place, or None
    real       as measured; None where the fact is a direction or a range
    low, high  what a simulated one must reach and not exceed; both None: it decides nothing
    factor     instead of both: so many times more or less than real
    unit       where it differs from the fact's
    """

    label: Words | None = None
    at: float | None = None
    real: float | None = None
    low: float | None = None
    high: float | None = None
    factor: float | None = Field(default=None, gt=1.0)
    unit: str | None = None

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Least and most accepted; None: no limit on that side."""
        if self.factor is not None and self.real is not None:
            return self.real / self.factor, self.real * self.factor
        return self.low, self.high

    @property
    def gate(self) -> bool:
        """Whether it decides."""
        return self.bounds != (None, None)


class Axis(Strict):
    """What the numbers of a fact that make a curve lie along.

    each            name of one number, with {at}
    scale, values   of the axis along, of the axis of the values
    """

    label: Words
    each: Words
    scale: Literal["linear", "log", "symlog"]
    values: Literal["linear", "log"] = "linear"


class Fact(Strict):
    """One fact: its name for people, source, grade (S read in a source, C computed from data), and its numbers.

    study  which simulated study it is measured in
    how    how it is measured, in the simulation as in the source
    """

    label: Words
    source: str
    grade: Literal["S", "C"]
    study: str
    how: Words
    unit: Literal["share", "number", "times", "yuan", "members"]
    axis: Axis | None = None
    numbers: dict[str, Number]

    @property
    def gate(self) -> bool:
        """Whether any of its numbers decides."""
        return any(number.gate for number in self.numbers.values())

    def number_label(self, name: str, language: str) -> str:
        """What one of its numbers is called."""
        number = self.numbers[name]
        if number.label is not None:
            return str(getattr(number.label, language))
        return getattr(self.axis.each, language).format(at=f"{number.at:g}") if self.axis else name


class Beyond(Strict):
    """A fact that is not simulated, and why."""

    label: Words
    source: str
    because: Words


class _Facts(Strict):
    facts: dict[str, Fact]


class _Beyond(Strict):
    facts: dict[str, Beyond]


@cache
def facts() -> dict[str, Fact]:
    """All facts that are simulated, by name, in the order in which they are shown."""
    read: _Facts = _read(_Facts, "facts.yaml")
    return read.facts


@cache
def not_simulated() -> dict[str, Beyond]:
    """All facts that are not, by name."""
    read: _Beyond = _read(_Beyond, "not_simulated.yaml")
    return read.facts


def _read(kind: type[Any], name: str) -> Any:
    return validated(kind, {"facts": strict_yaml.read(HERE / name)}, lambda path: name, {})
