"""Write a report: chart files and the page, each whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commsim.report.comparison_page import page_of
from commsim.report.gallery import charts_of, draw_comparison
from commsim.report.images import rendered
from commsim.report.page import Picture, render
from commsim.report.story import Story, story_of
from commsim.report.style import drawing
from commsim.study.whole_files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from commsim.study.compare import Comparison


def draw(result: Comparison, metric: str) -> Figure:
    """A chart of a result in the language of its report: one of the charts by name, or the distribution of a metric.

    Raises ValueError for a name that is neither.
    """
    return draw_comparison(story_of(result, result.experiment.config.report.language), metric)


def write_report(result: Comparison, directory: Path) -> list[Path]:
    """Charts and the page in a folder, as the result's report settings say; returns the files written.

    Raises StorageError; files written before stay as they were.
    """
    story = story_of(result, result.experiment.config.report.language)
    written, pictures = _charts(story, Path(directory) / "charts") if result.experiment.config.report.charts else ([], [])
    path = Path(directory) / "report.html"
    write_whole(path, render(page_of(story, pictures)))
    return [*written, path]


def _charts(story: Story, folder: Path) -> tuple[list[Path], list[Picture]]:
    """Draw chart by chart; the page always gets SVG, the folder what the settings ask for."""
    settings = story.result.experiment.config.report
    written, pictures = [], []
    for name, chart in charts_of(story).items():
        with drawing():
            figure = chart(story)
            files = {form: rendered(figure, form, settings.dpi) for form in dict.fromkeys((*settings.formats, "svg"))}
        pictures.append(Picture(figure.get_label(), files["svg"]))
        for form in settings.formats:
            write_whole(folder / f"{name}.{form}", files[form])
            written.append(folder / f"{name}.{form}")
    return written, pictures
