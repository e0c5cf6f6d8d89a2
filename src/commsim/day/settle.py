"""Phase *settle*: the community's books of the day."""

from __future__ import annotations

from commsim.scenario.counts import COLUMN, FIXED
from commsim.world import columns as c
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ZERO, F
from commsim.world.products import is_on_sale
from commsim.world.tables import VIP_BUYERS

STAFF_MINUTES, FIRST_COST, LAST_COST = COLUMN["staff_minutes"], COLUMN["cost_content"], COLUMN["cost_staff"]
ORDERS, EXPERIENCE_SUM = COLUMN["orders"], COLUMN["experience_sum"]
REVENUE, GOODS_COST, SHARED_INCOME = COLUMN["revenue"], COLUMN["goods_cost"], COLUMN["shared_income"]
MORE_PRODUCTS = COLUMN["more_products"]
SEATS_HELD, GROUPS_SECOND = COLUMN["seats_held"], COLUMN["groups_second"]
MEMBERS_SECOND, MEMBERS_VIP = COLUMN["members_second"], COLUMN["members_vip"]


@mechanism
def settle(s, w, d):
    """Book staff time, second groups, reviews, products on sale and income shared; take today's spending from the month's budget."""
    _book_groups(s, w, d)
    _move_review(s, w, d)
    for product in range(1, s.world[w].products):
        book(s, w, d, MORE_PRODUCTS, 1 if is_on_sale(s, w, product, d) else 0)
    margin = s.daily[w, d, REVENUE] - s.daily[w, d, GOODS_COST]
    book(s, w, d, SHARED_INCOME, int(float(s.p[w].monetise_income_sharing) * max(margin, 0)))
    for column in range(FIRST_COST, LAST_COST + 1):
        s.world[w].spent += s.daily[w, d, column]


@mechanism
def _book_groups(s, w, d):
    """Staff minutes used in all groups; seats held in second groups."""
    world = s.world[w]
    for g in range(world.group, world.group + world.groups + world.seconds):
        group = s.group[g]
        if group.open == 0:
            continue
        unused = group.minutes + min(group.answer_minutes, group.shift * s.local[g].staff_answering)  # helpers' minutes go first
        book(s, w, d, STAFF_MINUTES, int(max(group.shift - unused, ZERO)))
        if group.kind != c.HOME:
            vip = s.second[world.personas, group.kind].kind >= VIP_BUYERS
            book(s, w, d, GROUPS_SECOND, 1)
            book(s, w, d, SEATS_HELD, group.members)
            book(s, w, d, MEMBERS_VIP if vip else MEMBERS_SECOND, group.members)


@mechanism
def _move_review(s, w, d):
    """Move the mean of the reviews by today's orders."""
    world, weight, orders = s.world[w], s.p[w].buy_review_orders, s.daily[w, d, ORDERS]
    if orders > 0:
        said = F(s.daily[w, d, EXPERIENCE_SUM]) / F(FIXED)
        world.review = (world.review * weight + said) / (weight + F(orders))
