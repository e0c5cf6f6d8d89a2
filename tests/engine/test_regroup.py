"""Splitting and merging keep every member with ties, counts and states; founders are what their file says."""

from __future__ import annotations

import numpy as np
import pytest

from commsim.day.execute import begin_stepped, run_stepped
from commsim.record.record import Record
from commsim.scenario.counts import COLUMN
from commsim.simulate import record_of, simulate
from commsim.world import columns as c
from commsim.world.state import State, allocate
from helpers.rich import NEVER, founder, rich
from helpers.scenarios import default, still, variant
from helpers.worlds import run_spells

Person = tuple[object, ...]


def people(state: State) -> dict[int, Person]:
    """What each member present is and knows, by key; ties by the friends' keys."""
    found = {}
    for row in np.flatnonzero((state.key != 0) & (state.flag[c.PRESENCE] == c.PRESENT)):
        held = [slot for slot in range(c.TIES) if state.tie[slot, row] > 0]
        friends = {}
        for slot in held:
            other = state.tie_row[slot, row]
            if state.tie_generation[slot, row] == state.generation[other]:
                friends[int(state.key[other])] = float(state.tie[slot, row])
        columns = (state.trait, state.state, state.taste, state.own, state.seen, state.count, state.flag, state.shown, state.seat)
        found[int(state.key[row])] = (*(array[:, row].tobytes() for array in columns), sorted(friends.items()))
    return found


def around(changes: dict, days: int = 21) -> tuple[list[tuple[int, dict, dict]], Record, State]:
    """Members before and after the last phase of each seventh day."""
    state = begin_stepped(allocate([variant(default(), changes)], [3], days))
    seen: list[tuple[int, dict, dict]] = []

    def before(now: State, day: int) -> None:
        if day % 7 == 6:
            seen.append((day, people(now), {}))

    def after(now: State, day: int) -> None:
        if day % 7 == 6:
            seen[-1] = (day, seen[-1][1], people(now))

    for day in range(days):
        run_stepped(state, day, {"before:regroup": [before], "after:regroup": [after]})
    return seen, record_of(state, days), state


TALKATIVE = {"behaviour.talk.base": 1.0, "behaviour.talk.reply": 0.1}
SPLITS = {"community.groups": {"count": 2, "most": 8, "capacity": 200, "split_at": 120}, "community.initial_members": 300, **TALKATIVE}
MERGES = {"community.groups": {"count": 6, "most": 6, "capacity": 200, "merge_below": 60}, "community.initial_members": 270, **TALKATIVE}


@pytest.mark.parametrize(("changes", "column"), [(SPLITS, "groups_split"), (MERGES, "groups_merged")], ids=["split", "merge"])
def test_members_take_everything_with_them(changes, column):
    seen, record, state = around(changes)
    assert record[column].sum() > 0 and record["ties"][0, 6] > 50
    for _, before, after in seen:
        assert before == after
    came = record["already"] + record["joined"] + record["returned"] - record["left"] - record["removed"]
    assert (np.cumsum(came) == record["members"][0]).all()
    assert state.group["members"].sum() == record["members"][0, -1]


def test_a_split_group_gives_about_half_and_stops_below_the_size():
    _, record, state = around(SPLITS)
    assert record["groups_open"][0, 0] == 2 and record["groups_split"][0, 6] == 2 and record["groups_open"][0, 7] == 4
    sizes = state.group["members"][state.group["open"] > 0]
    assert sizes.sum() == record["members"][0, -1] and (sizes < 130).all() and (sizes > 40).all()


def test_merged_groups_are_closed_and_nobody_is_left_in_them():
    _, record, state = around(MERGES)
    closed = (state.group["open"] == 0) & (np.arange(state.group.size) < state.world["open"][0])
    assert record["groups_merged"].sum() == closed.sum() > 0
    assert (state.group["members"][closed] == 0).all()


def test_rows_given_up_hold_no_seats():
    state = run_spells([rich()], [5], [(0, 20)])
    given_up = (state.key == 0) & (state.generation > 0)
    assert given_up.any() and (state.seat >= 0).any() and state.daily[0, :, COLUMN["groups_merged"]].sum() > 0
    assert (state.seat[:, given_up] < 0).all()


def test_without_room_nothing_is_merged():
    full = {"community.groups": {"count": 2, "most": 2, "capacity": 50, "merge_below": 60}, "community.initial_members": 90}
    assert around(full)[1]["groups_merged"].sum() == 0


FILE = [
    founder(0, joined=-100, last_open=-1, messages=40, orders=2, spent=178, last_order=-9),
    founder(0, joined=-50, last_open=-20, messages=0, inviter=0),
    founder(1, joined=-7, last_open=-3, messages=8, orders=1, spent=89, last_order=-NEVER, inviter=1),
    founder(1, joined=0, last_open=0),
]


def founded(file: list[dict[str, object]] = FILE) -> State:
    """A still community of four founders and six members made up."""
    groups = {"community.groups": {"count": 2, "most": 2, "capacity": 50}, "community.initial_members": 6}
    return begin_stepped(allocate([variant(still(), {**groups, "community.founders": file, "behaviour.ties.referral": 0.5})], [3], 2))


def test_founders_are_what_their_file_says():
    state = founded()
    rows = [0, 1, state.group["row"][1], state.group["row"][1] + 1]
    assert state.count[c.JOINED, rows].tolist() == [-100, -50, -7, 0]
    assert state.count[c.LAST_OPEN, rows].tolist() == [-1, -20, -3, -1]
    assert state.count[c.ORDERS, rows].tolist() == [2, 0, 1, 0] and state.count[c.SPENT, rows].tolist() == [178, 0, 89, 0]
    assert state.state[c.SCORE, rows].tolist() == [40, 0, 8, 0]
    assert state.state[c.NEED, rows[0]] == pytest.approx(9 / still().market.product.cycle_days)
    first = state.trait[c.FIRST_HABIT, rows]
    assert state.state[c.ACTIVITY, rows] == pytest.approx(np.clip((first + 1 / np.array([1, 20, 3, 1])) / 2, 0, 1), rel=1e-5)
    silent = founded([{**one, "messages": 0} for one in FILE])
    more = state.trait[c.SOCIABILITY, rows] / silent.trait[c.SOCIABILITY, rows]
    assert more == pytest.approx(np.array([41, 1, 9, 1]) / 13, rel=1e-4)  # 12 messages on average


def test_who_was_brought_is_tied_to_who_brought():
    state = founded()
    third = int(state.group["row"][1])
    pairs = [(0, 1), (1, third)]
    for a, b in pairs:
        for one, other in ((a, b), (b, a)):
            held = state.tie[:, one] > 0
            assert other in state.tie_row[held, one].tolist() and state.tie[held, one] == pytest.approx([0.5] * held.sum())
    assert (state.tie[:, third + 1] == 0).all()


def test_founders_and_others_are_different_people_in_the_same_groups():
    state = founded()
    keys = state.key[state.key != 0]
    assert keys.size == np.unique(keys).size == 10 and state.group["members"].tolist() == [5, 5]
    record = simulate([variant(still(), {"community.founders": [founder(0)] * 5, "community.initial_members": 10})], [3], 1)
    assert record["already"][0, 0] == 5 and record["joined"][0, 0] == 10


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"community.founders": [founder(7)]}, "below community.groups.count"),
        ({"community.founders": [founder(0, inviter=0)]}, "not an earlier founder"),
        ({"community.founders": [founder(0)] * 400, "community.initial_members": 200}, "do not fit"),
    ],
)
def test_founders_that_cannot_be_are_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        variant(still(), changes)
