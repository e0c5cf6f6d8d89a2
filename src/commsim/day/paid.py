"""Phase *paid*: services per use, paid knowledge, and memberships with their renewals, once the strategy sells them.

Chance a day = the goods' base × demand × exp(effects) for who opened the group; trust, need and price act as for goods,
and who knows the product buys and renews more.
"""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen
from commsim.operate.programme import EVEN, due
from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, TEN, F, cut, exp, log2, unit

SERVICE, KNOWLEDGE, MEMBERSHIP = c.places(3)
REVENUE, PAID_REVENUE, GOODS_COST = COLUMN["revenue"], COLUMN["paid_revenue"], COLUMN["goods_cost"]
SERVICE_ORDERS, MEMBERSHIPS, RENEWALS = COLUMN["service_orders"], COLUMN["memberships"], COLUMN["renewals"]
MEMBERSHIPS_ENDED, MEMBERS_PAID = COLUMN["memberships_ended"], COLUMN["members_paid"]
FULL, NO_NEED, PRESENT = 255, np.uint8(0), np.uint8(c.PRESENT)
RENEW_BEFORE, RENEW_WITHIN = 7, 30
SEASON_BUYING = 1


@mechanism
def sell_paid(s, g, d):
    """Sell what is on sale today beside goods."""
    p = s.local[g]
    if d >= min(p.monetise_start_day[SERVICE], p.monetise_start_day[KNOWLEDGE], p.monetise_membership_start_day):
        _need_more(s, g, d)
    for kind in (SERVICE, KNOWLEDGE):
        if d >= p.monetise_start_day[kind]:
            _sell(s, g, d, kind, p.monetise_price[kind], p.monetise_unit_cost[kind])
    if d >= p.monetise_membership_start_day:
        _sell(s, g, d, MEMBERSHIP, p.monetise_membership_price, p.monetise_membership_unit_cost)


@mechanism
def _need_more(s, g, d):
    """Need for what is sold beside goods comes back, in whole steps of 1/255 spread evenly over the cycle."""
    group, p = s.group[g], s.local[g]
    for kind in range(c.PAID):
        step, need = due(FULL / p.further_cycle_days[kind], d, EVEN), cut(s.paid_need, kind, group.row, group.used)
        for i in range(group.used):
            need[i] = np.uint8(min(int(need[i]) + step, FULL))


@mechanism
def _sell(s, g, d, kind, price, unit_cost):
    """Offer one kind to the openers; who has a running membership is asked for renewal shortly before its end."""
    group, p = s.group[g], s.local[g]
    relative = F(log2(price / p.further_reference_price[kind]))
    base = p.buy_base * p.further_demand[kind]
    season = s.season[s.world[group.world].personas, d, SEASON_BUYING]
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        row, work = group.row + i, group.work + i
        if (kind == MEMBERSHIP and s.count[c.PAID_UNTIL, row] > d + RENEW_BEFORE) or s.flag[c.PRESENCE, row] != PRESENT:
            continue
        s.work[c.IRRITATED, work] += p.habits_fatigue_pitch * (ONE - s.state[c.TRUST, row])
        lacking = ONE - F(s.paid_need[kind, row]) / F(FULL)
        z = season + p.buy_trust * (s.state[c.TRUST, row] - ONE) - p.buy_need * lacking - p.buy_fatigue * s.state[c.FATIGUE, row]
        z += p.buy_proficiency * (s.state[c.KNOWLEDGE, row] - HALF) - p.buy_price * s.trait[c.PRICE_SENSITIVITY, row] * relative
        purpose = np.uint32(Purpose.PAID + kind)
        if uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], purpose) < base * exp(z):
            _deliver(s, g, d, kind, row, fen(price), fen(unit_cost))


@mechanism
def _deliver(s, g, d, kind, row, price, unit_cost):
    """One sale: money, need, and what it gives: knowledge, or a period of membership."""
    w, p = s.group[g].world, s.local[g]
    book(s, w, d, REVENUE, price)
    book(s, w, d, PAID_REVENUE, price)
    book(s, w, d, GOODS_COST, unit_cost)
    book(s, w, d, SERVICE_ORDERS + kind, 1)
    s.paid_need[kind, row] = NO_NEED
    if kind == KNOWLEDGE:
        s.state[c.KNOWLEDGE, row] += unit(TEN * p.habits_learning) * (ONE - s.state[c.KNOWLEDGE, row])
    elif kind == MEMBERSHIP:
        until = s.count[c.PAID_UNTIL, row]
        book(s, w, d, RENEWALS, 1 if until >= d - RENEW_WITHIN else 0)
        s.count[c.PAID_UNTIL, row] = max(until, d) + int(p.monetise_membership_days)


@mechanism
def count_memberships(s, g, d):
    """Book, at the end of the day, members who pay and memberships that were not renewed in time."""
    group, paid, ended = s.group[g], 0, 0
    if d < s.local[g].monetise_membership_start_day:
        return
    until, presence = cut(s.count, c.PAID_UNTIL, group.row, group.used), cut(s.flag, c.PRESENCE, group.row, group.used)
    for i in range(group.used):
        paid += 1 if until[i] >= d and presence[i] == PRESENT else 0
        ended += 1 if until[i] == d - RENEW_WITHIN else 0
    book(s, group.world, d, MEMBERS_PAID, paid)
    book(s, group.world, d, MEMBERSHIPS_ENDED, ended)
