"""One plain sentence per refusal: what cannot be done, and the next gesture."""

from __future__ import annotations

from datetime import date
from string import Formatter

from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.figures import day, number
from tisserand.wording.problems import shown

SENTENCES = {
    Refusal.NOT_ALLOWED: N_("This is not yours to do; ask an animator of the circle, or the host."),
    Refusal.NOT_FOUND: N_("There is nothing here, or nothing for you; go back to Today."),
    Refusal.ALREADY_DONE: N_("This was done already, and nothing changed; reload the page to see it."),
    Refusal.EMPTY_TEXT: N_("Nothing is written here; write a few words."),
    Refusal.TEXT_TOO_LONG: N_("This text is too long; shorten it."),
    Refusal.TEXT_WITH_LINK: N_("A link or an address cannot be sent here; say it in words."),
    Refusal.HIDDEN_CHARACTERS: N_(
        "This text hides invisible characters, often copied with it; type it again by hand."
    ),
    Refusal.BAD_ADDRESS: N_("This address cannot be read; write it like name@example.org."),
    Refusal.BAD_NAME: N_("This name will not do; write it with letters, without a link or an address."),
    Refusal.BAD_NUMBER: N_("This number will not do; write another one."),
    Refusal.BAD_DATE: N_("This date will not do; choose another one."),
    Refusal.BAD_PHONE: N_(
        "This is not a telephone number; write it with digits, such as +33 6 12 34 56 78, or leave it empty."
    ),
    Refusal.UNKNOWN_CHOICE: N_("This choice does not exist; choose one of the list."),
    Refusal.NO_LETTER_DAY: N_("No letter could reach you; choose at least one day, or take a pause."),
    Refusal.NAME_TAKEN: N_("This name is taken; choose another one."),
    Refusal.INVITATION_EXPIRED: N_("This invitation is too old; ask whoever invited you for a new one."),
    Refusal.INVITATION_USED: N_(
        "This invitation was used already; sign in with the address that received it."
    ),
    Refusal.INVITATION_UNKNOWN: N_(
        "This invitation opens nothing any more; ask whoever invited you for a new one."
    ),
    Refusal.INVITATION_FOR_ANOTHER: N_(
        "This invitation went to another address than yours; sign out, then open it again."
    ),
    Refusal.ALREADY_INVITED: N_(
        "Your circle has invited this address already; wait for the answer, or withdraw that invitation "
        "first."
    ),
    Refusal.TOO_MANY_INVITATIONS: N_(
        "This address was invited often of late; leave it in peace for a while."
    ),
    Refusal.NOT_ANIMATOR: N_("Only animators of the circle can do this; ask one of them."),
    Refusal.NOT_MEMBER: N_("This is for members of the circle only; choose one of them."),
    Refusal.LAST_ANIMATOR: N_("You are the last animator of this circle; name another one, then leave."),
    Refusal.SAME_CIRCLE: N_("A bridge joins two circles; choose another one than yours."),
    Refusal.BRIDGE_ALREADY_SIGNED: N_(
        "Your circle has signed this bridge already; the other circle still can, or has."
    ),
    Refusal.BRIDGE_SUSPENDED: N_("This bridge is suspended; the circle that suspended it can open it again."),
    Refusal.BRIDGE_PAST: N_("This bridge is past its review date; propose a new one."),
    Refusal.BRIDGE_CHANGED: N_("This bridge has changed since you read it; read it again, then sign."),
    Refusal.SIGNATURE_LAPSED: N_(
        "Whoever signed first no longer animates that circle; its animators are asked again: "
        "sign once they have."
    ),
    Refusal.SELF: N_("This is about yourself; choose somebody else."),
    Refusal.CLOSED: N_("This is closed, and nothing can be added; go back to Today."),
    Refusal.TOO_LATE: N_("The date has passed, and nothing changed; go back to Today."),
    Refusal.NOT_YET: N_("It is too early; come back later."),
    Refusal.BUDGET_SPENT: N_(
        "This week is as full as it was wished; wait for Monday, or change the rhythm in My data."
    ),
    Refusal.CLOCK_HELD: N_("The clock of the network stands still; the host must confirm its date first."),
    Refusal.NOTHING_TO_CONFIRM: N_("The clock runs, and there is nothing to confirm; reload the page."),
    Refusal.DEMO_ONLY: N_("This exists in a demo only; here, let the days go by."),
    Refusal.ALREADY_SET_UP: N_("This installation has its host already; sign in instead."),
    Refusal.SPONSOR_NOT_MEMBER: N_("Whoever sponsors is a member of the circle; choose one of them."),
    Refusal.VOUCH_NOT_YOURS: N_(
        "One recommends a newcomer whom one invited or sponsors; choose somebody whom you brought here."
    ),
    Refusal.TOO_MANY_VOUCHES: N_(
        "You have written all the recommendations of a year; wait until the oldest one is past."
    ),
    Refusal.TOO_MANY_ASKS: N_("You have as many open as one may; close one first, then write this one."),
    Refusal.LIST_MISSING: N_("There is no list here yet; choose a file, or paste your list below."),
    Refusal.LIST_TOO_LARGE: N_("This list is too large; keep the columns that are needed, or cut it in two."),
    Refusal.LIST_EMPTY: N_("Nobody in this list can be invited as it is; correct it, and send it again."),
}  # fmt: skip

WITH_FACTS = {
    Refusal.TEXT_TOO_LONG: N_(
        "This text has {length} characters, and {longest} at most fit here; shorten it."
    ),
    Refusal.BAD_NUMBER: N_("This number will not do; write a whole number from {least} to {most}."),
    Refusal.BAD_DATE: N_("This date will not do; choose one from {first} to {last}."),
    Refusal.INVITATION_EXPIRED: N_(
        "An invitation lives {days} days, and this one is older; ask whoever invited you for a new one."
    ),
    Refusal.TOO_MANY_INVITATIONS: N_(
        "This address was invited often in the last {days} days; leave it in peace for a while."
    ),
    Refusal.NOT_YET: N_("It is too early; come back on {day}."),
    Refusal.TOO_MANY_VOUCHES: N_(
        "One writes {most} recommendations a year at most; wait until the oldest one is past."
    ),
    Refusal.LIST_TOO_LARGE: N_(
        "This list weighs more than {most} MB; keep the columns that are needed, or cut it in two."
    ),
    Refusal.TOO_MANY_ASKS: N_(
        "You have {most} open, as many as one may; close one first, then write this one."
    ),
}  # fmt: skip
"""Fuller sentences, said when all their facts are known."""


def sentence(refused: Refused, words: Words) -> str:
    """Return what cannot be done, and what to do next, with the facts that are known."""
    full = WITH_FACTS.get(refused.code)
    if full is None or not fields(full) <= refused.facts.keys():
        return words.gettext(SENTENCES[refused.code])
    told = {name: _told(refused.facts[name], words) for name in fields(full)}
    return words.gettext(full).format(**told)


def fields(sentence: str) -> set[str]:
    """Return the names of the facts that a sentence needs."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _told(fact: object, words: Words) -> str:
    if isinstance(fact, date):
        return day(fact, words)
    return number(fact, words) if isinstance(fact, int) else shown(str(fact))
