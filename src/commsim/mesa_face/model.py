"""A community as a Mesa model: `step()` is a day, `datacollector` holds the daily counts, `agents` the members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from commsim.day.execute import begin_stepped, run_fused, run_stepped
from commsim.mesa_face.base import DataCollector, Model
from commsim.mesa_face.build import built, length
from commsim.mesa_face.hooks import Intervention, describe, hooks
from commsim.mesa_face.member import Member
from commsim.mesa_face.today import counts_of, reporters
from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import record_of
from commsim.world import columns as c
from commsim.world.state import allocate

MOST_REPORTED = 100_000
"""Members from which agent reporters are refused: they would be slower than the community."""
SEEDS = 2**31


class CommunityModel(Model):  # type: ignore[misc]  # Mesa may come without types
    """One community, a day a step; the record has the same bytes as that of `simulate` with the same scenario and seed.

        CommunityModel(scenario, rng=1)
        CommunityModel(experiment="official_account", arm="plan", rng=1, **{"strategy.ads.per_week": 3})

    Members and groups lie in `state`; a `Member` is made only when `agents` is first asked for.
    """

    def __init__(
        self,
        arm: Scenario | str | None = None,
        experiment: str | Path | None = None,
        days: int | None = None,
        rng: Any = None,
        interventions: Sequence[Intervention] = (),
        agent_reporters: Mapping[str, Any] | None = None,
        **settings: Any,
    ) -> None:
        """Found a community.

        Args:
            arm: a scenario, or the name of an arm of the experiment (default: its baseline).
            experiment: name or file of the experiment (default: official_account).
            days: length of the run (default: the experiment's, or 180 for a scenario); then `running` becomes False.
            rng: seed, as Mesa takes it; a whole number is the world's seed itself.
            interventions: user code hooked into the day; with any, the day runs phase by phase.
            agent_reporters: of Mesa's DataCollector, for communities below 100,000 members.
            settings: changes by dotted key, `{"strategy.ads.per_week": 3}`, or by group, `strategy="steady"`; they win over the arm's.

        Raises ConfigError for an unknown arm, key or value.
        """
        rng = int(rng) if isinstance(rng, np.integer) else rng  # Mesa 3.5 refuses those of NumPy
        super().__init__(rng=rng)
        scenario, asked = built(arm, experiment, settings)
        self.settings = scenario
        self.days = length(asked, days)
        self.seed = rng if isinstance(rng, int) else int(self.rng.integers(SEEDS))
        self.interventions = tuple(interventions)
        self.day = 0
        self._hooks = hooks(self.interventions)
        self._founded()
        self._views: WeakValueDictionary[int, Member] = WeakValueDictionary()
        self._shown: NDArray[np.int64] = np.zeros(0, np.int64)
        self._watched = bool(agent_reporters)
        self.datacollector = DataCollector(model_reporters=reporters(), agent_reporters=agent_reporters)
        self.running = self.days > 0

    def _founded(self) -> None:
        """Allocate the world and seat its founders, so that there are members before the first step."""
        self.state = begin_stepped(allocate([self.settings], [self.seed], max(self.days, 1)))
        if not self._hooks:
            self.state.group["work"] = 0

    def step(self) -> None:
        """Simulate a day and collect its counts. Raises RuntimeError after the last day."""
        day = self.open_day()
        if self._hooks:
            run_stepped(self.state, day, self._hooks)
        else:
            run_fused(self.state, (0, 1), (day, day + 1), founded=True)
        self.day = day + 1
        self.running = self.day < self.days
        self._forget_today()
        if self._watched and self.today["members"] >= MOST_REPORTED:
            raise ValueError(f"agent reporters for {self.today['members']:,} members; at most {MOST_REPORTED:,}")
        self.datacollector.collect(self)

    def open_day(self) -> int:
        """The day about to begin. Raises RuntimeError after the last day, when nothing can be changed any more."""
        if self.day >= self.days:
            raise RuntimeError(f"the run of {self.days} days has ended; a longer one: CommunityModel(…, days=N)")
        return self.day

    @cached_property
    def today(self) -> dict[str, float]:
        """Counts (money in yuan), means and spreads of the last day simulated, as in the daily table."""
        if self.day == 0:
            raise RuntimeError("no day has been simulated yet; call step() first")
        return counts_of(self.state, self.day - 1)

    def _forget_today(self) -> None:
        self.__dict__.pop("today", None)

    @property
    def record(self) -> Record:
        """The record of the days simulated so far; `commsim.metrics` turns it into tables and outcomes."""
        return record_of(self.state, self.day)

    @property
    def plan(self) -> str:
        """The phases of a day in words, with the interventions where they happen."""
        return describe(self.interventions)

    @property
    def agents(self) -> Any:
        """The members present, as Mesa's AgentSet; to change who is in it use `Member.leave` and `Member.remove`."""
        self._meet()
        return super().agents

    @agents.setter
    def agents(self, agents: Any) -> None:
        raise AttributeError("who is a member is decided by the day; use Member.leave or Member.remove")

    @property
    def agents_by_type(self) -> Any:
        """The members present by class."""
        self._meet()
        return super().agents_by_type

    @property
    def agent_types(self) -> Any:
        """The classes of agents."""
        self._meet()
        return super().agent_types

    def member(self, unique_id: int) -> Member:
        """The member with that key. Raises KeyError if nobody present has it."""
        rows = np.flatnonzero(self.state.key == np.uint64(unique_id))
        present = rows[self.state.flag[c.PRESENCE, rows] == c.PRESENT]
        if not present.size:
            raise KeyError(f"no member {unique_id} is present")
        self._meet()
        return self._views[self._codes(present)[0]]

    def remove_all_agents(self) -> None:
        """Remove every member, as the operator may."""
        self._meet()
        super().remove_all_agents()

    def _codes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Row and generation in one number: a row given to a newcomer has another."""
        return (rows << 16) | self.state.generation[rows].astype(np.int64)

    def _meet(self) -> None:
        """Register views of who has come since the last look, or moved to another group; deregister those who have gone."""
        present = self._codes(np.flatnonzero(self.state.flag[c.PRESENCE] == c.PRESENT))
        before, self._shown = self._shown, present
        gone = np.setdiff1d(before, present, assume_unique=True).tolist()
        views = [self._views[code] for code in gone if code in self._views]
        for view in views:
            if view in super().agents:
                self.deregister_agent(view)
        moved = {view.unique_id: view for view in views}
        for code in np.setdiff1d(present, before, assume_unique=True).tolist():
            self._welcome(code, moved.get(int(self.state.key[code >> 16])))

    def _welcome(self, code: int, moved: Member | None) -> None:
        """The view of a member who came, moved or came back; one that somebody still holds is used again."""
        known = moved or self._views.get(code)
        if known is None:
            known = Member(self, code >> 16)
        else:
            self.register_agent(known)
            known.unique_id = int(self.state.key[code >> 16])  # some versions of Mesa number anew
        self._views[code] = known
