"""A run's config.yaml gives the same experiment again, whatever else changes."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commsim.scenario import places, plain_yaml, run_file, strict_yaml
from commsim.scenario.errors import ConfigError
from commsim.scenario.experiment import load

SWEPT = ["strategy.ads.per_week=0,1,2.5", "strategy=official_account_today,engaging", "members.personas.spammer.share=0,0.1"]


@pytest.fixture(scope="module")
def experiment():
    return load("official_account", ["days=30", "rules.mute_days=9", "strategy.welcome.gift=1.5", 'output="结果 1"'], SWEPT)


@pytest.fixture(scope="module")
def text(experiment):
    return run_file.to_yaml(experiment)


@pytest.fixture
def file(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_round_trip(file, experiment, text):
    found = run_file.read(file)
    assert found == experiment
    assert found.config == experiment.config
    assert run_file.to_yaml(found) == text


def test_points_of_a_sweep_are_the_same(file, experiment):
    found = run_file.read(file)
    for ads in (0, 2.5):
        for strategy in ("official_account_today", "engaging"):
            point = {"strategy.ads.per_week": ads, "strategy": strategy, "members.personas.spammer.share": 0.1}
            assert found.at(point) == experiment.at(point)


@pytest.mark.parametrize("name", places.experiments())
def test_every_shipped_experiment_survives(name, tmp_path):
    experiment = load(name)
    path = tmp_path / "config.yaml"
    path.write_text(run_file.to_yaml(experiment), encoding="utf-8")
    assert run_file.read(path) == experiment


def test_no_other_file_is_needed(file, experiment, monkeypatch):
    monkeypatch.setattr(places, "configs", lambda: file.parent / "nowhere")
    monkeypatch.setattr(places, "groups", lambda: ())
    assert run_file.read(file).arms == experiment.arms


def test_how_it_is_run_may_change(file, experiment):
    again = run_file.again(file, ["replicates=3", "seed=7", "runner=serial", "report.language=zh"])
    assert (again.config.replicates, again.config.seed, again.config.report.language) == (3, 7, "zh")
    assert again.config.runner.executor == "serial"
    assert again.arms == experiment.arms


@pytest.mark.parametrize("override", ["strategy=steady", "rules.mute_days=1"])
def test_what_happens_may_not_change(file, override):
    with pytest.raises(ConfigError, match="is to give the same again; accepted: days, replicates"):
        run_file.again(file, [override])


@pytest.mark.parametrize("folder", ["/elsewhere", "../elsewhere", "a/../../b"])
@pytest.mark.parametrize("key", ["output", "store"])
def test_a_file_may_not_choose_to_write_elsewhere(file, text, folder, key):
    document = yaml.safe_load(text)
    document["config"][key] = folder
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ConfigError, match=f"{key}: .* lies outside the folder you work in; accepted: {key}=FOLDER"):
        run_file.again(file)
    assert getattr(run_file.again(file, [f"{key}=here"]).config, key) == "here"
    assert getattr(run_file.read(file).config, key) == folder


def test_its_own_folder_is_fine(file, text):
    file.write_text(text.replace("output: 结果 1", f"output: {file.parent}"), encoding="utf-8")
    assert run_file.again(file).config.output == str(file.parent)


EDITS = {
    "format": ("format: 1", "format: 2", "format: 2"),
    "unknown key": ("format: 1", "format: 1\nformats: 1", "formats: unknown key"),
    "out of range": ("\n  days: 30", "\n  days: -30", "days: -30; accepted: whole number from 0 to 36500 (days)"),
    "unknown inner key": ("mute_days: 9", "mute_dayz: 9", "rules.mute_dayz: unknown key"),
    "missing arm": ("sets:\n  today: {}", "sets:", "sets: arms do_nothing"),
    "name that leaves": (
        "name: official_account",
        "name: ../../elsewhere",
        "name: '../../elsewhere'; accepted: letters, digits and underscores",
    ),
    "name that is a path": ("name: official_account", "name: /elsewhere", "name: '/elsewhere'"),
    "code": ("format: 1", "format: 1\n_target_: os.system", "would be code"),
}


@pytest.mark.parametrize(("old", "new", "said"), EDITS.values(), ids=EDITS)
def test_an_edited_file_is_checked(file, text, old, new, said):
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        run_file.read(file)
    assert said in str(caught.value)


@given(
    st.recursive(
        st.text(max_size=12) | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcyn01", min_size=1, max_size=5), inner, max_size=3),
        max_leaves=8,
    )
)
def test_whatever_is_written_is_read_back(value):
    if _holds(value, "${") or not _printable(value):
        return
    assert strict_yaml.parse(plain_yaml.written({"value": value}), "f") == {"value": value}


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _holds(value, part):
    return any(part in text for text in _texts(value))


def _printable(value):
    return all(text.isprintable() for text in _texts(value))
