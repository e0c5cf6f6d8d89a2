"""All metrics by name, in the order in which outcomes are shown."""

from __future__ import annotations

from commsim.metrics import activity, membership, products, states, talk, trade
from commsim.metrics.metric import Metric

THEMES: dict[str, tuple[Metric, ...]] = {
    "membership": membership.METRICS,
    "activity": activity.METRICS,
    "talk": talk.METRICS,
    "trade": (*trade.METRICS, *products.METRICS),
    "states": states.METRICS,
}
"""Metrics by theme."""

METRICS: dict[str, Metric] = {metric.name: metric for metrics in THEMES.values() for metric in metrics}
"""Metrics by name."""
