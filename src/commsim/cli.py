"""The command line: which command, and how the process ends. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from commsim.commands import arguments
from commsim.commands.speak import say, show
from commsim.scenario.errors import ConfigError

FINE, FAULT, BAD_INPUT, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM): it ends as after Ctrl-C."""


def main(words: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns the exit code: 0 fine, 1 our fault, 2 bad input, 3 some runs failed, 4 busy, 5 storage, 130 interrupted,
    143 terminated.
    """
    _never_stop_at_a_character()
    given = list(sys.argv[1:] if words is None else words)
    try:
        with _minding_sigterm():
            return _dispatch(given)
    except ConfigError as error:
        say(str(error))
        return BAD_INPUT
    except KeyboardInterrupt as end:
        say("Interrupted. What was finished is kept; the same command goes on where it stopped.")
        return TERMINATED if isinstance(end, Terminated) else INTERRUPTED
    except BrokenPipeError:
        _close_output()
        return FINE
    except SystemExit as end:  # argparse after --help
        return FINE if end.code is None else int(end.code)
    except Exception as error:  # the last line of defence: everything else is a fault of ours, or says its own exit code
        return _ended_by(error)


def _dispatch(given: list[str]) -> int:
    if given and given[0] in ("-h", "--help"):
        show(arguments.OVERVIEW)
        return FINE
    if given == ["--version"]:
        show(f"commsim {_version()}")
        return FINE
    command, words = arguments.command_of(given)
    if command == "list":
        from commsim.commands import listing

        return listing.run(arguments.listing(words))
    if command == "doctor":
        from commsim.commands import doctor

        arguments.nothing("doctor", words)
        return doctor.run()
    if command == "sop":
        from commsim.commands import sop

        return sop.run(words)
    if command == "members":
        from commsim.commands import members

        return members.run(words)
    from commsim.commands import study

    if command == "report":
        return study.report(*arguments.report(words))
    return study.run(arguments.study(command, words), ("commsim", *given))


@contextmanager
def _minding_sigterm() -> Iterator[None]:
    """Turn SIGTERM into an exception, so that a study says how it ended and leaves no process behind; only where nobody else minds it."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("commsim")
    except PackageNotFoundError:
        return "(not installed, run from its sources)"


def _ended_by(error: Exception) -> int:
    """Exit code for an error that is no bad input."""
    from commsim.study.errors import StudyError

    if isinstance(error, StudyError):
        say(str(error))
        return error.exit_code
    if isinstance(error, MemoryError):
        say(f"Not enough memory: {error or 'the worlds do not fit'}. Fewer members, or a smaller runner.batch, need less.")
        return BAD_INPUT
    traceback.print_exception(error)
    say("This is a fault of commsim, not of your input. Please report it with the lines above and the output of `commsim doctor`.")
    return FAULT


def _never_stop_at_a_character() -> None:
    """A terminal that cannot show a character gets its code instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _close_output() -> None:
    """The reader of our output has gone (``commsim list levers | head``): write nothing more, also not at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
