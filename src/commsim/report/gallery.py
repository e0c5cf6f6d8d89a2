"""All charts by name: of a comparison, and of a sweep by how many levers were swept."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from commsim.metrics.registry import METRICS
from commsim.report.charts.activity import activity
from commsim.report.charts.difference import difference
from commsim.report.charts.feelings import feelings
from commsim.report.charts.funnel import funnel
from commsim.report.charts.goals import asked, goals
from commsim.report.charts.heat_map import heat_map, heat_maps
from commsim.report.charts.money import money
from commsim.report.charts.outcomes import outcomes
from commsim.report.charts.ranking import ranking
from commsim.report.charts.response import response, responses
from commsim.report.charts.retention import retention
from commsim.report.story import Story
from commsim.report.sweep_story import SweepStory

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Tale = TypeVar("Tale", Story, SweepStory)
Chart = Callable[[], "Figure"]
"""A chart ready to be drawn."""

CHARTS: dict[str, Callable[[Story], Figure]] = {
    "difference": difference,
    "goals": goals,
    "distribution": outcomes,
    "retention": retention,
    "funnel": funnel,
    "activity": activity,
    "trust_and_fatigue": feelings,
    "revenue_and_cost": money,
}
"""Charts of a comparison, in the order of the page."""

CURVES: dict[str, Callable[[SweepStory], Figure]] = {"response": response, "other_responses": responses}
MAPS: dict[str, Callable[[SweepStory], Figure]] = {"heat_map": heat_map, "other_heat_maps": heat_maps}
RANKS: dict[str, Callable[[SweepStory], Figure]] = {"ranking": ranking}
"""Charts of a sweep of one lever, of two, of more."""


def charts_of(story: Story | SweepStory) -> dict[str, Chart]:
    """The charts that have something to show: without a second arm there is no difference, without goals none to reach."""
    if isinstance(story, SweepStory):
        return {name: _bound(chart, story) for name, chart in _of_sweep(story).items()}
    left_out = {"difference": len(story.arms) < 2, "goals": not story.result.experiment.goals or not asked(story)}
    return {name: _bound(chart, story) for name, chart in CHARTS.items() if not left_out.get(name)}


def chart_of(story: Story | SweepStory, name: str) -> Chart:
    """A chart by its name, or that of a metric by its name. Raises ValueError for any other name."""
    known = charts_of(story)
    if name in known:
        return known[name]
    if name not in METRICS:
        raise ValueError(_unknown(name, known))
    if isinstance(story, Story):
        return lambda: outcomes(story, name)
    of_metric = {1: response, 2: heat_map}.get(len(story.result.axes), ranking)
    return lambda: of_metric(story, name)


def _of_sweep(story: SweepStory) -> dict[str, Callable[[SweepStory], Figure]]:
    return {1: CURVES, 2: MAPS}.get(len(story.result.axes), RANKS)


def _bound(chart: Callable[[Tale], Figure], story: Tale) -> Chart:
    return lambda: chart(story)


def _unknown(name: str, charts: Iterable[str]) -> str:
    """What is said about a name that is neither a chart nor a metric."""
    near = difflib.get_close_matches(name, (*charts, *METRICS), 1)
    return f"no chart or metric named {name!r}" + (f"; did you mean {near[0]!r}?" if near else f"; charts: {', '.join(charts)}")
