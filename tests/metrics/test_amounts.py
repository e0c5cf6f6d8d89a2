"""Numbers as planners read them."""

from __future__ import annotations

import math

import pytest

from commsim.metrics.amounts import Numbers, decimals, percent, plain, relative


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


@pytest.mark.parametrize(
    ("values", "unit", "english", "chinese"),
    [
        ((-0.00271, -0.00322, -0.0022), "0..1", "−0.0027 [−0.0032, −0.0022]", "−0.0027 [−0.0032, −0.0022]"),
        ((0.0508, 0.0493, 0.0523), "per month", "+0.051 [+0.049, +0.052]", "+0.051 [+0.049, +0.052]"),
        ((30_000, 29_700, 30_200), "yuan", "+¥30.0k [+¥29.7k, +¥30.2k]", "+3.00万元 [+2.97万元, +3.02万元]"),
        ((-86.7, -284, 111), "yuan", "−¥87 [−¥284, +¥111]", "−87元 [−284元, +111元]"),
        ((0.083, 0.079, 0.087), "share", "+8.3 pts [+7.9, +8.7]", "+8.3个百分点 [+7.9, +8.7]"),
        ((-0.0008, -0.00082, -0.00078), "share", "−0.08 pts [−0.08, −0.08]", "−0.08个百分点 [−0.08, −0.08]"),
        ((3.0, 2.0, 4.0), "days", "+3 days [+2, +4]", "+3天 [+2, +4]"),
        ((0.0, 0.0, 0.0), "ratio", "±0 [±0, ±0]", "±0 [±0, ±0]"),
        ((1.25, math.nan, math.nan), "ratio", "+1.25", "+1.25"),
    ],
)
def test_a_difference_and_its_interval_have_the_decimals_the_interval_bears(values, unit, english, chinese):
    row = dict(zip(("difference", "difference_low", "difference_high"), values, strict=True))
    assert tuple(Numbers(language).difference(row, unit) for language in ("en", "zh")) == (english, chinese)


@pytest.mark.parametrize(("error", "size", "digits"), [(0.8, 48.1, 1), (5.8, 45.7, 0), (0.00008, 0.354, 5), (0.0, 3.21, 2), (0.0, 0.0, 0)])
def test_decimals_show_the_first_digit_of_the_error(error, size, digits):
    assert decimals(error, size) == digits
