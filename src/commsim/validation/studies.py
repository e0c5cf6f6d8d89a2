"""The simulated studies in which facts are measured: a scenario, what one trial gives, what follows from all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from commsim.scenario.schema import Scenario
from commsim.validation import bonds, chat_rooms, shop, trials
from commsim.validation.archive import simulate_archive
from commsim.validation.trials import Numbers, Table

CHAT_ROOMS, SELLING = "validation/chat_rooms", "ad_frequency"
"""Experiments whose baselines the studies start from."""


@dataclass(frozen=True)
class Study:
    """One simulated study.

    experiment  whose baseline it is about
    trial       (scenario, seed) → numbers by fact; a trial takes at most SEEDS seeds from `seed` on
    times       trials for each replicate asked for
    derive      by fact: from its numbers over all trials to further ones
    """

    experiment: str
    trial: Callable[[Scenario, int], Mapping[str, Numbers]]
    times: int = 1
    derive: Mapping[str, Callable[[Table], Table]] = field(default_factory=dict)


SEEDS = 1_000
"""Distance of the first seeds of two trials."""


def _rooms(scenario: Scenario, seed: int) -> Mapping[str, Numbers]:
    """All facts about chat rooms from one archive."""
    archive = simulate_archive(scenario, seed)
    return {name: measure(archive) for name, measure in chat_rooms.MEASURES.items()}


def _alone(fact: str, trial: Callable[[Scenario, int], Numbers]) -> Callable[[Scenario, int], Mapping[str, Numbers]]:
    """A trial that gives the numbers of one fact."""
    return lambda scenario, seed: {fact: trial(scenario, seed)}


def _one_message(found: Table) -> Table:
    return {act: trials.pseudo_values(partial(shop.rate_ratio, act), found) for act in ("visits", "orders")}


def _hazard_ratio(month: int, found: Table) -> float:
    return bonds.Risk(float(found[f"exposed_{month}"].sum()), float(found[f"others_{month}"].sum())).ratio


def _tie_leaves(found: Table) -> Table:
    """Hazard ratios by month since a tie left, of the rooms of all trials together, and how far they fade."""
    ratios = {f"month_{month}": trials.pseudo_values(partial(_hazard_ratio, month), found) for month in bonds.SINCE}
    return ratios | {"fading": ratios["month_1"] - ratios["month_4"]}


STUDIES: Mapping[str, Study] = {
    "chat_rooms": Study(CHAT_ROOMS, _rooms, derive={"tie_leaves": _tie_leaves}),
    "sizes": Study(CHAT_ROOMS, _alone("group_size", trials.group_size), derive={"group_size": trials.best_size}),
    "ad_frequency": Study(SELLING, _alone("ad_frequency", trials.ad_frequency), 2, {"ad_frequency": trials.best_frequency}),
    "ad_load": Study(SELLING, _alone("ad_harm", trials.ad_load), 3, {"ad_harm": trials.harm}),
    "trust_acts": Study(CHAT_ROOMS, _alone("trust_loss", trials.trust_acts)),
    "shop": Study(SELLING, shop.simulate_shop, derive={"one_message": _one_message}),
}
"""By name, as facts.yaml has it."""
