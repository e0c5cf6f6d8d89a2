"""What may stand on the command line, and what is said about the rest."""

import pytest

from commsim.commands import arguments
from commsim.commands.arguments import Words
from commsim.scenario.errors import ConfigError


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ("run", [])),
        (["days=3"], ("run", ["days=3"])),
        (["-m", "days=3"], ("run", ["-m", "days=3"])),
        (["--cfg"], ("run", ["--cfg"])),
        (["+days=3"], ("run", ["+days=3"])),
        (["run", "days=3"], ("run", ["days=3"])),
        (["sweep", "a=1,2"], ("sweep", ["a=1,2"])),
        (["list", "levers"], ("list", ["levers"])),
    ],
)
def test_run_is_the_default_command(words, expected):
    assert arguments.command_of(words) == expected


def test_experiment_config_and_overrides_are_told_apart_wherever_they_stand():
    found = arguments.study("run", ["days=3", "--cfg", "experiment=x", "-m", "seed=1,2"])
    assert found == Words("x", None, ("days=3", "seed=1,2"), many=True, print_only=True)
    assert arguments.study("run", ["config=a=b.yaml"]) == Words(None, "a=b.yaml", (), many=False, print_only=False)
    assert arguments.study("sweep", []).many


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: arguments.command_of(["swep"]),
            "command: swep: unknown; accepted: run, sweep, validate, report, sop, members, list, doctor, or key=value; did you mean sweep?",
        ),
        (lambda: arguments.study("run", ["--cgf"]), "commsim run: unrecognized arguments: --cgf; accepted: see commsim run --help"),
        (lambda: arguments.study("run", ["--mult", "a=1"]), "unrecognized arguments: --mult"),
        (lambda: arguments.study("run", ["experiment=a", "experiment=b"]), "experiment: 'b': given twice"),
        (lambda: arguments.study("run", ["experiment="]), "experiment: '': empty"),
        (lambda: arguments.study("run", ["experiment=a", "config=b"]), "config: b: given beside experiment=; accepted: one of the two"),
        (lambda: arguments.report([]), "the following arguments are required: DIR"),
        (lambda: arguments.report(["a", "days=3"]), "report: days=3: a finished run stays as it is; accepted: report.key=value"),
        (
            lambda: arguments.listing(["lever"]),
            "list: lever: unknown; accepted: experiments, strategies, metrics, levers, counts; did you mean levers?",
        ),
        (lambda: arguments.nothing("doctor", ["x"]), "commsim doctor: unrecognized arguments: x"),
    ],
)
def test_wrong_words_are_said_in_one_line(call, said):
    with pytest.raises(ConfigError) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_report_and_list():
    assert arguments.report(["outputs/x"]) == ("outputs/x", ())
    assert arguments.report(["outputs/x", "report.language=zh"]) == ("outputs/x", ("report.language=zh",))
    assert arguments.listing([]) is None
    assert arguments.listing(["metrics"]) == "metrics"
