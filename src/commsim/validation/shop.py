"""Facts about customers, measured in a community that sells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commsim.scenario.schema import Scenario
from commsim.validation.daily import days_of
from commsim.world import columns as c
from commsim.world.state import State

Numbers = Mapping[str, float]

DAYS = 39 * 7
FIRST_WEEKS = 12 * 7
"""Who first buys in these days is followed to the end."""
AFTER = (1, 14, 30)
CONTACT_ON, OUTCOME_DAYS = 100, 14
ODD = np.uint64(1)


@dataclass
class Till:
    """Counts orders, openings by days since joining, and what follows one contact of half of the customers.

    first, orders     by person: day of the first order, number of orders
    opened, eligible  by days since joining: who opened, of how many; int64 [AFTER]
    """

    first: dict[int, int] = field(default_factory=dict)
    orders: dict[int, int] = field(default_factory=dict)
    opened: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(AFTER), np.int64))
    eligible: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(AFTER), np.int64))
    customer: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    contacted: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    visited: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    bought: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def count(self, s: State, day: int) -> None:
        """Orders, and openings of who joined so many days ago."""
        for key in s.key[s.work[c.BOUGHT] > 0].tolist():
            self.first.setdefault(key, day)
            self.orders[key] = self.orders.get(key, 0) + 1
        since = day - s.count[c.JOINED]
        known = (s.key > 0) & (s.count[c.JOINED] >= 0)
        for place, days in enumerate(AFTER):
            cohort = known & (since == days)
            self.eligible[place] += cohort.sum()
            self.opened[place] += (cohort & (s.work[c.OPENED] > 0)).sum()

    def contact(self, s: State, day: int) -> None:
        """On one day a random half of the customers is written to; it is seen on the next."""
        if day == CONTACT_ON:
            self.customer = (s.flag[c.PRESENCE] == c.PRESENT) & (s.count[c.ORDERS] > 0)
            self.contacted = self.customer & ((s.key & ODD) == ODD)
            self.visited, self.bought = np.zeros((2, s.key.size), np.bool_)
            s.shown[day & 1, self.contacted] |= c.SHOWN_CONTACTED

    def follow(self, s: State, day: int) -> None:
        """What customers do in the two weeks after."""
        if CONTACT_ON < day <= CONTACT_ON + OUTCOME_DAYS:
            self.visited |= s.work[c.OPENED] > 0
            self.bought |= s.work[c.BOUGHT] > 0

    def followed(self) -> dict[str, float]:
        """Customers contacted and not, and how many of each opened and ordered."""
        alone = self.customer & ~self.contacted
        groups = {"contacted": self.contacted, "alone": alone}
        acts = {"people": self.customer, "visits": self.visited, "orders": self.bought}
        return {f"{act}_{name}": float((done & group).sum()) for name, group in groups.items() for act, done in acts.items()}


def simulate_shop(scenario: Scenario, seed: int, days: int = DAYS) -> Mapping[str, Numbers]:
    """Counts behind each fact, by fact."""
    till = Till()
    for day, state in days_of([scenario], [seed], days):
        till.count(state, day)
        till.contact(state, day)
        till.follow(state, day)
    cohort = [person for person, day in till.first.items() if day < FIRST_WEEKS]
    once = sum(till.orders[person] == 1 for person in cohort)
    shares = zip(AFTER, till.opened, till.eligible, strict=True)
    return {
        "repeat_buying": {"never": once / len(cohort) if cohort else float("nan")},
        "app_retention": {f"day_{after}": float(opened / of) if of else float("nan") for after, opened, of in shares},
        "one_message": till.followed(),
    }


def rate_ratio(act: str, trials: Mapping[str, NDArray[np.float64]]) -> float:
    """How many times as many of the contacted as of the others do something; all trials together."""
    contacted, alone = (trials[f"{act}_{name}"].sum() / trials[f"people_{name}"].sum() for name in ("contacted", "alone"))
    return float(contacted / alone) if alone > 0 else float("nan")
