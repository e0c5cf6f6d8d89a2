"""Texts of the charts of a sweep, English and Chinese side by side."""

from __future__ import annotations

SWEEPS: dict[str, tuple[str, str]] = {
    "sweep_note_runs": ("Simulated, not observed; runs per point: {runs}.", "模拟结果，并非实际观测；每个点运行{runs}次。"),
    "sweep_question": ("Where is {metric} best?", "{metric}在何处最好？"),
    "sweep_title": ("{metric} is best at {point}: {mean}", "{metric}最好处：{point}，{mean}"),
    "sweep_title_rivals": (
        "{metric} is best at {point}: {mean}; {rivals} of {points} points cannot be told from it",
        "{metric}最好处：{point}，{mean}；{points}个点中有{rivals}个与之难分高下",
    ),
    "sweep_subtitle": ("How {metric} responds to: {axis}", "{metric}随「{axis}」的变化"),
    "sweep_exploratory": ("These metrics are exploratory.", "此处均为探索性指标。"),
    "sweep_is_best": ("best", "最好"),
    "sweep_is_rival": ("may be as good", "或同样好"),
    "response_note": (
        "Line: mean of the runs; bars: its 95% interval; band: where the middle 80% of single runs lie.",
        "线为各次运行的均值，竖线为均值的95%区间，色带为中间80%的单次结果所在范围。",
    ),
    "response_best_note": (
        "Large: best mean; hollow: not told from it on the same seeds.",
        "大点：均值最好；空心：同一随机种子下与之难分高下。",
    ),
    "responses_title": ("What else changes with: {axis}", "「{axis}」还影响什么"),
    "responses_subtitle": ("A best number for one metric may be a bad one for another", "对一个指标最好的取值，对另一个未必好"),
    "heat_subtitle": ("{metric}, mean of the runs at every point", "{metric}：各点运行的均值"),
    "heat_maps_subtitle": ("Means of the runs at every point; arm: {arm}", "各点运行的均值；方案：{arm}"),
    "heat_note": (
        "Darker: higher. Frame: best mean; dot: not told from the best on the same seeds.",
        "颜色越深数值越高；方框：均值最好；圆点：同一随机种子下与最好者难分高下。",
    ),
    "ranking_subtitle": (
        "{metric}: the best {shown} of {points} points; arm: {arm}",
        "{metric}：{points}个点中最好的{shown}个；方案：{arm}",
    ),
    "ranking_note": (
        "Line: 95% interval of the mean; bar: middle 80% of single runs; filled: best, or not told from it on the same seeds.",
        "细线：均值的95%区间；粗条：中间80%的单次结果；实心：最好，或同一随机种子下与之难分高下。",
    ),
}
"""key -> (English, Chinese), with {names} to fill in."""
