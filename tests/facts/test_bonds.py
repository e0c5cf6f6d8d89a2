"""What keeps people: estimators against statsmodels, and on planted effects and planted nulls."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from commsim.validation import bonds


def stratified(seed, ratio, strata=6, people=4_000):
    """Exposure and risk both depend on the stratum; within one the risk ratio is `ratio`."""
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, strata, people)
    exposed = rng.random(people) < (stratum + 1) / (strata + 2)
    event = rng.random(people) < 0.05 * (stratum + 1) * np.where(exposed, ratio, 1)
    return exposed, event, stratum


def test_the_pooled_ratio_is_that_of_statsmodels():
    exposed, event, stratum = stratified(1, 1.7)
    tables = [[[(exposed & event & (stratum == k)).sum(), (exposed & ~event & (stratum == k)).sum()],
               [(~exposed & event & (stratum == k)).sum(), (~exposed & ~event & (stratum == k)).sum()]] for k in range(6)]  # fmt: skip
    assert bonds.risk(exposed, event, stratum).ratio == pytest.approx(StratifiedTable(tables).riskratio_pooled)


@pytest.mark.parametrize("ratio", [1.0, 1.8])
def test_a_confounder_that_is_matched_does_no_harm(ratio):
    exposed, event, stratum = stratified(2, ratio, people=100_000)
    assert bonds.risk(exposed, event, stratum).ratio == pytest.approx(ratio, rel=0.05)
    assert bonds.risk(exposed, event, np.zeros_like(stratum)).ratio > 1.1 * ratio


def test_the_difference_is_weighted_over_strata_with_both():
    exposed = np.array([True, False, True, False, True])
    event = np.array([True, False, True, True, False])
    assert bonds.risk_difference(exposed, event, np.array([0, 0, 1, 1, 2])) == pytest.approx(0.5)
    assert np.isnan(bonds.risk_difference(exposed, event, np.arange(5)))
    assert np.isnan(bonds.risk(exposed, np.zeros(5, bool), np.zeros(5, int)).ratio)


def test_answered_newcomers_by_hand():
    def person(number, answered, *back):
        first = [{"room": 0, "person": number, "day": 10, "begun": 1, "answered": answered}]
        return first + [{"room": 0, "person": number, "day": 10 + day, "begun": 0, "answered": False} for day in back]

    rows = [
        *person(1, True, 2),
        *person(2, True, 1),
        *person(3, False),
        *person(4, False, 30),
        *person(5, True, 8, 24),
        *person(6, False, 9),
    ]
    found = bonds.answered_newcomers(pd.DataFrame(rows), 365)
    assert found == pytest.approx((0, 2 / 3, 0))


def test_staying_by_coreness_on_a_known_network():
    clique, alone = range(4), range(100, 140)
    posts = [{"person": person, "day": 115} for person in (*clique, *alone)] + [{"person": person, "day": 130} for person in clique]
    ties = [{"person": a, "other": b, "day": 119} for a in clique for b in clique if a != b]
    share = bonds.staying_by_coreness(pd.DataFrame(posts * 10), pd.DataFrame(ties), 300)
    assert share.to_dict() == {0: 0.0}  # four people are too few for a class
    many = [{"person": 1000 * copy + one["person"], "day": one["day"]} for copy in range(6) for one in posts]
    links = [{**one, "person": 1000 * copy + one["person"], "other": 1000 * copy + one["other"]} for copy in range(6) for one in ties]
    assert bonds.staying_by_coreness(pd.DataFrame(many), pd.DataFrame(links), 300).to_dict() == {0: 0.0, 3: 1.0}


def weeks(seed, ratio, fading=1.0):
    """Members with one tie each; a third has lost another, and leaves sooner for it."""
    rng = np.random.default_rng(seed)
    rows, exits = [], []
    for person in range(6_000):
        lost_on = int(rng.integers(0, 60)) if person % 3 == 0 else -10_000
        for day in range(62, 180, 7):
            since = day - lost_on
            hazard = 0.01 * (ratio if since <= 30 else fading if since <= 120 else 1)
            rows.append(
                {
                    "person": person,
                    "day": day,
                    "joined": 0,
                    "opened": day,
                    "ties": 1 - (lost_on >= 0) + 1,
                    "lost": int(lost_on >= 0),
                    "lost_on": lost_on,
                }
            )
            if rng.random() < hazard:
                exits.append({"person": person, "day": day + 3})
                break
    table = pd.DataFrame(rows)
    table["ties"] = np.where(table["lost"] > 0, 1, 2)
    return table, pd.DataFrame(exits)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_planted_contagion_is_found(ratio):
    found = bonds.after_a_tie_leaves(*weeks(3, ratio))
    assert found[1].ratio == pytest.approx(ratio, rel=0.3)
    assert found[4].ratio == pytest.approx(1.0, rel=0.25)
