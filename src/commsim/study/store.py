"""Finished jobs, kept as Parquet files that are named by their content and looked up by the keys inside.

One file holds the finished jobs of one batch: a row a job with its key, seconds, outcomes, retention and, where wanted,
days. The name is the SHA-256 of the bytes, so a damaged file betrays itself; it is ignored and its jobs run again. Files
appear whole by renaming and are never changed, so several studies may use one store at a time. Results of another model
version lie in another folder and are never mixed in.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commsim.metrics.registry import METRICS
from commsim.scenario.counts import COUNTS
from commsim.study.batch import Done
from commsim.study.whole_files import made_folder, sha256, write_whole

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "1"
"""Version of the files' layout; part of the folder's name."""


@dataclass(frozen=True)
class Store:
    """A folder of finished jobs of one model version."""

    folder: Path

    def save(self, done: Done) -> Path:
        """Keep the finished jobs of a batch. Raises StorageError."""
        content = _bytes(done)
        path = self.folder / f"{sha256(content)}.parquet"
        write_whole(path, content)
        return path

    def load(self, keys: Iterable[str], days: int, daily: bool) -> list[Done]:
        """Finished jobs among the wanted keys, each once; with their days if `daily`. Damaged files are ignored with a warning."""
        wanted, found = set(keys), []
        for path in sorted(self.folder.glob("*.parquet")) if wanted else []:
            done = _read(path, wanted, days, daily)
            if done is not None:
                found.append(done)
                wanted -= set(done.keys)
        return found


def open_store(folder: str | Path, model: str) -> Store | None:
    """The store of a model version below a folder; None for an empty name: nothing is kept.

    Its folder is made at once, so that one that cannot be written ends a study before it runs. Raises StorageError.
    """
    return Store(made_folder(Path(folder), "store") / f"{FORMAT}-{model[:16]}") if str(folder) else None


def _bytes(done: Done) -> bytes:
    """The batch as the content of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    columns: dict[str, pa.Array] = {"key": pa.array(done.keys, pa.string()), "seconds": pa.array(done.seconds)}
    columns |= {name: pa.array(np.ascontiguousarray(done.outcomes[:, place])) for place, name in enumerate(METRICS)}
    columns["tenure"] = _lists(done.tenure)
    columns["daily"] = pa.nulls(len(done.keys), pa.large_list(pa.int64())) if done.daily is None else _lists(done.daily)
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer, compression="zstd", use_dictionary=False)
    return buffer.getvalue()


def _lists(values: NDArray[np.int64]) -> pa.Array:
    """[jobs, …] as one list of integers a job."""
    import pyarrow as pa

    size = int(np.prod(values.shape[1:]))
    offsets = np.arange(values.shape[0] + 1, dtype=np.int64) * size
    return pa.LargeListArray.from_arrays(pa.array(offsets), pa.array(np.ascontiguousarray(values).ravel()))


def _read(path: Path, wanted: set[str], days: int, daily: bool) -> Done | None:
    """Wanted jobs of one file, or None."""
    import pyarrow as pa

    try:
        return _rows(path, wanted, days, daily)
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        if path.exists():  # else another study's clean-up took it
            warnings.warn(f"{path.name} in the store is damaged and ignored; its jobs run again ({error})", stacklevel=2)
    return None


def _rows(path: Path, wanted: set[str], days: int, daily: bool) -> Done | None:
    """The same, errors let through. Keys are read first: most files of a store belong to other studies."""
    import pyarrow.parquet as parquet

    keys = parquet.read_table(path, columns=["key"])["key"].to_pylist()
    if wanted.isdisjoint(keys):
        return None
    content = path.read_bytes()
    if sha256(content) != path.stem:
        raise ValueError("its checksum is wrong")
    names = ["key", "seconds", "tenure", *METRICS, *(["daily"] if daily else [])]
    table = parquet.read_table(io.BytesIO(content), columns=names)
    keep = [row for row, key in enumerate(keys) if key in wanted]
    if daily and table["daily"].null_count:
        return None
    return _done(table.take(keep), days, daily)


def _done(table: pa.Table, days: int, daily: bool) -> Done:
    jobs = table.num_rows
    outcomes = np.column_stack([table[name].to_numpy() for name in METRICS])
    tenure = _flat(table["tenure"]).reshape(jobs, 3, days + 1)
    kept = _flat(table["daily"]).reshape(jobs, days, len(COUNTS)) if daily else None
    return Done(tuple(table["key"].to_pylist()), table["seconds"].to_numpy(), outcomes, tenure, kept)


def _flat(column: pa.ChunkedArray) -> NDArray[np.int64]:
    import pyarrow as pa

    joined = column.combine_chunks()
    lists = joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined
    return np.asarray(lists.flatten().to_numpy(zero_copy_only=False), dtype=np.int64)
