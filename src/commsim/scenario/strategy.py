"""Levers of the strategy: everything the operator does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commsim.scenario.actions import Action
from commsim.scenario.changes import Stage, Trigger
from commsim.scenario.fields import TOPICS, Strict, flag, fraction, key, part, product_name
from commsim.scenario.monetise import Monetise

Audience = Literal["all", "interested", "buyers", "non_buyers", "newcomers", "core", "inactive"]
ContentForm = Literal["text", "voice", "image", "video"]


class Staff(Strict):
    """Owner and admins: hours, what they are for, and what they cost."""

    hours_per_group: float = key("staff hours per group and day, all tasks", "hours/day", 0.0, 240.0, tried=16)
    wage: float = key("cost of a staff hour", "yuan/hour", 0.0, 10_000.0)
    answering: float = fraction("share of the hours kept for answering members; the programme uses what is left over after moderation")
    moderating: float = fraction("share of the hours kept for moderation")
    prompting: float = fraction("how actively admins prompt talk and draw members in")
    weekend: float = fraction("share of the hours worked on Saturday and Sunday")
    owner_influence: float = fraction("how much the owner acts as opinion leader; lifts brand content and the group's identity")


class Helpers(Strict):
    """Members with a seat in a group of VIP helpers, who answer, moderate and prompt, and so lower staff hours."""

    minutes: float = key("minutes a helper gives on a day the group is opened", "minutes/day", 0.0, 600.0)
    reward: float = key("reward per helper; large ones crowd out the wish to help", "yuan/month", 0.0, 10_000.0)


class Welcome(Strict):
    """What a newcomer meets on the first day."""

    strength: float = fraction("warmth of the welcome routine: greeting, introduction, first question")
    gift: float = key("value of the welcome gift", "yuan", 0.0, 10_000.0, tried=10)


class Acquisition(Strict):
    """How hard the brand works for inflow."""

    effort: float = key("multiplier on the market's public inflow", "times", 0.0, 20.0, tried=10)
    cost_per_join: float = key("cost of each member who joins through a public channel", "yuan", 0.0, 10_000.0)
    invitation_reward: float = key("reward to the inviter per member who joins", "yuan", 0.0, 10_000.0, tried=15)
    ladder: float = key("added to that reward for each member the inviter has brought before, up to five", "yuan", 0.0, 10_000.0)


class Content(Strict):
    """Brand content posted into every group."""

    per_week: float = key("content items per group and week", "items/week", 0.0, 70.0, tried=10)
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
    """One form of event: how often, how well made, with what reward, and to whom."""

    per_month: float = key("events of this form per group and month of 30 days", "events/month", 0.0, 60.0, tried=12)
    quality: float = fraction("craft of the event")
    reward: float = key("reward of each participant, or of each winner where there are prizes", "yuan", 0.0, 10_000.0, tried=10)
    prizes: int = key("rewards drawn by lot among the participants of an event; 0: each participant has one", "prizes", 0, 10_000)


class Events(Strict):
    """Interaction events by form; each form's appeal, hours and cost are in behaviour.forms."""

    check_in: Event = part("daily check-in")
    q_and_a: Event = part("questions answered by an expert")
    topic_challenge: Event = part("topic or photo challenge")
    lottery: Event = part("lottery")
    trial: Event = part("product trial with feedback")
    vote: Event = part("vote on the group's own affairs")
    live: Event = part("live broadcast")
    offline: Event = part("offline meeting")
    red_packet: Event = part("red packets handed out to who is there")
    user_content: Event = part("members' own pictures and stories of goods received, used, praised")
    survey: Event = part("product survey, colour vote")
    tester: Event = part("testers of new products")
    start_day: int = key("first day of the event programme", "day", 0, 100_000)


class Points(Strict):
    """Points ledger."""

    per_check_in: int = key("points for opening the group on a day with a check-in", "points", 0, 10_000)
    per_event: int = key("points for taking part in an event", "points", 0, 10_000)
    per_100_yuan: int = key("points per 100 yuan spent", "points", 0, 10_000)
    per_invitation: int = key("points for each member brought by invitation", "points", 0, 10_000)
    redeem_at: int = key("points exchanged at a time for a voucher", "points", 1, 1_000_000)
    voucher: float = key("value of that voucher", "yuan", 0.0, 10_000.0)
    expiry_days: int = key("points expire after this many days without earning any", "days", 1, 3650)
    streak_days: int = key("days in a row of opening that earn the streak bonus; 0: no streaks", "days", 0, 250)
    streak_bonus: int = key("points for a completed streak", "points", 0, 10_000)


class FlashSale(Strict):
    """A deep discount for one day on a limited stock."""

    per_month: float = key("flash sales per group and month of 30 days", "sales/month", 0.0, 30.0, tried=8)
    product: str = product_name("what is sold")
    discount: float = fraction("price reduction", tried=0.5)
    stock: int = key("units per sale and group", "units", 0, 1_000_000)
    priority: float = fraction("share of the stock kept for core members and VIP seats")


class Incentives(Strict):
    """Rewards beyond the content itself."""

    points: Points = part("points")
    coupon_per_month: float = key("coupon drops per month of 30 days", "drops/month", 0.0, 30.0, tried=12)
    coupon_discount: float = fraction("price reduction a coupon gives", tried=0.5)
    coupon_minimum: float = key("order value from which the coupon holds; below it several units must be bought", "yuan", 0.0, 1_000_000.0)
    flash_sale: FlashSale = part("flash sales")
    birthday_gift: float = key("value of the gift on a member's birthday", "yuan", 0.0, 10_000.0, tried=30)
    first_order_discount: float = fraction("price reduction on a member's first order", tried=0.5)


class Ads(Strict):
    """Advertising messages: seen by many, sold through wear-in and trust, paid for in fatigue."""

    per_week: float = key("ads per group and week", "ads/week", 0.0, 70.0, tried=14)
    product: str = product_name("what they advertise")
    relevance: float = fraction("how well an ad fits the member who sees it")
    discount: float = fraction("price reduction named in the ad")
    audience: Audience = Field(description="who is shown the ads", json_schema_extra={"unit": "name"})
    creatives: int = key("different creatives shown in turn", "creatives", 1, 4)
    cap_per_week: float = key("most ads a member is shown per week", "ads/week", 0.0, 1_000.0)
    cost: float = key("cost of an ad in one group", "yuan", 0.0, 1_000_000.0)
    start_day: int = key("first day with ads", "day", 0, 100_000)


class Offers(Strict):
    """Offers: a product recommended at a price, with less pressure than an ad."""

    per_week: float = key("offers per group and week", "offers/week", 0.0, 70.0, tried=7)
    product: str = product_name("what offers and coupons are about")
    relevance: float = fraction("how well an offer fits the member who sees it")
    discount: float = fraction("price reduction of the offer", tried=0.3)
    audience: Audience = Field(description="who is shown the offers", json_schema_extra={"unit": "name"})
    exaggeration: float = fraction("how far offers and ads promise more than the product holds; 1: false advertising")
    cost: float = key("cost of an offer in one group", "yuan", 0.0, 1_000_000.0)
    start_day: int = key("first day with offers", "day", 0, 100_000)


class Personalisation(Strict):
    """Offers and content chosen from what is known of a member: purchases, interest."""

    precision: float = fraction("how well a fully known member's wishes are met")
    cost: float = key("cost per member", "yuan/month", 0.0, 1_000.0)


class Feedback(Strict):
    """What members say about products is collected and acted on."""

    effort: float = fraction("how much of what members say reaches the product; improves quality with a lag")
    cost: float = key("cost of collecting and acting on it", "yuan/month", 0.0, 10_000_000.0)


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

    per_month: float = key("contacts per dormant member and month of 30 days", "contacts/month", 0.0, 30.0, tried=8)
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
    helpers: Helpers = part("helpers among the members")
    welcome: Welcome = part("welcome of newcomers")
    acquisition: Acquisition = part("inflow and invitations")
    notify: float = fraction("share of brand items pushed as a notification to all (@all)")
    content: Content = part("brand content")
    events: Events = part("interaction events")
    incentives: Incentives = part("points, coupons, discounts")
    ads: Ads = part("advertising")
    offers: Offers = part("offers")
    personalisation: Personalisation = part("personal choice of offers and content")
    feedback: Feedback = part("learning from members")
    monetise: Monetise = part("further ways to earn")
    tiers: Tiers = part("member tiers")
    winback: WinBack = part("win-back")
    budget: Budget = part("budget")
    calendar: tuple[Action, ...] = Field(max_length=200, description="dated actions beside the rates above: the group SOP, row by row")
    stages: tuple[Stage, ...] = Field(max_length=12, description="phases of the plan: levers that change on given days")
    triggers: tuple[Trigger, ...] = Field(max_length=16, description="rules by which the strategy adapts to what is measured")
