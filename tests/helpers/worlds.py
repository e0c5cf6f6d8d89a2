"""Tiny worlds that together reach every branch of a day, and ways to run worlds day by day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from commsim.day.execute import run_fused
from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import record_of
from commsim.world.state import State, allocate
from helpers.rich import action, product, rich
from helpers.scenarios import default, variant

SPELLS = ((0, 6), (8, 12), (27, 32), (90, 91), (180, 182))
"""18 days that reach newcomers' return, the end of a month and every horizon of retention; those between are skipped."""
LENGTH = SPELLS[-1][1]

SMALL = {
    "community.groups": {"count": 1, "capacity": 30, "most": 2},
    "community.initial_members": 24,
    "community.initial_tenure": 0.0,
    "community.seeds.per_group": 3,
    "market.population": 1000.0,
}
BUSY = {
    **SMALL,
    "market.channels.0.per_day": 3.0,
    "behaviour.talk.base": 3.0,
    "behaviour.talk.reply": 0.5,
    "behaviour.talk.join": 0.5,
    "behaviour.buy.base": 0.5,
    "behaviour.invite.base": 0.3,
    "behaviour.stay.mute_base": 0.5,
    "market.product.quality": 0.5,
    "market.product.cycle_days": 2.0,
    "market.more_products": [product("gift_box", overlap=1.0)],
    "strategy.calendar": [
        action(kind, day=3, product="gift_box", hours=0.0) for kind in ("offer", "coupon", "flash_sale", "group_buying", "ad")
    ],
    "market.acceptance": 0.9,
    "strategy.staff.hours_per_group": 40.0,
    "strategy.staff.owner_influence": 1.0,
    "strategy.notify": 0.5,
    "strategy.welcome": {"strength": 1.0, "gift": 5.0},
    "strategy.acquisition.cost_per_join": 2.0,
    "strategy.acquisition.invitation_reward": 5.0,
    "strategy.content.per_week": 14.0,
    "strategy.content.personal": 0.5,
    "strategy.events.*.per_month": 6.0,
    "strategy.events.*.reward": 2.0,
    "strategy.incentives.points": {
        "per_check_in": 5,
        "per_event": 7,
        "per_100_yuan": 10,
        "redeem_at": 20,
        "voucher": 5.0,
        "expiry_days": 2,
    },
    "strategy.incentives.coupon_per_month": 15.0,
    "strategy.ads.per_week": 21.0,
    "strategy.ads.creatives": 4,
    "strategy.ads.discount": 0.1,
    "strategy.ads.audience": "interested",
    "strategy.offers.per_week": 14.0,
    "strategy.offers.audience": "buyers",
    "strategy.tiers": {
        "active": True,
        "core_score": 12.0,
        "ordinary_score": 2.0,
        "core_benefit": 0.8,
        "ordinary_benefit": 0.4,
        "core_discount": 0.2,
        "cost_per_core": 3.0,
    },
}
UNRULY = {
    **SMALL,
    "members.personas.*.honesty": 0.3,
    "behaviour.talk.base": 1.0,
    "behaviour.moderation.breach": 0.6,
    "behaviour.moderation.outsiders": 40.0,
    "behaviour.moderation.false_alarm": 0.5,
    "behaviour.habits.fatigue_overload": 2.0,
    "market.channels.0.per_day": 5.0,
    "strategy.staff.hours_per_group": 10.0,
    "strategy.staff.moderating": 0.5,
    "strategy.offers.audience": "non_buyers",
    "rules": {"strictness": 0.8, "entry_filter": 0.5, "explained": 0.5, "mute_days": 3, "strikes_to_mute": 1, "strikes_to_remove": 3},
    "rules.public_notice": 0.5,
    "rules.reporting": 0.5,
}
POOR = {
    **SMALL,
    "community.initial_tenure": 40.0,
    "community.seeds.per_group": 0,
    "strategy.budget.per_month": 400.0,
    "strategy.staff.hours_per_group": 0.2,
    "strategy.content.per_week": 21.0,
    "strategy.content.form": "video",
    "behaviour.buy.base": 0.5,
    "market.product.quality": 0.1,
    "strategy.winback": {"per_month": 30.0, "left_per_month": 30.0, "after_days": 2, "offer": 10.0, "cost": 0.5},
    "strategy.acquisition.cost_per_join": 20.0,
}
RESTLESS = {
    **SMALL,
    "behaviour.stay.base": 1.0,
    "behaviour.stay.winback_return": 1.0,
    "behaviour.talk.base": 1.0,
    "behaviour.talk.reply": 0.5,
    "market.channels.0.per_day": 8.0,
    "strategy.winback": {"per_month": 10.0, "left_per_month": 30.0, "after_days": 3, "offer": 5.0, "cost": 0.5},
}
SILENT = {**SMALL, "community.groups": {"count": 2, "capacity": 20, "most": 2}, "behaviour.talk.base": 0.0, "behaviour.talk.reply": 0.0}


@cache
def tiny_worlds() -> tuple[Scenario, ...]:
    """Worlds of at most 100 places that together reach every branch; in the last every mechanism is switched on."""
    return (*(variant(default(), changes) for changes in (BUSY, UNRULY, POOR, RESTLESS, SILENT)), rich())


def run_spells(scenarios: Sequence[Scenario], seeds: Sequence[int], spells: Sequence[tuple[int, int]] = SPELLS) -> State:
    """The state after running the worlds over some spells of days."""
    state = allocate(scenarios, seeds, spells[-1][1])
    for spell in spells:
        run_fused(state, (0, len(scenarios)), spell)
    return state


def day_by_day(scenarios: Sequence[Scenario], seeds: Sequence[int], days: int) -> Iterator[tuple[int, State]]:
    """Each day's number and the state at its end."""
    state = allocate(scenarios, seeds, days)
    for day in range(days):
        run_fused(state, (0, len(scenarios)), (day, day + 1))
        yield day, state


def digest(*arrays: np.ndarray) -> str:
    """One hash of some arrays, their shapes and types."""
    total = hashlib.sha256()
    for array in arrays:
        total.update(f"{array.shape} {array.dtype.str}".encode())
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()


def digest_of(record: Record) -> str:
    """Hash of a record."""
    return digest(record.daily, record.tenure)


MEMORY = (
    *("key", "trait", "state", "taste", "own", "seen", "count", "flag", "shown", "generation", "seat", "paid_need", "more_need"),
    *("more_experience", "tie_row", "tie_generation", "tie", "fired", "times", "layers", "until"),
)
"""What members and rules carry from one day to the next."""


def digest_of_state(state: State) -> str:
    """Hash of the record and of everything members carry over."""
    return digest(state.daily, state.tenure, *(getattr(state, name) for name in MEMORY))


def record_after(scenarios: Sequence[Scenario], seeds: Sequence[int], spells: Sequence[tuple[int, int]] = SPELLS) -> Record:
    """The record after some spells of days."""
    return record_of(run_spells(scenarios, seeds, spells), spells[-1][1])
