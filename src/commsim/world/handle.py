"""The state as one pointer: what compiled functions pass to one another.

Passing the arrays themselves would hand some two hundred words to every function and make each of them slow to
compile. Without compilation the state is passed as it is.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numba
from numba.core import types
from numba.core.types import StructRefPayload
from numba.experimental import structref

from commsim.world.kernel import mechanism
from commsim.world.state import State


@structref.register
class HandleType(types.StructRef):
    """Numba's type of a handle: the fields of State."""

    def preprocess_fields(self, fields: Any) -> Any:
        """Keep array types, not literal ones."""
        return tuple((name, types.unliteral(kind)) for name, kind in fields)

    @cached_property
    def _data(self) -> StructRefPayload:
        return super().get_data_type()

    def get_data_type(self) -> StructRefPayload:
        """Numba's type of the memory behind a handle, made once: its name lists all fields, and it is asked for at each use of one."""
        return self._data

    @property
    def mangling_args(self) -> tuple[str, tuple[Any, ...]]:
        """A short name in the symbols of compiled code.

        With the fields written out each symbol is tens of thousands of characters long: compiling takes a fifth more time,
        and what is kept takes 75 MB instead of 2.
        """
        return "Handle", ()


class Handle(structref.StructRefProxy):
    """Stands for the handle in compiled code; never made in Python."""


structref.define_constructor(Handle, HandleType, list(State._fields))
structref.define_attributes(HandleType)


def _as_it_is(state: State) -> State:
    return state


def _make(state: State) -> Any:
    return Handle(*state)


handle_of = _as_it_is if numba.config.DISABLE_JIT else mechanism(_make)
"""State → handle, inside compiled code."""
