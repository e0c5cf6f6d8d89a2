"""Rewrite the golden runs on purpose, with `python tools/update_golden.py`.

Each arm of each shipped experiment is run for a few days, and a small community with each mechanism of its own; the hash covers
every integer of the daily record, the whole series. After an intended change of results run this and add a "Regression" line to
CHANGELOG.md that says why.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.counts import COLUMN
from commsim.scenario.experiment import load
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate

TESTS = Path(__file__).resolve().parent.parent / "tests"
GOLDEN = TESTS / "engine" / "golden.json"
EXPERIMENTS = ("official_account", "group_size", "ad_frequency", "early_or_gradual_monetisation", "incentives_on_and_off", "moderation")
DAYS, SEED = 60, 7


MECHANISMS: dict[str, tuple[str, ...]] = {
    "second groups": ("community.second_groups",),
    "helpers": ("community.second_groups", "strategy.helpers"),
    "founders": ("community.founders",),
    "splitting and merging": ("community.groups",),
    "win-back": ("strategy.winback",),
    "ladder": ("strategy.acquisition.invitation_reward", "strategy.acquisition.ladder"),
    "tiers": ("strategy.tiers",),
    "streaks": ("strategy.incentives.points.streak_days", "strategy.incentives.points.streak_bonus"),
    "birthdays": ("strategy.incentives.birthday_gift",),
    "coupons": ("strategy.incentives.coupon_per_month", "strategy.incentives.coupon_minimum"),
    "flash sales": ("strategy.incentives.flash_sale",),
    "group purchases": ("strategy.monetise.group_buying.per_month", "strategy.monetise.group_buying.people"),
    "commission": ("strategy.monetise.commission",),
    "sharing": ("strategy.monetise.income_sharing",),
    "service and knowledge": ("strategy.monetise.service.start_day", "strategy.monetise.knowledge.start_day"),
    "membership": ("strategy.monetise.membership.start_day", "strategy.monetise.membership.days", "market.further.membership"),
    "partners": ("strategy.monetise.partner_ads.per_week",),
    "false promises": ("strategy.offers.exaggeration",),
    "personal choice": ("strategy.personalisation",),
    "feedback": ("strategy.feedback", "strategy.events.survey.per_month"),
    "weekends": ("strategy.staff.weekend",),
    "calendar": ("strategy.calendar",),
    "stages": ("strategy.stages",),
    "triggers": ("strategy.triggers",),
    "shocks": ("market.shocks",),
    "special days": ("market.special_days",),
    "prizes": ("strategy.events.topic_challenge.prizes",),
    "red packets": tuple(f"strategy.events.red_packet.{name}" for name in ("per_month", "reward", "prizes")),
    "topics of the product": ("market.product.topic",),
    "notices and reports": ("rules",),
    "influential seeds": ("community.seeds.influence",),
    "points for invitations": ("strategy.incentives.points.per_invitation",),
}
"""What is switched on of the tests' rich world, on top of a small community of the default strategy."""
ALWAYS = ("community.initial_members", "community.seeds.per_group", "market.channels.0.per_day")


def mechanisms() -> dict[str, Scenario]:
    """A small community with one mechanism more than the plain one."""
    sys.path.append(str(TESTS))
    from helpers.rich import EVERYTHING
    from helpers.scenarios import default, variant

    lively = [path for path in EVERYTHING if path in ALWAYS or path.startswith("behaviour.")]
    rooms = {"count": 2, "most": 4, "capacity": 25}
    plain = variant(default(), {"community.groups": rooms, **{path: EVERYTHING[path] for path in lively}})
    found = {name: variant(plain, {path: EVERYTHING[path] for path in paths}) for name, paths in MECHANISMS.items()}
    return {"plain": plain, **found}


def hashes(experiment: str) -> dict[str, str]:
    """Hash of the daily record of each arm of an experiment."""
    return hashes_of(load(experiment).arms)


def hashes_of(arms: Mapping[str, Scenario]) -> dict[str, str]:
    """Hash of the daily record of each scenario."""
    record = simulate(list(arms.values()), [SEED] * len(arms), DAYS)
    return {arm: _hash(daily) for arm, daily in zip(arms, record.daily, strict=True)}


def _hash(daily: NDArray[np.int64]) -> str:
    """Hash of [days, columns]. Columns of further products count where there are any, so that they change nobody else's hash."""
    first = int(COLUMN["more_products"])
    parts = [daily[:, :first], daily[:, first:]] if daily[:, first:].any() else [daily[:, :first]]
    return hashlib.sha256(b"".join(part.astype("<i8").tobytes() for part in parts)).hexdigest()[:16]


def main() -> None:
    """Write all hashes."""
    runs = {name: hashes(name) for name in EXPERIMENTS} | {"mechanisms": hashes_of(mechanisms())}
    GOLDEN.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
