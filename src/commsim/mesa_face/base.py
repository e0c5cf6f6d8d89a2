"""Mesa's classes, imported without Mesa's side effect: it changes how the whole process starts its workers."""

from __future__ import annotations

import multiprocessing

_before = multiprocessing.get_start_method(allow_none=True)

from mesa import Agent, DataCollector, Model  # noqa: E402  (the setting is read before, and put back after)

multiprocessing.set_start_method(_before, force=True)

__all__ = ["Agent", "DataCollector", "Model"]
