"""A run's folder: whole or absent, one study at a time, checked when read back."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from commsim.scenario import run_file
from commsim.study.compare import compare
from commsim.study.errors import FolderBusy, StorageError, StudyError
from commsim.study.files import FolderTaken, add_report, csv_for_people, default_directory, of_another_version, read_comparison
from commsim.study.folder import locked
from commsim.study.manifest import commit, config_hash, read_manifest, write_manifest
from commsim.study.whole_files import sha256, write_whole

FILES = {"config.yaml", "jobs.parquet", "daily.parquet", "outcomes.parquet", "outcomes.csv", "retention.parquet", "comparison.csv"}


@pytest.fixture
def run(experiment, engine, tmp_path):
    return compare(experiment, engine=engine, directory=tmp_path / "run", command=("commsim", "experiment=content"))


manifest = read_manifest


def test_all_files_are_there_with_their_checksums_and_rows(run):
    says = manifest(run.directory)
    assert says["files"].keys() == FILES
    for name, entry in says["files"].items():
        assert sha256((run.directory / name).read_bytes()) == entry["sha256"]
    assert says["files"]["daily.parquet"]["rows"] == len(run.daily) == len(pd.read_parquet(run.directory / "daily.parquet"))
    assert not list(run.directory.glob("*.part"))


def test_the_manifest_says_what_was_done(run, experiment):
    says = manifest(run.directory)
    assert (says["status"], says["failed"], says["jobs"]) == ("complete", 0, 18)
    assert says["command"] == ["commsim", "experiment=content"]
    assert says["seeds"] == {"first": experiment.config.seed, "count": 6}
    assert says["config_hash"] == config_hash(experiment)
    assert says["primary"] == "membership_retention_d7"
    assert says["margin"] == 0.01
    assert says["cores"] == os.cpu_count()
    assert {"commsim", "model", "python", "numpy"} <= says["versions"].keys()
    assert says["seconds"] > 0
    assert says["schema_version"] == 1


def test_reading_back_gives_the_same_comparison(run):
    back = read_comparison(run.directory)
    for name in ("jobs", "daily", "outcomes", "retention", "comparison"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(run, name), check_exact=True)
    assert back.experiment == run.experiment
    assert back.notes == run.notes
    assert back.answer("zh") == run.answer("zh")


def test_the_config_runs_again_to_the_same_rows(run, engine):
    again = compare(run_file.read(run.directory / "config.yaml"), engine=engine)
    pd.testing.assert_frame_equal(again.outcomes, run.outcomes, check_exact=True)
    pd.testing.assert_frame_equal(again.comparison, run.comparison, check_exact=True)


def test_comparison_csv_holds_the_comparison(run):
    table = pd.read_csv(run.directory / "comparison.csv").fillna({"target_verdict": "", "goal_verdict": ""})
    pd.testing.assert_frame_equal(table, run.comparison, rtol=1e-14, check_dtype=False)


def test_formulas_in_csv_are_defused():
    text = csv_for_people(pd.DataFrame({"arm": ["=1+1", "+2", "-3", "@x", "plain", "\t=1"], "value": [-1.5, 2, 3, 4, 5, 6]}))
    back = pd.read_csv(io.BytesIO(text))
    assert back["arm"].tolist() == ["'=1+1", "'+2", "'-3", "'@x", "plain", "'\t=1"]
    assert back["value"].tolist() == [-1.5, 2, 3, 4, 5, 6]


def test_every_damaged_file_is_found(run):
    for name in FILES:
        content = (run.directory / name).read_bytes()
        middle = len(content) // 2
        (run.directory / name).write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        with pytest.raises(StorageError, match=name):
            read_comparison(run.directory)
        (run.directory / name).write_bytes(content)
    assert read_comparison(run.directory)


def test_every_flipped_byte_of_the_manifest_is_found(run):
    path = run.directory / "manifest.json"
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x11]) + content[place + 1 :])
        with pytest.raises(StorageError, match=r"manifest\.json is damaged"):
            read_manifest(run.directory)
    path.write_bytes(content)
    assert read_comparison(run.directory)


@pytest.mark.parametrize("content", [b"[]", b"{}", b"null", b"[" * 100_000, b"", b"\xff"])
def test_what_is_no_manifest_is_said(tmp_path, content):
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(StorageError, match="damaged"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["../elsewhere.parquet", "/etc/hostname", "a/b.parquet"])
def test_a_manifest_cannot_name_files_elsewhere(run, name):
    says = manifest(run.directory)
    write_manifest(run.directory, says | {"files": says["files"] | {name: {"sha256": "0", "rows": 1}}})
    with pytest.raises(StorageError, match="do not lie elsewhere"):
        read_comparison(run.directory)


def test_results_without_a_sound_manifest_are_not_overwritten(run, experiment, engine):
    before = (run.directory / "outcomes.parquet").read_bytes()
    for content in (b"{}", None):
        (run.directory / "manifest.json").unlink()
        if content:
            (run.directory / "manifest.json").write_bytes(content)
        with pytest.raises(StudyError, match="delete it") as refusal:
            compare(experiment, engine=engine, directory=run.directory)
        assert refusal.value.exit_code == (5 if content else 2)
    assert (run.directory / "outcomes.parquet").read_bytes() == before


def test_work_of_another_version_is_told_apart(run):
    assert not of_another_version(run.directory)
    says = manifest(run.directory)
    write_manifest(run.directory, says | {"versions": says["versions"] | {"model": "0" * 64}})
    assert of_another_version(run.directory)
    assert not of_another_version(run.directory / "nowhere")


def test_a_report_is_listed_but_may_be_missing(run):
    chart = run.directory / "charts" / "funnel.svg"
    chart.parent.mkdir()
    chart.write_bytes(b"<svg/>")
    before = manifest(run.directory)
    add_report(run.directory, [chart])
    says = manifest(run.directory)
    assert says == before | {"files": before["files"] | {"charts/funnel.svg": {"sha256": sha256(b"<svg/>")}}}
    chart.unlink()
    assert read_comparison(run.directory).notes == run.notes


def test_a_missing_file_is_named(run):
    (run.directory / "daily.parquet").unlink()
    with pytest.raises(StorageError, match=r"daily\.parquet"):
        read_comparison(run.directory)


def test_a_folder_without_a_run(tmp_path):
    with pytest.raises(StudyError, match="no finished run"):
        read_comparison(tmp_path)


def test_a_run_with_failed_jobs_is_incomplete_and_names_them(experiment, engine, tmp_path):
    first = experiment.config.seed

    def faulty(scenarios, seeds, days, threads=1, progress=None):
        if first in seeds:
            raise ValueError("no")
        return engine(scenarios, seeds, days, threads, progress)

    compare(experiment, engine=faulty, directory=tmp_path)
    says = manifest(tmp_path)
    assert (says["status"], says["failed"]) == ("incomplete", 3)
    assert says["failed_jobs"][0] == {
        "arm": "today",
        "point": 0,
        "replicate": 0,
        "seed": first,
        "status": "failed",
        "error": "ValueError: no",
    }
    assert read_comparison(tmp_path).comparison["n_failed"].eq(1).all()


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt(), "interrupted"), (MemoryError(), "failed")])
def test_a_run_that_does_not_go_through_says_so(experiment, tmp_path, error, status):
    def watch(_finished, _everything):
        raise error

    with pytest.raises(type(error)):
        compare(experiment, directory=tmp_path, progress=watch)
    assert manifest(tmp_path)["status"] == status
    with pytest.raises(StudyError, match=status):
        read_comparison(tmp_path)


def test_an_interrupted_run_goes_on_to_the_same_table(experiment, engine, settings, calls, tmp_path):
    stored = settings(experiment, store=tmp_path / "store", batch=4)

    def stop(finished, _everything):
        if finished >= 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(stored, engine=engine, directory=tmp_path / "run", progress=stop)
    calls.clear()
    resumed = compare(stored, engine=engine, directory=tmp_path / "run")
    assert sum(worlds for worlds, _ in calls) == 18 - 8
    pd.testing.assert_frame_equal(resumed.outcomes, compare(experiment, engine=engine).outcomes, check_exact=True)
    assert manifest(tmp_path / "run")["status"] == "complete"


def test_while_it_runs_the_manifest_says_so(experiment, engine, tmp_path):
    seen = []
    compare(experiment, engine=engine, directory=tmp_path, progress=lambda *_: seen.append(manifest(tmp_path)["status"]))
    assert set(seen) == {"running"}


def test_a_second_study_on_the_folder_is_refused_and_told_who_and_since_when(experiment, engine, tmp_path):
    with locked(tmp_path), pytest.raises(FolderBusy, match=rf"process {os.getpid()} on .*, since \d{{4}}-") as refusal:
        compare(experiment, engine=engine, directory=tmp_path)
    assert refusal.value.exit_code == 4
    compare(experiment, engine=engine, directory=tmp_path)


def test_a_killed_process_leaves_no_lock(tmp_path):
    code = f"import sys, time; sys.path[:0] = {sys.path!r}\nfrom pathlib import Path\nfrom commsim.study.folder import locked\n"
    code += f"with locked(Path({str(tmp_path)!r})):\n    print('held', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline().strip() == "held"
        with pytest.raises(FolderBusy, match=f"process {child.pid}"), locked(tmp_path):
            pass
        child.kill()
        child.wait()
    with locked(tmp_path):
        pass


def test_a_folder_that_cannot_be_locked_is_a_storage_error(tmp_path):
    (tmp_path / ".lock").mkdir()
    with pytest.raises(StorageError, match="unable to open"), locked(tmp_path):
        pass


def test_another_configuration_does_not_overwrite_a_folder(run, experiment, engine, settings):
    before = (run.directory / "outcomes.parquet").read_bytes()
    with pytest.raises(FolderTaken, match="another configuration"):
        compare(settings(experiment, days=11), engine=engine, directory=run.directory)
    assert (run.directory / "outcomes.parquet").read_bytes() == before
    compare(experiment, engine=engine, directory=run.directory)


def test_a_folder_without_results_may_be_taken(experiment, engine, settings, tmp_path):
    def stop(_finished, _everything):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(experiment, engine=engine, directory=tmp_path, progress=stop)
    compare(settings(experiment, days=11), engine=engine, directory=tmp_path)
    assert manifest(tmp_path)["days"] == 11


def test_default_folder_is_named_by_the_configuration(experiment, settings):
    folder = default_directory(experiment)
    assert folder.parts[:2] == ("outputs", "content")
    assert folder == default_directory(settings(experiment, executor="threads", store="elsewhere"))
    assert folder != default_directory(settings(experiment, days=13))
    assert default_directory(settings(experiment, output="here")) == Path("here")


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    write_whole(tmp_path / "a", b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_commit_is_read_from_the_checkout(tmp_path):
    package = tmp_path / "src" / "commsim"
    assert commit(package) == ""
    (tmp_path / ".git" / "refs" / "heads").mkdir(parents=True)
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git" / "packed-refs").write_text("# pack-refs\nabc refs/heads/main\n")
    assert commit(package) == "abc"
    (tmp_path / ".git" / "refs" / "heads" / "main").write_text("def\n")
    assert commit(package) == "def"
    (tmp_path / ".git" / "HEAD").write_text("0123\n")
    assert commit(package) == "0123"
