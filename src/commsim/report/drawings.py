"""Charts of a story as the bytes of their files."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from commsim.report.gallery import charts_of
from commsim.report.images import rendered
from commsim.report.story import Story
from commsim.report.style import drawing
from commsim.report.sweep_story import SweepStory


class Drawn(NamedTuple):
    """A chart: its name, the title that stands for it where it cannot be seen, the content of its file by format."""

    name: str
    title: str
    files: dict[str, bytes]


def formats(story: Story | SweepStory) -> tuple[str, ...]:
    """Formats the charts are needed in: what the settings ask for, and SVG for the page."""
    return tuple(dict.fromkeys((*story.result.experiment.config.report.formats, "svg")))


def drawings(story: Story | SweepStory, names: Iterable[str]) -> list[Drawn]:
    """The charts of these names, drawn one after the other; each is compressed while the next is drawn."""
    charts, dpi = charts_of(story), story.result.experiment.config.report.dpi
    packed: list[tuple[str, str, dict[str, Future[bytes]]]] = []
    with ThreadPoolExecutor(1) as packer:
        for name in names:
            with drawing():
                figure = charts[name]()
                drawn = {form: rendered(figure, form, dpi) for form in formats(story)}
            packed.append((name, str(figure.get_label()), {form: packer.submit(pack) for form, pack in drawn.items()}))
    return [Drawn(name, title, {form: file.result() for form, file in files.items()}) for name, title, files in packed]
