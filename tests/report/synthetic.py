"""Plausible results without an engine: seeded frames in the documented formats, and the extremes a report must survive."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from commsim.metrics.registry import METRICS
from commsim.scenario.overrides import Axis
from commsim.study.comparison import Comparison
from commsim.study.response import Sweep, points_table
from commsim.study.statistics import Question, compare_arms

LABELS = {
    "today": {"en": "Today", "zh": "现状"},
    "do_nothing": {"en": "Do nothing", "zh": "什么都不做"},
    "plan": {"en": "The plan", "zh": "完整方案"},
    "long_a": {
        "en": "More events, member tiers and a welcome gift for every newcomer in all ten groups",
        "zh": "增加活动并为所有十个群的每位新成员提供会员等级权益与入群欢迎礼包",
    },
    "long_b": {
        "en": "Only incentives, group buying and better matched offers twice a week",
        "zh": "只做激励、拼团与每周两次的精准优惠推送，其余保持现状不变",
    },
    "long_c": {
        "en": "Win-back of dormant members by personal call, with a coupon worth 20 yuan",
        "zh": "对沉睡成员逐一电话召回并附赠价值二十元的优惠券",
    },
}
COLUMNS = ("metric", "arm", "role", "verdict")
"""Some of the columns of a comparison, for one that has no rows."""
MONEY = {"revenue": 900.0, "goods_cost": 500.0, "cost": 300.0}


def daily_frame(arm: str, replicates: int, days: int, lift: float, rng: np.random.Generator, money: float = 1.0) -> pd.DataFrame:
    """Daily counts of one arm; `lift` moves everything the planner likes."""
    day = np.tile(np.arange(days), replicates)
    run = np.repeat(np.arange(replicates), days)
    luck = np.repeat(rng.normal(1, 0.06, replicates), days)
    members = 2000 + 4 * day * luck * (1 + lift)
    week = 1 + 0.12 * np.sin(2 * np.pi * day / 7)
    frame = {
        "arm": arm,
        "replicate": run,
        "day": day,
        "members": members.astype(int),
        "dau": (members * 0.2 * (1 + lift) * week * luck * np.exp(-day / 400)).astype(int),
        "messages": (members * 0.4 * (1 + lift) * week * luck * rng.normal(1, 0.1, day.size)).clip(0).astype(int),
        "trust_mean": np.clip(0.4 + 0.2 * lift * (1 - np.exp(-day / 60)) + 0.1 * (luck - 1), 0, 1),
        "fatigue_mean": np.clip(0.2 + 0.1 * lift * (1 - np.exp(-day / 20)) * luck, 0, None),
    }
    for name, mean in MONEY.items():
        grows = 1.0 if name == "cost" else (0.3 + day / max(days, 1)) * (1 + lift) * luck * 1.3
        frame[name] = money * mean * grows * np.ones(day.size)
    return pd.DataFrame(frame)


def retention_frame(arm: str, replicates: int, days: int, lift: float, rng: np.random.Generator) -> pd.DataFrame:
    """Retention of one arm by days since joining."""
    day = np.tile(np.arange(days + 1), replicates)
    eligible = (2000 * (1 - day / (days + 2))).astype(int) + 1
    luck = np.repeat(rng.normal(1, 0.05, replicates), days + 1)
    members = eligible * np.clip((1 + day / 90) ** -0.4 * luck, 0, 1)
    active = eligible * np.clip((0.15 + 0.85 * (1 + day / 4) ** -0.9 + 0.1 * lift) * luck, 0, 1)
    run = np.repeat(np.arange(replicates), days + 1)
    return pd.DataFrame(
        {
            "arm": arm,
            "replicate": run,
            "day_after_joining": day,
            "eligible": eligible,
            "members": members.astype(int),
            "active": active.astype(int),
        }
    )


def outcomes_frame(arm: str, replicates: int, lift: float, rng: np.random.Generator) -> pd.DataFrame:
    """Outcomes of one arm: every metric of the registry, of a size that fits its unit."""
    size = {"share": 0.2, "yuan": 20_000.0, "days": 60.0, "count": 1500.0}
    frame: dict[str, Any] = {"arm": arm, "replicate": np.arange(replicates)}
    for name, metric in METRICS.items():
        sign = -1.0 if metric.better == "lower" else 1.0
        values = size.get(metric.unit, 0.6) * (1 + 0.4 * sign * lift + rng.normal(0, 0.12, replicates))
        frame[name] = np.clip(values, 0, 1) if metric.unit == "share" else values
    return pd.DataFrame(frame)


def experiment(
    arms: list[str],
    days: int,
    replicates: int,
    language: str,
    targets: dict[str, float],
    labels: Any = None,
    goals: dict[str, float] | None = None,
) -> Any:
    """What a report reads of an experiment."""
    report = SimpleNamespace(language=language, currency="", charts=True, formats=("png", "svg"), dpi=80)
    config = SimpleNamespace(days=days, replicates=replicates, seed=1, report=report)
    changes = {arm: () if number == 0 else (f"strategy={arm}", "strategy.ads.per_week=2.0") for number, arm in enumerate(arms)}
    return SimpleNamespace(
        name="official_account",
        question={"en": "Does the plan lift retention from 15 % to 30 %?", "zh": "运营方案能否把留存从15%提高到30%？"},
        config=config,
        arms=dict.fromkeys(arms),
        baseline=arms[0],
        doing=tuple(arm for arm in arms if arm != "do_nothing"),
        changes=changes,
        labels=labels or LABELS,
        primary="activity_retention_d30",
        margin=0.01,
        targets=targets,
        goals=goals or {},
        answer={},
        axes=(),
        warnings=(),
        no_do_nothing="",
    )


def comparison(
    arms: int = 3,
    replicates: int = 40,
    days: int = 180,
    language: str = "en",
    money: float = 1.0,
    undefined: bool = False,
    labels: Any = None,
    targets: dict[str, float] | None = None,
    goals: dict[str, float] | None = None,
) -> Any:
    """A finished comparison of the first `arms` arms; `undefined` makes every outcome nan."""
    names = list(LABELS)[:arms]
    rng = np.random.default_rng(7)
    lifts = [0.0, -0.4, 0.8, 0.5, 0.2, 0.05]
    parts = list(zip(names, lifts, strict=False))
    outcomes = pd.concat([outcomes_frame(arm, replicates, lift, rng) for arm, lift in parts], ignore_index=True)
    if money == 0:
        outcomes.loc[:, ["revenue", "gross_margin", "cost", "profit", "repurchase_rate", "conversion_30d", "first_purchase_share"]] = 0.0
        outcomes.loc[:, ["repurchase_rate", "payback_day"]] = np.nan
    if undefined:
        outcomes.loc[:, list(METRICS)] = np.nan
    wanted = {"activity_retention_d30": 0.22, "conversion_30d": 0.08} if targets is None else targets
    asked = experiment(names, days, replicates, language, wanted, labels, goals)
    question = Question(tuple(names), asked.primary, asked.margin, wanted, goals or {})
    return Comparison(
        experiment=asked,
        jobs=pd.DataFrame({"arm": outcomes["arm"], "replicate": outcomes["replicate"], "status": "ok"}),
        outcomes=outcomes,
        daily=pd.concat([daily_frame(arm, replicates, days, lift, rng, money) for arm, lift in parts], ignore_index=True),
        retention=pd.concat([retention_frame(arm, replicates, days, lift, rng) for arm, lift in parts], ignore_index=True),
        comparison=compare_arms(outcomes, question, replicates) if arms > 1 else pd.DataFrame(columns=COLUMNS),
    )


def swept(*axes: tuple[str, tuple[Any, ...]], arms: int = 1, replicates: int = 20, language: str = "en", undefined: bool = False) -> Sweep:
    """A finished sweep: every metric rises and falls over the first axis, and a little over the others."""
    names = list(LABELS)[:arms]
    asked = experiment(names, 180, replicates, language, {"revenue": 24_000.0})
    asked.primary, asked.axes = "revenue", tuple(Axis(path, values) for path, values in axes)
    grid = list(product(*(axis.values for axis in asked.axes)))
    rng = np.random.default_rng(3)
    parts = []
    for arm in range(arms):
        for point, values in enumerate(grid):
            where = [axis.values.index(value) / max(len(axis.values) - 1, 1) for axis, value in zip(asked.axes, values, strict=True)]
            lift = 0.9 - 3 * (where[0] - 0.4) ** 2 - 0.4 * sum((place - 0.6) ** 2 for place in where[1:]) - 0.3 * arm
            part = outcomes_frame(names[arm], replicates, lift, rng)
            part.insert(1, "point", point)
            parts.append(part)
    outcomes = pd.concat(parts, ignore_index=True)
    if undefined:
        outcomes.loc[:, list(METRICS)] = np.nan
    points = points_table([dict(zip((axis.path for axis in asked.axes), values, strict=True)) for values in grid])
    return Sweep(asked, outcomes[["arm", "point", "replicate"]].assign(status="ok"), points, outcomes)
