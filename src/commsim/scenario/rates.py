"""What a rule of adaptation can watch: rates by name, any daily count, or any ratio of two."""

from __future__ import annotations

from typing import NamedTuple

from commsim.scenario.counts import COLUMN, COUNTS, FIXED

GROUP_COUNTS = (
    "members",
    "awake",
    "openers",
    "wau",
    "posters",
    "messages",
    "participations",
    "event_openers",
    "orders",
    "left",
    "do_not_disturb",
    "trust_sum",
)
"""Counts that every group keeps for itself over the last 30 days."""
RING_DAYS = 30

RATES: dict[str, tuple[str, str]] = {
    "weekly_active_rate": ("wau", "awake"),
    "participation_rate": ("participations", "event_openers"),
    "messages_per_member": ("messages", "members"),
    "posters_share": ("posters", "members"),
    "orders_per_member": ("orders", "members"),
    "leave_rate": ("left", "members"),
    "do_not_disturb_share": ("do_not_disturb", "members"),
    "complaint_rate": ("complaints", "orders"),
    "trust": ("trust_sum", "members"),
    "fatigue": ("fatigue_sum", "members"),
    "satisfaction": ("satisfaction_sum", "members"),
    "conversion": ("window_buyers", "window_members"),
    "dormant_share": ("dormant", "members"),
    "revenue_per_member": ("revenue", "members"),
}
"""Rates by name: numerator and denominator, both summed over the window; as seeds of the project define them."""

UNITS = {"fen": 100.0, "fixed": float(FIXED)}
"""How many of a column's units make one of the planner's: yuan, states from 0 to 1."""


class Rate(NamedTuple):
    """What is watched, as columns; `bottom` is -1 where there is none, `unit` what a threshold is multiplied with."""

    top: int
    bottom: int
    unit: float


def known(scope: str) -> tuple[str, ...]:
    """Names that can be watched in a scope: rates, then counts."""
    counts = _counts(scope)
    return (*(name for name, parts in RATES.items() if set(parts) <= set(counts)), *counts)


def _counts(scope: str) -> tuple[str, ...]:
    return GROUP_COUNTS if scope == "group" else tuple(COLUMN)


def rate(metric: str, scope: str) -> Rate:
    """The columns of a metric as a trigger names it. Raises KeyError if nothing of that name can be watched in that scope."""
    top, _, bottom = "/".join(RATES.get(metric, (metric,))).partition("/")
    place = {name: number for number, name in enumerate(_counts(scope))}
    unit = UNITS.get(COUNTS[COLUMN[top]].unit, 1.0) if top in COLUMN else 1.0
    if bottom:
        unit /= UNITS.get(COUNTS[COLUMN[bottom]].unit, 1.0) if bottom in COLUMN else 1.0
    return Rate(place[top], place[bottom] if bottom else -1, unit)
