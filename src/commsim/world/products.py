"""The products on a market: the first, whose terms can change during a run, and further ones, each with its own need."""

from __future__ import annotations

from commsim.scenario.fields import TOPICS
from commsim.world import columns as c
from commsim.world.interest import interest_of
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ONE, ZERO, F, cut, saturate


@mechanism
def further(s, w, product):
    """The terms of a product after the first; a record of tables.PRODUCT."""
    return s.product[s.world[w].personas, product - 1]


@mechanism
def is_on_sale(s, w, product, d):
    """Whether a product of world w is sold on day d."""
    return product == c.FIRST or d >= further(s, w, product).start_day


@mechanism
def price_of(s, g, product):
    """List price of a product in group g."""
    return s.local[g].product_price if product == c.FIRST else further(s, s.group[g].world, product).price


@mechanism
def reference_price_of(s, g, product):
    """Price members expect for a product."""
    return s.local[g].product_reference_price if product == c.FIRST else further(s, s.group[g].world, product).reference_price


@mechanism
def margin_of(s, g, product):
    """Gross margin of a product at its list price."""
    return s.local[g].product_margin if product == c.FIRST else further(s, s.group[g].world, product).margin


@mechanism
def quality_of(s, g, product):
    """Quality a product had before members were heard."""
    return s.local[g].product_quality if product == c.FIRST else further(s, s.group[g].world, product).quality


@mechanism
def topic_of(s, g, product, k):
    """Weight of topic k in what a product is about."""
    return s.local[g].product_topic[k] if product == c.FIRST else further(s, s.group[g].world, product).topic[k]


@mechanism
def match_interest(s, g, product):
    """Writes LIKED: interest in what a product is about, against that in all topics; returns whether it is about anything in particular."""
    group, total = s.group[g], ZERO
    for k in range(TOPICS):
        total += topic_of(s, g, product, k)
    liked = cut(s.work, c.LIKED, group.work, group.used)
    liked[:] = HALF
    if total == ZERO:
        return False
    for i in range(group.used):
        match, row = ZERO, group.row + i
        for k in range(TOPICS):
            match += s.taste[k, row] * topic_of(s, g, product, k) / total
        liked[i] = saturate(match, interest_of(s, row) / F(TOPICS))
    return True


@mechanism
def demand_for(s, g, product, d):
    """Demand for a product relative to the first one alone. What they have in common is divided in proportion to what each draws."""
    w, rivals = s.group[g].world, ZERO
    for other in range(1, s.world[w].products):
        if is_on_sale(s, w, other, d):
            rivals += further(s, w, other).demand * further(s, w, other).overlap
    if product == c.FIRST:
        return ONE / (ONE + rivals)
    own = further(s, w, product)
    return own.demand * (ONE - own.overlap + own.overlap / (ONE + rivals))


@mechanism
def need_for(s, g, product):
    """The members' need for a product; float32 [n], a view."""
    return _of_members(s, g, product, c.NEED, s.more_need)


@mechanism
def experience_with(s, g, product):
    """How the members' last order of a product compared with what was expected of it; float32 [n], a view."""
    return _of_members(s, g, product, c.EXPERIENCE, s.more_experience)


@mechanism
def _of_members(s, g, product, first, further_ones):
    """A column of the members' states for the first product, or its like for a further one."""
    group = s.group[g]
    if product == c.FIRST:
        return cut(s.state, first, group.row, group.used)
    return cut(further_ones, product - 1, group.row, group.used)


@mechanism
def most_need(s, g, d):
    """The members' largest need for any product on sale; float32 [n]. With one product that is the need for it."""
    group, world = s.group[g], s.world[s.group[g].world]
    if world.products == 1:
        return need_for(s, g, c.FIRST)
    most = cut(s.work, c.MOST_NEED, group.work, group.used)
    most[:] = ZERO
    for product in range(world.products):
        if is_on_sale(s, group.world, product, d):
            need = need_for(s, g, product)
            for i in range(group.used):
                most[i] = max(most[i], need[i])
    return most


@mechanism
def meet_need(s, w, row, product):
    """An order empties the need for its product, and the share of another's that it meets as well."""
    if product == c.FIRST:
        s.state[c.NEED, row] = ZERO
        for other in range(1, s.world[w].products):
            s.more_need[other - 1, row] *= ONE - further(s, w, other).overlap
    else:
        s.more_need[product - 1, row] = ZERO
        s.state[c.NEED, row] *= ONE - further(s, w, product).overlap
