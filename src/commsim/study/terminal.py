"""Results in the terminal: the numbers with their verdicts, what was changed, what the metrics mean, the answer in words."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from commsim.metrics.amounts import Numbers, plain, relative, whole_percent
from commsim.metrics.registry import METRICS
from commsim.study.aims import MISSED, REACHED
from commsim.study.statistics import BETTER, HIGHER, LOWER, WORSE
from commsim.study.sweep_words import axis_label, value_text
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
COLUMNS = ("arm", "mean", "range", "difference_interval", "won_column", "verdict")
HIDDEN: tuple[tuple[str, ...], ...] = ((), ("range",), ("range", "won_column"))
"""Columns of the comparison left out, in turn, until the table fits; they stand in comparison.csv and on the page."""
NARROWEST, GAP = 14, 3
"""Least width of the column of arms, whose names may be broken; room beside each column."""


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    known = console.is_terminal or os.environ.get("COLUMNS", "").isdigit()
    return console if known else Console(highlight=False, markup=False, width=WIDTH)


def print_comparison(result: Comparison, console: Console | None = None) -> None:
    """Print a comparison in the language of its report settings."""
    out, language, experiment = console or _console(), result.experiment.config.report.language, result.experiment
    metrics = shown_metrics(result)
    out.print(experiment.question.get(language, ""), style="bold")
    found = rows_of(result.comparison)
    out.print(_comparison_table(result, metrics, found, language, out.width))
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
    """Definitions, notes, and last, where the eye rests, the answer."""
    _section(out, say(language, "definitions"), [definition(name, language) for name in metrics])
    _section(out, say(language, "notes"), [note[language] for note in result.notes])
    _section(out, say(language, "answer"), result.answer(language))


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


def _comparison_table(result: Comparison, metrics: list[str], compared: Rows, language: str, width: int) -> Table:
    """A block a metric: its name, the baseline, then each arm against it; columns are left out until it fits."""
    first = {name: by_itself(result, result.experiment.baseline, name) for name in metrics}
    blocks = [list(_block(result.experiment, first[name], compared, name, language)) for name in metrics]
    columns = _fitting(blocks, language, width)
    table = _table("", language, columns)
    for block in blocks:
        for cells in block:
            table.add_row(*(cells.get(column, "") for column in columns))
        table.add_section()
    return table


def _fitting(blocks: list[list[dict[str, Any]]], language: str, width: int) -> list[str]:
    """The columns there is room for; numbers are not to be broken, arms' names are."""
    from rich.cells import cell_len

    def needed(columns: list[str]) -> int:
        texts = {name: [say(language, name), *(str(cells.get(name, "")) for block in blocks for cells in block)] for name in columns[1:]}
        return NARROWEST + sum(max(map(cell_len, found)) for found in texts.values()) + GAP * len(columns)

    choices = [[name for name in COLUMNS if name not in hidden] for hidden in HIDDEN]
    return next((columns for columns in choices if needed(columns) <= width), choices[-1])


def _table(title: str, language: str, columns: list[str]) -> Table:
    """An empty table whose first column may be broken, and whose numbers stand at the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        justify: Literal["left", "right"] = "left" if column in ("arm", "verdict") else "right"
        first = column == "arm"
        table.add_column(say(language, column), justify=justify, no_wrap=not first, overflow="fold", min_width=NARROWEST if first else None)
    return table


def _block(experiment: Experiment, first: dict[str, Any], compared: Rows, name: str, language: str) -> Iterator[dict[str, Any]]:
    """A metric's rows by column: its name, the baseline by itself, and every other arm against it."""
    baseline, *others = experiment.arms
    numbers, role = numbers_of(experiment, language), say(language, "primary" if name == experiment.primary else "exploratory")
    yield {"arm": _bold(say(language, "titled", name=metric_label(name, language), words=role))}
    yield _alone(first, name, numbers) | {"arm": label(experiment, baseline, language), "verdict": say(language, "baseline")}
    for arm in others:
        row = compared[arm, name]
        yield _alone(row, name, numbers) | {
            "arm": label(experiment, arm, language),
            "difference_interval": numbers.difference(row, METRICS[name].unit),
            "won_column": whole_percent(row["share_won"]),
            "verdict": _coloured(say(language, f"verdict {row['verdict']}"), row["verdict"]),
        }


def _bold(text: str) -> Any:
    from rich.text import Text

    return Text(text, style="bold")


def _coloured(text: str, verdict: str) -> Any:
    from rich.text import Text

    return Text(text, style=COLOURS.get(verdict, ""))


def _aims_table(result: Comparison, compared: Rows, language: str) -> Table:
    """A block a target or goal: how far each arm but doing nothing gets."""
    table = _table(say(language, "aims"), language, ["arm", "aim_mean", "aim_share", "verdict"])
    for name in (*result.experiment.targets, *result.experiment.goals):
        target = name in result.experiment.targets
        table.add_row(_bold(say(language, "titled", name=metric_label(name, language), words=_aim(result.experiment, name, language))))
        block = _towards_target(result, name, language) if target else _towards_goal(result, name, compared, language)
        for arm, mean, share, verdict in block:
            table.add_row(label(result.experiment, arm, language), mean, share, _coloured(say(language, f"aim_{verdict}"), verdict))
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


def _alone(row: dict[Any, Any], name: str, numbers: Numbers) -> dict[str, Any]:
    """Mean, and range of single runs, by column."""
    unit = METRICS[name].unit
    return {"mean": numbers.amount(row["mean"], unit), "range": _span(row, "outcome_low", "outcome_high", unit, numbers)}


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
    table = Table(
        title=say(language, "line", name=label(result.experiment, arm, language), words=metric_label(name, language)), title_justify="left"
    )
    for column in (
        *(axis_label(axis.path, numbers) for axis in result.axes),
        *(say(language, text) for text in ("runs", "mean", "interval_column", "range", "verdict")),
    ):
        table.add_column(column, justify="right")
    for row in rows[rows["arm"] == arm].to_dict("records"):
        table.add_row(*_point_cells(row, result, name, numbers), say(language, "best_mark") if best and best.point == row["point"] else "")
    return table


def _point_cells(row: dict[Any, Any], result: Sweep, name: str, numbers: Numbers) -> list[str]:
    unit = METRICS[name].unit
    mean, spread = _alone(row, name, numbers).values()
    interval = _span(row, "mean_low", "mean_high", unit, numbers)
    return [*(value_text(row[axis.path]) for axis in result.axes), str(row["n"]), mean, interval, spread]


def _matrix_table(result: Sweep, arm: str, language: str) -> Table:
    """Means over two axes, the best one marked."""
    from rich.table import Table

    name, (down, across), numbers = result.experiment.primary, result.axes, numbers_of(result.experiment, language)
    matrix, best, unit = result.matrix(name, arm), result.best(name, arm), METRICS[name].unit
    table = Table(
        title=say(language, "line", name=label(result.experiment, arm, language), words=metric_label(name, language)), title_justify="left"
    )
    table.add_column(" ╲ ".join(axis_label(axis.path, numbers) for axis in (down, across)))
    for value in matrix.columns:
        table.add_column(value_text(value), justify="right")
    for value, means in zip(matrix.index, matrix.to_numpy(), strict=True):
        marks = ["*" if best and best.values == {down.path: value, across.path: other} else "" for other in matrix.columns]
        table.add_row(value_text(value), *(f"{mark}{numbers.amount(mean, unit)}" for mark, mean in zip(marks, means, strict=True)))
    return table
