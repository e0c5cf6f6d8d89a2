"""The answer in words, in English and Chinese, made from the results; from the templates in texts.py."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from commsim.metrics.amounts import Numbers, percent, relative
from commsim.metrics.registry import METRICS
from commsim.study.aims import MISSED, OPEN, REACHED, UNKNOWN
from commsim.study.jobs import OK
from commsim.study.statistics import BETTER, EXPLORATORY, TIED, WORSE, describe
from commsim.study.texts import LANGUAGES, say

if TYPE_CHECKING:
    import pandas as pd

    from commsim.scenario.experiment import Experiment
    from commsim.study.comparison import Comparison

Rows = dict[tuple[str, str], dict[Any, Any]]
"""(arm, metric) -> row of a table."""

FEW_RUNS = 20
"""Below this many pairs the range of outcomes and small chances are rough."""

NOTABLE = 0.01
"""Share of planned items left out from which a note says so."""


def metric_label(name: str, language: str) -> str:
    """A metric's short name."""
    return METRICS[name].label[language]


def numbers_of(experiment: Experiment, language: str) -> Numbers:
    """How numbers about an experiment are written."""
    return Numbers(language, experiment.config.report.currency)


def answer(result: Comparison, language: str) -> list[str]:
    """Who wins the primary metric, by how much and how surely; targets and goals; cost; how to read it. One sentence an item."""
    primary = result.comparison[result.comparison["role"] != EXPLORATORY]
    rows = list(primary.to_dict("records"))
    sentences = [sentence for row in rows for sentence in _arm(row, result.experiment, len(rows), language)]
    sentences += _best(rows, result.experiment, language)
    sentences += _targets(result, rows, language)
    found = rows_of(result.comparison)
    sentences += goals(result, language)
    sentences += [_cost(result.experiment, found[arm, "cost"], found[arm, "profit"], language) for arm in list(result.experiment.arms)[1:]]
    return [*sentences, *reading(result.experiment, language), say(language, "simulated")]


def reading(experiment: Experiment, language: str) -> list[str]:
    """The experiment's own word on how its result is to be read, if it has one."""
    return [say(language, "reading", hint=experiment.answer[language])] if experiment.answer else []


def _arm(row: dict[Any, Any], experiment: Experiment, arms: int, language: str) -> list[str]:
    """An arm against the baseline on the primary metric."""
    unit, numbers = METRICS[row["metric"]].unit, numbers_of(experiment, language)
    names = _names(row, experiment, language)
    said = say(
        language,
        row["verdict"],
        **names,
        mean=numbers.amount(row["mean"], unit),
        base_mean=numbers.amount(row["baseline_mean"], unit),
        difference=numbers.change(row["difference"], unit),
        interval=interval(row, numbers),
        margin=numbers.change(row["margin"], unit).lstrip("+±"),
    )
    sentences = [said]
    if row["verdict"] in (BETTER, WORSE):
        sentences.append(say(language, "won", arm=names["arm"], share=percent(row["share_won"], 0)))
    if row["verdict"] == TIED and (row["difference_low"] > 0 or row["difference_high"] < 0):
        sentences.append(say(language, "holm", arm=names["arm"], arms=arms, p=f"{row['p_holm']:.2g}"))
    return sentences


def _names(row: dict[Any, Any], experiment: Experiment, language: str) -> dict[str, str]:
    return {
        "arm": label(experiment, row["arm"], language),
        "base": label(experiment, row["baseline"], language),
        "metric": metric_label(row["metric"], language),
    }


def label(experiment: Experiment, arm: str, language: str) -> str:
    """An arm's name for readers."""
    return experiment.labels.get(arm, {}).get(language, arm)


def interval(row: dict[Any, Any], numbers: Numbers) -> str:
    """The interval of a difference and what it rests on."""
    unit = METRICS[row["metric"]].unit
    low, high = (numbers.change(row[name], unit) for name in ("difference_low", "difference_high"))
    return say(numbers.language, "interval", low=low, high=high, pairs=pairs(row["n_pairs"], numbers.language))


def pairs(n: int, language: str) -> str:
    """How many pairs."""
    return say(language, "pairs_one" if n == 1 else "pairs", n=n)


def _best(rows: list[dict[Any, Any]], experiment: Experiment, language: str) -> list[str]:
    """The winner among several arms; nothing to add where there is one arm, or no direction is better."""
    better = METRICS[experiment.primary].better
    if len(rows) < 2 or better == "neutral":
        return []
    winners = [row for row in rows if row["verdict"] == BETTER]
    metric = metric_label(experiment.primary, language)
    if not winners:
        return [say(language, "unbeaten", base=label(experiment, rows[0]["baseline"], language), metric=metric)]
    best = max(winners, key=lambda row: -row["mean"] if better == "lower" else row["mean"])
    mean = numbers_of(experiment, language).amount(best["mean"], METRICS[experiment.primary].unit)
    return [say(language, "best", metric=metric, arm=label(experiment, best["arm"], language), mean=mean)]


def leading(rows: list[dict[Any, Any]], better: str) -> dict[Any, Any] | None:
    """The row of the arm with the best mean on the primary metric, verdict or not; None where no mean is known."""
    known = [row for row in rows if not math.isnan(row["mean"])]
    return max(known, key=lambda row: -row["mean"] if better == "lower" else row["mean"]) if known else None


def _targets(result: Comparison, rows: list[dict[Any, Any]], language: str) -> list[str]:
    """Targets, for the baseline and for the leading arm."""
    lead = leading(rows, METRICS[result.experiment.primary].better)
    arms = [next(iter(result.experiment.arms)), *([lead["arm"]] if lead else [])]
    return [_target(by_itself(result, arm, metric), arm, metric, result, language) for metric in result.experiment.targets for arm in arms]


def by_itself(result: Comparison, arm: str, metric: str) -> dict[str, Any]:
    """What is said of an arm by itself on one metric: its row of the summary without the rest of it."""
    runs = result.outcomes.loc[result.outcomes["arm"] == arm, metric].to_numpy(dtype=np.float64)
    return describe(runs, metric, result.experiment.targets)


def rows_of(table: pd.DataFrame) -> Rows:
    """The rows of a comparison or a summary by arm and metric."""
    return {(row["arm"], row["metric"]): row for row in table.to_dict("records")}


def _target(row: dict[Any, Any], arm: str, metric: str, result: Comparison, language: str) -> str:
    unit, numbers = METRICS[metric].unit, numbers_of(result.experiment, language)
    columns = {"target": "target", "mean": "mean", "low": "outcome_low", "high": "outcome_high"}
    values = {name: numbers.amount(row[column], unit) for name, column in columns.items()}
    names = {"metric": metric_label(metric, language), "arm": label(result.experiment, arm, language)}
    if not row["n"]:
        return say(language, "target_undefined", **names, **values)
    return say(language, "target", **names, **values, chance=percent(row["chance_to_reach_target"], 0))


def goals(result: Comparison, language: str) -> list[str]:
    """A sentence a goal: which arms reach it, and how far they get."""
    found = rows_of(result.comparison)
    return [_goal(result.experiment, metric, found, language) for metric in result.experiment.goals]


def _goal(experiment: Experiment, metric: str, found: Rows, language: str) -> str:
    """Which arms reach a goal, which miss it; an arm that does nothing is not asked."""
    rows = [found[arm, metric] for arm in experiment.doing[1:]]
    parts = []
    for verdict in (REACHED, OPEN, MISSED, UNKNOWN):
        arms = [_towards(row, experiment, language) for row in rows if row["goal_verdict"] == verdict]
        if arms:
            parts.append(say(language, f"goal_{verdict}", arms=say(language, "and").join(arms)))
    names = {"metric": metric_label(metric, language), "base": label(experiment, experiment.baseline, language)}
    return say(language, "goal", **names, goal=relative(experiment.goals[metric]), parts=say(language, "parts").join(parts))


def _towards(row: dict[Any, Any], experiment: Experiment, language: str) -> str:
    """An arm, how far it goes towards a goal, and in how many of the pairs it gets there."""
    arm = label(experiment, row["arm"], language)
    if row["goal_verdict"] == UNKNOWN:
        return arm
    chance = percent(row["chance_to_reach_goal"], 0)
    return say(language, "towards", arm=arm, change=relative(row["relative_difference"]), chance=chance)


def _cost(experiment: Experiment, cost: dict[Any, Any], profit: dict[Any, Any], language: str) -> str:
    """The cost side of an arm: its rows of these two metrics."""
    numbers = numbers_of(experiment, language)
    return say(
        language,
        "cost",
        arm=label(experiment, cost["arm"], language),
        base=label(experiment, cost["baseline"], language),
        cost=numbers.amount(cost["mean"], "yuan"),
        base_cost=numbers.amount(cost["baseline_mean"], "yuan"),
        profit=numbers.amount(profit["mean"], "yuan"),
        base_profit=numbers.amount(profit["baseline_mean"], "yuan"),
    )


def notes(experiment: Experiment, jobs: pd.DataFrame, outcomes: pd.DataFrame, comparison: pd.DataFrame) -> tuple[dict[str, str], ...]:
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
