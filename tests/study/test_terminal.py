"""What the terminal shows, read as a planner would."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from commsim.scenario.overrides import Axis
from commsim.study.compare import compare
from commsim.study.sweep import sweep
from commsim.study.terminal import print_comparison, print_sweep, shown_metrics


def in_language(experiment, settings, language: str):
    return settings(experiment, report=experiment.config.report.model_copy(update={"language": language}))


def printed(show, result) -> str:
    out = io.StringIO()
    show(result, Console(file=out, width=160, highlight=False, markup=False))
    return out.getvalue()


def test_comparison_in_english(experiment, engine, settings):
    result = compare(in_language(experiment, settings, "en"), engine=engine)
    text = printed(print_comparison, result)
    assert text.startswith("Does content help?")
    lines = text.splitlines()
    better = next(line for line in lines if "Better content" in line and "pts [" in line)
    assert "better" in better
    assert "6 of 6 pairs of runs on the same seeds" in text
    assert "pairing cuts the variance of the primary difference" in text
    assert "Better content: strategy.content.quality=0.9" in text
    assert "today: the experiment's base as it is, nothing changed" in text
    assert all(line.strip() in text for line in result.answer("en") if len(line) < 150)
    assert "Still a member after 7 days: Share of those who joined who are members at the end of day 7 after joining." in text
    assert "Only 6 pairs of runs" in text
    assert "nan" not in text


def test_primary_metric_comes_first_and_only_once(experiment, engine):
    result = compare(experiment, engine=engine)
    names = shown_metrics(result)
    assert names[0] == "membership_retention_d7"
    assert len(set(names)) == len(names)
    assert "conversion_30d" not in names  # not defined in 12 days
    assert {"trust_mean", "revenue", "profit"} <= set(names)


def test_comparison_in_chinese(experiment, engine, settings):
    text = printed(print_comparison, compare(in_language(experiment, settings, "zh"), engine=engine))
    assert text.startswith("有用吗？")
    for words in ("主指标", "更好的内容", "更好", "判定", "结论", "指标含义", "6对运行中有6对"):
        assert words in text
    assert "verdict" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Targets and goals", "goal +10% against today", "+14% [", "100% of pairs", "missed", "target 60.0%", "100% of runs")),
        ("zh", ("目标达成情况", "比today +10%", "+14% [", "100%的配对", "未达成", "目标60.0%", "100%的运行")),
    ],
)
def test_targets_and_goals_have_a_table(experiment, engine, settings, language, words):
    result = compare(in_language(experiment, settings, language), engine=engine)
    text = printed(print_comparison, result)
    assert [word for word in words if word not in text] == []
    without = replace(result, experiment=replace(result.experiment, targets={}, goals={}))
    assert words[0] not in printed(print_comparison, without)


def test_money_bears_the_currency_of_the_report(experiment, engine, settings):
    report = experiment.config.report.model_copy(update={"currency": "€"})
    text = printed(print_comparison, compare(settings(experiment, report=report), engine=engine))
    assert "€" in text
    assert "¥" not in text


def test_markup_in_labels_is_text(experiment, engine, settings):
    from dataclasses import replace

    labelled = replace(experiment, labels=experiment.labels | {"better": {"en": "[red]A[/red]", "zh": "[b]乙"}})
    assert "[red]A[/red]" in printed(print_comparison, compare(labelled, engine=engine))


@pytest.mark.parametrize("replicates", [1, 2])
def test_few_runs_print(experiment, engine, settings, replicates):
    text = printed(print_comparison, compare(settings(experiment, replicates=replicates), engine=engine))
    assert "nan" not in text
    assert f"{replicates} of {replicates} pairs" in text


@pytest.mark.parametrize(("language", "best"), [("en", "best"), ("zh", "最好")])
def test_a_curve_is_a_table_with_the_best_point_marked(experiment, engine, settings, language, best):
    result = sweep(in_language(experiment, settings, language), [Axis("strategy.content.quality", (0.1, 0.9))], engine=engine)
    text = printed(print_sweep, result)
    row = next(line for line in text.splitlines() if "│" in line and " 0.9 " in line)
    assert best in row
    assert best not in next(line for line in text.splitlines() if "│" in line and " 0.1 " in line)


def test_two_axes_are_a_matrix(experiment, engine, settings):
    axes = [Axis("strategy.content.quality", (0.1, 0.9)), Axis("community.initial_members", (50, 100))]
    text = printed(print_sweep, sweep(in_language(experiment, settings, "en"), axes, engine=engine))
    assert "craft of each item ╲ members present on day 0 beside the seeds" in text
    assert sum("*" in line for line in text.splitlines()) == 1


@pytest.mark.parametrize(("width", "all_columns"), [(76, False), (160, True)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_narrow_terminal_shows_fewer_columns_instead_of_crushed_ones(experiment, engine, settings, width, all_columns, language):
    result = compare(in_language(experiment, settings, language), engine=engine)
    out = io.StringIO()
    print_comparison(result, Console(file=out, width=width, highlight=False, markup=False))
    text = out.getvalue()
    table = text[: text.index({"en": "Targets and goals", "zh": "目标达成情况"}[language])]
    assert "…" not in table.replace(" … ", "")
    assert {"en": "Better content", "zh": "更好的内容"}[language] in table
    if language == "en":
        assert [head in table for head in ("80% of single runs", "pairs won")] == [all_columns] * 2


def test_the_answer_is_the_last_word(experiment, engine, settings):
    result = compare(in_language(experiment, settings, "en"), engine=engine)
    assert printed(print_comparison, result).rstrip().endswith(result.answer("en")[-1])


def test_the_width_asked_for_is_taken_where_there_is_no_terminal(experiment, engine, settings, monkeypatch, capsys):
    result = compare(in_language(experiment, settings, "en"), engine=engine)
    for columns, widest in (("90", 90), ("", 140)):
        monkeypatch.setenv("COLUMNS", columns)
        print_comparison(result)
        assert max(map(len, capsys.readouterr().out.splitlines())) <= widest
