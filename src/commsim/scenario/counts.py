"""The daily record: every column the world writes, its unit and its meaning.

All columns are 64-bit integers, so that sums do not depend on their order. Money is in fen (1/100 yuan);
sums of states are in fixed point (1 = 65,536).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FIXED = 65_536
"""Fixed-point unit of summed states."""

HORIZONS = (1, 7, 30, 90, 180)
"""Days after joining at which retention is counted by cohort."""

LOYAL_AFTER = 90
"""Days after joining from which an active member counts as loyal: the documents choose VIP members after one to three months."""
MORE_PRODUCTS = {2: "the second product", 3: "the third product", 4: "the fourth product"}
"""Products beside the first, by number."""

ELIGIBLE, MEMBERS, ACTIVE = range(3)
"""Rows of the tenure table."""


class Count(NamedTuple):
    """One recorded column."""

    name: str
    unit: str
    meaning: str


def _state(name: str, meaning: str) -> tuple[Count, Count]:
    return (
        Count(f"{name}_sum", "fixed", f"sum of {meaning} over members present"),
        Count(f"{name}_squares", "fixed", f"sum of squared {meaning} over members present"),
    )


COUNTS: tuple[Count, ...] = (
    # membership
    Count("members", "members", "present at the end of the day"),
    Count("joined", "members", "joined today, by any way (returns not counted)"),
    Count("already", "members", "on day 0: members who had joined before day 0 (not counted as joined)"),
    Count("joined_invited", "members", "of these, invited by a member"),
    Count("joined_public", "members", "of these, through a public channel"),
    Count("turned_away", "members", "stopped at the door by entry rules or for want of room"),
    Count("left", "members", "left today"),
    Count("removed", "members", "removed today"),
    Count("returned", "members", "came back today after leaving"),
    Count("dormant", "members", "present, not opened for winback.after_days days"),
    Count("awake", "members", "present and not dormant"),
    Count("do_not_disturb", "members", "present with do-not-disturb"),
    Count("silenced", "members", "present and muted by a sanction today"),
    *(Count(f"present_d{n}", "members", f"present among those who joined {n} days ago") for n in HORIZONS),
    *(
        Count(f"active_d{n}", "members", f"opened, spoke or bought in the last 7 days among those who joined {n} days ago")
        for n in HORIZONS
    ),
    # activity
    Count("dau", "members", "opened today (present at the end of the day)"),
    Count("wau", "members", "opened in the last 7 days"),
    Count("mau", "members", "opened in the last 30 days"),
    Count("loyal", "members", f"opened in the last 7 days, and joined {LOYAL_AFTER} days ago or earlier"),
    Count("openers", "members", "opened today, those who left today included"),
    Count("posters", "members", "posted or replied today"),
    Count("messages", "messages", "members' messages today, replies included"),
    Count("replies", "messages", "of these, replies"),
    Count("posts_answered", "messages", "posts answered by a member or by staff"),
    Count("staff_answers", "messages", "answers by staff"),
    Count("brand_items", "items", "content, events, offers and ads posted by the brand, over all groups"),
    Count("content_items", "items", "of these, content"),
    Count("events", "events", "of these, events"),
    Count("offers", "items", "of these, offers"),
    Count("ads", "items", "of these, ads"),
    Count("participations", "members", "participations in events today"),
    Count("event_openers", "members", "openers of a group that held an event, once per event"),
    Count("ad_exposures", "exposures", "times an ad was seen, partners' ads included"),
    Count("partner_exposures", "exposures", "of these, partners' ads"),
    Count("messages_elsewhere", "messages", "of members' messages, those in second groups"),
    Count("notifications", "notifications", "notifications received by members without do-not-disturb"),
    # month of talk, counted on the last day of each month of 30 days
    Count("month_members", "members", "present at the end of the month"),
    Count("month_posters", "members", "of these, posted in the month"),
    Count("month_groups", "groups", "groups with 20 or more posters in the month"),
    Count("month_gini", "fixed", "sum over those groups of the Gini coefficient of messages among posters"),
    Count("month_top_tenth", "fixed", "sum over those groups of the share of messages by the top tenth of posters"),
    # newcomers: counted 8 days after the first post
    Count("first_answered", "members", "newcomers whose first post, 8 days ago, was answered"),
    Count("first_answered_back", "members", "of these, posted again on days 2 to 8 after it"),
    Count("first_unanswered", "members", "newcomers whose first post, 8 days ago, was not answered"),
    Count("first_unanswered_back", "members", "of these, posted again on days 2 to 8 after it"),
    # trade
    Count("buyers", "members", "ordered today"),
    Count("orders", "orders", "orders today"),
    Count("first_orders", "orders", "of these, the member's first"),
    Count("second_orders", "orders", "of these, the member's second"),
    Count("window_members", "members", "present on the first day of a 30-day window (first days only)"),
    Count("window_buyers", "members", "of these, ordered today for the first time in the window"),
    Count("revenue", "fen", "paid by members"),
    Count("goods_cost", "fen", "cost of the goods sold"),
    Count("units", "units", "goods sold; an order may hold several to reach a coupon's minimum"),
    Count("flash_orders", "orders", "orders in flash sales"),
    Count("group_orders", "orders", "orders in group purchases that filled"),
    Count("group_drops", "drops", "group purchases offered, once per group"),
    Count("group_filled", "drops", "of these, filled"),
    Count("service_orders", "orders", "paid services sold"),
    Count("knowledge_orders", "orders", "paid knowledge sold"),
    Count("memberships", "orders", "paid memberships sold or renewed"),
    Count("renewals", "orders", "of these, renewed within 30 days of the end of a period"),
    Count("memberships_ended", "members", "paid memberships that ended 30 days ago without being renewed"),
    Count("members_paid", "members", "present with a paid membership"),
    Count("paid_revenue", "fen", "of revenue, from services, knowledge and memberships"),
    Count("partner_income", "fen", "paid by partners for their ads"),
    Count("commission", "fen", "paid to members who recommended"),
    Count("shared_income", "fen", "margin given back to members"),
    Count("experience_sum", "fixed", "sum over today's orders of the product against what was expected, -1 to 1"),
    Count("orders_pleased", "orders", "orders whose product was better than expected"),
    Count("complaints", "complaints", "complaints about orders"),
    Count("complaints_handled", "complaints", "of these, handled by staff"),
    # invitations
    Count("invitations", "invitations", "invitations sent today"),
    # rules
    Count("breaches", "messages", "messages that broke a rule, outsiders' spam included"),
    Count("breaches_found", "messages", "of these, found"),
    Count("false_alarms", "messages", "harmless messages sanctioned"),
    Count("muted", "members", "muted today"),
    # costs of the programme
    Count("cost_content", "fen", "content"),
    Count("cost_events", "fen", "events, rewards included"),
    Count("cost_incentives", "fen", "gifts, vouchers, invitation rewards"),
    Count("cost_ads", "fen", "ads and offers"),
    Count("cost_inflow", "fen", "paid for inflow"),
    Count("cost_tiers", "fen", "tier benefits"),
    Count("cost_winback", "fen", "win-back"),
    Count("cost_helpers", "fen", "rewards of helpers"),
    Count("cost_knowing", "fen", "personal choice of offers and content, and acting on feedback"),
    Count("cost_staff", "fen", "staff"),
    Count("items_dropped_staff", "items", "planned items left out for want of staff hours"),
    Count("items_dropped_budget", "items", "planned items left out for want of budget"),
    Count("staff_minutes", "minutes", "staff time used"),
    Count("helper_minutes", "minutes", "time given by helpers among the members"),
    Count("rules_fired", "times", "stages, shocks and triggers that began to change levers"),
    Count("quality_gained", "fixed", "quality of the product gained by feedback so far"),
    # points
    Count("points_issued", "points", "points earned by members"),
    Count("points_redeemed", "points", "points redeemed"),
    Count("points_expired", "points", "points expired, or lost by leaving"),
    Count("points_held", "points", "points held at the end of the day"),
    # win-back and tiers
    Count("winback_contacts", "contacts", "win-back contacts made"),
    Count("tier_core", "members", "core members"),
    Count("tier_ordinary", "members", "ordinary members"),
    # seats
    Count("seats_entered", "seats", "seats taken today"),
    Count("seats_given_up", "seats", "seats given up today"),
    Count("seats_held", "seats", "seats held at the end of the day"),
    Count("seats_admitted", "seats", "of those taken, in second groups"),
    Count("seats_withdrawn", "seats", "of those given up, taken away by a screening"),
    Count("members_second", "members", "seats held in regional, category and advertising groups"),
    Count("members_vip", "members", "seats held in VIP groups"),
    Count("groups_open", "groups", "general groups open"),
    Count("groups_second", "groups", "second groups open"),
    Count("groups_split", "groups", "groups split today"),
    Count("groups_merged", "groups", "groups merged into others today"),
    Count("groups_silent", "groups", "open groups without a member's message in the last 30 days"),
    # ties
    Count("ties", "ties", "ties held by members present (each end counted)"),
    # states
    *_state("trust", "trust"),
    *_state("interest", "interest (sum over topics)"),
    *_state("activity", "activity"),
    *_state("satisfaction", "satisfaction"),
    *_state("belonging", "belonging"),
    *_state("fatigue", "fatigue"),
    *_state("knowledge", "product knowledge"),
    # further products, numbered as in the market: the second is the first of market.more_products
    Count("more_products", "products", "products on sale beside the first"),
    *(Count(f"orders_{n}", "orders", f"of orders, those of {words}") for n, words in MORE_PRODUCTS.items()),
    *(Count(f"units_{n}", "units", f"of units, those of {words}") for n, words in MORE_PRODUCTS.items()),
    *(Count(f"revenue_{n}", "fen", f"of revenue, that from {words}") for n, words in MORE_PRODUCTS.items()),
    Count("cross_buyers", "members", "bought a second of the products for the first time today"),
    # rewards of events
    Count("prizes_won", "prizes", "rewards won by lot at events"),
    # rules
    Count("public_notices", "notices", "mutes and removals announced to the whole group"),
    # red packets
    Count("passed_on", "fen", "of red packets received today, sent on by members to members"),
)

COLUMN: dict[str, np.int64] = {count.name: np.int64(position) for position, count in enumerate(COUNTS)}
"""Position of each column in the record; NumPy's numbers, as Numba would compile a kernel anew for every plain constant."""
