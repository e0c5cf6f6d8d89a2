"""A stand-in for the engine: quick, keyed by seed like the real one, with a lever that matters and one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from commsim.scenario.experiment import Experiment, load

TEXT = """
question: {{en: "Does {first} help?", zh: "有用吗？"}}
base: {{community: default}}
arms:
  today: []
  do_nothing: [strategy.content.quality=0.1]
  better: [strategy.content.quality=0.9]
labels:
  better: {{en: Better content, zh: 更好的内容}}
primary: membership_retention_d7
margin: 0.01
targets: {{membership_retention_d7: 0.6}}
goals: {{revenue: 0.1, dau: 0.1, trust_mean: 0.2}}
days: 12
replicates: 6
"""


@pytest.fixture(scope="session")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """Three arms, 12 days, 6 replicates, serial, nothing stored; content quality decides who stays."""
    path = tmp_path_factory.mktemp("experiments") / "content.yaml"
    path.write_text(TEXT.format(first="content"), encoding="utf-8")
    return load(path, overrides=["runner=serial", "store=''", "strategy.content.quality=0.5", "community.initial_members=100"])


@pytest.fixture(scope="session")
def settings() -> Callable[..., Experiment]:
    """settings(experiment, key=value, …): the experiment with other study settings; executor, workers, batch set the runner's."""

    def changed(experiment: Experiment, **values) -> Experiment:
        runner = {name: values.pop(name) for name in ("executor", "workers", "batch") if name in values}
        values = {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}
        config = experiment.config.model_copy(update=values)
        return replace(experiment, config=config.model_copy(update={"runner": config.runner.model_copy(update=runner)}))

    return changed


@pytest.fixture
def calls() -> list[tuple[int, int]]:
    """(worlds, threads) of each call of the engine."""
    return []


@pytest.fixture
def engine(calls: list[tuple[int, int]]) -> Callable:
    """Each member has its luck from the seed; who stays depends on luck and on content quality only."""

    def simulate(scenarios, seeds, days, threads=1, progress=None):
        import numpy as np

        from commsim.record.record import Record
        from commsim.scenario.counts import COLUMN, COUNTS

        calls.append((len(seeds), threads))
        daily = np.zeros((len(seeds), days, len(COUNTS)), dtype=np.int64)
        tenure = np.zeros((len(seeds), 3, days + 1), dtype=np.int64)
        for world, (scenario, seed) in enumerate(zip(scenarios, seeds, strict=True)):
            people = scenario.community.initial_members
            leaving = np.random.default_rng(seed).geometric(0.06, size=people) * (0.5 + scenario.strategy.content.quality)
            present = (leaving[:, None] > np.arange(1, days + 1)).sum(axis=0)
            left = -np.diff(present, prepend=people)
            values = {"members": present, "left": left, "dau": present // 2, "wau": present // 2, "mau": present}
            values |= {
                "revenue": 100 * present,
                "cost_content": 50 + 0 * present,
                "trust_sum": present * 32_768,
                "trust_squares": present * 16_384,
            }
            for name, value in values.items():
                daily[world, :, COLUMN[name]] = value
            if days:
                daily[world, 0, COLUMN["joined"]] = people
                tenure[world, 0, :days] = people
                tenure[world, 1, :days] = present
            for after in (1, 7):
                if days > after:
                    daily[world, after, COLUMN[f"present_d{after}"]] = present[after]
            if progress:
                progress(world + 1)
        return Record(daily, tenure)

    return simulate
