"""Feedback, promises, sharing, limits of the platform: direction and timing by hand or over paired worlds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from commsim.record.record import Record
from commsim.simulate import simulate
from helpers.scenarios import ALL_OPEN, default, still, variant

PAIRS, DAYS = 12, 60
TALKED_ABOUT = {"strategy.events.survey.per_month": 6.0, "strategy.events.tester.per_month": 4.0, "behaviour.talk.join": 0.5}
SELLING = {"behaviour.buy.base": 0.4}


def worlds(changes: dict[str, Any], days: int = DAYS) -> Record:
    return simulate([variant(default(), changes)] * PAIRS, range(PAIRS), days, threads=2)


def higher(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether paired worlds are higher in a, at a false-alarm rate of 1e-4."""
    return bool(stats.ttest_rel(a, b, alternative="greater").pvalue < 1e-4)


def last_trust(record: Record) -> np.ndarray:
    return record["trust_sum"][:, -1] / record["members"][:, -1]


def test_feedback_raises_quality_with_a_lag():
    record = worlds({**TALKED_ABOUT, "strategy.feedback.effort": 1.0})
    gained = record["quality_gained"]
    assert (np.diff(gained, axis=1) >= 0).all() and (gained[:, -1] > 0).all()
    first, middle, last = (
        gained[:, 5].mean(),
        np.diff(gained[:, [5, 20]], axis=1).mean() / 15,
        np.diff(gained[:, [45, 59]], axis=1).mean() / 14,
    )
    assert first / 5 < middle < last  # slow at first, as insight has to gather
    assert worlds(TALKED_ABOUT)["quality_gained"].sum() == 0


def test_a_longer_lag_learns_later():
    soon, late = (
        worlds({**TALKED_ABOUT, "strategy.feedback.effort": 1.0, "behaviour.buy.learning_days": days})["quality_gained"][:, 20]
        for days in (3.0, 90.0)
    )
    assert higher(soon, late)


def test_feedback_that_cannot_be_paid_teaches_nothing():
    poor = {**TALKED_ABOUT, "strategy.feedback.effort": 1.0, "strategy.feedback.cost": 1e7}
    assert worlds(poor)["quality_gained"].sum() == 0 == worlds(poor)["cost_knowing"].sum()


def test_what_is_learnt_is_felt_in_what_is_bought():
    slow = {**TALKED_ABOUT, **SELLING, "behaviour.buy.learning": 0.2, "market.product.quality": 0.3}
    felt = [worlds({**slow, "strategy.feedback.effort": effort}) for effort in (1.0, 0.0)]
    means = [record["experience_sum"][:, 30:].sum(axis=1) / record["orders"][:, 30:].sum(axis=1) for record in felt]
    assert higher(means[0], means[1])


def test_exaggeration_sells_at_first_and_costs_trust():
    loud, honest = (worlds({**SELLING, "strategy.offers.exaggeration": share, "strategy.offers.per_week": 7.0}) for share in (0.6, 0.0))
    assert higher(loud["orders"][:, :3].sum(axis=1), honest["orders"][:, :3].sum(axis=1))
    assert higher(last_trust(honest), last_trust(loud))


def test_sharing_income_raises_trust_and_costs_margin():
    open_handed, closed = (worlds({**SELLING, "strategy.monetise.income_sharing": share}) for share in (0.5, 0.0))
    assert higher(last_trust(open_handed), last_trust(closed))
    margin = open_handed["revenue"] - open_handed["goods_cost"]
    assert np.abs(open_handed["shared_income"] - 0.5 * margin).max() <= 1 and closed["shared_income"].sum() == 0


def test_a_commission_sells_among_friends_and_is_booked():
    paid, unpaid = (worlds({**SELLING, "strategy.monetise.commission": share, "behaviour.buy.recommended": 5.0}) for share in (0.3, 0.0))
    assert higher(paid["orders"].sum(axis=1), unpaid["orders"].sum(axis=1))
    assert paid["commission"].sum() == pytest.approx(0.3 * paid["revenue"].sum(), rel=1e-3)


def test_personal_choice_is_paid_for_or_not_made():
    ways = ((0.9, 0.3), (0.0, 0.3), (0.9, 1000.0))
    choices = [{"strategy.personalisation": {"precision": share, "cost": cost}} for share, cost in ways]
    known, unknown, unpaid = (worlds({**choice, "strategy.budget.per_month": 20_000.0}) for choice in choices)
    assert higher(known["satisfaction_sum"][:, -1], unknown["satisfaction_sum"][:, -1])
    assert known["cost_knowing"].sum() > 0 == unpaid["cost_knowing"].sum()
    assert (unpaid["satisfaction_sum"] == unknown["satisfaction_sum"]).all()


INFLOW = {"market.channels": [{"name": "a", "per_day": 5.0, "until_day": 999, "interest": 1.0, "trust": 1.0}]}


def test_nobody_joins_by_code_above_the_limit():
    limit = {"community.limits.code_closed_above": 220, "community.groups.most": 1}
    record = simulate([variant(still(), {**INFLOW, **limit})], [3], 30)
    assert record["joined_public"].sum() == 20 and record["members"].max() == 220 and record["turned_away"].sum() > 50


def test_consent_is_asked_above_its_size_only():
    inviting = {**ALL_OPEN, "behaviour.invite.base": 0.05, "market.acceptance": 1.0, "market.circle": 1e6, "behaviour.invite.consent": 0.0}
    for above, joined in ((0, 0), (230, 30)):
        record = simulate([variant(still(), {**inviting, "community.limits.consent_above": above})], [3], 20)
        assert record["joined_invited"].sum() == joined and record["invitations"].sum() > 100


def test_a_special_day_lasts_its_days_and_comes_every_year():
    day = {"name": "fair", "date": "02-01", "days": 3, "opening": 0.0, "buying": 0.0, "inflow": 0.0}
    dated = {**day, "date": "2027-02-01"}
    steady = {**INFLOW, "market.weekday_inflow": [1.0] * 7, "community.groups": {"capacity": 5000}, "market.channels.0.per_day": 12.0}
    yearly, once = (simulate([variant(still(), {**steady, "market.special_days": [one]})], [3], 400) for one in (day, dated))
    first, second = 27, 27 + 365
    assert np.flatnonzero(yearly["joined_public"][0] == 0).tolist() == [first, first + 1, first + 2, second, second + 1, second + 2]
    assert np.flatnonzero(once["joined_public"][0] == 0).tolist() == [second, second + 1, second + 2]


def test_a_special_day_moves_opening_and_buying():
    fair = {"name": "fair", "date": "01-15", "days": 1, "opening": 1.0, "buying": 0.0, "inflow": 1.0}
    sale = {**fair, "opening": 0.0, "buying": 1.0}
    plain, opened, bought = (worlds({**SELLING, "market.special_days": days}, 12) for days in ([], [fair], [sale]))
    assert higher(opened["openers"][:, 10], plain["openers"][:, 10]) and (opened["openers"][:, :10] == plain["openers"][:, :10]).all()
    assert higher(bought["orders"][:, 10], plain["orders"][:, 10])


def test_members_who_shape_the_product_belong_more():
    shaping, not_shaping = (worlds({**TALKED_ABOUT, "behaviour.habits.cocreation": step}) for step in (0.2, 0.0))
    assert higher(shaping["belonging_sum"][:, -1], not_shaping["belonging_sum"][:, -1])
