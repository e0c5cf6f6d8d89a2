"""``commsim sop``: a planner's table of actions becomes a strategy, a strategy becomes a table or a calendar."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commsim.commands import arguments
from commsim.commands.speak import say, show
from commsim.scenario.errors import ConfigError, Problem

if TYPE_CHECKING:
    from commsim.desk.sop import Sop
    from commsim.scenario.schema import Config
    from commsim.scenario.strategy import Strategy

FINE = 0


def run(words: Sequence[str]) -> int:
    """Carry out one of the commands; returns the exit code. Raises ConfigError, StorageError."""
    asked = _parser().parse_args(list(words))
    {"import": _import, "export": _export, "calendar": _calendar, "words": _words}[asked.what](asked)
    return FINE


def _parser() -> argparse.ArgumentParser:
    parser = arguments.Parser(prog="commsim sop", description=arguments.COMMANDS["sop"], allow_abbrev=False)
    commands = parser.add_subparsers(dest="what", required=True, metavar="import|export|calendar|words", parser_class=arguments.Parser)
    bring = commands.add_parser("import", help="a table becomes strategy=NAME", allow_abbrev=False)
    bring.add_argument("file", metavar="FILE.xlsx|csv", help="one row an action; docs/guides/sop.md")
    bring.add_argument("--base", default="steady", metavar="STRATEGY", help="strategy whose other levers it takes over (steady)")
    bring.add_argument("--only", action="store_true", help="the table is the whole programme: the base's content, events, ads … are off")
    bring.add_argument("--start", metavar="DATE", help="date of day 0, 2026-06-01; needed where the table has dates")
    arguments.reading(bring)
    give = commands.add_parser("export", help="a strategy becomes a table", allow_abbrev=False)
    draw = commands.add_parser("calendar", help="a strategy drawn as a calendar, PNG and SVG", allow_abbrev=False)
    for each in (give, draw):
        each.add_argument("overrides", nargs="+", metavar="strategy=NAME", help="the strategy, and changes of it: key=value")
        each.add_argument("--language", choices=("en", "zh"), default="en", help="language of words and headings (en)")
    give.add_argument("--output", metavar="FILE.xlsx|csv", help="file to write; without it the table is printed as CSV")
    draw.add_argument("--output", metavar="FOLDER", default="outputs/calendar", help="folder of the pictures (outputs/calendar)")
    draw.add_argument("--weeks", type=int, default=5, help="weeks drawn, 1 to 53 (5)")
    commands.add_parser("words", help="the words an import understands", allow_abbrev=False)
    return parser


def _import(asked: argparse.Namespace) -> None:
    from commsim.desk import option_file, tables
    from commsim.desk.cells import Style
    from commsim.desk.sop import sop_of
    from commsim.desk.sop_rates import named_products
    from commsim.study.whole_files import write_whole

    path = option_file.target("strategy", asked.name, asked.replace)
    base, start = option_file.known_base("strategy", asked.base), arguments.date_of(asked.start, "--start")
    table = tables.read(Path(asked.file), asked.sheet)
    sop = sop_of(table, Style(asked.decimal_comma, asked.full_width), start, asked.ignore)
    body = _body(sop, asked.only, table.where)
    products = named_products(sop.actions, sop.rates)
    option_file.check("strategy", base, body, table.where, products)
    began = f"day 0 is {start}: run it with market.start_date={start}" if start else "days count from the first day of the run"
    remarks = [f"{len(sop.actions)} actions of {Path(asked.file).name}; {began}.", *(f"{note}." for note in (*table.notes, *sop.notes))]
    write_whole(path, option_file.option_text("sop import", remarks, base, body).encode())
    needs = [f"it names products that the market must have, under market.more_products: {', '.join(products)}"] if products else []
    for note in (*table.notes, *sop.notes, _about_rates(sop, asked.only, base), *needs):
        say(f"Note: {note}.")
    use = f"strategy={asked.name}{f' market.start_date={start}' if start else ''}"
    show(f"{len(sop.actions)} actions written to {option_file.shown(path)}; use them by {use}")


def _body(sop: Sop, only: bool, where: str) -> dict[str, Any]:
    """What the new strategy says differently from its base. Raises ConfigError."""
    from commsim.desk.sop_rates import as_tree

    if only and sop.rates:
        raise ConfigError(Problem("--only", "", f"{where} says rates itself", "a table without rows of timing rate"))
    try:
        rates = as_tree(sop.rates) if only or sop.rates else {}
    except ValueError as error:
        raise ConfigError(Problem(where, "", str(error), "rates that agree")) from None
    return {**rates, "calendar": [action.model_dump(mode="json") for action in sop.actions]}


def _about_rates(sop: Sop, only: bool, base: str) -> str:
    if sop.rates:
        return f"{len(sop.rates)} rates are as the table says, others of content, events, offers and ads are off"
    if only:
        return f"content, events, offers and ads of {base} are off but for the table's; its staff, welcome, tiers and the rest stay"
    return f"content, events, offers and ads of {base} go on beside these actions; --only switches them off"


def _export(asked: argparse.Namespace) -> None:
    from commsim.desk import tables, workbook
    from commsim.desk.sop_table import number_columns, sop_rows
    from commsim.study.whole_files import write_whole

    rows = sop_rows(_strategy(asked.overrides), asked.language)
    if asked.output is None:
        show(tables.to_csv(rows).replace("\r\n", "\n").rstrip("\n"))
        return
    path = Path(asked.output)
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise ConfigError(Problem("--output", asked.output, "not a table commsim writes", "FILE.xlsx or FILE.csv"))
    content = workbook.written("SOP", rows, number_columns()) if kind == ".xlsx" else tables.to_csv(rows).encode("utf-8-sig")
    write_whole(path, content)
    show(f"{len(rows) - 1} rows written to {path}")


def _calendar(asked: argparse.Namespace) -> None:
    from commsim.report.sop_pictures import draw_calendar
    from commsim.study.whole_files import write_whole

    if not 1 <= asked.weeks <= 53:
        raise ConfigError(Problem("--weeks", str(asked.weeks), "cannot be drawn", "1 to 53"))
    config = _config(asked.overrides)
    name = next((word.partition("=")[2] for word in asked.overrides if word.startswith("strategy=")), "strategy")
    for form, content in draw_calendar(config, name, asked.weeks, asked.language).items():
        path = Path(asked.output) / f"{name}_{asked.language}.{form}"
        write_whole(path, content)
        show(str(path))


def _words(asked: argparse.Namespace) -> None:
    from commsim.commands.listing import table
    from commsim.desk.sop_table import word_rows

    table("Words of a group SOP", ("column", "stands for", "words"), word_rows())


def _strategy(overrides: Sequence[str]) -> Strategy:
    return _config(overrides).strategy


def _config(overrides: Sequence[str]) -> Config:
    """The default configuration with the overrides. Raises ConfigError."""
    from commsim.scenario.compose import Composer
    from commsim.scenario.experiment import COMMAND_LINE, Recipe
    from commsim.scenario.overrides import changes

    if not any(word.startswith("strategy=") for word in overrides):
        raise ConfigError(Problem("sop", " ".join(overrides), "no strategy named", "strategy=NAME"))
    user = changes(overrides, COMMAND_LINE)
    composer = Composer()
    composer.prepare((), user)
    return Recipe((), (), user, {}, composer).config()
