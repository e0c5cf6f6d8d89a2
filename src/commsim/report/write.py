"""Write a report: chart files and the page, each whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from commsim.report.assistant import Assistant
from commsim.report.comparison_page import page_of
from commsim.report.drawings import Drawn, drawings
from commsim.report.gallery import chart_of, charts_of
from commsim.report.page import Page, Picture, render
from commsim.report.story import Story
from commsim.report.style import drawing
from commsim.report.sweep_page import sweep_page_of
from commsim.report.sweep_story import SweepStory
from commsim.report.tell import tell
from commsim.study.whole_files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.study.comparison import Comparison
    from commsim.study.response import Sweep


def draw(result: Comparison | Sweep, metric: str) -> Figure:
    """A chart of a result in the language of its report: one of its charts by name, or that of a metric.

    Raises ValueError for a name that is neither.
    """
    chart = chart_of(tell(result), metric)
    with drawing():
        return chart()


def write_report(result: Comparison | Sweep, directory: Path, assistant: Assistant | None = None) -> list[Path]:
    """Charts and the page in a folder, as the result's report settings say; returns the files written.

    assistant  draws half of the charts, if the result lies in this folder

    Raises StorageError; files written before stay as they were.
    """
    story, folder = tell(result), Path(directory)
    drawn = _drawn(story, folder, assistant) if result.experiment.config.report.charts else []
    pictures = [Picture(one.title, one.files["svg"]) for one in drawn]
    kept = result.experiment.config.report.formats
    written = _written({folder / "charts" / f"{one.name}.{form}": one.files[form] for one in drawn for form in kept})
    return written + _written({folder / "report.html": render(_page(story, pictures))})


def _page(story: Story | SweepStory, pictures: list[Picture]) -> Page:
    return sweep_page_of(story, pictures) if isinstance(story, SweepStory) else page_of(story, pictures)


def _drawn(story: Story | SweepStory, folder: Path, assistant: Assistant | None) -> list[Drawn]:
    """All charts in their order; an assistant, who has to read the run first, gets fewer than half."""
    names = list(charts_of(story))
    own = len(names) - len(names) * 2 // 5 if assistant else len(names)
    asked = assistant.draw(folder, names[own:]) if assistant else None
    drawn = drawings(story, names[:own])
    others = asked.result() if asked else []
    return [*drawn, *(others or drawings(story, names[own:]))]


def _written(contents: dict[Path, bytes]) -> list[Path]:
    """Files side by side, as each waits for the disk."""
    with ThreadPoolExecutor() as writers:
        list(writers.map(write_whole, contents, contents.values()))
    return list(contents)
