"""Phase *regroup*: once a week a group that has grown too large is split in two, one that has shrunk is merged into others.

Members take everything with them: their row is copied, and ties and invitations that point to it are turned to the new place.
"""

from __future__ import annotations

import numpy as np

from commsim.scenario.counts import COLUMN
from commsim.world import columns as c
from commsim.world.draws import Purpose, draw
from commsim.world.groups import book, open_empty, place
from commsim.world.kernel import mechanism
from commsim.world.numeric import HALF, ZERO
from commsim.world.population import free_row

GROUPS_SPLIT, GROUPS_MERGED = COLUMN["groups_split"], COLUMN["groups_merged"]
WEEK, FULL_SHARE = 7, np.float32(2)
NO_LIMIT, STAYS = 1 << 40, -1


@mechanism
def regroup(s, w, d):
    """Split and merge what the strategy says, at the end of each week."""
    p, world = s.p[w], s.world[w]
    if d % WEEK != WEEK - 1 or (p.groups_split_at == 0 and p.groups_merge_below == 0):
        return
    for g in range(world.group, world.group + world.open):
        members = s.group[g].members
        if s.group[g].open == 0:
            continue
        if 0 < p.groups_split_at <= members and world.open < world.groups:
            _split(s, w, g, d)
        elif members < p.groups_merge_below:
            _merge(s, w, g, d)


@mechanism
def _split(s, w, g, d):
    """Open a new group and move about half of the members there, by lot."""
    h = open_empty(s, w)
    _move(s, w, g, d, h, HALF)
    book(s, w, d, GROUPS_SPLIT, 1)


@mechanism
def _merge(s, w, g, d):
    """Close a group and give its members to the others, if these have room for all of them."""
    world, room = s.world[w], 0
    for h in range(world.group, world.group + world.open):
        if h != g and s.group[h].open > 0:
            room += s.group[h].capacity - s.group[h].members
    if room >= s.group[g].members:
        s.group[g].open = 0
        _move(s, w, g, d, STAYS, FULL_SHARE)
        book(s, w, d, GROUPS_MERGED, 1)


@mechanism
def _move(s, w, g, d, h, share):
    """Move a share of the members of g to group h, or round the groups with room (h = STAYS)."""
    group = s.group[g]
    moved = np.full(group.used, STAYS, np.int64)
    for i in range(group.used):
        row = group.row + i
        if s.flag[c.PRESENCE, row] != c.PRESENT or draw(s.key[row], d, Purpose.SPLIT) >= share:
            continue
        to = place(s, w, NO_LIMIT) if h == STAYS else h
        if s.group[to].members < s.group[to].capacity:
            moved[i] = free_row(s, to, d)
            _copy(s, row, moved[i])
            group.members -= 1
            s.group[to].members += 1
    _turn(s, w, g, moved)
    _forget(s, g, moved)


@mechanism
def _copy(s, row, new):
    """Copy a member's row; the new row's generation says that its former owner is gone."""
    generation = s.generation[new] + np.uint16(1)
    s.key[new] = s.key[row]
    for columns in (s.trait, s.state, s.taste, s.seen, s.tie, s.more_need, s.more_experience):
        _copy_columns(columns, row, new)
    for flags in (s.own, s.flag, s.shown, s.paid_need):
        _copy_columns(flags, row, new)
    for counts in (s.count, s.tie_row):
        _copy_columns(counts, row, new)
    _copy_columns(s.seat, row, new)
    _copy_columns(s.tie_generation, row, new)
    s.generation[new] = generation


@mechanism
def _copy_columns(columns, row, new):
    """One by one: assigning a slice brings code along that builds its error message, and takes a second to compile."""
    for column in range(columns.shape[0]):
        columns[column, new] = columns[column, row]


@mechanism
def _turn(s, w, g, moved):
    """Turn the world's ties and waiting invitations from old rows to new ones."""
    world, first = s.world[w], s.group[g].row
    for row in range(world.row, world.row + world.rows):
        for slot in range(c.TIES):
            i = s.tie_row[slot, row] - first
            if s.tie[slot, row] > ZERO and 0 <= i < moved.size and moved[i] >= 0:
                if s.tie_generation[slot, row] == s.generation[first + i]:
                    s.tie_row[slot, row] = moved[i]
                    s.tie_generation[slot, row] = s.generation[moved[i]]
    for position in range(world.waiting, world.waiting + world.pending):
        i = s.waiting_from[position] - first
        if 0 <= i < moved.size and moved[i] >= 0:
            s.waiting_from[position] = moved[i]


@mechanism
def _forget(s, g, moved):
    """Free the old rows at once."""
    for i in range(moved.size):
        if moved[i] >= 0:
            row = s.group[g].row + i
            s.flag[c.PRESENCE, row] = c.REMOVED
            s.count[c.LEFT_ON, row] = c.NEVER
            s.count[c.MONTH_MESSAGES, row] = 0
            s.count[c.FIRST_POST, row] = c.NEVER
            s.count[c.PAID_UNTIL, row] = c.NEVER
            s.key[row] = np.uint64(0)
            for seat in range(s.seat.shape[0]):  # the seats went along
                s.seat[seat, row] = -1
            for slot in range(c.TIES):
                s.tie[slot, row] = ZERO
