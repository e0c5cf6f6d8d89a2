#!/usr/bin/env python3
"""Set commsim up in this folder and run it; needs nothing but Python 3.11 or newer with pip.

    python3 go.py demo         set up, then compare the strategies of the example community
    python3 go.py test         set up, then run the tests (under 10 minutes on 2 cores)
    python3 go.py test-slow    the long tests
    python3 go.py benchmark    speed, printed beside its goals
    python3 go.py lint         ruff and mypy
    python3 go.py setup        only set up
    python3 go.py clean        remove what set-up made (results in outputs/ stay)

More words are handed on: `python3 go.py demo replicates=20`, `python3 go.py test -k trust`.
Everything goes into .venv in this folder. Libraries come from the package index that pip is set to use, in the exact
versions of the lock files, each checked against its hash. A second call skips what is done.
"""

import sys

if sys.version_info < (3, 11):  # before anything that an older Python cannot read
    sys.exit("commsim needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". If you have one, name it: python3.12 go.py demo")

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
MARK = VENV / "made-by-go.txt"
BUILD_LOCK = "requirements-build.lock"
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
"""What is installed for running, and for running and testing; the second holds all of the first."""

SIDE_BY_SIDE = ("-n", "logical", "--maxprocesses", "4")
"""The fast tests share the cores; the long ones, some of which take time, run alone."""

NO_VENV = """This Python cannot make virtual environments, and has no pip to help itself with.
On Debian and Ubuntu:  sudo apt install python3-venv   (then the same command again)"""
NO_INSTALL = """Installing failed; pip's own words stand above. Usual reasons: no network, or a package index that lacks a file.
pip uses its own settings (pip config list). The same command again goes on where this one stopped."""


def say(text: str) -> None:
    """Print at once, so that the words stand before the output of what they announce."""
    print(text, flush=True)


def venv_python() -> Path:
    """The environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*command: "str | Path") -> int:
    """Run a command in the project's folder; its exit code."""
    return subprocess.run([str(word) for word in command], cwd=HERE, check=False).returncode


def install(*words: "str | Path") -> int:
    """Run pip install, and count its steps aloud; its exit code. What goes wrong, pip says itself."""
    command = [*pip(), "install", "--disable-pip-version-check", "--progress-bar", "off", "--no-input", *words]
    with subprocess.Popen([str(word) for word in command], cwd=HERE, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        names = (line.split()[1] for line in process.stdout if line.startswith("Collecting "))
        for count, name in enumerate(names, 1):
            if sys.stdout.isatty():
                print(f"\r\033[K  {count}: {name.partition('==')[0]}", end="", flush=True)
            elif count % 20 == 0:
                say(f"  {count} libraries so far …")
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)
    return process.returncode


def fingerprint(kind: str) -> str:
    """What an installation depends on: this Python, the lock files, the project's metadata."""
    digest = hashlib.sha256(sys.version.encode())
    for name in ("pyproject.toml", BUILD_LOCK, LOCKS[kind]):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def stamp(kind: str) -> Path:
    """The file that says which installation is complete."""
    return VENV / f"installed-{kind}.txt"


def installed(kind: str) -> bool:
    """Whether this kind, or the one that holds it, is complete and current."""
    wanted = ["test"] if kind == "test" else ["run", "test"]
    return any(stamp(each).is_file() and stamp(each).read_text(encoding="utf-8") == fingerprint(each) for each in wanted)


def remove_venv() -> None:
    """Remove an environment that go.py made; refuse any other."""
    if not VENV.exists():
        return
    if not MARK.is_file():
        sys.exit(f"{VENV} was not made by go.py; move it away, then the same command again.")
    shutil.rmtree(VENV)


def make_venv() -> None:
    """Make .venv; without the venv package's pip where the system left that out."""
    remove_venv()
    VENV.mkdir()
    MARK.write_text(f"{sys.version}\n", encoding="utf-8")
    bare = importlib.util.find_spec("ensurepip") is None
    if bare and importlib.util.find_spec("pip") is None:
        sys.exit(NO_VENV)
    if run(sys.executable, "-m", "venv", *(["--without-pip"] if bare else []), VENV) != 0:
        sys.exit(NO_VENV)


def pip() -> "list[str | Path]":
    """The pip that installs into .venv: its own, or else this Python's."""
    own = [venv_python(), "-m", "pip"]
    if subprocess.run([str(word) for word in [*own, "--version"]], capture_output=True, check=False).returncode == 0:
        return own
    return [sys.executable, "-m", "pip", "--python", venv_python()]


def current_venv() -> bool:
    """Whether .venv is ours and of this Python."""
    return MARK.is_file() and MARK.read_text(encoding="utf-8") == f"{sys.version}\n" and venv_python().exists()


def set_up(kind: str) -> None:
    """Make .venv and install the locked libraries and commsim itself, unless done."""
    if current_venv() and installed(kind):
        return
    say(f"Setting up .venv with Python {sys.version.split()[0]}: once, a few minutes (about 300 MB to download).")
    if not current_venv():
        make_venv()
    say(f"Installing the libraries of {LOCKS[kind]}, each checked against its hash …")
    alone = ["--no-deps", "--no-build-isolation"]
    locked = [*alone, "--require-hashes", "--requirement"]
    failed = install(*locked, BUILD_LOCK) or install(*locked, LOCKS[kind]) or install(*alone, "--editable", ".")
    if failed or run(*pip(), "check", "--disable-pip-version-check") != 0:
        sys.exit(NO_INSTALL)
    stamp(kind).write_text(fingerprint(kind), encoding="utf-8")


def demo(words: "list[str]") -> int:
    """Set up and run the main job."""
    set_up("run")
    say("Running: commsim experiment=official_account " + " ".join(words))
    say("(The very first run compiles the engine for this processor, once: up to a minute. Results go to outputs/.)")
    return run(venv_python(), "-m", "commsim", "experiment=official_account", *words)


def pytest(*words: str) -> int:
    """Set up and run pytest."""
    set_up("test")
    say("Running: pytest " + " ".join(words))
    return run(venv_python(), "-m", "pytest", *words)


def benchmark(words: "list[str]") -> int:
    """Set up and run the benchmarks."""
    set_up("test")
    return max(run(venv_python(), HERE / "benchmarks" / name, *words) for name in ("engine.py", "peers.py"))


def lint() -> int:
    """Style and types."""
    set_up("test")
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    return max([run(venv_python(), "-m", *check) for check in checks])


def clean() -> int:
    """Remove the environment and the caches of tools."""
    remove_venv()
    for name in (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "build", "dist"):
        shutil.rmtree(HERE / name, ignore_errors=True)
    return 0


def setup() -> int:
    """Only set up, for running and testing."""
    set_up("test")
    say(f"Done. Use {venv_python().relative_to(HERE).parent / 'commsim'} --help")
    return 0


def main(words: "list[str]") -> int:
    """Do what the first word says with the others."""
    tasks = {
        "demo": demo,
        "test": lambda rest: pytest(*SIDE_BY_SIDE, *rest),
        "test-slow": lambda rest: pytest("-m", "slow", *rest),
        "benchmark": benchmark,
        "lint": lambda _: lint(),
        "setup": lambda _: setup(),
        "clean": lambda _: clean(),
    }
    if not words or words[0] not in tasks:
        print(__doc__)
        return 0 if words in ([], ["help"], ["--help"], ["-h"]) else 2
    return tasks[words[0]](words[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
