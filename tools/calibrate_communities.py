"""Calibrate what differs between communities so that their baselines meet the planning documents' numbers.

Behaviour is shared by all experiments and is not touched. Fitted is, on the same seeds each time, the common factor on the
personas' second shape of the opening habit (quality of inflow) for activity retention at day 30, and, for the official
account, the product's price for conversion in 30 days. The default community under the strategy `steady` is meant to lie
between the documents' average account (below 20 %) and their benchmark firms (40 to 50 %); the personas of brand types are
its kin and take its factor.

Prints the values to write into configs/members and configs/market. Run: python tools/calibrate_communities.py [NAME …]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from scipy.optimize import brentq

from commsim.metrics.frames import outcomes
from commsim.scenario.experiment import load
from commsim.simulate import simulate

REPLICATES = 12
SEEDS = range(10_001, 10_001 + REPLICATES)
"""Not the seeds of the experiments, so that no outcome is fitted to its own luck."""
RETENTION, CONVERSION = "activity_retention_d30", "conversion_30d"
UNTOUCHED = "spammer"
"""Who comes to advertise something else comes every other day, whatever the community is like."""


class Community(NamedTuple):
    """A baseline and what it must meet; `conversion` None: the price stays as it is."""

    experiment: str
    retention: float
    conversion: float | None
    members: tuple[str, ...]


COMMUNITIES = {
    "official_account": Community("official_account", 0.15, 0.02, ("official_account",)),
    "default": Community("moderation", 0.30, None, ("default", "households", "owners", "professionals", "young_city")),
}


def habits(members: str, factor: float) -> dict[str, float]:
    """Every persona's activity_high times `factor`, by the key's path; at most the schema's 100."""
    personas = load("moderation", overrides=[f"members={members}"]).config.members.personas
    return {f"members.personas.{p.name}.activity_high": min(p.activity_high * factor, 100.0) for p in personas if p.name != UNTOUCHED}


def measured(community: Community, metric: str, factor: float, price: float | None) -> float:
    """Mean of a metric over the replicates of the baseline."""
    changes = [f"{path}={value:.3f}" for path, value in habits(community.members[0], factor).items()]
    if price is not None:
        changes.append(f"market.product.price={price:.2f}")
    experiment = load(community.experiment, overrides=changes)
    baseline = next(iter(experiment.arms.values()))
    record = simulate([baseline] * REPLICATES, list(SEEDS), experiment.config.days, threads=2)
    return float(outcomes(record)[metric].mean())


def solve(outcome: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where an outcome meets its target, by Brent's method (SciPy), to 1 %."""
    return float(brentq(lambda x: outcome(x) - target, low, high, rtol=0.01))


def fit(community: Community) -> tuple[float, float | None]:
    """Factor and price, fitted in turns; the two hardly touch each other, so two rounds suffice."""
    price = None if community.conversion is None else load(community.experiment).config.market.product.price
    factor = 1.0
    for _ in range(1 if price is None else 2):
        factor = solve(lambda x, price=price: measured(community, RETENTION, x, price), community.retention, 0.1, 10.0)
        if community.conversion is not None:
            price = solve(partial(measured, community, CONVERSION, factor), community.conversion, 20.0, 800.0)
    return factor, price


def main(names: list[str]) -> None:
    """Fit and print the values."""
    for name in names or COMMUNITIES:
        community = COMMUNITIES[name]
        factor, price = fit(community)
        print(f"{name}: factor {factor:.3f}" + ("" if price is None else f", price {price:.1f}"))
        for members in community.members:
            print("\n".join(f"  {members}: {path} = {value:.3g}" for path, value in habits(members, factor).items()))
        for metric in (RETENTION, CONVERSION):
            print(f"  {metric}: {measured(community, metric, factor, price):.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
