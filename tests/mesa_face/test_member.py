"""A Member is its row: it reads and writes it, leaves with it, and is never mistaken for who gets the row later."""

from __future__ import annotations

import gc

import numpy as np
import pytest

from commsim.mesa_face.fields import LASTING
from commsim.mesa_face.member import Member
from commsim.mesa_face.model import CommunityModel
from commsim.world import columns as c
from helpers.rich import rich

WRITABLE = sorted(name for name, field in LASTING.items() if field.writable)
READ_ONLY = sorted(name for name, field in LASTING.items() if not field.writable)


@pytest.fixture
def lively(scenario):
    """Many come and go: a restless community with a steady inflow in small groups."""
    settings = {
        "behaviour.stay.base": 0.4,
        "strategy.acquisition.effort": 20.0,
        "community.initial_members": 40,
        "community.groups.capacity": 30,
    }
    return CommunityModel(scenario, rng=2, days=150, **settings)


def test_every_column_of_the_world_has_a_name():
    for array, number in (("state", c.STATES), ("trait", c.TRAITS)):
        assert sorted(field.number for field in LASTING.values() if field.array == array) == list(range(number))


def test_every_lasting_field_is_an_attribute(model):
    member = model.agents[0]
    for name in LASTING:
        assert hasattr(member, name), name


@pytest.mark.parametrize("name", WRITABLE)
def test_an_attribute_reads_and_writes_its_row_only(model, name):
    member, other = model.agents[3], model.agents[4]
    field = LASTING[name]
    place = getattr(model.state, field.array)
    before = {array: getattr(model.state, array).copy() for array in ("trait", "state", "count", "flag", "taste", "tie")}
    value = field.names[1] if field.names else 1
    setattr(member, name, value)
    assert getattr(member, name) == value
    assert place[field.number, member.row] == 1
    expected = before[field.array]
    expected[field.number, member.row] = 1
    assert all(getattr(model.state, array).tobytes() == before[array].tobytes() for array in before)
    assert member.row != other.row


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_is_booked_elsewhere_is_read_only(model, name):
    with pytest.raises(AttributeError):
        setattr(model.agents[0], name, 1)


@pytest.mark.parametrize(
    ("name", "value"), [("trust", 1.5), ("trust", -0.1), ("fatigue", float("nan")), ("strikes", 101), ("tier", "gold")]
)
def test_a_value_out_of_range_is_refused(model, name, value):
    member = model.agents[0]
    before = getattr(member, name)
    with pytest.raises(ValueError, match=name):
        setattr(member, name, value)
    assert getattr(member, name) == before


def test_interest_is_read_and_written_by_topic(model):
    member = model.agents[0]
    member.interest = np.arange(8) / 2
    np.testing.assert_array_equal(member.interest, np.arange(8) / 2)
    np.testing.assert_array_equal(model.state.taste[:, member.row], np.arange(8) / 2)
    with pytest.raises(ValueError, match="8 numbers"):
        member.interest = [1.0]


def test_identity_is_the_key_and_group_the_slice(model):
    for member in model.agents:
        assert member.unique_id == int(model.state.key[member.row])
        first = model.state.group["row"][member.group]
        assert first <= member.row < first + model.state.group["rows"][member.group]
    assert model.member(model.agents[5].unique_id) is model.agents[5]
    with pytest.raises(KeyError):
        model.member(1)


def test_days_that_never_came_are_none(model):
    member = model.agents[0]
    assert member.last_order is None
    assert isinstance(member.do_not_disturb, bool)
    assert member.persona in {persona.name for persona in model.settings.members.personas}


def test_ties_name_the_other(model):
    model.run_model()
    tied = model.agents.select(lambda member: member.ties)
    assert len(tied) > 0
    for member in tied:
        assert all(0 < strength <= 1 for strength in member.ties.values())
        assert set(member.ties) <= {int(key) for key in model.state.key}


def test_written_states_matter_tomorrow(scenario):
    runs = [CommunityModel(scenario, rng=5, days=1) for _ in range(2)]
    runs[0].agents.set("activity", 0.0)
    runs[1].agents.set("activity", 1.0)
    founders = len(runs[1].agents)
    for run in runs:
        run.step()
    assert runs[0].today["openers"] < founders / 4  # only newcomers
    assert runs[1].today["openers"] >= founders


def test_members_come_and_go_as_the_record_says(lively):
    seen = {member.unique_id for member in lively.agents}
    for _ in range(30):
        lively.step()
        now = lively.agents
        assert len(now) == lively.today["members"]
        assert {member.presence for member in now} == {"present"}
        assert sorted(now.get("unique_id")) == sorted(lively.state.key[lively.state.flag[c.PRESENCE] == c.PRESENT].tolist())
        seen |= set(now.get("unique_id"))
    assert len(seen) > len(lively.agents)


def test_a_row_given_to_a_newcomer_is_not_the_old_member(lively):
    first = {member.row: member for member in lively.agents}
    while lively.running:
        lively.step()
        newcomers = [member for member in lively.agents if member.row in first and member is not first[member.row]]
        if newcomers:
            break
    assert newcomers, "no row was reused: the test needs a livelier community"
    old = first[newcomers[0].row]
    assert old.unique_id != newcomers[0].unique_id
    assert old not in lively.agents
    with pytest.raises(ReferenceError, match="has left"):
        old.trust  # noqa: B018
    with pytest.raises(ReferenceError, match="has left"):
        old.trust = 0.5
    assert newcomers[0].trust >= 0


def test_who_left_can_still_be_read(lively):
    before = list(lively.agents)
    lively.step()
    gone = [member for member in before if member not in lively.agents]
    assert gone
    assert {member.presence for member in gone} <= {"left", "removed"}
    assert {member.left_on for member in gone} == {0}


def test_a_member_who_returns_is_the_same_view(model):
    member = model.agents[0]
    model.state.flag[c.PRESENCE, member.row] = c.LEFT
    assert member not in model.agents
    model.state.flag[c.PRESENCE, member.row] = c.PRESENT
    assert member in model.agents
    assert member.unique_id == int(model.state.key[member.row])


@pytest.mark.parametrize(("way", "column"), [("leave", "left"), ("remove", "removed")])
def test_going_is_booked(scenario, way, column):
    model, same = (CommunityModel(scenario, rng=5, days=3, **{"behaviour.stay.base": 0.0, "market.acceptance": 0.0}) for _ in range(2))
    for run in (model, same):
        run.step()
    member = model.agents[0]
    member.points = 30
    getattr(member, way)()
    assert member not in model.agents
    assert len(model.agents) == model.state.group["members"].sum()
    for run in (model, same):
        run.step()
    assert model.today[column] == same.today[column] + 1
    people = model.record
    joined = people["already"].sum() + people["joined"].sum() + people["returned"].sum()
    assert joined == people["members"][0, -1] + people["left"].sum() + people["removed"].sum()
    assert people["seats_entered"].sum() == people["seats_held"][0, -1] + people["seats_given_up"].sum()
    assert people["points_issued"].sum() == people["points_held"][0, -1] + people["points_redeemed"].sum() + people["points_expired"].sum()
    with pytest.raises(ValueError, match="has left already"):
        getattr(member, way)()


@pytest.fixture(scope="module")
def everything():
    """A community with second groups, whose groups are split and merged, after three weeks; and its members of the second day."""
    model = CommunityModel(rich(), rng=5, days=40)
    model.step()
    first = [(member, member.row) for member in model.agents]
    while model.day < 21:
        model.step()
    return model, first


def test_a_view_follows_a_member_to_another_group(everything):
    model, first = everything
    here = set(model.state.key[model.state.flag[c.PRESENCE] == c.PRESENT].tolist())
    moved = [member for member, row in first if member.unique_id in here and member.row != row]
    assert model.record["groups_split"].sum() + model.record["groups_merged"].sum() > 0 and moved
    for member in moved:
        assert member.unique_id == int(model.state.key[member.row]) and member in model.agents
        assert model.member(member.unique_id) is member


def test_seats_are_those_of_the_groups(everything):
    model, _ = everything
    kinds = [kind.name for kind in model.settings.community.second_groups]
    held = [seat for member in model.agents for seat in member.seats]
    assert set(held) > {"vip"} and all(len(member.seats) <= 2 for member in model.agents)
    for number, kind in enumerate(kinds):
        assert held.count(kind) == model.state.group["members"][model.state.group["kind"] == number].sum()


def test_who_leaves_gives_up_all_seats(everything):
    model, _ = everything
    member = next(member for member in model.agents if len(member.seats) == 2)
    member.leave()
    model.step()
    people = model.record
    assert member.seats == ()
    assert people["seats_entered"].sum() == people["seats_held"][0, -1] + people["seats_given_up"].sum()


def test_remove_all_agents_leaves_nobody(model):
    number = len(model.agents)
    model.remove_all_agents()
    assert len(model.agents) == 0
    model.step()
    assert model.today["removed"] == number
    assert model.today["members"] == len(model.agents)


def test_what_cannot_be_done_is_refused(model):
    with pytest.raises(TypeError, match="cannot be made by hand"):
        Member.create_agents(model, 3)
    with pytest.raises(AttributeError, match="decided by the day"):
        model.agents = []
    model.run_model()
    with pytest.raises(RuntimeError, match="has ended"):
        model.agents[0].trust = 0.5
    with pytest.raises(RuntimeError, match="has ended"):
        model.agents[0].leave()


def test_views_are_made_only_when_asked_for(model):
    model.step()
    gc.collect()
    assert not [thing for thing in gc.get_objects() if type(thing) is Member and thing.model is model]
    assert len(model.agents) == model.today["members"]
