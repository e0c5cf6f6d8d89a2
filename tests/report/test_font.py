"""The font holds every character we write, is small, and comes with its licence."""

import re

import pytest

from commsim.metrics.registry import METRICS
from commsim.report.font import FAMILY, font_path, lacking, page_font, register
from commsim.report.words import WORDS
from commsim.scenario import places
from commsim.study.texts import TEXTS


def test_it_holds_every_word_of_charts_and_pages():
    assert lacking("".join(text for pair in WORDS.values() for text in pair)) == ""


def test_it_holds_the_sentences_of_studies():
    assert lacking("".join(text for table in TEXTS.values() for text in table.values())) == ""


def test_it_holds_the_labels_and_definitions_of_metrics():
    assert lacking("".join(text for m in METRICS.values() for text in (*m.label.values(), m.definition, m.definition_zh))) == ""


def test_it_holds_every_character_of_configs_and_experiments():
    files = [*places.configs().rglob("*.yaml"), *(path for folder in places.experiment_folders() for path in folder.glob("**/*.yaml"))]
    assert files
    assert lacking("".join(path.read_text(encoding="utf-8") for path in files)) == ""


def test_it_holds_the_common_characters_and_the_marks_of_numbers():
    common = "".join(bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    assert len(common) == 3755
    assert lacking(common + "−≥≤→×%±·¥￥…–—“”‘’，。、；：？！（）【】《》「」") == ""


def test_what_it_lacks_is_named_once_and_in_order():
    assert lacking("a\U0001f381b龘龘c") == "\U0001f381龘"


def test_it_is_small_and_its_licence_lies_beside_it():
    assert font_path().stat().st_size < 900_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (font_path().parent / "OFL.txt").read_text(encoding="utf-8")


def test_registering_twice_adds_it_once():
    from matplotlib.font_manager import fontManager

    register()
    register()
    assert [entry.name for entry in fontManager.ttflist].count(FAMILY) == 1


@pytest.mark.parametrize("text", ["留存", "A", "留存A 1,234"])
def test_a_page_font_holds_exactly_the_characters_of_its_page(text):
    import io

    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(page_font(text))) as font:
        assert set(font.getBestCmap()) == set(map(ord, text))


def test_english_and_chinese_texts_ask_for_the_same_values():
    holes = re.compile(r"\{(\w+)\}")
    uneven = [key for key, (english, chinese) in WORDS.items() if set(holes.findall(english)) < set(holes.findall(chinese))]
    assert uneven == []
