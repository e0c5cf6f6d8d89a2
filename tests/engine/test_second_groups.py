"""Regional, category, advertising and VIP groups by hand: when they open, whom they take, what they carry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from commsim.world import columns as c
from commsim.world.state import State, allocate
from helpers.rich import second
from helpers.scenarios import ALL_OPEN, default, still, variant


def world(*kinds: dict[str, Any], **changes: Any) -> Scenario:
    return variant(still(), {**ALL_OPEN, "community.second_groups": list(kinds), **changes})


def after(scenario: Scenario, days: int) -> State:
    state = allocate([scenario], [3], days)
    run_fused(state, (0, 1), (0, days))
    return state


def held(state: State, slot: int) -> np.ndarray:
    """The seat of each member present, by number of the group; -1 none."""
    return state.seat[slot, (state.key != 0) & (state.flag[c.PRESENCE] == c.PRESENT)]


def test_a_group_opens_on_its_day_and_at_its_size():
    growing = {"market.channels": [{"name": "a", "per_day": 5.0, "until_day": 99, "interest": 1.0, "trust": 1.0}]}
    record = simulate([world(second("a", "regional", most=1, opens_on=4, opens_at=230), **growing)], [3], 30)
    opened = int(np.flatnonzero(record["groups_second"][0])[0])
    before_placing = record["members"][0, opened - 1] + record["joined"][0, opened]
    assert record["members"][0, opened - 2] < 230 <= before_placing and opened > 4
    assert np.flatnonzero(simulate([world(second("a", "regional", most=1, opens_on=4))], [3], 9)["groups_second"][0])[0] == 4


def test_regions_are_lasting_and_about_equal():
    state = after(world(second("r", "regional", most=4, capacity=200)), 8)
    assert set(np.bincount(held(state, 0) - 1)) <= set(range(30, 71))
    assert (held(after(world(second("r", "regional", most=4, capacity=200)), 3), 0) == held(state, 0)).all()


def test_a_category_group_takes_who_likes_its_topic_most():
    state = after(variant(default(), {"community.second_groups": [second("k", "category", topic=2, most=4, capacity=500)]}), 2)
    here = (state.key != 0) & (state.flag[c.PRESENCE] == c.PRESENT)
    likes = state.taste[:, here].argmax(axis=0) == 2
    assert 10 < likes.sum() < 0.9 * here.sum()
    assert ((state.seat[0, here] >= 0) == likes).mean() > 0.97  # taste has moved a little since the screening


def test_an_advertising_group_takes_the_ads_out_of_the_others():
    """Nobody without a seat there is tired by an ad."""
    ads = second("ads", "advertising", most=1, capacity=60, settings=["strategy.ads.per_week=14"])
    tiring = {"behaviour.habits.fatigue_ad": 1.0, "strategy.ads.cap_per_week": 70.0, "members.personas.*.motives.gain": 2.0}
    state = after(world(ads, **tiring), 10)
    here = (state.key != 0) & (state.flag[c.PRESENCE] == c.PRESENT)
    seated = state.seat[0, here] >= 0
    assert seated.sum() == 60 and (state.state[c.FATIGUE, here][seated] > 0).mean() > 0.9
    assert (state.state[c.FATIGUE, here][~seated] == 0).all()


def test_settings_hold_in_second_groups_only():
    kind = second(
        "k", "regional", most=1, settings=["strategy.content.per_week=7", "strategy.content.hours=0", "strategy.content.cost=2.5"]
    )
    record = simulate([world(kind)], [3], 10)
    assert (record["content_items"][0, 2:] == 1).all() and (record["cost_content"][0, 2:] == 250).all()


def test_at_most_two_groups_and_a_vip_group():
    kinds = [second("a", "regional", most=1, capacity=500), second("b", "advertising", most=1, capacity=500)]
    vips = [second("v", "vip_buyers", most=1, capacity=500), second("h", "vip_helpers", most=1, capacity=500)]
    state = after(world(*kinds, *vips), 8)
    assert set(held(state, 0)) == {1} and set(held(state, 1)) == {3}  # whoever screens first
    alone = after(world(*kinds, *vips, **{"community.most_seats": 1}), 8)
    assert set(held(alone, 0)) == {-1} and set(held(alone, 1)) == {3}


def test_no_second_group_is_too_full_and_the_next_opens():
    state = after(world(second("a", "advertising", most=3, capacity=50), **{"members.personas.*.motives.gain": 2.0}), 3)
    assert np.bincount(held(state, 0) + 1).tolist()[2:] == [50, 50, 50]


@pytest.mark.parametrize(
    ("admission", "admitted"),
    [({"tenure_days": 4}, [5]), ({"score": 3.5}, [5]), ({"orders": 1}, []), ({"spent": 1}, []), ({"trust": 1.0}, [])],
    ids=str,
)
def test_a_vip_seat_asks_for_all_conditions(admission, admitted):
    """All open each day, so a score of 3.5 needs four days; screened on days 1, 5, 9 …; nobody buys; trust stays below 1."""
    record = simulate([world(second("v", "vip_buyers", most=1, capacity=500, review_days=4, admission=admission))], [3], 12)
    assert np.flatnonzero(record["seats_admitted"][0])[:1].tolist() == admitted


HALF_THE_DAYS = {"members.personas.*.activity_low": 50.0, "members.personas.*.activity_high": 50.0}


def test_a_vip_seat_lost_costs_trust():
    """A long holiday: opening becomes rare, the score falls, and the screening takes the seats."""
    kind = second("v", "vip_buyers", most=1, capacity=60, review_days=10, admission={"score": 1.0})
    holiday = {"name": "x", "date": "01-08", "days": 60, "opening": -5.0, "buying": 0.0, "inflow": 1.0}
    asleep = {"market.special_days": [holiday], "market.weekday_opening": [0.0] * 7, **HALF_THE_DAYS}
    scenario = world(kind, **{**asleep, "behaviour.trust.loss": 0.1, "behaviour.trust.demoted": 3.0})
    record = simulate([scenario], [3], 62)
    withdrawn = int(record["seats_withdrawn"].sum())
    assert withdrawn > 20
    lost = (record["trust_sum"][0, 0] - record["trust_sum"][0, -1]) / record["trust_sum"][0, 0] * 200
    assert lost == pytest.approx(0.3 * withdrawn, rel=0.1)


def test_helpers_answer_and_so_lower_the_staffs_load():
    """With helpers more posts are answered by the community's own hands; with them no staff is needed to answer."""
    helpers = {"community.second_groups": [second("h", "vip_helpers", most=4, capacity=40)], "strategy.helpers.minutes": 30.0}
    base = variant(default(), {"strategy.staff.hours_per_group": 0.0})
    without, having = simulate([base] * 6, range(6), 40), simulate([variant(base, helpers)] * 6, range(6), 40)
    assert without["staff_answers"].sum() == 0 == without["helper_minutes"].sum()
    assert having["helper_minutes"].sum() > 0 and having["staff_answers"].sum() > 50


def test_large_rewards_crowd_out_the_wish_to_help():
    kind = second("h", "vip_helpers", most=1, capacity=40)
    minutes = [
        simulate([world(kind, **{"strategy.helpers.minutes": 30.0, "strategy.helpers.reward": reward})], [3], 61)["helper_minutes"][0]
        for reward in (0.0, 50.0)
    ]
    assert (minutes[0][:30] == minutes[1][:30]).all() and minutes[0][:30].sum() > 0
    assert minutes[1][30:60].sum() < 0.7 * minutes[0][30:60].sum()


def test_ambassadors_shape_the_product_in_a_group_of_their_own():
    """Only the helpers' group tests products: what members tell about the product comes from there, and they feel that they belong."""
    shaping = {"behaviour.talk.join": 0.9, "behaviour.habits.cocreation": 0.1, "strategy.feedback.effort": 1.0}
    free = {"behaviour.forms.tester.hours": 0.0, "behaviour.forms.tester.cost": 0.0}
    testers = second("h", "vip_helpers", most=1, capacity=50, opens_on=1, settings=["strategy.events.tester.per_month=30"])
    scenario = world(testers, **shaping, **free)
    state, record = after(scenario, 20), simulate([scenario], [3], 20)
    helpers, belonging = held(state, 1) >= 0, state.state[c.BELONGING, state.key != 0]
    assert record["quality_gained"][0, -1] > 0 and record["participations"][0, 5:].mean() == pytest.approx(45, abs=5)
    assert belonging[helpers].min() > 0.5 and belonging[~helpers].max() == 0


def test_members_write_in_their_second_groups_too():
    talking = {"behaviour.talk.base": 1.0, "behaviour.talk.elsewhere": 0.5}
    record = simulate([world(second("a", "regional", most=1, capacity=500), **talking)], [3], 20)
    assert record["messages_elsewhere"][0, 3:].sum() == pytest.approx(0.5 * record["messages"][0, 3:].sum(), rel=0.15)
