"""Bad input ends with exit code 2 and one line a problem, told before anything heavy is imported."""

import os
import subprocess
import sys

import pytest

from commsim.cli import main

CASES = {
    "typo of a key": (["strategy.ads.per_weak=1"], "override: strategy.ads.per_weak: unknown key (value 1); accepted: per_week, "),
    "typo behind +": (["+typo=1"], "override: typo: unknown key (value 1)"),
    "typo behind ++": (["++strategy.adds=1"], "did you mean strategy.ads?"),
    "wrong type": (["days=many"], "override: days: 'many'; accepted: whole number from 0 to 36500 (days)"),
    "out of range": (["strategy.notify=1.5"], "override: strategy.notify: 1.5; accepted: number from 0 to 1 (share)"),
    "nan": (["strategy.notify=nan"], "override: strategy.notify: nan"),
    "contradiction": (["community.groups.most=1"], "community.groups.most: 1 is below community.groups.count; accepted: at least 3"),
    "unknown option": (["strategy=stedy"], "did you mean steady?"),
    "unknown experiment": (["experiment=oficial_account"], "did you mean official_account?"),
    "unknown command": (["compair"], "command: compair: unknown"),
    "unknown flag": (["--verbose"], "unrecognized arguments: --verbose"),
    "missing file": (["config=nowhere.yaml"], "nowhere.yaml: cannot be read (No such file or directory)"),
    "missing experiment file": (["experiment=nowhere.yaml"], "nowhere.yaml: cannot be read"),
    "several values": (["strategy.ads.per_week=1,2"], "one value, or a sweep: commsim sweep strategy.ads.per_week=1,2"),
    "nothing to sweep": (["sweep"], "sweep: nothing to sweep"),
    "nothing to sweep with -m": (["-m", "days=3"], "sweep: nothing to sweep"),
    "sweep of days": (["sweep", "days=1,2"], "sweep: days: cannot be swept"),
    "sweep without end": (["sweep", "strategy.ads.per_week=range(0,1000000000)"], "more than 1000 values; accepted: a coarser grid"),
    "unquoted Chinese": (["output=结果"], """two pairs of quotes: 'output="结果"'"""),
    "clock": (["days=12:30"], "12:30 as 750"),
    "hydra": (["hydra.run.dir=x"], "would be code"),
    "target": (["+_target_=os.system"], "would be code"),
    "interpolation": (["output=${oc.env:HOME}"], "would be code"),
    "path for an option": (["strategy=../../x"], "is no option"),
    "home": (["output='~/x'"], "~ is not expanded"),
    "currency": (["report.currency='1 yuan'"], "override: report.currency: '1 yuan'; accepted: text (such as $, USD or 美元"),
    "experiment without its key": (["run", "saas"], "did you mean experiment=saas?"),
    "large bound": (["seed=-1"], "override: seed: -1; accepted: whole number from 0 to 2147483647 (seed)"),
    "a word alone": (["run", "days"], "override: days: no key=value; accepted: key=value"),
    "command after keys": (["days=3", "sweep"], "command: sweep: comes first; accepted: commsim sweep …"),
    "what the file registers": (
        ["primary=revenue"],
        "stands in the experiment's file, as it is registered before the run; accepted: a copy",
    ),
    "many names": (["strategy=xyz"], "names that `commsim list levers` shows"),
    "list": (["list", "leverz"], "did you mean levers?"),
    "report without a run": (["report"], "the following arguments are required: DIR"),
}


@pytest.mark.parametrize(("words", "said"), CASES.values(), ids=CASES)
def test_one_line_and_exit_code_2(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert err.count("\n") == 1
    assert out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"margin": "5"}, "margin: 5; accepted: a share from 0 to 1, as activity_retention_d30 is one: 0.05 for 5 %"),
        ({"targets": "{activity_retention_d30: 30}"}, "targets.activity_retention_d30: 30; accepted: a share from 0 to 1"),
        ({"arms": "{甲: [], do_nothing: [strategy=do_nothing]}"}, "arms.甲: no name; accepted: small letters a to z, digits and _"),
    ],
)
def test_a_file_with_a_wrong_unit_or_name_is_refused(change, said, tmp_path, capsys):
    keys = {"question": "{en: x, zh: x}", "base": "{}", "arms": "{a: [], do_nothing: [strategy=do_nothing]}"}
    keys |= {"primary": "activity_retention_d30", "margin": "0.01"} | change
    file = tmp_path / "mine.yaml"
    file.write_text("".join(f"{key}: {value}\n" for key, value in keys.items()), encoding="utf-8")
    assert main([f"experiment={file}"]) == 2
    assert said in capsys.readouterr().err


def test_several_problems_are_several_lines(capsys):
    assert main(["days=x", "strategy.notify=2"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_an_unknown_metric_is_named_with_the_nearest(tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    arms = "arms: {a: [], do_nothing: [strategy=do_nothing]}"
    aims = "targets: {conversion_30: 1}\ngoals: {revenew: +0.5}"
    file.write_text(f"question: {{en: x, zh: x}}\nbase: {{}}\n{arms}\nprimary: revenu\nmargin: 0\n{aims}\n")
    assert main([f"experiment={file}"]) == 2
    first, second, third = capsys.readouterr().err.splitlines()
    assert first == "mine: primary: unknown metric revenu; accepted: a name of `commsim list metrics`; did you mean revenue?"
    assert second.endswith("did you mean conversion_30d?")
    assert third.startswith("mine: goals.revenew: unknown metric revenew;")


def run(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "commsim", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
    )


@pytest.mark.parametrize("case", ["typo of a key", "unknown command", "unquoted Chinese", "missing file", "target"])
def test_in_a_process_of_its_own(case):
    words, said = CASES[case]
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("environment", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}])
def test_a_terminal_without_chinese_is_no_reason_to_fail(environment):
    done = run("list", **environment)
    assert done.returncode == 0
    assert "official_account" in done.stdout


def test_bad_input_is_told_before_the_engine_is_loaded():
    heavy = "{'numba', 'mesa', 'matplotlib', 'scipy', 'pandas'}"
    code = f"import sys; from commsim.cli import main; main(['days=x']); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
