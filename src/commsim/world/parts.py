"""Functions compiled as parts of an entry point: optimised and translated to machine code once, together with it.

By itself Numba makes each function ready to be called: it links in everything the function calls, optimises the whole and
translates it. With hundreds of functions on many levels that does the same work many times over, for code that only entry
points ever run. A part keeps what Numba made of it (typed, lowered, simplified) until an entry point links it.
"""

from __future__ import annotations

from typing import Any

from numba import _dynfunc
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder, _LowerResult
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.typed_passes import NativeLowering


class _Part(JITCodeLibrary):
    """Code that is linked into an entry point, and has no address of its own."""

    def add_llvm_module(self, ll_module: Any) -> None:
        """Take in code as it is."""
        ll_module.data_layout = self._codegen._data_layout
        self._final_module.link_in(ll_module)

    def finalize(self) -> None:
        """Nothing can be added any more."""
        self._raise_if_finalized()
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Nowhere."""
        return 0

    def _get_module_for_linking(self) -> Any:
        """The code with all it calls, on every level: only what is no part asks for it."""
        whole = super()._get_module_for_linking().clone()
        for library in _called(self):
            whole.link_in(JITCodeLibrary._get_module_for_linking(library), preserve=True)
        return whole


def _called(part: _Part) -> list[JITCodeLibrary]:
    """The code that a part calls, on every level, each once."""
    found: dict[JITCodeLibrary, None] = {}
    todo = list(part._linking_libraries)
    while todo:
        library = todo.pop()
        if library not in found:
            found[library] = None
            todo += library._linking_libraries if isinstance(library, _Part) else ()
    return list(found)


@register_pass(mutates_CFG=True, analysis_only=False)
class _PartLowering(NativeLowering):
    """Numba's lowering into a part instead of a library that can be executed."""

    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower the function, and tell Numba how others call it."""
        library = _Part(state.targetctx.codegen(), state.func_id.func_qualname)
        library.enable_object_caching()
        flags, state.library, state.flags = state.flags, library, state.flags.copy()
        state.flags.no_compile = True
        super().run_pass(state)
        state.flags = flags
        lowered = state["cr"]
        name, described = lowered.fndesc.qualname, lowered.fndesc
        handle = _dynfunc.make_function(described.lookup_module(), name, "part of an entry point", 0, lowered.env, (library,))
        state.targetctx.insert_user_function(handle, described, [library])
        state["cr"] = _LowerResult(described, lowered.call_helper, cfunc=handle, env=lowered.env)
        return True


class PartCompiler(CompilerBase):
    """Numba's compiler with the other lowering."""

    def define_pipelines(self) -> list[PassManager]:
        """The one pipeline of compiled functions."""
        usual = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes = PassManager("part of an entry point")
        for step, meaning in usual.passes:
            passes.add_pass(_PartLowering if step is NativeLowering else step, meaning)
        passes.finalize()
        return [passes]


def bind_environments(compiled: Any) -> None:
    """Let the parts of a compiled entry point find the objects Numba keeps for each function."""
    for environment in compiled._find_referenced_environments():
        compiled.codegen.set_env(environment.env_name, environment)
