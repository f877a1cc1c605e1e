"""Closed lists, as codes. Sentences for them live in `wording`."""

from enum import StrEnum


class AskType(StrEnum):
    """What a need or an offer is about (capability 3.1)."""

    FUNDS = "fonds"
    TALENTS = "talents"
    PREMISES = "locaux"
    MARKETING = "marketing"
    RENOWN = "notoriete"
    MARKET_FEEDBACK = "retour_marche"
    SKILL = "competence"
    OTHER = "autre"


class ActorType(StrEnum):
    """What kind of actor a person speaks for (capability 0.8)."""

    COMPANY = "entreprise"
    ASSOCIATION = "association"
    PUBLIC_BODY = "collectivite"
    CITIZEN = "citoyen"
    SCHOOL = "ecole"
    PLACE = "tiers_lieu"


class Consent(StrEnum):
    """What a person may agree to."""

    BEYOND = "beyond"
    COUNTED = "counted"
    NAMED = "named"
    PROFILED = "profiled"


class Reason(StrEnum):
    """Why two people are proposed to each other; the order is the order of the engine's columns.

    The score of a pair is the sum of the values of its reasons. `a` is the person named first.
    """

    NEED = "need"  # a looks for what b offers
    OFFER = "offer"  # b looks for what a offers
    BOTH_WAYS = "both_ways"  # each can help the other
    SHARED_CONTACTS = "shared_contacts"  # some contacts in common, neither strangers nor look-alikes
    ACROSS = "across"  # two circles, and a route open between them
    TOWN = "town"  # they can meet without travelling
    MIX = "mix"  # two different types of actor
    NEWCOMER = "newcomer"  # one of the two joined lately


class Route(StrEnum):
    """How two people may be proposed to each other."""

    BRIDGE = "bridge"  # a signed bridge, whose row is counted
    SHARED_MEMBER = "shared_member"  # a shared member, where both circles allow it
    EVERYWHERE = "everywhere"  # no bridge was ever declared: every circle is open to every other
    INSIDE = "inside"  # a circle in common


class ApprovalMode(StrEnum):
    """What a circle asks of its animators before one of its members is shown a proposal."""

    NONE = "none"
    UNLESS_STOPPED = "unless_stopped"
    REQUIRED = "required"


class BridgeRisk(StrEnum):
    """Why a bridge may stop carrying anybody; the gravest first."""

    REVIEW_PAST = "review_past"  # its review date is behind: nothing new passes
    SUSPENDED = "suspended"  # one of the two circles stopped it
    NOTHING_CROSSED = "nothing_crossed"  # nothing was established over it in three months
    ONE_PERSON = "one_person"  # it holds by one person, or by nobody
    REVIEW_NEAR = "review_near"  # its review comes within four weeks


class CircleKind(StrEnum):
    """What a circle is, in broad terms: each has ready-made choices of policy."""

    CLUB = "club"
    ASSOCIATION = "association"
    MENTORING = "mentoring"
    TERRITORY = "territory"
    COMPANY = "company"


class Field(StrEnum):
    """What a person may keep from a kind of reader. Her name always goes with what she is shown for."""

    CONCERN = "concern"
    TOWN = "town"
    ORGANISATION = "organisation"
    SECTOR = "sector"
    ACTOR_TYPE = "actor_type"


class Reader(StrEnum):
    """A kind of reader; never a named person, which would reveal a block."""

    CIRCLE = "circle"  # a member of a circle of hers
    OTHER_SIDE = "other_side"  # somebody to whom she is proposed
    ANIMATOR = "animator"  # who animates a circle of hers
    PUBLIC = "public"  # anybody else


class Audience(StrEnum):
    """How far one need or one offer may be read."""

    CIRCLE = "circle"
    BRIDGED = "bridged"
    NETWORK = "network"


class AuditAct(StrEnum):
    """A sensitive act; each writes exactly one line that the person concerned can read."""

    DETAILS_REVEALED = "details_revealed"
    ROLE_CHANGED = "role_changed"
    EXPORTED = "exported"
    ERASED = "erased"
    REPORT_CLOSED = "report_closed"
    SIGN_IN_CODE_PRINTED = "sign_in_code_printed"
    FILE_OPENED = "file_opened"
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    SESSION_ENDED = "session_ended"


class ContactKind(StrEnum):
    """How two people came into contact."""

    MET = "met"  # both said so after an introduction
    DECLARED = "declared"  # "people I know"
    IMPORTED = "imported"  # a file said so
    MEETING = "meeting"  # both were there


class LetterKind(StrEnum):
    """Why a letter is written; its text is made when it is sent or read."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    PROPOSAL = "proposal"
    REMINDER = "reminder"
    ESTABLISHED = "established"
    HAVE_YOU_MET = "have_you_met"
    MESSAGE = "message"
    APPROVAL = "approval"
    BRIDGE_TO_SIGN = "bridge_to_sign"
    BRIDGE_SIGNED = "bridge_signed"
    BRIDGE_PERSON = "bridge_person"
    FORGOTTEN_SOON = "forgotten_soon"
    ERASED = "erased"


class MeasureCode(StrEnum):
    """A figure of the observatory."""

    EDITION = "edition"  # the figures of these four weeks are written; no figure of its own
    OPENNESS = "openness"  # the share of ties across, beside what chance gives and where its draws fall
    RATIO = "ratio"  # the same share divided by chance, with its own margin; also of two circles
    FIRST_ACROSS = "first_across"  # days from arrival to a first tie beyond one's circles, median
    ASK_TO_MEETING = "ask_to_meeting"  # days from a need to a meeting that answered it, median
    SERVED = "served"  # the share of those who agreed who were shown a proposal in the last quarter


class Origin(StrEnum):
    """Where an introduction comes from."""

    ENGINE = "engine"
    WELCOME = "welcome"


class ReportReason(StrEnum):
    """Why somebody is reported to the host."""

    SPAM = "spam"
    HARASSMENT = "harassment"
    FALSE_IDENTITY = "false_identity"
    OTHER = "other"


class RequestKind(StrEnum):
    """What asks for a person's time; each draws once on her attention, when first shown."""

    INTRODUCTION = "introduction"
    SIGNATURE = "signature"


class Axis(StrEnum):
    """What an encounter turns around (capability 1.8)."""

    WORLD = "world"
    SELF = "self"
    SOCIETY = "society"
    KNOWLEDGE = "knowledge"


class Role(StrEnum):
    """What a member does in her circle."""

    MEMBER = "member"
    ANIMATOR = "animator"


class Refusal(StrEnum):
    """Why an act is refused; `wording.refusals` says it in a sentence with the next gesture."""

    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    ALREADY_DONE = "already_done"
    EMPTY_TEXT = "empty_text"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_WITH_LINK = "text_with_link"
    HIDDEN_CHARACTERS = "hidden_characters"
    BAD_ADDRESS = "bad_address"
    BAD_NAME = "bad_name"
    BAD_NUMBER = "bad_number"
    BAD_DATE = "bad_date"
    BAD_PHONE = "bad_phone"
    UNKNOWN_CHOICE = "unknown_choice"
    NO_LETTER_DAY = "no_letter_day"
    NAME_TAKEN = "name_taken"
    INVITATION_EXPIRED = "invitation_expired"
    INVITATION_USED = "invitation_used"
    INVITATION_UNKNOWN = "invitation_unknown"
    INVITATION_FOR_ANOTHER = "invitation_for_another"
    TOO_MANY_INVITATIONS = "too_many_invitations"
    NOT_ANIMATOR = "not_animator"
    NOT_MEMBER = "not_member"
    LAST_ANIMATOR = "last_animator"
    SAME_CIRCLE = "same_circle"
    BRIDGE_ALREADY_SIGNED = "bridge_already_signed"
    BRIDGE_SUSPENDED = "bridge_suspended"
    BRIDGE_PAST = "bridge_past"
    BRIDGE_CHANGED = "bridge_changed"
    SIGNATURE_LAPSED = "signature_lapsed"
    SELF = "self"
    CLOSED = "closed"
    TOO_LATE = "too_late"
    NOT_YET = "not_yet"
    BUDGET_SPENT = "budget_spent"
    CLOCK_HELD = "clock_held"
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
    DEMO_ONLY = "demo_only"
    ALREADY_SET_UP = "already_set_up"
    SPONSOR_NOT_MEMBER = "sponsor_not_member"
    VOUCH_NOT_YOURS = "vouch_not_yours"
    TOO_MANY_VOUCHES = "too_many_vouches"
    ALREADY_INVITED = "already_invited"
    TOO_MANY_ASKS = "too_many_asks"
    LIST_MISSING = "list_missing"
    LIST_TOO_LARGE = "list_too_large"
    LIST_EMPTY = "list_empty"
