"""Two studies never mix: one folder takes one, one store serves several."""

from __future__ import annotations

import re

from commsim.study.manifest import read_manifest, write_manifest
from faults.conftest import assert_same_results, kept, quick, wait_for


def test_a_second_study_on_the_folder_is_told_who_and_since_when(start, run, tmp_path):
    first = start(*quick("days=3650", "replicates=40"))
    wait_for(first, "into run")
    while not (tmp_path / "run" / "manifest.json").exists():
        assert first.poll() is None
    code, errors = run(*quick("days=30"))
    assert code == 4
    assert re.search(
        rf"run is in use by process {first.pid} on .*, since \d{{4}}-.*; wait, or choose another folder", errors.splitlines()[-1]
    )
    assert first.poll() is None


def test_two_on_one_store_side_by_side(start, run, tmp_path):
    both = [start(*quick(f"output={name}")) for name in ("one", "two")]
    for child in both:
        _, errors = child.communicate(timeout=100)
        assert (child.returncode, "Traceback" in errors, "damaged" in errors) == (0, False, False)
    assert run(*quick("store="))[0] == 0
    for name in ("one", "two"):
        assert_same_results(tmp_path / name, tmp_path / "run")
    assert len(set(kept(tmp_path / "store"))) == 5 * 6


def test_another_configuration_is_not_resumed(run):
    assert run(*quick())[0] == 0
    code, errors = run(*quick("strategy.notify=0.4"))
    assert code == 2
    assert "run holds results of moderation with another configuration" in errors


def test_another_version_is_not_resumed_silently(run, tmp_path):
    assert run(*quick())[0] == 0
    says = read_manifest(tmp_path / "run")
    write_manifest(tmp_path / "run", says | {"versions": says["versions"] | {"model": "0" * 64}})
    code, errors = run(*quick())
    assert code == 0
    assert "Warning: run was made by another version of the model, whose runs are not taken over: all runs are made again" in errors
    assert "another version" not in run(*quick())[1]
