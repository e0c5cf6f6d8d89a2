"""Phase *tiers*: the points ledger, and core / ordinary / potential members with their benefits."""

from __future__ import annotations

from commsim.operate.budget import fen, pay
from commsim.record.counts import COLUMN
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world import columns as c
from commsim.world.groups import POINTS_EXPIRED, book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TEN, F, unit

COST_INCENTIVES, COST_TIERS = COLUMN["cost_incentives"], COLUMN["cost_tiers"]
POINTS_REDEEMED = COLUMN["points_redeemed"]


@mechanism
def keep_ledger(s, g, d):
    """Redeem points for vouchers once there are enough, while the purse lasts; expire what was not added to for long."""
    group = s.group[g]
    p, w = s.local[g], group.world
    enough, worth, life = int(p.incentives_points_redeem_at), fen(p.incentives_points_voucher), int(p.incentives_points_expiry_days)
    for row in range(group.row, group.row + group.used):
        points = s.count[c.POINTS, row]
        if points > 0 and s.flag[c.PRESENCE, row] == c.PRESENT:
            if points >= enough and pay(s, w, g, d, COST_INCENTIVES, worth):
                s.count[c.POINTS, row] -= enough
                book(s, w, d, POINTS_REDEEMED, enough)
                _enjoy(s, row, F(p.incentives_points_voucher) / TEN, p)
            elif d - s.count[c.POINTS_SINCE, row] >= life:
                s.count[c.POINTS, row] = 0
                book(s, w, d, POINTS_EXPIRED, points)


@mechanism
def _enjoy(s, row, reward, p):
    """What a voucher does: it pleases by the gain motive, and crowds out the intrinsic one. `reward` in 10 yuan."""
    pleased = p.value_satisfaction_rate * p.value_gain * s.trait[c.WANTS_GAIN, row] * reward
    s.state[c.SATISFACTION, row] = min(s.state[c.SATISFACTION, row] + pleased, ONE)
    s.state[c.INTRINSIC, row] *= ONE - unit(p.habits_crowding * reward)


@mechanism
def assign_tiers(s, g, d):
    """Tiers by score at the end of each month; the benefits of core members are paid for, else nobody is core."""
    group = s.group[g]
    p, w = s.local[g], group.world
    if p.tiers_active == 0 or d % DAYS_PER_MONTH != DAYS_PER_MONTH - 1:
        return
    for row in range(group.row, group.row + group.used):
        score, tier = s.state[c.SCORE, row], c.POTENTIAL
        if s.flag[c.PRESENCE, row] == c.PRESENT and score >= p.tiers_ordinary_score:
            tier = c.ORDINARY
            if score >= p.tiers_core_score and pay(s, w, g, d, COST_TIERS, fen(p.tiers_cost_per_core)):
                tier = c.CORE
        s.flag[c.TIER, row] = tier


@mechanism
def run_tiers(s, g, d):
    """Ledger first, then tiers."""
    keep_ledger(s, g, d)
    assign_tiers(s, g, d)
