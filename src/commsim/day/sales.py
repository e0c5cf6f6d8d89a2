"""Phase *buy*, third part: flash sales on a limited stock, and group purchases that hold only if enough join."""

from __future__ import annotations

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, ZERO, F, cut

FLASH_ORDERS, GROUP_ORDERS, GROUP_FILLED = COLUMN["flash_orders"], COLUMN["group_orders"], COLUMN["group_filled"]
VIP_SEAT = 1


@mechanism
def sell_flash(s, g, d, product):
    """Give the units of today's flash sales of a product to who wants one: a share first to core members and VIP seats."""
    group, stock = s.group[g], 0
    for place in range(group.items):
        item = s.item[g, place]
        stock += item.stock if item.kind == c.OFFER and item.form == product and item.stock > 0 else 0
    if stock > 0:
        _leave_to_own_price(s, g, c.FLASH_CUT)
    kept = int(F(stock) * s.local[g].incentives_flash_sale_priority)
    left = stock - kept + _hand_out(s, g, d, product, kept, True)
    _hand_out(s, g, d, product, left, False)


@mechanism
def _hand_out(s, g, d, product, units, first_only):
    """Hand units to who wants one and has none yet, the luckiest first; returns how many are left."""
    group = s.group[g]
    while units > 0:
        best, luckiest = -1, ONE
        for i in range(group.used):
            if s.work[c.WISHED, group.work + i] > ZERO and (not first_only or _comes_first(s, group.row + i)):
                u = draw(s.key[group.row + i], d, Purpose.FLASH + Purpose.PRODUCT * product)
                if u < luckiest:
                    best, luckiest = i, u
        if best < 0:
            break
        _take(s, g, best, c.FLASH_CUT)
        book(s, group.world, d, FLASH_ORDERS, 1)
        units -= 1
    return units


@mechanism
def _comes_first(s, row):
    """Whether a member has priority: core, or with a VIP seat."""
    return s.flag[c.TIER, row] == c.CORE or s.seat[VIP_SEAT, row] >= 0


@mechanism
def _leave_to_own_price(s, g, reduction):
    """Who pays no more anyway needs no sale."""
    group = s.group[g]
    at, n = group.work, group.used
    wished, offered, own = cut(s.work, c.WISHED, at, n), cut(s.work, reduction, at, n), cut(s.work, c.PRICE_CUT, at, n)
    for i in range(group.used):
        wished[i] = ZERO if offered[i] <= own[i] else wished[i]


@mechanism
def _take(s, g, i, reduction):
    """One who wished buys at the reduction in a working column, if it is the better price."""
    work = s.group[g].work + i
    s.work[c.WISHED, work] = ZERO
    s.work[c.TAKES, work] = ONE
    if s.work[reduction, work] > s.work[c.PRICE_CUT, work]:
        s.work[c.PRICE_CUT, work] = s.work[reduction, work]
        s.work[c.UNITS, work] = ONE


@mechanism
def sell_together(s, g, d, product):
    """A group purchase of a product: if enough of the group want it at the lower price, all of them buy; else nobody does for it."""
    group, needed, wished = s.group[g], 0, 0
    for place in range(group.items):
        item = s.item[g, place]
        needed = max(needed, item.people) if item.kind == c.OFFER and item.form == product else needed
    _leave_to_own_price(s, g, c.GROUP_CUT)
    for i in range(group.used):
        wished += 1 if s.work[c.WISHED, group.work + i] > ZERO else 0
    if needed == 0 or wished < needed:
        return
    book(s, group.world, d, GROUP_FILLED, 1)
    book(s, group.world, d, GROUP_ORDERS, wished)
    for i in range(group.used):
        if s.work[c.WISHED, group.work + i] > ZERO:
            _take(s, g, i, c.GROUP_CUT)
