"""The conversion funnel: from joining to buying again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from commsim.metrics.amounts import percent, plain
from commsim.report.layout import MARGIN, Sheet, sheet, width_of, wrap
from commsim.report.style import INK, TEXT_SIZE, TICK_SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from commsim.report.story import Arm, Story

STEPS = ("joined", "active", "talked", "bought", "again")
LABEL_WIDTH = 2.1


def reached(story: Story, arm: Arm) -> list[float]:
    """Share of members who reach each step, mean of the runs; nan where the runs are too short to tell."""
    again = story.values(arm, "first_purchase_share") * np.nan_to_num(story.values(arm, "repurchase_rate"), nan=0.0)
    known = again[np.isfinite(again)]
    return [
        1.0,
        story.mean(arm, "activity_retention_d7"),
        1.0 - story.mean(arm, "lurker_share"),
        story.mean(arm, "first_purchase_share"),
        float(known.mean()) if known.size else np.nan,
    ]


def _title(story: Story) -> str:
    bought = [story.mean(arm, "first_purchase_share") for arm in (story.lead, story.baseline) if arm]
    if story.lead is None or not np.isfinite(bought).all():
        return story.say("funnel_question")
    a, b = (plain(round(100 * share, 1)) for share in bought)
    return story.say("funnel_title", lead=story.lead.label, base=story.baseline.label, a=a, b=b)


def _bars(axes: Axes, story: Story, pitch: float) -> None:
    """A bar per arm and step, its share written at its end."""
    for place, arm in enumerate(story.arms):
        for step, share in enumerate(reached(story, arm)):
            y = step + (place - (len(story.arms) - 1) / 2) * pitch
            axes.barh(y, np.nan_to_num(share), height=0.86 * pitch, color=arm.colour, linewidth=0)
            text = percent(share) if np.isfinite(share) else "–"
            axes.text(np.nan_to_num(share) + 0.008, y, text, va="center_baseline", ha="left", fontsize=TICK_SIZE, color=INK)


def _dress(page: Sheet, axes: Axes, story: Story) -> None:
    """Names of the steps at the left; no grid, since every bar bears its number."""
    axes.set_xlim(0, 1.09)
    axes.set_ylim(len(STEPS) - 0.5, -0.5)
    axes.grid(False)
    axes.set_yticks([])
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=INK, linewidth=0.8)
    position = axes.get_position()
    for step, name in enumerate(STEPS):
        middle = page.height * (position.y1 - (step + 0.5) / len(STEPS) * position.height)
        lines = wrap(story.say(f"funnel_{name}"), LABEL_WIDTH, TEXT_SIZE, 2)
        page.block(MARGIN, middle + len(lines) * TEXT_SIZE * 0.66 / 72, lines, TEXT_SIZE)


def funnel(story: Story) -> Figure:
    """Share of members who reach each step, a bar per arm."""
    height = max(2.9, len(STEPS) * (0.17 * len(story.arms) + 0.12))
    body = None if height <= 2.9 else height
    page = sheet(_title(story), story.say("funnel_subtitle"), story.note(story.say("funnel_note")), story.arms, body, "bar")
    left = MARGIN + min(LABEL_WIDTH, max(width_of(story.say(f"funnel_{name}"), TEXT_SIZE) for name in STEPS)) + 0.15
    axes = page.axes(left, page.bottom + 0.02, page.width - MARGIN, page.top - 0.1)
    _bars(axes, story, 0.84 / len(story.arms))
    _dress(page, axes, story)
    return page.figure
