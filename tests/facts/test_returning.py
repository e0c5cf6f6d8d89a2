"""Measures of coming back: by hand, against known laws, and against the published numbers they must reproduce."""

import numpy as np
import pandas as pd
import pytest
from scipy import special

from commsim.validation import returning
from commsim.validation.facts import facts


def posts(*days_of_people):
    """A table of posting days, one list a person."""
    return pd.DataFrame([{"person": person, "day": day} for person, days in enumerate(days_of_people) for day in days])


def real(fact):
    """The real curve of a fact, by place."""
    return {number.at: number.real for number in facts()[fact].numbers.values() if number.at is not None}


def test_survival_counts_people_seen_for_half_a_year():
    table = posts([0], [0, 3], [10, 11, 80], [200, 300])
    assert sorted(returning.spans(table, 365)) == [0, 3, 70]
    assert returning.surviving(returning.spans(table, 365), (1, 3, 4)) == pytest.approx([2 / 3, 2 / 3, 1 / 3])


def test_weeks_begin_with_the_first_post():
    share = returning.weekly_share(posts([5, 6, 12], [0, 6], [3, 9, 10, 24]), 400)
    assert share[:5] == pytest.approx([1, 2 / 3, 0, 1 / 3, 0])


def test_the_chance_to_return_counts_those_who_never_do_until_the_end():
    table = posts([0, 1, 3], [5])
    # gaps 1 and 2; the last posting days, 3 and 5, stay at risk for 6 and 4 days
    assert returning.return_chances(table, 10, (1, 2, 3)) == pytest.approx([1 / 4, 1 / 3, 0 / 2])


def test_the_chance_to_return_is_smoothed_over_a_seventh():
    rng = np.random.default_rng(1)
    table = posts(*[np.flatnonzero(rng.random(300) < 0.1) for _ in range(200)])
    assert returning.return_chances(table, 300, (1, 7, 14)) == pytest.approx([0.1, 0.1, 0.1], abs=0.01)


def test_the_slope_of_a_power_law_is_found():
    hazard = 0.4 / np.arange(1, 400)  # its smoothed logarithm is fitted over the first month
    survival = np.concatenate([[1], np.cumprod(1 - hazard)])
    rng = np.random.default_rng(2)
    gaps = np.searchsorted(-survival, -rng.random(20_000), side="left")
    table = posts(*[[0, gap] if gap < 399 else [0] for gap in gaps])
    assert returning.return_slope(table[table["person"] >= 0], 400) == pytest.approx(-1, abs=0.35)


def test_mixed_hazards_are_told_from_one():
    weeks = np.arange(27)
    mixed = np.exp(special.betaln(0.5, 0.8 + weeks) - special.betaln(0.5, 0.8))
    fitted = returning.mixture(mixed)
    assert (fitted.alpha, fitted.beta, fitted.error) == pytest.approx((0.5, 0.8, 0), abs=1e-3)
    assert fitted.geometric_error > 0.2
    assert returning.mixture(0.9**weeks).geometric_error == pytest.approx(0, abs=1e-12)


def test_a_power_law_beats_an_exponential_only_where_it_is_one():
    week = np.arange(1, 26)
    power, exponential = returning.decay(np.concatenate([[1], 0.2 * week**-0.7]))
    assert (power.slope, power.r2) == pytest.approx((-0.7, 1))
    assert exponential.r2 < 0.95
    power, exponential = returning.decay(np.concatenate([[1], 0.2 * 0.9**week]))
    assert exponential.r2 == pytest.approx(1)
    assert power.r2 < 0.95


def test_the_published_fit_follows_from_the_published_survival():
    curve = real("last_activity")
    survival = np.exp(np.interp(np.log(7 * np.arange(1, 27)), np.log(list(curve)), np.log(list(curve.values()))))
    fitted = returning.mixture(np.concatenate([[1], survival]))
    published = facts()["mixed_leaving"].numbers
    for name in ("alpha", "beta", "error", "geometric_error"):
        assert getattr(fitted, name) == pytest.approx(published[name].real, abs=2e-3), name


def test_the_published_slope_follows_from_the_published_chances():
    curve = real("return_after_gap")
    days = np.log(np.arange(1, returning.SLOPE_DAYS + 1))
    chances = np.interp(days, np.log(list(curve)), np.log(list(curve.values())))
    assert returning.line(days, chances).slope == pytest.approx(facts()["return_after_gap"].numbers["slope"].real, abs=0.01)
