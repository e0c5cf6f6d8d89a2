"""Trust and fatigue over the run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from commsim.report.charts.curves import Values, curve_panel
from commsim.report.layout import panels, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story


def two_digits(value: float) -> str:
    """States between 0 and about 1 bear two digits."""
    return f"{value:.2f}"


def _title(story: Story) -> str:
    if story.lead is None or not np.isfinite(story.mean(story.lead, "trust_mean") + story.mean(story.baseline, "trust_mean")):
        return story.say("feelings_question")
    pairs = {"a": (story.lead, "trust"), "b": (story.baseline, "trust"), "c": (story.lead, "fatigue"), "d": (story.baseline, "fatigue")}
    texts = {key: two_digits(story.mean(arm, f"{state}_mean")) for key, (arm, state) in pairs.items()}
    return story.say("feelings_title", lead=story.lead.label, base=story.baseline.label, **texts)


def feelings(story: Story) -> Figure:
    """Mean trust on the left, mean fatigue on the right, by day."""
    page = sheet(_title(story), story.say("feelings_subtitle"), story.note(story.band_note()), story.arms)
    axes = panels(page, [story.say("feelings_trust"), story.say("feelings_fatigue")], 2)

    def of(arm: Arm, column: str) -> Values:
        return story.daily.of(arm.name, column)

    for panel, column in zip(axes, ("trust_mean", "fatigue_mean"), strict=True):
        curve_panel(panel, story, story.daily.days, partial(of, column=column), "0..1", story.say("day_of_run"), two_digits)
    return page.figure
