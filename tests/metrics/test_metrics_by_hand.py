"""Each metric on a few members and days, with the number worked out beside it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from commsim.metrics.registry import METRICS
from commsim.scenario.counts import FIXED


def value(record, name: str) -> float:
    (number,) = METRICS[name].compute(record)
    return float(number)


@pytest.mark.parametrize(("kind", "prefix"), [("membership", "present"), ("activity", "active")])
def test_retention_pools_the_cohorts_that_could_be_observed(hand_record, kind, prefix):
    # 3 days: 10 join on day 0, 4 on day 1, 100 on day 2. A day later 6 and 3 of the first two are counted; the last cohort is not observed.
    record = hand_record(3, joined=[10, 4, 100], **{f"{prefix}_d1": [0, 6, 3]})
    assert value(record, f"{kind}_retention_d1") == (6 + 3) / (10 + 4)
    assert math.isnan(value(record, f"{kind}_retention_d7"))  # no cohort is 7 days old


def test_retention_leaves_out_founders_who_joined_before_the_first_day(hand_record):
    # present_d7 on day 3 can only count people who joined on day −4: their cohort is not known in full.
    record = hand_record(8, joined=[5, 0, 0, 0, 0, 0, 0, 0], present_d7=[0, 0, 0, 20, 0, 0, 0, 4])
    assert value(record, "membership_retention_d7") == 4 / 5


def test_loyal_members_are_those_of_the_last_day(hand_record):
    record = hand_record(3, loyal=[4, 5, 7], wau=[9, 9, 9])
    assert value(record, "loyal_members") == 7


def test_retention_is_undefined_without_joins(hand_record):
    assert math.isnan(value(hand_record(3, joined=[0, 0, 5]), "membership_retention_d1"))


def test_openers_are_means_over_the_days(hand_record):
    record = hand_record(2, dau=[4, 2], wau=[4, 5], mau=[5, 7], members=[10, 12], dormant=[0, 2])
    assert value(record, "dau") == 3
    assert value(record, "wau") == 4.5
    assert value(record, "mau") == 6
    assert value(record, "stickiness") == 6 / 12
    assert value(record, "weekly_active_rate") == 9 / (10 + 12 - 2)


def test_openers_look_at_the_last_30_days_only(hand_record):
    record = hand_record(40, dau=[1_000] * 10 + [3] * 30, mau=[1_000] * 10 + [6] * 30)
    assert value(record, "dau") == 3
    assert value(record, "stickiness") == 0.5


def test_talk(hand_record):
    # two days, 10 and 20 members: 30 member-days; 6 messages, 3 participations of 12 openers of event groups
    record = hand_record(2, members=[10, 20], posters=[2, 3], messages=[2, 4], participations=[0, 3], event_openers=[0, 12])
    assert value(record, "posters_per_day") == 2.5
    assert value(record, "messages_per_member") == 30 * 6 / 30
    assert value(record, "participations_per_member") == 30 * 3 / 30
    assert value(record, "participation_rate") == 3 / 12


def test_month_of_talk(hand_record):
    zeros = [0] * 29
    record = hand_record(
        60,
        month_members=[*zeros, 40, *zeros, 60],
        month_posters=[*zeros, 10, *zeros, 15],
        month_groups=[*zeros, 1, *zeros, 3],
        month_gini=[*zeros, FIXED // 2, *zeros, 3 * FIXED // 4],
        month_top_tenth=[*zeros, FIXED // 4, *zeros, 3 * FIXED // 4],
    )
    assert value(record, "lurker_share") == (100 - 25) / 100
    assert value(record, "gini_messages") == (0.5 + 0.75) / 4
    assert value(record, "top_tenth_share") == (0.25 + 0.75) / 4
    assert math.isnan(value(hand_record(29), "lurker_share"))


def test_newcomers(hand_record):
    record = hand_record(2, first_answered=[4, 4], first_answered_back=[1, 3], first_unanswered=[5, 5], first_unanswered_back=[2, 0])
    assert value(record, "newcomer_return_answered") == 4 / 8
    assert value(record, "newcomer_return_unanswered") == 2 / 10
    assert value(record, "newcomer_answer_gain") == pytest.approx(0.3)
    assert math.isnan(value(hand_record(2, first_answered=[4, 4]), "newcomer_answer_gain"))


def test_silent_groups(hand_record):
    assert value(hand_record(2, groups_open=[2, 4], groups_silent=[2, 1]), "silent_group_share") == 0.25


def test_conversion_uses_complete_windows_only(hand_record):
    # window 1: 50 members, 5 buy; window 2: 40 members, 6 buy; the 5 days after day 60 are no window
    members = [50, *[0] * 29, 40, *[0] * 29, 99, 0, 0, 0, 0]
    buyers = [2, *[0] * 28, 3, 0, 6, *[0] * 28, 50, 0, 0, 0, 0]
    record = hand_record(65, window_members=members, window_buyers=buyers)
    assert value(record, "conversion_30d") == (5 + 6) / (50 + 40)
    assert value(record, "conversion_last_30d") == 6 / 40
    assert math.isnan(value(hand_record(29, window_members=[50] * 29), "conversion_30d"))


def test_purchases_count_everyone_who_ever_was_a_member(hand_record):
    # 10 members from before, 6 join, 3 leave, 1 is removed, 1 comes back: 13 present at the end, 16 people in all
    record = hand_record(
        2,
        members=[10, 13],
        already=[10, 0],
        joined=[0, 6],
        left=[0, 3],
        removed=[0, 1],
        returned=[0, 1],
        orders=[4, 4],
        first_orders=[4, 0],
        second_orders=[0, 1],
    )
    assert value(record, "first_purchase_share") == 4 / 16
    assert value(record, "orders_per_member") == 8 / 16
    assert value(record, "repurchase_rate") == 1 / 4
    assert value(record, "joined_total") == 6
    assert value(record, "members_end") == 13


def test_money_is_in_yuan(hand_record):
    record = hand_record(
        2,
        members=[8, 4],
        revenue=[10_000, 0],
        goods_cost=[4_000, 0],
        cost_content=[1_000, 1_000],
        cost_staff=[500, 0],
        cost_winback=[0, 500],
    )
    assert value(record, "revenue") == 100
    assert value(record, "gross_margin") == 60
    assert value(record, "cost") == 30
    assert value(record, "profit") == 30
    assert value(record, "return_on_cost") == 2
    assert value(record, "cost_per_retained_member") == 7.5
    assert math.isnan(value(hand_record(2, revenue=[1, 1]), "return_on_cost"))


def test_every_cost_column_is_a_cost(hand_record):
    names = ["content", "events", "incentives", "ads", "inflow", "tiers", "winback", "staff"]
    record = hand_record(1, **{f"cost_{name}": [100 * 2**power] for power, name in enumerate(names)})
    assert value(record, "cost") == 2**8 - 1


@pytest.mark.parametrize(
    ("revenue", "spent", "day"),
    [
        ([0, 0, 0], [0, 0, 0], 0),  # nothing was ever owed
        ([5, 0, 0], [1, 1, 1], 0),
        ([0, 4, 0], [1, 1, 1], 1),
        ([5, 0, 9], [1, 6, 1], 2),  # ahead on day 0, behind on day 1, ahead for good from day 2
        ([1, 1, 3], [2, 2, 1], 2),  # exactly even counts as paid back
        ([9, 0, 0], [1, 1, 8], math.nan),  # behind at the end
    ],
)
def test_payback_day(hand_record, revenue, spent, day):
    assert value(hand_record(3, revenue=revenue, cost_ads=spent), "payback_day") == pytest.approx(day, nan_ok=True)


def test_goods_must_be_paid_before_anything_is_paid_back(hand_record):
    assert value(hand_record(2, revenue=[4, 4], goods_cost=[3, 3], cost_ads=[2, 0]), "payback_day") == 1


def test_states_of_the_last_day(hand_record):
    # two members with trust 0.25 and 0.75: mean 0.5, standard deviation 0.25; squares 0.0625 + 0.5625 = 0.625
    record = hand_record(
        2,
        members=[5, 2],
        trust_sum=[0, FIXED],
        trust_squares=[0, int(0.625 * FIXED)],
        satisfaction_sum=[0, -FIXED],
        satisfaction_squares=[0, FIXED],
    )
    assert value(record, "trust_mean") == 0.5
    assert value(record, "trust_sd") == 0.25
    assert value(record, "satisfaction_mean") == -0.5
    assert math.isnan(value(hand_record(1, members=[0]), "trust_mean"))


def test_spread_of_equal_members_is_zero_in_spite_of_rounding(hand_record):
    third = FIXED // 3
    record = hand_record(1, members=[3], trust_sum=[3 * third], trust_squares=[3 * (third * third // FIXED)])
    assert value(record, "trust_sd") == 0


def test_invitations(hand_record):
    # 4 members from before, 6 join of whom 5 invited: 10 people, 20 invitations
    record = hand_record(2, already=[4, 0], joined=[0, 6], joined_invited=[0, 5], invitations=[12, 8])
    assert value(record, "invitations_per_member") == 2
    assert value(record, "k_factor") == 0.5


def test_leaving_and_coming_back(hand_record):
    # day 0: 10 present at the end; day 1: 2 left and 1 removed, 7 present: 20 member-days
    record = hand_record(2, members=[10, 7], left=[0, 2], removed=[0, 1], returned=[0, 1])
    assert value(record, "leave_rate") == pytest.approx(30 * 2 / 20)
    assert value(record, "removal_rate") == pytest.approx(30 * 1 / 20)
    assert value(record, "return_rate") == 1 / 3
    assert math.isnan(value(hand_record(2, members=[10, 10]), "return_rate"))


def test_leaving_at_once_is_a_rate_of_one_a_day(hand_record):
    assert value(hand_record(1, members=[0], left=[100]), "leave_rate") == 30


def test_quiet_members(hand_record):
    record = hand_record(2, members=[10, 8], do_not_disturb=[9, 2], dormant=[9, 4])
    assert value(record, "do_not_disturb_rate") == 0.25
    assert value(record, "dormant_rate") == 0.5


def test_a_run_of_no_days_defines_no_share_and_no_state(hand_record):
    sums = {"joined_total", "revenue", "gross_margin", "cost", "profit", "paid_revenue", "partner_income"}
    values = {name: value(hand_record(0), name) for name in METRICS}
    assert {name for name, number in values.items() if not math.isnan(number)} == sums
    assert all(values[name] == 0 for name in sums)


def test_worlds_do_not_mix(hand_record):
    record = hand_record(2, members=[[10, 10], [0, 5]], left=[[0, 5], [0, 0]])
    np.testing.assert_array_equal(METRICS["leave_rate"].compute(record), [30 * 5 / 25, 0])


def test_further_products(hand_record):
    # 10 members on day 0 and 10 who joined: 5 bought a second product; 300 of 1,200 yuan came from further products
    sold = {"revenue": [40_000, 80_000], "revenue_2": [0, 20_000], "revenue_3": [0, 10_000], "cross_buyers": [2, 3]}
    record = hand_record(2, already=[10, 0], joined=[5, 5], more_products=[0, 2], **sold)
    assert value(record, "more_products_share") == 300 / 1200
    assert value(record, "cross_buyers_share") == 5 / 20
    alone = hand_record(2, already=[10, 0], joined=[5, 5], revenue=[40_000, 80_000])
    assert math.isnan(value(alone, "more_products_share")) and math.isnan(value(alone, "cross_buyers_share"))
