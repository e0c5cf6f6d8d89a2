"""Texts of the charts of a comparison, English and Chinese side by side, in the planners' words."""

from __future__ import annotations

CHARTS: dict[str, tuple[str, str]] = {
    # joints
    "join": (" ", ""),
    "list": (", ", "、"),
    # notes under charts
    "note_runs": (
        "Simulated, not observed; runs per arm: {runs}.",
        "模拟结果，并非实际观测；每个方案运行{runs}次。",
    ),
    "note_band": (
        "Line: mean of the runs; band: where the middle 80% of single runs lie.",
        "线为各次运行的均值，色带为中间80%的单次结果所在范围。",
    ),
    "note_band_few": (
        "Line: mean of the runs; band (baseline and leading arm only): where the middle 80% of single runs lie.",
        "线为各次运行的均值；色带（仅画基准与领先方案）为中间80%的单次结果所在范围。",
    ),
    "note_one_run": (
        "One run per arm, so chance cannot be told from effect.",
        "每个方案仅运行1次，无法区分偶然与效果。",
    ),
    "note_smoothed": ("Mean of the last 7 days.", "取近7天均值。"),
    "nothing": (
        "Nothing to show: the run is too short or nothing of the kind happened.",
        "无可展示的数据：模拟期过短，或未发生此类行为。",
    ),
    # axes
    "days_since_joining": ("days since joining", "入群后天数"),
    "day_of_run": ("day of the run", "模拟天数"),
    # retention
    "retention_title": (
        "{lead}: {a} of joiners active on day {day}; {base}: {b}",
        "{lead}：入群第{day}天活跃留存 {a}；{base}：{b}",
    ),
    "retention_question": ("How many of those who join stay, and stay active?", "入群的人留下多少，还活跃多少？"),
    "retention_subtitle": (
        "Leaving is one thing, going quiet another: retention of joiners, counted both ways",
        "留存看两面：还在群里，和还在活跃",
    ),
    "retention_activity": ("Active: opened, spoke or bought in 7 days (%)", "活跃留存：近7天打开、发言或下单（%）"),
    "retention_membership": ("Still a member (%)", "成员留存：仍在群内（%）"),
    "retention_start": ("Activity starts on day 6, when its 7 days are complete.", "活跃留存自第6天起，此时近7天才完整。"),
    "retention_note": (
        "Shares of those who joined, all join days pooled; days that fewer than one joiner in five reached are left out.",
        "占入群人数的比例，各入群日合并计算；可观察人数不足入群者五分之一的天数不画。",
    ),
    # funnel
    "funnel_title": (
        "Of 100 members {a} buy under {lead}, {b} under {base}",
        "每100名成员中首购人数：{lead} {a}，{base} {b}",
    ),
    "funnel_question": ("How far do members come, from joining to buying again?", "成员从入群走到复购，各步剩多少？"),
    "funnel_subtitle": (
        "From joining to buying again: share of members who reach each step",
        "转化漏斗：从拉新、促活到变现、复购，走到每一步的成员占比",
    ),
    "funnel_joined": ("Joined", "入群（拉新）"),
    "funnel_active": ("Active in the first 7 days", "首周活跃（促活）"),
    "funnel_talked": ("Spoke within a month", "月内发过言（互动）"),
    "funnel_bought": ("Bought", "首购（变现）"),
    "funnel_again": ("Bought again", "复购"),
    "funnel_note": (
        "Mean of the runs. Active: of joiners; spoke: of members at a month's end; bought: of all ever members. "
        "A buyer need not have spoken.",
        "取各次运行均值。首周活跃以入群者为分母，发言以月末在群成员为分母，首购与复购以所有曾在群成员为分母；下单者不一定发过言。",
    ),
    # differences
    "difference_title": ("{metric}, {lead} against {base}: {change}, {verdict}", "{metric}，{lead}对比{base}：{change}，{verdict}"),
    "difference_question": ("What changes against {base}?", "与{base}相比，改变了什么？"),
    "difference_subtitle": (
        "Difference with its 95% interval: the primary metric on top, exploratory metrics below",
        "差异及其95%区间：上为主指标，下为探索性指标",
    ),
    "difference_axis_primary": ("{metric}: difference to {base}", "{metric}：与{base}之差"),
    "difference_axis": ("difference in % of the mean under {base}", "差异（占{base}均值的%）"),
    "difference_note": (
        "Below, each metric is scaled by its own baseline mean, so that rows can be compared; real sizes stand on the right.",
        "下半部分各指标按其基准均值折算，以便比较；右侧为实际大小。",
    ),
    "difference_pairs": ("Pairs with the same seed.", "同一随机种子两两配对。"),
    "difference_margin": ("Darker: practically equal (±{margin}).", "深色：实际相当的范围（±{margin}）。"),
    "difference_filled": ("Filled marker: a clear difference. Arrow: beyond the axis.", "实心：差异明确；箭头：超出坐标范围。"),
    "difference_lead": ("Numbers beside exploratory metrics: {lead}.", "探索性指标右侧数字为{lead}。"),
    "difference_none": ("There is only one arm: nothing to compare with.", "只有一个方案，无从比较。"),
    # targets and goals
    "goals_title": (
        "{lead} reaches {reached} of {goals} goals set against {base}",
        "{lead}：以{base}为基准的{goals}个目标中达成{reached}个",
    ),
    "goals_question": ("Which goals set against {base} are reached?", "以{base}为基准的目标，哪些能达成？"),
    "goals_subtitle": (
        "Relative difference to {base} with its 95% interval; the upright line is the goal",
        "与{base}的相对差异及其95%区间；竖线为目标",
    ),
    "goals_axis": ("difference in % of the mean under {base}", "差异（占{base}均值的%）"),
    "goals_note": (
        "Reached: the whole interval lies beyond the goal; missed: it falls short of it; else not clear. Filled marker: reached. "
        "Percent: share of pairs with the same seed that reach it. Arrow: beyond the axis.",
        "达成：整个区间达到目标；未达成：整个区间未到目标；其余为尚不明确。实心：达成。百分比为达标的同种子配对比例；箭头：超出坐标范围。",
    ),
    "goals_none": ("No goals are set against the baseline.", "未设定相对于基准的目标。"),
    "goal": ("goal {value}", "目标 {value}"),
    "goal_base": ("goal {value} against {base}", "目标：比{base} {value}"),
    "aim_share": ("{verdict}, {share}", "{verdict}，{share}"),
    # trust and fatigue
    "feelings_title": (
        "{lead} ends with trust {a} and fatigue {c}; {base} with {b} and {d}",
        "期末信任与疲劳：{lead} {a} / {c}；{base} {b} / {d}",
    ),
    "feelings_question": ("Does the strategy build trust, or wear members out?", "这套打法在积累信任，还是在消耗成员？"),
    "feelings_subtitle": (
        "Trust is slow to gain and quick to lose; fatigue comes from ads, notifications and overload",
        "信任得之慢、失之快；疲劳来自广告、通知与信息过载",
    ),
    "feelings_trust": ("Trust, mean of members present (0–1)", "信任：在群成员均值（0–1）"),
    "feelings_fatigue": ("Fatigue, mean of members present (0 = none)", "疲劳：在群成员均值（0为无）"),
    # daily activity
    "activity_title": (
        "Members who open the group on a day: {a} under {lead}, {b} under {base}",
        "日打开率：{lead} {a}，{base} {b}",
    ),
    "activity_question": ("How lively is the community from day to day?", "社群每天有多活跃？"),
    "activity_subtitle": (
        "Who opens the group, and how much is said (headline: last 30 days)",
        "促活效果：每天多少人打开群，说了多少话（标题为近30天）",
    ),
    "activity_dau": ("Opened the group that day (% of members)", "当天打开群（占在群成员%）"),
    "activity_messages": ("Messages per 100 members and day", "每100名成员每天发言条数"),
    # money
    "money_title_both": ("{lead} pays back on day {a}; {base} on day {b}", "{lead}第{a}天回本；{base}第{b}天"),
    "money_title_lead": ("{lead} pays back on day {a}; {base} does not in most runs", "{lead}第{a}天回本；{base}多数情况下未回本"),
    "money_title_base": ("{base} pays back on day {b}; {lead} does not in most runs", "{base}第{b}天回本；{lead}多数情况下未回本"),
    "money_title_none": (
        "Within {days} days neither {lead} nor {base} pays back in most runs",
        "{days}天内{lead}与{base}多数情况下均未回本",
    ),
    "money_question": ("When does what the community earns cover what it costs?", "社群赚的钱，何时盖过花的钱？"),
    "money_subtitle": ("Cumulated gross margin against cumulated cost of the programme", "变现：累计毛利与累计运营成本"),
    "money_margin": ("gross margin, cumulated ({currency})", "累计毛利（{currency}）"),
    "money_cost": ("cost of the programme, cumulated ({currency})", "累计运营成本（{currency}）"),
    "money_payback": ("pays back on day {day} ({share} of runs)", "第{day}天回本（{share}的运行）"),
    "money_always": ("margin covers cost all along", "毛利始终不低于成本"),
    "money_no_payback": ("not paid back in {share} of runs", "{share}的运行未回本"),
    "money_nothing": ("no runs", "无运行结果"),
    "money_note": (
        "Shaded: cost is ahead. Payback: first day from which margin covers cost to the end, median of the runs that reach it.",
        "阴影：成本尚未收回。回本日：从该日起累计毛利一直不低于累计成本，取回本各次运行的中位数。",
    ),
    # distribution
    "spread_title_target": (
        "{lead} reaches the target of {target} in {a} of runs, {base} in {b}",
        "达到目标{target}的运行占比：{lead} {a}，{base} {b}",
    ),
    "spread_title_missed": ("No run of {lead} or {base} reaches the target of {target}", "{lead}与{base}的所有运行均未达到目标{target}"),
    "spread_title": (
        "What one launch may bring: {metric} mostly {low} to {high} under {lead}",
        "一次上线可能的结果：{lead}的{metric}多在 {low} 至 {high}",
    ),
    "spread_question": ("What may one launch bring?", "一次上线可能带来什么结果？"),
    "spread_subtitle": ("{metric}: each dot is one simulated launch", "{metric}：每个点是一次模拟上线"),
    "spread_mean": ("mean {value}", "均值 {value}"),
    "spread_reach_goal": ("{share} of pairs reach it", "{share}的配对达标"),
    "spread_goal": ("goal {value}: {amount}", "目标 {value}：{amount}"),
    "spread_title_goal": (
        "{lead} reaches the goal of {goal} against {base} in {share} of pairs",
        "{lead}：{share}的配对达到比{base} {goal}的目标",
    ),
    "spread_reach": ("{share} reach the target", "{share}达标"),
    "spread_target": ("target {value}", "目标 {value}"),
    "spread_note": (
        "Box: middle half of the runs, line: median; whiskers: middle 80%.",
        "箱体为中间一半的运行，竖线为中位数，须线为中间80%。",
    ),
    "spread_thinned": ("{shown} of {runs} dots drawn.", "仅画{runs}个点中的{shown}个。"),
    # calendar of a strategy
    "calendar_title": ("{name}: what happens when", "{name}：运营日历"),
    "calendar_nothing": ("{name}: nothing is planned", "{name}：没有任何安排"),
    "calendar_subtitle": (
        "Group SOP: dated actions, the script for newcomers, and what comes by rate",
        "群SOP：定期动作、新人入群流程与按频率进行的动作",
    ),
    "calendar_weeks": ("Week by week", "周历"),
    "calendar_newcomers": ("For newcomers, by days since joining", "新人流程（入群后天数）"),
    "calendar_rates": ("By rate, on days the programme chooses", "按频率进行，具体日期由排期自动决定"),
    "calendar_day": ("day {day}", "D{day}"),
    "calendar_joining": ("day of joining", "入群当天"),
    "calendar_joined": ("day +{day}", "入群后{day}天"),
    "calendar_more": ("and {number} more", "另有{number}项"),
    "calendar_later": ("{number} actions lie beyond the weeks shown.", "另有{number}项动作在所示周次之后。"),
    "calendar_note": ("A plan as given, not a result. Day 0 is the first day of the run.", "此为运营计划，并非模拟结果；D0为模拟首日。"),
    "calendar_content": ("content", "内容"),
    "calendar_talk": ("interaction", "互动"),
    "calendar_gifts": ("prizes and trials", "福利与试用"),
    "calendar_meeting": ("live and offline", "直播与线下"),
    "calendar_sales": ("offers", "促销"),
    "calendar_ads": ("advertising", "广告"),
}
"""key -> (English, Chinese), with {names} to fill in."""
