"""Phase *programme*: what the operator posts into each group today, within staff time and budget."""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen, fill_purses, pay
from commsim.record.counts import COLUMN
from commsim.scenario.fields import DAYS_PER_MONTH, TOPICS
from commsim.world import columns as c
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import ONE, ZERO, F

MINUTES = F(60)
WEEK, MONTH = 7.0, float(DAYS_PER_MONTH)
CONTENT_FORMS = 4
EVENT_FORMS = 8
BRAND_ITEMS, CONTENT_ITEMS, EVENTS = COLUMN["brand_items"], COLUMN["content_items"], COLUMN["events"]
OFFERS, ADS = COLUMN["offers"], COLUMN["ads"]
DROPPED_STAFF, DROPPED_BUDGET = COLUMN["items_dropped_staff"], COLUMN["items_dropped_budget"]
COST_CONTENT, COST_EVENTS, COST_ADS, COST_STAFF = COLUMN["cost_content"], COLUMN["cost_events"], COLUMN["cost_ads"], COLUMN["cost_staff"]


@kernel
def due(rate, day):
    """How many of `rate` items a day fall on day 0, 1, … of a programme: evenly spread, none before day 0."""
    if day < 0:
        return 0
    return int(np.floor((day + 1) * rate + 0.5)) - int(np.floor(day * rate + 0.5))


@mechanism
def plan_programme(s, w, d):
    """Fill the purses, then write today's items of every open group."""
    fill_purses(s, w, d)
    world = s.world[w]
    for g in range(world.group, world.group + world.open):
        _begin_day(s, w, g, d)
        _plan_events(s, w, g, d)
        _plan_content(s, w, g, d)
        _plan_offers(s, w, g, d)
        _plan_ads(s, w, g, d)
        _announce(s, w, g, d)


@mechanism
def _begin_day(s, w, g, d):
    """Turn today's totals into yesterday's, pay the staff and share out its minutes."""
    group, p = s.group[g], s.local[g]
    group.openers_before, group.messages_before, group.spam_before = group.openers, group.messages, group.spam
    group.pleased_before, group.bought_before = group.openers_pleased, group.bought
    for k in range(TOPICS):
        group.topic_before[k] = group.topic[k]
        group.topic[k] = 0
    for form in range(c.FORMS):
        group.recent[form] *= ONE - ONE / p.value_repetition_days
    group.items = 0
    minutes = p.staff_hours_per_group * MINUTES
    if not pay(s, w, g, d, COST_STAFF, fen(p.staff_wage * p.staff_hours_per_group)):
        minutes = ZERO
    group.prompting = p.staff_prompting if minutes > ZERO else ZERO
    group.answer_minutes = minutes * p.staff_answering
    group.moderate_minutes = minutes * p.staff_moderating
    group.minutes = minutes - group.answer_minutes - group.moderate_minutes


@mechanism
def _add(s, w, g, d, kind, form, ordinal, hours, cost, column):
    """Add an item if room, staff and budget allow; returns its place or -1. The caller fills in the rest."""
    group = s.group[g]
    if hours * MINUTES > group.minutes or group.items == c.ITEMS:
        s.daily[w, d, DROPPED_STAFF] += 1
        return -1
    if not pay(s, w, g, d, column, fen(cost)):
        s.daily[w, d, DROPPED_BUDGET] += 1
        return -1
    group.minutes -= hours * MINUTES
    place = group.items
    group.items += 1
    item = s.item[g, place]
    item.kind, item.form, item.ordinal, item.creative, item.audience = kind, form, ordinal, 0, 0
    item.information = item.fun = item.bonds = item.identity = ZERO
    item.relevance = item.discount = item.reward = item.personal = ZERO
    item.fresh = ONE
    s.daily[w, d, BRAND_ITEMS] += 1
    return place


@mechanism
def _give_form(s, w, g, item, form, craft, repeated):
    """The appeal of a form, made with that craft, lifted by the owner's standing; and its wear by repetition."""
    p, group = s.local[g], s.group[g]
    lift = craft * (ONE + p.staff_owner_influence)
    item.information = lift * p.forms_information[form]
    item.fun = lift * p.forms_fun[form]
    item.bonds = lift * p.forms_bonds[form]
    item.identity = lift * p.forms_identity[form]
    item.fresh = ONE / (ONE + p.value_repetition * group.recent[form])
    group.recent[form] += repeated
    for k in range(TOPICS):
        item.topic[k] = p.content_topic[k]


@mechanism
def _plan_events(s, w, g, d):
    p = s.local[g]
    for event in range(EVENT_FORMS):
        form = CONTENT_FORMS + event
        for ordinal in range(due(p.events_per_month[event] / MONTH, d - int(p.events_start_day))):
            place = _add(s, w, g, d, c.EVENT, form, ordinal, p.forms_hours[form], p.forms_cost[form], COST_EVENTS)
            if place >= 0:
                item = s.item[g, place]
                _give_form(s, w, g, item, form, p.events_quality[event], ONE)
                item.reward = F(p.events_reward[event])
                s.daily[w, d, EVENTS] += 1


@mechanism
def _plan_content(s, w, g, d):
    p = s.local[g]
    form = int(p.content_form)
    for ordinal in range(due(p.content_per_week / WEEK, d - int(p.content_start_day))):
        hours, cost = p.content_hours + p.forms_hours[form], p.content_cost + p.forms_cost[form]
        place = _add(s, w, g, d, c.CONTENT, form, ordinal, hours, cost, COST_CONTENT)
        if place >= 0:
            item = s.item[g, place]
            _give_form(s, w, g, item, form, p.content_quality, ONE - p.content_variety)
            item.information *= p.content_usefulness
            item.fun *= p.content_fun
            item.personal = p.content_personal
            s.daily[w, d, CONTENT_ITEMS] += 1


@mechanism
def _plan_offers(s, w, g, d):
    """Offers, and coupon drops: offers with a deeper discount."""
    p = s.local[g]
    day = d - int(p.offers_start_day)
    offers = due(p.offers_per_week / WEEK, day)
    for ordinal in range(offers + due(p.incentives_coupon_per_month / MONTH, d)):
        place = _add(s, w, g, d, c.OFFER, 0, ordinal, ZERO, p.offers_cost, COST_ADS)
        if place >= 0:
            item = s.item[g, place]
            item.relevance, item.audience = p.offers_relevance, int(p.offers_audience)
            item.discount = p.offers_discount if ordinal < offers else p.incentives_coupon_discount
            s.daily[w, d, OFFERS] += 1


@mechanism
def _plan_ads(s, w, g, d):
    p = s.local[g]
    day = d - int(p.ads_start_day)
    shown = int(np.floor(day * (p.ads_per_week / WEEK) + 0.5))
    for ordinal in range(due(p.ads_per_week / WEEK, day)):
        place = _add(s, w, g, d, c.AD, 0, ordinal, ZERO, p.ads_cost, COST_ADS)
        if place >= 0:
            item = s.item[g, place]
            item.relevance, item.discount, item.audience = p.ads_relevance, p.ads_discount, int(p.ads_audience)
            item.creative = (shown + ordinal) % int(p.ads_creatives)
            s.daily[w, d, ADS] += 1


@mechanism
def _announce(s, w, g, d):
    """How many of today's items are pushed to all: the share `notify` of all items so far, evenly spread."""
    group, share = s.group[g], s.local[g].notify
    before = int(group.posted * share)
    group.posted += group.items
    group.pushed = int(group.posted * share) - before
