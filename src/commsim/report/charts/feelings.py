"""Trust and fatigue over the run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from commsim.report.charts.curves import Values, curve_panel, last, smooth, summary
from commsim.report.layout import panels, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story


def two_digits(value: float) -> str:
    """States between 0 and about 1 bear two digits."""
    return f"{value:.2f}"


def recent(story: Story, column: str, arm: Arm) -> Values:
    """A state as mean of the last 7 days, since campaigns make it swing within the week; [runs, days]."""
    return smooth(story.daily.of(arm.name, column))


def _title(story: Story) -> str:
    if story.lead is None:
        return story.say("feelings_question")
    pairs = {"a": (story.lead, "trust"), "b": (story.baseline, "trust"), "c": (story.lead, "fatigue"), "d": (story.baseline, "fatigue")}
    values = {key: last(summary(recent(story, f"{state}_mean", arm)).mean) for key, (arm, state) in pairs.items()}
    if not np.isfinite(list(values.values())).all():
        return story.say("feelings_question")
    texts = {key: two_digits(value) for key, value in values.items()}
    return story.say("feelings_title", lead=story.lead.label, base=story.baseline.label, **texts)


def feelings(story: Story) -> Figure:
    """Mean trust on the left, mean fatigue on the right, by day."""
    page = sheet(_title(story), story.say("feelings_subtitle"), story.note(story.say("note_smoothed"), story.band_note()), story.arms)
    axes = panels(page, [story.say("feelings_trust"), story.say("feelings_fatigue")], 2)

    for panel, column in zip(axes, ("trust_mean", "fatigue_mean"), strict=True):
        curve_panel(panel, story, story.daily.days, partial(recent, story, column), "0..1", story.say("day_of_run"), two_digits)
    return page.figure
