"""The answer of a sweep in words, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commsim.metrics.amounts import Numbers
from commsim.metrics.registry import METRICS
from commsim.scenario.lever_words import in_words
from commsim.study.jobs import OK
from commsim.study.notes import FEW_RUNS
from commsim.study.texts import LANGUAGES, say
from commsim.study.words import label, metric_label, numbers_of, reading

if TYPE_CHECKING:
    from commsim.study.response import Best, Sweep

MOST_RIVALS = 5
"""Points listed one by one; of more only the number is said."""


def answer(result: Sweep, language: str) -> list[str]:
    """Where the primary metric is best, by how much and how surely, for every arm that was run; how to read it."""
    sentences = []
    for arm in result.arms:
        best = result.best(arm=arm)
        sentences += _best(result, best, language) if best else [_nowhere(result, arm, language)]
    return [*sentences, *reading(result.experiment, language), say(language, "simulated")]


def _nowhere(result: Sweep, arm: str, language: str) -> str:
    metric = metric_label(result.experiment.primary, language)
    return say(language, "sweep_nowhere", arm=label(result.experiment, arm, language), metric=metric)


def _best(result: Sweep, best: Best, language: str) -> list[str]:
    unit, numbers = METRICS[result.experiment.primary].unit, numbers_of(result.experiment, language)
    found = say(
        language,
        "sweep_best",
        arm=label(result.experiment, best.arm, language),
        metric=metric_label(result.experiment.primary, language),
        point=point_text(best.values, numbers),
        mean=numbers.amount(best.mean, unit),
        low=numbers.amount(best.low, unit),
        high=numbers.amount(best.high, unit),
        n=best.n,
    )
    return [found, _rivals(result, best, numbers), *_edge(result, best, numbers)]


def _rivals(result: Sweep, best: Best, numbers: Numbers) -> str:
    """Which points may be as good."""
    if not best.rivals:
        return say(numbers.language, "sweep_alone", points=best.points)
    if len(best.rivals) > MOST_RIVALS:
        return say(numbers.language, "sweep_many_rivals", rivals=len(best.rivals), points=best.points)
    rows = result.points.set_index("point")
    texts = [point_text({axis.path: rows.loc[rival, axis.path] for axis in result.axes}, numbers) for rival in best.rivals]
    return say(numbers.language, "sweep_rivals", rivals=say(numbers.language, "parts").join(texts))


def _edge(result: Sweep, best: Best, numbers: Numbers) -> list[str]:
    """Axes of numbers at whose end the best point lies: the true best may lie beyond."""
    ends = [
        axis_label(axis.path, numbers)
        for axis in result.axes
        if len(axis.values) > 2
        and all(_number(value) for value in axis.values)
        and best.values[axis.path] in (min(axis.values), max(axis.values))
    ]
    language = numbers.language
    return [say(language, "sweep_edge", axes=say(language, "and").join(ends))] if ends else []


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def axis_label(path: str, numbers: Numbers) -> str:
    """What is swept, in words; the key itself where we have no words for it."""
    return in_words(path, numbers.language, numbers.money_mark)


def point_text(values: dict[str, Any], numbers: Numbers) -> str:
    """A point in words: every axis and its value, not to be parted at the end of a line."""
    texts = (f"{axis_label(path, numbers)}\u00a0=\u00a0{value_text(value)}" for path, value in values.items())
    return say(numbers.language, "and").join(texts)


def value_text(value: Any) -> str:
    """A swept value; 7, not 7.0, where an axis mixes whole and broken numbers."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def notes(result: Sweep) -> tuple[dict[str, str], ...]:
    """Failures, few runs, extrapolation, goals that cannot be judged, and that the best of many is a little optimistic."""
    found: list[tuple[str, dict[str, Any]]] = []
    failed = int((result.jobs["status"] != OK).sum())
    if failed:
        found.append(("sweep_failed", {"n": failed, "all": len(result.jobs)}))
    config = result.experiment.config
    if config.replicates < FEW_RUNS:
        found.append(("sweep_few", {"n": config.replicates}))
    if result.experiment.goals:
        found.append(("sweep_goals", {}))
    found.append(("sweep_optimistic", {}))
    said = ({language: say(language, text, **values) for language in LANGUAGES} for text, values in found)
    return (*said, *result.experiment.warnings)
