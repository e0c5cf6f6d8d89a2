"""The rules of the house: layers, cycles, randomness, import side effects, dangerous calls, addresses.

Every rule has a partner test that shows it fails on a planted breach.
"""

from __future__ import annotations

import ast
import graphlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from house import ROOT, Module, modules, names_in, own_imports, parse, tracked_files

LAYERS = ["scenario", "desk", "world", "operate", "day", "record", "metrics", "simulate", "mesa_face", "study", "report", "dashboard"]
"""An import points up this list only; what is not listed (cli, __main__, the package itself) stands at its end."""
PURE_DATA = {"commsim.record", "commsim.scenario.counts"}
"""The record's columns are named by those who fill them, too."""
DOWN_LATE = {("study", "report")}
"""Inside functions only: `result.plot()` and `result.report()` hand over to the layer that draws."""
RANDOM_HOME = "commsim.world.draws"
HEAVY = ("dask", "hydra", "matplotlib", "mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "ray", "scipy", "statsmodels")
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "joblib.load"}
FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal", "cloudpickle", "socket", "urllib.request", "http.client", "requests"}
TEXT = {".py", ".toml", ".lock", ".txt", ".md", ".yaml", ".yml", ".json", ".cfg", ".html", ".css", ".c", ".svg", ".csv", ""}


def rank(layer: str) -> int:
    """Place of a layer in the picture."""
    return LAYERS.index(layer) if layer in LAYERS else len(LAYERS)


def against_the_layers(house: tuple[Module, ...]) -> list[str]:
    """Imports that point down the picture."""
    names = frozenset(module.name for module in house)
    found = []
    for module in house:
        if not module.layer:
            continue
        on_import = own_imports(module, names)
        for other in sorted(own_imports(module, names, everywhere=True)):
            there = f"{other}.".split(".")[1]
            late = other not in on_import and (module.layer, there) in DOWN_LATE
            if there and rank(there) > rank(module.layer) and other not in PURE_DATA and not late:
                found.append(f"{module.name} imports {other}")
    return found


def circle(house: tuple[Module, ...]) -> list[str]:
    """One circle of imports, or nothing."""
    names = frozenset(module.name for module in house)
    packages = {module.name for module in house if module.path.name == "__init__.py"}
    graph = {module.name: own_imports(module, names) - packages for module in house}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def stray_randomness(house: tuple[Module, ...]) -> list[str]:
    """Uses of a random source outside its one home."""
    pattern = re.compile(r"(np|numpy)\.random\.|random\.\w|secrets\.\w|uuid\.uuid4")
    return [
        f"{module.name}:{line} {name}"
        for module in house
        if module.name != RANDOM_HOME
        for line, name in names_in(module.tree)
        if pattern.match(name)
    ]


def dangers(module: Module) -> list[str]:
    """Calls and imports by which a file from a colleague could run code, or a run could reach the network."""
    return [f"{module.name}:{node.lineno} {what}" for node in ast.walk(module.tree) if (what := _danger(node))]


def _danger(node: ast.AST) -> str:
    if isinstance(node, ast.Import):
        return ", ".join(alias.name for alias in node.names if alias.name in FORBIDDEN_MODULES)
    if isinstance(node, ast.ImportFrom):
        return node.module if node.module in FORBIDDEN_MODULES else ""
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        flags = {f"{word.arg}={ast.unparse(word.value)}" for word in node.keywords}
        if name in FORBIDDEN_CALLS or name.endswith(".read_pickle") or flags & {"shell=True", "allow_pickle=True"}:
            return f"{name}({', '.join(sorted(flags))})"
    return ""


def addresses(text: str) -> list[str]:
    """Names of package registries and of folders of one machine; both tie the project to a workplace."""
    hosts = r"[\w.-]*\b(?:pypi|pythonhosted|npmjs|debian|ubuntu|anaconda|conda)[.](?:org|com|net)\b"
    indexes = r"--(?:(?:extra-)?index-url|find-links|trusted-host)[ =]\S+"
    folders = r"(?<![\w.~-])/(?:work|root|home|opt|Users)/[\w.-]+"
    return re.findall(f"{hosts}|{indexes}|{folders}", text)


def test_imports_point_up_the_picture():
    assert against_the_layers(modules()) == []


def test_an_import_down_the_picture_is_seen():
    house = (parse("commsim.world.groups", "def f():\n    from commsim.study import compare"), parse("commsim.study.compare", ""))
    assert against_the_layers(house) == ["commsim.world.groups imports commsim.study.compare"]


def test_no_import_goes_in_a_circle():
    assert circle(modules()) == []


def test_a_circle_is_seen():
    house = (parse("commsim.a.x", "from commsim.b import y"), parse("commsim.b.y", "import commsim.a.x"))
    assert len(circle(house)) == 3


def test_randomness_has_one_home():
    assert stray_randomness(modules()) == []


@pytest.mark.parametrize("text", ["np.random.default_rng()", "random.random()", "numpy.random.seed(1)", "x = uuid.uuid4()"])
def test_stray_randomness_is_seen(text):
    assert stray_randomness((parse("commsim.day.talk", text),))


def test_no_file_can_run_code_and_no_run_reaches_the_network():
    assert [found for module in modules() for found in dangers(module)] == []


@pytest.mark.parametrize(
    "text",
    ["eval('1')", "exec(x)", "import pickle", "from pickle import load", "np.load(f, allow_pickle=True)", "subprocess.run(c, shell=True)"],
)
def test_a_danger_is_seen(text):
    assert dangers(parse("commsim.study.store", text))


def imported_by(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after a statement."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted({{m.split('.')[0] for m in set(sys.modules) - before}}))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return set(done.stdout.split())


def test_importing_commsim_is_cheap():
    assert imported_by("import commsim") & set(HEAVY) == set()


def test_a_heavy_import_is_seen():
    assert "numpy" in imported_by("import commsim.record.record") & set(HEAVY)


WATCH = """
import importlib, locale, logging, os, random, sys, warnings
import matplotlib.font_manager, mesa, numba, numpy, pandas, pyarrow, scipy.stats, statsmodels.api

def state():
    log = logging.getLogger()
    return {
        "folder": os.getcwd(), "environment": dict(os.environ), "locale": locale.setlocale(locale.LC_ALL),
        "log": (log.level, *log.handlers), "warnings": list(warnings.filters),
        "luck": (random.getstate(), str(numpy.random.get_state())),
        "charts": str(matplotlib.rcParams), "fonts": len(matplotlib.font_manager.fontManager.ttflist),
        "tables": str([pandas.get_option(name) for name in ("display.precision", "display.max_rows")]),
    }

before = state()
for name in sys.argv[1:]:
    importlib.import_module(name)
    after = state()
    print(*(f"{name} changes {key}" for key in before if before[key] != after[key]), sep="\\n", end="")
    before = after
"""


def changed_by_importing(names: list[str], folder: Path) -> str:
    """What importing modules one after the other changes in a process: words, files written, output."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(folder)]), "COMMSIM_CACHE": str(folder / "cache")}
    command = [sys.executable, "-B", "-c", WATCH, *names]
    before = set(folder.rglob("*"))
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder)
    written = sorted(str(path) for path in set(folder.rglob("*")) - before)
    return "\n".join([*written, done.stdout, done.stderr]).strip()


def test_importing_changes_nothing(tmp_path):
    assert changed_by_importing([module.name for module in modules() if module.path.name != "__main__.py"], tmp_path) == ""


def test_an_effect_of_importing_is_seen(tmp_path):
    effects = {
        "luck": "import numpy; numpy.random.seed(1)",
        "environment": "import os; os.environ['A'] = 'b'",
        "log": "import logging; logging.basicConfig()",
        "charts": "import matplotlib; matplotlib.rcParams['font.size'] = 3",
        "output": "print('planted speaks')",
        "written": "open('planted.txt', 'w').close()",
    }
    for key, effect in effects.items():
        (tmp_path / f"planted_{key}.py").write_text(effect, encoding="utf-8")
    seen = changed_by_importing([f"planted_{key}" for key in effects], tmp_path)
    for sign in [*(f"planted_{key} changes {key}" for key in ("luck", "environment", "log", "charts")), "planted speaks", "planted.txt"]:
        assert sign in seen


def test_no_tracked_file_names_a_registry_or_a_folder_of_one_machine():
    found = {
        str(path.relative_to(ROOT)): hits
        for path in tracked_files()
        if path.suffix in TEXT and path != ROOT / "tests" / "test_house.py" and (hits := addresses(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text", ["https://files.pythonhosted" + ".org/x", "--index-url x", "see /home/" + "me/x", "open('/work/" + "main')"]
)
def test_an_address_is_seen(text):
    assert addresses(text)
