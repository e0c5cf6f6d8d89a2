"""Levers of the community's shape and its rules; those of the strategy stand in strategy.py."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commsim.scenario.fields import TOPICS, Strict, fraction, key, part, text


class Groups(Strict):
    """How many groups there are and how large they may become."""

    count: int = key("groups open on day 0", "groups", 1, 100_000)
    capacity: int = key("most members a group takes (WeChat allows 500)", "members", 1, 1_000_000, tried=1_000)
    most: int = key("most groups the brand will run; new ones open while all are full", "groups", 1, 100_000)
    split_at: int = key("members from which a group is split in two; 0: never", "members", 0, 1_000_000)
    merge_below: int = key("members below which a group is merged into others with room; 0: never", "members", 0, 1_000_000)


class Limits(Strict):
    """What the platform allows; check against its current rules before use, as they change."""

    consent_above: int = key("members from which an invitation must be accepted by the invited", "members", 0, 1_000_000)
    code_closed_above: int = key("members from which nobody joins a group by its code, only by invitation", "members", 1, 1_000_000)


class Admission(Strict):
    """What a member must have done to be given a seat; all conditions hold together."""

    tenure_days: int = key("days a member already", "days", 0, 3650)
    score: float = key("score of the last 30 days (opening a day 1, message 1, event 3, order 10)", "score", 0.0, 1_000.0)
    orders: int = key("orders so far", "orders", 0, 10_000)
    spent: int = key("spent so far", "yuan of orders", 0, 10_000_000)
    trust: float = fraction("trust")


class SecondGroup(Strict):
    """A kind of group in which members of the general groups may have a second seat; the settings are levers that differ there."""

    name: str = text("name of the kind", r"^[a-z][a-z0-9_]*$")
    kind: Literal["regional", "category", "advertising", "vip_buyers", "vip_helpers"] = Field(
        description="regional: by the member's region; category: by favourite topic; advertising: who wants offers; VIP: by admission",
        json_schema_extra={"unit": "name"},
    )
    topic: int = key("topic of a category group, position among the topics", "topic", 0, TOPICS - 1)
    capacity: int = key("most members a group of this kind takes", "members", 1, 1_000_000, tried=500)
    most: int = key("most groups of this kind; regions for a regional one", "groups", 1, 100)
    opens_at: int = key("members of the community from which the first opens", "members", 0, 20_000_000)
    opens_on: int = key("first day on which it may open", "day", 0, 100_000)
    review_days: int = key("days between screenings of who has a seat", "days", 1, 365)
    admission: Admission = part("conditions of a seat")
    benefit: float = fraction("recognition and service that come with the seat")
    discount: float = fraction("member price that comes with the seat")
    settings: tuple[str, ...] = Field(
        max_length=32,
        description="levers of the strategy that differ in these groups, each as key=number, key*=number or key+=number",
        json_schema_extra={"unit": "settings"},
    )


class Seeds(Strict):
    """First invited members, chosen for being active and influential; they set the atmosphere."""

    per_group: int = key("seed members placed in each opening group", "members", 0, 1_000)
    activity: float = fraction("their chance to open the group on an ordinary day")
    sociability: float = key("their talk relative to an average member", "times", 0.0, 20.0)
    trust: float = fraction("their trust on the first day")
    influence: float = key("how readily others follow them, relative to any member of their persona", "times", 0.01, 20.0)


class Founder(Strict):
    """One member of day 0 as a members' file has it; days are negative, nobody can be recognised."""

    group: int = key("group the member is in, from 0", "group", 0, 100_000)
    joined: int = key("day of joining", "day", -100_000, 0)
    last_open: int = key("day of the last sign of activity", "day", -100_000, 0)
    last_order: int = key("day of the last order; -100000: never", "day", -100_000, 0)
    messages: int = key("messages in the last 30 days", "messages", 0, 100_000)
    orders: int = key("orders so far", "orders", 0, 100_000)
    spent: int = key("spent so far", "yuan of orders", 0, 10_000_000)
    inviter: int = key("position of who invited the member among the founders; -1: nobody known", "position", -1, 20_000_000)


class Community(Strict):
    """The community's shape on day 0."""

    platform: Literal["wechat", "none"] = Field(
        description="whose limits to warn about; 'none' stands for a platform without them", json_schema_extra={"unit": "name"}
    )
    limits: Limits = part("what the platform allows")
    groups: Groups = part("number and size of groups")
    second_groups: tuple[SecondGroup, ...] = Field(max_length=6, description="regional, category, advertising and VIP groups")
    most_seats: int = key("groups a member may be in, VIP groups not counted", "groups", 1, 2)
    founders: tuple[Founder, ...] = Field(max_length=200_000, description="members of day 0 from a members' file, in order")
    initial_members: int = key("members present on day 0 beside the seeds", "members", 0, 20_000_000)
    initial_tenure: float = key("mean days these have been members already; 0: all join on day 0", "days", 0.0, 3650.0)
    seeds: Seeds = part("seed members")


class Rules(Strict):
    """Group rules and how they are kept."""

    strictness: float = fraction(
        "how much of what bends the rules (speech norms, forbidden topics, outside ads, polls and bargaining without the owner's leave) is "
        "acted on; harsh rules also chill talk"
    )
    entry_filter: float = fraction("share of low-honesty applicants turned away by strict entry rules, such as a name card or questions")
    explained: float = fraction("share of sanctions explained in person to who is concerned")
    public_notice: float = fraction("share of mutes and removals announced to the whole group: deters others, and chills talk")
    reporting: float = fraction("how well members can report breaches: a report channel, which spares staff the search")
    mute_days: int = key("days a muted member is silenced", "days", 0, 365)
    strikes_to_mute: int = key("found breaches until a mute; before that a notice", "breaches", 1, 100)
    strikes_to_remove: int = key("found breaches until removal", "breaches", 1, 100)
