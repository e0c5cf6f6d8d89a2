"""Facts that need a trial: the same worlds, one thing changed, the same luck."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from commsim.day.trust import moved
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from commsim.validation.archive import posts_of
from commsim.world.numeric import HALF, ONE, ZERO, F

Numbers = Mapping[str, float]
Values = NDArray[np.float64]
Table = Mapping[str, Values]
"""Numbers of many trials: by name, float64 [trials]."""

SIZES = (75, 150, 300, 600, 1200, 2400, 4800, 9600)
PEOPLE = 19_200
"""People in the rooms of each size together; most of a room's people are silent, so sizes are told by posters, too."""
FIRST, LAST, RETURN_WITHIN = 30, 59, 28
"""Posters of days FIRST … LAST are asked whether they post again within so many days."""

ADS = (0, 1, 3, 7, 14, 28, 56)
FEN = 100

MONTH = 30
MONTHS = 21


def group_size(scenario: Scenario, seed: int) -> Numbers:
    """By the size rooms start with: a month's posters a room, and the share of them who return."""
    sizes = [size for size in SIZES for _ in range(PEOPLE // size)]
    rooms = [started_with(scenario, size) for size in SIZES]
    scenarios = [rooms[SIZES.index(size)] for size in sizes]
    days = LAST + RETURN_WITHIN + 1
    posts = posts_of(scenarios, range(seed, seed + len(sizes)), days)
    first = posts[posts["day"].between(FIRST, LAST)].drop_duplicates("person").set_index("person")
    since = posts["day"] - posts["person"].map(first["day"])
    back = first.index.isin(posts["person"][since.between(1, RETURN_WITHIN)])
    size = np.array(sizes)[first["room"].to_numpy()]
    returned = {f"size_{one}": float(back[size == one].mean()) if (size == one).any() else float("nan") for one in SIZES}
    return returned | {f"posters_{one}": float((size == one).sum() / sizes.count(one)) for one in SIZES}


def started_with(scenario: Scenario, members: int) -> Scenario:
    """The scenario with so many members of two months' standing on day 0, nobody else to come."""
    community, market = scenario.community, scenario.market
    groups = community.groups.model_copy(update={"count": 1, "most": 1, "capacity": members})
    seeds = community.seeds.model_copy(update={"per_group": 0})
    started = {"groups": groups, "seeds": seeds, "initial_members": members, "initial_tenure": 60.0}
    return scenario.model_copy(
        update={"community": community.model_copy(update=started), "market": market.model_copy(update={"channels": ()})}
    )


def best_size(trials: Table) -> Table:
    """The best size in posters of a month, as chat archives tell it, and its lead over the smallest and the largest."""
    best, over_first, over_last = inner_best(np.array([trials[f"size_{size}"] for size in SIZES]))
    return {"best": trials[f"posters_{SIZES[best]}"], "over_smallest": over_first, "over_largest": over_last}


def ad_frequency(scenario: Scenario, seed: int, days: int = 180) -> Numbers:
    """Revenue in yuan by ads a week."""
    record = simulate([with_ads(scenario, ads) for ads in ADS], [seed] * len(ADS), days)
    revenue = record["revenue"].sum(axis=1) / FEN
    return {f"ads_{ads}": float(value) for ads, value in zip(ADS, revenue, strict=True)}


def with_ads(scenario: Scenario, per_week: float) -> Scenario:
    """The scenario with so many ads a week."""
    ads = scenario.strategy.ads.model_copy(update={"per_week": float(per_week)})
    return scenario.model_copy(update={"strategy": scenario.strategy.model_copy(update={"ads": ads})})


def best_frequency(trials: Table) -> Table:
    """Lead of the best frequency over none and over the most."""
    _, over_none, over_most = inner_best(np.array([trials[f"ads_{ads}"] for ads in ADS]))
    return {"over_none": over_none, "over_most": over_most}


def inner_best(values: Values) -> tuple[int, Values, Values]:
    """The best point that is no end, and its lead over the first and over the last point; values [points, trials].

    The point is chosen on every second trial and judged on the others, so that choosing it favours nothing; where trials
    are too few for that, all are used.
    """
    chosen, judged = (values[:, ::2], values[:, 1::2]) if values.shape[1] > 1 else (values, values)
    best = 1 + int(np.nanmean(chosen[1:-1], axis=1).argmax())
    return best, judged[best] - judged[0], judged[best] - judged[-1]


def ad_load(scenario: Scenario, seed: int, per_week: float = 7.0, months: int = MONTHS) -> Numbers:
    """Openings of the first and of the last month, with ads and without, nobody new coming."""
    closed = without_inflow(scenario)
    record = simulate([with_ads(closed, 0.0), with_ads(closed, per_week)], [seed, seed], MONTH * months)
    monthly = record["dau"].reshape(2, months, MONTH).sum(axis=2)
    return {
        "free_first": float(monthly[0, 0]),
        "loaded_first": float(monthly[1, 0]),
        "free_last": float(monthly[0, -1]),
        "loaded_last": float(monthly[1, -1]),
    }


def without_inflow(scenario: Scenario) -> Scenario:
    """The scenario without anybody new: no channel, nobody accepts an invitation."""
    return scenario.model_copy(update={"market": scenario.market.model_copy(update={"channels": (), "acceptance": 0.0})})


def harm(trials: Table) -> Table:
    """Share of the openings lost in the first and in the last month, and their ratio."""
    losses: dict[str, Callable[[Table], float]] = {"short_run": _lost("first"), "long_run": _lost("last")}
    losses["times"] = lambda some: losses["long_run"](some) / losses["short_run"](some)
    return {name: pseudo_values(loss, trials) for name, loss in losses.items()}


def _lost(month: str) -> Callable[[Table], float]:
    return lambda some: float(1.0 - some[f"loaded_{month}"].sum() / some[f"free_{month}"].sum())


def pseudo_values(statistic: Callable[[Table], float], trials: Table) -> Values:
    """Jackknife pseudo-values of a statistic of all trials: their mean and standard error are those of the statistic."""
    size = next(iter(trials.values())).size
    whole = statistic(trials)
    if size < 2:
        return np.array([whole])
    without = [statistic({name: np.delete(values, one) for name, values in trials.items()}) for one in range(size)]
    return size * whole - (size - 1) * np.array(without)


def trust_acts(scenario: Scenario, seed: int) -> Numbers:
    """How far one bad act moves a trust of one half, against one good act; the same for everybody, so the seed is of no account."""
    del seed
    behaviour = scenario.behaviour.trust
    gain, loss = F(behaviour.gain), F(behaviour.loss)
    better, worse = moved(HALF, ONE, ZERO, gain, loss), moved(HALF, ZERO, ONE, gain, loss)
    return {"times": float((HALF - worse) / (better - HALF))}
