"""The story of a result, whatever kind of study it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commsim.report.story import Story, story_of
from commsim.report.sweep_story import SweepStory, sweep_story_of
from commsim.study.response import Sweep

if TYPE_CHECKING:
    from commsim.study.comparison import Comparison


def tell(result: Comparison | Sweep) -> Story | SweepStory:
    """The story of a result in the language of its report."""
    language = result.experiment.config.report.language
    return sweep_story_of(result, language) if isinstance(result, Sweep) else story_of(result, language)
