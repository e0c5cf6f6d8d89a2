"""A sweep as a page: where it is best, what was swept, every point with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from commsim.report.charts.response import others
from commsim.report.comparison_page import cautions, commands, definitions, facts
from commsim.report.page import Change, Group, Headings, Page, Picture, Row, Table
from commsim.study.sweep_words import value_text

if TYPE_CHECKING:
    from commsim.report.story import Arm
    from commsim.report.sweep_story import SweepStory

MOST_BEST = 6
"""Rows an arm has in the first table."""


def _between(story: SweepStory, metric: str, low: float, high: float) -> str:
    """A range in words."""
    return story.say("page_between", low=story.text(low, metric), high=story.text(high, metric)) if np.isfinite(low) else "–"


def _row(story: SweepStory, metric: str, found: dict[Any, Any], best: int, rivals: Sequence[int]) -> Row:
    """A point's mean with its interval and the range of single runs."""
    ranges = tuple(_between(story, metric, found[f"{kind}_low"], found[f"{kind}_high"]) for kind in ("mean", "outcome"))
    point = story.point({axis.path: found[axis.path] for axis in story.result.axes})
    word = "sweep_is_best" if found["point"] == best else "sweep_is_rival" if found["point"] in rivals else ""
    cells = (point, story.text(found["mean"], metric), *ranges, str(found["n"]))
    return Row(cells, story.say(word) if word else "", "good" if found["point"] == best else "")


def _group(story: SweepStory, arm: Arm) -> Group:
    """All points of an arm on the primary metric."""
    best = story.best(story.primary, arm)
    place, rivals = (best.point, best.rivals) if best else (-1, ())
    rows = (_row(story, story.primary, found, place, rivals) for found in story.of(arm, story.primary).to_dict("records"))
    return Group(arm.label, "primary", story.label(story.primary), tuple(rows))


def _best_of(group: Group) -> Group:
    """The best point and those that may be as good; of many only the first."""
    return group._replace(rows=tuple(sorted((row for row in group.rows if row.verdict), key=lambda row: not row.tone))[:MOST_BEST])


def sweep_page_of(story: SweepStory, pictures: Sequence[Picture]) -> Page:
    """The page of a sweep."""
    experiment = story.result.experiment
    heads = tuple(story.say(f"page_head_{name}") for name in ("point", "mean", "interval", "range", "runs", "verdict"))
    groups = tuple(_group(story, arm) for arm in story.arms)
    besides = cautions(experiment, story.language)
    own = [text for note in story.result.notes if (text := note.get(story.language, "")) not in besides]
    return Page(
        language=story.language,
        title=experiment.question[story.language],
        facts=facts(experiment, "page_facts_sweep", len(story.result.points), story.say),
        answer=story.result.answer(story.language),
        cautions=besides,
        changes=[Change(story.axis(axis), (f"{axis.path}={','.join(map(value_text, axis.values))}",)) for axis in story.result.axes],
        headline=Table(heads, tuple(_best_of(group) for group in groups)),
        details=Table(heads, groups),
        headings=Headings(*(story.say(f"page_sweep_{name}") for name in ("changes", "hint", "more"))),
        pictures=pictures,
        definitions=definitions([story.primary, *others(story.primary)], story.language, story.say),
        notes=[story.say("page_note_simulated"), story.say("page_note_interval"), *(note for note in own if note)],
        again=commands(experiment, "sweep", story.say),
    )
