"""The answer in words, in English and Chinese, made from the results; from the templates in texts.py."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from commsim.metrics.amounts import Numbers, percent, relative
from commsim.metrics.registry import METRICS
from commsim.study.aims import MISSED, OPEN, REACHED, UNKNOWN
from commsim.study.statistics import BETTER, EQUAL, EXPLORATORY, HIGHER, LOWER, TIED, WORSE, describe
from commsim.study.texts import say

if TYPE_CHECKING:
    import pandas as pd

    from commsim.scenario.experiment import Experiment
    from commsim.study.comparison import Comparison

Rows = dict[tuple[str, str], dict[Any, Any]]
"""(arm, metric) -> row of a table."""


def metric_label(name: str, language: str) -> str:
    """A metric's short name."""
    return METRICS[name].label[language]


def numbers_of(experiment: Experiment, language: str) -> Numbers:
    """How numbers about an experiment are written."""
    return Numbers(language, experiment.config.report.currency)


def answer(result: Comparison, language: str) -> list[str]:
    """The first sentence answers; then how surely, targets and goals, the other arms, cost, how to read it. A sentence an item."""
    experiment = result.experiment
    rows = list(result.comparison[result.comparison["role"] != EXPLORATORY].to_dict("records"))
    first = _winner(rows, experiment) or leading(rows, METRICS[experiment.primary].better)
    sentences = [*_first(rows, experiment, language), *_targets(result, first, language), *goals(result, language)]
    sentences += [*_others(rows, experiment, language), *_holm(rows, experiment, language)]
    sentences += _costs(experiment, rows_of(result.comparison), first, language)
    return [*sentences, *reading(experiment, language), say(language, "simulated")]


def reading(experiment: Experiment, language: str) -> list[str]:
    """The experiment's own word on how its result is to be read, if it has one."""
    return [say(language, "reading", hint=experiment.answer[language])] if experiment.answer else []


def _first(rows: list[dict[Any, Any]], experiment: Experiment, language: str) -> list[str]:
    """The best arm and how surely, or that no arm is better; one arm alone by its verdict."""
    best = rows[0] if len(rows) == 1 else _winner(rows, experiment)
    if best is None:
        return _no_winner(rows, experiment, language)
    said = _arm(best, experiment, language, "best" if len(rows) > 1 else "")
    return [said, _arm(best, experiment, language, "surely")] if best["verdict"] in (BETTER, WORSE, HIGHER, LOWER) else [said]


def _arm(row: dict[Any, Any], experiment: Experiment, language: str, text: str = "") -> str:
    """An arm against the baseline on the primary metric, by its verdict unless another text is asked for."""
    unit, numbers = METRICS[row["metric"]].unit, numbers_of(experiment, language)
    return say(
        language,
        text or row["verdict"],
        **_names(row, experiment, language),
        mean=numbers.amount(row["mean"], unit),
        base_mean=numbers.amount(row["baseline_mean"], unit),
        difference=numbers.change(row["difference"], unit),
        interval=interval(row, numbers),
        margin=_margin(row, numbers),
        share=percent(row["share_won"], 0),
    )


def _margin(row: dict[Any, Any], numbers: Numbers) -> str:
    return numbers.change(row["margin"], METRICS[row["metric"]].unit).lstrip("+±")


def _winner(rows: list[dict[Any, Any]], experiment: Experiment) -> dict[Any, Any] | None:
    """The best of the arms that beat the baseline; None where none does, or where no direction is better."""
    return leading([row for row in rows if row["verdict"] == BETTER], METRICS[experiment.primary].better)


def _no_winner(rows: list[dict[Any, Any]], experiment: Experiment, language: str) -> list[str]:
    """That no arm beats the baseline; nothing where no direction is better."""
    if METRICS[experiment.primary].better == "neutral" or not rows:
        return []
    mean = numbers_of(experiment, language).amount(rows[0]["baseline_mean"], METRICS[experiment.primary].unit)
    return [say(language, "unbeaten", **_names(rows[0], experiment, language), base_mean=mean)]


def _others(rows: list[dict[Any, Any]], experiment: Experiment, language: str) -> list[str]:
    """The arms that were not told of yet against the baseline, each with its difference and verdict, in one sentence."""
    best = _winner(rows, experiment)
    parts = [_part(row, experiment, language) for row in rows if row is not best]
    if len(rows) == 1 or not parts:
        return []
    return [
        say(language, "others" if best else "all_arms", **_names(rows[0], experiment, language), parts=say(language, "parts").join(parts))
    ]


def _part(row: dict[Any, Any], experiment: Experiment, language: str) -> str:
    numbers = numbers_of(experiment, language)
    margin = say(language, "within", margin=_margin(row, numbers)) if row["verdict"] == EQUAL else ""
    difference = numbers.difference(row, METRICS[row["metric"]].unit)
    verdict = say(language, f"verdict {row['verdict']}")
    return say(language, "part", arm=label(experiment, row["arm"], language), difference=difference, verdict=f"{verdict}{margin}")


def _holm(rows: list[dict[Any, Any]], experiment: Experiment, language: str) -> list[str]:
    """Arms whose interval excludes 0 and that are yet not called different, as there are several."""
    return [
        say(language, "holm", arm=label(experiment, row["arm"], language), arms=len(rows), p=f"{row['p_holm']:.2g}")
        for row in rows
        if row["verdict"] == TIED and (row["difference_low"] > 0 or row["difference_high"] < 0)
    ]


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
    low, high = (numbers.change(row[name], unit, word=False) for name in ("difference_low", "difference_high"))
    return say(numbers.language, "interval", low=low, high=high, pairs=pairs(row["n_pairs"], numbers.language))


def pairs(n: int, language: str) -> str:
    """How many pairs."""
    return say(language, "pairs_one" if n == 1 else "pairs", n=n)


def leading(rows: list[dict[Any, Any]], better: str) -> dict[Any, Any] | None:
    """The row of the arm with the best mean on the primary metric, verdict or not; None where no mean is known."""
    known = [row for row in rows if not math.isnan(row["mean"])]
    return max(known, key=lambda row: -row["mean"] if better == "lower" else row["mean"]) if known else None


def _targets(result: Comparison, lead: dict[Any, Any] | None, language: str) -> list[str]:
    """A sentence a target, for the baseline and for the leading arm."""
    arms = [result.experiment.baseline, *([lead["arm"]] if lead else [])]
    return [_target(result, metric, arms, language) for metric in result.experiment.targets]


def by_itself(result: Comparison, arm: str, metric: str) -> dict[str, Any]:
    """What is said of an arm by itself on one metric: its row of the summary without the rest of it."""
    runs = result.outcomes.loc[result.outcomes["arm"] == arm, metric].to_numpy(dtype=np.float64)
    return describe(runs, metric, result.experiment.targets)


def rows_of(table: pd.DataFrame) -> Rows:
    """The rows of a comparison or a summary by arm and metric."""
    return {(row["arm"], row["metric"]): row for row in table.to_dict("records")}


def _target(result: Comparison, metric: str, arms: list[str], language: str) -> str:
    rows = {arm: by_itself(result, arm, metric) for arm in arms}
    texts = [(row["target_verdict"], _reaching(row, arm, metric, result.experiment, language)) for arm, row in rows.items()]
    target = numbers_of(result.experiment, language).amount(result.experiment.targets[metric], METRICS[metric].unit)
    return say(language, "target", metric=metric_label(metric, language), target=target, parts=_by_verdict(texts, language))


def _reaching(row: dict[Any, Any], arm: str, metric: str, experiment: Experiment, language: str) -> str:
    """An arm, its mean, and in how many of its runs it reaches a target."""
    name = label(experiment, arm, language)
    if row["target_verdict"] == UNKNOWN:
        return name
    mean = numbers_of(experiment, language).amount(row["mean"], METRICS[metric].unit)
    return say(language, "reaching", arm=name, mean=mean, chance=percent(row["chance_to_reach_target"], 0))


def _by_verdict(texts: list[tuple[str, str]], language: str) -> str:
    """Arms by whether they reach what was aimed at: (verdict, arm in words) -> reached by …; missed by …."""
    parts = []
    for verdict in (REACHED, OPEN, MISSED, UNKNOWN):
        arms = [text for found, text in texts if found == verdict]
        if arms:
            parts.append(say(language, f"goal_{verdict}", arms=say(language, "and").join(arms)))
    return say(language, "parts").join(parts)


def goals(result: Comparison, language: str) -> list[str]:
    """A sentence a goal: which arms reach it, and how far they get."""
    found = rows_of(result.comparison)
    return [_goal(result.experiment, metric, found, language) for metric in result.experiment.goals]


def _goal(experiment: Experiment, metric: str, found: Rows, language: str) -> str:
    """Which arms reach a goal, which miss it; an arm that does nothing is not asked."""
    rows = [found[arm, metric] for arm in experiment.doing[1:]]
    parts = _by_verdict([(row["goal_verdict"], _towards(row, experiment, language)) for row in rows], language)
    names = {"metric": metric_label(metric, language), "base": label(experiment, experiment.baseline, language)}
    return say(language, "goal", **names, goal=relative(experiment.goals[metric]), parts=parts)


def _towards(row: dict[Any, Any], experiment: Experiment, language: str) -> str:
    """An arm, how far it goes towards a goal, and in how many of the pairs it gets there."""
    arm = label(experiment, row["arm"], language)
    if row["goal_verdict"] == UNKNOWN:
        return arm
    chance = percent(row["chance_to_reach_goal"], 0)
    return say(language, "towards", arm=arm, change=relative(row["relative_difference"]), chance=chance)


def _costs(experiment: Experiment, found: Rows, lead: dict[Any, Any] | None, language: str) -> list[str]:
    """What the leading arm costs and leaves, and who leaves more."""
    if lead is None:
        return []
    profits = {arm: found[arm, "profit"]["mean"] for arm in list(experiment.arms)[1:]}
    profits[experiment.baseline] = found[lead["arm"], "profit"]["baseline_mean"]
    beaten = len(experiment.arms) > 2 and found[lead["arm"], experiment.primary]["verdict"] == WORSE
    sentences = [] if beaten else [_cost(experiment, found[lead["arm"], "cost"], found[lead["arm"], "profit"], language)]
    most = max(profits, key=lambda arm: profits[arm] if math.isfinite(profits[arm]) else -math.inf)
    if most not in (lead["arm"], experiment.baseline):
        profit = numbers_of(experiment, language).amount(profits[most], "yuan")
        sentences.append(say(language, "most_profit", arm=label(experiment, most, language), profit=profit))
    return sentences


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
