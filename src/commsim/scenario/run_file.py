"""A run's config.yaml: the composed, validated experiment as plain data, needing no other file to run it again.

``config`` is what all arms share; each arm lists what it sets on top: single keys by path, and whole groups where the
experiment chose a group's option. Reading it gives an experiment equal to the one that was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field

from commsim.scenario import strict_yaml
from commsim.scenario.compose import Composer, Layer
from commsim.scenario.errors import ConfigError, Problem
from commsim.scenario.experiment import Experiment, Recipe, assemble
from commsim.scenario.experiment_file import ExperimentFile, Name
from commsim.scenario.fields import Strict
from commsim.scenario.overrides import Change, changes
from commsim.scenario.schema import ROLES, Config
from commsim.scenario.validate import validated

FORMAT = 1
"""Version of the layout."""

HEAD = "# Composed and validated by commsim. Run it again: commsim run config=THIS_FILE\n"


class RunFile(Strict):
    """The keys of a run's config.yaml."""

    format: int = Field(ge=FORMAT, le=FORMAT, description=f"{FORMAT}: written by this version of commsim")
    name: str = Field(min_length=1, max_length=200, description="text: name of the experiment")
    experiment: dict[str, Any] = Field(description="question, arms as written, labels, primary, margin, targets")
    config: dict[str, Any] = Field(description="the configuration all arms share")
    sets: dict[Name, dict[str, Any]] = Field(description="by arm: values by path")
    options: dict[Name, dict[str, dict[str, Any]]] = Field(description="options of config groups that are swept")


def to_yaml(experiment: Experiment) -> str:
    """The experiment as text for config.yaml; ``read`` of it gives an equal experiment."""
    recipe = experiment.recipe
    document = {
        "format": FORMAT,
        "name": experiment.name,
        "experiment": experiment.file.model_dump(mode="json", exclude_defaults=True),
        "config": experiment.config.model_dump(mode="json"),
        "sets": {arm: _sets(layer, recipe.composer) for arm, layer in recipe.arms.items()},
        "options": _options(experiment),
    }
    return HEAD + yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)


def read(path: str | Path, overrides: Sequence[str] = ()) -> Experiment:
    """The experiment of a run's config.yaml.

    overrides  may change how it is run and reported (replicates, seed, output, store, runner, report), not what happens

    Raises ConfigError.
    """
    where = str(path)
    run: RunFile = validated(RunFile, strict_yaml.read(Path(path)), lambda key: where, _keys())
    text = ExperimentFile.parse(run.experiment, where)
    if list(run.sets) != list(text.arms):
        raise ConfigError(Problem(where, "sets", f"arms {', '.join(run.sets)}", f"the arms of the experiment: {', '.join(text.arms)}"))
    user = changes(overrides, "override")
    if refused := [_fixed(change, where) for change in user if change.path.partition(".")[0] in ROLES]:
        raise ConfigError(refused)
    composer = Composer(roots={(): run.config}, options={(group, name): tree for group in run.options for name, tree in run.options[group].items()})
    arms = {arm: tuple(_change(key, value, f"{where}: sets.{arm}") for key, value in sets.items()) for arm, sets in run.sets.items()}
    return assemble(run.name, text, Recipe((), (), user, arms, composer))


def _sets(layer: Layer, composer: Composer) -> dict[str, Any]:
    """What a layer sets, options of groups written out; later settings of a key win, as in the layer."""
    options = {change.path: composer.option(change.path, change.value) for change in layer if change.group}
    return options | {change.path: change.value for change in layer if not change.group}


def _options(experiment: Experiment) -> dict[str, dict[str, Any]]:
    composer = experiment.recipe.composer
    return {
        axis.path: {str(value): composer.option(axis.path, str(value)) for value in axis.values}
        for axis in experiment.axes
        if all(isinstance(value, str) for value in axis.values) and axis.path in ROLES
    }


def _change(path: str, value: Any, where: str) -> Change:
    return Change(f"{path}={value}", where, path, value, group=False)


def _fixed(change: Change, where: str) -> Problem:
    accepted = ", ".join(name for name in Config.model_fields if name not in ROLES)
    return Problem(change.where, change.path, f"cannot be changed on top of {where}, which is to give the same again", accepted)


def _keys() -> Mapping[str, str]:
    return {name: field.description or "" for name, field in RunFile.model_fields.items()}


class _Dumper(yaml.SafeDumper):
    """Writes what the strict loader reads back as it was: no aliases, quotes around all text that is not plainly text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    try:
        style = None if strict_yaml.plain(value) == value else '"'
    except ValueError:
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
