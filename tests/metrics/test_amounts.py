"""Numbers as planners read them."""

from __future__ import annotations

import math

import pytest

from commsim.metrics.amounts import Numbers, percent, plain, relative


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.02134, "0.0213"),
        (1.25, "1.25"),
        (31.44, "31.4"),
        (1234.4, "1,234"),
        (-5, "−5"),
        (0.5, "0.5"),
        (1e-9, "0"),
        (100, "100"),
    ],
)
def test_plain(value, text):
    assert plain(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.153, "15.3%"), (1, "100.0%"), (0.0004, "0.04%"), (-0.02, "−2.0%"), (0, "0.0%")])
def test_percent(value, text):
    assert percent(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.153, "share", "15.3%", "15.3%"),
        (950, "yuan", "¥950", "950元"),
        (-12_345, "yuan", "−¥12.3k", "−1.23万元"),
        (2.5e6, "yuan", "¥2.5M", "250万元"),
        (12, "days", "12 days", "12天"),
        (0.381, "0..1", "0.381", "0.381"),
        (math.nan, "share", "–", "–"),
        (math.inf, "ratio", "–", "–"),
    ],
)
def test_amount(value, unit, english, chinese):
    assert tuple(Numbers(language).amount(value, unit) for language in ("en", "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese", "bare"),
    [
        (0.013, "share", "+1.3 pts", "+1.3个百分点", "+1.3"),
        (-0.013, "share", "−1.3 pts", "−1.3个百分点", "−1.3"),
        (0.0, "share", "±0.0 pts", "±0.0个百分点", "±0.0"),
        (-272, "yuan", "−¥272", "−272元", "−¥272"),
        (3, "days", "+3 days", "+3天", "+3"),
        (math.nan, "share", "–", "–", "–"),
    ],
)
def test_change(value, unit, english, chinese, bare):
    en, zh = Numbers("en"), Numbers("zh")
    assert (en.change(value, unit), zh.change(value, unit), en.change(value, unit, word=False)) == (english, chinese, bare)


@pytest.mark.parametrize(
    ("currency", "english", "chinese"),
    [
        ("", "−¥12.3k", "−1.23万元"),
        ("$", "−$12.3k", "−$1.23万"),
        ("HK$", "−HK$12.3k", "−HK$1.23万"),
        ("USD", "−USD 12.3k", "−1.23万 USD"),
        ("美元", "−12.3k美元", "−1.23万美元"),
    ],
)
def test_money_bears_its_currency(currency, english, chinese):
    assert tuple(Numbers(language, currency).money(-12_345) for language in ("en", "zh")) == (english, chinese)
    assert "¥" not in Numbers("en", "USD").change(272, "yuan", word=False)
    assert Numbers("en", "days").change(272, "yuan", word=False) == "+days 272"  # nothing of a currency's name is taken for a unit


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.25, "+25%"),
        (-0.4, "−40%"),
        (0.0034, "+0.3%"),
        (0.09, "+9%"),
        (0.0993, "+9.9%"),
        (0.0996, "+10%"),
        (0, "±0%"),
        (4, "+400%"),
        (math.nan, "–"),
    ],
)
def test_relative_differences_bear_their_sign(value, text):
    assert relative(value) == text
