"""Phase *buy*: offers and ads seen, purchases, and what the product does to trust.

Chance of an order a day = base × exp(effects), a proportional hazard, for who saw an offer or ad; less for who only
opened the group; none for who did neither, as only sales through the community count. Ads work by an inverted U over exposures
(Schmidt & Eisend 2015), offers by fit, discount and trust.
"""

from __future__ import annotations

import numpy as np

from commsim.day.interest import interest_of
from commsim.day.participate import give_points
from commsim.day.trust import moved
from commsim.operate.budget import fen
from commsim.record.counts import COLUMN
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world import columns as c
from commsim.world.draws import Purpose, uniform
from commsim.world.groups import book
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import HALF, ONE, TWO, ZERO, F, cut, exp, saturate, unit

BUY, QUALITY = np.uint32(Purpose.BUY), np.uint32(Purpose.QUALITY)
COMPLAINT = np.uint32(Purpose.COMPLAINT)
PRESENT, CORE = np.uint8(c.PRESENT), np.uint8(c.CORE)
UNSEEN, NO_CAP, MOST_WEEK_ADS = F(-1), F(1000), 250
SEEN = (np.uint32(Purpose.OFFER_SEEN), np.uint32(Purpose.AD_SEEN))
FITS = (np.uint32(Purpose.OFFER_FITS), np.uint32(Purpose.AD_FITS))
"""First purposes of the draws, for offers and for ads."""
INTERESTED, BUYERS, NON_BUYERS = 1, 2, 3
"""Audiences; 0: everybody."""
AD_EXPOSURES, BUYER_COUNT, ORDER_COUNT = COLUMN["ad_exposures"], COLUMN["buyers"], COLUMN["orders"]
FIRST_ORDERS, SECOND_ORDERS = COLUMN["first_orders"], COLUMN["second_orders"]
REVENUE, GOODS_COST, WINDOW_BUYERS = COLUMN["revenue"], COLUMN["goods_cost"], COLUMN["window_buyers"]
COMPLAINTS, HANDLED = COLUMN["complaints"], COLUMN["complaints_handled"]
WINDOW_MEMBERS = COLUMN["window_members"]
MOST_SPENT = 2_000_000_000
IN_WINDOW, BOUGHT_IN_WINDOW = 1, 3
WEEK = 7


@mechanism
def see_offers(s, g, d):
    """Show today's offers and ads: writes FIT, PRICE_CUT, EXPOSURE, IRRITATED; ads that annoy cost trust at once."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    cut(s.work, c.FIT, at, n)[:] = UNSEEN
    cut(s.work, c.PRICE_CUT, at, n)[:] = ZERO
    cut(s.work, c.EXPOSURE, at, n)[:] = ZERO
    cut(s.work, c.IRRITATED, at, n)[:] = ZERO
    keep = ONE - ONE / p.buy_exposure_days
    for creative in range(int(p.ads_creatives)):
        seen = cut(s.seen, creative, row, n)
        for i in range(n):
            seen[i] *= keep
    if d % WEEK == 0:
        cut(s.flag, c.WEEK_ADS, row, n)[:] = np.uint8(0)
    for place in range(group.items):
        item = s.item[g, place]
        if item.kind == c.OFFER or item.kind == c.AD:
            _show(s, g, d, item)


@kernel
def addressed(audience, orders, interest):
    """Whether a member belongs to an audience; interested: interest of more than 1 in all topics together."""
    if audience == INTERESTED:
        return interest > ONE
    if audience == BUYERS:
        return orders > 0
    if audience == NON_BUYERS:
        return orders == 0
    return True


@mechanism
def _show(s, g, d, item):
    """Who sees an offer or ad: readers in its audience; an ad only under the weekly cap."""
    group = s.group[g]
    cap = s.local[g].ads_cap_per_week if item.kind == c.AD else NO_CAP
    see, fits = SEEN[item.kind - c.OFFER] + np.uint32(item.ordinal), FITS[item.kind - c.OFFER] + np.uint32(item.ordinal)
    shown = 0
    for i in range(group.used):
        work, row = group.work + i, group.row + i
        lower, upper = s.luck[c.LOWER, work], s.luck[c.UPPER, work]
        reads = F(s.flag[c.WEEK_ADS, row]) < cap and uniform(lower, upper, see) < s.work[c.READ, work]
        if reads and addressed(item.audience, s.count[c.ORDERS, row], interest_of(s, row)):
            fit = ONE if uniform(lower, upper, fits) < item.relevance else ZERO
            s.work[c.FIT, work] = max(s.work[c.FIT, work], fit)
            s.work[c.PRICE_CUT, work] = max(s.work[c.PRICE_CUT, work], item.discount)
            if item.kind == c.AD:
                _feel_ad(s, g, item.creative, row, work, fit)
                shown += 1
    book(s, group.world, d, AD_EXPOSURES, shown)


@mechanism
def _feel_ad(s, g, creative, row, work, fit):
    """What one ad seen does. Exposure counts, wears in, then wears out: with dose in multiples of the best, dose · e^(1 - dose)."""
    p = s.local[g]
    s.flag[c.WEEK_ADS, row] = min(s.flag[c.WEEK_ADS, row] + 1, MOST_WEEK_ADS)
    s.seen[creative, row] += ONE
    dose = s.seen[creative, row] / p.buy_exposure_peak
    s.work[c.EXPOSURE, work] = max(s.work[c.EXPOSURE, work], dose * exp(ONE - dose))
    past = max(dose - ONE, ZERO)
    bad = p.trust_irrelevant_ad * (ONE - fit) + p.trust_frequent_ad * past
    s.state[c.TRUST, row] = moved(s.state[c.TRUST, row], ZERO, bad, p.trust_gain, p.trust_loss)
    s.work[c.IRRITATED, work] += p.habits_fatigue_ad * (ONE - HALF * fit) * (ONE + past)


@mechanism
def buy(s, g, d):
    """Who orders today."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    presence, orders, tier = cut(s.flag, c.PRESENCE, row, n), cut(s.count, c.ORDERS, row, n), cut(s.flag, c.TIER, row, n)
    need, trust = cut(s.state, c.NEED, row, n), cut(s.state, c.TRUST, row, n)
    experience, b_experience = cut(s.state, c.EXPERIENCE, row, n), p.buy_experience
    fatigue, price = cut(s.state, c.FATIGUE, row, n), cut(s.trait, c.PRICE_SENSITIVITY, row, n)
    fit, saving, exposure = cut(s.work, c.FIT, at, n), cut(s.work, c.PRICE_CUT, at, n), cut(s.work, c.EXPOSURE, at, n)
    peers, ties = cut(s.work, c.PEERS_BOUGHT, at, n), cut(s.work, c.TIE_STRENGTH, at, n)
    bought, opened = cut(s.work, c.BOUGHT, at, n), cut(s.work, c.OPENED, at, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    b_need, b_trust, b_match, b_cut, b_price = p.buy_need, p.buy_trust, p.buy_match, p.buy_discount, p.buy_price * p.price_log2
    b_fatigue, b_exposure, b_social = p.buy_fatigue, p.buy_exposure, p.buy_social
    base, unprompted = p.buy_base, p.buy_unprompted
    first, member_price = p.incentives_first_order_discount, p.tiers_core_discount
    crowd = saturate(F(group.bought_before), F(max(group.openers_before - group.bought_before, 0)))
    for i in range(n):
        own = max(saving[i], first if orders[i] == 0 else ZERO)
        own = max(own, member_price if tier[i] == CORE else ZERO)
        saving[i] = own
        prompted = fit[i] >= ZERO
        z = b_trust * (trust[i] - ONE) - b_need * (ONE - need[i]) - b_fatigue * fatigue[i] - b_price * price[i]
        z += (b_match * (fit[i] - HALF) if prompted else ZERO) + b_cut * own * price[i] + b_exposure * exposure[i]
        z += b_experience * experience[i]
        z += opened[i] * b_social * HALF * (crowd + saturate(peers[i], max(ties[i] - peers[i], ZERO)))
        chance = base * (ONE if prompted else unprompted * opened[i]) * exp(z)
        here = presence[i] == PRESENT
        bought[i] = ONE if here and uniform(lower[i], upper[i], BUY) < chance else ZERO


@mechanism
def trade(s, g, d):
    """Show offers, decide, then carry out the orders one by one."""
    book(s, s.group[g].world, d, WINDOW_MEMBERS, begin_window(s, g, d))
    see_offers(s, g, d)
    buy(s, g, d)
    group = s.group[g]
    for i in range(group.used):
        if s.work[c.BOUGHT, group.work + i] > ZERO:
            _order(s, g, d, i)


@mechanism
def _order(s, g, d, i):
    """One order: money, need, points, experience."""
    group = s.group[g]
    p, w, row, work = s.local[g], group.world, group.row + i, group.work + i
    paid = fen(p.product_price * (1.0 - float(s.work[c.PRICE_CUT, work])))
    book(s, w, d, BUYER_COUNT, 1)
    book(s, w, d, ORDER_COUNT, 1)
    book(s, w, d, REVENUE, paid)
    book(s, w, d, GOODS_COST, fen(p.product_price * (1.0 - float(p.product_margin))))
    s.count[c.ORDERS, row] += 1
    book(s, w, d, FIRST_ORDERS, 1 if s.count[c.ORDERS, row] == 1 else 0)
    book(s, w, d, SECOND_ORDERS, 1 if s.count[c.ORDERS, row] == 2 else 0)
    if s.flag[c.WINDOW, row] == IN_WINDOW:
        s.flag[c.WINDOW, row] = BOUGHT_IN_WINDOW
        book(s, w, d, WINDOW_BUYERS, 1)
    s.count[c.LAST_ORDER, row] = d
    s.count[c.SPENT, row] = min(s.count[c.SPENT, row] + paid // 100, MOST_SPENT)
    s.state[c.NEED, row] = ZERO
    give_points(s, w, row, d, int(p.incentives_points_per_100_yuan * paid / 10_000.0))
    _experience(s, g, d, row, work)


@mechanism
def _experience(s, g, d, row, work):
    """The product against what is expected of it (½); a bad one may bring a complaint, handled while staff time lasts."""
    group = s.group[g]
    p, lower, upper = s.local[g], s.luck[c.LOWER, work], s.luck[c.UPPER, work]
    quality = unit(p.product_quality + p.buy_variability * (TWO * uniform(lower, upper, QUALITY) - ONE))
    s.state[c.EXPERIENCE, row] = TWO * quality - ONE
    good = p.trust_product * max(TWO * quality - ONE, ZERO)
    bad = p.trust_product * max(ONE - TWO * quality, ZERO)
    puzzled = ONE - HALF * s.state[c.KNOWLEDGE, row]  # who knows the product asks less (documents: after-sales questions -40 %)
    if uniform(lower, upper, COMPLAINT) < p.buy_complaint * (ONE - quality) * puzzled:
        book(s, group.world, d, COMPLAINTS, 1)
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
