"""Who joins, stays, goes and comes back."""

from __future__ import annotations

from functools import partial

from commsim.metrics.metric import Metric, Values, at_end, ever_members, member_days, ratio, total
from commsim.record.record import Record
from commsim.scenario.counts import HORIZONS, LOYAL_AFTER

RUN = "whole run"
LAST_DAY = "last day"


def retention(record: Record, column: str, after: int) -> Values:
    """Members counted `after` days after joining / members who joined, pooled over the cohorts the run is long enough to observe.

    A cohort of day d is observed on day d + after; cohorts that joined before day 0 are not known in full and stay out.
    """
    cohorts = max(record.days - after, 0)
    counted = record[f"{column}_d{after}"][:, after:].sum(axis=1)
    return ratio(counted, record["joined"][:, :cohorts].sum(axis=1))


def k_factor(record: Record) -> Values:
    """Members won by invitation per member."""
    return ratio(total(record, "joined_invited"), ever_members(record))


def invitations_per_member(record: Record) -> Values:
    """Invitations sent per member."""
    return ratio(total(record, "invitations"), ever_members(record))


def joined_total(record: Record) -> Values:
    """Members who joined."""
    return total(record, "joined")


def at_end_share(record: Record, column: str) -> Values:
    """Share of the members present on the last day."""
    return ratio(at_end(record, column), at_end(record, "members"))


def monthly_rate(record: Record, column: str) -> Values:
    """Events per member-day, times 30."""
    return 30.0 * ratio(total(record, column), member_days(record))


def return_rate(record: Record) -> Values:
    """Returns per departure."""
    return ratio(total(record, "returned"), total(record, "left", "removed"))


def _membership_retention(after: int) -> Metric:
    return Metric(
        name=f"membership_retention_d{after}",
        label={"en": f"Still a member after {after} days", "zh": f"第{after}天成员留存率"},
        definition=f"Share of those who joined who are members at the end of day {after} after joining.",
        definition_zh=f"入群者在入群后第{after}天结束时仍在群内的比例。",
        numerator=f"members present on day {after} after joining",
        denominator="members who joined at least that many days before the end",
        window=f"day {after} after joining, all join days observed that long, pooled",
        unit="share",
        better="higher",
        compute=partial(retention, column="present", after=after),
    )


def _activity_retention(after: int) -> Metric:
    first = max(after - 6, 0)
    return Metric(
        name=f"activity_retention_d{after}",
        label={"en": f"Active after {after} days", "zh": f"第{after}天活跃留存率"},
        definition=f"Share of those who joined who opened the group, spoke or bought in days {first} to {after} after joining.",
        definition_zh=f"入群者在入群后第{first}至{after}天内打开过群、发过言或下过单的比例。",
        numerator=f"members who opened, spoke or bought in the 7 days up to day {after} after joining",
        denominator="members who joined at least that many days before the end",
        window=f"days {first} to {after} after joining, all join days observed that long, pooled",
        unit="share",
        better="higher",
        compute=partial(retention, column="active", after=after),
    )


METRICS: tuple[Metric, ...] = (
    *(_activity_retention(after) for after in HORIZONS),
    *(_membership_retention(after) for after in HORIZONS),
    Metric(
        name="members_end",
        label={"en": "Members at the end", "zh": "期末成员数"},
        definition="Members present at the end of the last day.",
        definition_zh="最后一天结束时在群的成员数。",
        numerator="members present",
        denominator="–",
        window=LAST_DAY,
        unit="count",
        better="higher",
        compute=partial(at_end, column="members"),
    ),
    Metric(
        name="loyal_members",
        label={"en": "Loyal members", "zh": "忠实成员数"},
        definition=f"Members on the last day who joined at least {LOYAL_AFTER} days before and opened the group in the last 7 days.",
        definition_zh=f"最后一天入群已满{LOYAL_AFTER}天、且近7天内打开过群的成员数。",
        numerator=f"members who joined {LOYAL_AFTER} days ago or earlier and opened in the last 7 days",
        denominator="–",
        window=LAST_DAY,
        unit="count",
        better="higher",
        compute=partial(at_end, column="loyal"),
    ),
    Metric(
        name="joined_total",
        label={"en": "New members", "zh": "新增成员数"},
        definition="Members who joined during the run, by any way; returns are not counted.",
        definition_zh="模拟期内以任何方式入群的人数，回流者不重复计。",
        numerator="members who joined",
        denominator="–",
        window=RUN,
        unit="count",
        better="higher",
        compute=joined_total,
    ),
    Metric(
        name="leave_rate",
        label={"en": "Leaving per month", "zh": "月退群率"},
        definition="Departures of their own will per member and 30 days; a hazard, so it may exceed 1.",
        definition_zh="每位成员每30天的主动退群次数（风险率，可大于1）。",
        numerator="members who left × 30",
        denominator="member-days, the day of going included",
        window=RUN,
        unit="per month",
        better="lower",
        compute=partial(monthly_rate, column="left"),
    ),
    Metric(
        name="removal_rate",
        label={"en": "Removals per month", "zh": "月移出率"},
        definition="Removals by the operator per member and 30 days; a hazard, so it may exceed 1.",
        definition_zh="每位成员每30天被移出群的次数（风险率，可大于1）。",
        numerator="members removed × 30",
        denominator="member-days, the day of going included",
        window=RUN,
        unit="per month",
        better="neutral",
        compute=partial(monthly_rate, column="removed"),
    ),
    Metric(
        name="return_rate",
        label={"en": "Return after leaving", "zh": "流失回流率"},
        definition="Returns per departure (left or removed).",
        definition_zh="回流人次占退群与移出人次的比例。",
        numerator="members who came back",
        denominator="members who left or were removed",
        window=RUN,
        unit="share",
        better="higher",
        compute=return_rate,
    ),
    Metric(
        name="do_not_disturb_rate",
        label={"en": "Do not disturb", "zh": "免打扰占比"},
        definition="Share of members who have switched the group to do-not-disturb.",
        definition_zh="设置消息免打扰的成员占比。",
        numerator="members with do-not-disturb",
        denominator="members present",
        window=LAST_DAY,
        unit="share",
        better="lower",
        compute=partial(at_end_share, column="do_not_disturb"),
    ),
    Metric(
        name="dormant_rate",
        label={"en": "Dormant members", "zh": "沉睡成员占比"},
        definition="Share of members who have not opened the group for the days that the lever winback.after_days names.",
        definition_zh="超过设定天数（winback.after_days）未打开群的成员占比。",
        numerator="dormant members",
        denominator="members present",
        window=LAST_DAY,
        unit="share",
        better="lower",
        compute=partial(at_end_share, column="dormant"),
    ),
    Metric(
        name="invitations_per_member",
        label={"en": "Invitations per member", "zh": "人均邀请次数"},
        definition="Invitations sent per person who was a member on any day.",
        definition_zh="每位曾在群成员发出的邀请次数。",
        numerator="invitations sent",
        denominator="members who had joined before day 0 and all who joined since",
        window=RUN,
        unit="invitations",
        better="higher",
        compute=invitations_per_member,
    ),
    Metric(
        name="k_factor",
        label={"en": "K-factor (referral)", "zh": "裂变系数（K因子）"},
        definition="New members won by invitation per person who was a member on any day.",
        definition_zh="每位曾在群成员通过邀请带来的新成员数。",
        numerator="members who joined by invitation",
        denominator="members who had joined before day 0 and all who joined since",
        window=RUN,
        unit="members",
        better="higher",
        compute=k_factor,
    ),
)
