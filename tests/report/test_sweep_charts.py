"""Charts and page of a sweep, by how many levers were swept."""

import base64
import re

import numpy as np
import pytest

from commsim.metrics.amounts import Numbers
from commsim.report import draw, write_report
from commsim.report.gallery import charts_of
from commsim.report.style import drawing
from commsim.report.sweep_story import places, sweep_story_of
from commsim.scenario.describe import levers
from commsim.scenario.lever_words import CHINESE
from commsim.scenario.overrides import Axis
from commsim.study.sweep_words import axis_label
from report.overlap import overlaps
from report.synthetic import swept

ADS = ("strategy.ads.per_week", (0.0, 1.0, 3.0, 7.0, 14.0))
GROUPS = ("community.groups.count", (1, 2, 4, 8))
FORM = ("strategy.content.form", ("text", "voice", "image", "video"))
SWEEPS = {
    "one lever": lambda: swept(ADS),
    "two arms": lambda: swept(ADS, arms=2),
    "names": lambda: swept(FORM),
    "one point, one run": lambda: swept(("strategy.ads.per_week", (2.0,)), replicates=1),
    "undefined": lambda: swept(ADS, undefined=True),
    "two levers": lambda: swept(ADS, GROUPS),
    "two levers, two arms": lambda: swept(ADS, GROUPS, arms=2),
    "two levers, undefined": lambda: swept(ADS, GROUPS, undefined=True),
    "a lever without words": lambda: swept(("behaviour.nothing.of.the.kind", (1, 2))),
    "three levers": lambda: swept(ADS, GROUPS, FORM, replicates=5),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", SWEEPS)
def test_every_chart_of_a_sweep_draws_and_no_text_covers_another(kind, language):
    for chart in charts_of(sweep_story_of(SWEEPS[kind](), language)).values():
        with drawing():
            figure = chart()
        assert figure.get_label()
        assert overlaps(figure) == []


def test_the_number_of_levers_decides_the_charts():
    names = [list(charts_of(sweep_story_of(SWEEPS[kind](), "en"))) for kind in ("one lever", "two levers", "three levers")]
    assert names == [["response", "other_responses"], ["heat_map", "other_heat_maps"], ["ranking"]]


def test_the_curve_is_the_mean_at_each_point():
    result = swept(ADS)
    means = result.outcomes.groupby("point")["revenue"].mean()
    line = draw(result, "response").axes[0].lines[0]
    np.testing.assert_allclose(line.get_xdata(), ADS[1])
    np.testing.assert_allclose(line.get_ydata(), means)


def test_the_map_has_the_first_lever_upwards_and_the_second_across():
    result = swept(ADS, GROUPS)
    mesh = draw(result, "heat_map").axes[0].collections[0]
    means = result.matrix("revenue").to_numpy()
    shade = (means - means.min()) / (means.max() - means.min())
    np.testing.assert_allclose(np.asarray(mesh.get_array()).reshape(means.shape), shade)


def test_the_frame_stands_on_the_best_cell():
    result = swept(ADS, GROUPS)
    best = result.best("revenue")
    frame = draw(result, "heat_map").axes[0].patches[0]
    assert (int(frame.get_y()), int(frame.get_x())) == divmod(best.point, 4)


def test_the_title_names_the_best_point():
    result = swept(ADS)
    best = ADS[1][result.best("revenue").point]
    assert f"ads per group and week\u00a0=\u00a0{best:g}" in draw(result, "response").get_label()


def test_a_metric_by_name_gives_its_response():
    assert "Trust" in draw(swept(ADS), "trust_mean").get_label()
    with pytest.raises(ValueError, match="did you mean 'heat_map'"):
        draw(swept(ADS, GROUPS), "heat_mop")


@pytest.mark.parametrize(
    ("values", "expected"),
    [((0, 1, 3), [0, 1, 3]), (("a", "b"), [0, 1]), ((1, 2, 1000), [0, 1, 2]), ((True, False), [0, 1]), ((5,), [0]), ((2, 2), [0, 1])],
)
def test_values_stand_to_scale_unless_they_are_names_or_crowd(values, expected):
    assert places(Axis("x", values)).tolist() == expected


def test_chinese_names_belong_to_keys_that_exist():
    assert set(CHINESE) <= {lever.path for lever in levers()}


def test_chinese_names_of_prices_bear_the_currency():
    assert axis_label("market.product.price", Numbers("zh")) == "商品价格（元）"
    assert axis_label("market.product.price", Numbers("zh", "$")) == "商品价格（$）"


def test_a_key_without_words_is_shown_as_it_is():
    assert axis_label("behaviour.nothing", Numbers("zh")) == axis_label("behaviour.nothing", Numbers("en")) == "behaviour.nothing"


@pytest.mark.parametrize(("kind", "language"), [("two arms", "zh"), ("two levers", "en"), ("three levers", "zh"), ("undefined", "en")])
def test_a_sweep_has_a_page(tmp_path, kind, language):
    result = SWEEPS[kind]()
    result.experiment.config.report.language = language
    result.experiment.config.report.formats = ("svg",)
    text = write_report(result, tmp_path)[-1].read_text(encoding="utf-8")
    assert "http:" not in text
    assert "https:" not in text
    assert "strategy.ads.per_week=0,1,3,7,14" in text
    assert len(re.findall("<figure>", text)) == len(charts_of(sweep_story_of(result, language)))
    assert ">nan<" not in text
    assert len(text) < 2_000_000
    assert all(base64.b64decode(data).startswith(b"<?xml") for data in re.findall(r"svg\+xml;base64,([^\"]+)", text))
