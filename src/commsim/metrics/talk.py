"""Who speaks, who takes part, how concentrated talk is, and whether an answer brings newcomers back."""

from __future__ import annotations

from functools import partial

from commsim.metrics.metric import MONTH, Metric, Values, at_end, ratio, total
from commsim.record.record import Record
from commsim.scenario.counts import FIXED

RUN = "whole run"
MONTHS = "complete months of 30 days from day 0"
GROUP_MONTHS = "group-months of 30 days with 20 or more posters"
NEWCOMERS = "days 2 to 8 after the first post; newcomers observed that long"


def posters_per_day(record: Record) -> Values:
    """Mean number of posters a day."""
    return ratio(total(record, "posters"), record.days)


def per_member_month(record: Record, column: str) -> Values:
    """Acts per member and 30 days."""
    return MONTH * ratio(total(record, column), total(record, "members"))


def participation_rate(record: Record) -> Values:
    """Participations per opener of an event day."""
    return ratio(total(record, "participations"), total(record, "event_openers"))


def lurker_share(record: Record) -> Values:
    """Members who did not post in a month."""
    members = total(record, "month_members")
    return ratio(members - total(record, "month_posters"), members)


def group_month_mean(record: Record, column: str) -> Values:
    """Mean of a fixed-point sum over group-months."""
    return ratio(total(record, column) / FIXED, total(record, "month_groups"))


def newcomer_return(record: Record, answered: str) -> Values:
    """Newcomers who posted again after their first post."""
    return ratio(total(record, f"first_{answered}_back"), total(record, f"first_{answered}"))


def newcomer_answer_gain(record: Record) -> Values:
    """Difference of the two returns."""
    return newcomer_return(record, "answered") - newcomer_return(record, "unanswered")


def silent_group_share(record: Record) -> Values:
    """Open groups without a member's message in the last 30 days."""
    return ratio(at_end(record, "groups_silent"), at_end(record, "groups_open"))


METRICS: tuple[Metric, ...] = (
    Metric(
        name="posters_per_day",
        label={"en": "Posters a day", "zh": "日均发言人数"},
        definition="Members who posted or replied, mean over the days.",
        definition_zh="每天发帖或回复的成员数，取各天平均。",
        numerator="posters, summed over days",
        denominator="days",
        window=RUN,
        unit="count",
        better="higher",
        compute=posters_per_day,
    ),
    Metric(
        name="messages_per_member",
        label={"en": "Messages per member and month", "zh": "人均月发言条数"},
        definition="Members' messages, replies included, per member and 30 days.",
        definition_zh="每位成员每30天的发言条数（含回复）。",
        numerator="members' messages × 30",
        denominator="members, summed over days",
        window=RUN,
        unit="messages",
        better="higher",
        compute=partial(per_member_month, column="messages"),
    ),
    Metric(
        name="participations_per_member",
        label={"en": "Event participations per member and month", "zh": "人均月活动参与次数"},
        definition="Participations in events per member and 30 days.",
        definition_zh="每位成员每30天参与活动的次数。",
        numerator="participations × 30",
        denominator="members, summed over days",
        window=RUN,
        unit="participations",
        better="higher",
        compute=partial(per_member_month, column="participations"),
    ),
    Metric(
        name="participation_rate",
        label={"en": "Event participation rate", "zh": "活动参与率"},
        definition="Participants per member who opened the group on the day of the event.",
        definition_zh="活动参与人次占活动当天打开群的成员人次的比例。",
        numerator="participations in events",
        denominator="openers of a group that held an event, once per event",
        window=RUN,
        unit="share",
        better="higher",
        compute=participation_rate,
    ),
    Metric(
        name="lurker_share",
        label={"en": "Lurkers", "zh": "潜水成员占比"},
        definition="Share of members who did not post in a month.",
        definition_zh="一个月（30天）内未发言的成员占比。",
        numerator="members present at the end of a month who did not post in it",
        denominator="members present at the end of a month",
        window=MONTHS,
        unit="share",
        better="lower",
        compute=lurker_share,
    ),
    Metric(
        name="gini_messages",
        label={"en": "Inequality of talk (Gini)", "zh": "发言集中度（基尼系数）"},
        definition="Gini coefficient of messages among the posters of a group and month, mean over group-months.",
        definition_zh="每群每月发言者之间发言条数的基尼系数，取各群各月平均。",
        numerator="Gini coefficients, summed over group-months",
        denominator="group-months",
        window=GROUP_MONTHS,
        unit="0..1",
        better="neutral",
        compute=partial(group_month_mean, column="month_gini"),
    ),
    Metric(
        name="top_tenth_share",
        label={"en": "Messages by the top tenth", "zh": "前10%发言者贡献占比"},
        definition="Share of a group's messages of a month written by the most active tenth of its posters, mean over group-months.",
        definition_zh="每群每月最活跃的10%发言者所发条数的占比，取各群各月平均。",
        numerator="shares, summed over group-months",
        denominator="group-months",
        window=GROUP_MONTHS,
        unit="share",
        better="neutral",
        compute=partial(group_month_mean, column="month_top_tenth"),
    ),
    Metric(
        name="silent_group_share",
        label={"en": "Silent groups", "zh": "沉默群占比"},
        definition="Share of open groups without a member's message in the last 30 days.",
        definition_zh="近30天无成员发言的群占比。",
        numerator="open groups without a member's message",
        denominator="open groups",
        window="last day, looking back 30 days",
        unit="share",
        better="lower",
        compute=silent_group_share,
    ),
    Metric(
        name="newcomer_return_answered",
        label={"en": "Newcomers' return when answered", "zh": "首帖获回复新人再发言率"},
        definition="Share of newcomers whose first post was answered who posted again after 24 hours, within 8 days.",
        definition_zh="首次发言得到回复的新人在24小时后至第8天内再次发言的比例。",
        numerator="of these, posted again on days 2 to 8",
        denominator="newcomers whose first post was answered",
        window=NEWCOMERS,
        unit="share",
        better="higher",
        compute=partial(newcomer_return, answered="answered"),
    ),
    Metric(
        name="newcomer_return_unanswered",
        label={"en": "Newcomers' return when not answered", "zh": "首帖无回复新人再发言率"},
        definition="Share of newcomers whose first post was not answered who posted again after 24 hours, within 8 days.",
        definition_zh="首次发言未得到回复的新人在24小时后至第8天内再次发言的比例。",
        numerator="of these, posted again on days 2 to 8",
        denominator="newcomers whose first post was not answered",
        window=NEWCOMERS,
        unit="share",
        better="higher",
        compute=partial(newcomer_return, answered="unanswered"),
    ),
    Metric(
        name="newcomer_answer_gain",
        label={"en": "Gain from answering newcomers", "zh": "回复新人的留存增益"},
        definition="Return of answered newcomers minus return of unanswered ones; those answered may differ, so it is no causal effect.",
        definition_zh="获回复新人与未获回复新人再发言率之差（两类新人本身可能不同，不等于因果效应）。",
        numerator="newcomer_return_answered − newcomer_return_unanswered",
        denominator="–",
        window=NEWCOMERS,
        unit="share",
        better="neutral",
        compute=newcomer_answer_gain,
    ),
)
