"""Phase *buy*, first part: offers and ads seen, and what an ad does to who sees it.

Ads work by an inverted U over exposures (Schmidt & Eisend 2015); those that do not fit, or come too often, cost trust and tire.
"""

from __future__ import annotations

import numpy as np

from commsim.day.feeds import concerns, feed, feeds, is_heard, mark_seats
from commsim.day.trust import moved
from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, of_product, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TINY, ZERO, F, cut, exp
from commsim.world.products import match_interest, price_of

UNSEEN, NO_CAP, MOST_WEEK_ADS = F(-1), F(1000), 250
SEEN = (np.uint32(Purpose.OFFER_SEEN), np.uint32(Purpose.AD_SEEN))
FITS = (np.uint32(Purpose.OFFER_FITS), np.uint32(Purpose.AD_FITS))
"""First purposes of the draws, for offers and for ads."""
AD_EXPOSURES, PARTNER_EXPOSURES, PARTNER_INCOME = COLUMN["ad_exposures"], COLUMN["partner_exposures"], COLUMN["partner_income"]
WEEK, FEN, MOST_UNITS = 7, 100.0, F(8)
WELCOME = F(0.75)
"""Share of an ad's fatigue that it spares who wants what it shows."""


@mechanism
def begin_offers(s, g, d):
    """Before the first product's offers are shown: exposures fade, nobody is irritated yet."""
    cut(s.work, c.IRRITATED, s.group[g].work, s.group[g].used)[:] = ZERO
    _forget_exposures(s, g, d)


@mechanism
def see_offers(s, g, d, product):
    """Show today's offers and ads for a product, in all feeds.

    Writes LIKED, FIT, PRICE_CUT, GROUP_CUT, FLASH_CUT, UNITS, EXPOSURE, IRRITATED.
    """
    group, n = s.group[g], s.group[g].used
    for column in (c.FIT, c.GROUP_CUT, c.FLASH_CUT):
        cut(s.work, column, group.work, n)[:] = UNSEEN
    for column in (c.PRICE_CUT, c.EXPOSURE):
        cut(s.work, column, group.work, n)[:] = ZERO
    cut(s.work, c.UNITS, group.work, n)[:] = ONE
    by_topic = match_interest(s, g, product)
    for number in range(feeds(s, g)):
        f = feed(s, g, number)
        if is_heard(s, g, f):
            mark_seats(s, g, f)
            for place in range(s.group[f].items):
                item = s.item[f, place]
                if (item.kind == c.OFFER or item.kind == c.AD) and item.form == product:
                    _show(s, g, d, item, by_topic and item.fee == ZERO)


@mechanism
def _forget_exposures(s, g, d):
    """Exposures fade; on the first day of a week the count for the cap begins anew."""
    group, p = s.group[g], s.local[g]
    keep = ONE - ONE / p.buy_exposure_days
    changing = s.action.shape[1] > 0 or s.rule.shape[1] > 0 or s.world[group.world].seconds_open > 0
    every = changing or p.monetise_partner_ads_per_week > ZERO
    for creative in range(c.CREATIVES if every else int(p.ads_creatives)):
        seen = cut(s.seen, creative, group.row, group.used)
        for i in range(group.used):
            seen[i] *= keep
    if d % WEEK == 0:
        cut(s.flag, c.WEEK_ADS, group.row, group.used)[:] = np.uint8(0)


@mechanism
def _show(s, g, d, item, by_topic):
    """Who sees an offer or ad: readers whom it concerns; an ad only under the weekly cap. Luck says whom it fits, and taste by topic."""
    group = s.group[g]
    cap = s.local[g].ads_cap_per_week if item.kind == c.AD else NO_CAP
    see = of_product(SEEN[item.kind - c.OFFER] + np.uint32(item.ordinal), item.form)
    fits = of_product(FITS[item.kind - c.OFFER] + np.uint32(item.ordinal), item.form)
    shown = 0
    for i in range(group.used):
        work, row = group.work + i, group.row + i
        lower, upper = s.luck[c.LOWER, work], s.luck[c.UPPER, work]
        reads = F(s.flag[c.WEEK_ADS, row]) < cap and uniform(lower, upper, see) < s.work[c.READ, work] * s.work[c.SITS, work]
        if reads and concerns(s, row, d, item):
            relevance = item.relevance + (ONE - item.relevance) * s.work[c.KNOWN, work]
            chance = _times_odds(relevance, s.work[c.LIKED, work]) if by_topic else relevance
            fit = ONE if uniform(lower, upper, fits) < chance else ZERO
            _consider(s, g, item, work, fit)
            if item.kind == c.AD:
                _feel_ad(s, g, item.creative, row, work, fit)
                shown += 1
    if item.kind == c.AD:
        book(s, group.world, d, AD_EXPOSURES, shown)
        if item.fee > ZERO:
            book(s, group.world, d, PARTNER_EXPOSURES, shown)
            book(s, group.world, d, PARTNER_INCOME, int(float(item.fee) * FEN * shown + 0.5))


@mechanism
def _times_odds(chance, match):
    """A chance whose odds are multiplied by those of the match: ½ leaves it as it is."""
    for_it, against = chance * match, (ONE - chance) * (ONE - match)
    return for_it / max(for_it + against, TINY)


@mechanism
def _consider(s, g, item, work, fit):
    """Remember the best of what was seen; sales are for who they fit, and a partner's ad is not for the brand's goods."""
    if item.fee > ZERO:
        return
    if item.people > 0 or item.stock >= 0:
        sale = c.GROUP_CUT if item.people > 0 else c.FLASH_CUT
        s.work[sale, work] = max(s.work[sale, work], item.discount if fit > ZERO else UNSEEN)
        return
    s.work[c.FIT, work] = max(s.work[c.FIT, work], fit)
    if item.discount > s.work[c.PRICE_CUT, work]:
        s.work[c.PRICE_CUT, work] = item.discount
        s.work[c.UNITS, work] = min(max(F(np.ceil(item.minimum / max(F(price_of(s, g, item.form)), TINY))), ONE), MOST_UNITS)


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
    s.work[c.IRRITATED, work] += p.habits_fatigue_ad * (ONE - WELCOME * fit) * (ONE + past)
