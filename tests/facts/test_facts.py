"""The facts as data: complete, in both languages, and those that must decide do."""

import pytest

from commsim.report.font import lacking
from commsim.validation.facts import ARCHIVE, ATTRIBUTION, Number, facts, not_simulated
from commsim.validation.studies import STUDIES

RETURNS = {1: 0.317, 2: 0.137, 3: 0.089, 7: 0.04, 14: 0.018, 28: 0.0072, 56: 0.0026}
GATES = {
    ("mixed_leaving", "error"): (0.0, 0.05),
    ("mixed_leaving", "times"): (2.0, None),
    ("weekly_active", "exponent"): (-1.1, -0.5),
    ("weekly_active", "power_law_ahead"): (0.0, None),
    **{("return_after_gap", f"day_{k}"): (real / 1.8, real * 1.8) for k, real in RETURNS.items()},
    ("return_after_gap", "slope"): (-1.4, -0.85),
    **{("gini", place): (0.45, 0.82) for place in ("p10", "p50", "p90")},
    **{("top_tenth", place): (0.35, 0.8) for place in ("p10", "p50", "p90")},
    ("answered_newcomers", "day_7"): (0.03, 0.15),
    ("answered_newcomers", "fading"): (0.0, None),
    ("coreness", "rise"): (0.4, None),
    ("coreness", "least_step"): (0.0, None),
    ("tie_leaves", "month_1"): (1.2, 2.2),
    ("tie_leaves", "fading"): (0.0, None),
    ("silent_groups", "silent"): (0.42, 0.72),
    ("group_size", "best"): (40, 250),
    ("group_size", "over_smallest"): (0.0, None),
    ("group_size", "over_largest"): (0.0, None),
    ("ad_frequency", "over_none"): (0.0, None),
    ("ad_frequency", "over_most"): (0.0, None),
    ("ad_harm", "times"): (1.5, None),
    ("trust_loss", "times"): (1.5, 5.0),
}  # fmt: skip
"""What decides, written down a second time: loosening a gate takes two hands."""


def test_the_gates_are_those_asked_for():
    found = {(name, key): number.bounds for name, fact in facts().items() for key, number in fact.numbers.items() if number.gate}
    assert set(found) == set(GATES)
    for key, bounds in GATES.items():
        assert found[key] == pytest.approx(bounds), key


def test_real_numbers_pass_their_own_gates():
    for name, fact in facts().items():
        for key, number in fact.numbers.items():
            low, high = number.bounds
            if number.real is not None:
                assert (low is None or number.real >= low) and (high is None or number.real <= high), (name, key)


def test_every_fact_has_a_study():
    assert {fact.study for fact in facts().values()} == set(STUDIES)


def test_numbers_along_an_axis_have_a_place_and_others_a_name():
    for name, fact in facts().items():
        for key, number in fact.numbers.items():
            assert (number.at is None) == (number.label is not None), (name, key)
            assert number.at is None or fact.axis, (name, key)


def test_all_words_can_be_drawn():
    texts = [text for fact in facts().values() for text in (fact.label.zh, *(fact.number_label(key, "zh") for key in fact.numbers))]
    texts += [fact.axis.label.zh for fact in facts().values() if fact.axis]
    assert [text for text in texts if lacking(text)] == []


def test_what_is_not_simulated_says_why():
    assert not set(not_simulated()) & set(facts())
    assert all(one.because.en and one.because.zh for one in not_simulated().values())


def test_the_licence_of_the_archives_is_named():
    assert any(ARCHIVE in fact.source for fact in facts().values())
    for text in ATTRIBUTION.values():
        assert "contains information from freeCodeCamp gitter-history, made available under the ODbL" in text


def test_a_factor_is_a_range_around_the_real_number():
    assert Number(real=0.9, factor=1.8).bounds == pytest.approx((0.5, 1.62))
    assert not Number(real=0.9).gate
