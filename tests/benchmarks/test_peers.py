"""What the engine's speed is compared with does the same: else the ratios would say nothing."""

import functools

import numpy as np
import pytest

core_day = pytest.importorskip("core_day")
import peers  # noqa: E402
from core_day import Outcome  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # Mesa's own
MEMBERS, DAYS, ROUNDS = 120, 12, 8


@functools.cache
def honest():
    return peers.outcomes(MEMBERS, DAYS, ROUNDS)


def test_something_happens():
    means = honest()["engine"].mean(axis=0)
    assert (means[: Outcome._fields.index("trust")] > 0).all()


def test_peers_agree():
    assert peers.disagreements(honest()) == []


def test_c_draws_the_same_numbers():
    results = honest()
    if "C" not in results:
        pytest.skip("no gcc")
    assert np.abs(results["C"][:, :5] - results["engine"][:, :5]).max() <= 2


@pytest.mark.parametrize("name", ["activity", "trust", "restlessness"])
def test_a_falsified_peer_is_seen(name):
    def falsify(people):
        return people._replace(columns=people.columns | {name: people.columns[name] * np.float32(0.6)})

    assert peers.disagreements(peers.outcomes(MEMBERS, DAYS, ROUNDS, falsify)) != []
