"""Strikes alone: forgotten one by one, each after its mean life."""

from __future__ import annotations

import numpy as np
import pytest

from commsim.day.execute import run_fused
from commsim.world import columns as c
from commsim.world.state import allocate
from helpers.scenarios import still, variant

NOBODY_ERRS = {"behaviour.moderation.breach": 0.0, "behaviour.moderation.false_alarm": 0.0}


@pytest.mark.parametrize(("life", "days"), [(30.0, 20), (10.0, 10), (1.0, 3)])
def test_strikes_fade_with_their_mean_life(life: float, days: int):
    changes = {**NOBODY_ERRS, "behaviour.moderation.strike_days": life, "community.groups.capacity": 500, "community.initial_members": 480}
    worlds, first = 8, 3
    state = allocate([variant(still(), changes)] * worlds, range(worlds), days + 1)
    run_fused(state, (0, worlds), (0, 1))
    here = state.key != 0
    state.flag[c.STRIKES, here] = first
    run_fused(state, (0, worlds), (1, days + 1))
    left = state.flag[c.STRIKES, here].astype(float)
    expected = first * (1 - 1 / life) ** days if life >= first else 0.0
    tolerance = 5 * left.std() / np.sqrt(left.size) + 1e-9
    assert abs(left.mean() - expected) < tolerance and left.max() <= first
    assert life < first or abs(left.mean() - first * (1 - 1.3 / life) ** days) > tolerance
