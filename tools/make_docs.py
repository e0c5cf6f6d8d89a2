"""Write the pages of docs/ that are made from the code: metrics, parameters, record, evidence.

Run `python tools/make_docs.py`; with `--check` it writes nothing and fails if a page is not what the code says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from commsim.metrics.metric import Metric
from commsim.metrics.registry import METRICS, THEMES
from commsim.scenario.compose import Composer
from commsim.scenario.counts import COUNTS
from commsim.scenario.describe import Lever, with_defaults
from commsim.scenario.fields import CALIBRATED, GUESS
from commsim.scenario.validate import config
from commsim.validation.facts import facts
from commsim.validation.result import Finding
from commsim.validation.words import accepted_text, real_text

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Made by tools/make_docs.py from the code; change the code instead. -->"
ASIDE = "---\norphan: true\n---\n"
ROLES = {
    "lever": "Levers: what the planner controls",
    "uncertainty": "Uncertainties: what nobody controls",
    "behaviour": "Behaviour: how members respond",
    "study": "Study: how runs are made and shown; no effect on what happens in a run",
}
LEAST_SWING, SURE = 0.01, 4.0
"""Swings shown: at least this share of the outcome, and so many standard errors."""
KINDS = {
    "literature": "Direction, shape or size come from the publication named; the value in this model's units is still a choice.",
    "calibrated": "Set in trial runs with the facts below in view; no direct estimate.",
    "guess": "No source found. A plausible value in the range shown; vary it before trusting a result that hangs on it.",
}
AFTER_FACTS = """
A number accepted within a range is a gate of `commsim validate`, which measures each of them in simulated communities as the source
does; the others stand beside for comparison. The chat archives are the chat rooms of freeCodeCamp, 2014–2016; only aggregates are
used: *contains information from freeCodeCamp gitter-history, made available under the ODbL*. What differs between communities (mix of
personas, inflow, product) is no behaviour: for the chat rooms it is fitted by `tools/calibrate_behaviour.py`, for the official account
by `tools/calibrate_communities.py` to the planning document's numbers of today.
"""


def main(arguments: list[str]) -> int:
    """Write or check all pages; the exit code."""
    made = pages()
    stale = [name for name, text in made.items() if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        print("\n".join(f"docs/{name} is not what the code says: python tools/make_docs.py" for name in stale) or "docs are current")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(made[name], encoding="utf-8")
        print(f"written docs/{name}")
    return 0


def pages() -> dict[str, str]:
    """Text by file name below docs/."""
    default = config(Composer().root(), lambda path: "configs")
    levers = with_defaults(default)
    return {
        "metrics.md": metrics_page(),
        "evidence.md": evidence_page(levers),
        "reference/parameters.md": parameters_page(levers),
        "reference/record.md": record_page(),
    }


def metrics_page() -> str:
    """Every outcome with numerator, denominator and window."""
    parts = [
        "# Metrics\n",
        MADE,
        "\nEach outcome is computed once per run, from the daily record ([its columns](reference/record.md)).",
        "A month is 30 days. Money is in yuan.",
        "Where the denominator is 0 the metric is undefined (empty), never 0.\n",
    ]
    for theme, metrics in THEMES.items():
        parts += [f"## {theme.capitalize()}\n", *(_metric(metric) for metric in metrics)]
    return _page(parts)


def _metric(metric: Metric) -> str:
    rows = [
        ("numerator", metric.numerator),
        ("denominator", metric.denominator),
        ("window", metric.window),
        ("unit", metric.unit),
        ("better", metric.better),
    ]
    title = f"### `{metric.name}`\n\n**{metric.label['en']} · {metric.label['zh']}**\n"
    return f"{title}\n{metric.definition} {metric.definition_zh}\n\n{_table(('', ''), rows)}"


def parameters_page(levers: Iterable[Lever]) -> str:
    """Every key of the configuration."""
    parts = [
        ASIDE + "# Parameters\n",
        MADE,
        "\nEvery key of a configuration, as `commsim list levers` prints it.",
        "Defaults are those of `configs/config.yaml` and the options it chooses.",
        "A dash stands for keys whose value differs from item to item of a list (personas, channels).\n",
    ]
    for role, title in ROLES.items():
        parts.append(f"## {title}\n")
        for top, keys in _parts(lever for lever in levers if lever.role == role):
            rows = [(f"`{k.path}`", _value(k.default), k.unit, _range(k), k.explained, k.source) for k in keys]
            parts += [f"### {top}\n", _table(("key", "default", "unit", "accepted", "meaning", "source"), rows)]
    return _page(parts)


def _parts(levers: Iterable[Lever]) -> Iterable[tuple[str, list[Lever]]]:
    """Keys by heading, in the order of the first key of each."""
    found: dict[str, list[Lever]] = {}
    for lever in levers:
        found.setdefault(_part(lever.path), []).append(lever)
    return found.items()


def _part(path: str) -> str:
    """The heading under which a key stands: its first two names if there are more below, else the first."""
    names = path.split(".")
    return ".".join(names[:2]) if len(names) > 2 else names[0]


def evidence_page(levers: Iterable[Lever]) -> str:
    """The assumption ledger: every behaviour parameter with its ground."""
    behaviour = [lever for lever in levers if lever.role == "behaviour"]
    counts = {kind: sum(ground(lever) == kind for lever in behaviour) for kind in KINDS}
    parts = [
        "# Evidence: what each assumption about people rests on\n",
        MADE,
        f"\n{len(behaviour)} behaviour parameters: {', '.join(f'{number} {kind}' for kind, number in counts.items())}.",
        "They are shared by all experiments. What the formulas are is said in [the model](model.md).\n",
        *influence_words(),
        _table(("ground", "what it means"), list(KINDS.items())),
        "## Facts in view",
        facts_table(),
        AFTER_FACTS,
    ]
    for top, keys in _parts(behaviour):
        rows = [(f"`{k.path}`", _value(k.default), _range(k), k.unit, k.meaning, ground(k), _source(k), influence(k.path)) for k in keys]
        parts += [f"## {top}\n", _table(("parameter", "value", "range", "unit", "meaning", "ground", "source", "influence"), rows)]
    return _page(parts)


def influence_words() -> list[str]:
    """How the column *influence* came about."""
    data = _influences()
    step, pairs, days = f"{100 * data['step']:.0f} %", data["replicates"], data["days"]
    return [
        f"*Influence*: what {step} more instead of {step} less does to the main outcomes, one parameter at a time, in {pairs} pairs of",
        f"runs of {days} days (`python tools/influence.py`). Two communities: the official account's (unmarked), and one that only",
        "talks, as a chat room does (°). The two largest swings of at least 1 % and four standard errors are shown; a dash says that",
        "none is that large, or that the parameter acts on something that is not used there, or is 0.\n",
    ]


def influence(path: str) -> str:
    """The largest swings of a parameter, in words."""
    found = []
    for mark, community in zip(("", "°"), _influences()["communities"].values(), strict=True):
        for outcome, (swing, noise) in community.get(path, {}).items():
            if abs(swing) >= max(LEAST_SWING, SURE * noise):
                found.append((abs(swing), f"{METRICS[outcome].label['en'].lower()}{mark} {100 * swing:+.0f} %".replace("-", "−")))
    return ", ".join(words for _, words in sorted(found, reverse=True)[:2]) or "–"


@cache
def _influences() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / "influence.json").read_text(encoding="utf-8"))
    return found


def facts_table() -> str:
    """What simulated communities are held against."""
    found = [Finding(name, fact, {}) for name, fact in facts().items()]
    rows = [(one.fact.label.en, _numbers(one, real_text), _numbers(one, accepted_text), one.fact.source) for one in found]
    return _table(("fact", "real", "accepted", "source"), rows)


def _numbers(one: Finding, text: Callable[[Finding, str, str], str]) -> str:
    """The numbers of a fact that have such a text, with their names."""
    named = ((one.fact.number_label(name, "en"), text(one, name, "en")) for name in one.fact.numbers)
    return "; ".join(f"{label}: {value}" for label, value in named if value not in ("", "–"))


def ground(lever: Lever) -> str:
    """What a parameter's source amounts to."""
    if lever.source.startswith(CALIBRATED):
        return "calibrated"
    return "guess" if lever.source == GUESS else "literature"


def _source(lever: Lever) -> str:
    return "" if lever.source in (GUESS, CALIBRATED) else lever.source


def record_page() -> str:
    """The daily columns."""
    rows = [(f"`{count.name}`", count.unit, count.meaning) for count in COUNTS]
    parts = [
        ASIDE + "# Record\n",
        MADE,
        "\nWhat each world writes down each day, as 64-bit integers.",
        "In tables money is turned from fen into yuan, and fixed-point sums (1 = 65,536) into numbers.\n",
        _table(("column", "unit", "meaning"), rows),
    ]
    return _page(parts)


def _range(lever: Lever) -> str:
    if lever.choices:
        return ", ".join(lever.choices)
    if lever.low is None and lever.high is None:
        return lever.type
    return f"{_value(lever.low or 0)} … {_value(lever.high)}" if lever.high is not None else f"from {_value(lever.low)}"


def _value(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(_value(item) for item in value)
    return f"{value:,.10g}" if isinstance(value, float | int) else str(value) or "(empty)"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


def _page(parts: list[str]) -> str:
    return "\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
