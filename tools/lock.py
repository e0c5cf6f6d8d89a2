"""Make the lock files again: `make lock`, after a change of the dependencies in pyproject.toml or to take up new releases.

Needs the program `uv` on the path, for this only; nothing of the project depends on it. `python3 tools/lock.py numpy` takes up a
new release of NumPy alone, `python3 tools/lock.py --all` of everything.

Each lock names versions, markers per Python and system, and hashes: no address, no host, so that it installs from any index.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--no-annotate", "--no-header", "--no-emit-index-url"]
HEADER = "# {what}\n# Made by `make lock`; exact versions and hashes, no address. Change pyproject.toml instead.\n"
OF_THEIR_TIME = ("pyparsing<3.3",)
"""Libraries of libraries that must not be newer than what uses them: the oldest Matplotlib calls names that pyparsing 3.3 warns about."""
SDIST_BUILDERS = ["setuptools", "wheel"]
"""What builds the one library that is published as source only (antlr4-python3-runtime, for Hydra)."""


def project() -> dict[str, Any]:
    """The parsed pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def compile_lock(name: str, what: str, arguments: list[str], requirements: str | None = None) -> None:
    """Compile one file; `requirements` is handed over on standard input."""
    target = ROOT / name
    command = [*COMPILE, *arguments, "--output-file", str(target)]
    subprocess.run(command, input=requirements, text=True, check=True, cwd=ROOT)
    text = target.read_text(encoding="utf-8")
    refuse_addresses(name, text)
    target.write_text(HEADER.format(what=what) + text, encoding="utf-8")


def refuse_addresses(name: str, text: str) -> None:
    """Stop where a lock would tie its users to one index."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host| @ ", line):
            raise SystemExit(f"{name}:{number} names an address: {line}")


def main(words: list[str]) -> None:
    """Write the three locks and the lowest versions."""
    upgrade = ["--upgrade"] if words == ["--all"] else [f"--upgrade-package={word}" for word in words]
    backend = project()["build-system"]["requires"]
    hashed = ["--generate-hashes", *upgrade]
    compile_lock("requirements-test.lock", "What running and testing commsim needs.", ["pyproject.toml", "--extra", "test", *hashed])
    same = ["--constraint", "requirements-test.lock"]
    compile_lock("requirements.lock", "What running commsim needs.", ["pyproject.toml", *same, *hashed])
    builders = "\n".join([*backend, *SDIST_BUILDERS])
    compile_lock("requirements-build.lock", "What building and installing commsim needs.", ["-", *hashed], builders)
    lowest = ["pyproject.toml", "-", "--extra", "test", "--resolution", "lowest-direct", "--upgrade"]
    compile_lock(
        "constraints-lowest.txt", "The lowest versions that commsim is tested with.", lowest, "\n".join([*backend, *OF_THEIR_TIME])
    )


if __name__ == "__main__":
    main(sys.argv[1:])
