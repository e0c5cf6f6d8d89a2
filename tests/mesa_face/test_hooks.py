"""Interventions: inert ones leave every byte as it was, planted ones change what they should and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from commsim.day.execute import begin_stepped, run_stepped
from commsim.mesa_face.hooks import Audience, Intervention, Selection, add, between, drawn, every, hooks, on, put, simulate_with
from commsim.mesa_face.model import CommunityModel
from commsim.simulate import simulate
from commsim.world import columns as c
from commsim.world.state import allocate

DAYS = 12
ARRAYS = ("trait", "state", "taste", "seen", "count", "flag", "shown", "tie", "tie_row", "daily", "tenure", "generation", "key")


def refuse(people):
    raise AssertionError(f"reached {len(people)} members")


INERT = {
    "nobody": Intervention("a", "before:value", refuse, audience=Audience(share=0.0)),
    "none such": Intervention("b", "after:talk", refuse, audience=Audience(lambda people: people["trust"] > 2)),
    "after the end": Intervention("c", "before:open", refuse, schedule=every(1, first=DAYS)),
    "never": Intervention("d", "before:open", refuse, schedule=on()),
    "dose 0": Intervention("e", "after:trust", add("trust", 0.0)),
    "no points": Intervention("f", "after:settle", add("points", 0)),
    "as it is": Intervention("g", "before:habits", lambda people: people.__setitem__("tier", people["tier"])),
}


def same(record, other) -> bool:
    return record.daily.tobytes() == other.daily.tobytes() and record.tenure.tobytes() == other.tenure.tobytes()


@pytest.fixture(scope="module")
def untouched(scenario):
    return simulate([scenario], [5], DAYS)


@pytest.mark.parametrize("name", INERT)
def test_an_inert_intervention_changes_no_byte(scenario, untouched, name):
    assert same(simulate_with(scenario, 5, DAYS, [INERT[name]]), untouched)


def test_no_intervention_is_simulate(scenario, untouched):
    assert same(simulate_with(scenario, 5, DAYS, []), untouched)
    assert simulate_with(scenario, 5, 0, []).days == 0


def test_a_planted_one_is_seen_from_its_day_on(scenario, untouched):
    planted = simulate_with(scenario, 5, DAYS, [Intervention("planted", "before:open", put("activity", 1.0), on(4))])
    differs = (planted.daily != untouched.daily).any(axis=2)[0]
    assert not differs[:4].any()
    assert differs[4]
    assert planted["openers"][0, 4] > untouched["openers"][0, 4]


def worlds(scenario, interventions, day):
    """Two states after `day` days and the hooks of that day's end: without and with interventions."""
    states = [begin_stepped(allocate([scenario], [5], DAYS)) for _ in range(2)]
    for state, found in zip(states, ({}, hooks(interventions)), strict=True):
        for each in range(day + 1):
            run_stepped(state, each, found)
    return states


def test_a_planted_one_changes_its_column_of_its_audience_only(scenario):
    audience = Audience(lambda people: people["trust"] < 0.9, share=0.4)
    state, changed = worlds(scenario, [Intervention("gift", "after:settle", add("trust", 0.05), on(3), audience)], 3)
    meant = audience.of(state, 3, "gift").rows
    assert 0 < meant.size < (state.flag[c.PRESENCE] == c.PRESENT).sum()
    expected = state.state[c.TRUST].copy()
    expected[meant] = np.minimum(expected[meant] + np.float32(0.05), 1)
    np.testing.assert_array_equal(changed.state[c.TRUST], expected)
    changed.state[c.TRUST] = state.state[c.TRUST]
    for array in ARRAYS:
        assert getattr(state, array).tobytes() == getattr(changed, array).tobytes(), array


def test_evidence_for_trust_can_be_planted_between_phases(scenario):
    state, changed = worlds(scenario, [Intervention("apology", "before:trust", add("good", 5.0), on(2))], 2)
    here = state.flag[c.PRESENCE] == c.PRESENT
    assert (changed.state[c.TRUST, here] >= state.state[c.TRUST, here]).all()
    assert changed.state[c.TRUST, here].mean() > state.state[c.TRUST, here].mean() + 0.001


def test_what_happened_today_can_be_read(scenario):
    heard = []
    listener = Intervention("listener", "after:participate", lambda people: heard.append(people["posts"].sum() + people["replies"].sum()))
    record = simulate_with(scenario, 5, DAYS, [listener])
    assert heard == record["messages"][0].tolist()


def test_several_happen_in_their_order(scenario):
    order = []
    at = ["after:talk", "before:talk", "before:programme", "after:talk"]
    simulate_with(scenario, 5, 1, [Intervention(str(n), where, lambda people, n=n: order.append(n)) for n, where in enumerate(at)])
    assert order == [2, 1, 0, 3]


def test_points_given_and_taken_stay_in_the_ledger(scenario):
    gift = Intervention("gift", "before:tiers", add("points", 15), on(2, 5))
    taken = Intervention("taken", "before:tiers", put("points", 3), on(7))
    record = simulate_with(scenario, 5, DAYS, [gift, taken])
    assert record["points_issued"].sum() > simulate([scenario], [5], DAYS)["points_issued"].sum()
    held = np.cumsum(record["points_issued"] - record["points_redeemed"] - record["points_expired"], axis=1)
    np.testing.assert_array_equal(held, record["points_held"])


def test_the_model_takes_interventions(scenario):
    planted = [Intervention("planted", "before:open", put("activity", 1.0), on(4))]
    model = CommunityModel(scenario, rng=5, days=DAYS, interventions=planted)
    model.run_model()
    assert same(model.record, simulate_with(scenario, 5, DAYS, planted))


@pytest.mark.parametrize(
    ("schedule", "days"),
    [(on(1, 5), [1, 5]), (every(3), [0, 3, 6, 9]), (every(4, first=2, last=7), [2, 6]), (between(3, 5), [3, 4, 5]), (on(), [])],
)
def test_schedules(schedule, days):
    assert [day for day in range(10) if schedule.includes(day)] == days


KEYS = np.arange(1, 20_001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def test_a_share_is_drawn_by_key_day_and_name():
    u = drawn(KEYS, 0, "gift")
    assert u.min() > 0
    assert u.max() < 1
    assert abs(u.mean() - 0.5) < 4 / np.sqrt(12 * u.size)
    np.testing.assert_array_equal(drawn(KEYS[::-1], 0, "gift"), u[::-1])
    for other in (drawn(KEYS, 1, "gift"), drawn(KEYS, 0, "another")):
        assert abs(np.corrcoef(u, other)[0, 1]) < 4 / np.sqrt(u.size)


def test_draws_are_the_kernels():
    from commsim.mesa_face.hooks import _derived
    from commsim.world.draws import derive, draw

    number = np.uint64(77)
    with np.errstate(over="ignore"):
        assert _derived(KEYS[:5], number).tolist() == [int(derive(key, number)) for key in KEYS[:5]]
        import hashlib

        mine = np.uint64(int.from_bytes(hashlib.sha256(b"gift").digest()[:8], "little"))
        assert drawn(KEYS[:5], 3, "gift").tolist() == [float(draw(np.uint64(derive(key, mine)), 3, 0)) for key in KEYS[:5]]


def test_the_same_people_under_every_strategy_and_a_larger_share_contains_a_smaller(scenario):
    state, _ = worlds(scenario, [], 1)
    some, more = (set(Audience(share=share).of(state, 0, "x").keys.tolist()) for share in (0.2, 0.6))
    assert 0 < len(some) < len(more)
    assert some < more
    assert set(Audience(share=0.2).of(state, 1, "x").keys.tolist()) == some
    assert set(Audience(share=0.2, daily=True).of(state, 1, "x").keys.tolist()) != some


def test_a_selection_shows_arrays(scenario):
    state, _ = worlds(scenario, [], 1)
    people = Audience().of(state, 1, "x")
    assert isinstance(people, Selection)
    assert len(people) == people["trust"].size == people.keys.size == people.group.size == people.interest.shape[1]
    people["trust"] += 5
    assert (people["trust"] == 1).all()
    people["do_not_disturb"] = True
    assert (people["do_not_disturb"] == 1).all()
    people["tier"] = "core"
    assert (state.flag[c.TIER, people.rows] == c.CORE).all()
    people["strikes"] = 2
    add("strikes", -5)(people)
    assert (people["strikes"] == 0).all()


def test_mistakes_are_said(scenario):
    state, _ = worlds(scenario, [], 0)
    people = Audience().of(state, 0, "x")
    with pytest.raises(ValueError, match="did you mean before:value"):
        Intervention("x", "before:valu", refuse)
    with pytest.raises(ValueError, match="accepted: before: or after:"):
        Intervention("x", "???", refuse)
    with pytest.raises(KeyError, match="did you mean trust"):
        add("trusst", 1)
    with pytest.raises(AttributeError, match="can be read"):
        people["joined"] = 3
    with pytest.raises(ValueError, match="must not be nan"):
        people["trust"] = np.nan
    with pytest.raises(ValueError, match="from 0 to 1"):
        Audience(share=1.2)
    with pytest.raises(ValueError, match="at least 1"):
        every(0)
