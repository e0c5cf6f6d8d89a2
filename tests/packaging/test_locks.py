"""The lock files: complete, hashed, without addresses, alike where they overlap, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from itertools import product

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-build.lock")
PYTHONS = ("3.11.7", "3.12.1", "3.13.0")
SYSTEMS = ({"sys_platform": "linux"}, {"sys_platform": "darwin"}, {"sys_platform": "win32"})


def entries(text: str) -> list[tuple[Requirement, list[str]]]:
    """(pinned requirement, its hashes) of a lock."""
    logical = re.sub(r"\\\n", " ", text).splitlines()
    lines = [line.strip() for line in logical if line.strip() and not line.startswith("#")]
    return [(Requirement(re.split(r"\s--hash=", line)[0]), re.findall(r"--hash=(\S+)", line)) for line in lines]


def chosen(text: str, python: str, system: dict[str, str]) -> dict[str, str]:
    """Name → version that a Python on a system installs; fails where two lines of one name apply."""
    environment = {"python_full_version": python, "python_version": python.rpartition(".")[0], "implementation_name": "cpython", **system}
    result: dict[str, str] = {}
    for requirement, _ in entries(text):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            name = canonicalize_name(requirement.name)
            assert name not in result, f"{name} twice on {python}"
            result[name] = str(requirement.specifier).removeprefix("==")
    return result


@pytest.fixture(scope="module")
def metadata(project):
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=LOCKS)
def lock(request, project):
    return (project / request.param).read_text(encoding="utf-8")


def test_every_line_is_pinned_and_hashed(lock):
    for requirement, hashes in entries(lock):
        assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement


def test_no_address_and_nothing_of_gigabytes(lock):
    assert not re.search(r"://| @ |^--", lock, re.MULTILINE)
    assert not re.search(r"^(torch|tensorflow|jax)\b", lock, re.MULTILINE)


@pytest.mark.parametrize(("python", "system"), list(product(PYTHONS, SYSTEMS)))
def test_the_test_lock_holds_the_run_lock(project, python, system):
    run = chosen((project / "requirements.lock").read_text(encoding="utf-8"), python, system)
    test = chosen((project / "requirements-test.lock").read_text(encoding="utf-8"), python, system)
    assert run.items() <= test.items()


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", LOCKS[:2])
def test_the_locks_satisfy_pyproject(project, metadata, name, python):
    wanted = list(metadata["project"]["dependencies"])
    if name == "requirements-test.lock":
        wanted += metadata["project"]["optional-dependencies"]["test"]
    have = chosen((project / name).read_text(encoding="utf-8"), python, SYSTEMS[0])
    for line in wanted:
        requirement = Requirement(line)
        assert have[canonicalize_name(requirement.name)] in requirement.specifier, line


def test_mesa_follows_the_python(project):
    text = (project / "requirements.lock").read_text(encoding="utf-8")
    assert chosen(text, "3.11.7", SYSTEMS[0])["mesa"].startswith("3.3.")
    assert chosen(text, "3.12.1", SYSTEMS[0])["mesa"].startswith("3.5.")


def test_the_lowest_versions_are_the_bounds_of_pyproject(project, metadata):
    lowest = chosen((project / "constraints-lowest.txt").read_text(encoding="utf-8"), "3.11.7", SYSTEMS[0])
    for line in [*metadata["project"]["dependencies"], *metadata["build-system"]["requires"]]:
        requirement = Requirement(line)
        bound = next(each.version for each in requirement.specifier if each.operator == ">=")
        assert lowest[canonicalize_name(requirement.name)].startswith(bound), line


def test_two_lines_for_one_python_are_seen():
    text = "a==1 ; python_version < '3.13' --hash=sha256:0\na==2 ; python_version > '3.11' --hash=sha256:0\n"
    assert Marker("python_version < '3.13'").evaluate({"python_version": "3.12"})
    with pytest.raises(AssertionError, match="twice"):
        chosen(text, "3.12.1", SYSTEMS[0])
