"""Rules by hand: removal at once, notices to all, a report channel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commsim.record.record import Record
from commsim.scenario.schema import Scenario
from commsim.simulate import simulate
from helpers.scenarios import ALL_OPEN, still, variant

ROUGH = {
    **ALL_OPEN,
    "members.personas.*.honesty": 0.4,
    "behaviour.moderation.breach": 0.1,
    "rules": {"strictness": 1.0, "strikes_to_mute": 1, "strikes_to_remove": 1},
    "strategy.staff.hours_per_group": 100.0,
    "strategy.staff.moderating": 1.0,
}
"""Each of 200 members breaks a rule with a chance of 6 % a day; nearly all of it is found."""


def run(days: int = 20, **changes: Any) -> Record:
    scenario: Scenario = variant(still(), {**ROUGH, **changes})
    return simulate([scenario], [3], days)


def test_with_one_strike_a_breach_found_is_a_removal():
    record = run()
    assert (record["removed"] == record["breaches_found"]).all() and record["removed"].sum() > 100
    assert record["muted"].sum() == 0


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_that_share_of_removals_is_announced(share):
    record = run(**{"rules.public_notice": share})
    assert record["public_notices"].sum() == pytest.approx(share * record["removed"].sum(), abs=0 if share in (0.0, 1.0) else 15)


def test_a_notice_deters_those_who_see_it():
    """The first day's removals are announced; from the second day on others break rules less, by e^-2 at the most."""
    quiet, loud = (run(**{"rules.public_notice": share, "behaviour.moderation.notice": 2.0}) for share in (0.0, 1.0))
    assert quiet["breaches"][0, 0] == loud["breaches"][0, 0] > 5
    rate = [(record["breaches"] / record["openers"])[0, 1:10].mean() for record in (quiet, loud)]
    assert np.exp(-2.0) < rate[1] / rate[0] < 0.3


def test_a_notice_chills_talk():
    talking = {"behaviour.talk.base": 0.5, "behaviour.talk.chill": 2.0, "rules.explained": 1.0, "behaviour.moderation.notice": 0.0}
    quiet, loud = (run(**{**talking, "rules.public_notice": share}) for share in (0.0, 1.0))
    assert loud["messages"][0, 1:].sum() < 0.5 * quiet["messages"][0, 1:].sum()


def test_a_notice_is_forgotten_as_a_strike_is():
    lasting, fading = (
        run(60, **{"rules.public_notice": 1.0, "behaviour.moderation.notice": 4.0, "behaviour.moderation.strike_days": days})
        for days in (3650.0, 2.0)
    )
    late = [(record["breaches"] / record["openers"])[0, 30:].mean() for record in (lasting, fading)]
    assert late[0] < 0.7 * late[1]


def test_reports_spare_the_search_but_act_only_where_somebody_moderates():
    """The minutes there are find half; where all is reported nothing need be searched for."""
    lenient = {"rules.strikes_to_mute": 100, "rules.strikes_to_remove": 100, "behaviour.moderation.report_half": 0.1}
    half = {**lenient, "strategy.staff.hours_per_group": 1.0 / 3.0, "behaviour.moderation.detection_minutes": 1.0}
    found = {
        (reporting, hours): run(60, **{**half, "rules.reporting": reporting, "strategy.staff.hours_per_group": hours})
        for reporting, hours in ((0.0, 1 / 3), (0.5, 1 / 3), (1.0, 1 / 3), (1.0, 0.0))
    }
    share = {key: record["breaches_found"].sum() / record["breaches"].sum() for key, record in found.items()}
    assert share[0.0, 1 / 3] == pytest.approx(0.5, abs=0.05)
    assert share[0.5, 1 / 3] == pytest.approx(2 / 3, abs=0.05)
    assert share[1.0, 1 / 3] > 0.98 and share[1.0, 0.0] == 0
