"""Who stays, and who stays active, by days since joining."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.amounts import percent
from commsim.report.charts.curves import Values, curve_panel, divide
from commsim.report.layout import panels, sheet
from commsim.scenario.counts import HORIZONS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story

WINDOW = 7
"""Days of activity that count; the activity curve starts when they are complete."""
LEAST_SHARE = 0.2
"""Share of the joiners that must be observable on a day for the day to be drawn."""


def _title(story: Story) -> str:
    """The finding at day 30, or at the latest horizon before it that the runs are long enough for."""
    for day in sorted((day for day in HORIZONS if day <= 30), reverse=True):
        metric = f"activity_retention_d{day}"
        if story.lead and np.isfinite(story.mean(story.lead, metric)) and np.isfinite(story.mean(story.baseline, metric)):
            a, b = story.text(story.lead, metric), story.text(story.baseline, metric)
            return story.say("retention_title", lead=story.lead.label, base=story.baseline.label, day=day, a=a, b=b)
    return story.say("retention_question")


def _days_shown(story: Story) -> int:
    """Number of days from 0 that enough joiners can be observed for; the rest is noise of a few early ones."""
    eligible = np.nansum([np.nansum(story.retention.of(arm.name, "eligible"), axis=0) for arm in story.arms], axis=0)
    return max(int((eligible >= LEAST_SHARE * eligible[0]).sum()), 1) if eligible.size else 0


def _share(story: Story, column: str, days: slice, arm: Arm) -> Values:
    """Share of the joiners who could be observed that long; [runs, days]."""
    return divide(story.retention.of(arm.name, column), story.retention.of(arm.name, "eligible"))[:, days]


def retention(story: Story) -> Figure:
    """Activity retention on the left, membership retention on the right."""
    shown = _days_shown(story)
    start = WINDOW - 1 if shown > WINDOW else 0
    note = story.note(story.band_note(), story.say("retention_note"), story.say("retention_start") if start else "")
    page = sheet(_title(story), story.say("retention_subtitle"), note, story.arms)
    headings = [story.say("retention_activity"), story.say("retention_membership")]
    for axes, (column, first) in zip(panels(page, headings, 2), (("active", start), ("members", 0)), strict=True):
        days, share = story.retention.days[first:shown], partial(_share, story, column, slice(first, shown))
        curve_panel(axes, story, days, share, "share", story.say("days_since_joining"), lambda v: percent(v, 0))
    return page.figure
