"""batch_run, DataCollector and AgentSet, used as Mesa's own documentation does."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from commsim.mesa_face.base import DataCollector, Model
from commsim.mesa_face.member import Member
from commsim.mesa_face.model import CommunityModel

SMALL = {"community.initial_members": 60, "community.groups.capacity": 60, "community.groups.count": 2, "community.groups.most": 3}


def batch(parameters, seeds, **keywords):
    """Mesa's batch_run; seeds are an argument of its own from 3.5 on, a parameter before."""
    import inspect

    import mesa

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the progress bar's own words
        if "rng" in inspect.signature(mesa.batch_run).parameters:
            return mesa.batch_run(CommunityModel, parameters, rng=seeds, display_progress=False, **keywords)
        return mesa.batch_run(CommunityModel, {**parameters, "rng": seeds}, display_progress=False, **keywords)


def test_batch_run_varies_parameters():
    parameters = {"experiment": "official_account", "arm": "plan", "days": 9, "strategy.ads.per_week": [0, 7], **SMALL}
    results = pd.DataFrame(batch(parameters, [1, 2], data_collection_period=-1, max_steps=100))
    assert len(results) == 4
    assert set(results["Step"]) <= {8, 9}
    assert results.groupby("strategy.ads.per_week")["ad_exposures"].sum()[0] == 0
    assert (results["members"] > 0).all()
    alone = CommunityModel(experiment="official_account", arm="plan", rng=2, days=9, **{"strategy.ads.per_week": 7}, **SMALL)
    alone.run_model()
    row = results[(results["rng"] == 2) & (results["strategy.ads.per_week"] == 7)].iloc[0]
    assert row["messages"] == alone.today["messages"]
    assert row["trust_mean"] == alone.today["trust_mean"]


def test_batch_run_collects_every_step():
    results = pd.DataFrame(batch({"arm": "today", "days": 4, **SMALL}, [1], data_collection_period=1, max_steps=50))
    assert len(results) == 4


def test_data_collector_of_ones_own(scenario):
    class Mine(CommunityModel):
        def __init__(self, *args, **keywords):
            super().__init__(*args, **keywords)
            self.datacollector = DataCollector(
                model_reporters={"members": lambda model: len(model.agents), "day": "day"},
                agent_reporters={"trust": "trust", "Spend": lambda member: member.spend},
                tables={"notes": ["day", "text"]},
            )

    model = Mine(scenario, rng=1, days=3)
    model.run_model()
    model.datacollector.add_table_row("notes", {"day": 1, "text": "a"})
    assert model.datacollector.get_model_vars_dataframe()["day"].tolist() == [1, 2, 3]
    people = model.datacollector.get_agent_vars_dataframe()
    assert people.index.names == ["Step", "AgentID"]
    last = people.xs(people.index.get_level_values("Step").max(), level="Step")
    assert len(last) == len(model.agents)
    assert last["trust"].mean() == pytest.approx(np.mean(model.agents.get("trust")))
    assert len(model.datacollector.get_table_dataframe("notes")) == 1


def test_agent_reporters_by_keyword(scenario):
    model = CommunityModel(scenario, rng=1, days=2, agent_reporters={"Trust": "trust", "Tier": "tier"})
    model.run_model()
    people = model.datacollector.get_agent_vars_dataframe()
    assert set(people["Tier"]) <= {"potential", "ordinary", "core"}
    assert len(people) == model.record["members"].sum()


def test_it_is_a_mesa_model(model):
    assert isinstance(model, Model)
    assert model.agent_types == [Member]
    assert len(model.agents_by_type[Member]) == len(model.agents)
    assert model.agents[0].model is model
    assert model.agents[0].random is model.random
    assert model.agents[0] in model.agents


def test_select(model):
    trusting = model.agents.select(lambda member: member.trust > 0.5)
    assert len(trusting) == sum(trust > 0.5 for trust in model.agents.get("trust"))
    assert 0 < len(trusting) < len(model.agents)
    assert len(model.agents.select(at_most=5)) == 5
    assert len(model.agents.select(at_most=0.5)) == len(model.agents) // 2
    assert len(model.agents.select(agent_type=Member)) == len(model.agents)


def test_do_and_shuffle_do(model):
    model.agents.do(lambda member: setattr(member, "need", 0.25))
    assert set(model.agents.get("need")) == {0.25}
    order = []
    model.agents.shuffle_do(order.append)
    assert order != list(model.agents)
    assert set(order) == set(model.agents)
    model.agents.do("step")
    assert model.agents.map(lambda member: member.need) == [0.25] * len(order)


def test_get_set_agg(model):
    model.agents.set("fatigue", 2.0)
    assert model.agents.get("fatigue") == [2.0] * len(model.agents)
    assert model.agents.get(["fatigue", "persona"])[0][0] == 2.0
    assert model.agents.agg("fatigue", [min, max, sum]) == [2.0, 2.0, 2.0 * len(model.agents)]
    assert model.agents.get("nickname", handle_missing="default", default_value="?") == ["?"] * len(model.agents)


def test_sort(model):
    trust = model.agents.sort("trust", ascending=True).get("trust")
    assert trust == sorted(trust)
    spend = model.agents.sort(lambda member: member.joined).get("joined")
    assert spend == sorted(spend, reverse=True)


def test_groupby(model):
    groups = model.agents.groupby("persona")
    assert sum(groups.count().values()) == len(model.agents)
    assert groups.agg("trust", max) == {name: max(members.get("trust")) for name, members in groups}
    by_group = model.agents.groupby(lambda member: member.group, result_type="list")
    assert set(dict(iter(by_group))) == {0, 1}
    groups.do(lambda members: members.set("need", 0.5))
    assert set(model.agents.get("need")) == {0.5}


def test_slices_and_shuffles(model):
    assert model.agents[0:3] == list(model.agents)[:3]
    assert set(model.agents.shuffle()) == set(model.agents)
