"""Results in the terminal: the numbers with their verdicts, what was changed, the answer in words, what the metrics mean."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from commsim.metrics.amounts import Numbers, plain, relative, whole_percent
from commsim.metrics.registry import METRICS
from commsim.study.aims import MISSED, REACHED
from commsim.study.statistics import BETTER, HIGHER, LOWER, WORSE
from commsim.study.sweep_words import value_text
from commsim.study.texts import say
from commsim.study.words import Rows, by_itself, label, metric_label, numbers_of, rows_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from commsim.scenario.experiment import Experiment
    from commsim.study.comparison import Comparison
    from commsim.study.response import Sweep

HEADLINES = (
    "activity_retention_d30",
    "membership_retention_d30",
    "weekly_active_rate",
    "conversion_30d",
    "trust_mean",
    "revenue",
    "profit",
)
"""Metrics shown beside the primary one and those with a target; all others stand in comparison.csv."""

COLOURS = {BETTER: "green", WORSE: "red", REACHED: "green", MISSED: "red", HIGHER: "cyan", LOWER: "cyan"}
WIDTH = 140
"""Columns where the output is no terminal and has no width of its own."""


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, width=WIDTH)


def print_comparison(result: Comparison, console: Console | None = None) -> None:
    """Print a comparison in the language of its report settings."""
    out, language, experiment = console or _console(), result.experiment.config.report.language, result.experiment
    metrics = shown_metrics(result)
    out.print(experiment.question.get(language, ""), style="bold")
    found = rows_of(result.comparison)
    out.print(_comparison_table(result, metrics, found, language))
    if experiment.targets or experiment.goals:
        out.print(_aims_table(result, found, language))
    for arm in list(experiment.arms)[1:]:
        out.print(_pairing(found[arm, experiment.primary], experiment, language))
    _section(out, say(language, "changed"), _changes(experiment, language))
    _close(out, result, metrics, language)


def print_sweep(result: Sweep, console: Console | None = None) -> None:
    """Print a sweep in the language of its report settings: a curve as a table, two axes as a matrix."""
    out, language, experiment = console or _console(), result.experiment.config.report.language, result.experiment
    out.print(experiment.question.get(language, ""), style="bold")
    for arm in result.arms:
        out.print(_matrix_table(result, arm, language) if len(result.axes) == 2 else _curve_table(result, arm, language))
    _close(out, result, [experiment.primary], language)


def _close(out: Console, result: Comparison | Sweep, metrics: list[str], language: str) -> None:
    """Answer, definitions, notes."""
    _section(out, say(language, "answer"), result.answer(language))
    _section(out, say(language, "definitions"), [definition(name, language) for name in metrics])
    _section(out, say(language, "notes"), [note[language] for note in result.notes])


def _section(out: Console, title: str, lines: list[str]) -> None:
    if lines:
        out.print()
        out.print(title, style="bold")
    for line in lines:
        out.print(f"  {line}")


def definition(name: str, language: str) -> str:
    """A metric's name and what it means."""
    metric = METRICS[name]
    return say(language, "line", name=metric.label[language], words=metric.definition if language == "en" else metric.definition_zh)


def shown_metrics(result: Comparison) -> list[str]:
    """The primary metric, then targets, goals and headlines that are defined in some run."""
    defined = {str(name) for name in result.outcomes.columns[result.outcomes.notna().any()]}
    wanted = dict.fromkeys([*result.experiment.targets, *result.experiment.goals, *HEADLINES])
    return [result.experiment.primary, *(name for name in wanted if name != result.experiment.primary and name in defined)]


def _comparison_table(result: Comparison, metrics: list[str], compared: Rows, language: str) -> Table:
    """A block a metric: the baseline, then each arm against it."""
    from rich.table import Table

    table = Table(title_justify="left", show_lines=False)
    for column in ("metric", "arm", "mean", "range", "difference_interval", "won_column", "verdict"):
        justify: Literal["left", "right"] = "left" if column in ("metric", "arm", "verdict") else "right"
        table.add_column(say(language, column), justify=justify, no_wrap=column not in ("metric", "arm"))
    for name in metrics:
        baseline = by_itself(result, result.experiment.baseline, name)
        _add_block(table, result.experiment, baseline, compared, name, language)
        table.add_section()
    return table


def _add_block(table: Table, experiment: Experiment, first: dict[str, Any], compared: Rows, name: str, language: str) -> None:
    """A metric's rows: the baseline by itself, and every other arm against it."""
    baseline, *others = experiment.arms
    titles = iter([metric_label(name, language), say(language, "primary" if name == experiment.primary else "exploratory")])
    numbers = numbers_of(experiment, language)
    cells = [*_alone(first, name, numbers), "", ""]
    table.add_row(next(titles), label(experiment, baseline, language), *cells, say(language, "baseline"))
    for arm in others:
        row = compared[arm, name]
        cells = [*_alone(row, name, numbers), numbers.difference(row, METRICS[name].unit), whole_percent(row["share_won"])]
        verdict = _coloured(say(language, f"verdict {row['verdict']}"), row["verdict"])
        table.add_row(next(titles, ""), label(experiment, arm, language), *cells, verdict)


def _coloured(text: str, verdict: str) -> Any:
    from rich.text import Text

    return Text(text, style=COLOURS.get(verdict, ""))


def _aims_table(result: Comparison, compared: Rows, language: str) -> Table:
    """A block a target or goal: how far each arm but doing nothing gets."""
    from rich.table import Table

    table = Table(title=say(language, "aims"), title_justify="left")
    for column in ("metric", "aim", "arm", "aim_mean", "aim_share", "verdict"):
        table.add_column(say(language, column), justify="right" if column.startswith("aim_") else "left")
    for name in (*result.experiment.targets, *result.experiment.goals):
        block = list(
            _towards_target(result, name, language)
            if name in result.experiment.targets
            else _towards_goal(result, name, compared, language)
        )
        titles = [metric_label(name, language), _aim(result.experiment, name, language)]
        for number, (arm, mean, share, verdict) in enumerate(block):
            cells = titles if number == 0 else ["", ""]
            words = _coloured(say(language, f"aim_{verdict}"), verdict)
            table.add_row(*cells, label(result.experiment, arm, language), mean, share, words)
        table.add_section()
    return table


def _aim(experiment: Experiment, name: str, language: str) -> str:
    """A target or goal in words."""
    if name in experiment.targets:
        return say(language, "aim_target", value=numbers_of(experiment, language).amount(experiment.targets[name], METRICS[name].unit))
    base = label(experiment, experiment.baseline, language)
    return say(language, "aim_goal", value=relative(experiment.goals[name]), base=base)


def _towards_target(result: Comparison, name: str, language: str) -> Iterator[tuple[str, str, str, str]]:
    """Arm, mean with its interval, share of runs, verdict."""
    numbers, unit = numbers_of(result.experiment, language), METRICS[name].unit
    for arm in result.experiment.doing:
        row = by_itself(result, arm, name)
        low, high = (numbers.amount(row[end], unit) for end in ("mean_low", "mean_high"))
        reached = say(language, "aim_runs", share=whole_percent(row["chance_to_reach_target"]))
        yield arm, f"{numbers.amount(row['mean'], unit)} [{low}, {high}]", reached, row["target_verdict"]


def _towards_goal(result: Comparison, name: str, compared: Rows, language: str) -> Iterator[tuple[str, str, str, str]]:
    """Arm, relative difference with its interval, share of pairs, verdict."""
    for arm in result.experiment.doing[1:]:
        row = compared[arm, name]
        mean, low, high = (relative(row[f"relative_{end}"]) for end in ("difference", "low", "high"))
        reached = say(language, "aim_pairs", share=whole_percent(row["chance_to_reach_goal"]))
        yield arm, f"{mean} [{low}, {high}]", reached, row["goal_verdict"]


def _alone(row: dict[Any, Any], name: str, numbers: Numbers) -> tuple[str, str]:
    """Mean, and range of single runs."""
    unit = METRICS[name].unit
    return numbers.amount(row["mean"], unit), _span(row, "outcome_low", "outcome_high", unit, numbers)


def _span(row: dict[Any, Any], low: str, high: str, unit: str, numbers: Numbers) -> str:
    """From … to; a dash where that is not known."""
    return "–" if math.isnan(row[low]) else f"{numbers.amount(row[low], unit)} … {numbers.amount(row[high], unit)}"


def _pairing(row: dict[Any, Any], experiment: Experiment, language: str) -> str:
    """How many pairs an arm has, and what pairing them saved."""
    ratio = row["variance_ratio"]
    values = {"arm": label(experiment, row["arm"], language), "n": row["n_pairs"], "all": experiment.config.replicates}
    if math.isnan(ratio):
        return say(language, "pairing_unknown", **values)
    return say(language, "pairing", **values, ratio="∞" if math.isinf(ratio) else plain(ratio))


def _changes(experiment: Experiment, language: str) -> list[str]:
    """The overrides of each arm, as written."""
    nothing = say(language, "nothing_changed")
    return [
        say(language, "line", name=label(experiment, arm, language), words=", ".join(changes) or nothing)
        for arm, changes in experiment.changes.items()
    ]


def _curve_table(result: Sweep, arm: str, language: str) -> Table:
    """A row a point: the axes' values, runs, mean with its interval, range of single runs; the best one marked."""
    from rich.table import Table

    name = result.experiment.primary
    rows, numbers = result.response(name), numbers_of(result.experiment, language)
    best = result.best(name, arm)
    table = Table(title=f"{label(result.experiment, arm, language)}: {metric_label(name, language)}", title_justify="left")
    for column in (
        *(axis.path for axis in result.axes),
        *(say(language, text) for text in ("runs", "mean", "interval_column", "range", "verdict")),
    ):
        table.add_column(column, justify="right")
    for row in rows[rows["arm"] == arm].to_dict("records"):
        table.add_row(*_point_cells(row, result, name, numbers), say(language, "best_mark") if best and best.point == row["point"] else "")
    return table


def _point_cells(row: dict[Any, Any], result: Sweep, name: str, numbers: Numbers) -> list[str]:
    unit = METRICS[name].unit
    mean, spread = _alone(row, name, numbers)
    interval = _span(row, "mean_low", "mean_high", unit, numbers)
    return [*(value_text(row[axis.path]) for axis in result.axes), str(row["n"]), mean, interval, spread]


def _matrix_table(result: Sweep, arm: str, language: str) -> Table:
    """Means over two axes, the best one marked."""
    from rich.table import Table

    name, (down, across), numbers = result.experiment.primary, result.axes, numbers_of(result.experiment, language)
    matrix, best, unit = result.matrix(name, arm), result.best(name, arm), METRICS[name].unit
    table = Table(title=f"{label(result.experiment, arm, language)}: {metric_label(name, language)}", title_justify="left")
    table.add_column(f"{down.path} ╲ {across.path}")
    for value in matrix.columns:
        table.add_column(value_text(value), justify="right")
    for value, means in zip(matrix.index, matrix.to_numpy(), strict=True):
        marks = ["*" if best and best.values == {down.path: value, across.path: other} else "" for other in matrix.columns]
        table.add_row(value_text(value), *(f"{mark}{numbers.amount(mean, unit)}" for mark, mean in zip(marks, means, strict=True)))
    return table
