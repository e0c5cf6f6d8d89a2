"""The day as a plan: named phases in the order in which they happen. Print it, time it, hook user code into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from commsim.day.attend import open_group
from commsim.day.habits import form_habits
from commsim.day.invite import invite
from commsim.day.leave import stay_or_go
from commsim.day.measure import measure
from commsim.day.moderate import keep_rules
from commsim.day.paid import sell_paid
from commsim.day.participate import join_events
from commsim.day.read import spend_attention
from commsim.day.reply import answer_posts
from commsim.day.settle import settle
from commsim.day.talk import begin_talk
from commsim.day.trade import trade
from commsim.day.trust import move_trust
from commsim.day.value import take_value
from commsim.operate.adapt import adapt
from commsim.operate.arrivals import arrive
from commsim.operate.calendar import follow_calendar
from commsim.operate.knowing import know_members
from commsim.operate.programme import begin_programme, plan_programme
from commsim.operate.regroup import regroup
from commsim.operate.seats import fill_seats
from commsim.operate.tiers import run_tiers


class Phase(NamedTuple):
    """A named step of the day.

    scope     'community': called once per world; 'group': once per group, touching only that group's members
    function  kernel (state, world or group number, day)
    """

    name: str
    scope: Literal["community", "group"]
    function: Callable[..., Any]
    meaning: str


DAY: tuple[Phase, ...] = (
    Phase("adapt", "community", adapt, "stages of the plan, shocks and triggers that change levers from today"),
    Phase("shift", "community", begin_programme, "purses, yesterday's totals, staff and helpers at work"),
    Phase("calendar", "community", follow_calendar, "dated actions of the group SOP"),
    Phase("programme", "community", plan_programme, "what else the operator posts today, within staff time and budget"),
    Phase("know", "community", know_members, "personal choice and learning from members, if paid for"),
    Phase("arrivals", "community", arrive, "who joins, by public channels and invitations, and where there is room"),
    Phase("seats", "community", fill_seats, "regional, category, advertising and VIP groups: opened, seats given and taken"),
    Phase("open", "group", open_group, "who opens the group today"),
    Phase("read", "group", spend_attention, "what is read, what is skimmed and felt as overload"),
    Phase("value", "group", take_value, "what the day was worth, against what was expected"),
    Phase("talk", "group", begin_talk, "who begins messages, and on what"),
    Phase("reply", "group", answer_posts, "who is answered, by members and staff; which ties grow"),
    Phase("participate", "group", join_events, "who joins the day's events"),
    Phase("rules", "group", keep_rules, "breaches, their discovery, sanctions and false alarms"),
    Phase("trust", "group", move_trust, "how the day's evidence moves trust"),
    Phase("buy", "group", trade, "offers and ads seen, orders, product experience, complaints"),
    Phase("paid", "group", sell_paid, "services, paid knowledge and memberships sold and renewed"),
    Phase("invite", "group", invite, "who invites an acquaintance"),
    Phase("stay", "group", stay_or_go, "grief, do-not-disturb, leaving, win-back"),
    Phase("habits", "group", form_habits, "activity, belonging, interest, fatigue and need of tomorrow"),
    Phase("tiers", "group", run_tiers, "points, and core, ordinary and potential members"),
    Phase("measure", "group", measure, "the group's part of the record"),
    Phase("settle", "community", settle, "the community's books of the day"),
    Phase("regroup", "community", regroup, "groups split and merged"),
)
"""A day of a community."""


def describe(plan: tuple[Phase, ...] = DAY) -> str:
    """The plan in words, one phase a line."""
    return "\n".join(f"{number:2d}. {phase.name:<12} {phase.scope:<10} {phase.meaning}" for number, phase in enumerate(plan, 1))
