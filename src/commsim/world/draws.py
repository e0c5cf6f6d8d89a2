"""Keyed draws: every random number is a pure function of (seed, member key, day, purpose).

So a member has the same luck under every strategy (common random numbers), and neither the order of members in
memory, nor batching, nor threads can change a result. Mixing as in splitmix64 (Steele, Lea & Flood 2014) for keys
and a two-multiplication 32-bit mixer for draws; draws are turned into decisions by inverse distribution functions only.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from commsim.world.kernel import kernel

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_A = np.uint64(0xBF58476D1CE4E5B9)
MIX_B = np.uint64(0x94D049BB133111EB)
S27, S30, S31, S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
H15, H16, H9 = np.uint32(15), np.uint32(16), np.uint32(9)
HASH_A, HASH_B = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
STEP = np.float32(2.0**-23)
HALF_STEP = np.float32(2.0**-24)


class Purpose(IntEnum):
    """What a draw decides. Values are unique; a new purpose takes a new number, an old number is never reused."""

    # a member's day
    OPEN = 1
    POST = 2
    TOPIC = 3
    BREACH = 4
    BREACH_FOUND = 5
    FALSE_ALARM = 6
    BUY = 7
    QUALITY = 8
    COMPLAINT = 9
    COMPLAINT_HANDLED = 10
    INVITE = 11
    MUTE = 12
    LEAVE = 13
    WINBACK = 14
    RETURN = 15
    ANSWER = 16
    FLASH = 17
    SPLIT = 23
    ELSEWHERE = 18
    ELSEWHERE_ANSWERED = 19
    PAID = 20  # + what is sold
    FORGIVEN = 24
    PASSED_ON = 25  # to whom
    NOTICE = 26
    # a member's life, drawn on joining
    PERSONA = 32
    ENTRY = 33
    ACCEPT = 34
    TENURE = 35
    NEED = 36
    CONSENT = 37
    PAID_NEED = 40  # + what is sold
    REGION = 44
    BIRTHDAY = 45
    TRAIT = 64  # + number of the trait
    TASTE = 96  # + topic
    # by item: + 16 * kind's purpose + ordinal of the item among its kind today
    JOIN_EVENT = 256  # + 16 * form + ordinal
    AD_SEEN = 512
    AD_FITS = 528
    OFFER_SEEN = 544
    OFFER_FITS = 560
    PRIZE = 768  # + 16 * form + ordinal
    REPLY = 1024  # + thread; mixed with the replier
    EXCHANGE = 1028  # + thread; mixed with the replier
    # the world's day
    ARRIVALS = 4096
    OUTSIDERS = 4097
    EVENT_PARTNER = 8192  # + 16 * form
    SEEDS = 4099
    FOUNDERS = 4100
    FILE = 4101
    CHANNEL = 4112  # + channel
    # added to the purpose of a draw for the first product, times the number of another
    PRODUCT = 65536


PRODUCT = np.uint32(Purpose.PRODUCT)


@kernel
def mix64(x):
    """Mix 64 bits so that every input bit moves every output bit; uint64 → uint64."""
    x = (x ^ (x >> S30)) * MIX_A
    x = (x ^ (x >> S27)) * MIX_B
    return x ^ (x >> S31)


@kernel
def derive(key, number):
    """A new key from a key and a number; uint64, uint64 → uint64."""
    return mix64(mix64(key) + number * GOLDEN)


@kernel
def luck_of_day(key, day):
    """The 64 bits from which a member's draws of a day are made; uint64, uint64 → uint64."""
    return mix64(key + (day + np.uint64(1)) * GOLDEN)


@kernel
def low(bits):
    """Lower half; uint64 → uint32."""
    return np.uint32(bits & np.uint64(0xFFFFFFFF))


@kernel
def high(bits):
    """Upper half; uint64 → uint32."""
    return np.uint32(bits >> S32)


@kernel
def uniform(lower, upper, purpose):
    """A float32 strictly between 0 and 1 from two 32-bit halves and a purpose, on a grid of 2^-23."""
    x = np.uint32(lower ^ np.uint32(purpose * np.uint32(0x9E3779B1)))
    x = np.uint32(np.uint32(x ^ np.uint32(x >> H16)) * HASH_A)
    x = np.uint32(x + upper)
    x = np.uint32(np.uint32(x ^ np.uint32(x >> H15)) * HASH_B)
    x = np.uint32(x ^ np.uint32(x >> H16))
    return np.float32(np.uint32(x >> H9)) * STEP + HALF_STEP


@kernel
def of_product(purpose, product):
    """The purpose for a product of a draw; the first product's is the purpose itself. uint32, int → uint32."""
    return np.uint32(purpose + PRODUCT * np.uint32(product))


@kernel
def draw(key, day, purpose):
    """One draw for a key on a day; for places where few are needed. uint64, int, int → float32."""
    bits = luck_of_day(key, np.uint64(day))
    return uniform(low(bits), high(bits), np.uint32(purpose))
