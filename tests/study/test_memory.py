"""What does not fit is refused with its estimate before anything is made; what fits in parts is run in parts."""

from __future__ import annotations

import pytest

from commsim.cli import main
from commsim.scenario.errors import ConfigError
from commsim.study import memory
from commsim.world.state import allocate
from helpers.scenarios import default, variant

GIB = 2**30
HUGE = {"community.groups": {"count": 100_000, "capacity": 10_000, "most": 100_000}}


def world(**groups):
    return variant(default(), {f"community.groups.{name}": value for name, value in groups.items()})


@pytest.mark.parametrize("scenario", [default(), world(capacity=5_000), world(most=400)])
@pytest.mark.parametrize("days", [0, 180])
def test_the_estimate_is_what_is_allocated(scenario, days):
    alone, two = (sum(array.nbytes for array in allocate([scenario] * n, range(n), max(days, 1))) for n in (1, 2))
    assert memory.bytes_of_world(scenario, days) == pytest.approx(two - alone, rel=0.12)


def test_a_thousand_million_members_are_refused_with_the_estimate():
    with pytest.raises(ConfigError, match=r"100000 groups of 10000 members need about \d{3} GiB of memory, and [\d.,]+ GiB are free"):
        memory.check([variant(default(), HUGE)], 1, 1, daily=False)


def test_records_that_do_not_fit_are_refused():
    with pytest.raises(ConfigError, match=r"replicates: the records of 1 × 1000000 runs of 3650 days need about [\d,]+ GiB"):
        memory.check([default()], 1_000_000, 3_650, daily=True)
    memory.check([default()], 40, 180, daily=True)


@pytest.mark.parametrize("word", ["replicates=1000000", "community.groups={count: 100000, capacity: 10000, most: 100000}"])
def test_the_command_ends_with_one_line_and_exit_code_2(word, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["experiment=moderation", word, "store="]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("this machine: ")
    assert not list(tmp_path.rglob("*.parquet"))


def test_batches_shrink_to_what_is_free(monkeypatch):
    size = memory.bytes_of_world(default(), 180)
    monkeypatch.setattr(memory, "free", lambda: 20 * size)
    assert memory.fitting_batch([default()], 180, 256, 1) == 10
    assert memory.fitting_batch([default()], 180, 256, 5) == 2
    assert memory.fitting_batch([default()], 180, 4, 1) == 4
    assert memory.fitting_batch([], 180, 256, 1) == 256
    monkeypatch.setattr(memory, "free", lambda: 1)
    assert memory.fitting_batch([default()], 180, 256, 1) == 1


def test_where_the_system_does_not_say_nothing_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "Path", lambda *_: tmp_path / "nowhere")
    assert memory.free() is None
    memory.check([variant(default(), HUGE)], 1, 1, daily=False)
    assert memory.fitting_batch([default()], 180, 256, 1) == 256
