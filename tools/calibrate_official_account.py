"""Calibrate what differs between communities so that the official account's baseline meets the document's 'today'.

Behaviour is shared by all experiments and is not touched. Two numbers are fitted, on the same seeds each time:
the common factor on the personas' second shape of the opening habit (quality of inflow) for 15 % activity retention
at day 30, and the product's price for 2 % conversion in 30 days. Prints the values to write into
configs/members/official_account.yaml and configs/market/official_account.yaml. Run: python tools/calibrate_official_account.py
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scipy.optimize import brentq

from commsim.metrics.frames import outcomes
from commsim.scenario.experiment import load
from commsim.simulate import simulate

RETENTION, CONVERSION = 0.15, 0.02
REPLICATES = 12
SEEDS = range(10_001, 10_001 + REPLICATES)
"""Not the seeds of the experiment, so that its outcome is not fitted to its own luck."""


def overrides(factor: float, price: float) -> list[str]:
    """Overrides that scale every persona's activity_high by `factor` and set the price."""
    personas = load("official_account").config.members.personas
    habits = [f"members.personas.{p.name}.activity_high={min(p.activity_high * factor, 100.0):.3f}" for p in personas]
    return [*habits, f"market.product.price={price:.2f}"]


def measured(metric: str, factor: float, price: float) -> float:
    """Mean of a metric over the replicates of the baseline."""
    experiment = load("official_account", overrides=overrides(factor, price))
    baseline = next(iter(experiment.arms.values()))
    record = simulate([baseline] * REPLICATES, list(SEEDS), experiment.config.days, threads=2)
    return float(outcomes(record)[metric].mean())


def solve(outcome: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where an outcome meets its target, by Brent's method (SciPy), to 1 %."""
    return float(brentq(lambda x: outcome(x) - target, low, high, rtol=0.01))


def main() -> None:
    """Fit in turns; the two hardly touch each other, so two rounds suffice."""
    factor, price = 1.0, load("official_account").config.market.product.price
    for _ in range(2):
        factor = solve(partial(measured, "activity_retention_d30", price=price), RETENTION, 0.2, 3.0)
        price = solve(partial(measured, "conversion_30d", factor), CONVERSION, 20.0, 800.0)
    print(f"factor {factor:.3f}, price {price:.0f}")
    print("\n".join(overrides(factor, price)))
    for metric in ("activity_retention_d30", "conversion_30d"):
        print(f"{metric}: {measured(metric, factor, price):.4f}")


if __name__ == "__main__":
    main()
