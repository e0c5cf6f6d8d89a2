"""Buying alone: binomial counts for a constant chance, negative binomial for gamma-mixed rates."""

from __future__ import annotations

import numpy as np
from scipy import special, stats

from commsim.day.execute import run_fused
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from commsim.world import columns as c
from commsim.world.state import allocate
from helpers.scenarios import still, variant

ALARM = 1e-4
ATTENTIVE = {
    "community.platform": "none",
    "community.groups": {"count": 20, "capacity": 1000, "most": 20},
    "community.initial_members": 0,
    "community.seeds": {"per_group": 1000, "activity": 1.0, "sociability": 1.0, "trust": 0.5},
    "behaviour.buy.unprompted": 1.0,
    "market.product.price": 50.0,
    "market.product.reference_price": 50.0,
}
"""20,000 members who open the group every day, and see no offer."""


def orders(scenario: Scenario, days: int) -> np.ndarray:
    """Orders of each member."""
    state = allocate([scenario], [5], days)
    run_fused(state, (0, 1), (0, days))
    present = (state.key != 0) & (state.flag[c.PRESENCE] == c.PRESENT)
    return state.count[c.ORDERS, present]


def p_value(counts: np.ndarray, law) -> float:
    """Chi-square of counts against a law, cells of at least 5 expected."""
    top = int(law.isf(50 / counts.size))
    chance = np.append(law.pmf(np.arange(top)), law.sf(top - 1))
    observed = np.bincount(np.minimum(counts, top), minlength=top + 1)
    return float(stats.chisquare(observed, chance / chance.sum() * counts.size).pvalue)


def test_a_constant_chance_gives_binomial_counts():
    chance, days = 0.04, 50
    counts = orders(variant(still(), {**ATTENTIVE, "behaviour.buy.base": chance}), days)
    assert counts.size == 20_000
    assert p_value(counts, stats.binom(days, chance)) > ALARM > p_value(counts, stats.binom(days, 1.05 * chance))


def test_the_record_counts_the_same_orders():
    scenario = variant(still(), {**ATTENTIVE, "behaviour.buy.base": 0.04})
    record, counts = simulate([scenario], [5], 50), orders(scenario, 50)
    assert record["orders"].sum() == counts.sum() == record["buyers"].sum()
    assert record["first_orders"].sum() == (counts >= 1).sum()
    assert record["second_orders"].sum() == (counts >= 2).sum()
    assert (record["revenue"] == 5000 * record["orders"]).all()


def gamma_mix(shape: float, mean: float, days: int) -> Scenario:
    """Eight personas whose rates are the Gauss–Laguerre nodes of a gamma law: its moments up to the 15th.

    The model has no gamma trait; a persona's rate is base × exp(−price sensitivity) at twice the reference price.
    """
    nodes, weights = special.roots_genlaguerre(8, shape - 1)
    rates = nodes * mean / (shape * days)
    template = still().members.personas[0].model_dump(mode="json")
    sensitivity = np.log(rates[-1] / rates)
    shares = weights / weights.sum()
    personas = [
        {**template, "name": f"rate_{k}", "share": float(shares[k]), "price_sensitivity": float(sensitivity[k])} for k in range(len(nodes))
    ]
    price = {"market.product.price": 100.0, "behaviour.buy.price": 1.0, "behaviour.buy.base": float(rates[-1])}
    return variant(still(), {**ATTENTIVE, **price, "members.personas": personas})


def test_gamma_mixed_rates_give_negative_binomial_counts():
    shape, mean, days = 2.0, 1.5, 300
    counts = orders(gamma_mix(shape, mean, days), days)

    def law(mean: float):
        return stats.nbinom(shape, shape / (shape + mean))

    assert p_value(counts, law(mean)) > ALARM > p_value(counts, law(1.08 * mean))
    assert p_value(counts, stats.poisson(mean)) < ALARM
