"""What an experiment file may hold: plain data, checked before anything is composed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from commsim.scenario.errors import ConfigError, Problem, nearest
from commsim.scenario.fields import Strict
from commsim.scenario.lever_words import in_words
from commsim.scenario.overrides import Axis
from commsim.scenario.validate import validated

DO_NOTHING = "do_nothing"
"""Name of the arm in which the brand does nothing."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Share = Annotated[float, Field(ge=-1.0, le=10.0)]
"""A relative difference; above +1000 % it was most likely meant in percent."""
Value = bool | int | float | str | tuple[float, ...]


class Words(Strict):
    """A text in both languages."""

    en: Text
    zh: Text


class ExperimentFile(Strict):
    """The keys of an experiment file."""

    question: Words = Field(description="the question in two languages, {en: text, zh: text}")
    base: dict[Name, str] = Field(description="options of config groups, {group: option}")
    set: tuple[str, ...] = Field(default=(), description="list of overrides for all arms")
    arms: dict[Name, tuple[str, ...]] = Field(min_length=1, description="overrides by arm, {name: [key=value]}, the baseline first")
    labels: dict[Name, Words] = Field(default_factory=dict, description="names for readers by arm, {arm: {en: text, zh: text}}")
    primary: Name = Field(description="name of the metric that decides")
    margin: float = Field(ge=0.0, description="number from 0: differences below it are practically nothing, in the metric's unit")
    targets: dict[Name, float] = Field(default_factory=dict, description="numbers by metric, {metric: target}")
    goals: dict[Name, Share] = Field(
        default_factory=dict,
        description="shares from -1 to 10 by metric, {metric: 0.25} for 25 % above the baseline, -0.4 for 40 % below it",
    )
    days: int | None = Field(default=None, description="whole number of days")
    replicates: int | None = Field(default=None, description="whole number of runs per arm")
    sweep: dict[str, tuple[Value, ...]] = Field(default_factory=dict, description="lists of values by key, {key: [values]}")
    answer: Words | None = Field(default=None, description="how the result is to be read, {en: text, zh: text}")
    no_do_nothing: Text | None = Field(default=None, description="text: why there is no do-nothing arm")

    @classmethod
    def parse(cls, tree: Mapping[str, Any], where: str) -> ExperimentFile:
        """The checked content of a file. Raises ConfigError."""
        made: ExperimentFile = validated(cls, tree, lambda path: where, _keys())
        if problems := list(made._contradictions(where)):
            raise ConfigError(problems)
        return made

    def with_axes(self, axes: Iterable[Axis], name: str) -> ExperimentFile:
        """The same swept along other axes, which is another question, so that the answer written to the old one goes.

        Raises ConfigError where an axis has values of no plain type.
        """
        sweep = {axis.path: list(axis.values) for axis in axes}
        changed = {"sweep": sweep, "question": _what_changes(list(sweep), name), "answer": None}
        return ExperimentFile.parse(self.model_dump(mode="json", exclude_defaults=True) | changed, "sweep")

    def _contradictions(self, where: str) -> Iterator[Problem]:
        for arm in self.labels:
            if arm not in self.arms:
                yield Problem(where, f"labels.{arm}", "no such arm", ", ".join(self.arms), nearest(arm, self.arms))
        for metric in self.goals:
            if metric in self.targets:
                yield Problem(where, f"goals.{metric}", "has a target as well", "one of the two: a value in targets, or a share in goals")
        if DO_NOTHING in self.arms and self.no_do_nothing:
            yield Problem(where, "no_do_nothing", "given though there is a do_nothing arm", "one of the two")
        if DO_NOTHING not in self.arms and not self.no_do_nothing:
            yield Problem(where, "arms", "no do_nothing arm", "do_nothing: [strategy=do_nothing], or no_do_nothing: why there is none")
        if next(iter(self.arms)) == DO_NOTHING:
            yield Problem(where, "arms", "do_nothing comes first", "the baseline first")
        if len(self.arms) < 2 and not self.sweep:
            yield Problem(where, "arms", "one arm only", "at least two arms, or sweep: {key: [values]}")


def _what_changes(paths: list[str], name: str) -> dict[str, str]:
    """The question of a sweep, in both languages."""
    en, zh = ([in_words(path, language, money) for path in paths] for language, money in (("en", "¥"), ("zh", "元")))
    return {"en": f"What changes with: {', '.join(en)}? ({name})", "zh": f"改变{'、'.join(zh)}，结果会怎样？（{name}）"}


def _keys() -> dict[str, str]:
    keys = {name: field.description or "" for name, field in ExperimentFile.model_fields.items()}
    languages = {f"{name}.{language}": "text" for name in ("question", "answer") for language in Words.model_fields}
    return keys | languages
