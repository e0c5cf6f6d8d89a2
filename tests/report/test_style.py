"""Colours that can be told apart, and texts that are set as they should be."""

from itertools import combinations

import numpy as np
import pytest

from commsim.metrics.amounts import Numbers
from commsim.report.charts.curves import smooth, spread, summary
from commsim.report.cube import cube
from commsim.report.layout import cut, width_of, wrap, wrap_even
from commsim.report.story import dressed
from commsim.report.style import BASELINE, DASHES, MARKERS, PALETTE
from commsim.report.units import mark, signed_percent, signed_ticks, ticks
from commsim.report.words import WORDS
from report.synthetic import comparison

SIGHT = {
    "usual": np.eye(3),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
"""How linear RGB is seen (Machado, Oliveira & Fernandes 2009, full severity)."""
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    levels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    x, y, z = np.cbrt(np.maximum(TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.0888]), 1e-6))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def nearest(colours, sight):
    seen = [lab(SIGHT[sight] @ linear(colour)) for colour in colours]
    return min(np.linalg.norm(a - b) for a, b in combinations(seen, 2))


@pytest.mark.parametrize("sight", SIGHT)
def test_all_arms_differ_however_one_sees(sight):
    assert nearest((BASELINE, *PALETTE), sight) > 12


def test_colours_that_one_cannot_tell_apart_are_seen():
    assert nearest(("#0b6bb3", "#a3479b"), "protanopia") < 12


@pytest.mark.parametrize("colour", (BASELINE, *PALETTE))
def test_every_colour_can_be_read_on_white(colour):
    luminance = linear(colour) @ np.array([0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 3


def word_by_word(text, width, size):
    """Lines filled one word after the other, the plain way."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@pytest.mark.parametrize("width", [0.8, 1.5, 2.2, 4.0, 9.2])
def test_lines_are_as_full_as_they_can_be(width):
    for english, _ in WORDS.values():
        if all(width_of(word, 12) <= width for word in english.split(" ")):
            assert wrap(english, width, 12) == word_by_word(english, width, 12)


def test_looks_differ_even_when_the_colours_start_again():
    arms = dressed([f"arm{i}" for i in range(12)], {}, "en")
    assert len(DASHES) == len(MARKERS) == len(PALETTE)
    assert len({(arm.colour, str(arm.dash)) for arm in arms}) == 12


@pytest.mark.parametrize(
    "text", ["one two three four five six seven", "对沉睡成员逐一电话召回并附赠优惠券，其余不变。", "mixed 中文 and English，标点。"]
)
@pytest.mark.parametrize("width", [0.8, 1.1, 2.0])
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, width, 11)
    assert all(width_of(line, 11) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line[0] in "，。、,." for line in lines)


def test_a_title_ends_in_no_lone_word():
    text = "销售额最好处：每周广告条数 = 3、开局群数 = 8，2.72万元；20个点中有7个与之难分高下"
    width = width_of(text, 17) * 0.97
    assert len(wrap(text, width, 17)[-1]) < 4
    assert min(map(len, wrap_even(text, width, 17))) > 10


def test_a_text_too_long_is_cut_visibly():
    assert cut("abcdefghij", 0.4, 11).endswith("…")
    assert width_of(cut("abcdefghij", 0.4, 11), 11) <= 0.4
    assert len(wrap("word " * 50, 1.0, 11, 2)) == 2


@pytest.mark.parametrize("wanted", [[0.5, 0.5, 0.5], [0, 0, 1], [1, 1, 1, 1], [0.2, 0.21, 0.8]])
def test_labels_move_apart_and_stay_inside(wanted):
    placed = sorted(spread(wanted, 0.1, 0.0, 1.0))
    assert placed[0] >= 0
    assert placed[-1] <= 1
    assert np.diff(placed).min() >= 0.1 - 1e-9


def test_labels_too_many_for_the_room_share_it_evenly():
    assert spread([0.5] * 5, 1.0, 0.0, 1.0) == pytest.approx([0, 0.25, 0.5, 0.75, 1.0])


def test_the_smoothed_curve_is_the_mean_of_the_last_days():
    values = np.arange(10.0)[None, :]
    np.testing.assert_allclose(smooth(values, 3)[0], [0, 0.5, 1, 2, 3, 4, 5, 6, 7, 8])


def test_missing_days_stay_missing_and_do_not_spoil_their_neighbours():
    values = np.array([[1.0, np.nan, 3.0]])
    np.testing.assert_allclose(smooth(values, 3)[0], [1, np.nan, 2])
    curve = summary(np.array([[1.0, np.nan], [3.0, np.nan]]))
    np.testing.assert_allclose(curve.mean, [2, np.nan])


def test_rows_of_a_frame_may_come_in_any_order():
    daily = comparison(arms=2, replicates=3, days=4).daily
    shuffled = daily.sample(frac=1.0, random_state=1).iloc[2:]
    whole, partly = cube(daily), cube(shuffled)
    a, b = whole.of("today", "dau"), partly.of("today", "dau")
    known = np.sort(b[np.isfinite(b)])
    assert set(known) <= set(a.ravel())
    assert np.isnan(b).sum() + np.isnan(partly.of("do_nothing", "dau")).sum() == 2


@pytest.mark.parametrize(
    ("unit", "language", "value", "text"),
    [("share", "en", 0.025, "2.5%"), ("yuan", "zh", 12_000.0, "1.2万元"), ("share", "en", -0.05, "−5%"), ("count", "zh", 1500.0, "1,500")],
)
def test_axis_numbers(unit, language, value, text):
    assert ticks(unit, Numbers(language))(value, 0) == text


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [("share", 0.02, "+2"), ("share", -0.005, "−0.5"), ("share", 0.0, "0"), ("yuan", -20_000.0, "−¥20k"), ("count", 3.0, "+3")],
)
def test_numbers_of_differences(unit, value, text):
    assert signed_ticks(unit, Numbers("en"))(value, 0) == text


def test_signs_and_marks():
    assert [signed_percent(value) for value in (-50.0, 0.0, 12.5)] == ["−50%", "0%", "+12.5%"]
    assert [mark("share", Numbers("en")), mark("yuan", Numbers("zh")), mark("count", Numbers("en"))] == [" (%)", "（元）", ""]


@pytest.mark.parametrize(
    "text", ["最好处：每周广告条数\u00a0=\u00a03、开局群数\u00a0=\u00a08", "best at ads per group and week\u00a0=\u00a014"]
)
def test_a_line_does_not_end_between_a_name_and_its_value(text):
    for width in (1.0, 1.3, 1.6, 2.0, 2.5, 3.0):
        lines = wrap(text, width, 12)
        assert not any(line.endswith("=") or line.startswith("=") for line in lines)
