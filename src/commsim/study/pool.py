"""Tasks in worker processes: results as they come, what a dead worker took along given back, nobody left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commsim.study.batch import Ran, Task, Way

IDLE = 60.0
"""Seconds after which a worker without work ends."""
LOOK = 0.5
"""Seconds between two looks whether the study still lives."""


def in_pool(tasks: list[Task], processes: int, way: Way) -> Generator[Ran, None, list[Task]]:
    """Run tasks side by side; returns those that were not finished when a worker died. Closing it kills the workers."""
    from joblib.externals.loky import as_completed, get_reusable_executor
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    from commsim.study.batch import run

    if not tasks:
        return []
    pool = get_reusable_executor(max_workers=processes, timeout=IDLE, initializer=begin, initargs=(os.getpid(),))
    left = {}
    try:
        with _unheard():
            left = {pool.submit(run, task, way): task for task in tasks}
        for future in as_completed(list(left)):
            ran = future.result()
            del left[future]
            yield ran
    except TerminatedWorkerError:
        return list(left.values()) or tasks
    except BaseException:
        pool.shutdown(wait=True, kill_workers=True)
        raise
    return []


@contextmanager
def _unheard() -> Iterator[None]:
    """Ctrl-C waits, here and for good in processes that start meanwhile, which would else hear it before they can leave it to us."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin(study: int) -> None:
    """The start of a helping process: Ctrl-C is the study's, and who kills the study (its process id is given) kills its helpers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(study,), daemon=True).start()


def _end_with(study: int) -> None:
    while os.getppid() == study:
        time.sleep(LOOK)
    os._exit(1)
