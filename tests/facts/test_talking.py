"""Inequality, talk against size, silence: by hand."""

import numpy as np
import pandas as pd
import pytest

from commsim.validation import talking


def posts(rows):
    return pd.DataFrame(rows, columns=["room", "person", "day", "messages"])


@pytest.mark.parametrize(("amounts", "expected"), [([1, 1, 1, 1], 0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25)])
def test_gini(amounts, expected):
    assert talking.gini(np.array(amounts, dtype=float)) == pytest.approx(expected)


def test_gini_is_half_the_mean_difference():
    amounts = np.random.default_rng(1).lognormal(0, 1, 200)
    pairs = np.abs(amounts[:, None] - amounts).mean() / (2 * amounts.mean())
    assert talking.gini(amounts) == pytest.approx(pairs)


def test_top_share_takes_at_least_one():
    assert talking.top_share(np.array([1.0, 1.0, 2.0]), 0.1) == 0.5
    assert talking.top_share(np.arange(1.0, 21.0), 0.1) == pytest.approx(39 / 210)


def test_room_months_need_twenty_posters():
    many = [(0, person, day, 1) for person in range(20) for day in (0, 1)]
    few = [(0, person, 31, 1) for person in range(19)]
    found = talking.room_months(posts(many + few))
    assert len(found) == 1
    assert found.iloc[0].to_dict() == pytest.approx({"gini": 0, "top_tenth": 0.1, "stickiness": 2 / 30})


def test_talk_on_size():
    rows = [(room, 100 * room + person, 0, 10 * size) for room, size in enumerate((2, 4, 8)) for person in range(size)]
    assert talking.talk_on_size(posts(rows)).slope == pytest.approx(2)


def test_shares_count_members_who_never_post():
    table = posts([(0, person, 0, 99 if person == 0 else 1) for person in range(10)])
    assert talking.shares(table, 100) == pytest.approx((99 / 108, 9 / 108, 0))
    assert sum(talking.shares(table, 1000)) == pytest.approx(1)


def test_a_room_is_silent_without_a_message_in_the_fourth_month():
    alive = [(0, 1, 5, 1), (0, 1, 5 + 91, 1)]
    early, late = [(1, 2, 0, 1), (1, 2, 90, 1)], [(2, 3, 0, 1), (2, 3, 121, 1)]
    young = [(3, 4, 280, 1)]
    assert talking.silent_share(posts(alive + early + late + young), 400) == pytest.approx(2 / 3)
