"""Functions compiled as parts of an entry point: what they compute, what they raise, and what is kept of them."""

import numba
import numpy as np
import pytest

from commsim.world.kernel import entry, kernel, mechanism

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")


@kernel
def double(x):
    return x + x


@mechanism
def inner(values, i):
    if i >= values.size:
        raise ValueError("no such place")
    values[i] = double(values[i])


@mechanism
def outer(values, last):
    for i in range(last):
        inner(values, i)


def run(values, last):
    outer(values, last)
    inner(values, 0)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMSIM_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture(params=["compiled", "from the cache"])
def compiled(request, cache):
    """The entry point as compiled, and as read from disk by another one of that name."""
    if request.param == "from the cache":
        entry(run, "run")(np.ones(1), 1)
    return entry(run, "run")


def test_parts_do_their_work(compiled):
    values = np.ones(3)
    compiled(values, 3)
    assert values.tolist() == [4.0, 2.0, 2.0]


def test_what_a_part_raises_arrives(compiled):
    with pytest.raises(ValueError, match="no such place"):
        compiled(np.ones(3), 4)


def test_the_second_one_is_read_from_disk(cache):
    entry(run, "run")(np.ones(1), 1)
    again = entry(run, "run")
    again(np.ones(1), 1)
    assert sum(again.stats.cache_hits.values()) == 1


def test_a_part_is_translated_only_with_what_calls_it(cache):
    entry(run, "run")(np.ones(1), 1)
    for part in (*inner.overloads.values(), *outer.overloads.values()):
        with pytest.raises(RuntimeError, match="no compiled object"):
            part.library._get_compiled_object()
