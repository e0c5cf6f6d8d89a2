"""Phase *adapt*: stages of the plan, shocks and triggers change parameters, for the community or for one group.

A rule that fires lasts for its days. Parameters are always the scenario's own with all rules in force laid over them in
order, so that a rule's end needs no memory of what was before.
"""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.scenario.rates import RING_DAYS
from commsim.world import columns as c
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.tables import ADD, COMMUNITY_SCOPE, MULTIPLY

RULES_FIRED = COLUMN["rules_fired"]
HALF = 0.5


@mechanism
def adapt(s, w, d):
    """Begin and end what falls on today; write the parameters anew where something did."""
    world = s.world[w]
    if s.rule.shape[1] == 0:
        return
    everywhere = _look(s, w, -1, d)
    if everywhere:
        _write(s.money[w], s.number[w], s, w, -1, d)
    for g in range(world.group, world.group + world.groups + world.seconds):
        looks = s.group[g].kind == c.HOME and s.group[g].open > 0
        here = _look(s, w, g, d) if looks else False
        if here or everywhere:
            _write(s.local_money[g], s.local_number[g], s, w, g, d)


@mechanism
def _look(s, w, g, d):
    """Whether a rule of the community (g = -1) or of group g begins or ends today."""
    table, place, changed = s.world[w].personas, _place(s, w, g), False
    for r in range(s.rule.shape[1]):
        rule = s.rule[table, r]
        if rule.effects == 0 or (rule.scope == COMMUNITY_SCOPE) != (g < 0):
            continue
        changed = changed or s.until[place, r] == d
        if _fires(s, w, g, d, r):
            s.fired[place, r] = d
            s.times[place, r] += 1
            s.layers[place, r] = 1 + (s.layers[place, r] if s.until[place, r] > d else 0)
            s.until[place, r] = d + rule.lasts
            book(s, w, d, RULES_FIRED, 1)
            changed = True
    return changed


@mechanism
def _place(s, w, g):
    """Where the rules' memory of a community or a group stands."""
    return w if g < 0 else s.world.size + g


@mechanism
def _fires(s, w, g, d, r):
    """Stages and shocks on their day; triggers when they look, have cooled down and see the threshold passed."""
    rule, place = s.rule[s.world[w].personas, r], _place(s, w, g)
    if rule.watches == 0:
        return d == rule.day
    looks = d >= max(rule.day, rule.window) and d % rule.every == 0
    if not looks or s.times[place, r] >= rule.most or d <= s.fired[place, r] + rule.cool_down:
        return False
    top = watched(s, w, g, d, rule.top, rule.window)
    bottom = watched(s, w, g, d, rule.bottom, rule.window) if rule.bottom >= 0 else 1
    if bottom <= 0:
        return False
    return top > rule.threshold * bottom if rule.above > 0 else top < rule.threshold * bottom


@mechanism
def watched(s, w, g, d, column, window):
    """Sum of a count over the last `window` days before today: of the community (g = -1) or of a group."""
    total = 0
    for day in range(d - window, d):
        total += s.daily[w, day, column] if g < 0 else np.int64(s.ring[g, day % RING_DAYS, column])
    return total


@mechanism
def _write(money, number, s, w, g, d):
    """Parameters of a community or group: its own, then the community's rules in force, then the group's."""
    table = s.world[w].personas
    kind = 0 if g < 0 else s.group[g].kind + 1
    for column in range(money.size):
        money[column] = s.base_money[table, kind, column]
    for column in range(number.size):
        number[column] = s.base[table, kind, column]
    _lay(money, number, s, w, -1, d)
    if g >= 0:
        _lay(money, number, s, w, g, d)


@mechanism
def _lay(money, number, s, w, g, d):
    """Lay the effects of rules in force over parameters; one that fired again while in force adds or multiplies again."""
    table, place = s.world[w].personas, _place(s, w, g)
    for r in range(s.rule.shape[1]):
        rule = s.rule[table, r]
        if s.until[place, r] <= d or rule.effects == 0 or (rule.scope == COMMUNITY_SCOPE) != (g < 0):
            continue
        for e in range(rule.effect, rule.effect + rule.effects):
            effect = s.effect[table, e]
            for _ in range(s.layers[place, r] if effect.operation > 0 else 1):
                if effect.money > 0:
                    money[effect.place] = changed_value(money[effect.place], effect)
                else:
                    number[effect.place] = np.float32(changed_value(np.float64(number[effect.place]), effect))


@mechanism
def changed_value(value, effect):
    """A parameter after one effect, in the key's range; whole where the key is. float64 → float64."""
    after = effect.value
    if effect.operation == MULTIPLY:
        after = value * effect.value
    elif effect.operation == ADD:
        after = value + effect.value
    after = min(max(after, effect.low), effect.high)
    return np.floor(after + HALF) if effect.whole > 0 else after
