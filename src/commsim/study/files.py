"""The folder of a run: written whole, checked when read back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from commsim.scenario import run_file
from commsim.scenario.experiment import Experiment
from commsim.study.comparison import Comparison, question_of
from commsim.study.errors import StorageError, StudyError
from commsim.study.folder import locked, now
from commsim.study.manifest import (
    COMPLETE,
    FAILED,
    INCOMPLETE,
    INTERRUPTED,
    config_hash,
    first_manifest,
    last_manifest,
    read_manifest,
    write_manifest,
)
from commsim.study.notes import notes_of
from commsim.study.response import Sweep
from commsim.study.statistics import compare_arms
from commsim.study.version import model_version
from commsim.study.whole_files import sha256, write_whole

if TYPE_CHECKING:
    import pandas as pd

CONFIG = "config.yaml"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs text that begins so as a formula."""


class FolderTaken(StudyError):
    """The folder holds the results of another study."""

    exit_code = 2


@dataclass(frozen=True)
class Folder:
    """A folder that belongs to a running study: its manifest so far, and when it began (perf_counter seconds)."""

    path: Path
    manifest: dict[str, Any]
    began: float


def default_directory(experiment: Experiment) -> Path:
    """config.output, or outputs/EXPERIMENT/KEY, so that the same command finds its own work again."""
    output = experiment.config.output
    return Path(output) if output else Path("outputs", experiment.name, config_hash(experiment)[:8])


@contextmanager
def study_folder(path: Path, experiment: Experiment, command: tuple[str, ...] = (), study: str = "compare") -> Iterator[Folder]:
    """Hold the folder, say in its manifest that a study is running, and how it ended if it does not go through.

    Raises FolderBusy, FolderTaken, StorageError.
    """
    with locked(path):
        _refuse_other(path, experiment)
        folder = Folder(path, first_manifest(experiment, study, command, now()), perf_counter())
        write_manifest(folder.path, folder.manifest)
        try:
            yield folder
        except BaseException as error:
            with suppress(StorageError):  # a full disk must not hide why the study ended
                write_manifest(folder.path, folder.manifest | {"status": INTERRUPTED if isinstance(error, KeyboardInterrupt) else FAILED})
            raise


def _refuse_other(path: Path, experiment: Experiment) -> None:
    """Two studies never mix in one folder; one that was broken off before it wrote results does not count."""
    if not (path / "outcomes.parquet").exists():
        return
    try:
        held = read_manifest(path)
    except StudyError as error:
        kind = StorageError if isinstance(error, StorageError) else FolderTaken
        raise kind(f"{error}, but results; choose another folder with output=, or delete it") from None
    if held.get("config_hash") != config_hash(experiment):
        what = f"{held.get('experiment')} with another configuration"
        raise FolderTaken(f"{path} holds results of {what}; choose another folder with output=, or delete it")


def of_another_version(path: Path) -> bool:
    """Whether the folder holds work of another version of the model, which is not taken over."""
    with suppress(StudyError):
        return bool(read_manifest(path)["versions"]["model"] != model_version())
    return False


def write_comparison(folder: Folder, result: Comparison) -> Comparison:
    """Write a comparison into its folder; returns it as it now lies there. Raises StorageError."""
    tables = {"jobs": result.jobs, "daily": result.daily, "outcomes": result.outcomes, "retention": result.retention}
    write_tables(folder, result.experiment, tables, {"outcomes": result.outcomes, "comparison": result.comparison})
    return result.in_folder(folder.path)


def write_sweep(folder: Folder, result: Sweep) -> Sweep:
    """Write a sweep into its folder; returns it as it now lies there. Raises StorageError."""
    tables = {"jobs": result.jobs, "points": result.points, "outcomes": result.outcomes}
    write_tables(folder, result.experiment, tables, {"outcomes": result.outcomes, "response": result.response()})
    return result.in_folder(folder.path)


def write_tables(folder: Folder, experiment: Experiment, tables: Mapping[str, pd.DataFrame], sheets: Mapping[str, pd.DataFrame]) -> None:
    """Write tables as Parquet and sheets as CSV, the config, and last the manifest with their checksums; tables hold "jobs"."""
    contents = {f"{name}.parquet": (_parquet(table), len(table)) for name, table in tables.items()}
    contents |= {f"{name}.csv": (csv_for_people(table), len(table)) for name, table in sheets.items()}
    text = run_file.to_yaml(experiment)
    contents[CONFIG] = (text.encode(), text.count("\n"))
    for name, (content, _) in contents.items():
        write_whole(folder.path / name, content)
    files = {name: {"sha256": sha256(content), "rows": rows} for name, (content, rows) in contents.items()}
    write_manifest(folder.path, last_manifest(folder.manifest, tables["jobs"], files, perf_counter() - folder.began))


def add_report(path: Path, files: Iterable[Path]) -> None:
    """List the files of a report in the manifest of the finished run it was made from, with their checksums.

    Having no rows, they are not checked when the run is read: they can be made again. Raises StudyError, StorageError.
    """
    manifest = read_manifest(path)
    made = {file.relative_to(path).as_posix(): {"sha256": sha256(file.read_bytes())} for file in files}
    write_manifest(path, manifest | {"files": manifest["files"] | made})


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False, compression="zstd", use_dictionary=False)  # larger and slower with one
    return buffer.getvalue()


def csv_for_people(table: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with BOM, which spreadsheets need to show Chinese; text that would run as a formula gets a leading quote."""
    safe = table.copy()
    for name in safe.select_dtypes(exclude="number").columns:
        safe[name] = [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell for cell in safe[name]]
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def read_tables(path: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """Manifest and Parquet tables of a finished run, every file of results checked against its checksum.

    Raises StudyError where the run did not go through, StorageError where a file is missing or damaged.
    """
    import pandas as pd

    manifest = read_manifest(path)
    if manifest.get("status") not in (COMPLETE, INCOMPLETE):
        raise StudyError(f"the run in {path} is {manifest.get('status')}, not finished; run its command again to go on")
    contents = {name: _checked(path, name, entry["sha256"]) for name, entry in manifest["files"].items() if "rows" in entry}
    tables = {name: pd.read_parquet(io.BytesIO(content)) for name, content in contents.items() if name.endswith(".parquet")}
    return manifest, {name.removesuffix(".parquet"): table for name, table in tables.items()}


def _checked(folder: Path, name: str, checksum: str) -> bytes:
    path = folder / name
    if Path(name).name != name:
        raise StorageError(f"{folder}: the results of a run do not lie elsewhere ({name})")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from None
    if sha256(content) != checksum:
        raise StorageError(f"{path} is not what was written (its checksum is wrong); run the command again")
    return content


def read_comparison(path: str | Path) -> Comparison:
    """A finished comparison from its folder. Raises StudyError, StorageError, ConfigError."""
    _, tables = read_tables(Path(path))
    experiment = run_file.read(Path(path) / CONFIG)
    table = compare_arms(tables["outcomes"], question_of(experiment), experiment.config.replicates)
    notes = notes_of(experiment, tables["jobs"], tables["outcomes"], table)
    return Comparison(
        experiment, tables["jobs"], tables["outcomes"], tables["daily"], tables["retention"], table, notes, directory=Path(path)
    )


def read_sweep(path: str | Path) -> Sweep:
    """A finished sweep from its folder. Raises StudyError, StorageError, ConfigError."""
    _, tables = read_tables(Path(path))
    experiment = run_file.read(Path(path) / CONFIG)
    return Sweep(experiment, tables["jobs"], tables["points"], tables["outcomes"], directory=Path(path))


def read_run(path: str | Path) -> Comparison | Sweep:
    """Whatever study lies in a folder. Raises StudyError, StorageError, ConfigError."""
    return read_sweep(path) if read_manifest(Path(path)).get("study") == "sweep" else read_comparison(path)
