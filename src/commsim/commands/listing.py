"""``commsim list``: what there is, in words."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commsim.commands.arguments import LISTS
from commsim.commands.speak import show
from commsim.scenario.errors import ConfigError

if TYPE_CHECKING:
    from commsim.scenario.describe import Lever


def run(what: str | None) -> int:
    """Print one list, or an overview; returns the exit code. Raises ConfigError."""
    if what is None:
        _experiments()
        _strategies()
        show(f"\nMore: commsim list {' | '.join(LISTS)}")
    else:
        {"experiments": _experiments, "strategies": _strategies, "metrics": _metrics, "levers": _levers, "counts": _counts}[what]()
    return 0


def _experiments() -> None:
    from commsim.scenario import places

    rows = ((name, *_question(path)) for name, path in places.experiments().items())
    table("Experiments (experiment=NAME)", ("name", "question", "问题"), rows)


def _question(path: Path) -> tuple[str, str]:
    """The question in both languages; what is wrong with a file that does not hold one, so that the others are listed all the same."""
    from commsim.scenario import strict_yaml
    from commsim.scenario.experiment_file import ExperimentFile

    try:
        question = ExperimentFile.parse(strict_yaml.read(path), path.name).question
    except ConfigError as error:
        return str(error).partition("\n")[0], ""
    return question.en, question.zh


def _strategies() -> None:
    from commsim.scenario import places

    rows = ((name, _first_comment(name)) for name in places.options("strategy"))
    table("Strategies (strategy=NAME)", ("name", "what it does"), rows)


def _first_comment(name: str) -> str:
    """The comment that opens a strategy's file."""
    from commsim.scenario import places, strict_yaml

    line = strict_yaml.read_text(places.option_file("strategy", name), strict_yaml.LARGER).partition("\n")[0]
    return line.removeprefix("#").strip()


def _metrics() -> None:
    from commsim.metrics.registry import METRICS

    rows = ((name, metric.label["en"], metric.label["zh"], metric.unit, metric.definition) for name, metric in METRICS.items())
    table("Metrics", ("name", "label", "名称", "unit", "definition"), rows)


def _counts() -> None:
    from commsim.scenario.counts import COUNTS
    from commsim.scenario.rates import GROUP_COUNTS, RATES

    rates = ((name, f"{top}/{bottom}", "yes" if {top, bottom} <= set(GROUP_COUNTS) else "") for name, (top, bottom) in RATES.items())
    table("Rates a trigger can watch (strategy.triggers)", ("name", "ratio", "also by group"), rates)
    counts = ((count.name, count.unit, "yes" if count.name in GROUP_COUNTS else "", count.meaning) for count in COUNTS)
    table("Daily counts, which a trigger can watch too, alone or as a ratio a/b", ("name", "unit", "also by group", "meaning"), counts)


def _levers() -> None:
    from commsim.scenario import describe, places, validate
    from commsim.scenario.compose import Composer

    config = validate.config(Composer().root(), lambda path: f"configs ({path})")
    rows = (_lever(lever) for lever in describe.with_defaults(config))
    table("Keys", ("key", "default", "accepted", "role", "meaning", "source"), rows)
    groups = ((group, ", ".join(places.options(group))) for group in places.groups())
    table("Config groups (group=option)", ("group", "options"), groups)


def _lever(lever: Lever) -> tuple[str, ...]:
    return lever.path, _default(lever.default), lever.accepted, lever.role, lever.explained, lever.source


def _default(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_default(item) for item in value) + "]"
    return (
        "" if value is None else str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
    )


def table(title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """A table as wide as the terminal; elsewhere one line a row, cells apart by tabs."""
    if not sys.stdout.isatty():
        show(f"# {title}")
        show("\t".join(heads))
        for row in rows:
            show("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
