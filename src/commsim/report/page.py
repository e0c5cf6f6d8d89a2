"""The one-file HTML page: no script, no address outside, data escaped, the font inside where Chinese is shown."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from commsim.report.font import FAMILY, page_font
from commsim.report.words import say

HERE = Path(__file__).parent
CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
"""Han characters and the punctuation that goes with them."""


class Change(NamedTuple):
    """What an arm changes: its label and the overrides as written."""

    label: str
    lines: tuple[str, ...]


class Row(NamedTuple):
    """A row of the table of results; the verdict's tone is "good", "bad" or empty."""

    cells: tuple[str, ...]
    verdict: str
    tone: str


class Group(NamedTuple):
    """The rows of one metric; its role is "primary" or "exploratory"."""

    label: str
    role: str
    role_word: str
    rows: tuple[Row, ...]


class Table(NamedTuple):
    """The table of results; its heads stand above the cells of the rows, the last above the verdicts."""

    heads: tuple[str, ...]
    groups: tuple[Group, ...]


class Definition(NamedTuple):
    """What a metric means."""

    label: str
    name: str
    definition: str
    details: str


class Headings(NamedTuple):
    """Texts that differ between a comparison and a sweep: above the changes, under "Results", above the second table."""

    changes: str
    hint: str
    more: str


class Picture(NamedTuple):
    """A chart as SVG, and the title that stands for it where it cannot be seen."""

    title: str
    svg: bytes


class Command(NamedTuple):
    """A command and what it does."""

    text: str
    command: str


@dataclass(frozen=True)
class Page:
    """Everything a page shows, as plain texts in one language."""

    language: str
    title: str
    facts: str
    answer: Sequence[str]
    cautions: Sequence[str]
    changes: Sequence[Change]
    headline: Table
    details: Table
    headings: Headings
    pictures: Sequence[Picture]
    definitions: Sequence[Definition]
    notes: Sequence[str]
    again: Sequence[Command]


def _font_face(text: str) -> str:
    """CSS that brings the font with it, cut down to a text's characters."""
    data = base64.b64encode(page_font(text)).decode("ascii")
    return f'@font-face {{ font-family: "{FAMILY}"; src: url("data:font/woff;base64,{data}") format("woff"); }}\n'


def _fill(page: Page, style: str) -> str:
    """The template filled in; unknown names are errors, data are escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    pictures = [{"title": one.title, "data": base64.b64encode(one.svg).decode("ascii")} for one in page.pictures]
    return environment.get_template("page.html.j2").render(
        page=page,
        lang="zh-CN" if page.language == "zh" else "en",
        say=partial(say, page.language),
        charts=pictures,
        style=Markup(style),  # noqa: S704  our own style sheet
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii"),
    )


def render(page: Page) -> bytes:
    """The page as a file, UTF-8; the same page gives the same bytes."""
    style = (HERE / "page.css").read_text(encoding="utf-8")
    html = _fill(page, style)
    if CHINESE.search(html):
        html = _fill(page, _font_face(html) + style)
    return html.encode("utf-8")
