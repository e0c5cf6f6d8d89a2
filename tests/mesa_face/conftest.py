"""Small communities for the Mesa face: two groups, founders, seeds, inflow, ads, events, points and tiers."""

from __future__ import annotations

import pytest

from commsim.scenario.experiment import load
from commsim.scenario.schema import Scenario

SMALL = ["community.initial_members=60", "community.groups.capacity=60", "community.groups.count=2", "community.groups.most=3"]


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The plan of the example, made small."""
    return load("official_account", overrides=SMALL).arms["plan"]


@pytest.fixture
def model(scenario):
    """A community of 12 days before its first step."""
    from commsim.mesa_face.model import CommunityModel

    return CommunityModel(scenario, rng=5, days=12)
