"""Reads the project's own sources for `test_house.py`: modules, imports, calls, tracked files."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "commsim"


@dataclass(frozen=True)
class Module:
    """One source file: dotted name, path, parsed text."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        """The part directly below the package: `world` of `commsim.world.draws`; empty for the package itself."""
        return (f"{self.name}.").split(".")[1]


def parse(name: str, text: str, path: Path = Path("example.py")) -> Module:
    """A module from its text."""
    return Module(name, path, ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the package."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


def _module(path: Path) -> Module:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return parse(name, path.read_text(encoding="utf-8"), path)


def at_import(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run on import: not those in functions, not those for the type checker only."""
    todo: list[ast.stmt] = list(tree.body)
    while todo:
        node = todo.pop(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            todo.extend(node.orelse)
            continue
        yield node
        todo.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))


def imports(module: Module, everywhere: bool = False) -> set[str]:
    """Dotted names a module imports, on import or (`everywhere`) also inside functions; relative ones resolved."""
    nodes = ast.walk(module.tree) if everywhere else at_import(module.tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(_from(module, node))
    return found


def _from(module: Module, node: ast.ImportFrom) -> Iterator[str]:
    base = node.module or ""
    if node.level:
        package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
        parents = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*parents, *([node.module] if node.module else [])])
    yield base
    yield from (f"{base}.{alias.name}" for alias in node.names)


def own_imports(module: Module, names: frozenset[str], everywhere: bool = False) -> set[str]:
    """The package's modules that a module imports."""
    return {name for name in imports(module, everywhere) if name in names and name != module.name}


def names_in(node: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of all names and attributes used, such as `np.random.default_rng`."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute | ast.Name):
            yield each.lineno, ast.unparse(each)


def tracked_files() -> list[Path]:
    """Files that belong to the project, tracked or about to be; all files where there is no git (a source archive)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode != 0:
        return [path for folder in ("src", "configs", "experiments", "tests") for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
