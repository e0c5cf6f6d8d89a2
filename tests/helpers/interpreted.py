"""Run as a program with NUMBA_DISABLE_JIT=1: what the tiny worlds give when the kernel is plain Python, as JSON."""

from __future__ import annotations

import json
import sys

import numba
import numpy as np

from commsim.scenario.counts import COUNTS
from commsim.simulate import record_of
from helpers.worlds import LENGTH, digest_of_state, run_spells, tiny_worlds


def main() -> None:
    """Run and print."""
    worlds = tiny_worlds()
    state = run_spells(worlds, range(len(worlds)))
    record = record_of(state, LENGTH)
    sums = {count.name: int(np.abs(record[count.name]).sum()) for count in COUNTS}
    json.dump({"compiled": not numba.config.DISABLE_JIT, "digest": digest_of_state(state), "sums": sums}, sys.stdout)


if __name__ == "__main__":
    main()
