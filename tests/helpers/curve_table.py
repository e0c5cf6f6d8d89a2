"""Outcomes that must have their best point inside a lever's range: too little and too much are both worse."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commsim.record.record import Record
from helpers.curves import Curve

ADS = (0.0, 1.0, 3.0, 7.0, 14.0, 28.0, 56.0)
GROUPS = (80, 32, 16, 8, 4, 2, 1)
STRICTNESS = (0.0, 0.1, 0.2, 0.35, 0.6, 1.0)
PEOPLE = 800


def interactions_per_member(record: Record) -> NDArray[np.float64]:
    """Messages and participations per member and 30 days."""
    acts = record["messages"].sum(axis=1) + record["participations"].sum(axis=1)
    return 30 * acts / record["members"].sum(axis=1)


ONE_COMMUNITY = {
    "community.groups": {"count": 2, "capacity": 250, "most": 2},
    "community.initial_members": 390,
    "community.initial_tenure": 0.0,
}
CURVES: tuple[Curve, ...] = (
    Curve(
        "ads per week → 180-day revenue",
        [{"strategy.ads.per_week": ads} for ads in ADS],
        "revenue",
        180,
        {**ONE_COMMUNITY, "strategy.ads.cap_per_week": 70.0, "strategy.ads.relevance": 0.4, "strategy.budget.per_month": 1e6},
    ),
    Curve(
        "group size → interactions per member",
        [{"community.groups": {"count": count, "capacity": PEOPLE // count, "most": count}} for count in GROUPS],
        interactions_per_member,
        60,
        {
            "community.platform": "none",
            "community.initial_members": PEOPLE,
            "community.initial_tenure": 0.0,
            "community.seeds.per_group": 0,
            "strategy.acquisition.effort": 0.0,
            "behaviour.invite.base": 0.0,
            "strategy.budget.per_month": 1e8,
        },
    ),
    Curve(
        "strictness of moderation → talk",
        [{"rules.strictness": strictness} for strictness in STRICTNESS],
        "messages_per_member",
        180,
        ONE_COMMUNITY,
    ),
)
