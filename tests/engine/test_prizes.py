"""Prizes drawn by lot among the participants of an event, and red packets passed on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.day.execute import begin_stepped, run_fused, run_stepped
from commsim.record.record import Record
from commsim.scenario.counts import COLUMN
from commsim.scenario.schema import Scenario
from commsim.simulate import record_of, simulate
from commsim.world import columns as c
from commsim.world.state import allocate
from helpers.rich import action, second
from helpers.scenarios import ALL_OPEN, still, variant

EAGER = {**ALL_OPEN, "members.personas.*.motives.gain": 1.0, "behaviour.talk.join": 0.5, "behaviour.value.gain": 1.0}
ON_DAY_4 = {"timing": "day", "day": 4, "hours": 0.0, "cost": 0.0}


def raffle(prizes: int, reward: float = 30.0, **changes: Any) -> Scenario:
    """200 members who all open the group; about half of them take part in a lottery on day 4."""
    rows = [action("lottery", **ON_DAY_4, reward=reward, prizes=prizes)]
    return variant(still(), {**EAGER, "strategy.calendar": rows, **changes})


def run(scenario: Scenario, days: int = 6) -> Record:
    return simulate([scenario], [3], days)


@pytest.mark.parametrize("prizes", [1, 7, 60])
def test_so_many_win_and_are_paid(prizes):
    record = run(raffle(prizes))
    assert record["participations"][0, 4] > 60
    assert record["prizes_won"][0].tolist() == [0, 0, 0, 0, prizes, 0]
    assert record["cost_events"].sum() == prizes * 3000


def test_no_more_win_than_take_part_and_without_prizes_each_has_the_reward():
    many, each = run(raffle(1000)), run(raffle(0))
    assert many["prizes_won"][0, 4] == many["participations"][0, 4] > 60
    assert each["prizes_won"].sum() == 0 and each["cost_events"].sum() == 3000 * each["participations"].sum()
    assert many["cost_events"].sum() == each["cost_events"].sum()


def test_who_wins_is_drawn_by_lot_and_kept_when_there_are_more_prizes():
    def winners(prizes: int) -> set[int]:
        state = begin_stepped(allocate([raffle(prizes)], [3], 6))
        won: list[Any] = []
        hook = {"after:participate": [lambda s, d: won.extend(s.key[:200][s.work[c.REWARD, :200] > 0])]}
        for day in range(6):
            run_stepped(state, day, hook)
        return set(won)

    few, more = winners(5), winners(10)
    assert len(few) == 5 and len(more) == 10 and few < more


def test_the_pull_is_what_may_be_expected():
    """Ten prizes of 100 yuan draw as a reward of ten yuan for each of a hundred does, and one prize draws less."""
    pull = {"behaviour.talk.join_fit": 4.0, "behaviour.value.half": 1.0}
    joined = {name: int(run(raffle(*lot, **pull))["participations"][0, 4]) for name, lot in LOTS.items()}
    assert joined["ten of 100"] == joined["all have 10"] > joined["one of 100"] > joined["nothing"]


LOTS = {"all have 10": (0, 10.0), "ten of 100": (10, 100.0), "one of 100": (1, 100.0), "nothing": (0, 0.0)}


def test_who_wins_is_pleased_and_who_does_not_is_let_down():
    """Ten prizes of 50 yuan among 100: 5 may be expected. Who wins gets 45 more, who does not 5 less, and over all that is nothing."""
    felt = {"behaviour.value.satisfaction_rate": 0.1}
    states = [allocate([raffle(prizes, 50.0 * (prizes > 0), **felt)], [3], 5) for prizes in (10, 0)]
    for state in states:
        run_fused(state, (0, 1), (0, 5))
    moved = np.subtract(*(state.state[c.SATISFACTION, :200] for state in states))
    moved -= np.median(moved[np.abs(moved) < 0.03])  # what the announced lottery is worth to everybody who hears of it
    groups = [moved[(moved > low) & (moved < high)] for low, high in ((-1.0, -0.02), (-0.02, 0.02), (0.02, 1.0))]
    for found, expected in zip(groups, (-0.05, 0.0, 0.45), strict=True):
        assert found == pytest.approx(expected, abs=0.002)
    assert len(groups[2]) == 10 and len(groups[0]) > 60
    assert moved.sum() == pytest.approx(0.0, abs=1.0)


def test_a_purse_that_does_not_cover_all_prizes_pays_some():
    record = run(raffle(10, **{"strategy.budget.per_month": 200.0}))
    assert 0 < record["prizes_won"].sum() * 3000 == record["cost_events"].sum() <= 20_000 and record["prizes_won"].sum() < 10


def test_in_a_second_group_the_number_of_winners_is_right_on_average():
    seats = {"community.second_groups": [second("v", "vip_buyers", most=1, capacity=500)]}
    rows = [action("lottery", "weekly", day, hours=0.0, cost=0.0, reward=30.0, prizes=10, groups="vip_buyers") for day in range(7)]
    record = run(variant(raffle(0), {**seats, "strategy.calendar": rows}), 60)
    won = record["prizes_won"][0, 10:]
    assert 8 < won.mean() < 12 and won.std() > 1
    assert record["cost_events"].sum() == 3000 * record["prizes_won"].sum()


def test_the_strategys_events_have_prizes_as_well():
    scenario = variant(still(), {**EAGER, "strategy.events.topic_challenge": {"per_month": 30.0, "reward": 5.0, "prizes": 3}})
    free = variant(scenario, {"behaviour.forms.topic_challenge.hours": 0.0, "behaviour.forms.topic_challenge.cost": 0.0})
    record = run(free)
    assert (record.daily[0, :, COLUMN["prizes_won"]] == 3).all()


def packets(share: float, **changes: Any) -> Scenario:
    """A red packet of five yuan for each of about a hundred on day 4."""
    rows = [action("red_packet", **ON_DAY_4, reward=5.0)]
    return raffle(0, **{"strategy.calendar": rows, "behaviour.talk.pass_on": share, **changes})


def rewards_on(day: int, scenario: Scenario) -> tuple[np.ndarray, Record]:
    """What each of 200 members has got of rewards at the end of participation, in yuan."""
    state = begin_stepped(allocate([scenario], [3], day + 1))
    found: list[np.ndarray] = []
    for today in range(day + 1):
        run_stepped(state, today, {"after:participate": [lambda s, d: found.append(s.work[c.REWARD, :200] * 10.0)]})
    return found[day], record_of(state, day + 1)


@pytest.mark.parametrize("share", [0.18, 0.5, 1.0])
def test_red_packets_are_passed_on_and_no_money_is_lost(share):
    kept, record = rewards_on(4, packets(share))
    paid = record["cost_events"].sum()
    assert paid == 500 * record["participations"].sum() > 0
    assert record["passed_on"].sum() == pytest.approx(share * paid, rel=1e-6)
    assert kept.sum() == pytest.approx(paid / 100, rel=1e-5)
    assert len(np.unique(np.round(kept, 2))) > 3  # some got several, some none


def test_only_red_packets_are_passed_on_and_none_without_the_wish():
    for scenario in (packets(0.0), raffle(0, 5.0, **{"behaviour.talk.pass_on": 1.0})):
        record = run(scenario)
        assert record["cost_events"].sum() > 0 and record["passed_on"].sum() == 0


def test_what_is_passed_on_pleases_and_ties():
    ties = {"behaviour.ties.event_gain": 0.2, "behaviour.value.satisfaction_rate": 0.1}
    states = [allocate([packets(share, **ties)], [3], 5) for share in (0.0, 0.5)]
    for state in states:
        run_fused(state, (0, 1), (0, 5))
    pleased = np.subtract(*(state.state[c.SATISFACTION, :200] for state in states[::-1]))
    assert (pleased >= -1e-6).all() and pleased.sum() == pytest.approx(0.1 * states[1].daily[0, 4, COLUMN["passed_on"]] / 1000, rel=0.01)
    assert (states[1].tie > 0).sum() > (states[0].tie > 0).sum()
