"""Relations that must hold under common random numbers (model.md): pairs of worlds with the same seed, zeros counting against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.relation_table import RELATIONS
from helpers.relations import FULL, SMALL, Relation, Size, right

NAMED = pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)


def check(relation: Relation, size: Size) -> None:
    """At least `enough` of the pairs have the right sign."""
    differences = relation.differences(size)
    found = right(differences, relation.sign)
    assert found >= size.enough, f"{found} of {size.pairs}, mean difference {differences.mean():.3g} ± {differences.std(ddof=1):.2g}"


@NAMED
def test_relation_in_small_worlds(relation: Relation):
    check(relation, SMALL)


@pytest.mark.slow
@NAMED
def test_relation_in_full_worlds(relation: Relation):
    check(relation, FULL)


@pytest.mark.parametrize("relation", RELATIONS[::4], ids=lambda relation: relation.name)
def test_the_wrong_sign_is_refused(relation: Relation):
    """The test can fail: with low and high exchanged hardly any pair has the right sign."""
    few = replace(SMALL, pairs=10, enough=9)
    with pytest.raises(AssertionError, match="of 10"):
        check(replace(relation, low=relation.high, high=relation.low), few)


def test_nothing_changed_is_refused():
    relation = RELATIONS[0]
    with pytest.raises(AssertionError, match="0 of 4"):
        check(replace(relation, high=relation.low), replace(SMALL, days=40, pairs=4, enough=1))
