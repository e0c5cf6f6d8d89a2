"""The pages about the model say what the code does: every phase and behaviour parameter, and no page made from the code is stale."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from commsim.day.plan import DAY
from commsim.scenario.behaviour import Forms
from commsim.scenario.describe import levers
from docs.blocks import blocks

ROOT = Path(__file__).resolve().parents[2]
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
TUTORIAL = (ROOT / "docs" / "tutorial" / "first_comparison.md").read_text(encoding="utf-8")
KEYS = {lever.path for lever in levers()}


def in_code(text: str) -> set[str]:
    """Dotted names in code font."""
    plain = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return {name for span in re.findall(r"`([^`]+)`", plain) for name in re.findall(r"[a-z_]+(?:\.[A-Za-z_*]+)+", span)}


def behaviour() -> set[str]:
    """Behaviour parameters as model.md writes them: without the first word, any form of content or event as FORM."""
    paths = (lever.path.removeprefix("behaviour.") for lever in levers() if lever.role == "behaviour")
    return {re.sub(r"^forms\.[a-z_]+\.", "forms.FORM.", path) for path in paths}


def test_every_behaviour_parameter_is_explained():
    assert behaviour() - in_code(MODEL) == set()


def test_a_missing_parameter_is_seen():
    assert behaviour() - in_code(MODEL.replace("`trust.drift`", "drift")) == {"trust.drift"}


def test_no_parameter_is_explained_that_is_not_there():
    known = behaviour()
    groups = {path.partition(".")[0] for path in known}
    assert {name for name in in_code(MODEL) if name.partition(".")[0] in groups - {"trust"}} - known == set()


@pytest.mark.parametrize("phase", DAY, ids=lambda phase: phase.name)
def test_every_phase_is_described_in_order_and_in_words(phase):
    assert f"| **{phase.name}** | {phase.scope} | {phase.meaning} |" in MODEL
    headings = " ".join(re.findall(r"^### (.+)$", MODEL, re.MULTILINE)).replace(",", "").split()
    assert headings == [each.name for each in DAY]


def test_every_form_is_named():
    assert [form for form in Forms.model_fields if form not in MODEL] == []


def test_the_parts_of_the_protocol_are_there():
    parts = ("Purpose and patterns", "Entities", "Process overview", "Design concepts", "Initialisation", "Input data", "Submodels")
    assert [part for part in parts if not re.search(rf"^## \d\. {part}", MODEL, re.MULTILINE)] == []


def test_pages_made_from_the_code_are_current():
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "make_docs.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")))
def test_links_lead_somewhere(page):
    folder = (ROOT / page).parent
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


def test_the_tutorial_names_real_keys():
    assert {name for name in in_code(TUTORIAL) if name.partition(".")[0] in ("strategy", "community")} - KEYS == set()


@pytest.mark.parametrize(
    "block", [block for block in blocks(TUTORIAL) if block.language == "python"], ids=lambda block: f"line_{block.line}"
)
def test_the_tutorials_programs_run(block, tmp_path):
    program = block.text.replace("replicates=20", "replicates=2").replace("days=180", "days=40")
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_tutorials_intervention_changes_something(tmp_path):
    (block,) = [block for block in blocks(TUTORIAL) if "Intervention(" in block.text]
    done = subprocess.run([sys.executable, "-c", block.text], cwd=tmp_path, capture_output=True, text=True, check=True)
    without, with_it = re.findall(r"^0 .*$", done.stdout, re.MULTILINE)
    assert without != with_it
