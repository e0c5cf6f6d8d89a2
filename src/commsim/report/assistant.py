"""A second process that draws half of a report's charts.

It is started while the worlds still run, so that it has imported everything by the time there is something to draw. It
reads the finished run from its folder, as `commsim report` does, and so draws the same bytes. What it does not deliver
is drawn here: it saves time or does nothing.
"""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from commsim.report.drawings import Drawn, drawings
from commsim.report.font import characters
from commsim.report.tell import tell
from commsim.study.files import read_run

CODE = "import sys; sys.path.append(sys.argv[1]); from commsim.report.assistant import serve; serve()"
"""What it runs; it finds commsim where we did."""
CHARTS = ("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg")
NEEDED = (*CHARTS, "pyarrow.dataset", "statsmodels.stats.multitest")
"""Slow imports of drawing and reading."""
LONGEST = 60.0
"""Seconds it is waited for."""


@dataclass(frozen=True)
class Assistant:
    """The other process, and the thread that waits for its answer."""

    process: subprocess.Popen[str]
    listener: ThreadPoolExecutor

    def draw(self, folder: Path, names: Sequence[str]) -> Future[list[Drawn]]:
        """Charts of the finished run in a folder, to be asked for once; all of them, or none if anything goes wrong."""
        return self.listener.submit(self._drawn, json.dumps([str(folder.resolve()), *names]))

    def _drawn(self, request: str) -> list[Drawn]:
        try:
            answer, _ = self.process.communicate(f"{request}\n", timeout=LONGEST)
            return [_from_text(line) for line in answer.splitlines()]
        except (OSError, ValueError, subprocess.SubprocessError):
            return []


@contextmanager
def assistant() -> Iterator[Assistant | None]:
    """An assistant for the time of a study, or None where no process can be started."""
    try:
        process = _started()
    except OSError:
        yield None
        return
    with process, ThreadPoolExecutor(1) as listener:
        try:
            yield Assistant(process, listener)
        finally:
            process.kill()


def _started() -> subprocess.Popen[str]:
    """The process. It ends with its input, so it cannot outlive us."""
    command = [sys.executable, "-P", "-c", CODE, str(Path(__file__).parents[2])]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, encoding="ascii")  # noqa: S603  our own code


def serve() -> None:
    """The life of an assistant: get ready, wait for one request, answer it with a line a chart."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the study's; it ends us
    _get_ready()
    request = sys.stdin.readline()
    if request:
        folder, *names = json.loads(request)
        for one in drawings(tell(read_run(Path(folder))), names):
            sys.stdout.write(f"{_to_text(one)}\n")


def _get_ready() -> None:
    """Import and load what reading and drawing would else wait for."""
    for name in NEEDED:
        import_module(name)
    import_module("PIL.Image").preinit()
    characters()


def _to_text(drawn: Drawn) -> str:
    files = {form: base64.b64encode(content).decode("ascii") for form, content in drawn.files.items()}
    return json.dumps([drawn.name, drawn.title, files])


def _from_text(text: str) -> Drawn:
    name, title, files = json.loads(text)
    return Drawn(name, title, {form: base64.b64decode(content) for form, content in files.items()})
