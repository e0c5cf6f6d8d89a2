"""How a run ends: exit codes, what is printed, what --cfg prints. Studies are stood in for; the real ones have their own tests."""

import os
import signal
import sys
from types import SimpleNamespace

import pytest

from commsim.cli import Terminated, main
from commsim.commands import ahead, study
from commsim.scenario import run_file
from commsim.scenario.experiment import load
from commsim.study.errors import FolderBusy, StorageError, StudyError

QUICK = ["experiment=moderation", "replicates=2", "days=3"]


@pytest.fixture
def ended(monkeypatch, tmp_path):
    """Makes the study end in a given way; remembers what it was asked."""
    monkeypatch.chdir(tmp_path)
    asked = {}

    def stand_in(outcome):
        def compared(experiment, command):
            asked.update(experiment=experiment, command=command)
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(study, "_compared", compared)
        monkeypatch.setattr(study, "_swept", compared)
        return asked

    return stand_in


ENDINGS = {
    "fine": (0, 0, ""),
    "some failed": (3, 3, ""),
    "busy": (FolderBusy("outputs/x is in use by process 7 since noon"), 4, "outputs/x is in use by process 7 since noon\n"),
    "storage": (StorageError("outputs/x: No space left on device"), 5, "outputs/x: No space left on device\n"),
    "study": (StudyError("no"), 1, "no\n"),
    "interrupted": (KeyboardInterrupt(), 130, "Interrupted. What was finished is kept; the same command goes on where it stopped.\n"),
    "terminated": (Terminated(), 143, "Interrupted. What was finished is kept; the same command goes on where it stopped.\n"),
    "memory": (MemoryError("10,000,000 members need 3.2 GB"), 2, "Not enough memory: 10,000,000 members need 3.2 GB."),
}


@pytest.mark.parametrize(("outcome", "code", "said"), ENDINGS.values(), ids=ENDINGS)
def test_exit_codes(outcome, code, said, ended, capsys):
    ended(outcome)
    assert main(QUICK) == code
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert "Traceback" not in err


def test_sigterm_ends_a_study_as_ctrl_c_does(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(study, "_compared", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)
    assert main(QUICK) == 143
    assert "the same command goes on where it stopped" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before


def test_whoever_minds_sigterm_already_goes_on_minding_it(monkeypatch, tmp_path):
    heard = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(study, "_compared", lambda *_: os.kill(os.getpid(), signal.SIGTERM) or 0)
    before = signal.signal(signal.SIGTERM, lambda number, _frame: heard.append(number))
    try:
        assert main(QUICK) == 0
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]


def test_a_fault_of_ours_shows_its_traceback_and_says_whose_it_is(ended, capsys):
    ended(RuntimeError("planted"))
    assert main(QUICK) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "RuntimeError: planted" in err
    assert "This is a fault of commsim, not of your input." in err


def test_the_study_gets_the_experiment_and_the_command(ended):
    asked = ended(0)
    main(["run", *QUICK, "strategy.welcome.gift=2"])
    assert asked["command"] == ("commsim", "run", *QUICK, "strategy.welcome.gift=2")
    assert (asked["experiment"].name, asked["experiment"].config.days, asked["experiment"].config.replicates) == ("moderation", 3, 2)
    assert {arm.strategy.welcome.gift for name, arm in asked["experiment"].arms.items() if name != "do_nothing"} == {2.0}


def test_without_words_the_default_experiment_runs(ended):
    asked = ended(0)
    assert main([]) == 0
    assert asked["experiment"].name == "official_account"


@pytest.mark.parametrize("words", [["-m"], ["sweep"], ["run", "-m"]])
def test_several_values_make_a_sweep(words, ended):
    asked = ended(0)
    assert main([*words, *QUICK, "strategy.ads.per_week=1,2", "strategy.offers.per_week=0,1"]) == 0
    assert [axis.path for axis in asked["experiment"].axes] == ["strategy.ads.per_week", "strategy.offers.per_week"]


def test_an_experiment_with_axes_is_swept_by_run_too(ended):
    asked = ended(0)
    assert main(["experiment=ad_frequency_by_group_size"]) == 0
    assert len(asked["experiment"].axes) == 2


def test_warnings_are_said_before_the_run(ended, capsys):
    asked = ended(0)
    assert main([*QUICK, "community.groups.capacity=600"]) == 0
    assert capsys.readouterr().err == "Warning: community.groups.capacity: 600; a WeChat group takes at most 500 members\n"
    assert asked["experiment"].warnings[0]["zh"] == "community.groups.capacity：600；微信群最多500人"


def test_cfg_prints_a_config_that_runs_again(ended, capsys, tmp_path):
    asked = ended(0)
    assert main(["--cfg", *QUICK]) == 0
    assert asked == {}
    (tmp_path / "config.yaml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run_file.read(tmp_path / "config.yaml") == load("moderation", QUICK[1:])
    assert main(["config=config.yaml", "replicates=5"]) == 0
    assert asked["experiment"].config.replicates == 5
    assert asked["experiment"].arms == load("moderation", QUICK[1:]).arms


def test_a_config_is_run_as_it_is(ended, capsys, tmp_path):
    ended(0)
    main(["--cfg", *QUICK])
    (tmp_path / "config.yaml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["config=config.yaml", "strategy=steady"]) == 2
    assert "is to give the same again" in capsys.readouterr().err
    assert main(["sweep", "config=config.yaml", "strategy.ads.per_week=1,2"]) == 2
    assert "is run as it is" in capsys.readouterr().err


def test_progress_is_silent_where_nobody_watches(capsys):
    with study.progress_bar() as progress:
        progress(1, 2)
    assert capsys.readouterr() == ("", "")


def test_progress_shows_runs_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with study.progress_bar() as progress:
        progress(0, 8)
        progress(8, 8)
    assert "8/8" in capsys.readouterr().err


@pytest.mark.parametrize(("compiling", "said"), [(True, "First run on this machine"), (False, "")])
def test_compiling_is_announced(compiling, said, monkeypatch, capsys):
    compiled = []
    monkeypatch.setattr(ahead, "compile_engine", lambda: compiled.append(True))
    monkeypatch.setitem(sys.modules, "commsim.simulate", SimpleNamespace(needs_compiling=lambda: compiling))
    study.compile_first()
    assert capsys.readouterr().err.startswith(said)
    assert bool(compiled) == compiling
