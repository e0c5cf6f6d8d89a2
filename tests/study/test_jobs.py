"""The job table: its keys name all that decides a result, and nothing else."""

from __future__ import annotations

import hashlib
import json

from commsim.study.jobs import COLUMNS, Case, canonical, job_keys, plan
from commsim.study.version import model_version, source_files


def test_key_is_the_hash_of_canonical_json(experiment):
    scenario = experiment.arms["today"]
    document = {"days": 12, "model": "m", "scenario": scenario.model_dump(mode="json"), "seed": 3}
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    assert job_keys(scenario, 12, [3], "m") == [hashlib.sha256(text.encode()).hexdigest()]


def test_key_changes_with_everything_that_decides_a_result(experiment):
    today, better = experiment.arms["today"], experiment.arms["better"]
    keys = [job_keys(today, 12, [3, 4], "m"), job_keys(better, 12, [3], "m"), job_keys(today, 13, [3], "m"), job_keys(today, 12, [3], "n")]
    assert len({key for some in keys for key in some}) == 5


def test_equal_scenarios_have_the_same_text(experiment):
    scenario = experiment.arms["today"]
    assert canonical(scenario) == canonical(type(scenario).model_validate(scenario.model_dump()))


def test_plan_gives_each_replicate_the_same_seed_in_every_arm(experiment):
    cases = [Case(arm, 0, scenario) for arm, scenario in experiment.arms.items()]
    jobs = plan(cases, range(5, 8), 12, "m")
    assert tuple(jobs.table.columns) == COLUMNS
    assert jobs.table.groupby("replicate")["seed"].nunique().eq(1).all()
    assert jobs.table["seed"].tolist() == [5, 6, 7] * 3
    assert jobs.table["arm"].tolist() == ["today"] * 3 + ["do_nothing"] * 3 + ["better"] * 3
    assert jobs.scenarios[3] == experiment.arms["do_nothing"]
    assert jobs.table["key"].is_unique


def test_adding_an_arm_or_a_replicate_leaves_other_keys_as_they_were(experiment):
    cases = [Case(arm, 0, scenario) for arm, scenario in experiment.arms.items()]
    few, many = plan(cases[:2], range(3), 12, "m").table, plan(cases, range(5), 12, "m").table
    both = few.merge(many, on=["arm", "replicate"], suffixes=("", "_then"))
    assert len(both) == 6
    assert (both["key"] == both["key_then"]).all()


def test_model_version_follows_the_sources_but_not_their_line_ends(tmp_path):
    (tmp_path / "day").mkdir()
    source = tmp_path / "day" / "trust.py"

    def version_of(text: bytes) -> str:
        source.write_bytes(text)
        model_version.cache_clear()
        return model_version(tmp_path)

    first = version_of(b"a = 1\nb = 2\n")
    assert version_of(b"a = 1\r\nb = 2\r\n") == first
    assert version_of(b"a = 1\nb = 3\n") != first
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "charts.py").write_text("c = 1")
    assert version_of(b"a = 1\nb = 2\n") == first


def test_model_version_covers_the_model_and_leaves_out_studies():
    names = {path.parent.name for path in source_files()} | {path.name for path in source_files()}
    assert {"metrics", "record", "world", "day", "schema.py"} <= names
    assert not {"study", "report"} & names
