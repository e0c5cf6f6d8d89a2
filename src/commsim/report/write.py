"""Write a report: chart files and the page, each whole or not at all."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from commsim.report.comparison_page import page_of
from commsim.report.gallery import chart_of, charts_of
from commsim.report.images import rendered
from commsim.report.page import Page, Picture, render
from commsim.report.story import Story, story_of
from commsim.report.style import drawing
from commsim.report.sweep_page import sweep_page_of
from commsim.report.sweep_story import SweepStory, sweep_story_of
from commsim.study.response import Sweep
from commsim.study.whole_files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.study.comparison import Comparison


def draw(result: Comparison | Sweep, metric: str) -> Figure:
    """A chart of a result in the language of its report: one of its charts by name, or that of a metric.

    Raises ValueError for a name that is neither.
    """
    chart = chart_of(_story(result), metric)
    with drawing():
        return chart()


def write_report(result: Comparison | Sweep, directory: Path) -> list[Path]:
    """Charts and the page in a folder, as the result's report settings say; returns the files written.

    Raises StorageError; files written before stay as they were.
    """
    story = _story(result)
    written, pictures = _charts(story, Path(directory) / "charts") if result.experiment.config.report.charts else ([], [])
    path = Path(directory) / "report.html"
    write_whole(path, render(_page(story, pictures)))
    return [*written, path]


def _story(result: Comparison | Sweep) -> Story | SweepStory:
    language = result.experiment.config.report.language
    return sweep_story_of(result, language) if isinstance(result, Sweep) else story_of(result, language)


def _page(story: Story | SweepStory, pictures: list[Picture]) -> Page:
    return sweep_page_of(story, pictures) if isinstance(story, SweepStory) else page_of(story, pictures)


def _charts(story: Story | SweepStory, folder: Path) -> tuple[list[Path], list[Picture]]:
    """Draw chart by chart; the page always gets SVG, the folder what the settings ask for."""
    settings = story.result.experiment.config.report
    written: list[Future[Path]] = []
    pictures: list[tuple[str, Future[bytes]]] = []
    with ThreadPoolExecutor(1) as packer:  # compresses and writes a chart while the next one is drawn
        for name, chart in charts_of(story).items():
            with drawing():
                figure = chart()
                drawn = {form: rendered(figure, form, settings.dpi) for form in dict.fromkeys((*settings.formats, "svg"))}
            files = {form: packer.submit(pack) for form, pack in drawn.items()}
            pictures.append((str(figure.get_label()), files["svg"]))
            written += [packer.submit(_kept, folder / f"{name}.{form}", files[form]) for form in settings.formats]
    return [path.result() for path in written], [Picture(title, svg.result()) for title, svg in pictures]


def _kept(path: Path, content: Future[bytes]) -> Path:
    """Write a file that is ready."""
    write_whole(path, content.result())
    return path
