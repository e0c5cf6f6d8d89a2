"""Phase *talk*: who posts, who is answered, who joins in; ties grow.

Messages begun are geometric with mean base × sociability × exp(effects). The audience draws talk out (Zhang & Zhu
2011), the volume already there makes one's word redundant (Karau & Williams 1993): their balance gives a best size.
Audiences of three and of three hundred both matter, so it is the square root of the audience that saturates.
"""

from __future__ import annotations

import numpy as np

from commsim.day.feeds import SECOND_SEAT, VIP_SEAT
from commsim.world import columns as c
from commsim.world.draws import Purpose, uniform
from commsim.world.interest import drawn_topic
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import HALF, ONE, ZERO, F, cut, exp, saturate

POST, TOPIC = np.uint32(Purpose.POST), np.uint32(Purpose.TOPIC)
ELSEWHERE, ELSEWHERE_ANSWERED = np.uint32(Purpose.ELSEWHERE), np.uint32(Purpose.ELSEWHERE_ANSWERED)
MOST_POSTS, AT_ONCE = 30, F(4)
"""Most messages a member begins in a day, and how many of them are drawn for all members at once."""
ANSWERED_YESTERDAY = np.uint8(c.SHOWN_ANSWERED)
NOTHING = np.uint8(0)


@mechanism
def expected_talk(s, g, d):
    """Writes AGAIN, the chance of a first and of each further message: λ / (1 + λ), 0 for who may not speak."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    opened, again, overload = cut(s.work, c.OPENED, at, n), cut(s.work, c.AGAIN, at, n), cut(s.work, c.OVERLOAD, at, n)
    fit, sociability = cut(s.work, c.EVENT_FIT, at, n), cut(s.trait, c.SOCIABILITY, row, n)
    belonging, satisfaction = cut(s.state, c.BELONGING, row, n), cut(s.state, c.SATISFACTION, row, n)
    fatigue, intrinsic = cut(s.state, c.FATIGUE, row, n), cut(s.state, c.INTRINSIC, row, n)
    silenced, shown = cut(s.count, c.SILENCED_UNTIL, row, n), cut(s.shown, (d + 1) & 1, row, n)
    gain = cut(s.trait, c.WANTS_GAIN, row, n)
    b_belonging, b_satisfaction, b_replied, b_event = p.talk_belonging, p.talk_satisfaction, p.talk_replied, p.talk_event
    b_overload, b_fatigue, b_intrinsic = p.talk_overload, p.talk_fatigue, p.talk_intrinsic
    common = p.talk_prompting * group.prompting
    common += p.talk_audience * saturate(np.sqrt(F(group.openers_before)), np.sqrt(p.talk_audience_half))
    common -= p.talk_redundancy * saturate(F(group.messages_before), p.talk_redundancy_half)
    common -= p.talk_chill * p.rules_strictness * p.rules_strictness * (ONE - p.rules_explained)
    common -= p.talk_chill * saturate(group.warned, ONE)
    common -= p.talk_spam * saturate(F(group.spam_before), F(group.messages_before))
    offered, orders, knowledge = cut(s.work, c.OFFERED, at, n), cut(s.count, c.ORDERS, row, n), cut(s.state, c.KNOWLEDGE, row, n)
    base, today, b_reward, b_question = p.talk_base, np.int32(d), p.talk_reward, p.talk_question
    for i in range(n):
        z = common + b_belonging * belonging[i] + b_satisfaction * satisfaction[i] + (b_event + b_reward * offered[i] * gain[i]) * fit[i]
        z -= b_overload * overload[i] + b_fatigue * fatigue[i] + b_intrinsic * (ONE - intrinsic[i])
        z += b_replied if (shown[i] & ANSWERED_YESTERDAY) != NOTHING else ZERO
        z += b_question * (ONE - knowledge[i]) if orders[i] > 0 else ZERO
        mean = base * sociability[i] * exp(z)
        may = opened[i] if silenced[i] <= today else ZERO
        again[i] = may * mean / (ONE + mean)


@mechanism
def begin_messages(s, g):
    """Writes POSTS, geometric in AGAIN, and lists the speakers; returns how many there are.

    The first few messages are drawn in a loop that vectorises; those of who goes on, one by one.
    """
    group = s.group[g]
    at, n = group.work, group.used
    again, posts = cut(s.work, c.AGAIN, at, n), cut(s.work, c.POSTS, at, n)
    lower, upper = cut(s.luck, c.LOWER, at, n), cut(s.luck, c.UPPER, at, n)
    for i in range(n):
        u, first = uniform(lower[i], upper[i], POST), again[i]
        second = first * first
        third = second * first
        fourth = third * first
        begins, goes_on = ONE if u < first else ZERO, ONE if u < second else ZERO
        posts[i] = begins + goes_on + (ONE if u < third else ZERO) + (ONE if u < fourth else ZERO)
    speakers = list_speakers(s, g)
    for k in range(speakers):
        i = s.lists[c.SPEAKERS, at + k]
        if posts[i] == AT_ONCE:
            posts[i] = F(_all_messages(uniform(lower[i], upper[i], POST), again[i]))
    return speakers


@kernel
def _all_messages(u, again):
    """How many messages one who begins at least one begins in all."""
    posts, power = 1, again * again
    while u < power and posts < MOST_POSTS:
        posts += 1
        power *= again
    return posts


@mechanism
def list_speakers(s, g):
    """Lists openers who begin a message in `lists[SPEAKERS]`; returns how many. No branch: who speaks is guessed wrong too often."""
    group = s.group[g]
    at, n, speakers = group.work, group.used, 0
    openers, who, posts = cut(s.lists, c.OPENERS, at, n), cut(s.lists, c.SPEAKERS, at, n), cut(s.work, c.POSTS, at, n)
    for k in range(group.openers):
        who[speakers] = openers[k]
        speakers += 1 if posts[openers[k]] > ZERO else 0
    return speakers


@mechanism
def speak(s, g, d):
    """Draw how many messages each opener begins and on what topic; writes POSTS and the group's topics."""
    group, total = s.group[g], 0
    for k in range(begin_messages(s, g)):
        i = s.lists[c.SPEAKERS, group.work + k]
        work = group.work + i
        posts, u = int(s.work[c.POSTS, work]), uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], TOPIC)
        topic = drawn_topic(s, group.row + i, u)
        posts -= _write_elsewhere(s, g, d, i, posts, topic)
        s.work[c.POSTS, work] = F(posts)
        total += posts
        group.topic[topic] += posts
    group.posts = total


@mechanism
def _write_elsewhere(s, g, d, i, posts, topic):
    """How many of a member's messages go to a second group, if the member sits in one; they may be answered there."""
    group, p, work = s.group[g], s.local[g], s.group[g].work + i
    if s.world[group.world].seconds == 0:
        return 0
    second, vip = s.seat[SECOND_SEAT, group.row + i], s.seat[VIP_SEAT, group.row + i]
    if second < 0 and vip < 0:
        return 0
    u = uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], ELSEWHERE)
    moved = int(F(posts) * p.talk_elsewhere + u)
    there = s.group[s.world[group.world].group + (vip if vip >= 0 and (second < 0 or u < HALF) else second)]
    there.messages += moved
    there.topic[topic] += moved
    if moved > 0:
        there.last_message = d
        s.work[c.ELSEWHERE, work] = F(moved)
        silence = exp(-p.talk_reply * F(there.openers_before)) * (ONE - p.talk_answers_wanted * min(there.answer_minutes, ONE))
        if uniform(s.luck[c.LOWER, work], s.luck[c.UPPER, work], ELSEWHERE_ANSWERED) > silence:
            s.work[c.ANSWERED, work] = ONE
    return moved


@mechanism
def begin_talk(s, g, d):
    """Posts of the day; replies, answers and participation follow in their own files."""
    group = s.group[g]
    at, n = group.work, group.used
    cut(s.work, c.REPLIES, at, n)[:] = ZERO
    cut(s.work, c.ANSWERED, at, n)[:] = ZERO
    cut(s.work, c.GOOD, at, n)[:] = ZERO
    cut(s.work, c.BAD, at, n)[:] = ZERO
    cut(s.work, c.REWARD, at, n)[:] = ZERO
    cut(s.work, c.PACKETS, at, n)[:] = ZERO
    cut(s.work, c.EVENTS_JOINED, at, n)[:] = ZERO
    cut(s.work, c.ELSEWHERE, at, n)[:] = ZERO
    cut(s.work, c.SHAPED, at, n)[:] = ZERO
    expected_talk(s, g, d)
    speak(s, g, d)
