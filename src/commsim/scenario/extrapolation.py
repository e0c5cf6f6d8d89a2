"""Where a scenario goes beyond what the model was tried on: allowed, but to be said, as nothing of the kind backs its results."""

from __future__ import annotations

from collections.abc import Iterator

from commsim.scenario.changes import parsed
from commsim.scenario.describe import levers, values
from commsim.scenario.lever_words import chinese
from commsim.scenario.schema import Scenario

Advice = dict[str, str]
"""What a planner should know, in en and zh: the key path, its value, the words."""


def beyond(config: Scenario) -> Iterator[Advice]:
    """Every value above what its key was tried on, those that stages, triggers and shocks set among them."""
    tried = {lever.path: lever for lever in levers(type(config)) if lever.tried is not None}
    for path, lever in tried.items():
        for place, value in values(config, path):
            if value > lever.tried:
                yield _advice(place, path, value, lever.tried, lever.unit)  # type: ignore[arg-type]
    for place, written in _set_during_the_run(config):
        setting = parsed(written)
        found = tried.get(setting.path)
        if found and found.tried is not None and setting.operation == "=" and setting.value > found.tried:
            yield _advice(f"{place}: {setting.path}", setting.path, setting.value, found.tried, found.unit)


def _set_during_the_run(config: Scenario) -> Iterator[tuple[str, str]]:
    for rules in ("strategy.stages[].changes", "strategy.triggers[].changes", "market.shocks[].changes"):
        for place, settings in values(config, rules):
            yield from ((place, setting) for setting in settings)


def _advice(place: str, path: str, value: float, tried: float, unit: str) -> Advice:
    name = chinese(path)
    return {
        "en": f"{place}: {value:g}; the model was tried only up to {tried:g} ({unit}): what comes out beyond is extrapolated",
        "zh": f"{place}{f'（{name}）' if name else ''}：{value:g}；模型只检验到{tried:g}，超出部分属于外推，结果仅供参考",
    }
