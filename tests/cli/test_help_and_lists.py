"""Help is quick; lists say everything; doctor looks at everything."""

import io
import subprocess
import sys
import time

import pytest

from commsim.cli import main
from commsim.metrics.registry import METRICS
from commsim.scenario import places
from commsim.scenario.describe import levers

HEAVY = ("numba", "mesa", "scipy", "matplotlib", "pandas", "numpy", "pydantic", "hydra", "omegaconf", "yaml", "rich")


@pytest.mark.parametrize(
    "words",
    [["--help"], ["-h"], ["--version"], ["run", "--help"], ["sweep", "-h"], ["list", "--help"], ["sop", "import", "-h"], ["members", "-h"]],
)
def test_help_imports_nothing_heavy(words):
    code = f"import sys; from commsim.cli import main; code = main({words}); print(code, [m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
    assert len(done.stdout.splitlines()) > 1
    assert done.stderr == ""


def test_importing_the_package_imports_nothing_heavy():
    code = f"import sys, commsim; print([m for m in {HEAVY} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_help_takes_less_than_half_a_second():
    def seconds():
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "commsim", "--help"], capture_output=True, check=True)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.5


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for command in (
        "run",
        "sweep",
        "validate",
        "report",
        "sop",
        "members",
        "list",
        "doctor",
        "experiment=NAME",
        "config=FILE",
        "-m key=a,b,c",
        "--cfg",
        "--version",
    ):
        assert command in text


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("commsim ")


def listed(capsys, *words):
    assert main(["list", *words]) == 0
    return capsys.readouterr().out


def test_list_experiments_with_their_questions(capsys):
    text = listed(capsys, "experiments")
    assert all(f"\n{name}\t" in text for name in places.experiments())
    assert "公众号" in text
    assert "?" in text


def test_one_broken_file_hides_no_other_experiment(capsys, tmp_path, monkeypatch):
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "broken.yaml").write_text("question: &x {}\n")
    monkeypatch.chdir(tmp_path)
    text = listed(capsys, "experiments")
    assert "experiments/broken.yaml: line 1: question: anchor &x" in text.replace(str(tmp_path), "")
    assert "moderation\tHow strictly" in text


def test_list_strategies_in_words(capsys):
    text = listed(capsys, "strategies")
    assert all(f"\n{name}\t" in text for name in places.options("strategy"))
    assert "do_nothing\tThe brand does nothing" in text


def test_list_metrics(capsys):
    text = listed(capsys, "metrics")
    assert all(f"\n{name}\t" in text for name in METRICS)


def test_list_levers_has_every_key_with_its_default_and_source(capsys):
    text = listed(capsys, "levers")
    assert all(f"\n{lever.path}\t" in text for lever in levers())
    assert "days\t180\twhole number from 0 to 36500 (days)\tstudy\tlength of a run" in text
    assert "Lally et al. 2010" in text
    assert "\nstrategy\t" in text and ", do_nothing, " in text


def test_list_without_a_word_gives_an_overview(capsys):
    text = listed(capsys)
    assert "moderation" in text
    assert "steady" in text
    assert "commsim list experiments | strategies | metrics | levers" in text


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("what", ["experiments", "strategies", "metrics", "levers"])
def test_on_a_terminal_lists_are_tables(what, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["list", what]) == 0
    assert "━" in terminal.getvalue() or "─" in terminal.getvalue()


def test_a_reader_that_stops_early_is_no_fault():
    process = subprocess.Popen([sys.executable, "-m", "commsim", "list", "levers"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(10)
    process.stdout.close()
    stderr = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 0
    assert stderr == ""


def test_doctor_finds_everything(capsys):
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    assert "BAD" not in text
    for part in ("python", "numba", "mesa", "cores", "compiled code", "configs", "experiments", "Chinese font"):
        assert f"ok   {part}" in text


def test_doctor_says_what_is_missing(capsys, monkeypatch):
    from commsim.commands import doctor

    monkeypatch.setattr(doctor, "LIBRARIES", ("no-such-library",))
    assert main(["doctor"]) == 1
    assert "BAD  no-such-library" in capsys.readouterr().out
