"""The calendar of a strategy as picture files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from commsim.desk.plan import plan_of
from commsim.report.charts.sop_calendar import sop_calendar
from commsim.report.images import rendered
from commsim.report.style import drawing

if TYPE_CHECKING:
    from commsim.scenario.schema import Config


def draw_calendar(config: Config, name: str, weeks: int, language: str) -> dict[str, bytes]:
    """The strategy of a configuration as a calendar of so many weeks: the content of a file by format."""
    plan = plan_of(config.strategy, date.fromisoformat(config.market.start_date), weeks, language)
    with drawing():
        figure = sop_calendar(plan, name, language)
        drawn = {form: rendered(figure, form, config.report.dpi) for form in ("png", "svg")}
    return {form: pack() for form, pack in drawn.items()}
