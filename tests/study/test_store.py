"""Finished jobs are found again, whole or not at all."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from commsim.metrics.registry import METRICS
from commsim.scenario.counts import COUNTS
from commsim.study.batch import Done
from commsim.study.errors import StorageError
from commsim.study.store import Store, open_store

DAYS = 5


def done(*keys: str, daily: bool = True, seed: int = 0) -> Done:
    rng = np.random.default_rng(seed)
    outcomes = rng.normal(size=(len(keys), len(METRICS)))
    outcomes[0, 0] = np.nan
    days = rng.integers(-5, 2**60, size=(len(keys), DAYS, len(COUNTS))) if daily else None
    return Done(tuple(keys), rng.random(len(keys)), outcomes, rng.integers(0, 99, size=(len(keys), 3, DAYS + 1)), days)


def same(left: Done, right: Done) -> bool:
    arrays = [(left.seconds, right.seconds), (left.outcomes, right.outcomes), (left.tenure, right.tenure)]
    if left.daily is not None:
        arrays.append((left.daily, right.daily))
    return left.keys == right.keys and all(np.array_equal(a, b, equal_nan=True) for a, b in arrays)


def test_what_is_saved_is_loaded_bit_for_bit(tmp_path):
    store = Store(tmp_path)
    store.save(done("a", "b"))
    (loaded,) = store.load(["a", "b"], DAYS, daily=True)
    assert same(done("a", "b"), loaded)


def test_only_wanted_jobs_are_loaded(tmp_path):
    store = Store(tmp_path)
    store.save(done("a", "b", "c"))
    store.save(done("d", seed=1))
    (loaded,) = store.load(["c", "x"], DAYS, daily=False)
    assert loaded.keys == ("c",)
    np.testing.assert_array_equal(loaded.outcomes, done("a", "b", "c").outcomes[2:])
    assert store.load(["x"], DAYS, daily=False) == []


def test_a_job_in_two_files_is_loaded_once(tmp_path):
    store = Store(tmp_path)
    store.save(done("a", "b"))
    store.save(done("b", "c", seed=1))
    keys = [key for one in store.load(["a", "b", "c"], DAYS, daily=True) for key in one.keys]
    assert sorted(keys) == ["a", "b", "c"]


def test_jobs_without_days_do_not_serve_where_days_are_wanted(tmp_path):
    store = Store(tmp_path)
    store.save(done("a", daily=False))
    assert store.load(["a"], DAYS, daily=True) == []
    assert store.load(["a"], DAYS, daily=False)[0].daily is None


def test_every_flipped_byte_is_found(tmp_path):
    store = Store(tmp_path)
    path = store.save(done("a"))
    content = path.read_bytes()
    for place in np.random.default_rng(3).choice(len(content), size=60, replace=False):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x41]) + content[place + 1 :])
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")
            assert store.load(["a"], DAYS, daily=True) == [], f"byte {place}"
    path.write_bytes(content)
    assert len(store.load(["a"], DAYS, daily=True)) == 1


@pytest.mark.parametrize("cut", [0, 10, 1_000])
def test_a_torn_file_is_ignored_with_a_warning(tmp_path, cut):
    store = Store(tmp_path)
    path = store.save(done("a"))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.warns(UserWarning, match="damaged"):
        assert store.load(["a"], DAYS, daily=True) == []


def test_files_being_written_are_not_looked_at(tmp_path):
    store = Store(tmp_path)
    (tmp_path / ".x.parquet.abc.part").write_bytes(b"half")
    assert store.load(["a"], DAYS, daily=True) == []


def test_model_versions_do_not_mix(tmp_path):
    open_store(tmp_path, "a" * 64).save(done("a"))
    assert open_store(tmp_path, "b" * 64).load(["a"], DAYS, daily=True) == []
    assert len(open_store(tmp_path, "a" * 64).load(["a"], DAYS, daily=True)) == 1


def test_no_name_no_store():
    assert open_store("", "a" * 64) is None


def test_a_store_that_cannot_be_written_is_a_storage_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError):
        Store(tmp_path / "file").save(done("a"))
