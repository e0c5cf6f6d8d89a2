"""Composing is what takes time here, so one composer serves all tests of this folder."""

from collections.abc import Callable, Sequence

import pytest

from commsim.scenario.compose import Composer
from commsim.scenario.experiment import Recipe
from commsim.scenario.overrides import changes
from commsim.scenario.schema import Config


@pytest.fixture(scope="session")
def composer() -> Composer:
    made = Composer()
    made.prepare((), ())
    return made


@pytest.fixture(scope="session")
def compose(composer: Composer) -> Callable[[Sequence[str]], Config]:
    """The default configuration with overrides, as the command line composes it."""
    return lambda overrides: Recipe((), (), changes(overrides, "override"), {}, composer).config()
