"""A disk that takes no more: exit code 5, one line, and every file is whole: the old one or the new one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from commsim.study.errors import StudyError
from commsim.study.files import read_run
from faults.conftest import assert_same_results, quick

WORDS = quick("runner=serial", "report.formats=[svg]", "replicates=4")


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".lock", "manifest.json")
    }


@pytest.mark.parametrize("file_size", [0, 2_000, 20_000, 60_000])
def test_a_first_run_leaves_nothing_that_reads_as_finished(run, tmp_path, file_size):
    code, errors = run(*WORDS, file_size=file_size)
    assert code == 5
    assert errors.splitlines()[-1].endswith(("File too large", "disk I/O error"))  # the lock is SQLite's
    assert "Traceback" not in errors
    assert not list(tmp_path.rglob("*.part"))
    for path in tmp_path.rglob("*.parquet"):
        assert len(pd.read_parquet(path))
    with pytest.raises(StudyError):
        read_run(tmp_path / "run")
    assert run(*WORDS)[0] == 0
    assert run(*WORDS, "output=undisturbed", "store=other")[0] == 0
    assert_same_results(tmp_path / "run", tmp_path / "undisturbed")


@pytest.mark.parametrize("words", [WORDS, ["report", "run", "report.charts=true"]])
def test_earlier_files_stay_as_they_are(run, tmp_path, words):
    assert run(*WORDS)[0] == 0
    before = files(tmp_path)
    code, errors = run(*words, file_size=4_000)
    assert (code, errors.splitlines()[-1].endswith("File too large")) == (5, True)
    after = files(tmp_path)
    assert {name for name in before if after.get(name) != before[name]} <= {"run/jobs.parquet"}  # smaller than the limit: new and whole
    assert {name for name in after if name not in before} == set()
    assert run(*WORDS)[0] == 0
    assert len(read_run(tmp_path / "run").outcomes) == 5 * 4


def test_a_cache_that_takes_nothing_costs_time_only(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, errors = run(*WORDS, "days=1", COMMSIM_CACHE=str(tmp_path / "file"))
    assert (code, "Traceback" in errors) == (0, False)
