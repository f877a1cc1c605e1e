"""Letters as mails: the subject and the text of each kind, in the language of who receives them.

A mail says that something waits, where, and until when. What it is about stays behind its link: nobody is
named in it but who invites, and it reads the same whichever of two people is asked first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tisserand.vocabulary import LetterKind
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.figures import day
from tisserand.wording.quotes import named, quoted


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What a mail may tell: `name` of the reader, `link` to the page where it goes on, `code` to sign in,
    who invites (`by`), the `circle` it is about, the `other` one, what the circle is for, until when."""

    name: str = ""
    link: str = ""
    code: str = ""
    by: str = ""
    circle: str = ""
    other: str = ""
    purpose: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in words; paragraphs are parted by an empty line."""

    subject: str
    body: str


SUBJECTS = {
    LetterKind.INVITATION: N_("{by} invites you to the circle {circle}"),
    LetterKind.SIGN_IN: N_("Your code: {code}"),
    LetterKind.PROPOSAL: N_("A proposal waits for you"),
    LetterKind.REMINDER: N_("A proposal still waits for you"),
    LetterKind.ESTABLISHED: N_("You both said yes"),
    LetterKind.HAVE_YOU_MET: N_("Have you met?"),
    LetterKind.MESSAGE: N_("A message waits for you"),
    LetterKind.APPROVAL: N_("Proposals to read again in the circle {circle}"),
    LetterKind.BRIDGE_TO_SIGN: N_("{other} proposes a bridge to the circle {circle}"),
    LetterKind.BRIDGE_SIGNED: N_("The bridge between {circle} and {other} is signed"),
    LetterKind.BRIDGE_PERSON: N_("Will you stand on the bridge between {circle} and {other}?"),
    LetterKind.FORGOTTEN_SOON: N_("Do you wish to keep your account?"),
    LetterKind.ERASED: N_("Your account is erased"),
}
TEXTS = {
    LetterKind.INVITATION: (
        N_("{by} invites you to join the circle {circle}."),
        N_("What it is for: “{purpose}”"),
        N_("Read what it is, and who would see what, before you answer:"),
        N_(
            "Opening this page changes nothing. Nobody sees you anywhere as long as you have not accepted. "
            "Without an answer by {until}, your address is erased."
        ),
    ),
    LetterKind.SIGN_IN: (
        N_("Here is the code to sign in: {code}"),
        N_("It works once, for ten minutes, in the page where you asked for it."),
        N_("If you did not ask for it, do nothing: without this code nobody comes in."),
    ),
    LetterKind.PROPOSAL: (
        N_("We would like to introduce somebody to you: who, why, through whom, you will read it here:"),
        N_(
            "Three answers are possible: yes, later, not this time. A no and a silence look the same to "
            "everybody."
        ),
    ),
    LetterKind.REMINDER: (
        N_("A proposal waits for your answer. It will close by itself on its date:"),
        N_("If you would rather not answer, do nothing: nobody will know."),
    ),
    LetterKind.ESTABLISHED: (
        N_("You both accepted to be introduced. What each of you chose to give is here:"),
        N_("Half an hour is enough for a first talk."),
    ),
    LetterKind.HAVE_YOU_MET: (
        N_("You were introduced to somebody. Did you meet? One tap is enough:"),
        N_("Your answer is not shown to the other person as long as both of you have not said yes."),
    ),
    LetterKind.MESSAGE: (N_("Somebody to whom you were introduced wrote to you:"),),
    LetterKind.APPROVAL: (
        N_("Proposals for members of the circle {circle} wait to be read again:"),
        N_("You see the letter that your own member would receive, and never anybody’s answer."),
    ),
    LetterKind.BRIDGE_TO_SIGN: (
        N_("The circle {other} proposes a bridge to the circle {circle}, which you animate."),
        N_("Read its terms, then sign, or do nothing: nothing passes before both circles have signed."),
    ),
    LetterKind.BRIDGE_SIGNED: (
        N_("Both circles have signed: proposals may now pass between {circle} and {other}."),
        N_("No list of members is exchanged. Either circle may suspend the bridge at any time:"),
    ),
    LetterKind.BRIDGE_PERSON: (
        N_("You are asked to stand on the bridge between {circle} and {other}."),
        N_(
            "Accepting means that a letter may say your name to two people who each know you. You may take "
            "it back at any time:"
        ),
    ),
    LetterKind.FORGOTTEN_SOON: (
        N_("You have given no sign here for nearly two years: we do not keep what nobody uses."),
        N_("To keep your account, sign in once within thirty days; nothing else is asked of you:"),
        N_(
            "Without a sign of you, it is erased after these thirty days with all that hangs on it: your "
            "card, your needs and offers, your ties."
        ),
    ),
    LetterKind.ERASED: (
        N_("Your account and what hung on it are erased. Nothing else will be sent to this address."),
    ),
}
"""Paragraphs; one that ends with a colon is followed by the link. A fact that is missing drops its own."""

GREETING = N_("Hello {name},")
PLAIN_GREETING = N_("Hello,")
SIGNATURE = "Tisserand"


def mail(kind: LetterKind, facts: MailFacts, words: Words) -> Mail:
    """Return the mail of a letter of this kind. A fact that its kind does not use is not told."""
    said = _said(facts, words)
    body = [words.gettext(GREETING if facts.name else PLAIN_GREETING).format(**said)]
    told = False
    for sentence in TEXTS[kind]:
        if _is_missing(sentence, facts):
            continue
        body.append(words.gettext(sentence).format(**said))
        if sentence.endswith(":") and facts.link and not told:
            body.append(facts.link)
            told = True
    if facts.link and not told:
        body.append(facts.link)
    body.append(SIGNATURE)
    return Mail(words.gettext(SUBJECTS[kind]).format(**said), "\n\n".join(body) + "\n")


def _said(facts: MailFacts, words: Words) -> dict[str, str]:
    """The facts as they are written in a sentence, on one line each."""
    return {
        "name": named(facts.name),
        "code": facts.code,
        "by": named(facts.by) or words.gettext("Somebody"),
        "circle": named(facts.circle),
        "other": named(facts.other),
        "purpose": quoted(facts.purpose),
        "until": day(facts.until, words) if facts.until else "",
    }


def _is_missing(sentence: str, facts: MailFacts) -> bool:
    return ("{purpose}" in sentence and not facts.purpose) or ("{until}" in sentence and not facts.until)
