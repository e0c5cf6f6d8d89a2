"""Dated actions of a strategy: what a planner's group SOP lists row by row."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commsim.scenario.fields import TOPICS, Strict, fraction, key, text

ActionKind = Literal[
    "content",
    "check_in",
    "q_and_a",
    "topic_challenge",
    "lottery",
    "trial",
    "vote",
    "live",
    "offline",
    "red_packet",
    "user_content",
    "survey",
    "tester",
    "offer",
    "coupon",
    "flash_sale",
    "group_buying",
    "ad",
    "partner_ad",
]
"""What an action is; events bear the names of strategy.events."""


def _name(meaning: str) -> str:
    described: str = Field(description=meaning, json_schema_extra={"unit": "name"})
    return described


class Action(Strict):
    """One row of a group SOP: when, where, to whom, what, by whom, at what cost."""

    title: str = text("what the row is called")
    kind: ActionKind = _name("what it is")  # type: ignore[assignment]
    timing: Literal["day", "weekly", "monthly", "after_join"] = _name(  # type: ignore[assignment]
        "day: once, on that day of the run; weekly: on that weekday (0 Monday); monthly: on that day of each month of 30 days; "
        "after_join: to each member that many days after joining"
    )
    day: int = key("the day, weekday, day of the month or days after joining", "day", 0, 100_000)
    from_day: int = key("first day of the run on which the row holds", "day", 0, 100_000)
    until_day: int = key("last day of the run on which the row holds", "day", 0, 100_000)
    minute: int = key("minute of the day; earlier rows take staff time and budget first", "minute", 0, 1439)
    groups: Literal["general", "regional", "category", "advertising", "vip_buyers", "vip_helpers", "all"] = _name("in which groups")  # type: ignore[assignment]
    audience: Literal["all", "interested", "buyers", "non_buyers", "newcomers", "core", "inactive"] = _name("to whom")  # type: ignore[assignment]
    owner: Literal["owner", "admin", "helper"] = _name(  # type: ignore[assignment]
        "who does it: the owner lends standing, an admin staff hours, a helper hours that cost nothing while there are helpers"
    )
    form: Literal["text", "voice", "image", "video"] = _name("form of content")  # type: ignore[assignment]
    topic: int = key("topic of the item; -1: that of strategy.content", "topic", -1, TOPICS - 1)
    usefulness: float = fraction("how useful, for content")
    fun: float = fraction("how entertaining, for content")
    quality: float = fraction("craft; for offers and ads how well they fit")
    product: str = Field(
        default="first",
        description="what an offer, coupon, sale or ad is about: first, or a name of market.more_products",
        max_length=200,
        json_schema_extra={"unit": "text"},
    )
    discount: float = fraction("price reduction of an offer, coupon, sale or ad")
    reward: float = key("reward of each participant, or of each winner where there are prizes", "yuan", 0.0, 10_000.0)
    prizes: int = Field(
        default=0,
        ge=0,
        le=10_000,
        description="rewards drawn by lot among the participants of an event; 0: each participant has one",
        json_schema_extra={"unit": "prizes"},
    )
    hours: float = key("staff hours", "hours", 0.0, 100.0)
    cost: float = key("cost; of an after_join row per member it reaches", "yuan", 0.0, 1_000_000.0)
    note: str = text("remark, kept for the planner")
