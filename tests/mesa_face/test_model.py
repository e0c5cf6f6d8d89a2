"""A Mesa model's run is the engine's run, to the byte, and ends when it should."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from commsim.day.plan import DAY
from commsim.mesa_face.hooks import Intervention, add
from commsim.mesa_face.model import CommunityModel
from commsim.metrics.frames import daily_frame
from commsim.scenario.errors import ConfigError
from commsim.scenario.experiment import load
from commsim.simulate import simulate

INERT = Intervention("nothing", "after:settle", add("trust", 0.0))


def same(record, other) -> bool:
    return record.daily.tobytes() == other.daily.tobytes() and record.tenure.tobytes() == other.tenure.tobytes()


@pytest.mark.parametrize("interventions", [[], [INERT]], ids=["fused", "stepped"])
def test_steps_give_the_bytes_of_simulate(scenario, interventions):
    model = CommunityModel(scenario, rng=5, days=12, interventions=interventions)
    while model.running:
        model.step()
    assert model.steps == model.day == 12
    assert same(model.record, simulate([scenario], [5], 12))


def test_looking_changes_nothing(scenario):
    model = CommunityModel(scenario, rng=5, days=12)
    while model.running:
        assert len(model.agents.select(lambda member: member.trust >= 0 and member.ties is not None)) == len(model.agents)
        model.step()
    assert same(model.record, simulate([scenario], [5], 12))


def test_another_seed_gives_another_world(scenario, model):
    other = CommunityModel(scenario, rng=6, days=12)
    model.run_model()
    other.run_model()
    assert not same(model.record, other.record)


def test_the_record_so_far_is_that_of_a_shorter_run(scenario, model):
    for _ in range(7):
        model.step()
    assert same(model.record, simulate([scenario], [5], 7))


def test_founders_are_there_before_the_first_step(scenario, model):
    seeds = 2 * scenario.community.seeds.per_group
    assert len(model.agents) == 60 + seeds
    model.step()
    assert model.today["joined"] + model.today["already"] >= 60 + seeds


def test_the_run_ends_on_the_last_day(model):
    model.run_model()
    assert (model.day, model.running) == (12, False)
    with pytest.raises(RuntimeError, match="12 days has ended"):
        model.step()


def test_no_days_no_step(scenario):
    model = CommunityModel(scenario, rng=1, days=0)
    assert not model.running
    assert model.record.days == 0
    with pytest.raises(RuntimeError, match="0 days has ended"):
        model.step()


def test_the_data_collector_holds_the_daily_table(model):
    model.run_model()
    collected = model.datacollector.get_model_vars_dataframe()
    table = daily_frame(model.record).drop(columns=["world", "day"])
    assert list(collected.columns) == list(table.columns)
    np.testing.assert_array_equal(collected.to_numpy(float), table.to_numpy(float))


def test_a_seed_may_come_from_a_generator(scenario):
    runs = [CommunityModel(scenario, rng=np.random.default_rng(3), days=3) for _ in range(2)]
    assert runs[0].seed == runs[1].seed
    assert CommunityModel(scenario, rng=np.int64(4), days=3).seed == 4
    assert CommunityModel(scenario, days=3).seed != CommunityModel(scenario, days=3).seed


def test_built_from_keywords():
    model = CommunityModel(experiment="official_account", arm="plan", rng=1, days=2, **{"strategy.ads.per_week": 7.0})
    assert model.settings.strategy.ads.per_week == 7.0
    assert CommunityModel("today", days=2).settings.strategy.ads.per_week != 7.0
    assert CommunityModel(strategy="do_nothing", days=2).settings.strategy.content.per_week == 0.0
    assert CommunityModel().days == load("official_account").config.days


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({"arm": "plann"}, "did you mean plan"),
        ({"armm": "plan"}, "armm: cannot be set here"),
        ({"strategy.ads.per_weak": 1}, "did you mean strategy.ads.per_week"),
        ({"strategy.ads.per_week": -1.0}, "number from 0 to 70"),
        ({"strategy": "stedy"}, "did you mean steady"),
        ({"seed": 3}, "the seed is rng="),
        ({"days": -1}, "whole number from 0"),
        ({"experiment": "officialaccount"}, "official_account"),
    ],
)
def test_wrong_keywords_are_said(keywords, said):
    with pytest.raises(ConfigError, match=said):
        CommunityModel(**keywords)


def test_a_scenario_can_be_changed_but_not_doubled(scenario):
    assert CommunityModel(scenario, days=1, **{"strategy.ads.per_week": 3}).settings.strategy.ads.per_week == 3.0
    with pytest.raises(ConfigError, match="given beside a scenario"):
        CommunityModel(scenario, experiment="official_account")


def test_agent_reporters_are_refused_for_large_communities(scenario, monkeypatch):
    monkeypatch.setattr("commsim.mesa_face.model.MOST_REPORTED", 50)
    model = CommunityModel(scenario, rng=1, days=2, agent_reporters={"trust": "trust"})
    with pytest.raises(ValueError, match="agent reporters for"):
        model.step()


def test_a_subclass_may_do_more_each_day(scenario):
    class Watched(CommunityModel):
        def step(self):
            super().step()
            self.seen = [*getattr(self, "seen", []), self.today["dau"]]

    model = Watched(scenario, rng=5, days=4)
    model.run_model()
    assert model.seen == model.record["dau"][0].tolist()


def test_the_plan_is_printed_with_interventions(scenario):
    lines = CommunityModel(scenario, rng=1, days=1, interventions=[INERT]).plan.splitlines()
    assert len(lines) == len(DAY) + 1
    assert lines[lines.index("    * nothing (after:settle)") - 1].split()[1] == "settle"


START = "print(multiprocessing.get_start_method(allow_none=True))"


def said_by(code: str) -> list[str]:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_importing_mesa_through_commsim_leaves_the_process_as_it_was():
    assert said_by(f"import multiprocessing, commsim.mesa_face.model; {START}") == ["None"]


def test_hooks_need_no_mesa():
    assert said_by("import sys, commsim.mesa_face.hooks; print('mesa' in sys.modules)") == ["False"]
