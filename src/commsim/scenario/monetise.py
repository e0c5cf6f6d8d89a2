"""Levers of monetisation beyond plain sales: commission, group buying, services, membership, knowledge, partners, sharing."""

from __future__ import annotations

from commsim.scenario.fields import Strict, fraction, key, part, product_name


class GroupBuying(Strict):
    """An offer that holds only if enough members of a group take it on the same day."""

    per_month: float = key("group-buying drops per group and month of 30 days", "drops/month", 0.0, 30.0, tried=8)
    product: str = product_name("what is bought together")
    people: int = key("buyers needed in the group", "members", 1, 500)
    discount: float = fraction("price reduction if enough join", tried=0.4)
    start_day: int = key("first day with group buying", "day", 0, 100_000)


class Paid(Strict):
    """Something sold beside the goods: from which day, at what price and cost."""

    start_day: int = key("first day on which it is sold; 100000: never", "day", 0, 100_000)
    price: float = key("price", "yuan", 0.0, 1_000_000.0)
    unit_cost: float = key("cost of what is delivered per sale", "yuan", 0.0, 1_000_000.0)


class Membership(Strict):
    """Paid membership with renewal."""

    start_day: int = key("first day on which it is sold; 100000: never", "day", 0, 100_000)
    price: float = key("price of a period", "yuan", 0.0, 1_000_000.0)
    unit_cost: float = key("cost of a period's benefits", "yuan", 0.0, 1_000_000.0)
    days: int = key("length of a period", "days", 1, 3650)
    discount: float = fraction("member price on goods")
    benefit: float = fraction("recognition and service that come with it")


class PartnerAds(Strict):
    """Advertising for other brands, paid by them."""

    per_week: float = key("partner ads per group and week", "ads/week", 0.0, 70.0, tried=6)
    fee: float = key("paid by the partner per member who sees one", "yuan/exposure", 0.0, 1_000.0)
    relevance: float = fraction("how well a partner's ad fits the member who sees it")
    start_day: int = key("first day with partner ads", "day", 0, 100_000)


class Monetise(Strict):
    """Further ways to earn, each from its own day: value before commerce."""

    commission: float = fraction("share of sales paid to members who recommend: distribution")
    income_sharing: float = fraction("share of the gross margin given back to members, openly")
    group_buying: GroupBuying = part("group buying")
    service: Paid = part("paid service per use")
    knowledge: Paid = part("paid knowledge: courses, columns")
    membership: Membership = part("paid membership with renewal")
    partner_ads: PartnerAds = part("advertising for partners")
