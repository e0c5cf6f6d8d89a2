"""What members feel on the last day: mean and spread over the members present."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.metric import Better, Metric, Values, ratio
from commsim.record.record import Record
from commsim.scenario.counts import FIXED

STATES = ("trust", "interest", "activity", "fatigue", "belonging", "satisfaction", "knowledge")
"""States recorded by sum and sum of squares."""


def mean_by_day(record: Record, state: str) -> Values:
    """Mean of a state over the members present, float64 [worlds, days]; nan on days without members."""
    return ratio(record[f"{state}_sum"] / FIXED, record["members"])


def spread_by_day(record: Record, state: str) -> Values:
    """Standard deviation of a state over the members present, float64 [worlds, days]; nan on days without members."""
    squares = ratio(record[f"{state}_squares"] / FIXED, record["members"])
    variance = squares - mean_by_day(record, state) ** 2
    return np.sqrt(np.maximum(variance, 0.0))  # rounding of the sums may leave a variance of −1e-5 where all are equal


def last(values: NDArray[np.float64]) -> Values:
    """The last day of [worlds, days]; nan for a run of 0 days."""
    return values[:, -1] if values.shape[1] else np.full(values.shape[0], np.nan)


def mean_at_end(record: Record, state: str) -> Values:
    """Mean on the last day, float64 [worlds]."""
    return last(mean_by_day(record, state))


def spread_at_end(record: Record, state: str) -> Values:
    """Standard deviation on the last day, float64 [worlds]."""
    return last(spread_by_day(record, state))


def _mean(state: str, zh: str, meaning: str, meaning_zh: str, unit: str, better: Better) -> Metric:
    return Metric(
        name=f"{state}_mean",
        label={"en": state.capitalize(), "zh": f"平均{zh}"},
        definition=f"Mean over the members present of {meaning}.",
        definition_zh=f"在群成员{meaning_zh}的平均值。",
        numerator=f"{state}, summed over members",
        denominator="members present",
        window="last day",
        unit=unit,
        better=better,
        compute=partial(mean_at_end, state=state),
    )


def _spread(state: str, zh: str, meaning: str, meaning_zh: str, unit: str) -> Metric:
    return Metric(
        name=f"{state}_sd",
        label={"en": f"Spread of {state}", "zh": f"{zh}离散度"},
        definition=f"Standard deviation over the members present of {meaning}.",
        definition_zh=f"在群成员{meaning_zh}的标准差。",
        numerator=f"squared deviations of {state} from its mean (square root of the quotient)",
        denominator="members present",
        window="last day",
        unit=unit,
        better="neutral",
        compute=partial(spread_at_end, state=state),
    )


METRICS: tuple[Metric, ...] = (
    _mean("trust", "信任度", "trust in brand and community", "对品牌与社群的信任度", "0..1", "higher"),
    _spread("trust", "信任度", "trust in brand and community", "对品牌与社群的信任度", "0..1"),
    _mean("interest", "兴趣度", "interest, summed over topics", "兴趣度（各话题之和）", "score", "higher"),
    _spread("interest", "兴趣度", "interest, summed over topics", "兴趣度（各话题之和）", "score"),
    _mean("activity", "活跃习惯", "the habit of opening the group", "打开群的习惯强度", "0..1", "higher"),
    _spread("activity", "活跃习惯", "the habit of opening the group", "打开群的习惯强度", "0..1"),
    _mean("fatigue", "疲劳度", "fatigue from ads, notifications and overload", "因广告、通知与信息过载产生的疲劳度", "score", "lower"),
    _spread("fatigue", "疲劳度", "fatigue from ads, notifications and overload", "因广告、通知与信息过载产生的疲劳度", "score"),
    _mean("belonging", "归属感", "belonging to the community", "对社群的归属感", "0..1", "higher"),
    _spread("belonging", "归属感", "belonging to the community", "对社群的归属感", "0..1"),
    _mean("satisfaction", "满意度", "satisfaction: value received less value expected", "满意度（所得价值减去预期）", "score", "higher"),
    _mean("knowledge", "产品知识", "product knowledge (proficiency)", "产品知识（熟练度）", "0..1", "higher"),
)
