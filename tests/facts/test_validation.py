"""Verdicts, tables, charts, page, JSON and exit codes of a validation."""

import json
import math
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from commsim.cli import main
from commsim.report.charts.facts import curves, gates
from commsim.report.style import drawing
from commsim.report.validation_report import write_validation
from commsim.scenario.schema import ReportSettings
from commsim.validation import run, words
from commsim.validation.result import FAILS, HOLDS, SHOWN, to_json
from commsim.validation.studies import Study
from commsim.validation.terminal import print_validation
from facts.synthetic import NOTHING, validation
from report.overlap import overlaps

EXTREMES = {
    "all hold": validation(),
    "some fail": validation(gini__p50=0.9, ad_harm__times=1.1, return_after_gap__day_7=0.2),
    "far off": validation(mixed_leaving__error=5.0, tie_leaves__month_1=-40.0),
    "nothing measured": validation(**NOTHING),
    "one replicate": validation(replicates=1, error=math.nan),
    "rough": validation(error=0.4, changed=("behaviour.open.momentum=1",)),
}


@pytest.fixture(params=EXTREMES)
def extreme(request):
    return EXTREMES[request.param]


def finding(result, name):
    return next(one for one in result.findings if one.name == name)


def test_a_fact_holds_if_all_of_its_numbers_do():
    result = EXTREMES["some fail"]
    assert {one.name for one in result.failed} == {"gini", "ad_harm", "return_after_gap"}
    assert finding(result, "gini").verdict_of("p10") == HOLDS
    assert finding(result, "gini").verdict_of("p50") == FAILS
    assert finding(result, "stickiness").verdict == SHOWN
    assert EXTREMES["all hold"].failed == ()


def test_what_was_not_measured_fails():
    assert EXTREMES["nothing measured"].failed == EXTREMES["nothing measured"].gates


def test_two_standard_errors_are_held_against_half_the_tolerance():
    close, far = validation(error=0.03), validation(error=0.05)  # the Gini may lie .185 from the middle of its range
    assert finding(close, "gini").precise("p50")
    assert not finding(far, "gini").precise("p50")
    assert (finding(far, "gini"), "p50") in far.rough
    assert not finding(validation(error=0.01, ad_harm__times=1.52), "ad_harm").precise("times")


def test_the_record_is_json_without_nan(extreme):
    document = json.loads(to_json(extreme))
    assert document["gates"]["hold"] + len(document["gates"]["fail"]) == len(extreme.gates)
    assert "ODbL" in document["attribution"]
    assert set(document["facts"][0]) >= {"name", "source", "grade", "how", "gate", "verdict", "numbers"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_terminal_shows_real_beside_simulated(extreme, language):
    out = StringIO()
    print_validation(extreme, language, Console(file=out, width=150, highlight=False, markup=False))
    text = out.getvalue()
    assert words.answer(extreme, language)[0][:20] in text
    assert "31.7%" in text
    assert "gitter-history" in text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("chart", [gates, curves])
def test_a_chart_survives_and_no_text_covers_another(extreme, chart, language):
    with drawing():
        figure = chart(extreme, language)
    assert figure.get_label()
    assert overlaps(figure) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_is_written(language, tmp_path):
    settings = ReportSettings(language=language, charts=True, formats=("png", "svg"), dpi=50, currency="")
    files = write_validation(EXTREMES["some fail"], tmp_path, settings)
    names = [path.relative_to(tmp_path).as_posix() for path in files]
    assert names == ["validation.json", "charts/gates.png", "charts/gates.svg", "charts/curves.png", "charts/curves.svg", "report.html"]
    page = files[-1].read_text(encoding="utf-8")
    assert page.count("<img") == 2
    assert "gitter-history" in page


def test_without_charts_there_is_a_page(tmp_path):
    files = write_validation(
        EXTREMES["all hold"], tmp_path, ReportSettings(language="en", charts=False, formats=("png",), dpi=50, currency="")
    )
    assert [path.name for path in files] == ["validation.json", "report.html"]


@pytest.mark.parametrize(("name", "code"), [("all hold", 0), ("some fail", 3)])
def test_the_gates_decide_the_exit_code(name, code, monkeypatch, tmp_path, capsys):
    asked = {}

    def stand_in(overrides, quick, progress):
        asked.update(overrides=overrides, quick=quick)
        return EXTREMES[name]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "validate", stand_in)
    assert main(["validate", "--quick", "report.charts=false", "behaviour.open.momentum=1"]) == code
    assert asked == {"overrides": ("report.charts=false", "behaviour.open.momentum=1"), "quick": True}
    assert (tmp_path / "outputs/validation/validation.json").is_file()
    assert "2 replicates of each study, into outputs/validation" in capsys.readouterr().err


BAD = {
    "typo": (["behaviour.open.momentun=1"], "did you mean behaviour.open.momentum?"),
    "out of range": (["behaviour.open.momentum=99"], "behaviour.open.momentum: 99"),
    "several values": (["behaviour.open.momentum=1,2"], "behaviour.open.momentum"),
    "days": (["days=40"], "days=40: changes nothing"),
    "processes": (["runner=processes"], "run on threads"),
    "experiment": (["experiment=moderation"], "cannot be chosen"),
    "home": (["output='~/x'"], "~ is not expanded"),
}


@pytest.mark.parametrize(("asked", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_said_in_one_line(asked, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["validate", *asked]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert (out, err.count("\n")) == ("", 1)
    assert list(tmp_path.iterdir()) == []


def test_trials_are_seeded_apart_and_summed_up(monkeypatch):
    seeds = []

    def trial(scenario, seed):
        seeds.append(seed)
        return {name: {key: float(len(seeds)) for key in fact.numbers} for name, fact in run.facts().items()}

    monkeypatch.setattr(run, "STUDIES", {fact.study: Study(run.CHAT_ROOMS, trial) for fact in run.facts().values()})
    told = []
    result = run.validate(["replicates=3", "runner=serial"], progress=lambda done, of: told.append((done, of)))
    assert result.replicates == 3
    assert len(set(seeds)) == 3
    assert told[-1] == (len(seeds), len(seeds))
    assert all(simulated.trials == 3 and np.isfinite(simulated.error) for one in result.findings for simulated in one.simulated.values())


def test_behaviour_is_changed_in_all_studies_and_the_rest_in_the_chat_rooms():
    found = run._scenarios(["behaviour.open.momentum=1.25", "community.seeds.per_group=7"])
    assert {one.behaviour.open.momentum for one in found.values()} == {1.25}
    assert [one.community.seeds.per_group == 7 for one in found.values()] == [name == run.CHAT_ROOMS for name in found]


def test_nan_trials_are_left_out():
    assert run.summary(np.array([1.0, np.nan, 3.0])) == run.Simulated(2.0, pytest.approx(1.0), 2)
    assert math.isnan(run.summary(np.array([])).value)
    assert run.tabulated([{"a": 1.0}, {"b": 2.0}])["a"][0] == 1.0
