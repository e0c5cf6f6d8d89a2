"""Write a validation: validation.json, its charts and its page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commsim.report.charts.facts import curves, gates
from commsim.report.images import rendered
from commsim.report.page import Change, Command, Definition, Group, Headings, Page, Picture, Row, Table, render
from commsim.report.style import drawing
from commsim.report.words import say
from commsim.scenario.schema import ReportSettings
from commsim.study.whole_files import write_whole
from commsim.validation import words
from commsim.validation.facts import not_simulated
from commsim.validation.result import FAILS, HOLDS, Finding, Validation, to_json

CHARTS = {"gates": gates, "curves": curves}
TONES = {HOLDS: "good", FAILS: "bad"}


def write_validation(result: Validation, directory: Path, settings: ReportSettings) -> list[Path]:
    """Write everything into a folder; returns the files, the page last. Raises StorageError."""
    record = directory / "validation.json"
    write_whole(record, to_json(result).encode())
    written, pictures = _charts(result, directory / "charts", settings) if settings.charts else ([], [])
    page = directory / "report.html"
    write_whole(page, render(page_of(result, settings.language, pictures)))
    return [record, *written, page]


def _charts(result: Validation, folder: Path, settings: ReportSettings) -> tuple[list[Path], list[Picture]]:
    """The page always gets SVG, the folder what the settings ask for."""
    written, pictures = [], []
    for name, chart in CHARTS.items():
        with drawing():
            figure = chart(result, settings.language)
            files = {form: rendered(figure, form, settings.dpi)() for form in dict.fromkeys((*settings.formats, "svg"))}
        pictures.append(Picture(str(figure.get_label()), files["svg"]))
        for form in settings.formats:
            write_whole(folder / f"{name}.{form}", files[form])
            written.append(folder / f"{name}.{form}")
    return written, pictures


def page_of(result: Validation, language: str, pictures: Sequence[Picture]) -> Page:
    """The page of a validation."""
    others = [one for one in result.findings if not one.fact.gate]
    changed = [Change(say(language, "facts_page_changed"), result.changed)] if result.changed else []
    values = {"n": len(result.findings), "gates": len(result.gates), "replicates": result.replicates, "seed": result.seed}
    return Page(
        language=language,
        title=say(language, "facts_page_title"),
        facts=say(language, "facts_page_facts", **values),
        answer=words.answer(result, language),
        cautions=[],
        changes=changed,
        headline=_table(result.gates, language),
        details=_table(others, language),
        headings=Headings(*(say(language, f"facts_page_{name}") for name in ("changes", "hint", "more"))),
        pictures=pictures,
        definitions=[_definition(one, language) for one in result.findings],
        notes=[*words.notes(result, language), *_beyond(language)],
        again=[Command(say(language, "facts_page_again"), _command(result))],
    )


def _table(findings: Sequence[Finding], language: str) -> Table:
    heads = tuple(words.say(language, name) for name in ("number", "real", "simulated", "accepted", "verdict"))
    return Table(heads, tuple(_group(one, language) for one in findings))


def _group(finding: Finding, language: str) -> Group:
    """The numbers of one fact; a gate is marked as a primary metric is."""
    role, word = ("primary", "facts_page_gate") if finding.fact.gate else ("exploratory", "facts_page_shown")
    return Group(
        words.label(finding, language), role, say(language, word), tuple(_row(finding, name, language) for name in finding.fact.numbers)
    )


def _row(finding: Finding, name: str, language: str) -> Row:
    forms = (words.real_text, words.simulated_text, words.accepted_text)
    cells = (finding.fact.number_label(name, language), *(form(finding, name, language) for form in forms))
    return Row(cells, words.verdict_text(finding, name, language), TONES.get(finding.verdict_of(name), ""))


def _definition(finding: Finding, language: str) -> Definition:
    values = {"how": getattr(finding.fact.how, language), "source": finding.fact.source, "grade": finding.fact.grade}
    return Definition(words.label(finding, language), finding.name, words.say(language, "source", **values), "")


def _beyond(language: str) -> list[str]:
    """What is not simulated, and why."""
    found = not_simulated().values()
    return [
        words.say(language, "beyond", label=getattr(one.label, language), source=one.source, because=getattr(one.because, language))
        for one in found
    ]


def _command(result: Validation) -> str:
    return " ".join(["commsim validate", *result.changed, f"replicates={result.replicates}", f"seed={result.seed}"])
