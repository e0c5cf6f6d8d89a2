"""Small numeric functions of the kernel, in float32, equal to the last bit compiled or not."""

from __future__ import annotations

import numpy as np

from commsim.world.kernel import kernel, mechanism

F = np.float32
ZERO, HALF, ONE, TWO, TEN, HUNDRED = F(0), F(0.5), F(1), F(2), F(10), F(100)
TINY = F(1e-6)
BLOCK = 64
"""Members asked together whether there is anybody among them at all."""
LOG_LIMIT, SQRT2, LN2 = 65536.0, 1.4142135623730951, 0.6931471805599453
EXP_LIMIT, SIXTYFOURTH = F(16), F(1 / 64)
C2, C3, C4, C5, C6 = F(1 / 2), F(1 / 6), F(1 / 24), F(1 / 120), F(1 / 720)


@kernel
def exp(x):
    """e^x for float32, x clipped to ±16; relative error below 1e-5. Our own, as libraries differ in the last bit.

    e^x = (e^(x/64))^64: a Taylor polynomial on |x/64| ≤ ¼, squared six times.
    """
    t = min(max(x, -EXP_LIMIT), EXP_LIMIT) * SIXTYFOURTH
    y = ONE + t * (ONE + t * (C2 + t * (C3 + t * (C4 + t * (C5 + t * C6)))))
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    return y * y


@mechanism
def log2(x):
    """Logarithm to base 2 of a float64 in 2^-16 … 2^16 (limited to that), by halving and the series of artanh; our own, as exp is."""
    x = min(max(x, 1.0 / LOG_LIMIT), LOG_LIMIT)
    power = 0.0
    while x > SQRT2:
        x *= 0.5
        power += 1.0
    while x < 1.0 / SQRT2:
        x *= 2.0
        power -= 1.0
    y = (x - 1.0) / (x + 1.0)
    square, term, total = y * y, y, 0.0
    for odd in range(1, 24, 2):
        total += term / odd
        term *= square
    return power + 2.0 * total / LN2


@kernel
def unit(x):
    """x limited to 0..1."""
    return min(max(x, ZERO), ONE)


@kernel
def saturate(x, half):
    """x / (x + half): diminishing returns, ½ at `half`; 0 where both are 0. x ≥ 0, half ≥ 0."""
    return x / (x + half + TINY)


@kernel
def quantile(table, u):
    """Value at u of a distribution given by its quantiles at 0, 1/n … 1; linear between. float32 [n + 1], 0 < u < 1."""
    last = table.size - 1
    position = u * F(last)
    k = min(int(position), last - 1)
    part = position - F(k)
    return table[k] + part * (table[k + 1] - table[k])


@mechanism
def cut(columns, number, first, n):
    """Part of one column as a contiguous view: [columns, rows] → [n]."""
    return columns[number, first : first + n]


@mechanism
def listed(column, places):
    """Write the positions at which a column is above 0 into `places`, in rising order; returns how many there are.

    For columns where hardly any is: a block without one is passed over as a whole, which vectorises.
    """
    count = 0
    for start in range(0, column.size, BLOCK):
        block, above = column[start : min(start + BLOCK, column.size)], 0
        for k in range(block.size):
            above += 1 if block[k] > ZERO else 0
        if above > 0:
            for k in range(block.size):
                places[count] = start + k
                count += 1 if block[k] > ZERO else 0
    return count
