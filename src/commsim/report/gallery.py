"""All charts by name, drawn and turned into files."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING

from commsim.metrics.registry import METRICS
from commsim.report.charts.activity import activity
from commsim.report.charts.difference import difference
from commsim.report.charts.feelings import feelings
from commsim.report.charts.funnel import funnel
from commsim.report.charts.money import money
from commsim.report.charts.outcomes import outcomes
from commsim.report.charts.retention import retention
from commsim.report.story import Story
from commsim.report.style import drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHARTS: dict[str, Callable[[Story], Figure]] = {
    "difference": difference,
    "distribution": outcomes,
    "retention": retention,
    "funnel": funnel,
    "activity": activity,
    "trust_and_fatigue": feelings,
    "revenue_and_cost": money,
}
"""Charts of a comparison, in the order of the page."""

def charts_of(story: Story) -> dict[str, Callable[[Story], Figure]]:
    """The charts that have something to show: without a second arm there is no difference."""
    return {name: chart for name, chart in CHARTS.items() if name != "difference" or len(story.arms) > 1}


def draw_comparison(story: Story, name: str) -> Figure:
    """A chart by its name, or the distribution of a metric by its name. Raises ValueError for any other name."""
    with drawing():
        if name in CHARTS:
            return CHARTS[name](story)
        if name in METRICS:
            return outcomes(story, name)
    raise ValueError(unknown(name, (*CHARTS, *METRICS)))


def unknown(name: str, known: tuple[str, ...]) -> str:
    """What is said about a name that is neither a chart nor a metric."""
    near = difflib.get_close_matches(name, known, 1)
    return f"no chart or metric named {name!r}" + (f"; did you mean {near[0]!r}?" if near else f"; charts: {', '.join(CHARTS)}")
