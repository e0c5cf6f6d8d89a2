"""What holds for every record: shares are shares, worlds are independent, definitions are complete."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.metrics.frames import daily_frame, outcomes, retention_frame
from commsim.metrics.registry import METRICS
from commsim.record.record import Record
from commsim.scenario.counts import COLUMN, COUNTS, FIXED, HORIZONS, MORE_PRODUCTS

CONTRACT = """
membership_retention_d1 membership_retention_d7 membership_retention_d30 membership_retention_d90 membership_retention_d180
activity_retention_d1 activity_retention_d7 activity_retention_d30 activity_retention_d90 activity_retention_d180
dau wau mau stickiness weekly_active_rate posters_per_day messages_per_member participations_per_member participation_rate lurker_share
gini_messages top_tenth_share conversion_30d conversion_last_30d first_purchase_share orders_per_member repurchase_rate revenue
gross_margin cost return_on_cost profit cost_per_retained_member payback_day trust_mean trust_sd interest_mean interest_sd activity_mean
activity_sd fatigue_mean fatigue_sd belonging_mean belonging_sd satisfaction_mean invitations_per_member k_factor do_not_disturb_rate
dormant_rate leave_rate removal_rate return_rate newcomer_return_answered newcomer_return_unanswered newcomer_answer_gain members_end
joined_total
"""

# part ≤ whole on each day, as any record guarantees it; wholes stand before their own parts
WHOLES = {
    "dormant": "members", "do_not_disturb": "members", "mau": "members", "wau": "mau", "dau": "wau", "groups_silent": "groups_open",
    "participations": "event_openers", "month_posters": "month_members", "month_gini": "month_groups", "month_top_tenth": "month_groups",
    "first_answered_back": "first_answered", "first_unanswered_back": "first_unanswered", "joined_invited": "joined",
    "first_orders": "joined", "second_orders": "first_orders", "orders_pleased": "orders", "complaints": "orders",
    "group_filled": "group_drops", "cross_buyers": "joined",
}  # fmt: skip


@st.composite
def records(draw) -> Record:
    """Records whose parts never exceed their wholes, day by day, window by window and cohort by cohort."""
    worlds, days = draw(st.integers(1, 3)), draw(st.integers(0, 70))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    most = draw(st.sampled_from([1, 3, 50, 100_000]))
    record = Record(rng.integers(0, most + 1, size=(worlds, days, len(COUNTS))), np.zeros((worlds, 3, days + 1), dtype=np.int64))
    _people(record, rng)
    for part, whole in WHOLES.items():
        record[part][...] = rng.integers(0, record[whole] + 1)
    np.minimum(record["wau"], record["members"] - record["dormant"], out=record["wau"])
    np.minimum(record["dau"], record["wau"], out=record["dau"])
    _windows(record, rng)
    for product in MORE_PRODUCTS:
        record[f"revenue_{product}"][...] = record["revenue"] // len(MORE_PRODUCTS)
    for column in ("month_gini", "month_top_tenth"):
        record[column][...] *= FIXED
    return record


def _people(record: Record, rng: np.random.Generator) -> None:
    """Nobody leaves who is not there, nobody comes back who has not left, no cohort outgrows itself."""
    present = rng.integers(0, 50, size=record.worlds)
    away = np.zeros_like(present)
    for day in range(record.days):
        record["left"][:, day] = left = rng.integers(0, present + 1)
        record["removed"][:, day] = removed = rng.integers(0, present - left + 1)
        record["returned"][:, day] = returned = rng.integers(0, away + 1)
        away += left + removed - returned
        present += record["joined"][:, day] + returned - left - removed
        record["members"][:, day] = present
    for after in HORIZONS:
        for kind in ("present", "active"):
            record[f"{kind}_d{after}"][:, after:] = rng.integers(0, record["joined"][:, : max(record.days - after, 0)] + 1)


def _windows(record: Record, rng: np.random.Generator) -> None:
    """Members are counted on first days of windows, each buys at most once in a window."""
    buyers = np.zeros((record.worlds, record.days), dtype=np.int64)
    for first in range(0, record.days, 30):
        day = min(first + rng.integers(30), record.days - 1)
        buyers[:, day] = rng.integers(0, record["window_members"][:, first] + 1)
    record["window_buyers"][...] = buyers
    record["window_members"][:, np.arange(record.days) % 30 != 0] = 0


SHARES = [name for name, metric in METRICS.items() if metric.unit == "share" and name != "newcomer_answer_gain"]


@settings(max_examples=60, deadline=None)
@given(records())
def test_shares_lie_between_0_and_1(record):
    table = outcomes(record)
    for name in SHARES:
        assert table[name].dropna().between(0, 1).all(), name


@settings(max_examples=40, deadline=None)
@given(records(), st.integers(0, 3))
def test_splitting_a_batch_changes_no_row(record, cut):
    whole, parts = outcomes(record), [outcomes(record.select(slice(0, cut))), outcomes(record.select(slice(cut, None)))]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True), check_exact=True)


@settings(max_examples=30, deadline=None)
@given(records())
def test_no_metric_is_infinite(record):
    assert not np.isinf(outcomes(record).to_numpy()).any()


def test_all_metrics_of_the_contract_exist():
    assert set(METRICS) >= set(CONTRACT.split())


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_is_defined_in_both_languages(metric):
    assert set(metric.label) == {"en", "zh"}
    assert all([*metric.label.values(), metric.definition, metric.numerator, metric.denominator, metric.window, metric.unit])
    assert any("\u4e00" <= sign <= "\u9fff" for sign in metric.definition_zh)
    assert metric.better in {"higher", "lower", "neutral"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_tell_metrics_apart(language):
    labels = [metric.label[language] for metric in METRICS.values()]
    assert len(set(labels)) == len(labels)


@settings(max_examples=20, deadline=None)
@given(records())
def test_daily_frame_holds_every_count_in_its_unit(record):
    table = daily_frame(record)
    assert len(table) == record.worlds * record.days
    for count in COUNTS:
        scale = {"fen": 100, "fixed": FIXED}.get(count.unit, 1)
        np.testing.assert_array_equal(table[count.name].to_numpy(), record.daily[:, :, COLUMN[count.name]].ravel() / scale)


def test_daily_frame_by_hand(hand_record):
    record = hand_record(2, members=[[2, 0], [4, 4]], cost_ads=[[150, 0], [0, 250]], trust_sum=[[FIXED, 0], [FIXED, FIXED]])
    table = daily_frame(record).set_index(["world", "day"])
    assert table.loc[(0, 0), "cost"] == 1.5
    assert table.loc[(1, 1), "cost"] == 2.5
    assert table.loc[(0, 0), "trust_mean"] == 0.5
    assert np.isnan(table.loc[(0, 1), "trust_mean"])


def test_retention_frame_by_hand():
    tenure = np.array([[[10, 9, 5], [10, 8, 3], [10, 4, 1]]])
    table = retention_frame(Record(np.zeros((1, 2, len(COUNTS)), dtype=np.int64), tenure))
    assert table.columns.tolist() == ["world", "day_after_joining", "eligible", "members", "active"]
    assert table.loc[1].tolist() == [0, 1, 9, 8, 4]
