"""Daily activity: who opens the group and how much is said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.amounts import percent
from commsim.report.charts.curves import Values, curve_panel, divide, smooth
from commsim.report.layout import panels, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story

LAST_DAYS = 30


def _recent(story: Story, arm: Arm) -> float:
    """Share of members who opened on a day, over the last 30 days, mean of the runs."""
    opened, members = (story.daily.of(arm.name, column)[:, -LAST_DAYS:].sum(axis=1) for column in ("dau", "members"))
    shares = divide(opened, members)
    return float(np.nanmean(shares)) if np.isfinite(shares).any() else np.nan


def _title(story: Story) -> str:
    if story.lead is None:
        return story.say("activity_question")
    a, b = _recent(story, story.lead), _recent(story, story.baseline)
    if not np.isfinite(a + b):
        return story.say("activity_question")
    return story.say("activity_title", lead=story.lead.label, base=story.baseline.label, a=percent(a), b=percent(b))


def _per_member(story: Story, column: str, members: float, arm: Arm) -> Values:
    """A daily count per so many members, as mean of the last 7 days; [runs, days]."""
    return members * smooth(divide(story.daily.of(arm.name, column), story.daily.of(arm.name, "members")))


def activity(story: Story) -> Figure:
    """Share of members who open on a day, and messages per 100 members, as means of the last 7 days."""
    note = story.note(story.say("note_smoothed"), story.band_note())
    page = sheet(_title(story), story.say("activity_subtitle"), note, story.arms)
    left, right = panels(page, [story.say("activity_dau"), story.say("activity_messages")], 2)

    days, label = story.daily.days, story.say("day_of_run")
    curve_panel(left, story, days, partial(_per_member, story, "dau", 1.0), "share", label, percent)
    curve_panel(right, story, days, partial(_per_member, story, "messages", 100.0), "messages", label)
    return page.figure
