"""Keyed draws: uniform, on their grid, independent across purposes, days, keys and pairs; purposes do not overlap.

Statistical tests have fixed keys and a false-alarm rate of 1e-4 each; planted faults show that they can fail.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from commsim.operate.arrivals import poisson
from commsim.scenario.behaviour import Forms
from commsim.scenario.schema import Config
from commsim.scenario.strategy import Events
from commsim.world import columns as c
from commsim.world.draws import Purpose, derive, draw, high, low, luck_of_day, mix64, uniform

ALARM = 1e-4
MANY = 20_000
KEYS = [np.uint64(k) for k in range(1, 1 + MANY)]
HASHED = [np.uint64(mix64(k)) for k in KEYS]


def draws(keys, day: int, purpose: int) -> np.ndarray:
    return np.array([draw(key, day, int(purpose)) for key in keys], np.float64)


def independent(a: np.ndarray, b: np.ndarray, tests: int = 1) -> bool:
    """Whether the correlation of two uniform samples is what chance allows."""
    return stats.pearsonr(a, b).pvalue > ALARM / tests and stats.pearsonr(np.abs(a - 0.5), np.abs(b - 0.5)).pvalue > ALARM / tests


def all_independent(columns: list[np.ndarray]) -> bool:
    """Whether all correlations of uniform samples, and of their distances from the middle, are what chance allows together."""
    number = len(columns)
    limit = stats.norm.isf(ALARM / (2 * number * (number - 1))) / np.sqrt(columns[0].size)
    found = [np.corrcoef(sample)[np.triu_indices(number, 1)] for sample in (columns, [np.abs(u - 0.5) for u in columns])]
    return bool(np.abs(found).max() < limit)


def is_uniform(u: np.ndarray) -> bool:
    return bool(stats.kstest(u, "uniform").pvalue > ALARM)


@pytest.mark.parametrize("keys", [KEYS, HASHED], ids=["keys in a row", "mixed keys"])
@pytest.mark.parametrize("purpose", [Purpose.OPEN, Purpose.LEAVE, Purpose.BUY, Purpose.REPLY + 1, Purpose.EVENT_PARTNER])
def test_draws_are_uniform(keys, purpose):
    assert is_uniform(draws(keys, 17, purpose))


def test_draws_of_one_member_over_the_days_are_uniform():
    assert is_uniform(np.array([draw(np.uint64(12345), day, int(Purpose.OPEN)) for day in range(MANY)]))


def test_a_slightly_skewed_draw_is_seen():
    assert not is_uniform(draws(HASHED, 17, Purpose.OPEN) ** 1.1)


def test_draws_lie_on_the_grid_and_are_never_0_or_1():
    u = np.concatenate([draws(HASHED, day, Purpose.OPEN) for day in range(5)])
    steps = u * 2**24
    assert (steps == np.round(steps)).all() and (steps % 2 == 1).all()
    assert u.min() >= 2.0**-24 and u.max() <= 1 - 2.0**-24


def test_the_outermost_draws_are_strictly_inside():
    """Over all 2^23 steps the first and the last are still draws; a float32 sum could have rounded to 1."""
    ends = np.array([0, 2**23 - 1], np.uint32).astype(np.float32) * np.float32(2.0**-23) + np.float32(2.0**-24)
    assert ends[0] > 0 and ends[1] < 1


def test_no_correlation_between_purposes():
    daily = [purpose for purpose in Purpose if purpose < Purpose.PERSONA]
    by_item = [256, 257, 272, Purpose.AD_SEEN, Purpose.AD_FITS, Purpose.OFFER_SEEN]
    assert all_independent([draws(HASHED, 3, purpose) for purpose in [*daily, *by_item]])


def test_no_correlation_between_days():
    assert all_independent([draws(HASHED, day, Purpose.OPEN) for day in range(8)])


@pytest.mark.parametrize("lag", [1, 2, 64])
def test_no_correlation_between_neighbouring_keys(lag):
    u = draws(KEYS, 3, Purpose.OPEN)
    assert independent(u[:-lag], u[lag:])


@pytest.mark.parametrize("lag", [1, 7, 30])
def test_no_correlation_between_the_days_of_one_member(lag):
    u = np.array([draw(HASHED[5], day, int(Purpose.LEAVE)) for day in range(MANY)])
    assert independent(u[:-lag], u[lag:])


def test_a_small_correlation_is_seen():
    a, b = draws(HASHED, 3, 1), draws(HASHED, 3, 2)
    assert not independent(a, 0.05 * a + 0.95 * b)
    assert not all_independent([a, draws(HASHED, 3, 3), 0.05 * a + 0.95 * b])


def pair(i: int, j: int, thread: int) -> float:
    """The draw of a poster and a replier, as the replies make it."""
    mine, other = (np.uint64(luck_of_day(HASHED[member], np.uint64(5))) for member in (i, j))
    lower, upper = low(mine) ^ high(other), (high(mine) + low(other)) % 2**32
    return uniform(np.uint32(lower), np.uint32(upper), np.uint32(Purpose.REPLY + thread))


def test_draws_of_pairs_are_uniform_and_independent():
    forth = np.array([pair(i, i + 1, 0) for i in range(MANY - 2)])
    back = np.array([pair(i + 1, i, 0) for i in range(MANY - 2)])
    next_one = np.array([pair(i, i + 2, 0) for i in range(MANY - 2)])
    thread = np.array([pair(i, i + 1, 1) for i in range(MANY - 2)])
    assert is_uniform(forth)
    assert all(independent(forth, other, 3) for other in (back, next_one, thread))


def test_keys_of_the_invited_differ():
    keys = {int(derive(parent, np.uint64(number))) for parent in HASHED[:4000] for number in range(1, 11)}
    assert len(keys | {int(key) for key in HASHED[:4000]}) == 44_000


def used_numbers() -> dict[str, set[int]]:
    """Numbers that each purpose may take, with what is added to it."""
    forms = len([name for name in Events.model_fields if name != "start_day"])
    content = len(Forms.model_fields) - forms
    found = {purpose.name: {int(purpose)} for purpose in Purpose}
    found["TRAIT"] = {Purpose.TRAIT + t for t in range(c.TRAITS)}
    found["TASTE"] = {Purpose.TASTE + k for k in range(8)}
    found["JOIN_EVENT"] = {Purpose.JOIN_EVENT + 16 * form + o for form in range(content, content + forms) for o in range(c.ITEMS)}
    for name in ("AD_SEEN", "AD_FITS", "OFFER_SEEN", "OFFER_FITS"):
        found[name] = {Purpose[name] + o for o in range(c.ITEMS)}
    found["REPLY"] = {Purpose.REPLY + thread for thread in range(3)}
    found["EVENT_PARTNER"] = {Purpose.EVENT_PARTNER + 16 * form for form in range(content, content + forms)}
    found |= {name: {Purpose[name] + kind for kind in range(c.PAID)} for name in ("PAID", "PAID_NEED")}
    found["CHANNEL"] = {Purpose.CHANNEL + channel for channel in range(4)}
    return found


def test_numbers_of_purposes_do_not_overlap():
    numbers = used_numbers()
    for (name, one), (other_name, other) in itertools.combinations(numbers.items(), 2):
        assert not one & other, (name, other_name)


def test_a_day_has_fewer_items_of_a_kind_than_there_are_numbers_for_them():
    """Items are numbered among those of their kind and form today, and a group has at most ITEMS a day."""
    assert Purpose.AD_FITS - Purpose.AD_SEEN >= c.ITEMS and Purpose.OFFER_FITS - Purpose.OFFER_SEEN >= c.ITEMS
    assert len(Forms.model_fields) == c.FORMS


def test_seeds_fit_into_a_key():
    assert next(rule.le for rule in Config.model_fields["seed"].metadata if hasattr(rule, "le")) < 2**63


@pytest.mark.parametrize("mean", [0.3, 3.0, 16.0, 40.0])
def test_arrivals_are_poisson(mean):
    sample = np.array([poisson(key, 3, mean) for key in HASHED])
    law = stats.poisson(mean)
    edges = np.unique(law.ppf(np.linspace(0.005, 0.995, 12)).astype(int))
    observed = np.bincount(np.searchsorted(edges, sample), minlength=edges.size + 1)
    expected = np.diff(np.concatenate([[0.0], law.cdf(edges), [1.0]])) * sample.size
    assert stats.chisquare(observed, expected).pvalue > ALARM
    wrong = np.diff(np.concatenate([[0.0], stats.poisson(1.1 * mean).cdf(edges), [1.0]])) * sample.size
    assert stats.chisquare(observed, wrong).pvalue < ALARM


def test_more_inflow_brings_the_same_people_and_more():
    means = np.linspace(0.0, 60.0, 301)
    for key in HASHED[:20]:
        assert (np.diff([poisson(key, 3, mean) for mean in means]) >= 0).all()
