"""The core day in plain NumPy: whole columns over all members at once, and NumPy's own random numbers."""

from __future__ import annotations

import numpy as np
from core_day import Outcome, mean_topic
from numpy.typing import NDArray
from people import People

MOST_POSTS = 30


def saturate(x: NDArray[np.float32], half: float | NDArray[np.float32]) -> NDArray[np.float32]:
    """x / (x + half), 0 where both are 0."""
    return x / (x + half + np.float32(1e-6))


class NumpyDay:
    """Columns of all members; one method per phase."""

    def __init__(self, people: People, seed: int) -> None:
        self.random = np.random.default_rng((seed, 1))  # not the stream that the founders' states came from
        self.p = {name: np.float32(value) for name, value in people.p.items()}
        self.columns = {name: values.copy() for name, values in people.columns.items()}
        self.taste = people.taste.cumsum(axis=0)
        self.group, self.groups = people.group, people.groups
        n, self.joined = people.group.size, people.joined.astype(np.float32)
        self.here, self.was_open, self.muted = np.ones(n, bool), np.zeros(n, bool), np.zeros(n, bool)
        self.last_open = np.zeros(n, np.int32)
        self.openers_before, self.messages_before, self.pleased_before, self.bought_before = np.zeros((4, people.groups), np.float32)
        self.openers = self.messages = self.orders = self.left = 0
        self.topics = np.zeros(8, np.int64)

    def draw(self) -> NDArray[np.float32]:
        """One uniform number per member."""
        return self.random.random(self.group.size, np.float32)

    def run(self, days: int) -> Outcome:
        """Days 1 … days."""
        for day in range(1, days + 1):
            self.step(day)
        return Outcome(
            self.openers, self.messages, self.orders, self.left, self.muted.sum(),
            self.columns["trust"][self.here].mean(), mean_topic(self.topics),
        )  # fmt: skip

    def step(self, day: int) -> None:
        """One day."""
        opened = self.open(day)
        _, overload = self.read(opened)
        posts = self.talk(opened, overload)
        self.trust(opened)
        bought = self.buy(opened)
        self.leave(day)
        self.turn(day, opened, posts, bought)

    def open(self, day: int) -> NDArray[np.bool_]:
        """Who opens."""
        p, m = self.p, self.columns
        z = p[f"weekday{int((day + p['first_weekday']) % 7)}"] + p["open_need"] * m["need"] + p["open_belonging"] * m["belonging"]
        z += p["open_satisfaction"] * m["satisfaction"] + p["open_momentum"] * self.was_open - p["open_fatigue"] * m["fatigue"]
        z += p["open_newcomer"] * p["open_newcomer_days"] / (p["open_newcomer_days"] + (day - self.joined))
        odds = m["activity"] * np.exp(z)
        return self.here & (self.draw() * (1 - m["activity"] + odds) < odds)

    def read(self, opened: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Share read, and overload."""
        attention = self.columns["attention"]
        volume = self.messages_before[self.group] + np.float32(1e-6)
        overload = opened * 2 * saturate(np.maximum(volume / attention - 1, 0), 1.0)
        return opened * np.minimum(attention / volume, 1), overload

    def talk(self, opened: NDArray[np.bool_], overload: NDArray[np.float32]) -> NDArray[np.int64]:
        """Messages begun, and their topics."""
        p, m = self.p, self.columns
        common = p["talk_audience"] * saturate(np.sqrt(self.openers_before), np.sqrt(p["talk_audience_half"]))
        common -= p["talk_redundancy"] * saturate(self.messages_before, p["talk_redundancy_half"])
        common -= p["talk_chill"] * p["rules_strictness"] ** 2 * (1 - p["rules_explained"])
        z = common[self.group] + p["talk_belonging"] * m["belonging"] + p["talk_satisfaction"] * m["satisfaction"]
        z -= p["talk_overload"] * overload + p["talk_fatigue"] * m["fatigue"] + p["talk_intrinsic"] * (1 - m["intrinsic"])
        mean = p["talk_base"] * m["sociability"] * np.exp(z)
        chance = opened * mean / (1 + mean)
        with np.errstate(divide="ignore"):
            posts = np.minimum(np.log(1 - self.draw()) / np.log(chance), MOST_POSTS).astype(np.int64)
        speakers = np.flatnonzero(posts)
        cumulated = self.taste[:, speakers]
        topic = (self.random.random(speakers.size, np.float32) * cumulated[-1] >= cumulated[:-1]).sum(axis=0)
        self.topics += np.bincount(topic, weights=posts[speakers], minlength=8).astype(np.int64)
        return posts

    def trust(self, opened: NDArray[np.bool_]) -> None:
        """The day's evidence (reading counts only where there is spam, and there is none)."""
        p, m = self.p, self.columns
        peers = p["trust_peers"] * saturate(self.pleased_before, np.maximum(self.openers_before - self.pleased_before, 0))
        good = opened * (p["trust_satisfaction"] * np.maximum(m["satisfaction"], 0) + peers[self.group])
        bad = opened * (p["trust_satisfaction"] * np.maximum(-m["satisfaction"], 0))
        after = self.moved(m["trust"], good, bad)
        m["trust"] = after + p["trust_drift"] * (m["first_trust"] - after)

    def moved(self, trust: NDArray[np.float32], good: NDArray[np.float32], bad: NDArray[np.float32]) -> NDArray[np.float32]:
        """Trust after good and bad acts."""
        gain, loss = np.clip(self.p["trust_gain"] * good, 0, 1), np.clip(self.p["trust_loss"] * bad, 0, 1)
        return np.clip(trust + gain * (1 - trust) - loss * trust, 0, 1)

    def buy(self, opened: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Who orders, and what the product does to trust."""
        p, m = self.p, self.columns
        crowd = saturate(self.bought_before, np.maximum(self.openers_before - self.bought_before, 0))
        z = p["buy_trust"] * (m["trust"] - 1) - p["buy_need"] * (1 - m["need"]) - p["buy_fatigue"] * m["fatigue"]
        z -= p["buy_price"] * p["price_log2"] * m["price_sensitivity"]
        z += p["buy_experience"] * m["experience"] + p["buy_social"] * np.float32(0.5) * crowd[self.group]
        bought = opened & (self.draw() < p["buy_base"] * p["buy_unprompted"] * np.exp(z))
        buyers = np.flatnonzero(bought)
        m["need"][buyers] = 0
        quality = np.clip(p["product_quality"] + p["buy_variability"] * (2 * self.random.random(buyers.size, np.float32) - 1), 0, 1)
        m["experience"][buyers] = 2 * quality - 1
        complains = self.random.random(buyers.size, np.float32) < p["buy_complaint"] * (1 - quality)
        good, bad = p["trust_product"] * np.maximum(2 * quality - 1, 0), p["trust_product"] * np.maximum(1 - 2 * quality, 0)
        m["trust"][buyers] = self.moved(m["trust"][buyers], good, bad + complains * p["trust_complaint"])
        return bought

    def leave(self, day: int) -> None:
        """Do-not-disturb and leaving."""
        p, m = self.p, self.columns
        away = np.minimum((day - self.last_open) / np.float32(30), 1)
        z = p["stay_fatigue"] * m["fatigue"] - p["stay_satisfaction"] * m["satisfaction"] - p["stay_belonging"] * m["belonging"]
        z -= p["stay_trust"] * m["trust"] + p["stay_absence"] * away
        goes = self.here & (self.draw() < p["stay_base"] * m["restlessness"] * np.exp(z))
        self.muted |= self.here & (self.draw() < p["stay_mute_base"] * m["fatigue"])
        self.here &= ~goes
        self.left += int(goes.sum())

    def turn(self, day: int, opened: NDArray[np.bool_], posts: NDArray[np.int64], bought: NDArray[np.bool_]) -> None:
        """Today becomes yesterday."""
        self.last_open[opened] = day
        self.was_open = opened
        self.openers_before = self.by_group(opened)
        self.messages_before = self.by_group(posts)
        self.pleased_before = self.by_group(opened & (self.columns["satisfaction"] > 0))
        self.bought_before = self.by_group(bought)
        self.openers += int(opened.sum())
        self.messages += int(posts.sum())
        self.orders += int(bought.sum())

    def by_group(self, values: NDArray[np.bool_] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Sum over each group's members."""
        return np.bincount(self.group, weights=values, minlength=self.groups).astype(np.float32)
