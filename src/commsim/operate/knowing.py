"""Phase *know*: paying for personal choice and for acting on what members say; what they said reaches the product with a lag."""

from __future__ import annotations

from commsim.operate.budget import fen, pay_centrally
from commsim.scenario.counts import COLUMN, FIXED
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world.groups import members_of
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, ZERO, F, unit

COST_KNOWING, QUALITY_GAINED = COLUMN["cost_knowing"], COLUMN["quality_gained"]


@mechanism
def know_members(s, w, d):
    """Pay today's part of knowing members; without the money there is no personal choice and no learning today."""
    world, p = s.world[w], s.p[w]
    members = members_of(s, w)
    world.precision = ZERO
    cost = fen(p.personalisation_cost * members / DAYS_PER_MONTH)
    if p.personalisation_precision > ZERO and pay_centrally(s, w, d, COST_KNOWING, cost):
        world.precision = p.personalisation_precision
    if p.feedback_effort > ZERO and pay_centrally(s, w, d, COST_KNOWING, fen(p.feedback_cost / DAYS_PER_MONTH)):
        said = F(world.said) / F(FIXED * max(members, 1))
        world.insight += (said - world.insight) / p.buy_learning_days
        step = p.buy_learning * p.feedback_effort * unit(world.insight * F(DAYS_PER_MONTH))
        world.better += step * (ONE - unit(p.product_quality + world.better))
    world.said = 0
    s.daily[w, d, QUALITY_GAINED] = int(world.better * F(FIXED))
