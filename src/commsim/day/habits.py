"""Phase *habits*: activity, interest, belonging, fatigue and need move to tomorrow."""

from __future__ import annotations

import numpy as np

from commsim.scenario.fields import TOPICS
from commsim.world import columns as c
from commsim.world.kernel import mechanism
from commsim.world.numeric import ONE, ZERO, F, cut, saturate, unit
from commsim.world.population import OWN_SCALE
from commsim.world.products import further, need_for

SCORE_KEEP = F(29 / 30)
OPEN_SCORE, TALK_SCORE, EVENT_SCORE, ORDER_SCORE = F(1), F(1), F(3), F(10)
FIVE = F(5)
MOST_FATIGUE = F(100)
"""A bound far above what can be felt: e^-fatigue is 0 long before."""


@mechanism
def form_habits(s, g, d):
    """All slow states of one group."""
    move_activity(s, g, d)
    move_belonging(s, g)
    move_interest(s, g)
    tire_and_need(s, g)
    need_more_products(s, g)
    loosen_ties(s, g)


@mechanism
def move_activity(s, g, d):
    """Habit grows toward a person's ceiling on rewarding days, fades toward a share of the first habit on others (Lally et al. 2010)."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    activity, first = cut(s.state, c.ACTIVITY, row, n), cut(s.trait, c.FIRST_HABIT, row, n)
    opened, feel = cut(s.work, c.OPENED, at, n), cut(s.work, c.FEEL, at, n)
    posts, answered = cut(s.work, c.POSTS, at, n), cut(s.work, c.ANSWERED, at, n)
    first_post, score = cut(s.count, c.FIRST_POST, row, n), cut(s.state, c.SCORE, row, n)
    elsewhere = cut(s.work, c.ELSEWHERE, at, n)
    replies, joined, bought = cut(s.work, c.REPLIES, at, n), cut(s.work, c.EVENTS_JOINED, at, n), cut(s.work, c.BOUGHT, at, n)
    gain, decay, floor, answer, talking = p.habits_gain, p.habits_decay, p.habits_floor, p.habits_answered, p.habits_talking
    ceiling = p.habits_ceiling
    never = np.int32(c.NEVER)
    for i in range(n):
        said = posts[i] + replies[i] + elsewhere[i]
        spoke = ONE if said > ZERO else ZERO
        begins = answered[i] if first_post[i] == never else ZERO
        step = unit(gain * max(feel[i], ZERO) + talking * spoke + answer * begins)
        a, most = activity[i], first[i] + ceiling * (ONE - first[i])
        activity[i] = unit(a + opened[i] * step * max(most - a, ZERO) - (ONE - opened[i]) * decay * max(a - floor * first[i], ZERO))
        done = OPEN_SCORE * opened[i] + TALK_SCORE * said + EVENT_SCORE * joined[i] + ORDER_SCORE * bought[i]
        score[i] = score[i] * SCORE_KEEP + done


@mechanism
def move_belonging(s, g):
    """Belonging moves toward what ties and identity support on opened days, and fades on others (Ren & Kraut)."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    belonging, knowledge = cut(s.state, c.BELONGING, row, n), cut(s.state, c.KNOWLEDGE, row, n)
    opened, feel, strength = cut(s.work, c.OPENED, at, n), cut(s.work, c.FEEL, at, n), cut(s.work, c.TIE_STRENGTH, at, n)
    informed, shaped, created = cut(s.work, c.INFORMED, at, n), cut(s.work, c.SHAPED, at, n), p.habits_cocreation
    gain, decay, part, learning = p.habits_belonging_gain, p.habits_belonging_decay, p.habits_belonging_ties, p.habits_learning
    for i in range(n):
        target = part * saturate(strength[i], ONE) + (ONE - part) * max(feel[i], ZERO)
        step = opened[i] * gain * (target - belonging[i]) - (ONE - opened[i]) * decay * belonging[i]
        step += created * shaped[i] * (ONE - belonging[i])
        belonging[i] = unit(belonging[i] + step)
        knowledge[i] += learning * opened[i] * saturate(informed[i], ONE) * (ONE - knowledge[i])


@mechanism
def move_interest(s, g):
    """Interest drifts toward the topics of content on pleasing days, and back to the member's own taste on all."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    feel, back, gain = cut(s.work, c.FEEL, at, n), p.habits_interest_return, p.habits_interest_gain
    posted = ZERO
    for place in range(group.items):
        kind = s.item[g, place].kind
        posted = ONE if kind == c.CONTENT or kind == c.EVENT else posted
    for k in range(TOPICS):
        taste, own, topic = cut(s.taste, k, row, n), cut(s.own, k, row, n), posted * p.content_topic[k]
        for i in range(n):
            pull = gain * max(feel[i], ZERO) * topic
            t = taste[i] + back * (F(own[i]) / OWN_SCALE - taste[i]) + pull
            taste[i] = min(t, FIVE)


@mechanism
def tire_and_need(s, g):
    """Fatigue from ads, notifications, contacts and overload, fading; need regrown; intrinsic motive crowded out (Deci et al. 1999)."""
    group = s.group[g]
    at, row, n, p = group.work, group.row, group.used, s.local[g]
    fatigue, need, intrinsic = cut(s.state, c.FATIGUE, row, n), cut(s.state, c.NEED, row, n), cut(s.state, c.INTRINSIC, row, n)
    irritated, pushed, contacted = cut(s.work, c.IRRITATED, at, n), cut(s.work, c.PUSHED, at, n), cut(s.work, c.CONTACTED, at, n)
    overload, reward = cut(s.work, c.OVERLOAD, at, n), cut(s.work, c.REWARD, at, n)
    keep, regrow = ONE - ONE / p.habits_fatigue_days, ONE / p.product_cycle_days
    w_push, w_load = p.habits_fatigue_notification, p.habits_fatigue_overload
    crowding, recover = p.habits_crowding, ONE / p.habits_crowding_days
    for i in range(n):
        fatigue[i] = min(fatigue[i] * keep + irritated[i] + w_push * (pushed[i] + contacted[i]) + w_load * overload[i], MOST_FATIGUE)
        need[i] = min(need[i] + regrow, ONE)
        left = intrinsic[i] + recover * (ONE - intrinsic[i])
        intrinsic[i] = left * (ONE - unit(crowding * reward[i]))


@mechanism
def need_more_products(s, g):
    """Need for each product after the first, regrown."""
    group = s.group[g]
    for product in range(1, s.world[group.world].products):
        need, regrow = need_for(s, g, product), ONE / further(s, group.world, product).cycle_days
        for i in range(group.used):
            need[i] = min(need[i] + regrow, ONE)


@mechanism
def loosen_ties(s, g):
    """Ties lose strength with each day; contact renews them."""
    group = s.group[g]
    keep = s.local[g].tie_keep
    for slot in range(c.TIES):
        tie = cut(s.tie, slot, group.row, group.used)
        for i in range(group.used):
            tie[i] *= keep
