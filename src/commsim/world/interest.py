"""What a member is interested in: sums and choices over the topics of its taste."""

from __future__ import annotations

from commsim.scenario.fields import TOPICS
from commsim.world.kernel import mechanism
from commsim.world.numeric import ZERO


@mechanism
def interest_of(s, row):
    """A member's interest in all topics together, ≥ 0."""
    total = ZERO
    for k in range(TOPICS):
        total += s.taste[k, row]
    return total


@mechanism
def drawn_topic(s, row, u):
    """A topic drawn in proportion to interest, 0 < u < 1; counts comparisons instead of leaving a loop early."""
    target, total, topic = u * interest_of(s, row), ZERO, 0
    for k in range(TOPICS - 1):
        total += s.taste[k, row]
        topic += 1 if target >= total else 0
    return topic


@mechanism
def favourite_topic(s, row):
    """The topic of most interest; the first of equals."""
    best, most = 0, s.taste[0, row]
    for k in range(1, TOPICS):
        taste = s.taste[k, row]
        best, most = (k, taste) if taste > most else (best, most)
    return best
