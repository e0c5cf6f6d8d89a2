"""The set-up script: what it does before anything is installed."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys

import pytest


@pytest.fixture
def go(project, tmp_path):
    """The script as a module, working in an empty folder that holds only the files it looks at."""
    spec = importlib.util.spec_from_file_location("go", project / "go.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", module.BUILD_LOCK, *module.LOCKS.values()):
        (tmp_path / name).write_bytes((project / name).read_bytes())
    module.HERE, module.VENV = tmp_path, tmp_path / ".venv"
    module.MARK = module.VENV / "made-by-go.txt"
    return module


def mark_installed(go, kind):
    go.VENV.mkdir(exist_ok=True)
    go.stamp(kind).write_text(go.fingerprint(kind), encoding="utf-8")


def test_an_old_python_can_read_it_as_far_as_the_refusal(project):
    ast.parse((project / "go.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_nothing_but_the_standard_library(project):
    tree = ast.parse((project / "go.py").read_text(encoding="utf-8"))
    names = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_a_finished_set_up_is_not_repeated(go):
    mark_installed(go, "run")
    assert go.installed("run")
    assert not go.installed("test")


def test_the_set_up_for_tests_serves_for_running(go):
    mark_installed(go, "test")
    assert go.installed("run")


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock", "requirements-build.lock"])
def test_a_changed_file_asks_for_a_new_installation(go, name):
    mark_installed(go, "run")
    with (go.HERE / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not go.installed("run")


def test_an_environment_of_the_users_own_is_left_alone(go):
    go.VENV.mkdir()
    (go.VENV / "precious").touch()
    with pytest.raises(SystemExit, match="not made by"):
        go.make_venv()
    assert (go.VENV / "precious").exists()


def test_without_venv_and_pip_it_says_what_to_install(go, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="python3-venv"):
        go.make_venv()


def test_a_failed_installation_leaves_no_stamp(go, monkeypatch):
    monkeypatch.setattr(go, "make_venv", lambda: go.VENV.mkdir(exist_ok=True))
    monkeypatch.setattr(go, "pip", lambda: [sys.executable, "-c", "import sys; sys.exit(1)"])
    with pytest.raises(SystemExit, match="Installing failed"):
        go.set_up("run")
    assert not go.installed("run")


def test_an_unknown_word_shows_the_help_and_fails(project):
    done = subprocess.run([sys.executable, project / "go.py", "dmeo"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "python3 go.py demo" in done.stdout


def test_every_make_target_calls_the_script(project):
    targets = {"demo", "test", "test-slow", "benchmark", "lint", "setup", "clean"}
    text = (project / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in text and f"go.py {target}" in text for target in targets)


def test_ci_runs_the_tests_as_readme_says(project):
    last = (project / ".ci" / "run").read_text(encoding="utf-8").rstrip().splitlines()[-1]
    assert last == "exec python3 go.py test"
    assert "python3 go.py test" in (project / "README.md").read_text(encoding="utf-8")
