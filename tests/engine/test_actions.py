"""Dated actions of a group SOP by hand: on which days, in which groups, for whom, by whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.record.record import Record
from commsim.simulate import simulate
from helpers.rich import action, second
from helpers.scenarios import ALL_OPEN, still, variant

MEMBERS = 200
FREE = {"hours": 0.0, "cost": 0.0, "reward": 0.0}


def run(*rows: dict[str, Any], days: int = 40, **changes: Any) -> Record:
    """A still world of 200 members who open every day, with some actions."""
    return simulate([variant(still(), {**ALL_OPEN, "strategy.calendar": list(rows), **changes})], [3], days)


def days_of(record: Record, column: str) -> list[int]:
    return np.flatnonzero(record[column][0]).tolist()


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ({"timing": "day", "day": 7}, [7]),
        ({"timing": "weekly", "day": 2}, [2, 9, 16, 23, 30, 37]),
        ({"timing": "weekly", "day": 2, "from_day": 10, "until_day": 23}, [16, 23]),
        ({"timing": "monthly", "day": 5}, [5, 35]),
        ({"timing": "after_join", "day": 3}, [3]),
    ],
    ids=str,
)
def test_an_action_falls_on_its_days(when, days):
    """Day 0 is a Monday; all 200 join on day 0."""
    assert days_of(run(action("content", **{**FREE, **when})), "content_items") == days


def test_weekdays_follow_the_start_date():
    record = run(action("content", "weekly", 2, **FREE), **{"market.start_date": "2026-01-07"})
    assert days_of(record, "content_items")[:2] == [0, 7]


def test_what_follows_joining_costs_per_member_it_reaches():
    row = action("content", "after_join", 3, **{**FREE, "cost": 2.0})
    record = run(row, **{"market.channels": [{"name": "a", "per_day": 2.0, "until_day": 9, "interest": 1.0, "trust": 1.0}]})
    joined = record["joined"][0]
    assert joined[1:10].sum() > 5
    assert (record["cost_content"][0, 3:] == 200 * joined[:-3]).all() and record["cost_content"][0, :3].sum() == 0


@pytest.mark.parametrize("kind", ["check_in", "vote", "live", "red_packet", "survey", "tester", "user_content"])
def test_each_event_is_an_event(kind):
    record = run(action(kind, "day", 4, **FREE))
    assert days_of(record, "events") == [4] and days_of(record, "event_openers") == [4]
    assert record["event_openers"][0, 4] > 0.9 * MEMBERS


@pytest.mark.parametrize(
    ("kind", "column"),
    [("offer", "offers"), ("coupon", "offers"), ("flash_sale", "offers"), ("group_buying", "group_drops"), ("ad", "ads")],
)
def test_each_offer_is_an_offer(kind, column):
    assert days_of(run(action(kind, "day", 4, **FREE)), column) == [4]


def test_a_partners_ad_earns_its_fee():
    record = run(action("partner_ad", "day", 4, **{**FREE, "quality": 1.0}), **{"strategy.monetise.partner_ads.fee": 0.5})
    assert record["partner_exposures"][0, 4] > 0.5 * MEMBERS
    assert (record["partner_income"] == 50 * record["partner_exposures"]).all() and record["orders"].sum() == 0


def test_partners_ads_are_capped_with_the_brands_own():
    often = {"strategy.monetise.partner_ads": {"per_week": 14.0, "fee": 0.5}, "strategy.ads.per_week": 7.0}
    record = run(**often, **{"strategy.ads.cap_per_week": 2.0})
    weekly = record["ad_exposures"][0, :35].reshape(5, 7).sum(axis=1)
    assert (weekly == 2 * MEMBERS).all() and 0 < record["partner_exposures"].sum() < record["ad_exposures"].sum()


@pytest.mark.parametrize("kind", ["content", "vote", "offer", "ad"])
def test_hours_and_cost_are_spent_or_the_row_is_left_out(kind):
    row = action(kind, "day", 4, **{**FREE, "hours": 2.0, "cost": 30.0})
    staffed = {"strategy.staff.hours_per_group": 2.0}
    cost = "cost_content" if kind == "content" else "cost_events" if kind == "vote" else "cost_ads"
    done, idle, poor = run(row, **staffed), run(row), run(row, **staffed, **{"strategy.budget.per_month": 20.0, "strategy.staff.wage": 0.0})
    assert (done["brand_items"].sum(), done[cost].sum(), done["staff_minutes"][0, 4]) == (1, 3000, 120)
    assert (idle["brand_items"].sum(), idle["items_dropped_staff"].sum(), idle[cost].sum()) == (0, 1, 0)
    assert (poor["brand_items"].sum(), poor["items_dropped_budget"].sum(), poor[cost].sum()) == (0, 1, 0)


def test_earlier_minutes_take_the_staffs_time_first():
    early = action("vote", "day", 4, **{**FREE, "hours": 2.0, "minute": 100})
    late = action("content", "day", 4, **{**FREE, "hours": 2.0, "minute": 900})
    for rows in ((early, late), (late, early)):
        record = run(*rows, **{"strategy.staff.hours_per_group": 2.0})
        assert record["events"].sum() == 1 and record["content_items"].sum() == 0


TWO_KINDS = {"community.second_groups": [second("vip", "vip_buyers", most=1), second("cat", "category", most=1, capacity=100)]}


@pytest.mark.parametrize(("groups", "number"), [("general", 1), ("vip_buyers", 1), ("category", 1), ("regional", 0), ("all", 3)])
def test_an_action_is_posted_in_the_groups_it_is_meant_for(groups, number):
    record = run(action("content", "day", 9, groups=groups, **FREE), **TWO_KINDS)
    assert record["groups_second"][0, 9] == 2 and record["content_items"].sum() == number


@pytest.mark.parametrize(
    ("audience", "share"), [("all", 1.0), ("buyers", 0.0), ("non_buyers", 1.0), ("newcomers", 0.0), ("core", 0.1), ("inactive", 0.0)]
)
def test_an_action_concerns_its_audience(audience, share):
    """On day 30 nobody is new or idle, nobody has bought, and 20 of 200 have a VIP seat."""
    record = run(action("vote", "day", 30, audience=audience, **FREE), **TWO_KINDS)
    assert record["event_openers"][0, 30] == pytest.approx(share * record["openers"][0, 30], abs=3)


def test_who_is_idle_is_reached_by_what_is_meant_for_the_idle():
    asleep = {"members.personas.*.activity_low": 0.05, "members.personas.*.activity_high": 100.0, "market.weekday_opening": [-5.0] * 7}
    wake = {**asleep, "behaviour.open.event": 10.0, "behaviour.open.newcomer": 0.0}
    record = run(action("live", "day", 20, audience="inactive", **FREE), **wake)
    assert record["event_openers"][0, 20] == record["openers"][0, 20]


def test_a_helpers_row_needs_no_staff_hours_where_helpers_were_there_yesterday():
    helpers = {"community.second_groups": [second("hel", "vip_helpers", most=1, opens_on=5)]}
    row = action("vote", "weekly", 4, owner="helper", **{**FREE, "hours": 3.0})
    assert days_of(run(row, **helpers), "events") == [11, 18, 25, 32, 39]  # on day 4 there are no helpers yet
    assert days_of(run(row), "events") == []


def test_the_owner_lends_standing():
    world = {"strategy.staff.owner_influence": 1.0, "strategy.staff.hours_per_group": 1.0, "behaviour.value.information": 3.0}
    world |= {"behaviour.value.satisfaction_rate": 0.2, "strategy.staff.prompting": 0.0}
    owner, admin = (run(action("content", "weekly", 1, owner=who, **FREE), **world)["satisfaction_sum"] for who in ("owner", "admin"))
    assert owner[0, 1] > admin[0, 1]
