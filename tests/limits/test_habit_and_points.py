"""Habit alone has a closed form; points alone are a ledger."""

from __future__ import annotations

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from commsim.world import columns as c
from commsim.world.state import State, allocate
from helpers.scenarios import still, variant

DAYS = 120
ALL_OPEN = {"market.weekday_opening": [5.0] * 7, "behaviour.open.newcomer": 10.0, "behaviour.open.newcomer_days": 365.0}
"""Log-odds of 15 and less over time: who has any habit opens."""
NONE_OPEN = {
    "market.weekday_opening": [-5.0] * 7,
    "behaviour.open.fatigue": 10.0,
    "behaviour.habits.fatigue_notification": 5.0,
    "strategy.notify": 1.0,
    "strategy.content.per_week": 7.0,
    "strategy.content.cost": 0.0,
    "strategy.content.hours": 0.0,
}
"""Notifications tire everyone so much that nobody opens."""
TALKATIVE = {"behaviour.talk.base": 50.0, "members.personas.*.sociability": 20.0}
"""Everyone who opens speaks."""


def habits(changes: dict, days: int = DAYS) -> tuple[np.ndarray, np.ndarray, State]:
    """Habit on joining and after the run, of each member."""
    state = allocate([variant(still(), changes)], [3], days)
    run_fused(state, (0, 1), (0, days))
    used = state.key != 0
    return state.trait[c.FIRST_HABIT, used].astype(float), state.state[c.ACTIVITY, used].astype(float), state


def risen(first: np.ndarray, step: float, ceiling: float, days: int) -> np.ndarray:
    """Habit after days that are all rewarded: toward a ceiling by a fixed share of what is left (Lally et al. 2010)."""
    room = ceiling * (1 - first)
    return first + room * (1 - (1 - step) ** days)


def fallen(first: np.ndarray, decay: float, floor: float, days: int) -> np.ndarray:
    """Habit after days that are all missed: toward a floor, a share of the first habit."""
    return floor * first + (1 - floor) * first * (1 - decay) ** days


@pytest.mark.parametrize("ceiling", [1.0, 0.4])
def test_habit_rises_toward_its_ceiling(ceiling):
    step = 0.02
    rising = {"behaviour.habits.talking": step, "behaviour.habits.ceiling": ceiling, "behaviour.talk.redundancy_half": 1e5}
    first, last, state = habits({**ALL_OPEN, **TALKATIVE, **rising})
    always = state.daily[0, :, :].shape[0] == DAYS and first > 0.05
    spoke = np.abs(last - risen(first, step, ceiling, DAYS)) < 2e-3
    assert spoke[always].mean() > 0.99
    assert not (np.abs(last - risen(first, 1.05 * step, ceiling, DAYS)) < 2e-3)[always].mean() > 0.99


@pytest.mark.parametrize("floor", [0.0, 0.3])
def test_habit_falls_toward_its_floor(floor):
    decay = 0.05
    first, last, state = habits({**NONE_OPEN, "behaviour.habits.decay": decay, "behaviour.habits.floor": floor})
    assert simulate([variant(still(), NONE_OPEN)], [3], 20)["openers"][0, 2:].sum() == 0
    begun = state.count[c.LAST_OPEN, state.key != 0] == c.NEVER
    assert begun.sum() > 150
    assert np.abs(last - fallen(first, decay, floor, DAYS))[begun].max() < 1e-4
    assert np.abs(last - fallen(first, 1.05 * decay, floor, DAYS // 4))[begun].max() > 1e-2


def test_after_very_long_silence_only_the_floor_is_left():
    first, last, _ = habits({**NONE_OPEN, "behaviour.habits.decay": 0.1, "behaviour.habits.floor": 0.25}, 400)
    assert np.abs(last - 0.25 * first).max() < 1e-4


def collecting(points: int, changes: dict) -> Scenario:
    """200 members who open every day and take part in the one daily check-in."""
    ledger = {"per_check_in": points, "per_event": 0, "per_100_yuan": 0, "redeem_at": 20, "voucher": 1.0, "expiry_days": 3650}
    fixed = {
        "community.initial_members": 0,
        "community.seeds": {"per_group": 200, "activity": 1.0, "sociability": 1.0, "trust": 0.5},
        "strategy.events.check_in": {"per_month": 30.0, "quality": 0.0, "reward": 0.0},
        "behaviour.forms.check_in.hours": 0.0,
        "behaviour.forms.check_in.cost": 0.0,
        "behaviour.talk.join": 1.0,
        "strategy.incentives.points": ledger,
    }
    return variant(still(), {**fixed, **changes})


def test_points_are_a_ledger():
    """5 points a day each; every fourth day 20 of them become a voucher of 1 yuan."""
    record = simulate([collecting(5, {})], [3], 30)
    days = np.arange(1, 31)
    assert (record["points_issued"][0] == 200 * 5).all()
    assert (np.cumsum(record["points_redeemed"][0]) == 200 * 20 * (5 * days // 20)).all()
    assert (record["points_held"][0] == 200 * (5 * days % 20)).all()
    assert (np.cumsum(record["cost_incentives"][0]) == 200 * 100 * (5 * days // 20)).all()
    assert record["points_expired"].sum() == 0


def test_points_expire_after_their_days():
    """Check-ins only on the first ten days: what is left expires a week after the last."""
    scenario = collecting(1, {"strategy.incentives.points.expiry_days": 7, "strategy.events.check_in.per_month": 1.0})
    record = simulate([scenario], [3], 40)
    issued, expired = record["points_issued"][0], record["points_expired"][0]
    assert set(np.flatnonzero(expired)) == {day + 7 for day in np.flatnonzero(issued) if day + 7 < 40}
    assert (expired[7:] == issued[:-7]).all() and expired.sum() > 0


def test_a_voucher_that_cannot_be_paid_is_not_given():
    """The budget buys 100 of the 200 vouchers that fall due on the fourth day."""
    record = simulate([collecting(5, {"strategy.budget.per_month": 200.0})], [3], 4)
    assert record["points_redeemed"][0].tolist() == [0, 0, 0, 20 * 100]
    assert record["cost_incentives"][0].sum() == 100 * 100


def test_leaving_gives_points_back():
    scenario = collecting(5, {"behaviour.stay.base": 0.2, "strategy.incentives.points.redeem_at": 1_000_000})
    record = simulate([scenario], [3], 30)
    assert record["left"].sum() > 100 and record["points_expired"].sum() > 0
    assert (np.cumsum(record["points_issued"] - record["points_expired"]) == record["points_held"][0]).all()
