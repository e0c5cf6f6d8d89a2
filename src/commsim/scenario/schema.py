"""The whole scenario, and the settings of a study around it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commsim.scenario.behaviour import Behaviour
from commsim.scenario.fields import Strict, flag, key, part, text
from commsim.scenario.levers import Community, Rules
from commsim.scenario.strategy import Strategy
from commsim.scenario.uncertainties import Market, Members

ROLES = {
    "community": "lever",
    "strategy": "lever",
    "rules": "lever",
    "members": "uncertainty",
    "market": "uncertainty",
    "behaviour": "behaviour",
}
"""Which part of a scenario is controlled, which is not, and which is a claim about people."""


class Scenario(Strict):
    """One community under one strategy in one market: all that decides a run except its seed and length."""

    community: Community = part("size and structure")
    strategy: Strategy = part("what the operator does")
    rules: Rules = part("group rules")
    members: Members = part("who the members are")
    market: Market = part("inflow, reach, season, product")
    behaviour: Behaviour = part("how members respond")


class Runner(Strict):
    """Where and how jobs are run; never changes a result."""

    executor: Literal["serial", "threads", "loky"] = Field(
        description="serial, threads or loky (processes)", json_schema_extra={"unit": "name"}
    )
    workers: int = key("workers; 0: one per core", "workers", 0, 1_024)
    batch: int = key("most worlds simulated in one call", "worlds", 1, 100_000)


class ReportSettings(Strict):
    """How results are shown."""

    language: Literal["en", "zh"] = Field(description="language of charts and reports", json_schema_extra={"unit": "name"})
    currency: str = Field(
        max_length=6,
        pattern=r"^[^\d\s.,%+−<>&-]*$",
        description="currency shown with money, nothing is converted; empty: ¥ in English, 元 in Chinese",
        json_schema_extra={"unit": "such as $, USD or 美元: up to 6 characters, no digits or spaces"},
    )
    charts: bool = flag("whether charts are drawn")
    formats: tuple[Literal["png", "svg"], ...] = Field(
        min_length=1, description="file formats of the charts", json_schema_extra={"unit": "names"}
    )
    dpi: int = key("resolution of PNG charts", "dots/inch", 40, 600)


class Config(Scenario):
    """A composed configuration: a scenario, and how to run and report it."""

    days: int = key("length of a run", "days", 0, 36_500, tried=365)
    replicates: int = key("runs per arm, each with its own seed", "runs", 1, 1_000_000)
    seed: int = key("first seed; replicate r uses seed + r", "seed", 0, 2**31 - 1)
    output: str = text("folder of the results; empty: outputs/EXPERIMENT/KEY")
    store: str = text("folder of finished jobs")
    runner: Runner = part("how jobs are run")
    report: ReportSettings = part("how results are shown")

    def scenario(self) -> Scenario:
        """The part that decides what happens in a run."""
        return Scenario(**{name: getattr(self, name) for name in Scenario.model_fields})
