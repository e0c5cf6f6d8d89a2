"""What a reader must know before believing a comparison: failures, few pairs, what was left out, extrapolation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commsim.metrics.amounts import percent
from commsim.metrics.registry import METRICS
from commsim.study.jobs import OK
from commsim.study.statistics import EXPLORATORY
from commsim.study.texts import LANGUAGES, say

if TYPE_CHECKING:
    import pandas as pd

    from commsim.scenario.experiment import Experiment

FEW_RUNS = 20
"""Below this many pairs the range of outcomes and small chances are rough."""

NOTABLE = 0.01
"""Share of planned items left out from which a note says so."""


def notes_of(experiment: Experiment, jobs: pd.DataFrame, outcomes: pd.DataFrame, comparison: pd.DataFrame) -> tuple[dict[str, str], ...]:
    """What a reader must know before believing the numbers, each in both languages."""
    primary = comparison[comparison["role"] != EXPLORATORY] if len(comparison) else comparison
    found = [*_notes_of_runs(experiment, jobs), *_notes_of_pairs(experiment, list(primary.to_dict("records")))]
    found += _notes_of_means(experiment, outcomes)
    return (*({language: _filled(language, text, values) for language in LANGUAGES} for text, values in found), *experiment.warnings)


def _filled(language: str, text: str, values: dict[str, Any]) -> str:
    """A note; values given by language are taken from it."""
    return say(language, text, **{name: value[language] if isinstance(value, dict) else value for name, value in values.items()})


def _notes_of_runs(experiment: Experiment, jobs: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """Failures, a missing do-nothing arm."""
    found: list[tuple[str, dict[str, Any]]] = []
    failed = int((jobs["status"] != OK).sum())
    if failed:
        found.append(("failed", {"n": failed, "all": len(jobs)}))
    if experiment.no_do_nothing:
        found.append(("no_do_nothing", {"why": experiment.no_do_nothing}))
    return found


def _notes_of_means(experiment: Experiment, outcomes: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """Arms that could not do all they planned, for want of staff hours or budget."""
    found: list[tuple[str, dict[str, Any]]] = []
    for reason in ("staff", "budget"):
        for arm, share in outcomes.groupby("arm", sort=False)[f"left_out_{reason}"].mean().items():
            if share > NOTABLE:
                name = experiment.labels.get(str(arm), {}) or str(arm)
                found.append((f"left_out_{reason}", {"arm": name, "share": percent(share, 0 if share > 10 * NOTABLE else 1)}))
    return found


def _notes_of_pairs(experiment: Experiment, rows: list[dict[Any, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Too few pairs, undefined outcomes."""
    found: list[tuple[str, dict[str, Any]]] = []
    fewest = min((row["n_pairs"] for row in rows), default=0)
    names = METRICS[experiment.primary].label
    if rows and not any(row["n_pairs"] for row in rows):
        return [("short", {"metric": names, "days": experiment.config.days})]
    if rows and fewest < FEW_RUNS:
        found.append(("one", {}) if fewest == 1 else ("few", {"n": fewest}))
    labels = experiment.labels
    found += [
        ("undefined_pairs", {"arm": labels.get(row["arm"], {}) or row["arm"], "n": row["n_undefined"]})
        for row in rows
        if row["n_undefined"]
    ]
    return found
