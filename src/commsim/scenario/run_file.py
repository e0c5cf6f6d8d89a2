"""A run's config.yaml: the composed, validated experiment as plain data, needing no other file to run it again.

``config`` is what all arms share; each arm lists what it sets on top: single keys by path, and whole groups where the
experiment chose a group's option. Reading it gives an experiment equal to the one that was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from commsim.scenario import strict_yaml
from commsim.scenario.compose import Composer, Layer
from commsim.scenario.errors import ConfigError, Problem
from commsim.scenario.experiment import COMMAND_LINE, Experiment, Recipe, assemble
from commsim.scenario.experiment_file import ExperimentFile, Name
from commsim.scenario.fields import Strict
from commsim.scenario.overrides import Change, changes
from commsim.scenario.plain_yaml import written
from commsim.scenario.schema import ROLES, Config
from commsim.scenario.validate import validated

FORMAT = 1
"""Version of the layout."""

HEAD = "# Composed and validated by commsim. Run it again: commsim run config=THIS_FILE\n"


class RunFile(Strict):
    """The keys of a run's config.yaml."""

    format: int = Field(ge=FORMAT, le=FORMAT, description=f"{FORMAT}: written by this version of commsim")
    name: str = Field(
        pattern=r"^\w+$", max_length=200, description="letters, digits and underscores: name of the experiment and of its folders"
    )
    experiment: dict[str, Any] = Field(description="question, arms as written, labels, primary, margin, targets, goals")
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
    return HEAD + written(document)


def read(path: str | Path) -> Experiment:
    """The experiment of a run's config.yaml, as it was run. Raises ConfigError."""
    return _read(Path(path), ())


def again(path: str | Path, overrides: Sequence[str] = ()) -> Experiment:
    """The experiment of a config.yaml, to be run here.

    overrides  may change how it is run and reported (replicates, seed, output, store, runner, report), not what happens

    The file may come from a colleague, so it may not choose to write outside the folder it is run in, or its own.
    Raises ConfigError.
    """
    where = str(path)
    user = changes(overrides, COMMAND_LINE)
    if refused := [_fixed(change, where) for change in user if change.path.partition(".")[0] in ROLES]:
        raise ConfigError(refused)
    experiment = _read(Path(path), user)
    chosen_here = {change.path for change in user}
    if outside := [
        problem for name in ("output", "store") if name not in chosen_here for problem in _outside(experiment, name, Path(path))
    ]:
        raise ConfigError(outside)
    return experiment


def _read(path: Path, user: Layer) -> Experiment:
    where = str(path)
    run: RunFile = validated(RunFile, strict_yaml.read(path, strict_yaml.LARGER), lambda key: where, _keys())
    text = ExperimentFile.parse(run.experiment, where)
    if list(run.sets) != list(text.arms):
        raise ConfigError(Problem(where, "sets", f"arms {', '.join(run.sets)}", f"the arms of the experiment: {', '.join(text.arms)}"))
    options = {(group, name): tree for group, trees in run.options.items() for name, tree in trees.items()}
    arms = {arm: tuple(_change(key, value, f"{where}: sets.{arm}") for key, value in sets.items()) for arm, sets in run.sets.items()}
    return assemble(run.name, text, Recipe((), (), user, arms, Composer({(): run.config}, options), home=where))


def _outside(experiment: Experiment, name: str, file: Path) -> list[Problem]:
    """A folder named by the file that lies neither below the folder worked in nor is the file's own."""
    folder = Path(getattr(experiment.config, name)).resolve()
    if folder.is_relative_to(Path.cwd().resolve()) or folder == file.parent.resolve():
        return []
    return [Problem(str(file), name, f"{folder} lies outside the folder you work in", f"{name}=FOLDER on the command line, if it is meant")]


def _sets(layer: Layer, composer: Composer) -> dict[str, Any]:
    """What a layer sets, options of groups written out; later settings of a key win, as in the layer."""
    options = {change.path: composer.option(change.path, change.value) for change in layer if change.group}
    return options | {change.path: change.value for change in layer if not change.group}


def _options(experiment: Experiment) -> dict[str, dict[str, Any]]:
    """The options of groups that are swept, with what the user set in them."""
    axes = [axis for axis in experiment.axes if axis.path in ROLES and all(isinstance(value, str) for value in axis.values)]
    return {axis.path: {str(value): _option(experiment.recipe, axis.path, value) for value in axis.values} for axis in axes}


def _option(recipe: Recipe, group: str, name: str) -> Any:
    chosen = Change(f"{group}={name}", "sweep", group, name, group=True)
    return recipe.composer.lay(recipe.composer.root(recipe.base), (*recipe.user, chosen))[group]


def _change(path: str, value: Any, where: str) -> Change:
    return Change(f"{path}={value}", where, path, value, group=False)


def _fixed(change: Change, where: str) -> Problem:
    accepted = ", ".join(name for name in Config.model_fields if name not in ROLES)
    return Problem(change.where, change.path, f"cannot be changed on top of {where}, which is to give the same again", accepted)


def _keys() -> Mapping[str, str]:
    return {name: field.description or "" for name, field in RunFile.model_fields.items()}
