"""Phase *programme*: what the operator posts into each group today, within staff time and budget."""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen, fill_purses, pay
from commsim.scenario.counts import COLUMN, FIXED
from commsim.scenario.fields import DAYS_PER_MONTH, TOPICS
from commsim.world import columns as c
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import HALF, ONE, ZERO, F
from commsim.world.products import is_on_sale

MINUTES = F(60)
WEEK, MONTH = 7.0, float(DAYS_PER_MONTH)
EVEN, GOLDEN_SECTION = 0.5, 0.6180339887498949
SATURDAY = 5
CONTENT_FORMS, EVENT_FORMS = 4, 12
NO_LIMIT = -1
BRAND_ITEMS, CONTENT_ITEMS, EVENTS = COLUMN["brand_items"], COLUMN["content_items"], COLUMN["events"]
OFFERS, ADS, GROUP_DROPS = COLUMN["offers"], COLUMN["ads"], COLUMN["group_drops"]
DROPPED_STAFF, DROPPED_BUDGET = COLUMN["items_dropped_staff"], COLUMN["items_dropped_budget"]
COST_CONTENT, COST_EVENTS, COST_ADS, COST_STAFF = COLUMN["cost_content"], COLUMN["cost_events"], COLUMN["cost_ads"], COLUMN["cost_staff"]
HELPER_MINUTES = COLUMN["helper_minutes"]


@kernel
def due(rate, day, phase):
    """How many of `rate` items a day fall on day 0, 1, … of a programme: evenly spread, none before day 0; phase in 0..1 says how soon."""
    if day < 0:
        return 0
    return before(rate, day + 1, phase) - before(rate, day, phase)


@kernel
def before(rate, day, phase):
    """How many of these items fall before a day of the programme."""
    return int(np.floor(day * rate + phase))


@mechanism
def phase_of(number):
    """Phases of several programmes, spread as evenly as can be, so that equal rates do not fall on the same days (golden section)."""
    turns = GOLDEN_SECTION * (number + 1)
    return turns - np.floor(turns)


@mechanism
def begin_programme(s, w, d):
    """Fill the purses, and begin the day of every open group: its totals, its staff."""
    fill_purses(s, w, d)
    world = s.world[w]
    world.sales_today = 0
    for g in range(world.group, world.group + world.groups + world.seconds):
        if s.group[g].open > 0:
            _begin_day(s, w, g, d)


@mechanism
def plan_programme(s, w, d):
    """Write today's items of every open group, by the rates of the strategy."""
    world = s.world[w]
    for g in range(world.group, world.group + world.groups + world.seconds):
        if s.group[g].open > 0:
            _plan_events(s, w, g, d)
            _plan_content(s, w, g, d)
            _plan_offers(s, w, g, d)
            _plan_ads(s, w, g, d)
            _announce(s, g)


@mechanism
def _begin_day(s, w, g, d):
    """Turn today's totals into yesterday's, let items be forgotten a little, put the staff to work."""
    group, p = s.group[g], s.local[g]
    group.openers_before, group.messages_before, group.spam_before = group.openers, group.messages, group.spam
    group.pleased_before, group.bought_before, group.helpers_before = group.openers_pleased, group.bought, group.helpers
    if group.kind != c.HOME:
        group.openers = group.messages = group.openers_pleased = group.bought = 0
    for k in range(TOPICS):
        group.topic_before[k] = group.topic[k]
        group.topic[k] = 0
    for form in range(c.FORMS):
        group.recent[form] *= ONE - ONE / p.value_repetition_days
    group.items = group.helpers = 0
    _begin_shift(s, w, g, d)


@mechanism
def _begin_shift(s, w, g, d):
    """Pay the staff and share out its minutes; helpers among the members add theirs to answering and moderating."""
    group, p = s.group[g], s.local[g]
    weekend = (d + int(p.first_weekday)) % 7 >= SATURDAY
    hours = p.staff_hours_per_group * (p.staff_weekend if weekend else ONE)
    minutes = hours * MINUTES
    if not pay(s, w, g, d, COST_STAFF, fen(p.staff_wage * hours)):
        minutes = ZERO
    helped = F(group.helpers_before) / F(FIXED) * p.helpers_minutes
    s.daily[w, d, HELPER_MINUTES] += int(helped)
    group.shift = minutes
    group.prompting = p.staff_prompting if minutes + helped > ZERO else ZERO
    group.answer_minutes = minutes * p.staff_answering + HALF * helped
    group.moderate_minutes = minutes * p.staff_moderating + HALF * helped
    group.minutes = minutes * (ONE - p.staff_answering - p.staff_moderating)


@mechanism
def add_item(s, w, g, d, kind, form, hours, cost, column):
    """Add an item if room, staff and budget allow; returns its place or -1. The caller fills in what its kind needs."""
    group = s.group[g]
    if hours * MINUTES > group.minutes or group.items == c.ITEMS:
        s.daily[w, d, DROPPED_STAFF] += 1
        return -1
    if not pay(s, w, g, d, column, fen(cost)):
        s.daily[w, d, DROPPED_BUDGET] += 1
        return -1
    group.minutes -= hours * MINUTES
    place = group.items
    item = s.item[g, place]
    item.kind, item.form, item.ordinal = kind, form, _number(s, g, kind, form)
    item.creative, item.audience, item.tenure, item.people, item.stock = 0, c.EVERYBODY, c.FOR_ALL, 0, NO_LIMIT
    item.minimum = item.fee = ZERO
    item.information = item.fun = item.bonds = item.identity = ZERO
    item.relevance = item.discount = item.reward = item.prize = item.personal = ZERO
    item.prizes = 0
    item.fresh = ONE
    group.items += 1
    s.daily[w, d, BRAND_ITEMS] += 1
    s.daily[w, d, _column_of(kind)] += 1
    return place


@mechanism
def _number(s, g, kind, form):
    """How many items of that kind and form the group has already today."""
    number = 0
    for place in range(s.group[g].items):
        item = s.item[g, place]
        number += 1 if item.kind == kind and item.form == form else 0
    return number


@mechanism
def _column_of(kind):
    """The column that counts a kind of item."""
    if kind == c.CONTENT:
        return CONTENT_ITEMS
    if kind == c.EVENT:
        return EVENTS
    return OFFERS if kind == c.OFFER else ADS


@mechanism
def give_form(s, g, item, form, craft, standing, repeated):
    """The appeal of a form, made with that craft, lifted by the owner's standing; its wear by repetition; the usual topic."""
    p, group = s.local[g], s.group[g]
    lift = craft * (ONE + standing)
    item.information = lift * p.forms_information[form]
    item.fun = lift * p.forms_fun[form]
    item.bonds = lift * p.forms_bonds[form]
    item.identity = lift * p.forms_identity[form]
    item.fresh = ONE / (ONE + p.value_repetition * group.recent[form])
    group.recent[form] += repeated
    for k in range(TOPICS):
        item.topic[k] = p.content_topic[k]


@mechanism
def promise(s, g, item, reward, prizes):
    """What an event gives: the reward to each participant, or so many by lot.

    Expected is the reward times the chance to win it if as many of yesterday's openers take part as do at an event of half fit.
    """
    item.prize, item.prizes = reward, prizes
    rivals = max(s.local[g].talk_join * F(s.group[g].openers_before), ONE)
    item.reward = reward if prizes == 0 else reward * min(F(prizes) / rivals, ONE)


@mechanism
def _plan_events(s, w, g, d):
    p = s.local[g]
    for event in range(EVENT_FORMS):
        form = CONTENT_FORMS + event
        for _ in range(due(p.events_per_month[event] / MONTH, d - int(p.events_start_day), phase_of(event))):
            place = add_item(s, w, g, d, c.EVENT, form, p.forms_hours[form], p.forms_cost[form], COST_EVENTS)
            if place >= 0:
                item = s.item[g, place]
                give_form(s, g, item, form, p.events_quality[event], p.staff_owner_influence, ONE)
                promise(s, g, item, F(p.events_reward[event]), int(p.events_prizes[event]))


@mechanism
def _plan_content(s, w, g, d):
    p = s.local[g]
    form = int(p.content_form)
    for _ in range(due(p.content_per_week / WEEK, d - int(p.content_start_day), EVEN)):
        hours, cost = p.content_hours + p.forms_hours[form], p.content_cost + p.forms_cost[form]
        place = add_item(s, w, g, d, c.CONTENT, form, hours, cost, COST_CONTENT)
        if place >= 0:
            item = s.item[g, place]
            give_form(s, g, item, form, p.content_quality, p.staff_owner_influence, ONE - p.content_variety)
            item.information *= p.content_usefulness
            item.fun *= p.content_fun
            item.personal = p.content_personal


@mechanism
def in_turn(s, w, d, product, number):
    """The product that a programme's number-th offer, ad or sale is about: the one named, or (-1) each of those on sale in turn."""
    if product >= 0:
        return product
    product = number % s.world[w].products
    while not is_on_sale(s, w, product, d):
        product = (product + 1) % s.world[w].products
    return product


@mechanism
def add_offer(s, w, g, d, product, relevance, discount, audience, hours, cost):
    """Post an offer of a product that is on sale; returns its place or -1."""
    if not is_on_sale(s, w, product, d):
        return -1
    place = add_item(s, w, g, d, c.OFFER, product, hours, cost, COST_ADS)
    if place >= 0:
        item = s.item[g, place]
        item.relevance, item.discount, item.audience = relevance, discount, audience
    return place


@mechanism
def _plan_offers(s, w, g, d):
    """Offers; coupon drops, which may hold from a minimum only; sales."""
    p = s.local[g]
    fit, audience, cost = p.offers_relevance, int(p.offers_audience), p.offers_cost
    named, coupons = int(p.offers_product), p.incentives_coupon_per_month / MONTH
    day, rate = d - int(p.offers_start_day), p.offers_per_week / WEEK
    for number in range(due(rate, day, EVEN)):
        product = in_turn(s, w, d, named, before(rate, day, EVEN) + number)
        add_offer(s, w, g, d, product, fit, p.offers_discount, audience, ZERO, cost)
    for number in range(due(coupons, d, EVEN)):
        product = in_turn(s, w, d, named, before(coupons, d, EVEN) + number)
        place = add_offer(s, w, g, d, product, fit, p.incentives_coupon_discount, audience, ZERO, cost)
        if place >= 0:
            s.item[g, place].minimum = F(p.incentives_coupon_minimum)
    if s.group[g].kind == c.HOME:
        _plan_sales(s, w, g, d)


@mechanism
def _plan_sales(s, w, g, d):
    """Flash sales on a limited stock, and group purchases: held in general groups, whose members are counted together."""
    p = s.local[g]
    fit, everybody, cost = p.offers_relevance, c.EVERYBODY, p.offers_cost
    rate = p.incentives_flash_sale_per_month / MONTH
    for number in range(due(rate, d, EVEN)):
        product = in_turn(s, w, d, int(p.flash_sale_product), before(rate, d, EVEN) + number)
        place = add_offer(s, w, g, d, product, fit, p.incentives_flash_sale_discount, everybody, ZERO, cost)
        if place >= 0:
            s.item[g, place].stock = int(p.incentives_flash_sale_stock)
            s.world[w].sales_today += 1
    rate, day = p.monetise_group_buying_per_month / MONTH, d - int(p.monetise_group_buying_start_day)
    for number in range(due(rate, day, EVEN)):
        product = in_turn(s, w, d, int(p.group_buying_product), before(rate, day, EVEN) + number)
        place = add_offer(s, w, g, d, product, fit, p.monetise_group_buying_discount, everybody, ZERO, cost)
        if place >= 0:
            s.item[g, place].people = int(p.monetise_group_buying_people)
            s.daily[w, d, GROUP_DROPS] += 1
            s.world[w].sales_today += 1


@mechanism
def add_ad(s, w, g, d, product, relevance, discount, audience, creative, hours, cost):
    """Post an ad for a product that is on sale, or a partner's (as for the first product); returns its place or -1."""
    if not is_on_sale(s, w, product, d):
        return -1
    place = add_item(s, w, g, d, c.AD, product, hours, cost, COST_ADS)
    if place >= 0:
        item = s.item[g, place]
        item.relevance, item.discount, item.audience, item.creative = relevance, discount, audience, creative
    return place


@mechanism
def _plan_ads(s, w, g, d):
    """The brand's own ads, their creatives in turn; partners' ads, which the partner pays for."""
    p = s.local[g]
    day, rate = d - int(p.ads_start_day), p.ads_per_week / WEEK
    shown = before(rate, day, EVEN)
    for number in range(due(rate, day, EVEN)):
        creative, product = (shown + number) % int(p.ads_creatives), in_turn(s, w, d, int(p.ads_product), shown + number)
        add_ad(s, w, g, d, product, p.ads_relevance, p.ads_discount, int(p.ads_audience), creative, ZERO, p.ads_cost)
    for _ in range(due(p.monetise_partner_ads_per_week / WEEK, d - int(p.monetise_partner_ads_start_day), EVEN)):
        place = add_ad(s, w, g, d, c.FIRST, p.monetise_partner_ads_relevance, ZERO, c.EVERYBODY, c.CREATIVES - 1, ZERO, 0.0)
        if place >= 0:
            s.item[g, place].fee = F(p.monetise_partner_ads_fee)


@mechanism
def _announce(s, g):
    """How many of today's items are pushed to all: the share `notify` of all items so far, evenly spread."""
    group, share = s.group[g], s.local[g].notify
    before = int(group.posted * share)
    group.posted += group.items
    group.pushed = int(group.posted * share) - before
