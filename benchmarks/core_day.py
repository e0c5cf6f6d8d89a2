"""The core day of the engine, and the one population from which the engine and all its peers start.

What the core day computes is written down in README.md. The engine runs the phases of its own plan; only `turn`, which
makes today into yesterday, is added here, as the phases that usually do it also do much else.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import commsim
from commsim.day.execute import begin_stepped, run_fused, run_stepped
from commsim.day.plan import DAY, Phase
from commsim.scenario.counts import COLUMN
from commsim.scenario.schema import Scenario
from commsim.world import columns as c
from commsim.world.kernel import mechanism
from commsim.world.numeric import ZERO, cut
from commsim.world.state import State, allocate, with_work

HERE = Path(__file__).resolve().parent
GROUP_SIZE = 500
"""WeChat's limit, and what a processor's cache likes."""
SEED = 20_240_601
OPENERS, MESSAGES, MEMBERS = COLUMN["openers"], COLUMN["messages"], COLUMN["members"]
OPEN_BIT = np.uint8(c.SHOWN_OPEN)


@mechanism
def turn(s, g, d):  # noqa: ANN001, ANN201
    """Today becomes yesterday: who opened, what was said and bought; and the day's three counts."""
    group = s.group[g]
    at, row, n, now = group.work, group.row, group.used, d & 1
    opened, bought = cut(s.work, c.OPENED, at, n), cut(s.work, c.BOUGHT, at, n)
    last, shown, satisfaction = cut(s.count, c.LAST_OPEN, row, n), cut(s.shown, now, row, n), cut(s.state, c.SATISFACTION, row, n)
    today, orders, pleased = np.int32(d), 0, 0
    for i in range(n):
        last[i] = today if opened[i] > ZERO else last[i]
    for i in range(n):
        shown[i] = OPEN_BIT if opened[i] > ZERO else np.uint8(0)
    for i in range(n):
        orders += np.int32(bought[i])
    for i in range(n):
        pleased += np.int32(1) if opened[i] > ZERO and satisfaction[i] > ZERO else np.int32(0)
    group.bought_before, group.pleased_before = orders, pleased
    group.openers_before, group.messages_before = group.openers, group.posts
    s.daily[group.world, d, OPENERS] += group.openers
    s.daily[group.world, d, MESSAGES] += group.posts
    s.daily[group.world, d, MEMBERS] += group.members


_PHASES = {phase.name: phase for phase in DAY}
_OWN_SOURCE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
"""Part of the phase's name, as the compile cache does not know this file."""
CORE: tuple[Phase, ...] = (
    *(_PHASES[name] for name in ("open", "read", "talk", "trust", "buy", "stay")),
    Phase(f"turn{_OWN_SOURCE}", "group", turn, "today becomes yesterday"),
)
"""The core day as a plan."""


class Outcome(NamedTuple):
    """What all peers must agree on: sums over the days, and two means of those present at the end."""

    openers: float
    messages: float
    orders: float
    left: float
    muted: float
    trust: float
    topic_mean: float


@cache
def scenario(members: int, arm: str = "core") -> Scenario:
    """An arm of days.yaml with that many members in groups of at most 500, everybody in on day 0."""
    groups = max(1, -(-members // GROUP_SIZE))
    overrides = [
        f"community.groups.count={groups}",
        f"community.groups.most={groups}",
        f"community.groups.capacity={-(-members // groups)}",
        f"community.initial_members={members}",
    ]
    return commsim.load(str(HERE / "days.yaml"), overrides=overrides).arms[arm]


def found(members: int, worlds: int, days: int, seed: int = SEED) -> State:
    """Founded worlds whose members differ in the states that a whole day would have moved before; day 0 is not run.

    Satisfaction is uniform in -0.5 .. 0.5, belonging in 0 .. 1, fatigue in 0 .. 0.5.
    """
    state = allocate([scenario(members)] * worlds, [seed + w for w in range(worlds)], days + 1)
    begin_stepped(state)
    state.group["work"] = 0
    random = np.random.default_rng(seed)
    size = state.key.size
    state.state[c.SATISFACTION] = random.random(size, np.float32) - np.float32(0.5)
    state.state[c.BELONGING] = random.random(size, np.float32)
    state.state[c.FATIGUE] = random.random(size, np.float32) * np.float32(0.5)
    state.count[c.LAST_OPEN] = 0
    return state


def run(state: State, days: int, worlds: tuple[int, int] | None = None) -> None:
    """Days 1 … days of the core day in the engine."""
    run_fused(state, worlds or (0, state.world.size), (1, days + 1), CORE)


def step(state: State, days: int) -> None:
    """The same, phase by phase: slower, and compiled in a fraction of the time."""
    state.group["work"] = state.group["row"]
    own = with_work(state, state.key.size)
    for day in range(1, days + 1):
        run_stepped(own, day, plan=CORE)


def present(state: State) -> NDArray[np.bool_]:
    """Which rows hold a member who is there."""
    return (state.key != 0) & (state.flag[c.PRESENCE] == c.PRESENT)


def outcome(state: State) -> Outcome:
    """What happened in the engine."""
    here = present(state)
    day = state.daily.sum(axis=(0, 1))
    return Outcome(
        openers=float(day[OPENERS]),
        messages=float(day[MESSAGES]),
        orders=float(day[COLUMN["orders"]]),
        left=float(day[COLUMN["left"]]),
        muted=float((state.flag[c.DO_NOT_DISTURB] * (state.key != 0)).sum()),
        trust=float(state.state[c.TRUST][here].mean(dtype=np.float64)),
        topic_mean=mean_topic(state.group["topic"].sum(axis=0)),
    )


def mean_topic(counts: NDArray[np.int64]) -> float:
    """Mean number of the topic spoken about; integer counts [topics]."""
    return float((np.arange(counts.size) * counts).sum() / max(counts.sum(), 1))


def parameters(state: State) -> dict[str, float]:
    """The numbers of the first world's parameter row that the core day uses, by name, and the price relative to the usual one."""
    row = state.p[0]
    names = [name for name in row.dtype.names if row.dtype[name].shape == ()]
    numbers = {name: float(row[name]) for name in names}
    numbers["price_log2"] = float(np.log2(numbers["product_price"] / numbers["product_reference_price"]))
    return numbers | {f"weekday{k}": float(row["weekday_opening"][k]) for k in range(7)}
