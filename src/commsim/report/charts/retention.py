"""Who stays, and who stays active, by days since joining."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.amounts import percent
from commsim.record.counts import HORIZONS
from commsim.report.charts.curves import Values, curve_panel, divide
from commsim.report.layout import panels, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story


def _title(story: Story) -> str:
    """The finding at day 30, or at the latest horizon before it that the runs are long enough for."""
    for day in sorted((day for day in HORIZONS if day <= 30), reverse=True):
        metric = f"activity_retention_d{day}"
        if story.lead and np.isfinite(story.mean(story.lead, metric)) and np.isfinite(story.mean(story.baseline, metric)):
            a, b = story.text(story.lead, metric), story.text(story.baseline, metric)
            return story.say("retention_title", lead=story.lead.label, base=story.baseline.label, day=day, a=a, b=b)
    return story.say("retention_question")


def retention(story: Story) -> Figure:
    """Activity retention on the left, membership retention on the right."""
    note = story.note(story.band_note(), story.say("retention_note"))
    page = sheet(_title(story), story.say("retention_subtitle"), note, story.arms)
    left, right = panels(page, [story.say("retention_activity"), story.say("retention_membership")], 2)
    for axes, column in ((left, "active"), (right, "members")):

        def share(arm: Arm, column: str = column) -> Values:
            return divide(story.retention.of(arm.name, column), story.retention.of(arm.name, "eligible"))

        curve_panel(axes, story, story.retention.days, share, "share", story.say("days_since_joining"), lambda v: percent(v, 0))
    return page.figure
