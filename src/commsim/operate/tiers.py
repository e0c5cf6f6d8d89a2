"""Phase *tiers*: the points ledger, and core / ordinary / potential members with their benefits."""

from __future__ import annotations

from commsim.operate.budget import fen, pay
from commsim.scenario.counts import COLUMN
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw
from commsim.world.groups import POINTS_EXPIRED, book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TEN, ZERO, F, unit
from commsim.world.tables import VIP_HELPERS

COST_INCENTIVES, COST_TIERS, COST_HELPERS = COLUMN["cost_incentives"], COLUMN["cost_tiers"], COLUMN["cost_helpers"]
POINTS_REDEEMED, POINTS_ISSUED = COLUMN["points_redeemed"], COLUMN["points_issued"]
MOST_POINTS = 2_000_000_000
"""Balances are 32-bit."""
MOST_STREAK, YEAR_DAYS = 255, 365


@mechanism
def give_points(s, w, row, d, points):
    """Credit points to a member and to the ledger, up to what a balance can hold."""
    points = min(points, MOST_POINTS - s.count[c.POINTS, row])
    if points > 0:
        s.count[c.POINTS, row] += points
        s.count[c.POINTS_SINCE, row] = d
        book(s, w, d, POINTS_ISSUED, points)


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
        if tier < s.flag[c.TIER, row] and s.flag[c.PRESENCE, row] == c.PRESENT:
            s.state[c.TRUST, row] *= ONE - unit(p.trust_loss * p.trust_demoted)
        s.flag[c.TIER, row] = tier


@mechanism
def reward_streaks(s, g, d):
    """Bonus points for so many days of opening in a row; then the count begins anew."""
    group, p = s.group[g], s.local[g]
    days, bonus = int(p.incentives_points_streak_days), int(p.incentives_points_streak_bonus)
    if days == 0:
        return
    for i in range(group.used):
        row = group.row + i
        opened = s.work[c.OPENED, group.work + i] > ZERO and s.flag[c.PRESENCE, row] == c.PRESENT
        streak = s.flag[c.STREAK, row] + 1 if opened else 0
        if streak >= days:
            give_points(s, group.world, row, d, bonus)
            streak = 0
        s.flag[c.STREAK, row] = min(streak, MOST_STREAK)


@mechanism
def give_birthday_gifts(s, g, d):
    """A gift to each member once a year, while the purse lasts."""
    group, p = s.group[g], s.local[g]
    gift = fen(p.incentives_birthday_gift)
    if gift == 0:
        return
    for row in range(group.row, group.row + group.used):
        birthday = int(draw(s.key[row], 0, Purpose.BIRTHDAY) * F(YEAR_DAYS))
        if s.flag[c.PRESENCE, row] == c.PRESENT and birthday == d % YEAR_DAYS and pay(s, group.world, g, d, COST_INCENTIVES, gift):
            _enjoy(s, row, F(p.incentives_birthday_gift) / TEN, p)


@mechanism
def pay_helpers(s, g, d):
    """Once a month the reward of helpers; large ones crowd out the wish to help."""
    group, p = s.group[g], s.local[g]
    if p.helpers_reward <= 0 or d % DAYS_PER_MONTH != DAYS_PER_MONTH - 1:
        return
    for row in range(group.row, group.row + group.used):
        if is_helper(s, group.world, row) and pay(s, group.world, g, d, COST_HELPERS, fen(p.helpers_reward)):
            s.state[c.INTRINSIC, row] *= ONE - unit(p.habits_helper_crowding * F(p.helpers_reward) / TEN)


@mechanism
def is_helper(s, w, row):
    """Whether a member sits in a group of VIP helpers."""
    seat, world = s.seat[1, row], s.world[w]
    return seat >= 0 and s.second[world.personas, s.group[world.group + seat].kind].kind == VIP_HELPERS


@mechanism
def run_tiers(s, g, d):
    """Ledger first, then gifts and rewards, then tiers."""
    reward_streaks(s, g, d)
    keep_ledger(s, g, d)
    give_birthday_gifts(s, g, d)
    pay_helpers(s, g, d)
    assign_tiers(s, g, d)
