"""The state as one pointer: what compiled functions pass to one another.

Passing the arrays themselves would hand some two hundred words to every function and make each of them slow to
compile. Without compilation the state is passed as it is.

What is behind a handle is lent: whoever calls an entry point holds the state until it returns, so nobody need count the
users of its arrays. Numba would count them up and down at every use of one, which took a quarter of a day's time.
"""

from __future__ import annotations

from typing import Any

import numba
from numba.core import cgutils, types
from numba.core.datamodel import default_manager, models
from numba.core.extending import infer_getattr, intrinsic, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate

from commsim.world.state import State


class HandleType(types.Type):
    """Numba's type of a handle: a pointer to a State that lies on the stack of the entry point."""

    def __init__(self, state: types.NamedTuple) -> None:
        self.state = state
        super().__init__(f"Handle({state.name})")

    @property
    def mangling_args(self) -> tuple[str, tuple[Any, ...]]:
        """A short name in the symbols of compiled code.

        With the fields written out each symbol is tens of thousands of characters long: compiling takes a fifth more time,
        and what is kept takes 75 MB instead of 2.
        """
        return "Handle", ()


default_manager.register(HandleType, models.OpaqueModel)


@infer_getattr
class _Fields(AttributeTemplate):
    """Numba's types of what a handle leads to: those of the state's fields."""

    key = HandleType

    def generic_resolve(self, kind: HandleType, name: str) -> Any:
        """The type of a field; None if there is none of that name."""
        return kind.state.types[kind.state.fields.index(name)] if name in kind.state.fields else None


@lower_getattr_generic(HandleType)  # type: ignore[untyped-decorator]
def _look_up(context: Any, builder: Any, kind: HandleType, handle: Any, name: str) -> Any:
    """The array of a field, without the counter of its users: where there is none, Numba leaves the counting out."""
    number = kind.state.fields.index(name)
    state = builder.bitcast(handle, context.get_value_type(kind.state).as_pointer())
    field = builder.load(cgutils.gep_inbounds(builder, state, 0, number))
    array = context.make_array(kind.state.types[number])(context, builder, value=field)
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    return array._getvalue()


@intrinsic  # type: ignore[untyped-decorator]
def _lend(_: Any, state: types.NamedTuple) -> Any:
    """Put the state on the stack of the calling function."""

    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        place = cgutils.alloca_once_value(builder, values[0])
        return builder.bitcast(place, context.get_value_type(signature.return_type))

    return HandleType(state)(state), build


def _as_it_is(state: State) -> State:
    return state


handle_of = _as_it_is if numba.config.DISABLE_JIT else _lend
"""State → handle, inside a compiled entry point."""
