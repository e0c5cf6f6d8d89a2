"""All arrays of a batch of worlds, and how they are laid out.

Members of a group lie side by side; the groups of a world follow one another; the worlds of a batch do too.
Arms and replicates are simply more worlds, so that one call runs them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.counts import COUNTS as RECORDED
from commsim.scenario.fields import TOPICS
from commsim.scenario.rates import GROUP_COUNTS, RING_DAYS
from commsim.scenario.schema import Scenario
from commsim.world import columns as c
from commsim.world.parameters import MONEY, PARAMETERS, PLAIN, money_of, numbers_of, parameter_row
from commsim.world.personas import persona_tables
from commsim.world.tables import ACTION, EFFECT, PRODUCT, RULE, SECOND, Tables, second_sizes, tables

PAD = 32
"""Slices start and end at multiples of this, so that loops over them vectorise."""
SLACK = 4
"""A slice has capacity / SLACK more rows than seats, so that who left stays known for a while."""
MAX_CHANNELS = 4


class State(NamedTuple):
    """The arrays of a batch. N rows, G groups, W worlds, S scenarios, M working positions, K topics."""

    key: NDArray[np.uint64]  # [N] identity; 0: row never used
    trait: NDArray[np.float32]  # [TRAITS, N]
    state: NDArray[np.float32]  # [STATES, N]
    taste: NDArray[np.float32]  # [K, N] interest now
    own: NDArray[np.uint8]  # [K, N] own taste the interest returns to, in 1/64
    seen: NDArray[np.float32]  # [CREATIVES, N] exposures, fading
    count: NDArray[np.int32]  # type: ignore[assignment]  # [COUNTS, N]; hides tuple.count
    flag: NDArray[np.uint8]  # [FLAGS, N]
    shown: NDArray[np.uint8]  # [2, N] what a member showed, by parity of the day
    generation: NDArray[np.uint16]  # [N] how often the row has been given away
    seat: NDArray[np.int16]  # [2, N] second group and VIP group, counted from the world's first group; -1 none
    paid_need: NDArray[np.uint8]  # [PAID, N] need for what is sold beside goods, in 1/255
    more_need: NDArray[np.float32]  # [products - 1, N] need for each product after the first, 0..1
    more_experience: NDArray[np.float32]  # [products - 1, N] EXPERIENCE with each of them
    tie_row: NDArray[np.int32]  # [TIES, N]
    tie_generation: NDArray[np.uint16]  # [TIES, N]
    tie: NDArray[np.float32]  # [TIES, N] strength, 0: free
    group: NDArray[np.void]  # [G] GROUP
    item: NDArray[np.void]  # [G, ITEMS] ITEM
    world: NDArray[np.void]  # [W] WORLD
    p: NDArray[np.void]  # [W] PARAMETERS, as they hold for the community
    local: NDArray[np.void]  # [G] PARAMETERS, as they hold in each group
    money: NDArray[np.float64]  # [W + 1, MONEY] the amounts of money in p, by position
    number: NDArray[np.float32]  # [W + 1, PLAIN] the other parameters in p, by position
    local_money: NDArray[np.float64]  # [G + 1, MONEY]
    local_number: NDArray[np.float32]  # [G + 1, PLAIN]
    base_money: NDArray[np.float64]  # [S, 1 + kinds, MONEY] parameters before any rule; see world/tables.py, also for the next seven
    base: NDArray[np.float32]  # [S, 1 + kinds, PLAIN]
    product: NDArray[np.void]  # [S, products - 1] PRODUCT
    second: NDArray[np.void]  # [S, kinds] SECOND
    action: NDArray[np.void]  # [S, actions] ACTION
    rule: NDArray[np.void]  # [S, rules] RULE
    effect: NDArray[np.void]  # [S, effects] EFFECT
    founder: NDArray[np.int32]  # [S, founders, 8]
    season: NDArray[np.float32]  # [S, days, 3]
    fired: NDArray[np.int32]  # [W + G, rules] day a rule fired last
    times: NDArray[np.int32]  # [W + G, rules] how often it has fired
    layers: NDArray[np.int32]  # [W + G, rules] how often it has fired since its changes last ended
    until: NDArray[np.int32]  # [W + G, rules] day its changes end
    ring: NDArray[np.int32]  # [G, RING_DAYS, GROUP_COUNTS] what each group counted on the last days
    channel: NDArray[np.void]  # [S, MAX_CHANNELS] CHANNEL
    persona_cut: NDArray[np.float32]  # [S, 8] cumulated shares
    persona_taste: NDArray[np.float32]  # [S, 8, K]
    quantiles: NDArray[np.float32]  # [S, 8, TRAITS, QUANTILES]
    taste_quantiles: NDArray[np.float32]  # [S, QUANTILES]
    waiting_key: NDArray[np.uint64]  # [N / 8] keys of the invited
    waiting_from: NDArray[np.int32]  # [N / 8] rows of the inviters
    daily: NDArray[np.int64]  # [W, days, columns]
    tenure: NDArray[np.int64]  # [W, 3, days + 1]
    work: NDArray[np.float32]  # [WORK, M]
    luck: NDArray[np.uint32]  # [LUCK, M] halves of the day's luck
    lists: NDArray[np.int32]  # [LISTS, M] compact lists of members


def slice_rows(capacity: int) -> int:
    """Rows set aside for a group of that capacity."""
    return -(-(capacity + capacity // SLACK) // PAD) * PAD


def allocate(scenarios: Sequence[Scenario], seeds: Sequence[int], days: int) -> State:
    """Arrays for worlds of the given scenarios and seeds; nobody has joined yet.

    Identical scenario objects share their tables.
    """
    distinct = list({id(s): s for s in scenarios}.values())
    number = {id(s): i for i, s in enumerate(distinct)}
    world, group = _layout(scenarios, seeds, number)
    n = int(world["rows"].sum())
    listed = tables(distinct, days)
    state = zeros(n, int(world["waiting_room"].sum()), len(group), len(scenarios), days, listed.product.shape[1])
    return _with_rules(state, listed, len(scenarios) + len(group))._replace(
        world=world,
        group=group,
        **_parameters(scenarios, distinct, number, world, group, listed),
        channel=_channels(distinct),
        **persona_tables(distinct)._asdict(),
    )


def _parameters(
    scenarios: Sequence[Scenario],
    distinct: Sequence[Scenario],
    number: dict[int, int],
    world: NDArray[np.void],
    group: NDArray[np.void],
    listed: Tables,
) -> dict[str, NDArray[Any]]:
    """Parameter rows of worlds and groups, and the same memory as plain numbers, through which rules change it.

    There is a spare row at the end: a single row would be contiguous in memory, and the kernel compiled once more for that.
    """
    rows = np.concatenate([parameter_row(s) for s in distinct])
    p = rows[[*(number[id(s)] for s in scenarios), 0]]
    local = p[np.append(group["world"], 0)]
    table = world["personas"][group["world"]]
    money_of(local)[:-1] = listed.base_money[table, group["kind"] + 1]
    numbers_of(local)[:-1] = listed.base[table, group["kind"] + 1]
    return {
        "p": p[:-1].view(np.recarray),
        "local": local[:-1].view(np.recarray),
        "money": money_of(p),
        "number": numbers_of(p),
        "local_money": money_of(local),
        "local_number": numbers_of(local),
    }


def _with_rules(state: State, listed: Tables, places: int) -> State:
    """The tables, and for every world and group what its rules have done so far."""
    rules = listed.rule.shape[1]
    return state._replace(
        **listed._asdict(),
        fired=np.full((places, rules), c.NEVER, np.int32),
        times=np.zeros((places, rules), np.int32),
        layers=np.zeros((places, rules), np.int32),
        until=np.full((places, rules), c.NEVER, np.int32),
    )


def _layout(scenarios: Sequence[Scenario], seeds: Sequence[int], number: dict[int, int]) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """World and group records with their places in the arrays; a world's second groups follow its general ones and have no rows."""
    world = np.zeros(len(scenarios), c.WORLD).view(np.recarray)
    most = np.array([s.community.groups.most for s in scenarios])
    seconds = [second_sizes(s) for s in scenarios]
    size = np.array([slice_rows(s.community.groups.capacity) for s in scenarios])
    every = most + [len(sizes) for sizes in seconds]
    world["seed"] = seeds
    world["groups"], world["seconds"] = most, every - most
    world["group"] = np.concatenate([[0], np.cumsum(every)[:-1]])
    world["rows"] = most * size
    world["row"] = np.concatenate([[0], np.cumsum(most * size)[:-1]])
    world["waiting_room"] = np.maximum(world["rows"] // 8, 64)
    world["waiting"] = np.concatenate([[0], np.cumsum(world["waiting_room"])[:-1]])
    world["personas"] = [number[id(s)] for s in scenarios]
    world["products"] = [1 + len(s.market.more_products) for s in scenarios]
    group = np.zeros(int(every.sum()), c.GROUP).view(np.recarray)
    group["world"] = np.repeat(np.arange(len(scenarios)), every)
    group["kind"] = c.HOME
    group["last_message"] = -1
    for w, scenario in enumerate(scenarios):
        home = slice(world["group"][w], world["group"][w] + most[w])
        group["rows"][home], group["capacity"][home] = size[w], scenario.community.groups.capacity
        for place, (kind, capacity) in enumerate(seconds[w], home.stop):
            group["kind"][place], group["capacity"][place] = kind, capacity
    group["row"] = np.concatenate([[0], np.cumsum(group["rows"])[:-1]])
    return world, group


def zeros(n: int, waiting: int, groups: int, worlds: int, days: int, more: int) -> State:
    """Fresh arrays for so many rows, places of the invited, groups, worlds, days, further products; the caller fills in the tables."""
    return State(
        key=np.zeros(n, np.uint64),
        trait=np.zeros((c.TRAITS, n), np.float32),
        state=np.zeros((c.STATES, n), np.float32),
        taste=np.zeros((TOPICS, n), np.float32),
        own=np.zeros((TOPICS, n), np.uint8),
        seen=np.zeros((c.CREATIVES, n), np.float32),
        count=np.zeros((c.COUNTS, n), np.int32),
        flag=np.zeros((c.FLAGS, n), np.uint8),
        shown=np.zeros((2, n), np.uint8),
        generation=np.zeros(n, np.uint16),
        seat=np.zeros((2, n), np.int16),
        paid_need=np.zeros((c.PAID, n), np.uint8),
        more_need=np.zeros((more, n), np.float32),
        more_experience=np.zeros((more, n), np.float32),
        tie_row=np.zeros((c.TIES, n), np.int32),
        tie_generation=np.zeros((c.TIES, n), np.uint16),
        tie=np.zeros((c.TIES, n), np.float32),
        group=np.zeros(0, c.GROUP).view(np.recarray),
        item=np.zeros((groups, c.ITEMS), c.ITEM).view(np.recarray),
        world=np.zeros(0, c.WORLD).view(np.recarray),
        p=np.zeros(0, PARAMETERS).view(np.recarray),
        local=np.zeros(0, PARAMETERS).view(np.recarray),
        money=np.zeros((0, MONEY)),
        number=np.zeros((0, PLAIN), np.float32),
        local_money=np.zeros((0, MONEY)),
        local_number=np.zeros((0, PLAIN), np.float32),
        base_money=np.zeros((0, 1, MONEY)),
        base=np.zeros((0, 1, PLAIN), np.float32),
        product=np.zeros((0, 0), PRODUCT).view(np.recarray),
        second=np.zeros((0, 0), SECOND).view(np.recarray),
        action=np.zeros((0, 0), ACTION).view(np.recarray),
        rule=np.zeros((0, 0), RULE).view(np.recarray),
        effect=np.zeros((0, 0), EFFECT).view(np.recarray),
        founder=np.zeros((0, 0, 8), np.int32),
        season=np.zeros((0, 0, 3), np.float32),
        fired=np.zeros((0, 0), np.int32),
        times=np.zeros((0, 0), np.int32),
        layers=np.zeros((0, 0), np.int32),
        until=np.zeros((0, 0), np.int32),
        ring=np.zeros((groups, RING_DAYS, len(GROUP_COUNTS)), np.int32),
        channel=np.zeros((0, MAX_CHANNELS), c.CHANNEL).view(np.recarray),
        persona_cut=np.zeros((0, 0), np.float32),
        persona_taste=np.zeros((0, 0, TOPICS), np.float32),
        quantiles=np.zeros((0, 0, c.TRAITS, c.QUANTILES), np.float32),
        taste_quantiles=np.zeros((0, c.QUANTILES), np.float32),
        waiting_key=np.zeros(waiting, np.uint64),
        waiting_from=np.zeros(waiting, np.int32),
        daily=np.zeros((worlds, days, len(RECORDED)), np.int64),
        tenure=np.zeros((worlds, 3, days + 1), np.int64),
        work=np.zeros((c.WORK, 0), np.float32),
        luck=np.zeros((c.LUCK, 0), np.uint32),
        lists=np.zeros((c.LISTS, 0), np.int32),
    )


def _channels(scenarios: Sequence[Scenario]) -> NDArray[np.void]:
    table = np.zeros((len(scenarios), MAX_CHANNELS), c.CHANNEL).view(np.recarray)
    for row, scenario in zip(table, scenarios, strict=True):
        for place, channel in zip(row, scenario.market.channels, strict=False):
            place["per_day"], place["until"] = channel.per_day, channel.until_day
            place["interest"], place["trust"] = channel.interest, channel.trust
    return table


def with_work(state: State, positions: int) -> State:
    """The same state with its own working columns for that many positions."""
    return state._replace(
        work=np.zeros((c.WORK, positions), np.float32),
        luck=np.zeros((c.LUCK, positions), np.uint32),
        lists=np.zeros((c.LISTS, positions), np.int32),
    )


def finite_worlds(state: State) -> NDArray[np.bool_]:
    """Whether all states of a world's members are numbers, bool [W]. One that is not stays so: nothing computed from it is a number."""
    finite = np.ones(state.key.size, np.bool_)
    for values in (state.trait, state.state, state.taste, state.seen, state.more_need, state.more_experience, state.tie):
        for column in values:
            finite &= np.isfinite(column)
    return np.logical_and.reduceat(finite, state.world["row"]) if state.world.size else finite
