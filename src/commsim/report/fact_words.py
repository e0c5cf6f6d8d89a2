"""Texts of the charts and the page of a validation, English and Chinese side by side."""

from __future__ import annotations

FACTS: dict[str, tuple[str, str]] = {
    "facts_gates_title": ("{hold} of {n} facts of real communities hold in the simulation", "{n}项真实社群的事实中，模拟符合{hold}项"),
    "facts_gates_subtitle": (
        "Each number on the scale of what is accepted (grey): simulated (dot, bar: two standard errors) and real (diamond)",
        "每个数字按其可接受范围（灰）标尺：模拟值（圆点，线为两倍标准误）与真实值（菱形）",
    ),
    "facts_gates_note": (
        "Simulated, {replicates} replicates. Orange: outside what is accepted. Arrow: beyond the scale. In brackets: the accepted range.",
        "模拟{replicates}次重复。橙色：超出可接受范围；箭头：超出标尺；括号内为可接受范围。",
    ),
    "facts_curves_title": ("Real communities beside simulated ones", "真实社群与模拟社群对照"),
    "facts_curves_subtitle": ("Simulated (line) and real (diamonds), measured the same way", "模拟（线）与真实（菱形），按同样方法测量"),
    "facts_curves_note": (
        "Simulated, {replicates} replicates; band: two standard errors. Wide bars: what is accepted, reddish where it is missed.",
        "模拟{replicates}次重复；色带为两倍标准误；粗竖条为可接受范围，未达到处偏红。",
    ),
    "facts_page_title": ("Do simulated communities behave like real ones?", "模拟社群像真实社群吗？"),
    "facts_page_facts": (
        "{n} facts · {gates} of them decide · replicates: {replicates} · first seed: {seed}",
        "{n}项事实 · 其中{gates}项为门槛 · 重复次数 {replicates} · 首个随机种子 {seed}",
    ),
    "facts_page_changes": ("What was changed", "改了什么"),
    "facts_page_changed": ("overrides", "改动"),
    "facts_page_hint": (
        "Facts that decide. Accepted: the range within which a simulated number counts as true to life.",
        "起判定作用的事实。可接受范围：模拟值落在其中即视为符合现实。",
    ),
    "facts_page_more": ("Facts for comparison", "对照用的事实"),
    "facts_page_gate": ("decides", "判定项"),
    "facts_page_shown": ("for comparison", "对照"),
    "facts_page_again": ("The same validation again:", "重做这次验证："),
}
"""key -> (English, Chinese), with {names} to fill in."""
