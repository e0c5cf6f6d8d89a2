"""Every key says what it is: unit, range or choice, one line of meaning; claims about people their source."""

import pytest

from commsim.scenario.describe import levers, with_defaults

NO_RANGE = {"text", "true or false", "name", "list of names", "list of texts"}


@pytest.mark.parametrize("lever", levers(), ids=lambda lever: lever.path)
def test_every_key_has_unit_range_and_meaning(lever):
    assert lever.unit
    assert lever.meaning
    assert "\n" not in lever.meaning
    assert lever.choices or lever.type in NO_RANGE or (lever.low is not None and lever.high is not None)
    assert lever.choices if "name" in lever.type else not lever.choices
    assert lever.accepted


def test_every_claim_about_people_has_a_source():
    without = [lever.path for lever in levers() if lever.role == "behaviour" and not lever.source]
    assert without == []


def test_roles_cover_the_schema():
    assert {lever.role for lever in levers()} == {"lever", "uncertainty", "behaviour", "study"}
    assert {lever.path.partition(".")[0] for lever in levers() if lever.role == "lever"} == {"community", "strategy", "rules"}


def test_keys_are_found_inside_lists_and_lists_of_numbers():
    found = {lever.path: lever for lever in levers()}
    assert found["members.personas[].motives.fun"].type == "number"
    assert found["strategy.content.topic"].accepted == "list of numbers of 8 items from 0 to 1 (weights)"
    assert found["report.formats"].accepted == "list of names, each one of png, svg"
    assert found["rules.strikes_to_mute"].accepted == "whole number from 1 to 100 (breaches)"


def test_defaults_are_those_of_the_configs(compose):
    config = compose([])
    defaults = {lever.path: lever.default for lever in with_defaults(config)}
    assert defaults["strategy.ads.per_week"] == config.strategy.ads.per_week
    assert defaults["members.personas[].share"] is None
