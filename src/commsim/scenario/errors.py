"""What is said when input is wrong: one line a problem, with file, key, value, what is accepted and the nearest known name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace

LONGEST = 80
"""Most characters of a wrong value that are repeated in a message."""


MOST_NAMES = 20
"""Most names that are listed in a message."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    where     file, or where else the value came from
    path      key path, may be empty
    wrong     what is wrong, the value included
    accepted  what would be right; may be empty
    nearest   nearest known name, or None
    """

    where: str
    path: str
    wrong: str
    accepted: str = ""
    nearest: str | None = None

    def line(self) -> str:
        """The problem in one line."""
        start = ": ".join(part for part in (self.where, self.path, self.wrong) if part)
        accepted = f"; accepted: {self.accepted}" if self.accepted else ""
        nearest = f"; did you mean {self.nearest}?" if self.nearest else ""
        return " ".join(f"{start}{accepted}{nearest}".split())


class ConfigError(ValueError):
    """Bad input. Its text has one line per problem; the command line shows it and ends with exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(problem.line() for problem in self.problems))

    def within(self, context: str) -> ConfigError:
        """The same problems, said to arise in an arm or at a point of a sweep; no context changes nothing."""
        if not context:
            return self
        return ConfigError(replace(problem, where=f"{context}: {problem.where}") for problem in self.problems)


def names(known: Iterable[str], listed: str) -> str:
    """Names that are accepted; of many it is only said which command lists them."""
    found = list(known)
    return ", ".join(found) if len(found) <= MOST_NAMES else f"one of the {len(found)} names that `{listed}` shows"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``, or None where none is at all alike."""
    candidates = list(known)
    found = difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)
    if not found:
        lower = {candidate.lower(): candidate for candidate in candidates}
        found = [lower[hit] for hit in difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.6)]
    return found[0] if found else None


def shown(value: object) -> str:
    """A value as repeated in a message: quoted if text, cut if long, on one line."""
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
