"""What goes on while the worlds run: imports, and a second process that will draw."""

import sys
import threading
from types import SimpleNamespace

import pytest

from commsim.commands import ahead
from commsim.scenario.experiment import load


@pytest.fixture
def imported(monkeypatch):
    """Stand-ins for the simulator and for importing; the names imported, in order. The second one cannot be imported."""
    names = []

    def importing(name):
        names.append(name)
        if len(names) == 2:
            raise ImportError(name)

    def simulate(scenarios, seeds, days, threads, progress):
        assert not names  # the engine is loaded first
        progress(1)
        progress(2)
        return scenarios, seeds, days, threads

    monkeypatch.setitem(sys.modules, "commsim.simulate", SimpleNamespace(simulate=simulate))
    monkeypatch.setattr(ahead, "import_module", importing)
    return names


def settings(executor="threads", charts=True):
    return SimpleNamespace(runner=SimpleNamespace(executor=executor), report=SimpleNamespace(charts=charts))


def run(engine, progress=None):
    """What the engine gives back, once the imports are through."""
    before = set(threading.enumerate())
    given = engine(("a scenario",), (1,), 3, threads=2, progress=progress)
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)
    return given


@pytest.mark.parametrize(("charts", "needed"), [(True, (*ahead.CHARTS, *ahead.ALWAYS)), (False, ahead.ALWAYS)])
def test_the_simulator_gets_what_it_is_given_while_modules_are_imported(imported, charts, needed):
    assert run(ahead.engine_of(settings(charts=charts))) == (("a scenario",), (1,), 3, 2)
    assert tuple(imported) == needed  # one that fails keeps no other back


def test_progress_is_passed_on(imported):
    told = []
    run(ahead.engine_of(settings()), told.append)
    assert told == [1, 2]


def test_other_processes_import_nothing_ahead(imported):
    assert ahead.engine_of(settings("loky")) is sys.modules["commsim.simulate"].simulate


def test_what_is_imported_ahead_exists():
    for name in (*ahead.CHARTS, *ahead.ALWAYS):
        __import__(name)


@pytest.fixture
def cores(monkeypatch):
    """cores(n): as many as the machine is said to have."""
    return lambda number: monkeypatch.setattr("joblib.cpu_count", lambda: number)


LONG = ("days=210", "replicates=40")


@pytest.mark.parametrize(
    ("overrides", "number", "wanted"),
    [
        (LONG, 2, True),
        (LONG, 1, False),
        (("days=5", "replicates=3"), 2, False),
        ((*LONG, "report.charts=false"), 2, False),
        ((*LONG, "runner=serial"), 2, False),
        ((*LONG, "runner=processes"), 2, False),
    ],
)
def test_long_studies_get_an_assistant_where_a_core_is_free(overrides, number, wanted, cores):
    cores(number)
    with ahead.assistant_of(load("official_account", overrides)) as assistant:
        assert (assistant is not None) == wanted
