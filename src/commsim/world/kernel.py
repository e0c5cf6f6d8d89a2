"""Compiled functions, and a compile cache that notices an edit anywhere in the kernel.

Numba's own disk cache looks only at the file of the cached function, so it would run a stale callee after an edit
in another file. Here the cache of every entry point is stamped with the hash of all kernel sources.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba
import numpy as np
from llvmlite import binding as llvm
from numba.core import caching

from commsim.world.parts import PartCompiler, bind_environments

PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA = (
    "fields",
    "counts",
    "rates",
    "actions",
    "changes",
    "monetise",
    "levers",
    "strategy",
    "uncertainties",
    "behaviour",
    "schema",
    "products",
)
SOURCES = (
    *(f"scenario/{name}.py" for name in SCHEMA),
    *("world/*.py", "operate/*.py", "day/*.py", "record/*.py", "simulate.py"),
)
"""Files whose text decides what the kernel does; those of the scenario because the parameter row is made from the schema."""

kernel: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(error_model="numpy", nogil=True, no_cfunc_wrapper=True)
"""Compile a function of the kernel: IEEE division, no global lock, no fast-math. With NUMBA_DISABLE_JIT=1 it stays Python."""

mechanism: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(
    error_model="numpy", nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=PartCompiler
)
"""Like `kernel`, for functions that only other kernels call: compiled as parts of these."""


@functools.cache
def kernel_hash() -> str:
    """Hash of all kernel sources and of the versions that compile them; 16 hex digits."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    digest.update(f"{numba.__version__} {np.__version__} {sys.version_info[:2]}".encode())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled code is kept: $COMMSIM_CACHE, else the user's cache folder."""
    root = os.environ.get("COMMSIM_CACHE")
    base = Path(root) if root else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "commsim"
    return base / kernel_hash()


class _Locator(caching._CacheLocator):
    """Places the cache in `cache_folder()` and stamps it with `kernel_hash()`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def get_cache_path(self) -> str:
        return str(cache_folder())

    def get_source_stamp(self) -> str:
        return kernel_hash()

    def get_disambiguator(self) -> str:
        return self._name


class _Implementation(caching.CompileResultCacheImpl):
    """Numba's pickled compile results, found by name instead of by file and line."""

    def __init__(self, name: str) -> None:
        self._lineno = 0
        self._locator = _Locator(name)
        self._filename_base = f"{name}.{sys.implementation.cache_tag}"

    def reduce(self, compiled: Any) -> Any:
        """Machine code with its entry's name, but without the code it was made from.

        That is for linking, nothing links an entry point, and reading it would take longer than all the rest.
        """
        (name, kind, (machine_code, _)), *rest = super().reduce(compiled)
        entry_name = llvm.parse_assembly(f'@"{compiled.fndesc.llvm_cpython_wrapper_name}" = global i8 0').as_bitcode()
        return ((name, kind, (machine_code, entry_name)), *rest)


class _Cache(caching.FunctionCache):
    """A cache whose key is the entry point's name and signature; its closure is covered by the kernel hash."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._impl = _Implementation(name)
        self._cache_path = self._impl.locator.get_cache_path()
        self._cache_file = caching.IndexDataCacheFile(
            cache_path=self._cache_path, filename_base=self._impl.filename_base, source_stamp=self._impl.locator.get_source_stamp()
        )
        self.enable()

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        return (sig, codegen.magic_tuple(), self._name)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """What was kept; None, so that it is compiled anew, where the folder cannot be read."""
        with suppress(OSError):
            return super().load_overload(sig, target_context)
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what has just been compiled, where that can be, and make it ready to run."""
        bind_environments(data)
        with suppress(OSError):  # a full disk costs the time to compile again, no result
            super().save_overload(sig, data)


def entry(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Compile an entry point and keep the result on disk under `name`."""
    compiled = kernel(function)
    if not numba.config.DISABLE_JIT:
        compiled._cache = _Cache(name)  # type: ignore[attr-defined]
    return compiled


def on_states(compiled: Callable[..., Any]) -> Callable[..., Any]:
    """An entry point called on states only: from its second call on without looking at the types of its arguments.

    All states have the same types, and to look at those of sixty arrays takes longer than a small group's day.
    """
    if numba.config.DISABLE_JIT:
        return compiled
    versions: list[Callable[..., Any]] = []

    def call(*arguments: Any) -> None:
        if versions:
            versions[0](*arguments)
        else:
            compiled(*arguments)
            versions.extend(version.entry_point for version in compiled.overloads.values())  # type: ignore[attr-defined]

    return call


def is_cached(name: str) -> bool:
    """Whether an entry point of that name has been compiled on this machine."""
    return numba.config.DISABLE_JIT or any(cache_folder().glob(f"{name}.*.nbi"))
