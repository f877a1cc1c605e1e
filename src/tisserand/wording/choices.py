"""What people choose among, in words: kinds of asks, audiences, agreements, days, outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from tisserand.vocabulary import (
    ActorType,
    AskType,
    Audience,
    AuditAct,
    CircleKind,
    Consent,
    Reader,
    ReportReason,
)
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.reasons import ACTORS

Code = TypeVar("Code", bound=StrEnum)


class Agreement(NamedTuple):
    """A consent as it is asked: its title, and what giving it allows."""

    title: str
    text: str


class Question(NamedTuple):
    """A question answered by one tap, and its possible answers, by code."""

    text: str
    answers: Mapping[str, str]


ASK_TYPES: Mapping[AskType, str] = {
    AskType.FUNDS: N_("Funds"),
    AskType.TALENTS: N_("Talents"),
    AskType.PREMISES: N_("Premises"),
    AskType.MARKETING: N_("Marketing"),
    AskType.RENOWN: N_("Being known"),
    AskType.MARKET_FEEDBACK: N_("A word from the market"),
    AskType.SKILL: N_("A skill"),
    AskType.OTHER: N_("Something else"),
}
AUDIENCES: Mapping[Audience, str] = {
    Audience.CIRCLE: N_("The members of my circles"),
    Audience.BRIDGED: N_("My circles, and those that a bridge joins to them"),
    Audience.NETWORK: N_("The whole network"),
}
DISTANCES: Sequence[str] = (
    N_("Close to me"),
    N_("Rather close"),
    N_("Neither close nor far"),
    N_("Rather far"),
    N_("Far from me"),
)
"""How far from her somebody wishes to be introduced, stop by stop."""
CIRCLE_DISTANCES: Sequence[str] = (
    N_("Near: people whom their contacts already know"),
    N_("Rather near"),
    N_("In the middle: a few contacts shared, another circle"),
    N_("Rather far"),
    N_("Far: nobody in common yet"),
)
"""How far its members are introduced, stop by stop, as their circle says it."""
CIRCLE_KINDS: Mapping[CircleKind, Agreement] = {
    CircleKind.CLUB: Agreement(
        N_("A club"),
        N_("Members answer for whom they bring. Only signed bridges lead outside."),
    ),
    CircleKind.ASSOCIATION: Agreement(
        N_("An association"),
        N_("Open to many. A member who is also elsewhere may make the link with another circle."),
    ),
    CircleKind.MENTORING: Agreement(
        N_("A mentoring circle"),
        N_("An animator reads each proposal before it leaves. The circle is in no list."),
    ),
    CircleKind.TERRITORY: Agreement(
        N_("A territory"),
        N_("Proposals leave by themselves, and go rather far: one meets whom one would never have met."),
    ),
    CircleKind.COMPANY: Agreement(
        N_("A company"),
        N_("Colleagues far from each other meet. Nothing leads outside but a signed bridge."),
    ),
}
"""What a circle starts from, and what that means for its members."""
READERS: Mapping[Reader, str] = {
    Reader.CIRCLE: N_("A member of my circles"),
    Reader.OTHER_SIDE: N_("Somebody to whom I am proposed"),
    Reader.ANIMATOR: N_("Who animates my circles"),
    Reader.PUBLIC: N_("Anybody else"),
}
READERS_IN_SHORT: Mapping[Reader, str] = {
    Reader.CIRCLE: N_("Circles"),
    Reader.OTHER_SIDE: N_("Letters"),
    Reader.ANIMATOR: N_("Animators"),
    Reader.PUBLIC: N_("Others"),
}
"""At the head of a narrow column."""
AGREEMENTS: Mapping[Consent, Agreement] = {
    Consent.BEYOND: Agreement(
        N_("Being introduced beyond my circles"),
        N_("We may propose you to people of other circles, over a bridge that both circles signed."),
    ),
    Consent.COUNTED: Agreement(
        N_("Letting my ties count"),
        N_(
            "The people you know help choose for others, when they agreed too. You are never named, and no "
            "number under five is ever said."
        ),
    ),
    Consent.NAMED: Agreement(
        N_("Being named between two people I know"),
        N_("A letter may say your name to two people who each know you and let it count."),
    ),
    Consent.PROFILED: Agreement(
        N_("Being proposed for reasons"),
        N_(
            "Your town, your contacts and your kind of organisation help choose. Without it, you are drawn "
            "by lot among the open ways, with your own need and offer alone."
        ),
    ),
}
AUDIT_ACTS: Mapping[AuditAct, str] = {
    AuditAct.DETAILS_REVEALED: N_("Your contact details were given after two yeses"),
    AuditAct.ROLE_CHANGED: N_("Your role in a circle changed"),
    AuditAct.EXPORTED: N_("Your facts were exported"),
    AuditAct.ERASED: N_("An account was erased"),
    AuditAct.REPORT_CLOSED: N_("A report was closed"),
    AuditAct.SIGN_IN_CODE_PRINTED: N_("The host printed a sign-in code for you"),
    AuditAct.FILE_OPENED: N_("A file about you was opened"),
    AuditAct.SECOND_FACTOR_ADDED: N_("A second check was added to your sign-in"),
    AuditAct.SECOND_FACTOR_REMOVED: N_("A second check of your sign-in was taken away"),
    AuditAct.SECOND_FACTOR_RESET: N_("The host took your second check away, as it was lost"),
    AuditAct.RECOVERY_CODES_MADE: N_("New recovery codes were made"),
    AuditAct.SESSION_ENDED: N_("A device was signed out from your page"),
}
REPORT_REASONS: Mapping[ReportReason, str] = {
    ReportReason.SPAM: N_("Advertising, or the same message to many"),
    ReportReason.HARASSMENT: N_("Insistence, insults, threats"),
    ReportReason.FALSE_IDENTITY: N_("This person is not who they say"),
    ReportReason.OTHER: N_("Something else"),
}
PACES: Mapping[int, str] = {
    1: N_("One a week"),
    2: N_("Two a week"),
    3: N_("Three a week"),
    0: N_("None for now"),
}
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
YES_NO = {"yes": N_("Yes"), "a_little": N_("A little"), "no": N_("No")}
OUTCOMES: Mapping[str, Question] = {
    "useful": Question(N_("Was it useful to you?"), YES_NO),
    "listened": Question(N_("Were you listened to?"), YES_NO),
    "next": Question(N_("Does it go on?"), {"we_go_on": N_("Yes"), "perhaps": N_("Perhaps"), "no": N_("No")}),
}


def actors(words: Words) -> dict[str, str]:
    """Return every kind of actor with its name, by code."""
    return {code.value: words.gettext(ACTORS[code]) for code in ActorType}


def named_choices(table: Mapping[Code, str], words: Words) -> dict[str, str]:
    """Return the choices of a table in words, by code, in their order."""
    return {code.value: words.gettext(text) for code, text in table.items()}


def ask_type(code: str, words: Words) -> str:
    """Return the name of a kind of ask; "" when none was given."""
    return words.gettext(ASK_TYPES[AskType(code)]) if code in set(AskType) else ""


def act(code: str, words: Words) -> str:
    """Return what an audit line tells to the person concerned."""
    return words.gettext(AUDIT_ACTS[AuditAct(code)])
