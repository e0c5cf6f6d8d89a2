"""The core day in Mesa: one agent object per member, plain attributes, the model's own random numbers.

Written as Mesa's tutorials write models: phases by `AgentSet.shuffle_do` and `AgentSet.do`, leavers by `Agent.remove`.
"""

from __future__ import annotations

import math
import random

import mesa
from core_day import Outcome
from people import People

MOST_POSTS = 30
TINY = 1e-6


def saturate(x: float, half: float) -> float:
    """x / (x + half), 0 where both are 0."""
    return x / (x + half + TINY)


def unit(x: float) -> float:
    """x limited to 0..1."""
    return min(max(x, 0.0), 1.0)


class Group:
    """What a group remembers of today and yesterday."""

    def __init__(self) -> None:
        self.openers = self.messages = self.pleased = self.bought = 0
        self.turn()

    def turn(self) -> None:
        """Today becomes yesterday."""
        self.openers_before, self.messages_before = self.openers, self.messages
        self.pleased_before, self.bought_before = self.pleased, self.bought
        self.openers = self.messages = self.pleased = self.bought = 0


class Person(mesa.Agent):
    """A member."""

    def __init__(self, model: MesaDay, group: Group, taste: list[float], joined: int, columns: dict[str, float]) -> None:
        super().__init__(model)
        self.group, self.taste, self.joined = group, taste, joined
        self.activity, self.need, self.belonging = columns["activity"], columns["need"], columns["belonging"]
        self.fatigue, self.satisfaction, self.intrinsic = columns["fatigue"], columns["satisfaction"], columns["intrinsic"]
        self.trust, self.first_trust, self.attention = columns["trust"], columns["first_trust"], columns["attention"]
        self.sociability, self.price, self.restlessness = columns["sociability"], columns["price_sensitivity"], columns["restlessness"]
        self.experience = columns["experience"]
        self.opened = self.was_open = self.muted = self.bought = False
        self.share_read = self.overload = 0.0
        self.last_open = 0

    def open(self) -> None:
        """Open the group, or not."""
        model, p = self.model, self.model.p
        z = model.weekday + p["open_need"] * self.need + p["open_belonging"] * self.belonging - p["open_fatigue"] * self.fatigue
        z += p["open_newcomer"] * p["open_newcomer_days"] / (p["open_newcomer_days"] + model.day - self.joined)
        z += p["open_satisfaction"] * self.satisfaction
        if self.was_open:
            z += p["open_momentum"]
        odds = self.activity * math.exp(z)
        self.opened = model.random.random() * (1.0 - self.activity + odds) < odds
        if self.opened:
            self.group.openers += 1

    def read(self) -> None:
        """Read within the attention budget."""
        self.share_read = self.overload = 0.0
        if self.opened:
            volume = self.group.messages_before + TINY
            self.share_read = min(self.attention / volume, 1.0)
            self.overload = 2.0 * saturate(max(volume / self.attention - 1.0, 0.0), 1.0)

    def talk(self) -> None:
        """Begin messages on one topic."""
        if not self.opened:
            return
        p, group, draw = self.model.p, self.group, self.model.random.random
        z = p["talk_audience"] * saturate(math.sqrt(group.openers_before), math.sqrt(p["talk_audience_half"]))
        z -= p["talk_redundancy"] * saturate(group.messages_before, p["talk_redundancy_half"])
        z -= p["talk_chill"] * p["rules_strictness"] ** 2 * (1.0 - p["rules_explained"])
        z += p["talk_belonging"] * self.belonging + p["talk_satisfaction"] * self.satisfaction
        z -= p["talk_overload"] * self.overload + p["talk_fatigue"] * self.fatigue + p["talk_intrinsic"] * (1.0 - self.intrinsic)
        mean = p["talk_base"] * self.sociability * math.exp(z)
        again = power = mean / (1.0 + mean)
        posts, u = 0, draw()
        while u < power and posts < MOST_POSTS:
            posts += 1
            power *= again
        if posts:
            group.messages += posts
            self.model.topics[self.choose_topic(draw())] += posts

    def choose_topic(self, u: float) -> int:
        """A topic in proportion to interest."""
        target, total = u * sum(self.taste), 0.0
        for topic, interest in enumerate(self.taste):
            total += interest
            if target < total:
                return topic
        return len(self.taste) - 1

    def feel_trust(self) -> None:
        """Move trust by the day's evidence."""
        p, group = self.model.p, self.group
        good = bad = 0.0
        if self.opened:
            peers = p["trust_peers"] * saturate(group.pleased_before, max(group.openers_before - group.pleased_before, 0))
            good = p["trust_satisfaction"] * max(self.satisfaction, 0.0) + peers
            bad = p["trust_satisfaction"] * max(-self.satisfaction, 0.0)
        self.move_trust(good, bad)
        self.trust += p["trust_drift"] * (self.first_trust - self.trust)

    def move_trust(self, good: float, bad: float) -> None:
        """Slow to gain, quick to lose."""
        p = self.model.p
        self.trust = unit(self.trust + unit(p["trust_gain"] * good) * (1.0 - self.trust) - unit(p["trust_loss"] * bad) * self.trust)

    def buy(self) -> None:
        """Order, or not; who does not open does not order."""
        p, group = self.model.p, self.group
        self.bought = False
        if not self.opened:
            return
        z = p["buy_trust"] * (self.trust - 1.0) - p["buy_need"] * (1.0 - self.need) - p["buy_fatigue"] * self.fatigue
        z -= p["buy_price"] * p["price_log2"] * self.price
        z += p["buy_experience"] * self.experience + p["buy_social"] * 0.5 * saturate(
            group.bought_before, max(group.openers_before - group.bought_before, 0)
        )
        self.bought = self.model.random.random() < p["buy_base"] * p["buy_unprompted"] * math.exp(z)
        if self.bought:
            group.bought += 1
            self.use_product()

    def use_product(self) -> None:
        """What the product does to need and trust."""
        p, draw = self.model.p, self.model.random.random
        self.need = 0.0
        quality = unit(p["product_quality"] + p["buy_variability"] * (2.0 * draw() - 1.0))
        self.experience = 2.0 * quality - 1.0
        good, bad = p["trust_product"] * max(2.0 * quality - 1.0, 0.0), p["trust_product"] * max(1.0 - 2.0 * quality, 0.0)
        if draw() < p["buy_complaint"] * (1.0 - quality):
            bad += p["trust_complaint"]
        self.move_trust(good, bad)

    def leave(self) -> None:
        """Mute the group; leave it."""
        p, draw = self.model.p, self.model.random.random
        z = p["stay_fatigue"] * self.fatigue - p["stay_satisfaction"] * self.satisfaction - p["stay_belonging"] * self.belonging
        z -= p["stay_trust"] * self.trust + p["stay_absence"] * min((self.model.day - self.last_open) / 30.0, 1.0)
        goes = draw() < p["stay_base"] * self.restlessness * math.exp(z)
        if draw() < p["stay_mute_base"] * self.fatigue and not self.muted:
            self.muted = True
            self.model.muted += 1
        self.turn()
        if goes:
            self.model.left += 1
            self.remove()

    def turn(self) -> None:
        """Today becomes yesterday."""
        self.was_open = self.opened
        if self.opened:
            self.last_open = self.model.day
            if self.satisfaction > 0.0:
                self.group.pleased += 1


class MesaDay(mesa.Model):
    """All members, and the day's order of phases."""

    def __init__(self, people: People, seed: int) -> None:
        super().__init__(rng=seed)
        self.random = random.Random(seed)  # noqa: S311
        self.p, self.day, self.weekday = people.p, 0, 0.0
        self.groups = [Group() for _ in range(people.groups)]
        self.topics = [0] * 8
        self.openers = self.messages = self.orders = self.left = self.muted = 0
        tastes = people.taste.T.tolist()
        rows = zip(*(values.tolist() for values in people.columns.values()), strict=True)
        for number, taste, joined, values in zip(people.group.tolist(), tastes, people.joined.tolist(), rows, strict=True):
            Person(self, self.groups[number], taste, joined, dict(zip(people.columns, values, strict=True)))

    def step(self) -> None:
        """One day."""
        self.day += 1
        self.weekday = self.p[f"weekday{(self.day + int(self.p['first_weekday'])) % 7}"]
        for phase in ("open", "read"):
            self.agents.do(phase)
        self.agents.shuffle_do("talk")
        self.agents.do("feel_trust")
        self.agents.shuffle_do("buy")
        self.agents.do("leave")
        for group in self.groups:
            self.openers += group.openers
            self.messages += group.messages
            self.orders += group.bought
            group.turn()

    def run(self, days: int) -> Outcome:
        """Days 1 … days."""
        for _ in range(days):
            self.step()
        trust = sum(person.trust for person in self.agents) / len(self.agents)
        topic = sum(number * count for number, count in enumerate(self.topics)) / max(sum(self.topics), 1)
        return Outcome(self.openers, self.messages, self.orders, self.left, self.muted, trust, topic)
