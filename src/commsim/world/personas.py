"""Personas as tables the kernel draws from: every trait's distribution as its quantiles (SciPy)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.behaviour import Spread
from commsim.scenario.fields import TOPICS
from commsim.scenario.schema import Scenario
from commsim.scenario.uncertainties import Members, Persona
from commsim.world import columns as c

MAX_PERSONAS = 8
TAIL = 1e-4
"""Distributions are cut at these outer quantiles, so that no draw is infinite."""


class PersonaTables(NamedTuple):
    """Tables of the personas of S scenarios."""

    persona_cut: NDArray[np.float32]  # [S, 8] cumulated shares
    persona_taste: NDArray[np.float32]  # [S, 8, K] mean taste × involvement
    quantiles: NDArray[np.float32]  # [S, 8, TRAITS, QUANTILES]
    taste_quantiles: NDArray[np.float32]  # [S, QUANTILES] multiplier of the interest in each topic, mean 1


def persona_tables(scenarios: Sequence[Scenario]) -> PersonaTables:
    """Tables for each scenario; equal personas are tabulated once."""
    memory: dict[tuple[Any, ...], tuple[NDArray[np.float32], ...]] = {}
    parts = []
    for scenario in scenarios:
        spread = scenario.behaviour.spread
        mix = (scenario.members, spread)
        found = memory.get(mix)
        if found is None:
            found = memory[mix] = _one(scenario.members, spread)
        parts.append(found)
    return PersonaTables(*(np.stack(column) for column in zip(*parts, strict=True)))


def _one(members: Members, spread: Spread) -> tuple[NDArray[np.float32], ...]:
    shares = np.array([persona.share for persona in members.personas])
    cut = np.ones(MAX_PERSONAS, np.float32)
    cut[: len(shares)] = np.cumsum(shares) / shares.sum()
    cut[len(shares) - 1 :] = 1.0
    taste = np.zeros((MAX_PERSONAS, TOPICS), np.float32)
    quantiles = np.zeros((MAX_PERSONAS, c.TRAITS, c.QUANTILES), np.float32)
    for number, persona in enumerate(members.personas):
        weights = np.array(persona.taste)
        taste[number] = persona.involvement * weights / weights.sum()
        quantiles[number] = _traits(persona, spread)
    from scipy.special import ndtri

    taste_quantiles = np.exp(spread.taste * ndtri(_grid()) - spread.taste**2 / 2)
    return cut, taste, quantiles, taste_quantiles.astype(np.float32)


def _grid() -> NDArray[np.float64]:
    return np.clip(np.linspace(0.0, 1.0, c.QUANTILES), TAIL, 1.0 - TAIL)


def _traits(persona: Persona, spread: Spread) -> NDArray[np.float64]:
    """Quantiles of each trait, float [TRAITS, QUANTILES]; medians as in the persona, log-normal unless said otherwise."""
    from scipy.special import betaincinv, ndtri

    grid = _grid()
    z = ndtri(grid)

    def around(median: float, deviation: float) -> NDArray[np.float64]:
        return median * np.exp(deviation * z)

    table = np.zeros((c.TRAITS, c.QUANTILES))
    motives = persona.motives
    table[c.SOCIABILITY] = around(persona.sociability, spread.sociability)
    table[c.INFLUENCE] = np.log2(max(persona.influence, 1e-3)) + spread.influence / np.log(2) * z
    table[c.PRICE_SENSITIVITY] = around(persona.price_sensitivity, spread.traits)
    table[c.ATTENTION] = around(persona.attention, spread.attention)
    table[c.WANTS_INFORMATION] = around(motives.information, spread.traits)
    table[c.WANTS_FUN] = around(motives.fun, spread.traits)
    table[c.WANTS_BONDS] = around(motives.bonds, spread.traits)
    table[c.WANTS_IDENTITY] = around(motives.identity, spread.traits)
    table[c.WANTS_GAIN] = around(motives.gain, spread.traits)
    table[c.HONESTY] = persona.honesty
    table[c.RESTLESSNESS] = betaincinv(persona.restless_low, persona.restless_high, grid)
    table[c.FIRST_TRUST] = persona.trust
    table[c.FIRST_HABIT] = betaincinv(persona.activity_low, persona.activity_high, grid)
    return table
