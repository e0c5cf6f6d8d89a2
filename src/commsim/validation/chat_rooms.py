"""The facts measured in a simulated archive of chat rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np

from commsim.validation import bonds, returning, talking
from commsim.validation.archive import Archive

Numbers = Mapping[str, float]
SURVIVAL_DAYS = (1, 3, 7, 14, 28, 30, 60, 90, 180)
GAP_DAYS = (1, 2, 3, 7, 14, 28, 56)
PERCENTILES = (10, 50, 90)


def last_activity(archive: Archive) -> Numbers:
    """Share still to post d days after the first post."""
    share = returning.surviving(returning.spans(archive.posts, archive.days), SURVIVAL_DAYS)
    return {f"day_{day}": float(value) for day, value in zip(SURVIVAL_DAYS, share, strict=True)}


def mixed_leaving(archive: Archive) -> Numbers:
    """How well mixed hazards, and one hazard, fit survival by weeks."""
    weeks = [7 * week for week in range(returning.WEEKS + 1)]
    fitted = returning.mixture(returning.surviving(returning.spans(archive.posts, archive.days), weeks))
    return fitted._asdict() | {"times": fitted.geometric_error / fitted.error}


def weekly_active(archive: Archive) -> Numbers:
    """Weekly share after the first post, and the law of its decay."""
    share = returning.weekly_share(archive.posts, archive.days)
    power, exponential = returning.decay(share)
    by_week = {f"week_{week}": float(value) for week, value in enumerate(share)}
    return by_week | {"exponent": power.slope, "power_law_ahead": power.r2 - exponential.r2}


def return_after_gap(archive: Archive) -> Numbers:
    """Chance to return after k days, and its slope."""
    chances = returning.return_chances(archive.posts, archive.days, GAP_DAYS)
    slope = returning.return_slope(archive.posts, archive.days)
    return {f"day_{k}": float(value) for k, value in zip(GAP_DAYS, chances, strict=True)} | {"slope": slope}


def of_room_months(column: str) -> Callable[[Archive], Numbers]:
    """Percentiles over room-months of one measure."""

    def measure(archive: Archive) -> Numbers:
        values = talking.room_months(archive.posts)[column].to_numpy()
        found = np.percentile(values, PERCENTILES) if values.size else np.full(len(PERCENTILES), np.nan)
        return {f"p{place}": float(value) for place, value in zip(PERCENTILES, found, strict=True)}

    return measure


def volume(archive: Archive) -> Numbers:
    """Talk against size, and per person."""
    posts = archive.posts
    return {"slope": talking.talk_on_size(posts).slope, "per_person": float(posts["messages"].sum() / posts["person"].nunique())}


def who_talks(archive: Archive) -> Numbers:
    """Shares of the messages, and of members who never post."""
    names = ("superusers", "contributors", "others")
    shares = dict(zip(names, talking.shares(archive.posts, archive.joined), strict=True))
    return shares | {"lurkers": 1.0 - archive.posts["person"].nunique() / archive.joined}


def answered_newcomers(archive: Archive) -> Numbers:
    """What an answer to the first post adds."""
    found = bonds.answered_newcomers(archive.posts, archive.days)
    return {"unanswered": found.unanswered, "day_7": found.soon, "day_30": found.later, "fading": found.soon - found.later}


def coreness(archive: Archive) -> Numbers:
    """Staying by coreness."""
    share = bonds.staying_by_coreness(archive.posts, archive.ties, archive.days)
    steps = [after - before for before, after in pairwise(share)]
    by_core = {f"core_{core}": float(value) for core, value in share.items()}
    return by_core | {
        "rise": float(share.iloc[-1] - share.iloc[0]) if len(share) else np.nan,
        "least_step": float(min(steps, default=np.nan)),
    }


def tie_leaves(archive: Archive) -> Numbers:
    """Both parts of the hazard ratios after a tie has left."""
    risks = bonds.after_a_tie_leaves(archive.weeks, archive.exits)
    return {f"{part}_{month}": value for month, risk in risks.items() for part, value in risk._asdict().items()}


def silent_groups(archive: Archive) -> Numbers:
    """Rooms that have fallen silent."""
    return {"silent": talking.silent_share(archive.posts, archive.days)}


MEASURES: Mapping[str, Callable[[Archive], Numbers]] = {
    "last_activity": last_activity,
    "mixed_leaving": mixed_leaving,
    "weekly_active": weekly_active,
    "return_after_gap": return_after_gap,
    "gini": of_room_months("gini"),
    "top_tenth": of_room_months("top_tenth"),
    "stickiness": of_room_months("stickiness"),
    "volume": volume,
    "who_talks": who_talks,
    "answered_newcomers": answered_newcomers,
    "coreness": coreness,
    "tie_leaves": tie_leaves,
    "silent_groups": silent_groups,
}
"""By the name of the fact."""
