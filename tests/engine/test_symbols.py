"""What compiling leaves behind."""

import numba
import pytest

from commsim.simulate import simulate
from commsim.world.kernel import cache_folder
from helpers.worlds import tiny_worlds


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_compiled_code_is_small():
    """Symbols that spell out the handle's fields once made it 75 MB, and compiling a fifth slower."""
    simulate(tiny_worlds()[:1], [1], 1)
    assert 0 < sum(path.stat().st_size for path in cache_folder().glob("day.*")) < 10_000_000
