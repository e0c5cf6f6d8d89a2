"""What may stand on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from commsim.scenario.errors import ConfigError, Problem, nearest

COMMANDS = {
    "run": "compare the experiment's arms (the default command)",
    "sweep": "the same at every point of a grid over levers or uncertainties",
    "validate": "simulate facts of real communities and print real against simulated",
    "report": "rebuild charts and page from the folder of a finished run",
    "sop": "a planner's table of actions (group SOP) to a strategy and back, and drawn as a calendar",
    "members": "a members' file or WeCom's group details become the community of day 0",
    "list": "what there is: experiments, strategies, metrics, levers",
    "doctor": "versions, cores, compiled code, fonts",
}
LISTS = ("experiments", "strategies", "metrics", "levers", "counts")

OVERVIEW = f"""\
usage: commsim [COMMAND] [experiment=NAME] [key=value ...] [-m key=a,b,c ...]

Simulates a brand community under several strategies and says which keeps more members and sells more,
by how much, and how sure that is.

commands:
{chr(10).join(f"  {name:10}{meaning}" for name, meaning in COMMANDS.items())}

what to run:
  experiment=NAME   an experiment of `commsim list experiments`, or a file of your own: experiment=mine.yaml
                    (default: official_account)
  config=FILE       the same again from a run's config.yaml
  key=value         change a key for all arms (keys: `commsim list levers`); group=option takes another option
                    of a config group: strategy=engaging
  -m key=a,b,c      several values make a sweep; the same as `commsim sweep key=a,b,c`

often used keys: replicates=40 days=180 seed=1 output=FOLDER store=FOLDER runner=threads report.language=zh
text that is not plain English letters stands in two pairs of quotes: 'output="结果"'

options:
  -h, --help        this text; `commsim COMMAND --help` for one command
  --version         version
  --cfg             print the composed configuration and stop (run, sweep)

exit codes: 0 fine, 1 a fault of commsim, 2 bad input, 3 finished but some runs failed or some facts do not hold,
            4 folder busy, 5 storage, 130 interrupted (Ctrl-C), 143 terminated

examples:
  commsim
  commsim experiment=ad_frequency replicates=100 report.language=zh
  commsim sweep experiment=official_account strategy.ads.per_week=0,1,2,4
  commsim run config=outputs/official_account/1a2b3c4d/config.yaml"""


@dataclass(frozen=True)
class Words:
    """What a study is asked for.

    experiment  name or path, or None
    config      a run's config.yaml, or None
    overrides   key=value
    many        whether several values make a sweep
    print_only  whether only the composed configuration is wanted
    """

    experiment: str | None
    config: str | None
    overrides: tuple[str, ...]
    many: bool
    print_only: bool


@dataclass(frozen=True)
class Facts:
    """What a validation is asked for: key=value, and whether a quick look is enough."""

    overrides: tuple[str, ...]
    quick: bool


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as everything else does."""

    def error(self, message: str) -> NoReturn:
        """Raise ConfigError instead of printing the usage and ending the process."""
        raise ConfigError(Problem(self.prog, "", message, f"see {self.prog} --help"))


def command_of(words: Sequence[str]) -> tuple[str, list[str]]:
    """The command and its own words; without one it is ``run``. Raises ConfigError on an unknown command."""
    if not words or words[0].startswith("-") or "=" in words[0]:
        return "run", list(words)
    if words[0] in COMMANDS:
        return words[0], list(words[1:])
    raise ConfigError(Problem("command", words[0], "unknown", f"{', '.join(COMMANDS)}, or key=value", nearest(words[0], COMMANDS)))


def study(command: str, words: Sequence[str]) -> Words:
    """The words of ``run`` and ``sweep``. Raises ConfigError."""
    parser = _parser(command)
    parser.add_argument("words", nargs="*", metavar="key=value", help="experiment=NAME, config=FILE, key=value, group=option")
    parser.add_argument("-m", "--multirun", action="store_true", help="several values make a sweep: -m key=a,b,c")
    parser.add_argument("--cfg", action="store_true", help="print the composed configuration and stop")
    found = parser.parse_intermixed_args(list(words))
    if late := [word for word in found.words if word in COMMANDS]:
        raise ConfigError(Problem("command", late[0], "comes first", f"commsim {late[0]} …"))
    named, overrides = _named(found.words)
    if "config" in named and "experiment" in named:
        raise ConfigError(Problem("config", named["config"], "given beside experiment=", "one of the two"))
    return Words(named.get("experiment"), named.get("config"), tuple(overrides), found.multirun or command == "sweep", found.cfg)


def facts(words: Sequence[str]) -> Facts:
    """The words of ``validate``. Raises ConfigError."""
    parser = _parser("validate")
    parser.add_argument("words", nargs="*", metavar="key=value", help="behaviour.key=value for all facts, other keys for the chat rooms")
    parser.add_argument("--quick", action="store_true", help="few replicates: a rough look in half a minute")
    found = parser.parse_intermixed_args(list(words))
    named, overrides = _named(found.words)
    if named:
        raise ConfigError(
            Problem(name, value, "cannot be chosen: facts have studies of their own", "key=value") for name, value in named.items()
        )
    return Facts(tuple(overrides), found.quick)


def report(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Folder of the run, and changes of its report settings. Raises ConfigError."""
    parser = _parser("report")
    parser.add_argument("folder", metavar="DIR", help="folder of a finished run: outputs/EXPERIMENT/KEY")
    parser.add_argument("overrides", nargs="*", metavar="report.key=value", help="other settings: report.language=zh report.dpi=300")
    found = parser.parse_args(list(words))
    for override in found.overrides:
        if not override.startswith(("report.", "report=")):
            raise ConfigError(Problem("report", override, "a finished run stays as it is", "report.key=value: report.language=zh"))
    return found.folder, tuple(found.overrides)


def listing(words: Sequence[str]) -> str | None:
    """What to list, None for an overview. Raises ConfigError."""
    parser = _parser("list")
    parser.add_argument("what", nargs="?", metavar="|".join(LISTS), help="what to list")
    what: str | None = parser.parse_args(list(words)).what
    if what is not None and what not in LISTS:
        raise ConfigError(Problem("list", what, "unknown", ", ".join(LISTS), nearest(what, LISTS)))
    return what


def reading(parser: argparse.ArgumentParser) -> None:
    """What all commands take that read a planner's table into an option of a config group."""
    parser.add_argument("--name", required=True, help="name of the option; it is written to ./configs")
    parser.add_argument("--replace", action="store_true", help="write over an option of this name")
    parser.add_argument("--sheet", metavar="NAME", help="sheet of a workbook, where several hold something")
    parser.add_argument("--ignore", action="append", default=[], metavar="HEADING", help="a column to leave unread; may be repeated")
    parser.add_argument("--decimal-comma", action="store_true", help="numbers are written 0,6")
    parser.add_argument("--full-width", action="store_true", help="digits are full-width throughout: ０．６, １９：３０")


def date_of(text: str | None, name: str) -> date | None:
    """A date of the command line, None where none is given. Raises ConfigError."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise ConfigError(Problem(name, text or "", "no date", "a date such as 2026-06-01")) from None


def nothing(command: str, words: Sequence[str]) -> None:
    """For a command that takes no words. Raises ConfigError."""
    _parser(command).parse_args(list(words))


def _parser(command: str) -> Parser:
    return Parser(prog=f"commsim {command}", description=COMMANDS[command], allow_abbrev=False)


def _named(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """experiment= and config= apart from overrides. Raises ConfigError."""
    named: dict[str, str] = {}
    overrides = []
    for word in words:
        key, equals, value = word.partition("=")
        if key in ("experiment", "config") and equals:
            if key in named or not value:
                raise ConfigError(Problem(key, repr(value), "given twice" if key in named else "empty", f"one {key}=…"))
            named[key] = value
        else:
            overrides.append(word)
    return named, overrides
