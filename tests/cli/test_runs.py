"""The whole way through, with the real engine, in a few days: every experiment, run again, reported again, swept."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from commsim.cli import main
from commsim.scenario import places

QUICK = ["days=3", "replicates=2", "report.charts=false", "runner=serial"]
COMPARED = [name for name in places.experiments() if name != "ad_frequency_by_group_size"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", COMPARED)
def test_every_experiment_runs(name, here, capsys):
    assert main([f"experiment={name}", *QUICK, "output=out", "store="]) == 0
    assert manifest(here / "out")["status"] == "complete"
    assert (here / "out" / "report.html").is_file()
    outcomes = pd.read_parquet(here / "out" / "outcomes.parquet")
    arms = manifest(here / "out")["arms"]
    assert len(outcomes) == 2 * len(arms)
    out, err = capsys.readouterr()
    assert f"{Path(name).name}: {len(arms)} arms × 2 runs × 3 days, into out" in err
    assert "Report: out" in out


def test_the_manifest_lists_charts_and_page(here):
    assert main(["experiment=moderation", "days=3", "replicates=2", "runner=serial", "output=out", "store=", "report.formats=[svg]"]) == 0
    files = manifest(here / "out")["files"]
    shown = sorted(path.relative_to(here / "out").as_posix() for path in (here / "out").rglob("*") if path.suffix in (".svg", ".html"))
    assert "report.html" in shown
    assert "charts/difference.svg" in shown
    assert shown == sorted(name for name in files if name.endswith((".svg", ".html")))
    for name in shown:
        assert files[name]["sha256"] == hashlib.sha256((here / "out" / name).read_bytes()).hexdigest()
    assert main(["report", "out", "report.charts=false", "report.language=zh"]) == 0
    again = manifest(here / "out")["files"]
    assert {name for name in again if again[name] != files[name]} == {"report.html"}
    assert again.keys() == files.keys()


def test_without_charts_there_is_a_page(here):
    assert main(["experiment=moderation", *QUICK, "output=out", "store="]) == 0
    assert "report.html" in manifest(here / "out")["files"]
    assert not (here / "out" / "charts").exists()


def test_the_same_again_from_its_config(here):
    assert main(["experiment=moderation", *QUICK]) == 0
    (folder,) = (here / "outputs" / "moderation").iterdir()
    assert main(["run", f"config={folder}/config.yaml", "output=again", "store=", "runner=threads"]) == 0
    for table in ("daily", "outcomes"):
        pd.testing.assert_frame_equal(pd.read_parquet(folder / f"{table}.parquet"), pd.read_parquet(here / "again" / f"{table}.parquet"))
    assert manifest(folder)["config_hash"] == manifest(here / "again")["config_hash"]


def test_a_finished_run_is_reported_again_in_another_language(here, capsys):
    main(["experiment=moderation", *QUICK, "output=out", "store="])
    before = (here / "out" / "report.html").read_text(encoding="utf-8")
    assert "普通群规" not in before
    assert main(["report", "out", "report.language=zh"]) == 0
    assert "普通群规" in (here / "out" / "report.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["report", "out", "report.language=de"]) == 2
    assert capsys.readouterr().err == "override: report.language: 'de'; accepted: one of en, zh\n"


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_a_folder_without_a_run_is_bad_input(folder, here, capsys):
    assert main(["report", folder]) == 2
    assert f"report: {folder}: " in capsys.readouterr().err


def test_a_folder_of_another_study_is_refused(here, capsys):
    assert main(["experiment=moderation", *QUICK, "output=out", "store="]) == 0
    assert main(["experiment=moderation", *QUICK, "output=out", "store=", "days=4"]) == 2
    assert "out holds results of moderation with another configuration" in capsys.readouterr().err


def test_a_sweep_of_one_lever(here, capsys):
    assert main(["sweep", "experiment=moderation", *QUICK, "output=out", "store=", "strategy.ads.per_week=0,7"]) == 0
    outcomes = pd.read_parquet(here / "out" / "outcomes.parquet")
    assert sorted(outcomes["point"].unique()) == [0, 1]
    assert "the baseline ordinary at 2 values of strategy.ads.per_week, 2 runs × 3 days" in capsys.readouterr().err


def test_the_two_axes_experiment(here):
    assert main(["experiment=ad_frequency_by_group_size", *QUICK, "output=out", "store="]) == 0
    assert manifest(here / "out")["study"] == "sweep"
    assert pd.read_parquet(here / "out" / "outcomes.parquet")["point"].nunique() == 20


def test_a_choice_that_some_arms_do_not_take_is_said_in_one_line(here, capsys):
    words = ["strategy=engaging", "days=1", "replicates=1", "report.charts=false", "runner=serial", "store="]
    assert main([*words, "output=a"]) == 0
    (warning,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Warning")]
    assert "strategy=engaging does not reach plan, more_events, better_offers" in warning
    assert "official_account.yaml, edit arms: in it" in warning
    assert main([*words[1:], "output=b"]) == 0
    assert "Warning" not in capsys.readouterr().err


def test_charts_can_be_drawn_of_a_run_of_no_days(here):
    assert main(["experiment=group_size", "days=0", "replicates=2", "runner=serial", "output=out", "store=", "report.formats=[svg]"]) == 0
    assert "charts/activity.svg" in manifest(here / "out")["files"]
