"""Tasks in worker processes: results as they come, what a dead worker took along given back, nobody left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import Thread

from commsim.study.batch import Ran, Task, Way, run

IDLE = 60.0
"""Seconds after which a worker without work ends."""
AHEAD = 2
"""Tasks a process is given at a time: one to do, one to go on with."""
HANDOVER = 0.2
"""Seconds until tasks just submitted are in the queue, which has room for all; loky's thread trips over one that vanishes before."""
LOOK = 0.5
"""Seconds between two looks whether the study still lives."""


def in_pool(tasks: list[Task], processes: int, way: Way) -> Generator[Ran, None, tuple[list[Task], list[Task]]]:
    """Run tasks side by side until a worker dies; returns those under way then, and those not begun. Closing it kills the workers."""
    from concurrent.futures import FIRST_COMPLETED, Future, wait

    from joblib.externals.loky import get_reusable_executor
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    rest, under_way = tasks, dict[Future[Ran], Task]()
    pool = get_reusable_executor(max_workers=processes, timeout=IDLE, initializer=begin, initargs=(os.getpid(),))
    try:
        while rest or under_way:
            begun = rest[: AHEAD * processes - len(under_way)]
            with _unheard():
                under_way |= {pool.submit(run, task, way): task for task in begun}
            rest = rest[len(begun) :]
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                ran = future.result()
                del under_way[future]
                yield ran
    except TerminatedWorkerError:
        lost = list(under_way.values()) or rest[:1]  # so that each try leaves fewer
        return lost, rest if under_way else rest[1:]
    except BaseException:
        time.sleep(HANDOVER)
        pool.shutdown(wait=True, kill_workers=True)
        raise
    return [], []


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
