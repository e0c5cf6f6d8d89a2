"""What a run says about itself: what was asked, with which versions, how it ended, which files belong to it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commsim.scenario.experiment import Experiment
from commsim.study.errors import StorageError, StudyError
from commsim.study.execute import workers
from commsim.study.jobs import OK, canonical
from commsim.study.version import PACKAGE, model_version, package_version
from commsim.study.whole_files import sha256, write_whole

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
SCHEMA_VERSION = 1
"""Version of the layout of a run's folder."""

RUNNING, COMPLETE, INCOMPLETE, INTERRUPTED, FAILED = "running", "complete", "incomplete", "interrupted", "failed"
"""States of a run; incomplete: it went through, but some jobs failed."""

LIBRARIES = ("numpy", "numba", "scipy", "pandas", "pyarrow", "pydantic", "hydra-core", "joblib", "statsmodels")
MOST_FAILED = 100
"""Failed jobs listed one by one; all of them stand in jobs.parquet."""


def config_hash(experiment: Experiment) -> str:
    """Hash of everything that decides a result: arms, days, seeds, primary metric, margin, targets, goals, axes."""
    config = experiment.config
    parts = {
        "arms": {arm: canonical(scenario) for arm, scenario in experiment.arms.items()},
        "days": config.days,
        "replicates": config.replicates,
        "seed": config.seed,
        "primary": experiment.primary,
        "margin": experiment.margin,
        "targets": experiment.targets,
        "goals": experiment.goals,
        "axes": [[axis.path, list(axis.values)] for axis in experiment.axes],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, allow_nan=False).encode()).hexdigest()


def first_manifest(experiment: Experiment, study: str, command: Iterable[str], started: str) -> dict[str, Any]:
    """The manifest of a run that has just begun; study is "compare" or "sweep"."""
    config = experiment.config
    return {
        "schema_version": SCHEMA_VERSION,
        "status": RUNNING,
        "study": study,
        "experiment": experiment.name,
        "command": list(command),
        "config_hash": config_hash(experiment),
        "arms": {arm: list(changes) for arm, changes in experiment.changes.items()},
        "primary": experiment.primary,
        "margin": experiment.margin,
        "targets": experiment.targets,
        "goals": experiment.goals,
        "days": config.days,
        "seeds": {"first": config.seed, "count": config.replicates},
        "executor": config.runner.executor,
        "workers": workers(config.runner),
        "cores": os.cpu_count(),
        "versions": versions(),
        "commit": commit(),
        "started": started,
    }


def last_manifest(manifest: dict[str, Any], jobs: pd.DataFrame, files: dict[str, dict[str, Any]], seconds: float) -> dict[str, Any]:
    """The manifest of a run that went through."""
    bad = jobs[jobs["status"] != OK]
    rows = bad[["arm", "point", "replicate", "seed", "status", "error"]].head(MOST_FAILED)
    return manifest | {
        "status": INCOMPLETE if len(bad) else COMPLETE,
        "seconds": round(seconds, 3),
        "jobs": len(jobs),
        "failed": len(bad),
        "failed_jobs": json.loads(rows.to_json(orient="records")),
        "files": files,
    }


def versions() -> dict[str, str]:
    """Versions of the package, the model, Python and the libraries that could matter."""
    return {"commsim": package_version(), "model": model_version(), "python": platform.python_version()} | {
        name: _library(name) for name in LIBRARIES
    }


def _library(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def commit(package: Path = PACKAGE) -> str:
    """Commit of the checkout the package runs from, read from its files; empty where there is none."""
    git = package.parents[1] / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        reference = head.removeprefix("ref: ")
        if (git / reference).is_file():
            return (git / reference).read_text(encoding="utf-8").strip()
        packed = (git / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {reference}")), "")
    except OSError:
        return ""


def write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    """Write a folder's manifest, with a checksum of what it says. Raises StorageError."""
    text = json.dumps({**manifest, "checksum": _checksum(manifest)}, indent=2, ensure_ascii=False, allow_nan=False)
    write_whole(path / MANIFEST, f"{text}\n".encode())


def read_manifest(path: Path) -> dict[str, Any]:
    """A folder's manifest. Raises StudyError where there is none, StorageError where it is not what was written."""
    try:
        manifest: Any = json.loads((path / MANIFEST).read_bytes())
    except OSError:
        raise StudyError(f"{path} holds no finished run (no {MANIFEST})") from None
    except (ValueError, RecursionError) as error:
        raise StorageError(f"{path / MANIFEST} is damaged ({error})") from None
    if not isinstance(manifest, dict) or manifest.pop("checksum", None) != _checksum(manifest):
        raise StorageError(f"{path / MANIFEST} is damaged (its checksum is wrong)")
    return manifest


def _checksum(manifest: Mapping[str, Any]) -> str:
    return sha256(json.dumps(manifest, sort_keys=True).encode())
