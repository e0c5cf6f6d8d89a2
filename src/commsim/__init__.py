"""commsim: simulate a brand community under different strategies and compare what comes of it.

Attributes are imported when first asked for, so that ``import commsim`` is cheap and has no side effect.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commsim.mesa_face.model import CommunityModel as CommunityModel
    from commsim.scenario.errors import ConfigError as ConfigError
    from commsim.scenario.experiment import load as load
    from commsim.study.compare import compare as compare
    from commsim.study.sweep import sweep as sweep

_HOMES = {
    "load": "commsim.scenario.experiment",
    "ConfigError": "commsim.scenario.errors",
    "compare": "commsim.study.compare",
    "sweep": "commsim.study.sweep",
    "CommunityModel": "commsim.mesa_face.model",
}

__all__ = ["CommunityModel", "ConfigError", "compare", "load", "sweep"]


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'commsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return sorted({*globals(), *__all__})
