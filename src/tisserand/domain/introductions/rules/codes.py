"""The closed lists of an introduction's life."""

from enum import StrEnum


class Stage(StrEnum):
    """Where an introduction stands. Never displayed: what people see is decided in `sight`."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    ASKED_FIRST = "asked_first"
    WAITING_SECOND = "waiting_second"
    ASKED_SECOND = "asked_second"
    ESTABLISHED = "established"
    MET = "met"
    OVER = "over"


class Answer(StrEnum):
    """What one side said, known to her alone."""

    NONE = "none"
    YES = "yes"
    NO = "no"


class Act(StrEnum):
    """What may happen to an introduction: by the network, by one of the two sides, or with the days."""

    WEAVE = "weave"  # the weaving, a welcome or a member proposes the pair
    SET_APART = "set_apart"  # a fact private to the pair keeps it from being shown
    APPROVE = "approve"  # every circle asked has approved, or kept silent long enough
    STOP = "stop"  # an animator stops it
    SHOW_FIRST = "show_first"
    SHOW_SECOND = "show_second"
    GUARD_FAILS = "guard_fails"  # what the weaving required is no longer true
    BRIDGE_ENDS = "bridge_ends"  # suspended, or past its date

    YES = "yes"
    NO = "no"
    NEVER = "never"  # no, and never again with this person
    LATER = "later"
    WITHDRAW = "withdraw"  # pauses, withdraws a consent or leaves the circle
    BLOCK = "block"
    ERASE = "erase"
    MET_YES = "met_yes"
    MET_NO = "met_no"
    OUTCOME = "outcome"

    LAPSE = "lapse"  # a required approval did not come
    NOT_SHOWN = "not_shown"  # no letter had room for it
    DAY_10 = "day_10"  # the last day to answer has passed
    DAY_17 = "day_17"  # the last day to ask the second has passed
    DAY_42 = "day_42"  # the last day to say "we met" has passed
    RESTED = "rested"


class Ending(StrEnum):
    """Why an introduction is over: for rests and for totals, never for a page, a letter or a score.

    A refusal has no code of its own. It is not even an ending: a no and a silence end alike, on the same
    day, as `unanswered`; the no stays in the Side of the person who said it.
    """

    UNANSWERED = "unanswered"  # two yeses did not come in time
    WITHDRAWN = "withdrawn"  # one of the two paused, withdrew a consent, left the circle or blocked
    GUARD = "guard"  # what the weaving required was no longer true
    APART = "apart"  # a fact private to the pair
    ERASED = "erased"
    STOPPED = "stopped"
    LAPSED = "lapsed"
    NOT_SHOWN = "not_shown"


class Cost(StrEnum):
    """What an arrow takes or leaves. Nothing here is ever given back, whatever is answered."""

    RESERVES_BOTH = "reserves_both"  # one place in each one's week, until Sunday
    QUOTA = "quota"  # one of the month's proposals over the bridge
    ASKS_ONE = "asks_one"  # one request shown to side one
    ASKS_TWO = "asks_two"
    RESTS_FROM_DRAFT = "rests_from_draft"  # as `days.rests_until` says
    RESTS_FROM_SHOWN = "rests_from_shown"
    ENDS_REST = "ends_rest"
    CONTACT = "contact"  # the one contact of this pair is recorded


class Guard(StrEnum):
    """What must be true for an arrow; `guards` holds the predicates."""

    MAY_BE_DRAFTED = "may_be_drafted"
    CIRCLES_AGREE = "circles_agree"
    MAY_BE_SHOWN = "may_be_shown"
    MAY_ESTABLISH = "may_establish"
    MAY_BE_MET = "may_be_met"


class Word(StrEnum):
    """What is said of an introduction: the first four to its two sides, the last two to animators only."""

    PROPOSED = "proposed"
    ESTABLISHED = "established"
    ENDED = "ended"
    UNAVAILABLE = "unavailable"
    TO_READ = "to_read"
    APPROVED = "approved"


class Verdict(StrEnum):
    """What a circle's animators said of one proposal."""

    NONE = ""
    APPROVED = "approved"
    STOPPED = "stopped"


class StopReason(StrEnum):
    """Why an animator stopped a proposal; each tells how many months the pair rests."""

    NOT_THIS_PAIR = "not_this_pair"
    ALREADY_ACQUAINTED = "already_acquainted"
    NOT_THIS_MEMBER_YET = "not_this_member_yet"

    @property
    def months(self) -> int:
        """How long the pair rests, in months from the draft."""
        return 3 if self is StopReason.NOT_THIS_MEMBER_YET else 12
