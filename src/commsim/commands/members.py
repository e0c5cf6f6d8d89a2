"""``commsim members import``: a members' file or details of WeCom groups become the community of day 0."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commsim.commands import arguments
from commsim.commands.speak import say, show
from commsim.scenario.errors import ConfigError, Problem

if TYPE_CHECKING:
    from commsim.desk.members import Roll

FINE = 0
PERSONAL = (
    "Personal data: the file itself stays where it is, unchanged. {path} holds per member the group's number, days, counts and the "
    "position of the inviter, no id and no name; so do config.yaml and the store of runs with it. Ids were hashed while reading and "
    "forgotten; the salt is in {salt}. Keep all of them in your project."
)


def run(words: Sequence[str]) -> int:
    """Carry out the command; returns the exit code. Raises ConfigError, StorageError."""
    asked = _parser().parse_args(list(words))
    _import(asked)
    return FINE


def _parser() -> argparse.ArgumentParser:
    parser = arguments.Parser(prog="commsim members", description=arguments.COMMANDS["members"], allow_abbrev=False)
    commands = parser.add_subparsers(dest="what", required=True, metavar="import", parser_class=arguments.Parser)
    bring = commands.add_parser("import", help="a file becomes community=NAME", allow_abbrev=False)
    bring.add_argument(
        "files", nargs="+", metavar="FILE.csv|xlsx|json", help="one table, or details of WeCom groups (several files will do)"
    )
    bring.add_argument("--today", metavar="DATE", help="date of day 0 (default: the newest date in the file)")
    bring.add_argument("--base", default="default", metavar="COMMUNITY", help="community whose other settings it takes over (default)")
    bring.add_argument("--capacity", type=int, metavar="N", help="most members a group takes (default: 500, or the largest group)")
    bring.add_argument("--most", type=int, metavar="N", help="most groups the brand will run (default: 12, or those there are)")
    arguments.reading(bring)
    return parser


def _import(asked: argparse.Namespace) -> None:
    from commsim.desk import option_file
    from commsim.desk.founders import community, founders_of
    from commsim.desk.identity import SALT
    from commsim.study.whole_files import write_whole

    path = option_file.target("community", asked.name, asked.replace)
    base, today = option_file.known_base("community", asked.base), arguments.date_of(asked.today, "--today")
    roll = _roll(asked)
    found = founders_of(roll, today)
    body = community(found, asked.capacity, asked.most)
    option_file.check("community", base, body, roll.where)
    notes = (*roll.notes, *found.notes)
    sizes = ", ".join(map(str, found.sizes[:12])) + (", …" if len(found.sizes) > 12 else "")
    who = f"{len(found.founders)} members in {len(found.sizes)} groups"
    remarks = [
        f"{who} ({sizes}) on {found.today}; run it with market.start_date={found.today}.",
        *(f"{note}." for note in notes),
        "Holds no ids and no names; each row is still about a person: treat it as personal data.",
    ]
    write_whole(path, option_file.option_text("members import", remarks, base, body).encode())
    for note in notes:
        say(f"Note: {note}.")
    say(PERSONAL.format(path=option_file.shown(path), salt=SALT))
    use = f"community={asked.name} market.start_date={found.today}"
    show(f"{who} written to {option_file.shown(path)}; use them by {use}")


def _roll(asked: argparse.Namespace) -> Roll:
    """The people in the file or files. Raises ConfigError."""
    from commsim.desk import members, tables, wecom
    from commsim.desk.cells import Style
    from commsim.desk.identity import project_salt

    paths = [Path(each) for each in asked.files]
    if all(path.suffix.lower() == ".json" for path in paths):
        return wecom.roll_of(paths, project_salt(Path.cwd()))
    if len(paths) > 1:
        raise ConfigError(Problem("members import", " ".join(asked.files), "several files", "one table, or JSON files of WeCom groups"))
    table = tables.read(paths[0], asked.sheet, private=True)
    roll = members.roll_of(table, Style(asked.decimal_comma, asked.full_width), project_salt(Path.cwd()), asked.ignore)
    return members.Roll(roll.where, roll.people, (*table.notes, *roll.notes))
