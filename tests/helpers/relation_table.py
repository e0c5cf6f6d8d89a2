"""The relations that must hold under common random numbers. A new one is a new row."""

from __future__ import annotations

from helpers.relations import Relation, dormant_share, newcomers_return, total_of

HELPED = {"strategy.staff.hours_per_group": 6.0, "strategy.staff.moderating": 0.1}
"""Staff time enough that answering takes nothing from the programme."""
ADVERTISED = {"strategy.ads.per_week": 3.0}

RELATIONS: tuple[Relation, ...] = (
    Relation(
        "content quality ↑ → activity retention ↑",
        {"strategy.content.quality": 0.2},
        {"strategy.content.quality": 0.9},
        "activity_retention_d30",
        +1,
    ),
    Relation(
        "relevance of content ↑ → activity retention ↑",
        {"strategy.content.personal": 0.0},
        {"strategy.content.personal": 0.9},
        "activity_retention_d30",
        +1,
    ),
    Relation(
        "admin answers ↑ → newcomers' return ↑",
        {"strategy.staff.answering": 0.0},
        {"strategy.staff.answering": 0.6},
        newcomers_return,
        +1,
        HELPED,
    ),
    Relation(
        "product quality ↑ → trust ↑",
        {"market.product.quality": 0.3},
        {"market.product.quality": 0.9},
        "trust_mean",
        +1,
    ),
    Relation(
        "product quality ↑ → repurchase ↑",
        {"market.product.quality": 0.3},
        {"market.product.quality": 0.9},
        "repurchase_rate",
        +1,
    ),
    Relation(
        "price ↑ → units ↓",
        {"market.product.price": 69.0},
        {"market.product.price": 139.0},
        total_of("orders"),
        -1,
    ),
    Relation(
        "spam ↑ → trust ↓",
        {"behaviour.moderation.outsiders": 0.2},
        {"behaviour.moderation.outsiders": 5.0},
        "trust_mean",
        -1,
    ),
    Relation(
        "ad relevance ↑ → fatigue ↓",
        {"strategy.ads.relevance": 0.2},
        {"strategy.ads.relevance": 0.9},
        "fatigue_mean",
        -1,
        ADVERTISED,
    ),
    Relation(
        "win-back on → dormant share ↓",
        {"strategy.winback.per_month": 0.0},
        {"strategy.winback.per_month": 2.0},
        dormant_share,
        -1,
    ),
)
