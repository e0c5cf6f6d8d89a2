"""The page: whole, self-contained, escaped, readable in both languages, and the same bytes each time."""

import base64
import hashlib
import io
import re
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from commsim.report import draw, write_report
from commsim.report.font import lacking
from commsim.report.gallery import CHARTS
from commsim.study.errors import StorageError
from report.overlap import shown_texts
from report.synthetic import LABELS, comparison

HOSTILE = '<script>alert("x")</script>'


def page(result, folder):
    """The page of a result; without PNG files, since it shows SVG only."""
    result.experiment.config.report.formats = ("svg",)
    return write_report(result, folder)[-1].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """An ordinary page in each language."""
    return {language: page(comparison(language=language), tmp_path_factory.mktemp(language)) for language in ("en", "zh")}


def test_the_settings_decide_which_files_appear(tmp_path):
    result = comparison()
    result.experiment.config.report.formats = ("svg",)
    files = write_report(result, tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in files] == [
        *(f"charts/{name}.svg" for name in CHARTS if name != "goals"),
        "report.html",
    ]
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(files)


def test_without_charts_there_is_still_a_page(tmp_path):
    result = comparison()
    result.experiment.config.report.charts = False
    assert [path.name for path in write_report(result, tmp_path)] == ["report.html"]
    assert "<img" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_chart_that_cannot_be_written_is_no_report(tmp_path):
    result = comparison(arms=2)
    result.experiment.config.report.formats = ("svg",)
    (tmp_path / "charts").write_text("in the way")
    with pytest.raises(StorageError, match="charts"):
        write_report(result, tmp_path)
    assert not (tmp_path / "report.html").exists()


def test_one_arm_alone_has_no_chart_of_differences(tmp_path):
    page(comparison(arms=1), tmp_path)
    assert (tmp_path / "charts/funnel.svg").exists()
    assert not (tmp_path / "charts/difference.svg").exists()


def test_the_same_bytes_twice(tmp_path):
    first, second = (write_report(comparison(arms=2, language="zh"), tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_data_are_escaped(tmp_path):
    labels = LABELS | {"plan": {"en": HOSTILE, "zh": HOSTILE}}
    result = comparison(labels=labels)
    result.experiment.question["en"] = HOSTILE
    result.experiment.changes["plan"] = (HOSTILE,)
    text = page(result, tmp_path)
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 4


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_fetched_from_outside(pages, language):
    text = pages[language]
    assert "http:" not in text
    assert "https:" not in text
    assert "default-src 'none'" in text
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", text)
    pictures = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", text)
    assert len(pictures) == len(CHARTS) - 1  # no goals are set, so there is no chart of them
    for picture in pictures:
        links = re.findall(r'(?:xlink:)?href="([^"]+)"', base64.b64decode(picture).decode())
        assert all(link.startswith("#") for link in links)


def test_the_style_is_the_one_the_policy_allows(pages):
    text = pages["zh"]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    allowed = re.search(r"style-src 'sha256-([^']+)'", text)[1]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() == allowed


def test_a_chinese_page_brings_every_character_it_shows(pages):
    text = pages["zh"]
    font = base64.b64decode(re.search(r"data:font/woff;base64,([^\"]+)", text)[1])
    shown = re.sub(r"<style>.*?</style>|<[^>]+>", "", text, flags=re.DOTALL)
    with TTFont(io.BytesIO(font)) as found:
        assert {c for c in shown if c.isprintable()} <= set(map(chr, found.getBestCmap()))
    assert lacking(shown) == ""


def test_an_english_page_carries_no_chinese_font(pages):
    assert "data:font" not in pages["en"]


def test_six_arms_with_long_chinese_labels_stay_below_two_megabytes(tmp_path):
    assert len(page(comparison(arms=6, language="zh"), tmp_path)) < 2_000_000


def test_it_says_what_a_reader_must_know(pages):
    text = pages["en"]
    for sentence in (*comparison().answer("en"), "not from a real community", "strategy.ads.per_week=2.0", "runs per arm: 40"):
        assert sentence.replace("'", "&#39;") in text


def test_the_answer_comes_first_with_its_cautions_and_the_first_chart(tmp_path):
    advice = {"en": "days: 1095; tried up to 365", "zh": "天数"}
    result = comparison()
    result.experiment.warnings = (advice,)
    result = replace(result, notes=(*result.notes, advice))
    text = page(result, tmp_path)
    answer = text[text.index("<h2>The answer</h2>") : text.index("<h2>What we changed</h2>")]
    assert result.answer("en")[0] in answer
    assert advice["en"] in answer
    assert answer.count("<img") == 1
    assert text.count(advice["en"]) == 1  # and not again among the notes
    assert '<ul class="caution">' not in page(comparison(), tmp_path / "calm")


def test_every_row_has_a_cell_for_every_head(pages):
    for table in re.findall(r'<table class="results">(.*?)</table>', pages["en"], re.DOTALL):
        heads = table.count('scope="col"')
        rows = re.findall(r"<tr><td.*?</tr>", table)
        assert rows
        assert {row.count("<td") for row in rows} == {heads}
        assert set(re.findall(r'colspan="(\d+)"', table)) == {str(heads)}


@pytest.mark.parametrize("extreme", [{"undefined": True}, {"replicates": 1}, {"days": 5}, {"money": 0.0}, {"arms": 1}])
def test_extreme_results_have_a_page(tmp_path, extreme):
    result = comparison(**extreme)
    result.experiment.config.report.charts = False
    text = page(result, tmp_path)
    assert ">nan<" not in text
    assert "nan%" not in text


@pytest.mark.parametrize(
    ("language", "goal", "verdict", "hint"),
    [
        ("en", "goal +10% against Today", "reached, ", "for a goal: of the relative difference"),
        ("zh", "目标：比现状 +10%", "达成，", "相对目标则为配对"),
    ],
)
def test_the_page_says_whether_goals_are_reached(tmp_path, language, goal, verdict, hint):
    text = page(comparison(language=language, targets={}, goals={"revenue": 0.1, "trust_mean": 0.9}), tmp_path)
    assert goal in text
    assert f"<td>{verdict}" in text
    assert hint in text
    assert (tmp_path / "charts" / "goals.svg").is_file()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_money_is_shown_in_the_currency_asked_for(tmp_path, language):
    def shown(currency):
        result = comparison(language=language, targets={"revenue": 30_000.0}, goals={"cost": 0.1})
        result.experiment.config.report.currency = currency
        titles = [text.get_text() for name in CHARTS if name != "goals" for text in shown_texts(draw(result, name))]
        return page(result, tmp_path / currency), "\n".join(titles)

    for texts, euros in zip(shown(""), shown("€"), strict=True):
        own = {"en": "¥", "zh": "元"}[language]
        assert own in texts
        assert "€" in euros
        assert own not in euros
        assert "€" not in texts
