"""Who opens the group, and how often."""

from __future__ import annotations

from functools import partial

from commsim.metrics.metric import Metric, Values, ratio, recent, recent_mean
from commsim.record.record import Record

RECENT = "last 30 days (the whole run if shorter)"


def stickiness(record: Record) -> Values:
    """Daily openers per monthly opener."""
    return ratio(recent(record, "dau"), recent(record, "mau"))


def weekly_active_rate(record: Record) -> Values:
    """Weekly openers among members who are not dormant."""
    return ratio(recent(record, "wau"), recent(record, "members") - recent(record, "dormant"))


def _openers(name: str, kind: str, within: str, kind_zh: str, within_zh: str) -> Metric:
    return Metric(
        name=name,
        label={"en": f"{kind.capitalize()} active members ({name.upper()})", "zh": f"{kind_zh}活跃成员（{name.upper()}）"},
        definition=f"Members present who opened the group {within}, mean over the days.",
        definition_zh=f"{within_zh}打开过群的在群成员数，取各天平均。",
        numerator=f"members present who opened the group {within}, summed over days",
        denominator="days",
        window=RECENT,
        unit="count",
        better="higher",
        compute=partial(recent_mean, column=name),
    )


METRICS: tuple[Metric, ...] = (
    _openers("dau", "daily", "that day", "日", "当天"),
    _openers("wau", "weekly", "in the last 7 days", "周", "近7天"),
    _openers("mau", "monthly", "in the last 30 days", "月", "近30天"),
    Metric(
        name="stickiness",
        label={"en": "Stickiness (DAU/MAU)", "zh": "黏性（日活/月活）"},
        definition="Daily openers per monthly opener.",
        definition_zh="日活跃成员数与月活跃成员数之比。",
        numerator="DAU, summed over days",
        denominator="MAU, summed over the same days",
        window=RECENT,
        unit="share",
        better="higher",
        compute=stickiness,
    ),
    Metric(
        name="weekly_active_rate",
        label={"en": "Weekly active rate", "zh": "周活跃率"},
        definition="Members who opened the group in the last 7 days per member present and not dormant.",
        definition_zh="近7天打开过群的成员数占在群且未沉睡成员数的比例。",
        numerator="WAU, summed over days",
        denominator="members present and not dormant, summed over the same days",
        window=RECENT,
        unit="share",
        better="higher",
        compute=weekly_active_rate,
    ),
)
