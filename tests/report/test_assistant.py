"""The second process that draws: the same bytes, no harm where it fails, nothing left behind."""

import sys

import pytest

from commsim.cli import main
from commsim.report import assistant as assistants
from commsim.report import write_report
from commsim.report.assistant import assistant
from commsim.study.files import read_comparison


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a finished run with its charts, drawn by one process."""
    folder = tmp_path_factory.mktemp("finished")
    overrides = ["days=3", "replicates=2", "runner=serial", "store=", "report.formats=[svg]", "report.language=zh"]
    assert main(["experiment=moderation", *overrides, f"output={folder}"]) == 0
    return folder


def test_it_draws_what_is_asked_for_as_we_do(finished):
    with assistant() as helper:
        drawn = helper.draw(finished, ["retention", "funnel"]).result(timeout=60)
    assert [one.name for one in drawn] == ["retention", "funnel"]
    assert all(one.title for one in drawn)
    for one in drawn:
        assert one.files == {"svg": (finished / "charts" / f"{one.name}.svg").read_bytes()}


@pytest.mark.parametrize("broken", [None, "import sys; sys.exit(3)", "print('hello')", "import time; time.sleep(60)"])
def test_a_report_is_the_same_with_or_without_it(broken, finished, tmp_path, monkeypatch):
    if broken:
        monkeypatch.setattr(assistants, "CODE", broken)
        monkeypatch.setattr(assistants, "LONGEST", 0.5)
    with assistant() as helper:
        asked = helper.draw
        monkeypatch.setattr(type(helper), "draw", lambda _, folder, names: asked(finished, names))  # there the run lies, here we write
        files = write_report(read_comparison(finished), tmp_path, helper)
    assert files[-1].name == "report.html"
    for file in files:
        assert file.read_bytes() == (finished / file.relative_to(tmp_path)).read_bytes()


def test_where_no_process_can_be_started_there_is_none(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with assistant() as helper:
        assert helper is None


def test_it_ends_with_the_study_and_with_us():
    with pytest.raises(KeyboardInterrupt), assistant() as helper:
        raise KeyboardInterrupt
    assert helper.process.poll() is not None
    orphan = assistants._started()
    orphan.stdin.close()  # as if we had been killed
    assert orphan.wait(timeout=60) == 0
    orphan.stdout.close()
