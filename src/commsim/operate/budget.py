"""The budget: a purse for each group and one for the community's own business, together never more than is left this month."""

from __future__ import annotations

from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.world.kernel import kernel, mechanism

FEN = 100.0


@kernel
def fen(yuan):
    """Yuan as whole fen; float64 → int64."""
    return int(yuan * FEN + 0.5)


@mechanism
def fill_purses(s, w, d):
    """Share out what is left of the month's budget; a purse not used up goes back tomorrow."""
    world = s.world[w]
    if d % DAYS_PER_MONTH == 0:
        world.spent = 0
    left = max(fen(s.p[w].budget_per_month) - world.spent, 0)
    groups = world.open
    for g in range(world.group + world.groups, world.group + world.groups + world.seconds):
        groups += s.group[g].open
    part = left // (groups + 1)
    world.purse = left - part * groups
    for g in range(world.group, world.group + world.groups + world.seconds):
        s.group[g].purse = part if s.group[g].open > 0 else 0


@mechanism
def pay(s, w, g, d, column, amount):
    """Pay from a group's purse if it suffices; returns whether it did."""
    group = s.group[g]
    if amount > group.purse:
        return False
    group.purse -= amount
    s.daily[w, d, column] += amount
    return True


@mechanism
def pay_centrally(s, w, d, column, amount):
    """Pay from the community's purse if it suffices; returns whether it did."""
    world = s.world[w]
    if amount > world.purse:
        return False
    world.purse -= amount
    s.daily[w, d, column] += amount
    return True
