"""Phase *invite*: referral. Invitations wait in the world's list and are answered tomorrow; a circle is finite."""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, derive, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, TEN, TINY, ZERO, F, cut, exp, listed

INVITE = np.uint32(Purpose.INVITE)
PRESENT = np.uint8(c.PRESENT)
INVITATIONS = COLUMN["invitations"]
FRESH_DAYS = 7


@mechanism
def invite(s, g, d):
    """Who of today's openers invites an acquaintance."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    presence, belonging, b_belonging = cut(s.flag, c.PRESENCE, row, n), cut(s.state, c.BELONGING, row, n), p.invite_belonging
    satisfaction, trust = cut(s.state, c.SATISFACTION, row, n), cut(s.state, c.TRUST, row, n)
    gain, influence = cut(s.trait, c.WANTS_GAIN, row, n), cut(s.trait, c.INFLUENCE, row, n)
    last, sent = cut(s.count, c.LAST_ORDER, row, n), cut(s.count, c.INVITED, row, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    b_satisfaction, b_trust, b_fresh, b_influence = p.invite_satisfaction, p.invite_trust, p.invite_fresh, p.invite_influence
    b_reward = p.invite_reward * F(p.acquisition_invitation_reward) / TEN
    base, circle, since = p.invite_base, p.circle + TINY, np.int32(d - FRESH_DAYS)
    if base <= ZERO:
        return
    opened, invites, chosen = cut(s.work, c.OPENED, at, n), cut(s.work, c.INVITES, at, n), cut(s.lists, c.CHOSEN, at, n)
    for i in range(n):
        z = b_satisfaction * satisfaction[i] + b_trust * (trust[i] - ONE) + b_reward * gain[i] + b_influence * influence[i]
        z += b_belonging * belonging[i]
        z += b_fresh if last[i] > since else ZERO
        unused = max(ONE - F(sent[i]) / circle, ZERO)
        there = opened[i] if presence[i] == PRESENT else ZERO
        invites[i] = there if uniform(lower[i], upper[i], INVITE) < base * exp(z) * unused else ZERO
    for k in range(listed(invites, chosen)):
        _send(s, group.world, d, row + chosen[k])


@mechanism
def _send(s, w, d, row):
    """Put an invitation on the world's list; the invited one's key derives from the inviter's and the number of the invitation."""
    world = s.world[w]
    if world.pending < world.waiting_room:
        s.count[c.INVITED, row] += 1
        s.waiting_key[world.waiting + world.pending] = derive(s.key[row], np.uint64(s.count[c.INVITED, row]))
        s.waiting_from[world.waiting + world.pending] = row
        world.pending += 1
        book(s, w, d, INVITATIONS, 1)
