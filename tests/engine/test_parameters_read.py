"""No option is read and ignored: each parameter of a scenario is used by the kernel, or by the host code named here."""

from __future__ import annotations

import re
from pathlib import Path

import commsim
from commsim.scenario.behaviour import Spread
from commsim.scenario.uncertainties import Persona
from commsim.world.parameters import DERIVED, LAYOUT

PACKAGE = Path(commsim.__file__).parent
KERNEL = ("world", "operate", "day", "record")
ON_HOST = {
    "groups_capacity": "world/state.py",
    "groups_most": "world/state.py",
    "ties_half_life": "world/parameters.py",
    "platform": "scenario/checks.py",
    **{f"spread_{name}": "world/personas.py" for name in Spread.model_fields},
}
"""Parameters used when a world is laid out rather than by the kernel, and where."""


def kernel_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for layer in KERNEL for path in sorted((PACKAGE / layer).glob("*.py")))


def unread(names: list[str], text: str) -> list[str]:
    """Names that nothing in the text reads as an attribute."""
    return [name for name in names if not re.search(rf"\.{name}\b", text)]


def test_every_parameter_is_read_by_the_kernel():
    names = [name for name, _, _, _ in LAYOUT if name not in ON_HOST] + list(DERIVED)
    assert unread(names, kernel_text()) == []


def test_an_unread_parameter_is_seen():
    assert unread(["ads_cost", "ads_colour"], kernel_text()) == ["ads_colour"]


def test_what_is_used_on_the_host_is_used_there_and_is_a_parameter():
    known = {name for name, _, _, _ in LAYOUT}
    for name, place in ON_HOST.items():
        last = name.removeprefix("spread_").removeprefix("groups_").removeprefix("ties_")
        assert name in known or name == "platform"
        assert f".{last}" in (PACKAGE / place).read_text(encoding="utf-8"), name


def test_every_trait_of_a_persona_becomes_part_of_its_tables():
    text = (PACKAGE / "world" / "personas.py").read_text(encoding="utf-8")
    assert unread([name for name in Persona.model_fields if name != "name"], text) == []
    assert unread(["capacity", "most"], (PACKAGE / "world" / "state.py").read_text(encoding="utf-8")) == []
