"""Exact nulls (reliability.md, promise 10): where a cause is absent its effect is absent, without tolerance."""

from __future__ import annotations

import pytest

from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from helpers.scenarios import default, variant
from helpers.worlds import tiny_worlds

DAYS = 60
WORLDS = [*range(len(tiny_worlds()) - 1), "default"]
"""The last tiny world has actions, stages and triggers of its own, which would undo what these tests switch off."""


def world(which: int | str) -> Scenario:
    return default() if which == "default" else tiny_worlds()[int(which)]


def run(which: int | str, changes: dict) -> Record:
    return simulate([variant(world(which), changes)], [3], DAYS)


@pytest.mark.parametrize("which", WORLDS)
def test_without_ads_nobody_sees_one_nor_tires_of_them(which):
    quiet = {"behaviour.habits.fatigue_notification": 0.0, "behaviour.habits.fatigue_overload": 0.0, "behaviour.habits.fatigue_ad": 5.0}
    record = run(which, {"strategy.ads.per_week": 0.0, "strategy.calendar": (), **quiet})
    assert record["ads"].sum() == record["ad_exposures"].sum() == record["fatigue_sum"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
def test_without_hazard_nobody_leaves(which):
    assert run(which, {"behaviour.stay.base": 0.0})["left"].sum() == 0


def test_with_hazard_one_all_leave_on_the_first_day():
    effects = {f"behaviour.stay.{name}": 0.0 for name in ("satisfaction", "belonging", "trust", "fatigue", "grief", "status", "absence")}
    restless = {"members.personas.*.restless_low": 1000.0, "members.personas.*.restless_high": 0.05}
    record = simulate([variant(default(), {**effects, **restless, "behaviour.stay.base": 1.0, "strategy.acquisition.effort": 0.0})], [1], 5)
    assert record["left"][0, 0] == 520 and record["members"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
def test_without_invitations_nobody_is_invited(which):
    record = run(which, {"behaviour.invite.base": 0.0})
    assert record["invitations"].sum() == record["joined_invited"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
@pytest.mark.parametrize("off", ["rules.strictness", "strategy.staff.hours_per_group"])
def test_without_moderation_nobody_is_removed(which, off):
    record = run(which, {off: 0.0})
    assert record["removed"].sum() == record["muted"].sum() == record["false_alarms"].sum() == record["breaches_found"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
def test_one_member_has_no_peers(which):
    alone = {
        "community.groups.count": 1,
        "community.groups.most": 1,
        "community.initial_members": 1,
        "community.seeds.per_group": 0,
        "strategy.acquisition.effort": 0.0,
        "behaviour.invite.base": 0.0,
        "behaviour.talk.base": 5.0,
        "behaviour.stay.base": 0.0,
    }
    record = run(which, alone)
    assert record["members"].max() == 1
    assert record["ties"].sum() == record["replies"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
def test_without_inflow_nobody_joins_after_the_first_day(which):
    record = run(which, {"strategy.acquisition.effort": 0.0, "behaviour.invite.base": 0.0})
    assert record["joined"][:, 1:].sum() == 0 == record["joined_public"].sum()


@pytest.mark.parametrize("which", WORLDS)
def test_without_win_back_nobody_returns(which):
    record = run(which, {"strategy.winback.per_month": 0.0, "strategy.winback.left_per_month": 0.0})
    assert record["returned"].sum() == record["winback_contacts"].sum() == record["cost_winback"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
def test_without_talk_there_are_no_messages_and_no_ties_from_them(which):
    record = run(which, {"behaviour.talk.base": 0.0, "behaviour.ties.event_gain": 0.0, "behaviour.ties.referral": 0.0})
    assert record["messages"].sum() == record["posts_answered"].sum() == record["ties"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
def test_without_a_chance_to_buy_nobody_buys(which):
    record = run(which, {"behaviour.buy.base": 0.0})
    assert record["orders"].sum() == record["revenue"].sum() == record["goods_cost"].sum() == record["complaints"].sum() == 0


@pytest.mark.parametrize("which", WORLDS)
def test_without_points_the_ledger_is_empty(which):
    points = {f"strategy.incentives.points.{name}": 0 for name in ("per_check_in", "per_event", "per_100_yuan")}
    record = run(which, points)
    assert sum(record[f"points_{name}"].sum() for name in ("issued", "held", "redeemed", "expired")) == 0


def test_no_days_leave_no_trace():
    assert simulate([default()], [1], 0).daily.size == 0
