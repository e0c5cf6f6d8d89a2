"""Imports that go on while the worlds run."""

import sys
import threading
from types import SimpleNamespace

import pytest

from commsim.commands import ahead


@pytest.fixture
def imported(monkeypatch):
    """Stand-ins for the simulator and for importing; the names imported, in order. The second one cannot be imported."""
    names = []

    def importing(name):
        names.append(name)
        if len(names) == 2:
            raise ImportError(name)

    monkeypatch.setitem(sys.modules, "commsim.simulate", SimpleNamespace(simulate=lambda *given: given))
    monkeypatch.setattr(ahead, "import_module", importing)
    return names


def settings(executor="threads", charts=True):
    return SimpleNamespace(runner=SimpleNamespace(executor=executor), report=SimpleNamespace(charts=charts))


def run(engine):
    """What the engine gives back, once the imports are through."""
    before = set(threading.enumerate())
    given = engine(("a scenario",), (1,), 3, threads=2, progress=None)
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)
    return given


@pytest.mark.parametrize(("charts", "needed"), [(True, (*ahead.CHARTS, *ahead.ALWAYS)), (False, ahead.ALWAYS)])
def test_the_simulator_gets_what_it_is_given_while_modules_are_imported(imported, charts, needed):
    assert run(ahead.engine_of(settings(charts=charts))) == (("a scenario",), (1,), 3, 2, None)
    assert tuple(imported) == needed  # one that fails keeps no other back


def test_other_processes_import_nothing_ahead(imported):
    assert ahead.engine_of(settings("loky")) is sys.modules["commsim.simulate"].simulate


def test_what_is_imported_ahead_exists():
    for name in (*ahead.CHARTS, *ahead.ALWAYS):
        __import__(name)
