"""The answer says what the numbers say, in both languages."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from commsim.metrics.amounts import Numbers
from commsim.scenario.overrides import Axis
from commsim.study.compare import compare
from commsim.study.sweep import sweep
from commsim.study.texts import TEXTS


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.fixture
def result(experiment, engine):
    return compare(experiment, engine=engine)


def test_both_languages_have_the_same_texts_with_the_same_blanks():
    assert TEXTS["en"].keys() == TEXTS["zh"].keys()
    for name, text in TEXTS["en"].items():
        assert fields(text) >= fields(TEXTS["zh"][name]), name


@pytest.mark.parametrize(
    ("language", "winner", "label"), [("en", "does best on", "Better content"), ("zh", "更好的内容最好", "更好的内容")]
)
def test_the_winner_is_named_with_its_numbers(result, language, winner, label):
    text = "\n".join(result.answer(language))
    row = result.comparison.iloc[0 if result.comparison.iloc[0]["arm"] == "better" else 1]
    assert winner in text
    assert label in text
    for column in ("mean", "baseline_mean"):
        assert Numbers(language).amount(row[column], "share") in text
    assert "{" not in text
    assert "nan" not in text


def test_the_sentences_in_english(result):
    text = result.answer("en")
    assert text[0].startswith("Better content does best on Still a member after 7 days: ")
    assert text[1].endswith("; 6 pairs of runs); Better content is ahead in 100% of pairs.")
    (others,) = [line for line in text if line.startswith("The others against today: do_nothing −")]
    assert others.endswith("], worse.")
    (target,) = [line for line in text if line.startswith("Target Still a member after 7 days 60.0%: ")]
    assert "today (" in target
    assert "Better content (" in target
    assert len(text) <= 10  # an answer that nobody reads to its end is none
    assert any("costs" in line and "profit" in line for line in text)
    assert text[-1] == "These are simulated outcomes of a model, not observations."


def test_goals_are_said_with_how_far_each_arm_gets(result):
    english, chinese = result.answer("en"), result.answer("zh")
    assert "Goal Revenue +10% against today: reached by Better content (+14%, reached in 100% of pairs)." in english
    assert "Goal Trust +20% against today: missed by Better content (±0%, reached in 0% of pairs)." in english
    assert "目标：销售额比today +10%。达成：更好的内容（+14%，100%的配对达标）。" in chinese
    assert not any("do_nothing" in line for line in english if line.startswith("Goal"))  # nobody asks it of an arm that does nothing


def test_a_sweep_says_that_it_does_not_judge_goals(experiment, engine):
    result = sweep(replace(experiment, axes=(Axis("strategy.content.quality", (0.2, 0.8)),)), engine=engine)
    assert any(note["en"].startswith("Goals are relative to the baseline") for note in result.notes)
    without = replace(result, experiment=replace(result.experiment, goals={}))
    assert not any(note["en"].startswith("Goals are relative") for note in without.notes)


def test_pairs_without_the_primary_metric_are_said(experiment, engine):
    def empty(scenarios, seeds, days, threads=1, progress=None):
        record = engine(scenarios, seeds, days, threads, progress)
        record["joined"][0, :] = 0  # the first world has no joins, so its retention is not defined
        return record

    notes = [note["en"] for note in compare(experiment, engine=empty).notes]
    assert "In 1 pairs of Better content the primary metric is not defined; they are left out." in notes


def test_few_runs_are_warned_about(result):
    assert any("Only 6 pairs" in note["en"] for note in result.notes)
    assert all(set(note) == {"en", "zh"} and all(note.values()) for note in result.notes)


def test_enough_runs_are_not(experiment, engine, settings):
    assert not compare(settings(experiment, replicates=20), engine=engine).notes


def test_a_primary_metric_that_never_is_defined_is_said(experiment, engine, settings):
    (note,) = compare(settings(experiment, days=3), engine=engine).notes
    assert note["en"].startswith("Still a member after 7 days is not defined in any run")


def test_nobody_wins_where_nothing_differs(experiment, engine, settings):
    from dataclasses import replace

    same = replace(experiment, arms=dict.fromkeys(experiment.arms, experiment.arms["today"]))
    text = "\n".join(compare(same, engine=engine).answer("en"))
    assert "practically equal" in text
    assert "No arm beats today on Still a member after 7 days (" in text
    assert "does best" not in text
    assert "Most profit" not in text


def test_the_experiments_own_word_on_reading_it_is_said_last_but_one(experiment, engine):
    from dataclasses import replace

    hinted = replace(experiment, answer={"en": "Mind the seasons.", "zh": "注意季节。"})
    axes = (Axis("strategy.content.quality", (0.1, 0.9)),)
    for result in (compare(hinted, engine=engine), sweep(replace(hinted, axes=axes), engine=engine)):
        assert result.answer("en")[-2] == "How to read this: Mind the seasons."
        assert result.answer("zh")[-2] == "解读：注意季节。"
    others = (compare(experiment, engine=engine), sweep(hinted, axes, engine=engine))  # its own axes were not these
    assert not any("How to read" in line for result in others for line in result.answer("en"))


def test_the_configurations_warnings_are_notes_in_both_languages(experiment, engine):
    from dataclasses import replace

    advice = {"en": "too large", "zh": "过大"}
    warned = replace(experiment, warnings=(advice,))
    assert compare(warned, engine=engine).notes[-1] == advice
    assert sweep(warned, [Axis("strategy.content.quality", (0.1, 0.9))], engine=engine).notes[-1] == advice
