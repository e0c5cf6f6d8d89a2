"""A comparison as a page: the answer, what was changed, the numbers, the definitions, the honest notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.amounts import relative, whole_percent
from commsim.metrics.registry import METRICS
from commsim.report.charts.difference import HEADLINE
from commsim.report.page import Change, Command, Definition, Group, Headings, Page, Picture, Row, Table

if TYPE_CHECKING:
    from commsim.report.story import Arm, Story
    from commsim.scenario.experiment import Experiment

Say = Callable[..., str]
MORE = ("first_purchase_share", "members_end", "leave_rate", "do_not_disturb_rate", "dormant_rate", "k_factor", "cost", "return_on_cost")
"""Metrics that have no row in the chart but one in the table."""
TONES = {"better": "good", "worse": "bad"}


def first_metrics(story: Story) -> list[str]:
    """The primary metric and those with a target or goal."""
    names = (story.primary, *story.result.experiment.targets, *story.result.experiment.goals)
    return list(dict.fromkeys(name for name in names if name in METRICS))


def more_metrics(story: Story) -> list[str]:
    """Headline metrics beside these."""
    first = first_metrics(story)
    return [name for name in (*HEADLINE, *MORE) if name not in first]


def _range(story: Story, values: NDArray[np.float64], unit: str) -> str:
    if values.size < 2:
        return "–"
    low, high = np.percentile(values, (10, 90))
    return story.say("page_between", low=story.numbers.amount(low, unit), high=story.numbers.amount(high, unit))


def _row(story: Story, arm: Arm, metric: str, aimed: bool) -> Row:
    """An arm's numbers on a metric, with a column for targets and goals or without; the baseline has no difference."""
    unit = METRICS[metric].unit
    chance = (_aim(story, arm, metric),) if aimed else ()
    alone = (arm.label, story.text(arm, metric), _range(story, story.known(arm, metric), unit))
    found = story.row(arm, metric)
    if found is None:
        return Row((*alone, story.say("page_baseline") if arm is story.baseline else "–", "", *chance), "", "")
    verdict = str(found["verdict"])
    cells = (*alone, story.numbers.difference(found, unit), whole_percent(float(found["share_won"])), *chance)
    return Row(cells, story.say(f"verdict {verdict}"), TONES.get(verdict, ""))


def _aim(story: Story, arm: Arm, metric: str) -> str:
    """Whether an arm reaches the target or goal of a metric; empty where it has none."""
    verdict, share = story.aim(arm, metric)
    return story.say("aim_share", verdict=story.say(f"aim_{verdict}"), share=whole_percent(share)) if verdict else ""


def _table(story: Story, names: Sequence[str]) -> Table:
    """Metrics, each with a row an arm; a column for targets and goals if one of them has one."""
    aimed = any(name in story.result.experiment.targets or name in story.result.experiment.goals for name in names)
    heads = ("arm", "mean", "range", "difference", "ahead", *(("target",) if aimed else ()), "verdict")
    groups = tuple(_group(story, metric, aimed) for metric in names)
    return Table(tuple(story.say(f"page_head_{name}") for name in heads), groups)


def _aim_text(story: Story, metric: str) -> str:
    """The target or goal of a metric; empty where it has none."""
    experiment = story.result.experiment
    if metric in experiment.targets:
        return story.say("spread_target", value=story.numbers.amount(experiment.targets[metric], METRICS[metric].unit))
    if metric in experiment.goals:
        return story.say("goal_base", value=relative(experiment.goals[metric]), base=story.baseline.label)
    return ""


def _group(story: Story, metric: str, aimed: bool) -> Group:
    """The rows of one metric under its label, its role and its target or goal."""
    role = "primary" if metric == story.primary else "exploratory"
    role_word = story.say("list").join(text for text in (story.say(role), _aim_text(story, metric)) if text)
    return Group(METRICS[metric].label[story.language], role, role_word, tuple(_row(story, arm, metric, aimed) for arm in story.arms))


def _hint(story: Story) -> str:
    """How to read the table."""
    experiment = story.result.experiment
    aims = story.say("page_aims_hint") if experiment.targets or experiment.goals else ""
    return story.say("join").join(text for text in (story.say("page_results_hint"), aims) if text)


def definitions(names: Sequence[str], language: str, say: Say) -> list[Definition]:
    """The definitions of metrics; numerator and denominator are only written in English."""
    found = []
    for metric in (METRICS[name] for name in names):
        text = metric.definition if language == "en" else metric.definition_zh
        parts = {"numerator": metric.numerator, "denominator": metric.denominator, "window": metric.window}
        kind = "page_details" if metric.denominator != "–" else "page_details_count"
        details = say(kind, **parts) if language == "en" else ""
        found.append(Definition(metric.label[language], metric.name, text, details))
    return found


def notes(story: Story) -> list[str]:
    """What a reader must know before believing the numbers."""
    beside_the_answer = cautions(story.result.experiment, story.language)
    own = [note.get(story.language, "") for note in story.result.notes if note.get(story.language) not in beside_the_answer]
    exploratory = story.say("page_note_exploratory", metric=METRICS[story.primary].label[story.language])
    margin = story.numbers.amount(story.result.experiment.margin, METRICS[story.primary].unit)
    verdict = story.say("page_note_verdict", margin=margin)
    return [story.say("page_note_simulated"), story.say("page_note_interval"), verdict, exploratory, *(note for note in own if note)]


def cautions(experiment: Experiment, language: str) -> list[str]:
    """What stands beside the answer: the warnings of the configuration, extrapolation among them."""
    return [advice[language] for advice in experiment.warnings]


def commands(experiment: Experiment, verb: str, say: Say) -> list[Command]:
    """How to run the study again: by name, and to the byte from the folder of the page."""
    config = experiment.config
    start = f"commsim {verb} " if verb else "commsim "
    named = f"{start}experiment={experiment.name} replicates={config.replicates} days={config.days} seed={config.seed}"
    again = [Command(say("page_again_name"), named)]
    return again if verb else [*again, Command(say("page_again_file"), "commsim run config=config.yaml")]


def facts(experiment: Experiment, key: str, size: int, say: Say) -> str:
    """Size of the study in one line; size: its arms, or its points."""
    config = experiment.config
    values = {"size": size, "runs": config.replicates, "days": config.days, "seed": config.seed}
    return say(key, name=experiment.name, **values)


def page_of(story: Story, pictures: Sequence[Picture]) -> Page:
    """The page of a comparison."""
    experiment = story.result.experiment
    return Page(
        language=story.language,
        title=experiment.question[story.language],
        facts=facts(experiment, "page_facts", len(story.arms), story.say),
        answer=story.result.answer(story.language),
        cautions=cautions(experiment, story.language),
        changes=[Change(arm.label, tuple(experiment.changes.get(arm.name, ()))) for arm in story.arms],
        headline=_table(story, first_metrics(story)),
        details=_table(story, more_metrics(story)),
        headings=Headings(story.say("page_changes"), _hint(story), story.say("page_more")),
        pictures=pictures,
        definitions=definitions([*first_metrics(story), *more_metrics(story)], story.language, story.say),
        notes=notes(story),
        again=commands(experiment, "", story.say),
    )
