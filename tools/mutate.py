"""Do the tests notice a fault in the day's mechanisms? One small fault at a time is planted and the tests are run.

    python tools/mutate.py        # 150 faults against the bytes of the tiny worlds: a quarter of an hour

A fault is a comparison turned round or moved by its equality, + for −, × for ÷, `and` for `or`, another constant, or a
statement left out. It is planted in a copy of the checkout and run without compiling. What is compared are the digests of
tests/helpers/interpreted.py, as golden runs compare them. A fault that nobody notices may change nothing (a bound that is
never met) or show where a test is missing: each is printed with its line. Last figures: docs/background/mutation.md.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parents[1]
DAY = ROOT / "src" / "commsim" / "day"
COPIED = ("src", "tests", "configs", "experiments", "tools", "pyproject.toml")
LONGEST = 120
"""Seconds after which a run counts as having noticed: the fault keeps it from ending."""
COMMAND = [sys.executable, "-m", "helpers.interpreted"]
TURNED = {ast.Lt: (ast.GtE, ast.LtE), ast.LtE: (ast.Gt, ast.Lt), ast.Gt: (ast.LtE, ast.GtE), ast.GtE: (ast.Lt, ast.Gt)}
SWAPPED = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
WORDS = {"ONE": "ZERO", "ZERO": "ONE", "HALF": "ONE"}


@dataclass(frozen=True)
class Fault:
    """One planted fault: the file, its line, what was changed there, and the whole changed text."""

    file: Path
    line: int
    what: str
    text: str


def replacements(node: ast.AST) -> Iterator[ast.AST]:
    """Faulty versions of one node."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        kind = type(node.ops[0])
        for other in TURNED.get(kind, (SWAPPED[kind],) if kind in SWAPPED else ()):
            yield changed(node, ops=[other()])
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in SWAPPED:
        yield changed(node, op=SWAPPED[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield changed(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield changed(node, value=node.value + 1)
    elif isinstance(node, ast.Name) and node.id in WORDS:
        yield changed(node, id=WORDS[node.id])
    if left_out(node):
        yield ast.Pass()


def left_out(node: ast.AST) -> bool:
    """Whether a node is a statement that changes something where it stands."""
    calls = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    writes = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Attribute)
    return isinstance(node, ast.AugAssign) or calls or writes


def changed(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of a node with other fields."""
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


class Plant(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Visit a node."""
        return ast.copy_location(self.new, node) if node is self.old else super().visit(node)


def compiled(node: ast.AST) -> bool:
    """Whether a function is part of the kernel."""
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(d, ast.Name) and d.id in ("mechanism", "kernel") for d in node.decorator_list
    )


def faults_of(file: Path) -> list[Fault]:
    """Every fault that can be planted in a file's mechanisms."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    places = [node for function in ast.walk(tree) if compiled(function) for part in function.body for node in ast.walk(part)]
    found = []
    for node in places:
        for other in replacements(node):
            text = ast.unparse(ast.fix_missing_locations(Plant(node, other).visit(copy_except(tree, node))))
            found.append(Fault(file, node.lineno, f"{ast.unparse(node)}  →  {ast.unparse(other)}", text))
    return found


def copy_except(tree: ast.AST, kept: ast.AST) -> ast.AST:
    """A deep copy of a tree in which one node is the same object."""
    return copy.deepcopy(tree, {id(kept): kept})


def copied(folder: Path) -> Path:
    """A copy of what the tests need."""
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder


def outcome(checkout: Path) -> str | None:
    """The digests of the tiny worlds; None where they do not end."""
    paths = os.pathsep.join([str(checkout / "src"), str(checkout / "tests")])
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(COMMAND, cwd=checkout, env=env, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return None
    return ran.stdout if ran.returncode == 0 else f"exit code {ran.returncode}"


def survives(fault: Fault, checkout: Path, sound: str | None) -> bool:
    """Whether nobody notices the fault."""
    file = checkout / fault.file.relative_to(ROOT)
    before = file.read_text(encoding="utf-8")
    file.write_text(fault.text, encoding="utf-8")
    try:
        return outcome(checkout) == sound
    finally:
        file.write_text(before, encoding="utf-8")


def main() -> None:
    """Plant, run, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int, nargs="?", default=150, help="faults to plant, drawn from all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    every = [fault for file in sorted(DAY.glob("*.py")) for fault in faults_of(file)]
    drawn = random.Random(asked.seed).sample(every, min(asked.number, len(every)))  # noqa: S311  a sample, no secret
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(asked.jobs) as pool:
        checkouts: Queue[Path] = Queue()
        for number in range(asked.jobs):
            (Path(folder) / str(number)).mkdir()
            checkouts.put(copied(Path(folder) / str(number)))
        sound = outcome(checkouts.queue[0])

        def lives(fault: Fault) -> bool:
            checkout = checkouts.get()
            try:
                return survives(fault, checkout, sound)
            finally:
                checkouts.put(checkout)

        alive = []
        for number, (fault, living) in enumerate(zip(drawn, pool.map(lives, drawn), strict=True), start=1):
            alive += [fault] if living else []
            if living:
                print(f"{number}: not noticed: {fault.file.name}:{fault.line}: {fault.what}", flush=True)
    report(every, drawn, alive)


def report(every: list[Fault], drawn: list[Fault], alive: list[Fault]) -> None:
    """Noticed faults by file."""
    planted, left = Counter(fault.file.name for fault in drawn), Counter(fault.file.name for fault in alive)
    for name, number in sorted(planted.items()):
        print(f"{name:16} {number - left[name]:4} of {number:4} noticed")
    share = 1 - len(alive) / len(drawn)
    print(f"{'all':16} {len(drawn) - len(alive):4} of {len(drawn):4} noticed, {share:.0%} ({len(every)} faults in all)")


if __name__ == "__main__":
    main()
