"""Levers: what the planner controls — the community's shape, its rules and the strategy."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commsim.scenario.fields import TOPICS, Strict, flag, fraction, key, part

EVENT_FORMS = ("check_in", "q_and_a", "topic_challenge", "lottery", "trial", "vote", "live", "offline")
CONTENT_FORMS = ("text", "voice", "image", "video")
AUDIENCES = ("all", "interested", "buyers", "non_buyers")

Audience = Literal["all", "interested", "buyers", "non_buyers"]
ContentForm = Literal["text", "voice", "image", "video"]


class Groups(Strict):
    """How many groups there are and how large they may become."""

    count: int = key("groups open on day 0", "groups", 1, 100_000)
    capacity: int = key("most members a group takes (WeChat allows 500)", "members", 1, 1_000_000)
    most: int = key("most groups the brand will run; new ones open while all are full", "groups", 1, 100_000)


class Seeds(Strict):
    """First invited members, chosen for being active and influential; they set the atmosphere."""

    per_group: int = key("seed members placed in each opening group", "members", 0, 1_000)
    activity: float = fraction("their chance to open the group on an ordinary day")
    sociability: float = key("their talk relative to an average member", "times", 0.0, 20.0)
    trust: float = fraction("their trust on the first day")


class Community(Strict):
    """The community's shape on day 0."""

    platform: Literal["wechat", "none"] = Field(
        description="whose limits to warn about; 'none' stands for a platform without them", json_schema_extra={"unit": "name"}
    )
    groups: Groups = part("number and size of groups")
    initial_members: int = key("members present on day 0 beside the seeds", "members", 0, 20_000_000)
    initial_tenure: float = key("mean days these have been members already; 0: all join on day 0", "days", 0.0, 3650.0)
    seeds: Seeds = part("seed members")


class Rules(Strict):
    """Group rules and how they are kept."""

    strictness: float = fraction("how much of what bends the rules is acted on; harsh rules also chill talk")
    entry_filter: float = fraction("share of low-honesty applicants turned away at the door by strict entry rules")
    explained: float = fraction("share of sanctions explained in person rather than announced to all")
    mute_days: int = key("days a muted member is silenced", "days", 0, 365)
    strikes_to_mute: int = key("found breaches until a mute; before that a notice", "breaches", 1, 100)
    strikes_to_remove: int = key("found breaches until removal", "breaches", 1, 100)


class Staff(Strict):
    """Owner and admins: hours, what they are for, and what they cost."""

    hours_per_group: float = key("staff hours per group and day, all tasks", "hours/day", 0.0, 240.0)
    wage: float = key("cost of a staff hour", "yuan/hour", 0.0, 10_000.0)
    answering: float = fraction("share of the hours kept for answering members; the programme uses what is left over after moderation")
    moderating: float = fraction("share of the hours kept for moderation")
    prompting: float = fraction("how actively admins prompt talk and draw members in")
    owner_influence: float = fraction("how much the owner acts as opinion leader; lifts brand content and the group's identity")


class Welcome(Strict):
    """What a newcomer meets on the first day."""

    strength: float = fraction("warmth of the welcome routine: greeting, introduction, first question")
    gift: float = key("value of the welcome gift", "yuan", 0.0, 10_000.0)


class Acquisition(Strict):
    """How hard the brand works for inflow."""

    effort: float = key("multiplier on the market's public inflow", "times", 0.0, 20.0)
    cost_per_join: float = key("cost of each member who joins through a public channel", "yuan", 0.0, 10_000.0)
    invitation_reward: float = key("reward to the inviter per member who joins", "yuan", 0.0, 10_000.0)


class Content(Strict):
    """Brand content posted into every group."""

    per_week: float = key("content items per group and week", "items/week", 0.0, 70.0)
    form: ContentForm = Field(description="main form of the content", json_schema_extra={"unit": "name"})
    usefulness: float = fraction("how useful: news, tutorials, product knowledge")
    fun: float = fraction("how entertaining: stories, humour")
    quality: float = fraction("craft of each item")
    variety: float = fraction("share of items whose form is renewed instead of repeated")
    topic: tuple[float, ...] = Field(
        min_length=TOPICS,
        max_length=TOPICS,
        description=f"what it is about: {TOPICS} non-negative topic weights",
        json_schema_extra={"unit": "weights", "item_range": [0.0, 1.0]},
    )
    personal: float = fraction("share of items chosen to fit each member's own interest instead of the topic above")
    cost: float = key("cost of an item", "yuan", 0.0, 1_000_000.0)
    hours: float = key("staff hours to prepare and post an item in one group", "hours", 0.0, 100.0)
    start_day: int = key("first day of the content programme", "day", 0, 100_000)


class Event(Strict):
    """One form of event: how often, how well made, with what reward."""

    per_month: float = key("events of this form per group and month of 30 days", "events/month", 0.0, 60.0)
    quality: float = fraction("craft of the event")
    reward: float = key("prize or reward per participant", "yuan", 0.0, 10_000.0)


class Events(Strict):
    """Interaction events by form; each form's appeal, hours and cost are in behaviour.forms."""

    check_in: Event = part("daily check-in")
    q_and_a: Event = part("questions answered by an expert")
    topic_challenge: Event = part("topic or photo challenge")
    lottery: Event = part("lottery, red packets")
    trial: Event = part("product trial with feedback")
    vote: Event = part("vote, survey, co-decision")
    live: Event = part("live broadcast")
    offline: Event = part("offline meeting")
    start_day: int = key("first day of the event programme", "day", 0, 100_000)


class Points(Strict):
    """Points ledger."""

    per_check_in: int = key("points for opening the group on a day with a check-in", "points", 0, 10_000)
    per_event: int = key("points for taking part in an event", "points", 0, 10_000)
    per_100_yuan: int = key("points per 100 yuan spent", "points", 0, 10_000)
    redeem_at: int = key("points exchanged at a time for a voucher", "points", 1, 1_000_000)
    voucher: float = key("value of that voucher", "yuan", 0.0, 10_000.0)
    expiry_days: int = key("points expire after this many days without earning any", "days", 1, 3650)


class Incentives(Strict):
    """Rewards beyond the content itself."""

    points: Points = part("points")
    coupon_per_month: float = key("coupon drops per month of 30 days", "drops/month", 0.0, 30.0)
    coupon_discount: float = fraction("price reduction a coupon gives")
    first_order_discount: float = fraction("price reduction on a member's first order")


class Ads(Strict):
    """Advertising messages: seen by many, sold through wear-in and trust, paid for in fatigue."""

    per_week: float = key("ads per group and week", "ads/week", 0.0, 70.0)
    relevance: float = fraction("how well an ad fits the member who sees it")
    discount: float = fraction("price reduction named in the ad")
    audience: Audience = Field(description="who is shown the ads", json_schema_extra={"unit": "name"})
    creatives: int = key("different creatives shown in turn", "creatives", 1, 4)
    cap_per_week: float = key("most ads a member is shown per week", "ads/week", 0.0, 1_000.0)
    cost: float = key("cost of an ad in one group", "yuan", 0.0, 1_000_000.0)
    start_day: int = key("first day with ads", "day", 0, 100_000)


class Offers(Strict):
    """Offers: a product recommended at a price, with less pressure than an ad."""

    per_week: float = key("offers per group and week", "offers/week", 0.0, 70.0)
    relevance: float = fraction("how well an offer fits the member who sees it")
    discount: float = fraction("price reduction of the offer")
    audience: Audience = Field(description="who is shown the offers", json_schema_extra={"unit": "name"})
    cost: float = key("cost of an offer in one group", "yuan", 0.0, 1_000_000.0)
    start_day: int = key("first day with offers", "day", 0, 100_000)


class Tiers(Strict):
    """Core, ordinary and potential members, by what they did in the last 30 days."""

    active: bool = flag("whether tiers exist at all")
    core_score: float = key("score from which a member is core (opening a day 1, message 1, event 3, order 10)", "score", 0.0, 1_000.0)
    ordinary_score: float = key("score from which a member is ordinary", "score", 0.0, 1_000.0)
    core_benefit: float = fraction("recognition and service core members enjoy")
    ordinary_benefit: float = fraction("the same for ordinary members")
    core_discount: float = fraction("member price of core members")
    cost_per_core: float = key("cost of the benefits per core member and month", "yuan/month", 0.0, 10_000.0)


class WinBack(Strict):
    """Personal wake-up of dormant members and of members who left."""

    per_month: float = key("contacts per dormant member and month of 30 days", "contacts/month", 0.0, 30.0)
    left_per_month: float = key("contacts per member who left, and month", "contacts/month", 0.0, 30.0)
    after_days: int = key("days without opening after which a member counts as dormant", "days", 1, 365)
    offer: float = key("value of the wake-up offer", "yuan", 0.0, 10_000.0)
    cost: float = key("cost of a contact", "yuan", 0.0, 10_000.0)


class Budget(Strict):
    """What the strategy may spend; what does not fit is left out, and counted."""

    per_month: float = key("programme budget of the whole community per month of 30 days, staff included", "yuan/month", 0.0, 1e9)


class Strategy(Strict):
    """Everything the operator does."""

    staff: Staff = part("owner, admins and their hours")
    welcome: Welcome = part("welcome of newcomers")
    acquisition: Acquisition = part("inflow and invitations")
    notify: float = fraction("share of brand items pushed as a notification to all (@all)")
    content: Content = part("brand content")
    events: Events = part("interaction events")
    incentives: Incentives = part("points, coupons, discounts")
    ads: Ads = part("advertising")
    offers: Offers = part("offers")
    tiers: Tiers = part("member tiers")
    winback: WinBack = part("win-back")
    budget: Budget = part("budget")
