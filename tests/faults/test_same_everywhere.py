"""The same bytes whatever the process's surroundings: hash seed, locale, time zone, folder worked in, executor, workers, batches."""

from __future__ import annotations

import pytest

from faults.conftest import assert_same_results, quick

SURROUNDINGS = {
    "hash seed": ([], {"PYTHONHASHSEED": "12345"}),
    "locale and time zone": ([], {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati"}),
    "another time zone": ([], {"TZ": "America/St_Johns", "LANG": "zh_CN.UTF-8"}),
    "one by one": (["runner=serial", "runner.batch=1"], {}),
    "three threads": (["runner=threads", "runner.workers=3", "runner.batch=7"], {}),
    "processes": (["runner=processes", "runner.workers=2", "runner.batch=4"], {}),
    "three processes": (["runner=processes", "runner.workers=3", "runner.batch=1"], {"PYTHONHASHSEED": "1"}),
}


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """Where the run to compare with lies."""
    return tmp_path_factory.mktemp("reference")


@pytest.fixture
def usual(run, reference):
    if not (reference / "run").exists():
        assert run(*quick("runner=threads", "store="), folder=reference, PYTHONHASHSEED="0", TZ="UTC")[0] == 0
    return reference / "run"


@pytest.mark.parametrize(("words", "environment"), SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_the_same_rows(run, usual, tmp_path, words, environment):
    folder = tmp_path / "结果 mit Leerzeichen"
    folder.mkdir()
    code, errors = run(*quick("store=", *words), folder=folder, **environment)
    assert code == 0, errors
    assert_same_results(folder / "run", usual)
    for name in ("comparison.csv", "outcomes.csv"):
        assert (folder / "run" / name).read_bytes() == (usual / name).read_bytes()
