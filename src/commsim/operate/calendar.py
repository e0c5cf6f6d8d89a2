"""Phase *calendar*: the dated actions of a group SOP, before what the strategy's rates bring."""

from __future__ import annotations

from commsim.operate.programme import CONTENT_FORMS, COST_CONTENT, COST_EVENTS, GROUP_DROPS, add_ad, add_item, add_offer, give_form, promise
from commsim.scenario.fields import DAYS_PER_MONTH, TOPICS
from commsim.world import columns as c
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, ZERO, F
from commsim.world.tables import AFTER_JOIN, HELPER, MONTHLY, ON_DAY, OWNER, WEEKLY

CONTENT, FIRST_EVENT, LAST_EVENT, OFFER, COUPON, FLASH_SALE, GROUP_BUYING, AD, PARTNER_AD = 0, 1, 12, 13, 14, 15, 16, 17, 18
"""Numbers of the kinds of actions, as the schema lists them; between the first and the last event stand the events."""
ALL_GROUPS = -2


@mechanism
def follow_calendar(s, w, d):
    """Carry out every action that is due today, in the order of the day, in each group it is meant for."""
    world = s.world[w]
    for number in range(s.action.shape[1]):
        action = s.action[world.personas, number]
        if action.until_day < action.from_day or not _is_due(s, w, d, action):
            continue
        for g in range(world.group, world.group + world.groups + world.seconds):
            if s.group[g].open > 0 and _is_for(s, w, g, action):
                _carry_out(s, w, g, d, action)


@mechanism
def _is_due(s, w, d, action):
    """Whether an action falls on day d of the run; what follows a member's joining is due every day, for whom it concerns."""
    if not action.from_day <= d <= action.until_day:
        return False
    if action.timing == ON_DAY:
        return d == action.day
    if action.timing == WEEKLY:
        return (d + int(s.p[w].first_weekday)) % 7 == action.day
    return action.timing == AFTER_JOIN or (action.timing == MONTHLY and d % DAYS_PER_MONTH == action.day)


@mechanism
def _is_for(s, w, g, action):
    """Whether a group is of the kind an action is meant for; flash sales and group purchases are held in general groups only."""
    kind, groups = s.group[g].kind, action.groups
    if kind == c.HOME:
        return groups < 0
    if action.kind == FLASH_SALE or action.kind == GROUP_BUYING:
        return False
    return groups == ALL_GROUPS or s.second[s.world[w].personas, kind].kind == groups


@mechanism
def _carry_out(s, w, g, d, action):
    """Post one action into one group."""
    people = _reached(s, g, d, action.day) if action.timing == AFTER_JOIN else 1
    if people == 0:
        return
    helped = action.owner == HELPER and s.group[g].helpers_before > 0
    hours = ZERO if helped else action.hours * F(people)
    place, product, cost = -1, action.product, action.cost * people
    if action.kind <= LAST_EVENT:
        place = _post(s, w, g, d, action, hours, cost)
    elif action.kind < AD:
        place = add_offer(s, w, g, d, product, action.quality, action.discount, action.audience, hours, cost)
    else:
        place = add_ad(s, w, g, d, product, action.quality, action.discount, action.audience, c.CREATIVES - 1, hours, cost)
    if place >= 0:
        _fill_in(s, w, g, d, action, s.item[g, place])


@mechanism
def _reached(s, g, d, tenure):
    """Members of a group who joined so many days ago."""
    number = 0
    for row in range(s.group[g].row, s.group[g].row + s.group[g].used):
        number += 1 if s.flag[c.PRESENCE, row] == c.PRESENT and d - s.count[c.JOINED, row] == tenure else 0
    return number


@mechanism
def _post(s, w, g, d, action, hours, cost):
    """Post content or hold an event; returns the item's place or -1."""
    p = s.local[g]
    event = action.kind >= FIRST_EVENT
    form = CONTENT_FORMS + action.kind - FIRST_EVENT if event else action.form
    column = COST_EVENTS if event else COST_CONTENT
    place = add_item(s, w, g, d, c.EVENT if event else c.CONTENT, form, hours, cost, column)
    if place < 0:
        return place
    item = s.item[g, place]
    standing = p.staff_owner_influence if action.owner == OWNER else ZERO
    give_form(s, g, item, form, action.quality, standing, ONE)
    if not event:
        item.information *= action.usefulness
        item.fun *= action.fun
    promise(s, g, item, F(action.reward), action.prizes if event else 0)
    item.audience = action.audience
    for k in range(TOPICS):
        if action.topic >= 0:
            item.topic[k] = ONE if k == action.topic else ZERO
    return place


@mechanism
def _fill_in(s, w, g, d, action, item):
    """What only some kinds of action have; and whom it concerns, where it follows a member's joining."""
    p = s.local[g]
    if action.timing == AFTER_JOIN:
        item.tenure = action.day
    if action.kind == COUPON:
        item.minimum = F(p.incentives_coupon_minimum)
    elif action.kind == FLASH_SALE:
        item.stock = int(p.incentives_flash_sale_stock)
        s.world[w].sales_today += 1
    elif action.kind == GROUP_BUYING:
        item.people = int(p.monetise_group_buying_people)
        s.daily[w, d, GROUP_DROPS] += 1
        s.world[w].sales_today += 1
    elif action.kind == PARTNER_AD:
        item.fee = F(p.monetise_partner_ads_fee)
