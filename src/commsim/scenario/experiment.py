"""An experiment: a question, a baseline, and arms that each change something about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from commsim.scenario import checks, places, strict_yaml, validate
from commsim.scenario.compose import Composer, Layer, Tree, positions
from commsim.scenario.errors import ConfigError, Problem, nearest
from commsim.scenario.experiment_file import DO_NOTHING, ExperimentFile
from commsim.scenario.extrapolation import Advice
from commsim.scenario.overrides import Axis, Change, axes, axis, changes, choose, set_value
from commsim.scenario.schema import ROLES, Config, Scenario

COMMAND_LINE = "override"
"""How messages call what the user wrote on top of an experiment."""
REGISTERED = set(ExperimentFile.model_fields) - set(Config.model_fields)
"""Keys of an experiment's file that are no settings of a run."""


@dataclass(frozen=True)
class Recipe:
    """How an experiment's configurations are composed: later layers win over earlier ones.

    A layer that chooses a group's option (``strategy=do_nothing``) replaces what earlier layers set in that group.
    ``home`` is the file that holds what no layer and no group sets.
    """

    base: Layer
    common: Layer
    user: Layer
    arms: Mapping[str, Layer]
    composer: Composer = field(compare=False, repr=False)
    home: str = "configs/config.yaml"

    def config(self, arm: str | None = None, point: Layer = ()) -> Config:
        """The configuration of an arm (none: of all arms before their own changes) at a point of a sweep.

        Raises ConfigError.
        """
        layers = (self.common, (*self.user, *point), self.arms[arm] if arm else ())
        where = " ".join([*([f"arm {arm}"] if arm else []), *(change.text for change in point)])
        tree = self.composer.root(self.base)
        try:
            for layer in layers:
                self.composer.lay(tree, layer)
            return validate.config(tree, lambda path: self._origin(path, tree, layers))
        except ConfigError as error:
            raise error.within(where) from None

    def _origin(self, path: str, tree: Tree, layers: tuple[Layer, ...]) -> str:
        """Where the value of a key was written: the last change that set it, else the file of its group."""
        written = [change for layer in layers for change in layer]
        for change in reversed(written):
            if f"{path}.".startswith(f"{positions(tree, change.path)}."):
                return f"configs/{change.path}/{change.value}.yaml" if change.group else change.where
        group = path.partition(".")[0]
        chosen = self.composer.chosen.get(self.base, {}).get(group)
        return f"configs/{group}/{chosen}.yaml" if chosen else self.home


@dataclass(frozen=True)
class Experiment:
    """A question and everything needed to answer it.

    question   in en and zh
    config     the composed configuration before the arms' own changes
    arms       scenario by arm, in order; the first is the baseline
    changes    the overrides of each arm, as written
    labels     by arm, in en and zh
    primary    name of the metric that decides
    margin     differences of it smaller than this are practically nothing, in its unit, >= 0
    targets    by metric, in its unit
    goals      by metric, as shares by which an arm shall differ from the baseline
    answer     in en and zh: how the result is to be read; may be empty
    axes       of a sweep; empty for a comparison
    warnings   what a planner should know though it is allowed, each in en and zh
    no_do_nothing  why there is no do-nothing arm; empty if there is one
    file       the experiment as written, with the axes above
    recipe     how the configurations came about
    """

    name: str
    question: dict[str, str]
    config: Config
    arms: dict[str, Scenario]
    changes: dict[str, tuple[str, ...]]
    labels: dict[str, dict[str, str]]
    primary: str
    margin: float
    targets: dict[str, float]
    goals: dict[str, float]
    answer: dict[str, str]
    axes: tuple[Axis, ...]
    warnings: tuple[Advice, ...]
    no_do_nothing: str
    file: ExperimentFile = field(repr=False)
    recipe: Recipe = field(repr=False, compare=False)

    @property
    def baseline(self) -> str:
        """Name of the first arm."""
        return next(iter(self.arms))

    @property
    def doing(self) -> tuple[str, ...]:
        """Arms of which something is expected: all but the one that does nothing; the baseline first."""
        return tuple(arm for arm in self.arms if arm != DO_NOTHING)

    def at(self, point: Mapping[str, Any]) -> dict[str, Scenario]:
        """The arms at one point of a sweep: values by path. An arm's own changes win over the point's.

        Raises ConfigError where a point is contradictory.
        """
        layer = _point_layer(point)
        return {arm: self.recipe.config(arm, layer).scenario() for arm in self.arms}


def hidden(experiment: Experiment) -> dict[str, tuple[str, ...]]:
    """What the user wrote that does not reach some arms, as they set it themselves: by text, these arms.

    Doing nothing is what that arm is for, so it is not named. Of a sweep only the baseline is run.
    """
    arms = (experiment.baseline,) if experiment.axes else experiment.doing
    found = {
        change.text: tuple(arm for arm in arms if _hides(experiment.recipe.arms[arm], change))
        for change in experiment.recipe.user
        if change.path.partition(".")[0] in ROLES
    }
    return {text: names for text, names in found.items() if names}


def _hides(layer: Layer, change: Change) -> bool:
    """Whether an arm's own changes undo one made before them: by the same key, or by choosing an option of its group."""
    return any(own.path == change.path or (own.group and change.path.startswith(f"{own.path}.")) for own in layer)


def load(name_or_path: str | Path, overrides: Sequence[str] = (), sweep: Sequence[str] = ()) -> Experiment:
    """An experiment by name (from ./experiments, then those that come with commsim) or by path to a YAML file.

    overrides  changes for all arms in Hydra's grammar, ``key=value`` or ``group=option``; they come after the
               experiment's own base and before the changes of an arm
    sweep      axes, ``key=a,b,c``; they replace the experiment's own axes

    Raises ConfigError, one line a problem.
    """
    path = places.experiment_file(name_or_path)
    where = _shown_path(path)
    text, user = ExperimentFile.parse(strict_yaml.read(path), where), changes(overrides, COMMAND_LINE)
    if registered := [_registered(change.path, where) for change in user if change.path.partition(".")[0] in REGISTERED]:
        raise ConfigError(registered)
    if sweep:
        text = text.with_axes(axes(sweep, "-m"), _name(path))
    if any(change.path.partition(".")[0] in (*ROLES, "days") for change in user):
        text = text.model_copy(update={"answer": None})  # it was written about other settings
    for group in set(text.sweep) & set(places.groups()):
        for option in text.sweep[group]:
            choose(group, option, "sweep")
    return assemble(_name(path), text, _recipe(text, where, user))


def along(experiment: Experiment, swept: tuple[Axis, ...]) -> Experiment:
    """The same experiment swept along other axes. Raises ConfigError."""
    file = experiment.file.with_axes(swept, experiment.name)
    advice = _warnings(*_points(experiment.recipe, swept))
    known = [*experiment.warnings, *(one for one in advice if one not in experiment.warnings)]
    return replace(experiment, axes=swept, file=file, question=file.question.model_dump(), answer={}, warnings=tuple(known))


def assemble(name: str, text: ExperimentFile, recipe: Recipe) -> Experiment:
    """An experiment from its file and its recipe, composed and validated. Raises ConfigError."""
    found = tuple(axis(key, values, "sweep") for key, values in text.sweep.items())
    config = recipe.config()
    arms = {arm: recipe.config(arm) for arm in text.arms}
    points = list(_points(recipe, found))
    return Experiment(
        name=name,
        question=text.question.model_dump(),
        config=config,
        arms={arm: composed.scenario() for arm, composed in arms.items()},
        changes=dict(text.arms),
        labels={arm: text.labels[arm].model_dump() if arm in text.labels else {"en": arm, "zh": arm} for arm in text.arms},
        primary=text.primary,
        margin=text.margin,
        targets=dict(text.targets),
        goals=dict(text.goals),
        answer=text.answer.model_dump() if text.answer else {},
        axes=found,
        warnings=_warnings(config, *arms.values(), *points),
        no_do_nothing=text.no_do_nothing or "",
        file=text,
        recipe=recipe,
    )


def _warnings(*composed: Config) -> tuple[Advice, ...]:
    """What is to be known of the configurations, each thing once."""
    return tuple({advice["en"]: advice for config in composed for advice in checks.warnings(config)}.values())


def _name(path: Path) -> str:
    """An experiment's name: that of its file, of letters, digits and underscores only, since folders are named by it."""
    return re.sub(r"\W+", "_", path.stem).strip("_") or "experiment"


def _shown_path(path: Path) -> str:
    """A path as messages show it: relative to here where it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else str(path)


def _recipe(text: ExperimentFile, where: str, user: Layer) -> Recipe:
    settings = [(name, getattr(text, name)) for name in ("days", "replicates") if getattr(text, name) is not None]
    common = (*(set_value(name, value, where) for name, value in settings), *changes(text.set, f"{where}: set"))
    arms = {arm: changes(texts, f"{where}: arms.{arm}") for arm, texts in text.arms.items()}
    problems = [_study_key(change) for layer in arms.values() for change in layer if change.path.partition(".")[0] not in ROLES]
    if unknown := [problem for problem in problems if problem is not None]:
        raise ConfigError(unknown)
    base = tuple(choose(group, option, f"{where}: base") for group, option in text.base.items())
    composer = Composer()
    composer.prepare(base, [change for layer in (common, user, *arms.values()) for change in layer])
    return Recipe(base, common, user, arms, composer)


def _study_key(change: Change) -> Problem | None:
    """An arm changes the scenario only; all arms share days, replicates and the rest."""
    top = change.path.partition(".")[0]
    if top in Config.model_fields:
        return Problem(change.where, change.path, "an arm cannot change it, all arms share it", ", ".join(ROLES))
    return Problem(change.where, change.path, "unknown key", ", ".join(ROLES), nearest(top, ROLES))


def _point_layer(point: Mapping[str, Any]) -> Layer:
    return tuple(_at_point(path, value) for path, value in point.items())


def _at_point(path: str, value: Any) -> Change:
    """A key's value at a point of a sweep, or the option of a group."""
    plain = list(value) if isinstance(value, tuple) else value
    return Change(f"{path}={value}", "sweep", path, plain, group=path in ROLES and isinstance(value, str))


def _registered(path: str, where: str) -> Problem:
    accepted = f"a copy of {where} with another {path.partition('.')[0]}:, run as experiment=YOUR_COPY.yaml"
    return Problem(COMMAND_LINE, path, "stands in the experiment's file, as it is registered before the run", accepted)


def _points(recipe: Recipe, found: Iterable[Axis]) -> Iterator[Config]:
    """Each value of each axis, composed by itself, and checked to reach at least one arm. Raises ConfigError."""
    for one in found:
        top = one.path.partition(".")[0]
        if top not in ROLES:
            raise ConfigError(Problem("sweep", one.path, "cannot be swept", f"keys of {', '.join(ROLES)}", nearest(top, ROLES)))
        if all(_shields(layer, one.path) for layer in recipe.arms.values()):
            wrong = "every arm sets it itself, so sweeping it changes nothing"
            raise ConfigError(Problem("sweep", one.path, wrong, "a key that some arm leaves alone"))
        for value in one.values:
            yield recipe.config(point=_point_layer({one.path: value}))


def _shields(layer: Layer, path: str) -> bool:
    """Whether a layer sets the key itself."""
    return any(f"{path}.".startswith(f"{change.path}.") for change in layer)
