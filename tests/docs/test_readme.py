"""README's blocks run, only smaller; its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.blocks import Block, blocks

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = ".venv/bin/commsim"
SETUP = "setup"
"""The word after ```sh of blocks that set things up: too much for a test, and done by whoever runs it."""


def commands(block: Block) -> list[str]:
    """The command lines of a shell block."""
    return [line for line in block.text.splitlines() if line.strip() and not line.startswith("#")]


def smaller(words: list[str]) -> list[str]:
    """The same run with two replicates of 40 days; commands that only show something stay as they are."""
    if words[0] in ("list", "doctor", "sop", "members"):
        return words
    return [*(word for word in words if not word.startswith(("replicates=", "days="))), "replicates=2", "days=40"]


RUNNABLE = [block for block in blocks(README) if block.words != SETUP]
SHELL = [block for block in RUNNABLE if block.language == "sh"]
PROGRAMS = [block for block in RUNNABLE if block.language == "python"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all blocks, with the examples, as a reader would use."""
    made = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "examples", made / "examples")
    return made


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A command in a folder; fails with what it said."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.mark.parametrize("block", SHELL, ids=[f"line_{block.line}" for block in SHELL])
def test_commands_run_one_after_the_other(block, folder):
    for line in commands(block):
        words = shlex.split(line)
        assert words[0] == PROGRAM, "a block of other commands needs the word setup"
        done = run([sys.executable, "-m", "commsim", *smaller(words[1:])], folder)
        assert done.stdout.strip()


@pytest.mark.parametrize("block", PROGRAMS, ids=[f"line_{block.line}" for block in PROGRAMS])
def test_a_program_runs(block, folder):
    run([sys.executable, "-W", "error", "-c", re.sub(r"replicates=\d+", "replicates=2", block.text)], folder)


def test_there_is_something_to_run():
    assert sum(len(commands(block)) for block in SHELL) >= 3
    assert len(PROGRAMS) >= 2
    assert {block.language for block in blocks(README)} <= {"sh", "python", "yaml"}


def test_the_two_commands_are_there():
    setup = [line for block in blocks(README) if block.words == SETUP for line in commands(block)]
    assert "python3 go.py demo" in setup
    assert "python3 go.py test" in setup


def test_links_and_pictures_exist():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_folders_named_exist():
    table = README[README.index("| folder | holds |") :].partition("\n\n")[0]
    named = re.findall(r"`([\w/]+/)`", table)
    assert named
    inside = [ROOT / "src" / "commsim" / name if not (ROOT / name).exists() else ROOT / name for name in named]
    assert [str(path) for path in inside if not path.is_dir()] == []


def test_a_block_is_found_with_its_line():
    assert blocks("a\n```sh setup\nx\n```\n```python\ny\n```\n") == [Block("sh", "setup", "x\n", 2), Block("python", "", "y\n", 5)]
