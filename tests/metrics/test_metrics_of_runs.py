"""Metrics of real runs: shares are shares, and two ways to the same number agree."""

from __future__ import annotations

import numpy as np
import pytest

from commsim.mesa_face.model import CommunityModel
from commsim.metrics.frames import daily_frame, outcomes, retention_frame
from commsim.metrics.registry import METRICS
from commsim.scenario.counts import HORIZONS, LOYAL_AFTER
from commsim.scenario.experiment import load
from commsim.simulate import simulate

DAYS = 65


@pytest.fixture(scope="module")
def record():
    experiment = load("official_account", overrides=["community.initial_members=150", "community.groups.count=2"])
    scenarios = [experiment.arms[arm] for arm in ("today", "plan", "do_nothing")]
    return simulate(scenarios, [1, 2, 3], DAYS)


def test_shares_lie_between_0_and_1(record):
    table = outcomes(record)
    for name, metric in METRICS.items():
        if metric.unit in ("share", "0..1") and name != "newcomer_answer_gain":
            assert table[name].dropna().between(0, 1).all(), name


def test_what_can_be_defined_is_defined(record):
    late = {name for name in METRICS if name.endswith(("_d90", "_d180"))}
    undefined = {name for name in METRICS if outcomes(record)[name].isna().all()}
    rare = {"payback_day", "silent_group_share", "gini_messages", "top_tenth_share", "return_rate", "renewal_rate", "group_fill_rate"}
    rare |= {"more_products_share", "cross_buyers_share"}
    assert late <= undefined <= late | rare


@pytest.mark.parametrize(("kind", "column"), [("membership", "members"), ("activity", "active")])
def test_retention_agrees_with_the_table_by_tenure(record, kind, column):
    table, curve = outcomes(record), retention_frame(record).set_index("day_after_joining")
    for after in HORIZONS:
        if after < DAYS:
            row = curve.loc[after]
            np.testing.assert_allclose(table[f"{kind}_retention_d{after}"], row[column].to_numpy() / row["eligible"].to_numpy(), rtol=1e-12)


def test_people_add_up(record):
    table, last = outcomes(record), daily_frame(record).groupby("world").last()
    flows = daily_frame(record).groupby("world")[["already", "joined", "returned", "left", "removed"]].sum()
    everyone = flows["already"] + flows["joined"]
    assert (everyone + flows["returned"] == last["members"] + flows["left"] + flows["removed"]).all()
    np.testing.assert_allclose(table["first_purchase_share"] * everyone, daily_frame(record).groupby("world")["first_orders"].sum())


def test_profit_is_margin_less_cost_day_by_day(record):
    days = daily_frame(record)
    money = (days["revenue"] - days["goods_cost"] - days["cost"]).groupby(days["world"]).sum()
    np.testing.assert_allclose(outcomes(record)["profit"], money)


def test_loyal_members_are_a_count_of_heads():
    model = CommunityModel(load("health_food_community").arms["the_plan"], rng=4, days=150)
    model.run_model()
    heads = [member for member in model.agents if member.joined <= 149 - LOYAL_AFTER and (member.last_open or -99) > 149 - 7]
    assert METRICS["loyal_members"].compute(model.record)[0] == len(heads) > 0
