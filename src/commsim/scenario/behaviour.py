"""Behaviour: how members respond. Shared by all experiments; every default is a claim with a source.

Effects are log-odds (or log-hazard) per unit of their cause unless the unit says otherwise. The formulas they
enter stand in the module of the same name under ``commsim.day``.
"""

from __future__ import annotations

from commsim.scenario.fields import CALIBRATED, GUESS, Strict, effect, fraction, key, part

LALLY = "Lally et al. 2010: habits grow asymptotically over some 66 days"
SLOVIC = "Slovic 1993; Baumeister et al. 2001: bad outweighs good several times"
OLIVER = "Oliver 1980: expectation follows experience, satisfaction follows the difference"
DECI = "Deci, Koestner & Ryan 1999: tangible rewards weaken intrinsic motives"
SCHMIDT = "Schmidt & Eisend 2015: inverted U over exposures"
ZHANG = "Zhang & Zhu 2011: contribution follows the audience"
KARAU = "Karau & Williams 1993: collective effort"
REN = "Ren & Kraut 2014: information and bonds by group size"
NITZAN = "Nitzan & Libai 2011: a neighbour's exit raises the hazard, fading"
JOYCE = "Joyce & Kraut 2006: answered newcomers return"
SEERING = "Seering, Kraut & Dabbish 2017: after a ban others do less of what was banned"
YUAN = "Yuan et al.: of $1 received in red packets of WeChat groups 18 cents are sent on within a day; off at 0"
JONES = "Jones et al. 2008: chat saturates"


class Spread(Strict):
    """How much members differ within a persona."""

    sociability: float = key(
        "log standard deviation of sociability",
        "log",
        0.0,
        4.0,
        f"{CALIBRATED}; sign: van Mierlo 2014; Wu 2010 (heavy tails of contribution)",
    )
    attention: float = key("log standard deviation of the attention budget", "log", 0.0, 2.0, GUESS)
    influence: float = key("log standard deviation of influence", "log", 0.0, 3.0, GUESS)
    traits: float = key("log standard deviation of price sensitivity and motives", "log", 0.0, 2.0, GUESS)
    taste: float = key("log standard deviation of a member's interest in each topic", "log", 0.0, 3.0, GUESS)


class Open(Strict):
    """Who opens the group: odds = habit odds × exp(sum of effects)."""

    notification: float = effect("one brand item pushed to all today")
    event: float = effect("an announced event that fits the member's motives fully")
    need: float = effect("full need for the product", high=5.0)
    replied: float = effect("having been answered yesterday", CALIBRATED)
    momentum: float = effect("having opened yesterday", CALIBRATED)
    newcomer: float = effect("curiosity on the day after joining; fades with newcomer_days", CALIBRATED)
    newcomer_days: float = key("days over which a newcomer's curiosity halves", "days", 0.1, 365.0, CALIBRATED)
    fatigue: float = effect("one unit of fatigue; lowers opening")
    belonging: float = effect("full belonging", CALIBRATED)
    satisfaction: float = effect("one unit of satisfaction", OLIVER)
    contact: float = effect("a personal wake-up contact yesterday, without an offer")
    offer: float = effect("each 10 yuan offered in that contact, × gain motive")


class Read(Strict):
    """Limited attention."""

    item_effort: float = key("attention a brand item takes relative to a member's message", "messages", 0.0, 100.0, GUESS)
    spam_effort: float = key("attention a spam message takes relative to a member's message", "messages", 0.0, 100.0, GUESS)


class Value(Strict):
    """What a day in the group is worth; the sum v of the parts is felt as v / (v + half)."""

    information: float = key("weight of useful content", "value", 0.0, 10.0, GUESS)
    fun: float = key("weight of entertaining content", "value", 0.0, 10.0, GUESS)
    chat: float = key("weight of members' talk that matches the member's interest", "value", 0.0, 10.0, REN)
    chat_half: float = key("messages read at which talk gives half of its value", "messages", 0.1, 10_000.0, REN)
    bonds: float = key("weight of ties met online", "value", 0.0, 10.0, REN)
    identity: float = key("weight of belonging, tier and the owner's standing", "value", 0.0, 10.0, GUESS)
    gain: float = key("weight of rewards, per 10 yuan", "value", 0.0, 10.0, GUESS)
    half: float = key("sum of the parts felt as half of the most a day can give", "value", 0.01, 100.0, GUESS)
    match_half: float = key("overlap of interest and topic that counts as a half match", "overlap", 0.01, 5.0, GUESS)
    overload: float = key("value lost when the volume is twice the attention budget", "value", 0.0, 5.0, JONES)
    repetition: float = key("share of an item's value lost per recent item of the same form", "per item", 0.0, 5.0, OLIVER)
    repetition_days: float = key("days over which a form is forgotten (mean life)", "days", 1.0, 365.0, OLIVER)
    outside: float = fraction(
        "what other groups offer: the standard of comparison before own experience", "Thibaut & Kelley 1959 (comparison level)"
    )
    adaptation: float = fraction("share of the standard that comes from own expectation, the rest from outside", OLIVER)
    expectation_rate: float = fraction("daily step of expectation toward value, on days the group is opened", OLIVER)
    satisfaction_rate: float = fraction("daily step of satisfaction toward value − standard", OLIVER)


class Talk(Strict):
    """Talk, replies, ties and participation."""

    base: float = key("messages per opened day of an average member in an average group", "messages/day", 0.0, 50.0, CALIBRATED)
    belonging: float = effect("full belonging", f"{CALIBRATED}; sign: {KARAU}")
    satisfaction: float = effect("one unit of satisfaction")
    replied: float = effect("having been answered yesterday", CALIBRATED)
    prompting: float = effect("admins who prompt talk fully")
    event: float = effect("an event today that fits fully")
    reward: float = effect("rewards of 10 yuan at today's events that fit fully, × gain motive")
    audience: float = effect("a full audience", f"{CALIBRATED}; sign: {ZHANG}")
    audience_half: float = key(
        "openers yesterday at which the audience effect is half reached", "members", 0.1, 100_000.0, f"{CALIBRATED}; sign: {ZHANG}"
    )
    redundancy: float = effect("a volume far above redundancy_half; lowers talk", KARAU)
    redundancy_half: float = key("messages yesterday at which half of the redundancy is felt", "messages", 0.1, 100_000.0, KARAU)
    overload: float = effect("a volume twice the attention budget; lowers talk", f"{CALIBRATED}; sign: {JONES}")
    chill: float = effect("full strictness without explanation, growing with the square of strictness; lowers talk", REN)
    spam: float = effect("spam making up all of the volume; lowers talk", REN)
    fatigue: float = effect("one unit of fatigue; lowers talk")
    intrinsic: float = effect("a fully crowded-out intrinsic motive; lowers talk", DECI)
    reply: float = key("chance that an opener of weight 1 answers a given post", "per post", 0.0, 1.0, CALIBRATED)
    exchange: float = fraction("chance that after a reply one of the two says one thing more, and so on in turns", CALIBRATED)
    reply_tie: float = key("extra weight of a full tie in who replies", "times", 0.0, 100.0, REN)
    reply_newcomer: float = key("extra weight given to a newcomer's post when admins prompt fully", "times", 0.0, 20.0, JOYCE)
    join: float = key("chance that an opener takes part in an event that fits half", "per event", 0.0, 1.0, CALIBRATED)
    join_fit: float = effect("a fully fitting event", GUESS)
    pass_on: float = fraction("share of the money from red packets that members send on to each other on the same day", YUAN)
    answer_minutes: float = key("staff minutes to answer one message", "minutes", 0.01, 600.0, GUESS)
    question: float = effect("owning the product without knowing it: support questions")
    elsewhere: float = fraction("share of a member's messages that go to the second groups the member sits in", GUESS)
    answers_wanted: float = key("share of unanswered member posts that staff would answer given time", "share", 0.0, 1.0, GUESS)


class Ties(Strict):
    """Bonds between members."""

    gain: float = fraction("step toward full strength at an answered post, both ends", REN)
    event_gain: float = fraction("step at a shared event", REN)
    half_life: float = key("days without contact over which a tie loses half its strength", "days", 0.5, 3650.0, CALIBRATED)
    referral: float = fraction("strength of the tie between inviter and invited", GUESS)


class Moderation(Strict):
    """Breaches, detection, false alarms."""

    breach: float = key("chance that a wholly dishonest opener breaks a rule on a day", "per day", 0.0, 1.0, GUESS)
    outsiders: float = key("spam messages a day in a group that nobody moderates, per 100 members", "messages/day", 0.0, 100.0, GUESS)
    deterrence: float = effect("full strictness; lowers breaches")
    notice: float = effect("sanctions announced to all, at their most; lowers breaches", SEERING)
    report_half: float = key(
        "openers yesterday at which members report half of all there is, where reporting costs no effort", "members", 0.1, 100_000.0, GUESS
    )
    detection_minutes: float = key("staff minutes per 10 messages at which half of all breaches are found", "minutes", 0.01, 600.0, GUESS)
    false_alarm: float = key("chance that a harmless message is taken for a breach under full strictness", "per message", 0.0, 1.0, REN)
    strike_days: float = key("mean days until a strike is forgotten", "days", 1.0, 3650.0, GUESS)


class Trust(Strict):
    """Trust moves by gain × good × (1 − trust) − loss × bad × trust."""

    gain: float = key("gain per good act", "per act", 0.0, 1.0, SLOVIC)
    loss: float = key("loss per bad act", "per act", 0.0, 1.0, SLOVIC)
    satisfaction: float = key("good acts in a fully satisfying day", "acts", 0.0, 20.0, GUESS)
    answered: float = key("good acts in an answer from staff", "acts", 0.0, 20.0, GUESS)
    peers: float = key("good acts in a group whose openers were all satisfied yesterday", "acts", 0.0, 20.0, GUESS)
    product: float = key("acts in a purchase far better or worse than expected", "acts", 0.0, 20.0, GUESS)
    complaint: float = key("bad acts in a complaint left unanswered", "acts", 0.0, 20.0, GUESS)
    irrelevant_ad: float = key("bad acts in seeing a wholly irrelevant ad", "acts", 0.0, 20.0, GUESS)
    frequent_ad: float = key("bad acts in an ad seen past the peak of its wear-in, per multiple of the peak", "acts", 0.0, 20.0, SCHMIDT)
    spam: float = key("bad acts in ten spam messages left standing and read", "acts", 0.0, 20.0, GUESS)
    unfair: float = key("bad acts in being sanctioned without cause", "acts", 0.0, 20.0, GUESS)
    drift: float = fraction("daily step back toward the trust the persona starts with", GUESS)
    sharing: float = key("good acts a month in an open sharing of the whole margin", "acts", 0.0, 20.0, GUESS)
    demoted: float = key("bad acts in losing a tier or a VIP seat", "acts", 0.0, 20.0, "Wagner et al. 2009: demotion hurts")
    exaggeration: float = key("bad acts in an order after promises that were all false", "acts", 0.0, 20.0, SLOVIC)


class Buy(Strict):
    """Purchase hazard = base × exp(sum of effects)."""

    base: float = key(
        "chance to order on a day for a member of full need, trust and match ½, at the reference price", "per day", 0.0, 1.0, CALIBRATED
    )
    unprompted: float = fraction("share of that chance on days when the group is opened but no offer or ad is seen", GUESS)
    need: float = effect("lacking all need; lowers buying")
    trust: float = effect("full trust against none", "Manchanda et al. 2015 (social and trust effects on sales)")
    match: float = effect("an offer that fits fully against not at all")
    discount: float = effect("a discount of 100 %, × price sensitivity")
    price: float = effect("a price twice the reference (log₂), × price sensitivity; lowers buying")
    experience: float = effect("a last order far better than expected; as much less after a far worse one", OLIVER)
    social: float = effect("all openers having bought yesterday", "Manchanda et al. 2015")
    review: float = effect("reviews far better than expected; as much less for far worse ones", "Cabral & Hortaçsu 2010")
    review_orders: float = key("orders over which the mean of the reviews moves", "orders", 1.0, 10_000.0, GUESS)
    history: float = key("score at which half of a member's wishes is known", "score", 0.1, 1_000.0, GUESS)
    exaggeration: float = effect("promises that are all false, as long as they are believed")
    recommended: float = effect("a commission of 100 % to members who recommend")
    proficiency: float = effect("full knowledge of the product against none, on services and renewals")
    fatigue: float = effect("one unit of fatigue; lowers buying")
    exposure: float = effect("an ad at the best number of exposures", SCHMIDT)
    exposure_peak: float = key("exposures to one creative at which it works best", "exposures", 0.1, 100.0, SCHMIDT)
    exposure_days: float = key("days over which exposures are forgotten (mean life)", "days", 1.0, 3650.0, GUESS)
    variability: float = fraction("how much the experienced quality varies between orders", GUESS)
    complaint: float = fraction("chance of a complaint after a wholly bad product by who does not know it; full knowledge halves it", GUESS)
    learning: float = fraction("daily step of quality toward the best, by full effort on feedback from every member", GUESS)
    learning_days: float = key("days until what members say reaches the product (mean lag)", "days", 1.0, 3650.0, GUESS)
    complaint_minutes: float = key("staff minutes to handle a complaint", "minutes", 0.01, 600.0, GUESS)


class Invite(Strict):
    """Referral: chance a day = base × exp(sum of effects) × unused share of the circle."""

    base: float = key("chance that an average opener invites on a day", "per day", 0.0, 1.0, CALIBRATED)
    satisfaction: float = effect("one unit of satisfaction")
    trust: float = effect("full trust against none")
    reward: float = effect("a reward of 10 yuan, × gain motive")
    fresh: float = effect("having bought within the last week", "Schmitt et al. 2011")
    influence: float = effect("influence twice the average (log scale)")
    belonging: float = effect("full belonging", "Schmitt et al. 2011; Ren & Kraut (bonds are passed on)")
    consent: float = fraction("share of the invited who accept where the platform asks for consent", GUESS)


class Stay(Strict):
    """Leaving: hazard = base × restlessness × exp(sum of effects); going silent; muting."""

    base: float = key("hazard a day of a member whose restlessness is 1 and effects are 0", "per day", 0.0, 1.0, CALIBRATED)
    satisfaction: float = effect("one unit of satisfaction; lowers leaving")
    belonging: float = effect("full belonging; lowers leaving", "Garcia et al. 2013 (ties keep people)")
    trust: float = effect("full trust against none; lowers leaving")
    fatigue: float = effect("one unit of fatigue")
    grief: float = effect("a full tie having left", f"{NITZAN}: +80 % for an average tie, of strength 0.3")
    grief_days: float = key("days over which that fades (mean life)", "days", 1.0, 365.0, NITZAN)
    status: float = effect("full tier benefits and 1,000 points to lose; lowers leaving", "Wagner et al. 2009")
    absence: float = effect("not having opened for 30 days; lowers leaving: who does not look does not leave", GUESS)
    mute_base: float = key(
        "chance a day of choosing do-not-disturb at one unit of fatigue",
        "per day",
        0.0,
        1.0,
        "survey of 2,002 people in China 2020: 74.6 % mute noisy groups",
    )
    winback_return: float = fraction("chance that a contacted leaver with full trust comes back", GUESS)


class Habits(Strict):
    """How tomorrow's states follow from today."""

    gain: float = fraction("step of the opening habit toward its ceiling on a day of full value", LALLY)
    ceiling: float = fraction(
        "how far the opening habit can grow: share of the way from the first habit to opening on every day",
        f"{CALIBRATED}; asymptotes: {LALLY}",
    )
    decay: float = fraction("step of the opening habit toward 0 on a day not opened", CALIBRATED)
    floor: float = fraction("habit that never fades: the chance to look in again after long absence", CALIBRATED)
    answered: float = fraction("extra step of a newcomer's habit when the first post is answered", JOYCE)
    talking: float = fraction("extra step of the habit on a day of own talk", LALLY)
    interest_gain: float = fraction("step of interest toward the topics that pleased", GUESS)
    interest_return: float = fraction("daily step of interest back to the member's own taste", GUESS)
    belonging_gain: float = fraction("daily step of belonging toward its target on opened days", GUESS)
    belonging_decay: float = fraction("daily step of belonging toward 0 on days not opened", GUESS)
    belonging_ties: float = fraction("part of belonging that comes from ties; the rest from identity", REN)
    fatigue_ad: float = key("fatigue from an ad that fits not at all", "fatigue", 0.0, 5.0, "Goli et al. (ad load and listening hours)")
    fatigue_notification: float = key("fatigue from a notification", "fatigue", 0.0, 5.0, "Localytics 2017")
    fatigue_pitch: float = key(
        "fatigue from a service, course or membership on sale, a day it is met by who does not trust", "fatigue", 0.0, 5.0, GUESS
    )
    fatigue_overload: float = key("fatigue from a day of twice the attention budget", "fatigue", 0.0, 5.0, JONES)
    fatigue_days: float = key("days over which fatigue fades (mean life)", "days", 1.0, 365.0, CALIBRATED)
    crowding: float = key("loss of intrinsic motive per 10 yuan of reward", "per 10 yuan", 0.0, 1.0, DECI)
    crowding_days: float = key("days over which the intrinsic motive recovers (mean life)", "days", 1.0, 3650.0, DECI)
    cocreation: float = fraction("extra step of belonging when a member has shaped the product or the group", REN)
    helper_crowding: float = key("share of a helper's minutes lost per 10 yuan of monthly reward", "per 10 yuan", 0.0, 1.0, DECI)
    learning: float = fraction("step of product knowledge toward 1 on a day of fully useful content", GUESS)


class Form(Strict):
    """What one form of content or event offers, and what it takes."""

    information: float = fraction("appeal to the wish to know", GUESS)
    fun: float = fraction("appeal to the wish for fun", GUESS)
    bonds: float = fraction("appeal to the wish for company; also how many ties it makes", GUESS)
    identity: float = fraction("appeal to the wish to belong", GUESS)
    cocreation: float = fraction("how far members shape the product or the group", GUESS)
    hours: float = key("staff hours per event and group", "hours", 0.0, 1_000.0, GUESS)
    cost: float = key("cost per event and group beside rewards", "yuan", 0.0, 1_000_000.0, GUESS)


class Forms(Strict):
    """Profiles of the forms of content and events."""

    text: Form = part("text content")
    voice: Form = part("voice content")
    image: Form = part("picture content")
    video: Form = part("short video")
    check_in: Form = part("daily check-in")
    q_and_a: Form = part("questions answered by an expert")
    topic_challenge: Form = part("topic or photo challenge")
    lottery: Form = part("lottery")
    trial: Form = part("product trial with feedback")
    vote: Form = part("vote on the group's own affairs")
    live: Form = part("live broadcast")
    offline: Form = part("offline meeting")
    red_packet: Form = part("red packets")
    user_content: Form = part("members' own pictures and stories")
    survey: Form = part("product survey, colour vote")
    tester: Form = part("testers of new products")


class Behaviour(Strict):
    """How members respond."""

    spread: Spread = part("differences between members")
    open: Open = part("opening the group")
    read: Read = part("reading")
    value: Value = part("value and satisfaction")
    talk: Talk = part("talk, replies, participation")
    ties: Ties = part("bonds")
    moderation: Moderation = part("breaches and their discovery")
    trust: Trust = part("trust")
    buy: Buy = part("purchase")
    invite: Invite = part("referral")
    stay: Stay = part("leaving and returning")
    habits: Habits = part("habits and slow states")
    forms: Forms = part("forms of content and events")
