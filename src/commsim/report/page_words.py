"""Texts of the page, English and Chinese side by side."""

from __future__ import annotations

PAGES: dict[str, tuple[str, str]] = {
    "page_kind": ("commsim · simulated comparison of community strategies", "commsim · 私域社群运营策略模拟对比"),
    "page_facts": (
        "Experiment {name} · arms: {size} · runs per arm: {runs} · days: {days} · first seed: {seed}",
        "实验 {name} · 方案数 {size} · 每个方案运行次数 {runs} · 模拟天数 {days} · 首个随机种子 {seed}",
    ),
    "page_facts_sweep": (
        "Experiment {name} · points: {size} · runs per point: {runs} · days: {days} · first seed: {seed}",
        "实验 {name} · 取值点数 {size} · 每点运行次数 {runs} · 模拟天数 {days} · 首个随机种子 {seed}",
    ),
    "page_sweep_changes": ("Values tried", "试了哪些取值"),
    "page_sweep_hint": (
        "Interval: of the mean. Range: where the middle 80% of single runs lie, so what one launch may bring. "
        "May be as good: on the same seeds it cannot be told from the best (Holm-corrected).",
        "区间为均值的95%区间；范围为中间80%的单次结果，即一次上线可能的结果。或同样好：同一随机种子下与最好者难分高下（经Holm校正）。",
    ),
    "page_sweep_more": ("All points", "所有取值点"),
    "page_answer": ("The answer", "结论"),
    "page_changes": ("What we changed", "改了什么"),
    "page_nothing_changed": ("the experiment's base as it is, nothing changed", "沿用实验的基础设定，未作改动"),
    "page_results": ("Results", "结果"),
    "page_results_hint": (
        "Range: where the middle 80% of single runs lie, so what one launch may bring. "
        "Difference: to the baseline on the same seeds, with its 95% interval. Ahead: share of pairs in which the arm does better.",
        "范围：中间80%的单次结果，即一次上线可能的结果。差异：同一随机种子下与基准之差及其95%区间。领先：配对运行中优于基准的比例。",
    ),
    "page_aims_hint": (
        "Target or goal: reached where the whole 95% interval of the mean (for a goal: of the relative difference) lies beyond it, "
        "missed where it falls short; the percentage is the share of single runs (for a goal: of pairs) that reach it.",
        "目标：均值（相对目标则为相对差异）的95%区间全部达到为达成，全部未到为未达成；百分比为达标的单次运行（相对目标则为配对）比例。",
    ),
    "page_head_arm": ("Arm", "方案"),
    "page_head_point": ("Point", "取值"),
    "page_head_interval": ("95% interval", "95%区间"),
    "page_head_runs": ("Runs", "运行次数"),
    "page_head_mean": ("Mean", "均值"),
    "page_head_range": ("Range", "范围"),
    "page_head_difference": ("Difference", "差异"),
    "page_head_ahead": ("Ahead", "领先"),
    "page_head_target": ("Target or goal", "目标达成"),
    "page_head_verdict": ("Verdict", "判定"),
    "page_between": ("{low} to {high}", "{low} 至 {high}"),
    "page_baseline": ("baseline", "基准"),
    "page_charts": ("Charts", "图表"),
    "page_more": ("More metrics, all exploratory", "更多指标（均为探索性）"),
    "page_definitions": ("What the metrics mean", "指标定义"),
    "page_details_count": ("{numerator}; {window}.", "{numerator}；{window}。"),
    "page_details": ("{numerator} / {denominator}; {window}.", "{numerator} / {denominator}；{window}。"),
    "page_notes": ("Read this before believing the numbers", "阅读数字前请注意"),
    "page_note_simulated": (
        "All numbers come from a simulation, not from a real community. They hold as far as the model and its settings do.",
        "所有数字来自模拟而非真实社群，其可信程度取决于模型及其设定。",
    ),
    "page_note_interval": (
        "Intervals show the chance of the simulated runs only; whether the model fits your community is not in them.",
        "区间只反映模拟运行之间的偶然性，不包含模型与您的社群是否相符的不确定性。",
    ),
    "page_note_verdict": (
        "Verdict: interval within ±{margin} on the primary metric is practically equal; else one that excludes 0 is better or worse; "
        "else the two are tied. With several arms the primary metric is corrected by Holm's method.",
        "判定规则：主指标区间落在±{margin}之内为实际相当；否则区间不含0为更好或更差；再否则为难分高下。多个方案时主指标按Holm方法校正。",
    ),
    "page_note_exploratory": (
        "{metric} was named as the primary metric beforehand. All others are exploratory: among many, some look clear by chance.",
        "{metric}为事先指定的主指标，其余均为探索性指标：指标多了，总有一些会偶然显得差异明确。",
    ),
    "page_again": ("Run it again", "再次运行"),
    "page_again_name": (
        "The experiment as it ships, at this size (your own overrides are in config.yaml):",
        "按相同规模重跑该实验（您的其他改动见config.yaml）：",
    ),
    "page_again_file": ("Exactly this study, from the folder of this page:", "在本页所在文件夹中原样重跑："),
}
"""key -> (English, Chinese), with {names} to fill in."""
