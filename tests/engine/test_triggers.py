"""Stages, shocks and triggers by hand: when they begin and end, what they change, and for whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.scenario.change_checks import FOR_ALL_GROUPS, OF_MEMBERS, OF_SECOND_GROUPS, changeable
from commsim.scenario.changes import parsed
from commsim.scenario.counts import COLUMN, COUNTS
from commsim.scenario.rates import GROUP_COUNTS, RATES, known, rate
from commsim.simulate import simulate
from commsim.world.state import State, allocate
from helpers.rich import second, stage, trigger
from helpers.scenarios import default, still, variant

QUALITY = "strategy.content.quality"
BASE = 0.6
UP = ["strategy.content.quality=0.9"]
MORE = ["strategy.content.quality+=0.1"]


def qualities(changes: dict[str, Any], days: int = 20, prepare: Any = None) -> np.ndarray:
    """Quality of content as it holds in each general group on each day, [days, groups]."""
    two = {"community.groups": {"count": 2, "capacity": 200, "most": 2}, QUALITY: BASE, **changes}
    state = allocate([variant(still(), two)], [3], days)
    seen = []
    for day in range(days):
        if prepare:
            prepare(state, day)
        run_fused(state, (0, 1), (day, day + 1))
        seen.append(state.local["content_quality"].copy())
    return np.array(seen)


def days_above(changes: dict[str, Any], days: int = 20, prepare: Any = None) -> list[int]:
    """Days on which the quality of the first group differs from the scenario's."""
    return np.flatnonzero(np.abs(qualities(changes, days, prepare)[:, 0] - BASE) > 1e-6).tolist()


def rules(*triggers: dict[str, Any]) -> dict[str, Any]:
    return {"strategy.triggers": list(triggers)}


def test_a_stage_lasts_from_its_day_for_its_days():
    assert days_above({"strategy.stages": [stage(UP, day=4, lasts=3)]}) == [4, 5, 6]
    assert days_above({"strategy.stages": [stage(UP, day=4)]}) == list(range(4, 20))


def test_stages_that_overlap_act_in_order_and_leave_no_trace():
    first, then = stage(UP, day=2, lasts=6), stage(["strategy.content.quality*=0.5"], day=5, lasts=6, name="then")
    found = qualities({"strategy.stages": [first, then]})[:, 0]
    assert found == pytest.approx([0.6] * 2 + [0.9] * 3 + [0.45] * 3 + [0.3] * 3 + [0.6] * 9)
    found = qualities(
        {"strategy.stages": [stage(["strategy.content.quality*=0.5"], day=2, lasts=9), stage(UP, day=5, lasts=2, name="then")]}
    )
    assert found[:, 0] == pytest.approx([0.6] * 2 + [0.3] * 3 + [0.9] * 2 + [0.3] * 4 + [0.6] * 9)


def test_a_shock_and_a_stage_are_one_mechanism():
    assert days_above({"market.shocks": [stage(UP, day=7, lasts=2)]}) == [7, 8]


def test_values_stay_in_the_range_of_their_key_and_whole_where_it_is_whole():
    changes = ["strategy.content.quality+=5", "strategy.incentives.points.per_event*=1.5", "strategy.ads.per_week*=1000"]
    state = allocate([variant(default(), {"strategy.stages": [stage(changes, day=0)]})], [1], 1)
    run_fused(state, (0, 1), (0, 1))
    assert state.local["content_quality"][0] == 1.0
    assert state.local["incentives_points_per_event"][0] == 8.0  # 7.5, rounded half up
    assert state.local["ads_per_week"][0] == 70.0


def test_a_trigger_fires_when_it_looks_and_has_cooled_down():
    """200 members on every day: the metric 'members' is always above 1."""
    always = trigger("members", "above", 1.0, MORE, every=3, cool_down=4, most=3, start_day=2)
    found = qualities(rules(always))[:, 0]
    fired = np.flatnonzero(np.diff(found, prepend=found[0]) > 1e-6).tolist()
    assert fired == [3, 9, 15]  # multiples of 3 from day 2 on, more than 4 days apart
    assert found[-1] == pytest.approx(0.9)


def test_what_lasts_ends_and_begins_anew():
    again = trigger("members", "above", 1.0, MORE, every=5, most=3, lasts=2, start_day=5)
    assert qualities(rules(again))[:, 0] == pytest.approx([0.6] * 5 + [0.7] * 2 + [0.6] * 3 + [0.7] * 2 + [0.6] * 3 + [0.7] * 2 + [0.6] * 3)


def test_changes_add_up_while_earlier_ones_last():
    often = trigger("members", "above", 1.0, MORE, every=2, most=3, lasts=5, start_day=2)
    found = qualities(rules(often))[:, 0]
    assert found[[1, 2, 4, 6, 10, 11]] == pytest.approx([0.6, 0.7, 0.8, 0.9, 0.9, 0.6])


def test_below_and_above_are_strict_and_sum_over_the_window():
    def at(threshold: float, when: str) -> list[int]:
        return days_above(rules(trigger("members", when, threshold, UP, window=4)), days=8)

    assert at(799.0, "above") == [4, 5, 6, 7]  # four days of 200 members
    assert at(800.0, "above") == at(800.0, "below") == []
    assert at(801.0, "below") == [4, 5, 6, 7]


def empty_group(state: State, day: int) -> None:
    """From day 5 on nobody of the second group opens: their habit is taken away."""
    if day == 5:
        group = state.group[1]
        state.state[1, group["row"] : group["row"] + group["rows"]] = 0.0


def test_a_rule_of_scope_group_changes_only_that_group():
    habit = {"members.personas.*.activity_low": 50.0, "members.personas.*.activity_high": 50.0}
    rule = trigger("weekly_active_rate", "below", 0.3, UP, scope="group", window=7, every=1, lasts=3)
    found = qualities({**rules(rule), **habit}, 25, empty_group)
    assert (found[:, 0] == found[0, 0]).all()
    assert found[-1, 1] == pytest.approx(BASE) and found[:, 1].max() == pytest.approx(0.9)


def test_a_rule_of_scope_community_changes_all_groups():
    habit = {"members.personas.*.activity_low": 50.0, "members.personas.*.activity_high": 50.0}
    rule = trigger("openers/members", "below", 0.4, UP, window=3)
    found = qualities({**rules(rule), **habit}, 25, empty_group)
    assert (found[:, 0] == found[:, 1]).all()
    assert found[0, 0] == pytest.approx(BASE) and found[-1, 0] == pytest.approx(0.9)


def test_the_documents_rules_say_what_their_rates_mean():
    """A window whose rate is r fires below any threshold above r and not below r: numerator and denominator as the seeds define them."""
    base = simulate([default()], [5], 15)
    for name in ("weekly_active_rate", "participation_rate", "conversion", "trust", "leave_rate"):
        top, bottom = RATES[name]
        window = slice(1, 15) if name != "conversion" else slice(0, 14)
        value = base[top][0, window].sum() / base[bottom][0, window].sum() / rate(name, "community").unit
        day, length = (15, 14) if name != "conversion" else (14, 14)
        for factor, fires in ((1.01, 1), (0.99, 0)):
            rule = trigger(name, "below", float(value * factor), ["strategy.notify=0"], window=length, every=day, start_day=day)
            assert simulate([variant(default(), rules(rule))], [5], 16)["rules_fired"].sum() == fires, (name, factor)


@pytest.mark.parametrize("scope", ["community", "group"])
def test_every_metric_can_be_watched(scope):
    """Each name fires, above a threshold nothing can stay under, or never where its denominator is 0; thresholds are in planners' units."""
    names = known(scope)
    assert len(names) > (10 if scope == "group" else 100)
    watched = [variant(default(), rules(trigger(name, "above", -1e9, ["strategy.notify=0"], scope=scope, window=3))) for name in names]
    record = simulate(watched, [1] * len(names), 5, threads=2)
    silent = [name for name, fired in zip(names, record["rules_fired"].sum(axis=1), strict=True) if fired == 0]
    assert set(silent) <= {"complaint_rate", "conversion", "participation_rate"}  # no order, event or first day of a month in the window


def test_money_is_watched_in_yuan_and_states_from_0_to_1():
    units = {count.name: count.unit for count in COUNTS}
    assert rate("revenue", "community").unit == 100.0 and units["revenue"] == "fen"
    assert rate("revenue_per_member", "community").unit == 100.0
    assert rate("trust", "group").unit == 65_536.0
    assert rate("cost_staff/revenue", "community").unit == 1.0
    assert rate("orders/left", "group") == (GROUP_COUNTS.index("orders"), GROUP_COUNTS.index("left"), 1.0)
    assert rate("orders", "community") == (COLUMN["orders"], -1, 1.0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("strategy.ads.per_week=3", ("strategy.ads.per_week", "=", 3.0)),
        (" strategy.ads.per_week *= 1.5 ", ("strategy.ads.per_week", "*=", 1.5)),
        ("strategy.ads.per_week += -2e-1", ("strategy.ads.per_week", "+=", -0.2)),
        ("strategy.tiers.active=true", ("strategy.tiers.active", "=", 1.0)),
        ("strategy.tiers.active=false", ("strategy.tiers.active", "=", 0.0)),
    ],
)
def test_a_setting_is_read(written, meant):
    assert parsed(written) == meant


@pytest.mark.parametrize("written", ["strategy.ads.per_week", "strategy.ads.per_week==3", "a-b=3", "x=nan", "x=1,5", "x=inf", "x=", "=3"])
def test_what_is_no_setting_is_refused(written):
    with pytest.raises(ValueError, match="key=number"):
        parsed(written)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (rules(trigger("trust", "below", 0.5, ["strategy.adds.per_week=3"])), "nearest: strategy.ads.per_week"),
        (rules(trigger("trust", "below", 0.5, ["strategy.notify=3"])), "out of range"),
        (rules(trigger("trust", "below", 0.5, ["community.groups.capacity=3"])), "no key that can change"),
        (rules(trigger("trsut", "below", 0.5, UP)), "nearest: trust"),
        (rules(trigger("revenue", "below", 0.5, UP, scope="group")), "cannot be watched in scope group"),
        (rules(trigger("trust", "below", 0.5, ["strategy.acquisition.effort=3"], scope="group")), "holds for the whole community"),
        ({"community.second_groups": [second("a", "category", settings=["rules.strictness=1"])]}, "cannot differ in a second group"),
        ({"community.second_groups": [second("a", "category", settings=["strategy.ads.cap_per_week=1"])]}, "cannot differ"),
    ],
)
def test_a_change_that_cannot_be_meant_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        variant(default(), changes)


def test_only_the_community_rows_hold_what_no_group_can_differ_in():
    """Each such key is known, and what a second group may have is too."""
    keys = changeable()
    for prefix in (*FOR_ALL_GROUPS, *OF_SECOND_GROUPS, *OF_MEMBERS):
        assert any(key.startswith(prefix) for key in keys), prefix
