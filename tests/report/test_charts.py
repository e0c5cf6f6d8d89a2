"""Every chart draws on ordinary and on extreme results, in both languages, without a warning, and with no text on another."""

import re
from functools import cache

import numpy as np
import pytest
from matplotlib.lines import Line2D

from commsim.report import draw
from commsim.report.gallery import CHARTS
from commsim.report.images import rendered
from commsim.report.story import story_of
from commsim.report.style import drawing
from report.overlap import overlaps, shown_texts
from report.synthetic import comparison

GOALS = {"activity_retention_d30": 0.25, "complaint_rate": -0.4, "revenue": 0.6, "cost_per_retained_member": 0.05}
EXTREMES = {
    "ordinary": {},
    "one arm": {"arms": 1},
    "six arms": {"arms": 6},
    "undefined": {"undefined": True},
    "one run": {"replicates": 1},
    "five days": {"days": 5},
    "one day": {"days": 1},
    "no sales": {"money": 0.0},
    "many runs": {"arms": 2, "replicates": 300, "days": 10},
    "no target": {"targets": {}},
    "goals": {"targets": {}, "arms": 6, "goals": GOALS},
    "goals undefined": {"targets": {}, "undefined": True, "goals": GOALS},
    "one goal": {"targets": {}, "replicates": 1, "goals": {"activity_retention_d30": 10.0}},
}
IN_CHINESE = ("ordinary", "one arm", "six arms", "undefined", "goals")
"""Where the words take other room than the English ones."""


@cache
def extreme_result(name):
    return comparison(**EXTREMES[name])


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(("extreme", "language"), [*((name, "en") for name in EXTREMES), *((name, "zh") for name in IN_CHINESE)])
def test_a_chart_survives_and_no_text_covers_another(extreme, chart, language):
    with drawing():
        figure = CHARTS[chart](story_of(extreme_result(extreme), language))
    assert figure.get_label()
    assert overlaps(figure) == []


def test_texts_that_cover_one_another_are_seen():
    figure = draw(comparison(), "funnel")
    figure.text(0.5, 0.5, "one")
    figure.text(0.5, 0.5, "two")
    figure.text(1.2, 0.5, "outside")
    assert ("one", "two") in overlaps(figure)
    assert "outside" in overlaps(figure)


def labelled(text):
    return {arm: {"en": text if arm == "plan" else arm, "zh": arm} for arm in ("today", "do_nothing", "plan")}


def test_emoji_that_no_font_can_draw_are_left_out_of_labels():
    texts = [text.get_text() for text in draw(comparison(labels=labelled("Gift \U0001f381 box")), "distribution").texts]
    assert "Gift box" in texts


def test_a_letter_the_font_lacks_is_no_silent_box():
    with pytest.warns(UserWarning, match="missing from font"):
        rendered(draw(comparison(labels=labelled("龘")), "distribution"), "png", 40)


def test_the_same_result_gives_the_same_bytes_whatever_the_user_has_set():
    import matplotlib as mpl

    def pictures():
        with drawing():
            figure = CHARTS["retention"](story_of(comparison(), "zh"))
            return [rendered(figure, form, 60)() for form in ("png", "svg")]

    first = pictures()
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "none", "axes.facecolor": "red", "lines.linewidth": 9}):
        assert pictures() == first


def test_drawing_leaves_the_settings_as_they_were():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw(comparison(), "funnel")
    assert dict(mpl.rcParams) == before


def test_an_svg_says_no_date_and_keeps_its_letters_as_outlines():
    with drawing():
        content = rendered(CHARTS["funnel"](story_of(comparison(), "zh")), "svg", 80)().decode()
    assert "<metadata" not in content
    assert "<text" not in content
    assert "commsimSansSC" in content


def test_two_dollar_signs_in_a_label_are_no_formula():
    texts = [text.get_text() for text in draw(comparison(labels=labelled("plan $5_off$")), "distribution").texts]
    assert "plan $5_off$" in texts


def test_a_metric_by_name_gives_its_distribution():
    figure = draw(comparison(), "trust_mean")
    assert any("Trust" in text.get_text() for text in figure.texts)


@pytest.mark.parametrize("name", ["retentoin", "activity_retention_d31"])
def test_an_unknown_name_is_refused_with_the_nearest(name):
    with pytest.raises(ValueError, match="did you mean"):
        draw(comparison(), name)


def test_the_title_states_the_finding():
    result = comparison()
    mean = result.outcomes.groupby("arm")["activity_retention_d30"].mean()
    title = draw(result, "retention").get_label()
    assert f"{100 * mean['plan']:.1f}%" in title
    assert f"{100 * mean['today']:.1f}%" in title
    assert "The plan" in title


def test_retention_curves_are_means_of_shares():
    result = comparison(arms=1, replicates=3, days=60)
    activity, membership = (axes.lines[0] for axes in draw(result, "retention").axes)
    table = result.retention.assign(active=lambda f: f["active"] / f["eligible"], members=lambda f: f["members"] / f["eligible"])
    means = table.groupby("day_after_joining").mean(numeric_only=True)
    seen = int((means["eligible"] >= 0.2 * means["eligible"][0]).sum())
    assert 40 < seen < 60
    np.testing.assert_allclose(membership.get_ydata(), means["members"][:seen])
    np.testing.assert_allclose(activity.get_xdata(), np.arange(6, seen))
    np.testing.assert_allclose(activity.get_ydata(), means["active"][6:seen])


def test_the_funnel_falls_from_buying_to_buying_again():
    result = comparison(arms=1)
    bars = [patch.get_width() for patch in draw(result, "funnel").axes[0].patches]
    outcomes = result.outcomes
    assert bars[0] == 1.0
    assert bars[3] == pytest.approx(outcomes["first_purchase_share"].mean())
    assert bars[4] == pytest.approx((outcomes["first_purchase_share"] * outcomes["repurchase_rate"]).mean())


def test_the_primary_difference_has_its_own_unit_and_the_others_the_baseline_as_scale():
    result = comparison(arms=2)
    table = result.comparison.set_index("metric")
    primary, others = draw(result, "difference").axes
    marks = [[value for line in axes.lines if line.get_marker() == "o" for value in line.get_xdata()] for axes in (primary, others)]
    assert marks[0] == pytest.approx([table.loc["activity_retention_d30", "difference"]])
    row = table.loc["membership_retention_d30"]
    assert 100 * row["difference"] / row["baseline_mean"] == pytest.approx(marks[1][0])


def test_every_row_of_the_primary_difference_bears_the_name_of_its_arm():
    result = comparison(arms=4)
    texts = [text.get_text() for text in shown_texts(draw(result, "difference"))]
    for arm in ("Do nothing", "The plan"):
        assert texts.count(arm) == 2  # in the key, and on its row
    assert any("practically equal (±1.0 pts)" in text for text in texts)


def test_labels_at_the_ends_of_lines_have_the_same_decimals():
    ends = [text.get_text() for text in shown_texts(draw(comparison(arms=4), "activity")) if re.fullmatch(r"[0-9.]+", text.get_text())]
    right = ends[-4:]
    assert len({len(text.partition(".")[2]) for text in right}) == 1


def test_a_difference_beyond_the_axis_becomes_an_arrow():
    result = comparison(arms=2)
    result.comparison.loc[result.comparison["metric"] == "profit", ["difference", "difference_low", "difference_high"]] = [9e6, 8e6, 1e7]
    arrows = [line for line in draw(result, "difference").axes[1].lines if line.get_marker() == ">" and len(line.get_xdata())]
    assert arrows[0].get_xdata()[0] == pytest.approx(arrows[0].axes.get_xlim()[1])


def test_a_target_that_no_run_reaches_is_said_plainly():
    title = draw(comparison(targets={"activity_retention_d30": 0.99}), "distribution").get_label()
    assert title == "No run of The plan or Today reaches the target of 99.0%"


def test_the_key_shows_arms_as_the_chart_draws_them():
    def dashes(name):
        return {line.get_linestyle() for line in draw(comparison(arms=6), name).get_children() if isinstance(line, Line2D)}

    assert dashes("funnel") == {"-"}  # bars have no dashes
    assert len(dashes("retention")) > 1
