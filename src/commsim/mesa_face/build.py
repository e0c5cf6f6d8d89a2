"""Which scenario a Mesa model simulates: an arm, and changes given as keywords."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commsim.scenario.compose import Composer
from commsim.scenario.errors import ConfigError, Problem, nearest
from commsim.scenario.experiment import Experiment, load
from commsim.scenario.overrides import set_value
from commsim.scenario.schema import ROLES, Scenario
from commsim.scenario.validate import config

DEFAULT_EXPERIMENT = "official_account"
DEFAULT_DAYS = 180
"""Length of a run where neither the caller nor an experiment says it."""
HERE = "CommunityModel"
"""Where messages say a keyword was written."""


def built(arm: Scenario | str | None, experiment: str | Path | None, settings: Mapping[str, Any]) -> tuple[Scenario, int]:
    """The scenario, and the length asked for by the experiment. Raises ConfigError."""
    if isinstance(arm, Scenario):
        if experiment is not None:
            raise ConfigError(Problem(HERE, "experiment", f"{experiment!r} given beside a scenario", "one of the two"))
        return changed(arm, settings), DEFAULT_DAYS
    found = load(DEFAULT_EXPERIMENT if experiment is None else experiment)
    return changed(_arm(found, arm), settings), found.config.days


def _arm(experiment: Experiment, name: str | None) -> Scenario:
    if name is None:
        return experiment.arms[experiment.baseline]
    if name not in experiment.arms:
        raise ConfigError(Problem(HERE, "arm", f"{name!r} is no arm", ", ".join(experiment.arms), nearest(str(name), experiment.arms)))
    return experiment.arms[name]


def length(asked: int, days: int | None) -> int:
    """Days to simulate; >= 0. Raises ConfigError."""
    if days is None:
        return asked
    if isinstance(days, bool) or not isinstance(days, int) or days < 0:
        raise ConfigError(Problem(HERE, "days", repr(days), "a whole number from 0"))
    return days


def changed(scenario: Scenario, settings: Mapping[str, Any]) -> Scenario:
    """The scenario with keys set, `{"strategy.ads.per_week": 3}`, or groups chosen, `{"strategy": "steady"}`. Raises ConfigError."""
    if not settings:
        return scenario
    for path in settings:
        if path.partition(".")[0] not in ROLES:
            near = nearest(path, ("arm", "experiment", "days", "rng", "interventions", "agent_reporters", *ROLES))
            raise ConfigError(Problem(HERE, path, "cannot be set here", f"dotted keys of {', '.join(ROLES)}; the seed is rng=", near))
    composer = Composer()
    tree = composer.root() | scenario.model_dump(mode="json")
    composer.lay(tree, [set_value(path, _plain(value), HERE) for path, value in settings.items()])
    return config(tree, lambda path: HERE).scenario()


def _plain(value: Any) -> Any:
    """Numbers and arrays of NumPy as Python's own, tuples as lists."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return list(value) if isinstance(value, tuple) else value
