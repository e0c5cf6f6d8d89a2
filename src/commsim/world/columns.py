"""The columns of a member's row, and the fields of a group, an item and a world.

A row is a position in arrays of shape [columns, rows]; identity is the 64-bit key, never the position.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from commsim.scenario.fields import TOPICS


def places(number: int) -> Iterator[np.int64]:
    """0, 1, … as NumPy's whole numbers: Numba compiles a kernel anew for every plain constant it is called with, not for these."""
    return map(np.int64, range(number))


TIES = 8
"""Most ties a member keeps."""
CREATIVES = 4
"""Creatives whose exposures are counted per member."""
ITEMS = 16
"""Most items a group sees on a day."""
FORMS = 16
"""Forms of content (0–3) and of events (4–15)."""
PAID = 3
"""What is sold beside goods: service, knowledge, membership."""
QUANTILES = 257
"""Points of a tabulated trait distribution."""

# float32 traits, drawn once
(
    SOCIABILITY,  # tendency to talk, relative to 1
    INFLUENCE,  # log2 of influence relative to 1
    PRICE_SENSITIVITY,
    ATTENTION,  # messages a day
    WANTS_INFORMATION,
    WANTS_FUN,
    WANTS_BONDS,
    WANTS_IDENTITY,
    WANTS_GAIN,
    HONESTY,  # 0..1
    RESTLESSNESS,  # 0..1, multiplies the hazard of leaving
    FIRST_TRUST,  # 0..1
    FIRST_HABIT,  # 0..1
) = places(13)
TRAITS = 13

# float32 states
(
    TRUST,  # 0..1
    ACTIVITY,  # 0..1, chance to open on an ordinary day
    SATISFACTION,  # -1..1
    EXPECTATION,  # 0..1
    BELONGING,  # 0..1
    FATIGUE,  # >= 0
    NEED,  # 0..1, for the first product
    INTRINSIC,  # 0..1, intrinsic motive left
    KNOWLEDGE,  # 0..1, product knowledge
    GRIEF,  # >= 0, strength of ties that left, fading
    SCORE,  # >= 0, what the member did, mean life 30 days
    EXPERIENCE,  # -1..1, how the last order of the first product compared with what was expected; 0 before the first
) = places(12)
STATES = 12

# int32 counts and days; -1 where it never happened
(
    JOINED,  # day of joining; negative for members from before day 0
    LAST_OPEN,
    LAST_ORDER,
    FIRST_POST,
    LEFT_ON,
    SILENCED_UNTIL,  # first day on which the member may speak again
    POINTS,
    POINTS_SINCE,  # day points were last earned
    SPENT,  # yuan
    ORDERS,
    INVITED,  # invitations sent
    MONTH_MESSAGES,
    PAID_UNTIL,  # last day of the paid membership
) = places(13)
COUNTS = 13

# uint8 flags
(
    PRESENCE,
    DO_NOT_DISTURB,
    PERSONA,
    TIER,
    STRIKES,
    FIRST_ANSWERED,  # the first post was answered
    CAME_BACK,  # posted again on days 2 to 8 after the first post
    WEEK_ADS,  # ads seen this week
    WINDOW,  # bit 0: present on the first day of the 30-day window; bit 1: ordered in it
    STREAK,  # days in a row of opening, up to 255
    BROUGHT,  # members brought by invitations, up to 255
    PRODUCTS,  # bit n: has bought product n, from 0
) = places(12)
FLAGS = 12

NEVER = -30_000
"""A day long before day 0."""

PRESENT, LEFT, REMOVED = 1, 2, 3  # 0: the row was never used
POTENTIAL, ORDINARY, CORE = range(3)

# bits of what a member showed on a day
SHOWN_PRESENT, SHOWN_OPEN, SHOWN_POSTED, SHOWN_BOUGHT, SHOWN_ANSWERED, SHOWN_CONTACTED = (1, 2, 4, 8, 16, 32)

# float32 working columns of a day; nothing in them outlives the day
(
    OPENED,  # 0 or 1
    READ,  # share of the day's volume read
    OVERLOAD,  # 0 within the attention budget, 1 at twice it, towards 2 beyond
    FEEL,  # value of the day, -1..1
    INFORMED,  # information received
    ENTERTAINED,  # fun received
    HEARD,  # how much of yesterday's talk is taken in, 0..1
    MET,  # strength of ties met online yesterday
    PEERS_BOUGHT,  # strength of ties who bought yesterday
    TIE_STRENGTH,  # strength of all ties
    REWARD,  # rewards received, in 10 yuan
    PACKETS,  # of these, the brand's red packets
    GOOD,  # good acts for trust
    BAD,  # bad acts against trust
    PUSHED,  # notifications received
    IRRITATED,  # fatigue from ads seen today
    FIT,  # fit of the best offer or ad seen for the product at hand; -1: none seen
    PRICE_CUT,  # best discount seen on it, 0..1
    EVENTS_JOINED,  # events taken part in today
    EXPOSURE,  # effect of the exposures to the ads seen for the product at hand, 0..1
    AGAIN,  # chance to begin a message, and one more after each; 0 for who may not speak
    POSTS,  # messages begun today
    REPLIES,  # replies written today
    EVENT_FIT,  # fit of today's events to the motives, 0..1
    ANSWERED,  # 1: a post was answered today
    CONTACTED,  # 1: personally contacted today
    BOUGHT,  # orders today, at most one of each product
    TAKES,  # 1: orders the product at hand
    LIKED,  # interest in what the product at hand is about, 0..1; ½ for an average topic, or where it is about nothing in particular
    MOST_NEED,  # the largest need for a product on sale; used where there are several
    INVITES,  # 1: invites an acquaintance
    GOES,  # 1: leaves today
    SITS,  # 1: the feed or item at hand reaches the member
    REACH,  # share of the item at hand that is read
    VOLUME,  # messages and items to read today, in all feeds
    KNOWN,  # how well the member's wishes are met by personal choice, 0..1
    STANDING,  # identity that today's items and the owner lend
    SHARED,  # company of today's events
    OFFERED,  # rewards of today's events, in 10 yuan
    SHAPED,  # how far the member shaped the product or the group today
    ELSEWHERE,  # messages written in second groups
    SEAT_BENEFIT,  # recognition by seat and paid membership
    UNITS,  # units an order must hold
    GROUP_CUT,  # price reduction of a group purchase; -1: none seen
    FLASH_CUT,  # price reduction of a flash sale; -1: none seen
    WISHED,  # 1: wants to order in the sale at hand
    RACER_SOCIABILITY,  # of the k-th opener, 0 if silenced; so the racers' columns have no gaps
    FRIEND_TIE,  # strength of the poster's ties to openers
    RACER_TIME,  # in which the k-th opener would reply to the thread
    RACER_TASTE,  # first of TOPICS columns: interest of the k-th opener in a topic
) = places(50)
WORK = RACER_TASTE + TOPICS

# uint32 luck of a day
(
    LOWER,  # half of the day's luck
    UPPER,
    RACER_LOWER,  # of the k-th opener
    RACER_UPPER,
) = places(4)
LUCK = 4

# int32 lists of positions within the slice, or of positions in another list
(
    OPENERS,  # today's openers, from phase open to the end of the day
    PLACE,  # of an opener: which one it is; of others: anything
    SPEAKERS,
    UNANSWERED,  # posters whose threads nobody answered
    PARTICIPANTS,
    FRIENDS,  # places among the openers of the poster's friends
    CHOSEN,  # whom the decision at hand singles out
) = places(7)
LISTS = 7

FIRST = np.int64(0)
"""The product that is always on sale; further ones are numbered from 1."""
CONTENT, EVENT, OFFER, AD = places(4)
"""Kinds of items."""
EVERYBODY, INTERESTED, BUYERS, NON_BUYERS, NEWCOMERS, CORE_MEMBERS, INACTIVE = range(7)
"""Audiences, in the order of the schema's names."""
FOR_ALL = -1
"""Days since joining of an item that does not depend on them."""
HOME = -1
"""Kind of a general group; second groups have the number of their kind."""

ITEM = np.dtype(
    [
        ("kind", "i4"),
        ("form", "i4"),  # of content and events; of an offer or ad: the number of the product it is about
        ("ordinal", "i4"),  # number among its kind and form today
        ("creative", "i4"),
        ("audience", "i4"),
        ("tenure", "i4"),  # only for who joined so many days ago; -1: for all
        ("people", "i4"),  # buyers a group offer needs; 0: none
        ("stock", "i4"),  # units left of a flash sale; -1: no limit
        ("minimum", "f4"),  # yuan from which a coupon holds
        ("fee", "f4"),  # yuan a partner pays per exposure
        ("information", "f4"),
        ("fun", "f4"),
        ("bonds", "f4"),
        ("identity", "f4"),
        ("fresh", "f4"),  # 1 for a form not seen lately, less when repeated
        ("relevance", "f4"),
        ("discount", "f4"),
        ("reward", "f4"),  # yuan a participant may expect of an event
        ("prize", "f4"),  # yuan of each reward
        ("prizes", "i4"),  # rewards drawn by lot; 0: each participant has one
        ("personal", "f4"),
        ("topic", "f4", (TOPICS,)),
    ]
)

GROUP = np.dtype(
    [
        ("world", "i8"),
        ("row", "i8"),  # first row of the slice
        ("rows", "i8"),  # length of the slice
        ("used", "i8"),  # rows ever used
        ("cursor", "i8"),  # where the search for a free row goes on
        ("work", "i8"),  # first position in the working columns
        ("kind", "i8"),  # HOME, or the number of a kind of second group
        ("capacity", "i8"),
        ("open", "i8"),
        ("members", "i8"),
        ("items", "i8"),
        ("pushed", "i8"),  # brand items pushed to all today
        ("posted", "i8"),  # brand items so far
        ("openers", "i8"),
        ("posts", "i8"),
        ("messages", "i8"),
        ("posters", "i8"),
        ("spam", "i8"),  # spam left standing today
        ("openers_pleased", "i8"),
        ("bought", "i8"),
        ("last_message", "i8"),  # day of the last member's message, -1 never
        ("openers_before", "i8"),  # yesterday
        ("messages_before", "i8"),
        ("spam_before", "i8"),
        ("pleased_before", "i8"),
        ("bought_before", "i8"),
        ("participations", "i8"),
        ("event_openers", "i8"),
        ("helpers", "i8"),  # fixed point: helpers among its members who opened today, each by the motive left
        ("helpers_before", "i8"),
        ("purse", "i8"),  # fen this group may still spend today
        ("shift", "f4"),  # staff minutes paid for today
        ("minutes", "f4"),  # of these, left for the programme
        ("prompting", "f4"),  # how actively the staff on duty prompts talk, 0..1
        ("answer_minutes", "f4"),  # of the day, kept for answering
        ("moderate_minutes", "f4"),  # of the day, kept for moderation
        ("warned", "f4"),  # sanctions announced to all, fading
        ("topic", "i4", (TOPICS,)),  # members' messages by topic, today
        ("topic_before", "i4", (TOPICS,)),  # yesterday
        ("recent", "f4", (FORMS,)),  # recent items by form, fading
    ]
)

CHANNEL = np.dtype([("per_day", "f8"), ("until", "i8"), ("interest", "f4"), ("trust", "f4")])
"""A public way in, as the kernel reads it."""

WORLD = np.dtype(
    [
        ("seed", "u8"),
        ("group", "i8"),  # first group
        ("groups", "i8"),  # most groups
        ("open", "i8"),  # general groups open
        ("seconds", "i8"),  # most second groups; they follow the general ones
        ("sales_today", "i8"),  # flash sales and group purchases posted today
        ("seconds_open", "i8"),  # whether any is open
        ("next", "i8"),  # where placement goes on
        ("row", "i8"),
        ("rows", "i8"),
        ("personas", "i8"),  # which set of personas
        ("products", "i8"),  # on its market, the first included
        ("ever", "i8"),  # ever joined
        ("pending", "i8"),  # invitations sent today, answered tomorrow
        ("waiting", "i8"),  # first position of the world's invitations
        ("waiting_room", "i8"),  # most invitations that fit
        ("spent", "i8"),  # fen spent this month
        ("purse", "i8"),  # fen the community phases may still spend today
        ("review", "f4"),  # mean of the reviews, -1..1, moving
        ("insight", "f4"),  # what members say about the product and has not reached it yet, a day
        ("better", "f4"),  # quality gained by feedback
        ("said", "i8"),  # fixed point: what members told about the product today
        ("precision", "f4"),  # of personal choice, as paid for today
    ]
)
