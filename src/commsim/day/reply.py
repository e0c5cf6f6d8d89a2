"""Phase *talk*, second part: replies by members and answers by staff; both make ties and newcomers' first impressions.

A post draws up to three repliers among the day's openers. Each candidate races with a time drawn for the pair
(poster, candidate) divided by a weight of sociability, shared interest and tie; the fastest under the limit reply.
"""

from __future__ import annotations

import numpy as np

from commsim.day.talk import OPENERS, list_openers
from commsim.record.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, uniform
from commsim.world.groups import book
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, ZERO, F
from commsim.world.ties import bond

REPLIERS = 3
THREADS = 3
"""A member's messages of a day form at most this many threads that can be answered."""
UNANSWERED = 1
NEWCOMER_DAYS = 14
NOBODY = np.int32(-1)
REPLY, ANSWER = np.uint32(Purpose.REPLY), np.uint32(Purpose.ANSWER)
MOST_WEIGHT = F(10)
POSTS_ANSWERED, STAFF_ANSWERS = COLUMN["posts_answered"], COLUMN["staff_answers"]


@mechanism
def answer_posts(s, g, d):
    """Replies to every thread of the day, then staff answers to those left over."""
    group = s.group[g]
    openers = list_openers(s, g)
    waiting = fresh = 0
    for at in range(openers):
        i = s.lists[OPENERS, group.work + at]
        posts = int(s.work[c.POSTS, group.work + i])
        if posts == 0:
            continue
        answered = 0
        for thread in range(min(posts, THREADS)):
            answered += _reply_to(s, g, d, i, openers, thread)
        if answered > 0:
            s.work[c.ANSWERED, group.work + i] = ONE
            book(s, group.world, d, POSTS_ANSWERED, answered)
        else:
            s.lists[UNANSWERED, group.work + waiting] = i
            waiting += 1
            fresh += 1 if s.count[c.FIRST_POST, group.row + i] == c.NEVER else 0
    _answer_by_staff(s, g, d, waiting, fresh)


@mechanism
def _weigh_ties(s, g, i):
    """Spread the poster's ties over the working column TIE_TO, so that a candidate's tie is one look-up."""
    group = s.group[g]
    row = group.row + i
    for slot in range(c.TIES):
        other = s.tie_row[slot, row] - group.row
        if s.tie[slot, row] > ZERO and 0 <= other < group.used:
            if s.tie_generation[slot, row] == s.generation[group.row + other]:
                s.work[c.TIE_TO, group.work + other] = s.tie[slot, row]


@mechanism
def _forget_ties(s, g, i):
    group = s.group[g]
    for slot in range(c.TIES):
        other = s.tie_row[slot, group.row + i] - group.row
        if 0 <= other < group.used:
            s.work[c.TIE_TO, group.work + other] = ZERO


@mechanism
def _reply_to(s, g, d, i, openers, thread):
    """Find up to three repliers to one thread; returns 1 if there was any. Mends ties at both ends."""
    group = s.group[g]
    p, row, work = s.local[g], group.row + i, group.work + i
    topic = _thread_topic(s, row)
    newcomer = d - s.count[c.JOINED, row] < NEWCOMER_DAYS
    limit = p.talk_reply / (ONE + F(group.posts) / p.talk_redundancy_half)
    limit *= ONE + (p.talk_reply_newcomer * group.prompting if newcomer else ZERO)
    lower, upper, purpose = s.luck[0, work], s.luck[1, work], np.uint32(REPLY + np.uint32(thread))
    _weigh_ties(s, g, i)
    first = second = third = NOBODY
    t1 = t2 = t3 = limit
    for at in range(openers):
        j = s.lists[OPENERS, group.work + at]
        other = group.work + j
        weight = s.trait[c.SOCIABILITY, group.row + j] * (s.taste[topic, group.row + j] + s.work[c.TIE_TO, other] * p.talk_reply_tie)
        u = uniform(np.uint32(lower ^ s.luck[1, other]), np.uint32(upper + s.luck[0, other]), purpose)
        time = u / min(weight, MOST_WEIGHT) if weight > ZERO else ONE
        may = s.count[c.SILENCED_UNTIL, group.row + j] <= d
        if may and j != i and weight > ZERO and time < t3:
            if time < t1:
                third, second, first, t3, t2, t1 = second, first, j, t2, t1, time
            elif time < t2:
                third, second, t3, t2 = second, j, t2, time
            else:
                third, t3 = j, time
    _forget_ties(s, g, i)  # before new ties may push old ones out
    _note(s, g, i, first)
    _note(s, g, i, second)
    _note(s, g, i, third)
    return 1 if first != NOBODY else 0


@mechanism
def _thread_topic(s, row):
    """The topic of the member's threads today: that with the most interest."""
    best = 0
    for k in range(1, 8):
        if s.taste[k, row] > s.taste[best, row]:
            best = k
    return best


@mechanism
def _note(s, g, i, j):
    """Book a reply of j to i: it is a message of j's, and ties them."""
    if j == NOBODY:
        return
    group = s.group[g]
    s.work[c.REPLIES, group.work + j] += ONE
    if s.local[g].ties_gain > ZERO:
        bond(s, group.row + i, group.row + j, s.local[g].ties_gain)


@mechanism
def _answer_by_staff(s, g, d, waiting, fresh):
    """Staff answer what members left, newcomers' first posts before others, as far as their minutes reach."""
    group = s.group[g]
    p = s.local[g]
    able = group.answer_minutes / p.talk_answer_minutes
    wanted = p.talk_answers_wanted
    to_fresh = min(wanted, able / F(fresh)) if fresh > 0 else ZERO
    others = waiting - fresh
    to_others = min(wanted, max(able - to_fresh * F(fresh), ZERO) / F(others)) if others > 0 else ZERO
    for at in range(waiting):
        i = s.lists[UNANSWERED, group.work + at]
        work = group.work + i
        chance = to_fresh if s.count[c.FIRST_POST, group.row + i] == c.NEVER else to_others
        if uniform(s.luck[0, work], s.luck[1, work], ANSWER) < chance:
            s.work[c.ANSWERED, work] = ONE
            s.work[c.GOOD, work] += p.trust_answered
            group.answer_minutes = max(group.answer_minutes - p.talk_answer_minutes, ZERO)
            book(s, group.world, d, STAFF_ANSWERS, 1)
            book(s, group.world, d, POSTS_ANSWERED, 1)
