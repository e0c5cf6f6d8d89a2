"""Phase *talk*, second part: replies by members and answers by staff; both make ties and newcomers' first impressions.

A post draws up to three repliers among the day's openers. Each candidate races with a time drawn for the pair
(poster, candidate) divided by a weight of sociability, shared interest and tie; the fastest under the limit reply,
and the two go on in turns.
"""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, uniform
from commsim.world.groups import book
from commsim.world.interest import favourite_topic
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import BLOCK, ONE, ZERO, F, cut
from commsim.world.ties import bond

THREADS = 3
"""A member's messages of a day form at most this many threads that can be answered."""
NEWCOMER_DAYS = 14
NOBODY = np.int32(-1)
REPLY, EXCHANGE, ANSWER = np.uint32(Purpose.REPLY), np.uint32(Purpose.EXCHANGE), np.uint32(Purpose.ANSWER)
MOST_MORE = 30
"""Messages at most that follow a reply between the two."""
MOST_WEIGHT, LEAST_WEIGHT = F(10), F(2.0**-100)
"""A weight of 0 counts as the least, with which no luck comes under a limit."""
POSTS_ANSWERED, STAFF_ANSWERS = COLUMN["posts_answered"], COLUMN["staff_answers"]


@mechanism
def answer_posts(s, g, d):
    """Replies to every thread of the day, then staff answers to those left over."""
    group = s.group[g]
    waiting = fresh = lined_up = 0
    line_up(s, g, d)
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        posts = int(s.work[c.POSTS, group.work + i])
        if posts == 0:
            continue
        topic, answered = favourite_topic(s, group.row + i), 0
        if lined_up >> topic & 1 == 0:
            line_up_interest(s, g, topic)
            lined_up |= 1 << topic
        for thread in range(min(posts, THREADS)):
            answered += _reply_to(s, g, d, i, topic, thread)
        if answered > 0:
            s.work[c.ANSWERED, group.work + i] = ONE
            book(s, group.world, d, POSTS_ANSWERED, answered)
        else:
            s.lists[c.UNANSWERED, group.work + waiting] = i
            waiting += 1
            fresh += 1 if s.count[c.FIRST_POST, group.row + i] == c.NEVER else 0
    _answer_by_staff(s, g, d, waiting, fresh)


@mechanism
def line_up(s, g, d):
    """Copy what the race needs of the openers side by side, so that it vectorises; who is silenced has no sociability."""
    group = s.group[g]
    at, row, n, openers = group.work, group.row, group.used, cut(s.lists, c.OPENERS, group.work, group.openers)
    sociability, silenced = cut(s.trait, c.SOCIABILITY, row, n), cut(s.count, c.SILENCED_UNTIL, row, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    racer_lower, racer_upper = cut(s.luck, c.RACER_LOWER, at, n), cut(s.luck, c.RACER_UPPER, at, n)
    racer_sociability, place, today = cut(s.work, c.RACER_SOCIABILITY, at, n), cut(s.lists, c.PLACE, at, n), np.int32(d)
    for k in range(openers.size):
        j = openers[k]
        place[j] = k
        racer_lower[k], racer_upper[k] = lower[j], upper[j]
        racer_sociability[k] = sociability[j] if silenced[j] <= today else ZERO


@mechanism
def line_up_interest(s, g, topic):
    """The same for the openers' interest in a topic."""
    group = s.group[g]
    openers, taste = cut(s.lists, c.OPENERS, group.work, group.openers), cut(s.taste, topic, group.row, group.used)
    racer_taste = cut(s.work, c.RACER_TASTE + topic, group.work, group.openers)
    for k in range(openers.size):
        racer_taste[k] = taste[openers[k]]


@mechanism
def list_friends(s, g, i):
    """List the poster's friends among the openers, their places in FRIENDS, the ties in FRIEND_TIE; returns how many. No branch."""
    group, count = s.group[g], 0
    row, friends, tie = group.row + i, cut(s.lists, c.FRIENDS, group.work, c.TIES), cut(s.work, c.FRIEND_TIE, group.work, c.TIES)
    for slot in range(c.TIES):
        other = s.tie_row[slot, row] - group.row
        near = min(max(other, 0), group.used - 1)
        known = (s.tie[slot, row] > ZERO) & (other == near) & (s.tie_generation[slot, row] == s.generation[group.row + near])
        friends[count], tie[count] = s.lists[c.PLACE, group.work + near], s.tie[slot, row]
        count += 1 if known & (s.work[c.OPENED, group.work + near] > ZERO) else 0
    return count


@mechanism
def _reply_to(s, g, d, i, topic, thread):
    """Find up to three repliers to one thread; returns 1 if there was any. Mends ties at both ends."""
    group, p = s.group[g], s.local[g]
    newcomer = d - s.count[c.JOINED, group.row + i] < NEWCOMER_DAYS
    limit = p.talk_reply / (ONE + F(group.posts) / p.talk_redundancy_half)
    limit *= ONE + (p.talk_reply_newcomer * group.prompting if newcomer else ZERO)
    race(s, g, i, topic, thread)
    first, second, third = fastest(s, g, i, limit)
    _note(s, g, i, first, thread)
    _note(s, g, i, second, thread)
    _note(s, g, i, third, thread)
    return 1 if first != NOBODY else 0


@mechanism
def race(s, g, i, topic, thread):
    """Writes RACER_TIME, in which each opener would reply to i: luck of the pair / (sociability × (interest + tie))."""
    group, tied = s.group[g], s.local[g].talk_reply_tie
    at, n, purpose = group.work, group.openers, np.uint32(REPLY + np.uint32(thread))
    own_lower, own_upper = s.luck[c.LOWER, at + i], s.luck[c.UPPER, at + i]
    lower, upper = cut(s.luck, c.RACER_LOWER, at, n), cut(s.luck, c.RACER_UPPER, at, n)
    sociability, taste = cut(s.work, c.RACER_SOCIABILITY, at, n), cut(s.work, c.RACER_TASTE + topic, at, n)
    friends, tie = cut(s.lists, c.FRIENDS, at, c.TIES), cut(s.work, c.FRIEND_TIE, at, c.TIES)
    time = cut(s.work, c.RACER_TIME, at, n)
    for k in range(n):
        u = uniform(np.uint32(own_lower ^ upper[k]), np.uint32(own_upper + lower[k]), purpose)
        time[k] = time_to_reply(u, sociability[k], taste[k])
    for friend in range(list_friends(s, g, i)):  # the tie counts as interest; once more for a few is less work than for everybody
        k = friends[friend]
        u = uniform(np.uint32(own_lower ^ upper[k]), np.uint32(own_upper + lower[k]), purpose)
        time[k] = time_to_reply(u, sociability[k], taste[k] + tie[friend] * tied)


@kernel
def time_to_reply(u, sociability, interest):
    """Luck of the pair over the weight of the candidate."""
    return u / max(min(sociability * interest, MOST_WEIGHT), LEAST_WEIGHT)


@mechanism
def fastest(s, g, i, limit):
    """The three openers other than i with the shortest times under the limit, NOBODY where there are fewer.

    Hardly anybody is under it, so each block is first asked as a whole, which vectorises.
    """
    group = s.group[g]
    at, n = group.work, group.openers
    time, openers = cut(s.work, c.RACER_TIME, at, n), cut(s.lists, c.OPENERS, at, n)
    first = second = third = NOBODY
    t1 = t2 = t3 = limit
    for start in range(0, n, BLOCK):
        block, under = time[start : min(start + BLOCK, n)], 0
        for k in range(block.size):
            under += 1 if block[k] < t3 else 0
        if under == 0:
            continue
        for k in range(block.size):
            j, t = openers[start + k], block[k]
            if t < t3 and j != i:
                if t < t1:
                    third, second, first, t3, t2, t1 = second, first, j, t2, t1, t
                elif t < t2:
                    third, second, t3, t2 = second, j, t2, t
                else:
                    third, t3 = j, t
    return first, second, third


@mechanism
def _note(s, g, i, j, thread):
    """Book a reply of j to i and what the two go on to say, in turns: messages of theirs, which tie them."""
    if j == NOBODY:
        return
    group, go_on = s.group[g], s.local[g].talk_exchange
    more, power, u = 0, go_on, _luck_of_two(s, group.work, i, j, np.uint32(EXCHANGE + np.uint32(thread)))
    while u < power and more < MOST_MORE:
        more += 1
        power *= go_on
    s.work[c.REPLIES, group.work + i] += F((more + 1) // 2)
    s.work[c.REPLIES, group.work + j] += F(1 + more // 2)
    if s.local[g].ties_gain > ZERO:
        bond(s, group.row + i, group.row + j, s.local[g].ties_gain)


@mechanism
def _luck_of_two(s, at, i, j, purpose):
    """A draw for the pair of members i and j of a slice."""
    lower, upper = s.luck[c.LOWER, at + i] ^ s.luck[c.UPPER, at + j], s.luck[c.UPPER, at + i] + s.luck[c.LOWER, at + j]
    return uniform(np.uint32(lower), np.uint32(upper), purpose)


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
        i = s.lists[c.UNANSWERED, group.work + at]
        work = group.work + i
        chance = to_fresh if s.count[c.FIRST_POST, group.row + i] == c.NEVER else to_others
        if uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], ANSWER) < chance:
            s.work[c.ANSWERED, work] = ONE
            s.work[c.GOOD, work] += p.trust_answered
            group.answer_minutes = max(group.answer_minutes - p.talk_answer_minutes, ZERO)
            book(s, group.world, d, STAFF_ANSWERS, 1)
            book(s, group.world, d, POSTS_ANSWERED, 1)
