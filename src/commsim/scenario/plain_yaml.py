"""Plain data as YAML that the strict loader reads back as it was: no aliases, quotes around all text that is not plainly text."""

from __future__ import annotations

from typing import Any

import yaml

from commsim.scenario import strict_yaml

_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The emitter in C where PyYAML has it: seconds less for a community of thousands of founders."""


class _Dumper(_BASE):  # type: ignore[misc]  # one of two classes, chosen above
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    try:
        style = None if strict_yaml.plain(value) == value else '"'
    except ValueError:
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def written(document: Any, flow: bool | None = None) -> str:
    """The document as text, keys in their order; innermost mappings and lists on one line, with ``flow`` False each item on its own."""
    return str(yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=120))
