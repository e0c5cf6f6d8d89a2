"""Phase *buy*, second part: who orders, what an order does, and what the product does to trust.

Chance of an order a day = base × exp(effects), a proportional hazard, for who saw an offer or ad; less for who only
opened the group; none for who did neither, as only sales through the community count.
"""

from __future__ import annotations

import numpy as np

from commsim.day.offers import begin_offers, see_offers
from commsim.day.sales import sell_flash, sell_together
from commsim.day.trust import moved
from commsim.operate.budget import fen
from commsim.operate.tiers import give_points
from commsim.scenario.counts import COLUMN, FIXED
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world import columns as c
from commsim.world.draws import Purpose, of_product, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, TWO, ZERO, F, cut, exp, listed, log2, saturate, unit
from commsim.world.products import (
    demand_for,
    experience_with,
    is_on_sale,
    margin_of,
    meet_need,
    need_for,
    price_of,
    quality_of,
    reference_price_of,
)

BUY, QUALITY = np.uint32(Purpose.BUY), np.uint32(Purpose.QUALITY)
COMPLAINT = np.uint32(Purpose.COMPLAINT)
PRESENT, CORE = np.uint8(c.PRESENT), np.uint8(c.CORE)
BUYER_COUNT, ORDER_COUNT, UNIT_COUNT = COLUMN["buyers"], COLUMN["orders"], COLUMN["units"]
FIRST_ORDERS, SECOND_ORDERS = COLUMN["first_orders"], COLUMN["second_orders"]
REVENUE, GOODS_COST, WINDOW_BUYERS = COLUMN["revenue"], COLUMN["goods_cost"], COLUMN["window_buyers"]
COMPLAINTS, HANDLED, ORDERS_PLEASED = COLUMN["complaints"], COLUMN["complaints_handled"], COLUMN["orders_pleased"]
WINDOW_MEMBERS, COMMISSION, EXPERIENCE_SUM = COLUMN["window_members"], COLUMN["commission"], COLUMN["experience_sum"]
CROSS_BUYERS = COLUMN["cross_buyers"]
FURTHER_ORDERS, FURTHER_UNITS, FURTHER_REVENUE = (np.int64(COLUMN[f"{name}_2"] - 1) for name in ("orders", "units", "revenue"))
"""To which the number of a further product is added."""
MOST_SPENT = 2_000_000_000
IN_WINDOW, BOUGHT_IN_WINDOW = 1, 3
SEASON_BUYING = 1


@mechanism
def trade(s, g, d):
    """Sell each product that is on sale, the first one first."""
    group = s.group[g]
    book(s, group.world, d, WINDOW_MEMBERS, begin_window(s, g, d))
    cut(s.work, c.BOUGHT, group.work, group.used)[:] = ZERO
    begin_offers(s, g, d)
    for product in range(s.world[group.world].products):
        if is_on_sale(s, group.world, product, d):
            sell(s, g, d, product)


@mechanism
def sell(s, g, d, product):
    """Show offers of one product, decide at each member's own price, then by flash sale and group purchase; carry out the orders."""
    group = s.group[g]
    see_offers(s, g, d, product)
    take_own_price(s, g, d)
    wish(s, g, d, product, c.PRICE_CUT, c.TAKES)
    if s.world[group.world].sales_today > 0:
        wish(s, g, d, product, c.FLASH_CUT, c.WISHED)
        sell_flash(s, g, d, product)
        wish(s, g, d, product, c.GROUP_CUT, c.WISHED)
        sell_together(s, g, d, product)
    buyers = cut(s.lists, c.CHOSEN, group.work, group.used)
    for k in range(listed(cut(s.work, c.TAKES, group.work, group.used), buyers)):
        _order(s, g, d, buyers[k], product)


@mechanism
def take_own_price(s, g, d):
    """The best reduction open to each member: seen today, first order, core, VIP seat, paid membership; FLASH and GROUP at least that."""
    group, p = s.group[g], s.local[g]
    at, row, n = group.work, group.row, group.used
    saving, orders, tier = cut(s.work, c.PRICE_CUT, at, n), cut(s.count, c.ORDERS, row, n), cut(s.flag, c.TIER, row, n)
    first, member_price = p.incentives_first_order_discount, p.tiers_core_discount
    for i in range(n):
        own = max(saving[i], first if orders[i] == 0 else ZERO)
        saving[i] = max(own, member_price if tier[i] == CORE else ZERO)
    _take_seat_price(s, g)
    if d >= p.monetise_membership_start_day:
        until, paid = cut(s.count, c.PAID_UNTIL, row, n), p.monetise_membership_discount
        for i in range(n):
            saving[i] = max(saving[i], paid if until[i] >= d else ZERO)


@mechanism
def _take_seat_price(s, g):
    """Member prices that come with a second or VIP seat."""
    group, world = s.group[g], s.world[s.group[g].world]
    for slot in range(2 if world.seconds_open > 0 else 0):
        for i in range(group.used):
            seat = s.seat[slot, group.row + i]
            if seat >= 0:
                discount = s.second[world.personas, s.group[world.group + seat].kind].discount
                s.work[c.PRICE_CUT, group.work + i] = max(s.work[c.PRICE_CUT, group.work + i], discount)


@mechanism
def wish(s, g, d, product, reduction, wanted):
    """Who wants to order a product at the price reduction in a working column; written as 0 or 1 into the column `wanted`.

    Where the column holds no reduction (-1) nobody wants anything. A sale prompts at its own price only, and fits who considers it.
    """
    group, p, world = s.group[g], s.local[g], s.world[s.group[g].world]
    at, row, n = group.work, group.row, group.used
    presence, need, trust = cut(s.flag, c.PRESENCE, row, n), need_for(s, g, product), cut(s.state, c.TRUST, row, n)
    experience, b_experience = experience_with(s, g, product), p.buy_experience
    fatigue, price = cut(s.state, c.FATIGUE, row, n), cut(s.trait, c.PRICE_SENSITIVITY, row, n)
    fit, saving, exposure = cut(s.work, c.FIT, at, n), cut(s.work, reduction, at, n), cut(s.work, c.EXPOSURE, at, n)
    liked = cut(s.work, c.LIKED, at, n)
    peers, ties = cut(s.work, c.PEERS_BOUGHT, at, n), cut(s.work, c.TIE_STRENGTH, at, n)
    wants, opened, units = cut(s.work, wanted, at, n), cut(s.work, c.OPENED, at, n), cut(s.work, c.UNITS, at, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    b_need, b_trust, b_match, b_cut = p.buy_need, p.buy_trust, p.buy_match, p.buy_discount
    b_price, relative = p.buy_price, F(log2(price_of(s, g, product) / reference_price_of(s, g, product)))
    b_fatigue, b_exposure, b_social = p.buy_fatigue, p.buy_exposure, p.buy_social
    b_promise, b_friends = p.buy_exaggeration * p.offers_exaggeration, p.buy_recommended * p.monetise_commission
    base, unprompted = p.buy_base * demand_for(s, g, product, d), p.buy_unprompted
    common = s.season[world.personas, d, SEASON_BUYING] + p.buy_review * world.review
    crowd = saturate(F(group.bought_before), F(max(group.openers_before - group.bought_before, 0)))
    sale, purpose = reduction != c.PRICE_CUT, of_product(BUY, product)
    for i in range(n):
        prompted = sale or fit[i] >= ZERO
        match = ONE if sale else fit[i] if prompted else liked[i]
        z = common + b_trust * (trust[i] - ONE) - b_need * (ONE - need[i]) - b_fatigue * fatigue[i]
        z -= b_price * price[i] * (relative + HALF * (units[i] - ONE))
        z += b_match * (match - HALF) + (b_promise * trust[i] if prompted else ZERO) + b_cut * saving[i] * price[i]
        z += b_exposure * exposure[i] + b_experience * experience[i]
        z += opened[i] * b_social * HALF * (crowd + saturate(peers[i], max(ties[i] - peers[i], ZERO)))
        z += opened[i] * b_friends * saturate(ties[i], ONE)
        chance = base * (ONE if prompted else unprompted * opened[i]) * exp(z)
        may = presence[i] == PRESENT and saving[i] >= ZERO
        wants[i] = ONE if may and uniform(lower[i], upper[i], purpose) < chance else ZERO


@mechanism
def _order(s, g, d, i, product):
    """One order of a product: money, need, points, experience; a commission goes to members who recommend."""
    group = s.group[g]
    p, w, row, work = s.local[g], group.world, group.row + i, group.work + i
    units = int(s.work[c.UNITS, work])
    price, margin = price_of(s, g, product), margin_of(s, g, product)
    paid = units * fen(price * (1.0 - float(s.work[c.PRICE_CUT, work])))
    book(s, w, d, BUYER_COUNT, 1 if s.work[c.BOUGHT, work] == ZERO else 0)
    s.work[c.BOUGHT, work] += ONE
    book(s, w, d, ORDER_COUNT, 1)
    book(s, w, d, UNIT_COUNT, units)
    book(s, w, d, REVENUE, paid)
    book(s, w, d, GOODS_COST, units * fen(price * (1.0 - float(margin))))
    book(s, w, d, COMMISSION, int(paid * float(p.monetise_commission) + 0.5))
    s.count[c.ORDERS, row] += 1
    book(s, w, d, FIRST_ORDERS, 1 if s.count[c.ORDERS, row] == 1 else 0)
    book(s, w, d, SECOND_ORDERS, 1 if s.count[c.ORDERS, row] == 2 else 0)
    if s.flag[c.WINDOW, row] == IN_WINDOW:
        s.flag[c.WINDOW, row] = BOUGHT_IN_WINDOW
        book(s, w, d, WINDOW_BUYERS, 1)
    s.count[c.LAST_ORDER, row] = d
    s.count[c.SPENT, row] = min(s.count[c.SPENT, row] + paid // 100, MOST_SPENT)
    meet_need(s, w, row, product)
    give_points(s, w, row, d, int(p.incentives_points_per_100_yuan * paid / 10_000.0))
    if s.world[w].products > 1:
        _book_product(s, w, d, row, product, units, paid)
    _experience(s, g, d, row, work, product)


@mechanism
def _book_product(s, w, d, row, product, units, paid):
    """The books of the single products: those after the first have columns of their own, and who buys a second one is counted once."""
    if product != c.FIRST:
        book(s, w, d, FURTHER_ORDERS + product, 1)
        book(s, w, d, FURTHER_UNITS + product, units)
        book(s, w, d, FURTHER_REVENUE + product, paid)
    had = int(s.flag[c.PRODUCTS, row])
    has = had | (1 << product)
    one_so_far = had > 0 and had & (had - 1) == 0
    book(s, w, d, CROSS_BUYERS, 1 if one_so_far and has != had else 0)
    s.flag[c.PRODUCTS, row] = has


@mechanism
def _experience(s, g, d, row, work, product):
    """A product against what is expected of it: ½, more after exaggerated promises; a bad one may bring a complaint."""
    group = s.group[g]
    p, lower, upper = s.local[g], s.luck[c.LOWER, work], s.luck[c.UPPER, work]
    made = quality_of(s, g, product) + s.world[group.world].better
    quality = unit(made + p.buy_variability * (TWO * uniform(lower, upper, of_product(QUALITY, product)) - ONE))
    felt = max(TWO * quality - ONE - p.offers_exaggeration, -ONE)
    experience_with(s, g, product)[row - group.row] = felt
    book(s, group.world, d, EXPERIENCE_SUM, int(felt * F(FIXED)))
    book(s, group.world, d, ORDERS_PLEASED, 1 if felt > ZERO else 0)
    good = p.trust_product * max(felt, ZERO)
    bad = p.trust_product * max(-felt, ZERO) + p.trust_exaggeration * p.offers_exaggeration
    puzzled = ONE - HALF * s.state[c.KNOWLEDGE, row]  # who knows the product asks less (documents: after-sales questions -40 %)
    if uniform(lower, upper, of_product(COMPLAINT, product)) < p.buy_complaint * (HALF - HALF * felt) * puzzled:
        book(s, group.world, d, COMPLAINTS, 1)
        s.world[group.world].said += FIXED
        if group.answer_minutes >= p.buy_complaint_minutes:
            group.answer_minutes -= p.buy_complaint_minutes
            book(s, group.world, d, HANDLED, 1)
            good += p.trust_answered
        else:
            bad += p.trust_complaint
    s.state[c.TRUST, row] = moved(s.state[c.TRUST, row], good, bad, p.trust_gain, p.trust_loss)


@mechanism
def begin_window(s, g, d):
    """On the first day of a 30-day window mark who is present; returns how many."""
    group = s.group[g]
    present = 0
    if d % DAYS_PER_MONTH == 0:
        for row in range(group.row, group.row + group.used):
            here = s.flag[c.PRESENCE, row] == PRESENT
            s.flag[c.WINDOW, row] = IN_WINDOW if here else 0
            present += 1 if here else 0
    return present
