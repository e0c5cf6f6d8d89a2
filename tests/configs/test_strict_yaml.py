"""YAML from a colleague is data, and says what it seems to say."""

import time

import pytest
import yaml

from commsim.scenario import strict_yaml
from commsim.scenario.errors import ConfigError

REFUSED = {
    "anchor": "a: &x [1]",
    "alias": "a: 1\nb: *x",
    "merge key": "a: 1\n<<: {b: 2}",
    "tag": "a: !!python/object/apply:os.system ['true']",
    "plain tag": "a: !!str 1",
    "own tag": "a: !thing 1",
    "target": "_target_: os.system",
    "args": "a: {_args_: [1]}",
    "partial": "a: [{_partial_: true}]",
    "recursive": "_recursive_: false",
    "convert": "_convert_: all",
    "hydra": "hydra: {run: {dir: x}}",
    "defaults": "defaults: [x]",
    "interpolation": "a: ${oc.env:HOME}",
    "interpolation in quotes": 'a: "x ${b} y"',
    "interpolation in a key": "${a}: 1",
    "duplicate key": "a: 1\na: 2",
    "duplicate key in quotes": "a: 1\n'a': 2",
    "duplicate key below": "x: {a: 1, a: 2}",
    "octal": "a: 010",
    "octal in YAML 1.2": "a: 0o10",
    "binary": "a: 0b1",
    "hexadecimal": "a: 0x1F",
    "sexagesimal": "a: 1:30",
    "clock": "a: 12:30:45",
    "underscore": "a: 1_000",
    "yes": "a: yes",
    "No": "a: No",
    "on": "a: on",
    "OFF": "a: OFF",
    "on as a key": "on: 1",
    "True": "a: True",
    "date": "a: 2024-01-31",
    "time": "a: 2024-01-31 10:00:00",
    "nan": "a: .nan",
    "NaN": "a: NaN",
    "inf": "a: -.inf",
    "infinity in words": "a: inf",
    "overflow": "a: 1e999",
    "equals sign": "a: =",
    "whole number of 5,000 digits": "a: " + "9" * 5_000,
    "number as a key": "1: a",
    "null as a key": "~: a",
    "empty key": "'': a",
    "list as a key": "? [a]\n: 1",
    "mapping as a key": "{a: 1}: 2",
    "two documents": "a: 1\n---\nb: 2",
    "directive": "%YAML 1.1\n---\na: 1",
    "no mapping": "- a",
    "text only": "hello",
    "nothing": "",
    "no YAML": "a: [1",
    "tab": "a:\n\tb: 1",
    "control character": "a: \x01",
    "escape that steers a terminal": 'a: "\\e[31m"',
    "escape that turns writing": 'a: "\\u202e"',
    "escape in a key": '"\\x1b": 1',
    "nested deep": "a: " + "[" * 30 + "]" * 30,
    "nested deep in blocks": "\n".join(" " * depth + "a:" for depth in range(30)),
    "too many values": "a: [" + "1," * 50_001 + "]",
    "too large": "a: '" + "x" * 1_000_001 + "'",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused_in_one_line(text):
    with pytest.raises(ConfigError) as caught:
        strict_yaml.parse(text, "file.yaml")
    assert str(caught.value).startswith("file.yaml: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("loader", [yaml.SafeLoader, strict_yaml.LOADER], ids=["python", "fastest"])
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_both_parsers_refuse_the_same(text, loader, monkeypatch):
    monkeypatch.setattr(strict_yaml, "LOADER", loader)
    with pytest.raises(ConfigError):
        strict_yaml.parse(text, "file.yaml")


READ = {
    "whole": ("a: 10", 10),
    "negative": ("a: -3", -3),
    "zero": ("a: 0", 0),
    "decimal": ("a: 0.5", 0.5),
    "point first": ("a: .5", 0.5),
    "exponent": ("a: 1e3", 1000.0),
    "small": ("a: 1.0e-05", 1e-5),
    "true": ("a: true", True),
    "null": ("a: null", None),
    "tilde": ("a: ~", None),
    "nothing": ("a:", None),
    "text": ("a: hello there", "hello there"),
    "Chinese": ("a: 公众号", "公众号"),
    "quoted number": ("a: '010'", "010"),
    "quoted yes": ('a: "yes"', "yes"),
    "quoted date": ("a: '2024-01-31'", "2024-01-31"),
    "version": ("a: 1.2.3", "1.2.3"),
    "name": ("a: not", "not"),
    "letter": ("a: y", "y"),
    "override": ("a: strategy.ads.per_week=3", "strategy.ads.per_week=3"),
    "block text": ("a: |\n  x\n  y\n", "x\ny\n"),
    "list": ("a: [1, [2], {b: 3}]", [1, [2], {"b": 3}]),
}


@pytest.mark.parametrize(("text", "value"), READ.values(), ids=READ)
def test_read_as_it_looks(text, value):
    found = strict_yaml.parse(text, "f")["a"]
    assert found == value
    assert type(found) is type(value)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("text", [BOMB, "a: " + "[" * 400_000, "{" * 300_000, "- " * 400_000, "a: [" + "1," * 400_000, "k: v\n" * 150_000])
def test_hostile_files_are_refused_quickly(text):
    start = time.perf_counter()
    with pytest.raises(ConfigError):
        strict_yaml.parse(text, "f")
    assert time.perf_counter() - start < 10.0


def test_the_place_is_named():
    with pytest.raises(ConfigError, match=r"^f: line 3: arms\.plan: key x given twice"):
        strict_yaml.parse("arms:\n  today: []\n  plan: {x: 1, x: 2}\n", "f")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"a: \xff\xfe", "byte 3 is not UTF-8"), (b"x" * 1_000_001, "1000001 bytes; accepted: at most 1000000 bytes")],
)
def test_files_that_are_no_small_text(tmp_path, content, said):
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        strict_yaml.read(path)


def test_a_byte_order_mark_is_fine(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes("a: 1".encode("utf-8-sig"))
    assert strict_yaml.read(path) == {"a": 1}


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_is_no_file_is_said(tmp_path, name):
    with pytest.raises(ConfigError):
        strict_yaml.read(tmp_path / name)


def test_the_content_of_a_foreign_file_is_not_repeated():
    with pytest.raises(ConfigError) as caught:
        strict_yaml.parse("root:x:0:0:secret", "f")
    assert "secret" not in str(caught.value)


def test_what_yaml_itself_would_convert_is_refused_or_read_the_same():
    candidates = [
        "0",
        "-0",
        "00",
        "0.",
        "0.0.",
        "+1",
        "1e5",
        "1E5",
        "1e+5",
        "1.e5",
        ".e1",
        "1_0",
        "0b",
        "0b2",
        "08",
        "1:2",
        "1:60",
        "tRue",
        "nO",
        "null",
        "Null",
    ]
    for text in candidates:
        try:
            ours = strict_yaml.plain(text)
        except ValueError:
            continue
        theirs = yaml.safe_load(text)
        assert isinstance(theirs, str) or ours == theirs, text
