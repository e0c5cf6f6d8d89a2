"""Phase *arrivals*: public inflow and yesterday's invitations, placed under capacity; the welcome."""

from __future__ import annotations

import numpy as np

from commsim.operate.budget import fen, pay_centrally
from commsim.operate.tiers import give_points
from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, derive, draw
from commsim.world.groups import TURNED_AWAY, book, enter, open_group, place, world_key
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import HALF, ONE, TEN, F, unit
from commsim.world.population import persona_of
from commsim.world.state import MAX_CHANNELS
from commsim.world.ties import bond

COST_INFLOW, COST_INCENTIVES = COLUMN["cost_inflow"], COLUMN["cost_incentives"]
JOINED_PUBLIC, JOINED_INVITED = COLUMN["joined_public"], COLUMN["joined_invited"]
NO_LIMIT = 1 << 40
LADDER_RUNGS, MOST_BROUGHT = 5, 255
SEASON_INFLOW = 2
PIECE = 16.0
TERMS = 200


@mechanism
def poisson_piece(mean, u):
    """Poisson variate by inverse CDF for a mean of at most PIECE; e^-mean as (1 - mean/2^20)^(2^20), the same everywhere."""
    power = 1.0 - mean / 1048576.0
    for _ in range(20):
        power *= power
    total, number = power, 0
    while u > total and number < TERMS:
        number += 1
        power *= mean / number
        total += power
    return number


@kernel
def poisson(key, day, mean):
    """Poisson variate for a key and day; grows with the mean under the same luck. Drawn in pieces of mean PIECE."""
    number, piece = 0, 0
    while mean > 0.0:
        u = draw(derive(key, np.uint64(piece)), day, Purpose.ARRIVALS)
        number += poisson_piece(min(mean, PIECE), u)
        mean -= PIECE
        piece += 1
    return number


@mechanism
def seat_for(s, w, d, most):
    """A group for one more member, with room and fewer than `most`; a new one is opened if need be. -1: none."""
    world = s.world[w]
    g = place(s, w, most)
    if g < 0 and world.open < world.groups:
        open_group(s, w, d)
        g = place(s, w, most)
    return g


@mechanism
def admit(s, w, d, g, key, interest, trust):
    """Seat one who wants to join group g (-1: there is no room), past the entry rules. The row, or -1."""
    p, world = s.p[w], s.world[w]
    honesty = s.quantiles[world.personas, persona_of(s, world.personas, key), c.HONESTY, 0]
    if g < 0 or (honesty < HALF and draw(key, 0, Purpose.ENTRY) < p.rules_entry_filter):
        book(s, w, d, TURNED_AWAY, 1)
        return -1
    row = enter(s, w, g, d, key, interest, trust)
    _welcome(s, w, d, row, p)
    return row


@mechanism
def _welcome(s, w, d, row, p):
    """A warm first day raises what a newcomer feels at home with; a gift is paid for."""
    s.state[c.BELONGING, row] = unit(p.welcome_strength * p.habits_belonging_gain * TEN)
    if p.welcome_gift > 0 and pay_centrally(s, w, d, COST_INCENTIVES, fen(p.welcome_gift)):
        s.state[c.SATISFACTION, row] = unit(p.value_gain * s.trait[c.WANTS_GAIN, row] * F(p.welcome_gift) / TEN * p.value_satisfaction_rate)


@mechanism
def arrive(s, w, d):
    """Seat today's arrivals: those invited yesterday, then those from public channels."""
    _arrive_invited(s, w, d)
    _arrive_public(s, w, d)


@mechanism
def _arrive_invited(s, w, d):
    world, p = s.world[w], s.p[w]
    for position in range(world.waiting, world.waiting + world.pending):
        key, inviter = s.waiting_key[position], s.waiting_from[position]
        room = max(1.0 - world.ever / p.population, 0.0)
        if draw(key, 0, Purpose.ACCEPT) >= p.acceptance * room:
            continue
        g = seat_for(s, w, d, NO_LIMIT)
        if g >= 0 and s.group[g].members >= p.limits_consent_above and draw(key, 0, Purpose.CONSENT) >= p.invite_consent:
            continue
        row = admit(s, w, d, g, key, ONE, ONE)
        if row >= 0:
            book(s, w, d, JOINED_INVITED, 1)
            _thank(s, w, d, row, inviter)
    world.pending = 0


@mechanism
def _thank(s, w, d, row, inviter):
    """The inviter's reward, more for each member brought before, and points; and the tie between the two."""
    p = s.p[w]
    brought = min(s.flag[c.BROUGHT, inviter], LADDER_RUNGS)
    pay_centrally(s, w, d, COST_INCENTIVES, fen(p.acquisition_invitation_reward + p.acquisition_ladder * brought))
    s.flag[c.BROUGHT, inviter] = min(s.flag[c.BROUGHT, inviter] + 1, MOST_BROUGHT)
    if s.flag[c.PRESENCE, inviter] == c.PRESENT and inviter != row:
        give_points(s, w, inviter, d, int(p.incentives_points_per_invitation))
        if p.ties_referral > 0:
            bond(s, row, inviter, p.ties_referral)


@mechanism
def _arrive_public(s, w, d):
    world, p = s.world[w], s.p[w]
    weekday = (d + int(p.first_weekday)) % 7
    lift = p.acquisition_effort * p.inflow * p.weekday_inflow[weekday] * s.season[world.personas, d, SEASON_INFLOW]
    for number in range(MAX_CHANNELS):
        channel = s.channel[world.personas, number]
        if d > channel.until or channel.per_day <= 0.0:
            continue
        base = world_key(s, w, Purpose.CHANNEL + number)
        for person in range(poisson(base, d, channel.per_day * lift)):
            key = derive(derive(base, np.uint64(d)), np.uint64(person))
            room = max(1.0 - world.ever / p.population, 0.0)
            if draw(key, 0, Purpose.ACCEPT) >= room:
                continue
            if not pay_centrally(s, w, d, COST_INFLOW, fen(p.acquisition_cost_per_join)):
                book(s, w, d, TURNED_AWAY, 1)
            elif admit(s, w, d, seat_for(s, w, d, int(p.limits_code_closed_above)), key, channel.interest, channel.trust) >= 0:
                book(s, w, d, JOINED_PUBLIC, 1)
