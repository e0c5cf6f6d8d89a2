"""Words about a validation, in English and Chinese: tables, answer, notes."""

from __future__ import annotations

import math
from collections.abc import Hashable

from commsim.metrics.amounts import MINUS, Numbers, decimals, plain
from commsim.validation.facts import ATTRIBUTION
from commsim.validation.result import Finding, Validation

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Real communities against simulated ones", "真实社群与模拟社群对照"),
    "fact": ("Fact", "事实"),
    "number": ("Number", "数字"),
    "real": ("Real", "真实"),
    "simulated": ("Simulated ± s.e.", "模拟 ± 标准误"),
    "accepted": ("Accepted", "可接受范围"),
    "verdict": ("Verdict", "判定"),
    "holds": ("holds", "符合"),
    "fails": ("fails", "不符"),
    "shown": ("–", "–"),
    "rough": ("{verdict}, rough", "{verdict}（粗略）"),
    "all_hold": ("All {n} gates hold.", "{n}项门槛全部符合。"),
    "some_fail": ("{hold} of {n} gates hold. Not: {failed}.", "{n}项门槛中{hold}项符合。不符：{failed}。"),
    "roughly": (
        "Known too roughly (two standard errors exceed half the tolerance): {names}. Ask for more with replicates=.",
        "精度不足（两倍标准误超过容差的一半）：{names}。可用 replicates= 增加次数。",
    ),
    "measured": (
        "Each number is measured in the simulation as in the source; where real numbers stand beside a dash nothing is decided.",
        "每个数字都按来源的方法在模拟中测量；判定为“–”的只作对照。",
    ),
    "standard_error": (
        "s.e.: Monte-Carlo standard error over {replicates} replicates (some studies take several trials for each).",
        "标准误：{replicates}次重复的蒙特卡洛标准误（部分研究每次重复含多次试验）。",
    ),
    "changed": ("Changed from what ships: {changes}.", "与默认设置不同：{changes}。"),
    "beyond": ("Not simulated: {label} ({source}), because: {because}.", "未模拟：{label}（{source}），因为：{because}。"),
    "source": ("{how} Source: {source} (grade {grade}).", "{how}。来源：{source}（等级{grade}）。"),
    "between": ("{low} to {high}", "{low}至{high}"),
    "list": (", ", "、"),
}
"""key -> (English, Chinese), with {names} to fill in."""


def say(language: str, key: str, **values: Hashable) -> str:
    """One text, filled in."""
    return TEXTS[key][("en", "zh").index(language)].format(**values)


def value_text(value: float | None, unit: str, language: str) -> str:
    """A number in its unit; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    return f"{plain(100 * value)}%" if unit == "share" else Numbers(language).amount(value, unit)


def unit_of(finding: Finding, name: str) -> str:
    """The unit of one number."""
    return finding.fact.numbers[name].unit or finding.fact.unit


def real_text(finding: Finding, name: str, language: str) -> str:
    """The real number."""
    return value_text(finding.fact.numbers[name].real, unit_of(finding, name), language)


def simulated_text(finding: Finding, name: str, language: str) -> str:
    """The simulated number with its standard error."""
    simulated, unit = finding.simulated[name], unit_of(finding, name)
    if not math.isfinite(simulated.error) or unit == "yuan":
        return value_text(simulated.value, unit, language)
    scale, mark = (100, "%") if unit == "share" else (1, "")
    digits = decimals(scale * simulated.error, scale * abs(simulated.value))
    value, error = (f"{scale * number:,.{digits}f}{mark}".replace("-", MINUS) for number in (simulated.value, simulated.error))
    return f"{value} ± {error}"


def accepted_text(finding: Finding, name: str, language: str) -> str:
    """The range accepted; empty where nothing is decided."""
    unit = unit_of(finding, name)
    low, high = (None if limit is None else value_text(limit, unit, language) for limit in finding.fact.numbers[name].bounds)
    if low is not None and high is not None:
        return say(language, "between", low=low, high=high)
    return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else ""


def verdict_text(finding: Finding, name: str, language: str) -> str:
    """The verdict on a number, and whether it is known too roughly."""
    verdict = say(language, finding.verdict_of(name))
    return verdict if finding.precise(name) or not finding.fact.numbers[name].gate else say(language, "rough", verdict=verdict)


def label(finding: Finding, language: str) -> str:
    """The fact's name for people."""
    return str(getattr(finding.fact.label, language))


def answer(result: Validation, language: str) -> list[str]:
    """Which gates hold, and what is known too roughly."""
    n, failed = len(result.gates), [label(one, language) for one in result.failed]
    first = (
        say(language, "some_fail", n=n, hold=n - len(failed), failed=say(language, "list").join(failed))
        if failed
        else say(language, "all_hold", n=n)
    )
    rough = [f"{label(one, language)} ({one.fact.number_label(name, language)})" for one, name in result.rough]
    return [first, *([say(language, "roughly", names=say(language, "list").join(rough))] if rough else [])]


def notes(result: Validation, language: str) -> list[str]:
    """How to read the numbers, and whose they are."""
    lines = [say(language, "measured"), say(language, "standard_error", replicates=result.replicates)]
    if result.changed:
        lines.append(say(language, "changed", changes=", ".join(result.changed)))
    return [*lines, ATTRIBUTION[language]]
