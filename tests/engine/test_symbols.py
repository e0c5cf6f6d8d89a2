"""What compiling leaves behind."""

import sys

import numba
import pytest

from commsim.day.execute import run_fused
from commsim.simulate import simulate
from commsim.world.kernel import cache_folder
from commsim.world.state import allocate
from helpers.worlds import tiny_worlds


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_compiled_code_is_small():
    """Symbols that spell out the handle's fields once made it 75 MB, and compiling a fifth slower."""
    simulate(tiny_worlds()[:1], [1], 1)
    assert 0 < sum(path.stat().st_size for path in cache_folder().glob("day.*")) < 10_000_000


def test_arrays_lent_to_compiled_code_come_back():
    """Compiled code does not count the users of the state's arrays; nobody may be left counted, and nothing freed."""
    state = allocate(tiny_worlds()[:1], [1], 3)
    before = [sys.getrefcount(array) for array in state]
    for day in range(3):
        run_fused(state, (0, 1), (day, day + 1))
    assert [sys.getrefcount(array) for array in state] == before
    assert state.daily.any()
