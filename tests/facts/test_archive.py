"""The simulated archive: rooms of all sizes, what is noted agrees with the record, and watching changes nothing."""

import numpy as np
import pytest

from commsim.scenario.experiment import load
from commsim.simulate import simulate
from commsim.validation import archive
from commsim.validation.chat_rooms import MEASURES
from commsim.validation.facts import facts
from commsim.validation.studies import CHAT_ROOMS, STUDIES

ROOMS, DAYS = 16, 250


@pytest.fixture(scope="module")
def scenario():
    return load(CHAT_ROOMS).config.scenario()


@pytest.fixture(scope="module")
def rooms(scenario):
    return archive.simulate_archive(scenario, 7, ROOMS, DAYS)


@pytest.fixture(scope="module")
def record(scenario):
    scenarios = [archive.room(scenario, size, DAYS) for size in archive.sizes(ROOMS)]
    return simulate(scenarios, range(7, 7 + ROOMS), DAYS)


def test_sizes_are_uneven_around_one():
    sizes = archive.sizes()
    assert sizes.size == archive.ROOMS
    assert sizes.mean() == pytest.approx(1)
    assert np.median(sizes) < 0.5
    assert sizes.max() > 20


def test_what_is_noted_agrees_with_the_record(rooms, record):
    by_day = rooms.posts.groupby("day").agg(messages=("messages", "sum"), posters=("person", "size")).reindex(range(DAYS), fill_value=0)
    for name in ("messages", "posters"):
        assert by_day[name].tolist() == record[name].sum(axis=0).tolist()
    begun = rooms.posts["messages"].sum() - rooms.posts["begun"].sum()
    assert begun == record["replies"].sum()
    assert rooms.joined == record["joined"].sum()
    assert len(rooms.exits) == record["left"].sum()
    assert record["turned_away"].sum() == 0


def test_watching_changes_nothing(scenario, record):
    from commsim.validation.daily import days_of
    from commsim.validation.watch import Watcher

    scenarios = [archive.room(scenario, size, DAYS) for size in archive.sizes(ROOMS)]
    watcher = None
    for day, state in days_of(scenarios, range(7, 7 + ROOMS), DAYS):
        watcher = watcher or Watcher.of(state)
        watcher.note(state, day)
    assert (state.daily == record.daily).all()
    assert (state.tenure[:, 1:] == record.tenure[:, 1:]).all()


def test_an_archive_of_posts_alone_holds_the_same_posts(scenario, rooms):
    alone = archive.simulate_posts(scenario, 7, ROOMS, DAYS)
    assert alone.posts.equals(rooms.posts)
    assert alone.joined == rooms.joined


def test_ties_stand_at_both_ends_of_people_present(rooms):
    ends = set(map(tuple, rooms.ties[["person", "other", "day"]].to_numpy().tolist()))
    assert ends
    both = sum((b, a, day) in ends for a, b, day in ends)
    assert both > 0.8 * len(ends)  # the weaker end of a tie may have given way to another one
    left = dict(rooms.exits.itertuples(index=False))
    assert all(left.get(a, DAYS) >= day for a, _, day in ends)


def test_members_are_followed_from_the_day_a_tie_leaves(rooms):
    weeks = rooms.weeks
    assert (weeks["lost"] > 0).equals(weeks["lost_on"] >= 0)
    assert (weeks["lost_on"] <= weeks["day"]).all()
    assert (weeks["ties"] + weeks["lost"] > 0).all()


CHAT_STUDY = STUDIES["chat_rooms"]


@pytest.mark.parametrize("name", [name for name, fact in facts().items() if fact.study == "chat_rooms"])
def test_every_number_of_a_fact_is_measured(name, rooms):
    measured = MEASURES[name](rooms)
    if name in CHAT_STUDY.derive:
        table = {number: np.array([value]) for number, value in measured.items()}
        measured = {number: float(values[0]) for number, values in CHAT_STUDY.derive[name](table).items()}
    if name != "coreness":  # small rooms need not have people of every coreness
        assert set(facts()[name].numbers) <= set(measured)
    assert all(isinstance(value, float) for value in measured.values())
