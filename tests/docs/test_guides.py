"""The commands of the guides run, one guide after the other in a folder with the examples."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.blocks import blocks

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [ROOT / "docs" / "guides" / name for name in ("sop.md", "start_from_today.md")]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_its_commands_run(guide, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    lines = [line for block in blocks(guide.read_text(encoding="utf-8")) if block.language == "sh" for line in block.text.splitlines()]
    assert len(lines) >= 3
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "commsim"
        done = subprocess.run(
            [sys.executable, "-m", "commsim", *words], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout.strip(), line
