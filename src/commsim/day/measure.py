"""Phase *measure*: what each group leaves in today's record, and what members showed for tomorrow's eyes."""

from __future__ import annotations

import numpy as np

from commsim.day.paid import count_memberships
from commsim.operate.tiers import is_helper
from commsim.scenario.counts import ACTIVE, COLUMN, FIXED, HORIZONS, LOYAL_AFTER, MEMBERS
from commsim.scenario.fields import DAYS_PER_MONTH
from commsim.scenario.rates import GROUP_COUNTS, RING_DAYS
from commsim.world import columns as c
from commsim.world.kernel import kernel, mechanism
from commsim.world.numeric import ZERO, F, cut

PRESENT = np.uint8(c.PRESENT)
NOTHING, NONE = np.uint8(0), np.int32(0)
WEEK_DAYS, MONTH_DAYS, ACTIVE_DAYS = 7, 30, 7
RETURN_FROM, RETURN_UNTIL = 2, 8
GROUP_POSTERS = 20
SCALE = F(FIXED)
STATE_SUMS = (
    (c.TRUST, COLUMN["trust_sum"]),
    (c.ACTIVITY, COLUMN["activity_sum"]),
    (c.SATISFACTION, COLUMN["satisfaction_sum"]),
    (c.BELONGING, COLUMN["belonging_sum"]),
    (c.FATIGUE, COLUMN["fatigue_sum"]),
    (c.KNOWLEDGE, COLUMN["knowledge_sum"]),
)
"""States summed, and the first of the two columns of each; squares stand next to it."""
C = {name: COLUMN[name] for name in COLUMN}
MEMBERS_NOW, DORMANT, QUIET, SILENCED = C["members"], C["dormant"], C["do_not_disturb"], C["silenced"]
PRESENT_D1, ACTIVE_D1 = C["present_d1"], C["active_d1"]
DAU, WAU, MAU, LOYAL, OPENERS = C["dau"], C["wau"], C["mau"], C["loyal"], C["openers"]
POSTERS, MESSAGES, REPLIES, NOTIFICATIONS = C["posters"], C["messages"], C["replies"], C["notifications"]
MONTH_MEMBERS, MONTH_POSTERS, MONTH_GROUPS = C["month_members"], C["month_posters"], C["month_groups"]
MONTH_GINI, MONTH_TOP = C["month_gini"], C["month_top_tenth"]
FIRST_ANSWERED, FIRST_UNANSWERED = C["first_answered"], C["first_unanswered"]
POINTS_HELD, CORE, ORDINARY, SEATS_HELD = C["points_held"], C["tier_core"], C["tier_ordinary"], C["seats_held"]
GROUPS_OPEN, GROUPS_SILENT, TIES = C["groups_open"], C["groups_silent"], C["ties"]
INTEREST_SUM = C["interest_sum"]
GENERATIONS = len(HORIZONS)
IS_PRESENT, IS_OPEN, HAS_POSTED = np.uint8(c.SHOWN_PRESENT), np.uint8(c.SHOWN_OPEN), np.uint8(c.SHOWN_POSTED)
HAS_BOUGHT, WAS_ANSWERED, WAS_CONTACTED = np.uint8(c.SHOWN_BOUGHT), np.uint8(c.SHOWN_ANSWERED), np.uint8(c.SHOWN_CONTACTED)
HERE = {name: np.int64(number) for number, name in enumerate(GROUP_COUNTS)}
MEMBERS_HERE, AWAKE_HERE, OPENERS_HERE, WAU_HERE = HERE["members"], HERE["awake"], HERE["openers"], HERE["wau"]
POSTERS_HERE, MESSAGES_HERE, QUIET_HERE = HERE["posters"], HERE["messages"], HERE["do_not_disturb"]
PARTICIPATIONS_HERE, EVENT_OPENERS_HERE = HERE["participations"], HERE["event_openers"]
ORDERS_HERE, LEFT_HERE, TRUST_HERE = HERE["orders"], HERE["left"], HERE["trust_sum"]
AWAKE, MESSAGES_ELSEWHERE = C["awake"], C["messages_elsewhere"]
CORE_TIER, ORDINARY_TIER = np.uint8(c.CORE), np.uint8(c.ORDINARY)


@mechanism
def remember(s, g, d):
    """Write down for each member what happened: last opening, month's messages, first post and the return after it; show it."""
    group = s.group[g]
    group.messages = group.posters = 0
    for at in range(group.openers):
        i = s.lists[c.OPENERS, group.work + at]
        work = group.work + i
        elsewhere = int(s.work[c.ELSEWHERE, work])
        said = int(s.work[c.POSTS, work] + s.work[c.REPLIES, work])
        if said + elsewhere > 0:
            _note_talk(s, group.world, d, group.row + i, work, said + elsewhere)
            s.daily[group.world, d, MESSAGES_ELSEWHERE] += elsewhere
            group.posters += 1
        if said > 0:
            group.messages += said
            group.last_message = d
    _show_today(s, g, d)


@mechanism
def _show_today(s, g, d):
    """What members showed, for tomorrow's eyes; who was pleased and who bought."""
    group = s.group[g]
    at, row, n, today = group.work, group.row, group.used, np.int32(d)
    opened, bought, satisfaction = cut(s.work, c.OPENED, at, n), cut(s.work, c.BOUGHT, at, n), cut(s.state, c.SATISFACTION, row, n)
    elsewhere = cut(s.work, c.ELSEWHERE, at, n)
    posts, replies, presence = cut(s.work, c.POSTS, at, n), cut(s.work, c.REPLIES, at, n), cut(s.flag, c.PRESENCE, row, n)
    answered, contacted = cut(s.work, c.ANSWERED, at, n), cut(s.work, c.CONTACTED, at, n)
    shown, last, pleased, orders = cut(s.shown, d & 1, row, n), cut(s.count, c.LAST_OPEN, row, n), 0, 0
    for i in range(n):
        last[i] = today if opened[i] > ZERO else last[i]
        pleased += 1 if opened[i] > ZERO and satisfaction[i] > ZERO else 0
        orders += 1 if bought[i] > ZERO else 0
    for i in range(n):
        bits = IS_OPEN if opened[i] > ZERO else NOTHING
        bits |= IS_PRESENT if presence[i] == PRESENT else NOTHING
        bits |= HAS_POSTED if posts[i] + replies[i] + elsewhere[i] > ZERO else NOTHING
        bits |= HAS_BOUGHT if bought[i] > ZERO else NOTHING
        bits |= WAS_ANSWERED if answered[i] > ZERO else NOTHING
        bits |= WAS_CONTACTED if contacted[i] > ZERO else NOTHING
        shown[i] = bits
    group.openers_pleased, group.bought = pleased, orders


@mechanism
def _note_talk(s, w, d, row, work, said):
    """A member who spoke: month's messages, first post, and whether this is the return after it."""
    s.count[c.MONTH_MESSAGES, row] += said
    s.daily[w, d, POSTERS] += 1
    s.daily[w, d, MESSAGES] += said
    s.daily[w, d, REPLIES] += int(s.work[c.REPLIES, work])
    first = s.count[c.FIRST_POST, row]
    if first == c.NEVER:
        if s.count[c.JOINED, row] >= 0:
            s.count[c.FIRST_POST, row] = d
            s.flag[c.FIRST_ANSWERED, row] = 1 if s.work[c.ANSWERED, work] > ZERO else 0
        else:
            s.count[c.FIRST_POST, row] = s.count[c.JOINED, row]
    elif first + RETURN_FROM <= d <= first + RETURN_UNTIL:
        s.flag[c.CAME_BACK, row] = 1


@mechanism
def _keep(s, g, d, column, amount):
    """Write a count into the group's own memory of the last days, which its triggers watch."""
    s.ring[g, d % RING_DAYS, column] = amount


@mechanism
def keep_group(s, g, d):
    """What the group counts for itself beside what `_count_states` keeps; and what its members did in second groups."""
    group = s.group[g]
    _keep(s, g, d, MEMBERS_HERE, group.members)
    _keep(s, g, d, OPENERS_HERE, group.openers)
    _keep(s, g, d, POSTERS_HERE, group.posters)
    _keep(s, g, d, MESSAGES_HERE, group.messages)
    _keep(s, g, d, PARTICIPATIONS_HERE, group.participations)
    _keep(s, g, d, EVENT_OPENERS_HERE, group.event_openers)
    orders = gone = trust = 0
    for i in range(group.used):
        orders += int(s.work[c.BOUGHT, group.work + i])
        gone += int(s.work[c.GOES, group.work + i])
        trust += int(s.state[c.TRUST, group.row + i] * SCALE) if s.flag[c.PRESENCE, group.row + i] == PRESENT else 0
    _keep(s, g, d, ORDERS_HERE, orders)
    _keep(s, g, d, LEFT_HERE, gone)
    _keep(s, g, d, TRUST_HERE, trust)


@mechanism
def visit_seconds(s, g):
    """Openers of the home group count as openers of their second groups too; helpers among them are remembered by the motive left."""
    group = s.group[g]
    world = s.world[group.world]
    if world.seconds_open == 0:
        return
    for at in range(group.openers):
        row = group.row + s.lists[c.OPENERS, group.work + at]
        for slot in range(2):
            if s.seat[slot, row] >= 0:
                s.group[world.group + s.seat[slot, row]].openers += 1
        if is_helper(s, group.world, row):
            group.helpers += int(s.state[c.INTRINSIC, row] * SCALE)


@mechanism
def count_members(s, g, d):
    """Add the group's members to today's record."""
    group = s.group[g]
    day = s.daily[group.world, d]
    _count_states(s, g, d)
    _count_lives(s, g, d)
    day[MEMBERS_NOW] += group.members
    day[SEATS_HELD] += group.members
    day[OPENERS] += group.openers
    day[GROUPS_OPEN] += group.open
    day[GROUPS_SILENT] += group.open if group.last_message <= d - MONTH_DAYS else 0


@mechanism
def _count_states(s, g, d):
    """Activity, do-not-disturb, tiers and points of who is present."""
    group = s.group[g]
    row, n, day = group.row, group.used, s.daily[group.world, d]
    presence, last, joined = cut(s.flag, c.PRESENCE, row, n), cut(s.count, c.LAST_OPEN, row, n), cut(s.count, c.JOINED, row, n)
    quiet, silent, points = cut(s.flag, c.DO_NOT_DISTURB, row, n), cut(s.count, c.SILENCED_UNTIL, row, n), cut(s.count, c.POINTS, row, n)
    tier, pushed = cut(s.flag, c.TIER, row, n), cut(s.work, c.PUSHED, group.work, n)
    today, week, month = np.int32(d), np.int32(d - WEEK_DAYS), np.int32(d - MONTH_DAYS)
    asleep = np.int32(d - int(s.local[g].winback_after_days))
    old = np.int32(d - LOYAL_AFTER)
    dau = wau = mau = loyal = dormant = muted = silenced = held = core = ordinary = notified = 0
    for i in range(n):
        here = 1 if presence[i] == PRESENT else 0
        dau += here if last[i] == today else 0
        wau += here if last[i] > week else 0
        mau += here if last[i] > month else 0
        loyal += here if last[i] > week and joined[i] <= old else 0
        dormant += here if max(last[i], joined[i]) <= asleep else 0
        muted += here if quiet[i] != NOTHING else 0
        silenced += here if silent[i] > today else 0
        held += here * points[i]
        core += here if tier[i] == CORE_TIER else 0
        ordinary += here if tier[i] == ORDINARY_TIER else 0
        notified += here * np.int32(pushed[i])
    day[DAU] += dau
    day[WAU] += wau
    day[MAU] += mau
    day[LOYAL] += loyal
    day[DORMANT] += dormant
    day[AWAKE] += group.members - dormant
    day[QUIET] += muted
    day[SILENCED] += silenced
    day[POINTS_HELD] += held
    day[CORE] += core
    day[ORDINARY] += ordinary
    day[NOTIFICATIONS] += notified
    _keep(s, g, d, AWAKE_HERE, group.members - dormant)
    _keep(s, g, d, WAU_HERE, wau)
    _keep(s, g, d, QUIET_HERE, muted)


@mechanism
def _count_lives(s, g, d):
    """Retention by days since joining, and newcomers' return 8 days after the first post."""
    group = s.group[g]
    row, n, day, life = group.row, group.used, s.daily[group.world, d], s.tenure[group.world]
    presence, last, joined = cut(s.flag, c.PRESENCE, row, n), cut(s.count, c.LAST_OPEN, row, n), cut(s.count, c.JOINED, row, n)
    ordered, first = cut(s.count, c.LAST_ORDER, row, n), cut(s.count, c.FIRST_POST, row, n)
    for i in range(n):
        if first[i] >= 0 and first[i] == d - RETURN_UNTIL:
            column = FIRST_ANSWERED if s.flag[c.FIRST_ANSWERED, row + i] > 0 else FIRST_UNANSWERED
            day[column] += 1
            day[column + 1] += s.flag[c.CAME_BACK, row + i]
        if presence[i] == PRESENT and joined[i] >= 0:
            active = 1 if max(last[i], ordered[i]) > d - ACTIVE_DAYS else 0
            life[MEMBERS, d - joined[i]] += 1
            life[ACTIVE, d - joined[i]] += active
    for h in range(GENERATIONS):
        if d >= HORIZONS[h]:
            _count_generation(s, g, d, h)


@mechanism
def _count_generation(s, g, d, h):
    """Who joined exactly a horizon ago and is present or active; column by column, so that it vectorises."""
    group = s.group[g]
    row, n, day = group.row, group.used, s.daily[group.world, d]
    presence, last, joined = cut(s.flag, c.PRESENCE, row, n), cut(s.count, c.LAST_OPEN, row, n), cut(s.count, c.JOINED, row, n)
    ordered, born, since, present, active = cut(s.count, c.LAST_ORDER, row, n), np.int32(d - HORIZONS[h]), np.int32(d - ACTIVE_DAYS), 0, 0
    for i in range(n):
        here = 1 if joined[i] == born and presence[i] == PRESENT else 0
        present += here
        active += here if max(last[i], ordered[i]) > since else 0
    day[PRESENT_D1 + h] += present
    day[ACTIVE_D1 + h] += active


@mechanism
def sum_states(s, g, d):
    """Sums and squares of the states in fixed point, so that their order does not matter; and the ties held."""
    group = s.group[g]
    row, n, day = group.row, group.used, s.daily[group.world, d]
    presence = cut(s.flag, c.PRESENCE, row, n)
    for state, column in STATE_SUMS:
        values = cut(s.state, state, row, n)
        total = squares = 0
        for i in range(n):
            here = presence[i] == PRESENT
            total += np.int32(values[i] * SCALE) if here else NONE
            squares += np.int32(values[i] * values[i] * SCALE) if here else NONE
        day[column] += total
        day[column + 1] += squares
    t0, t1, t2, t3 = cut(s.taste, 0, row, n), cut(s.taste, 1, row, n), cut(s.taste, 2, row, n), cut(s.taste, 3, row, n)
    t4, t5, t6, t7 = cut(s.taste, 4, row, n), cut(s.taste, 5, row, n), cut(s.taste, 6, row, n), cut(s.taste, 7, row, n)
    total = squares = 0
    for i in range(n):
        here = presence[i] == PRESENT
        size = t0[i] + t1[i] + t2[i] + t3[i] + t4[i] + t5[i] + t6[i] + t7[i]
        total += np.int32(size * SCALE) if here else NONE
        squares += np.int32(size * size * SCALE) if here else NONE
    day[INTEREST_SUM] += total
    day[INTEREST_SUM + 1] += squares
    for slot in range(c.TIES):
        ties, held = cut(s.tie, slot, row, n), 0
        for i in range(n):
            held += 1 if ties[i] > ZERO and presence[i] == PRESENT else 0
        day[TIES] += held


@mechanism
def close_month(s, g, d):
    """On the last day of a month: who posted, and how unequally (Gini and top tenth among posters of groups with 20 or more)."""
    if d % DAYS_PER_MONTH != DAYS_PER_MONTH - 1:
        return
    group = s.group[g]
    day = s.daily[group.world, d]
    counts = np.zeros(group.used, np.int64)
    posters = 0
    for row in range(group.row, group.row + group.used):
        said = s.count[c.MONTH_MESSAGES, row]
        s.count[c.MONTH_MESSAGES, row] = 0
        present = s.flag[c.PRESENCE, row] == PRESENT
        day[MONTH_MEMBERS] += 1 if present else 0
        day[MONTH_POSTERS] += 1 if present and said > 0 else 0
        if said > 0:
            counts[posters] = said
            posters += 1
    if posters >= GROUP_POSTERS:
        gini, top = inequality(np.sort(counts[:posters]))
        day[MONTH_GROUPS] += 1
        day[MONTH_GINI] += int(gini * FIXED)
        day[MONTH_TOP] += int(top * FIXED)


@kernel
def inequality(sorted_counts):
    """Gini coefficient (exact, by ranks) and share of the top tenth (rounded up) of positive counts in rising order."""
    n, total, weighted = sorted_counts.size, 0, 0
    for rank in range(n):
        total += sorted_counts[rank]
        weighted += (rank + 1) * sorted_counts[rank]
    gini = 2.0 * weighted / (n * total) - (n + 1.0) / n
    top = 0
    for rank in range(n - (n + 9) // 10, n):
        top += sorted_counts[rank]
    return gini, top / total


@mechanism
def measure(s, g, d):
    """The group's part of today's record."""
    remember(s, g, d)
    count_members(s, g, d)
    count_memberships(s, g, d)
    sum_states(s, g, d)
    close_month(s, g, d)
    visit_seconds(s, g)
    if s.rule.shape[1] > 0:
        keep_group(s, g, d)
