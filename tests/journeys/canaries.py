"""Somebody who left words wherever a person can leave some, and where those words are found afterwards.

`eve_everywhere` lives her story by the real verbs: invited from a list, introduced to two people, answered
for, reported. Each canary is a word that stands nowhere else; her reference is watched with them.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections

from tests.domain.introductions.town import (
    MONDAY,
    NEED,
    OFFER,
    Town,
    circle,
    join,
    member,
    on,
    seeks,
    town,
)
from tisserand.domain.attention.actions import queue_letter, set_budget
from tisserand.domain.circles.actions import import_people, invite_to_circle, send_invitations
from tisserand.domain.circles.models import Admission, Bridge, MemberList, Membership
from tisserand.domain.exchanges.actions import accept_invitation, write_need, write_offer
from tisserand.domain.introductions.actions import answer, approve, say_met, tell_outcome, write_message
from tisserand.domain.introductions.jobs import carry_on, weave_week
from tisserand.domain.introductions.models import Approval, Introduction, Side
from tisserand.domain.introductions.rules import Answer
from tisserand.domain.people.actions import (
    report,
    set_block,
    set_consent,
    set_hide,
    withhold,
    write_audit,
    write_profile,
)
from tisserand.domain.people.models import Invitation, Person
from tisserand.domain.ties.actions import declare_contact
from tisserand.domain.ties.models import Vouch
from tisserand.formats.records import Ask
from tisserand.formats.records import Person as Record
from tisserand.vocabulary import (
    ApprovalMode,
    Audience,
    AuditAct,
    Consent,
    Field,
    LetterKind,
    Reader,
    ReportReason,
    Role,
)

CANARIES = [f"canari{number:02}x" for number in range(1, 35)]
PHONE = "+33 6 12 98 76 54"
"""The one canary that cannot be a word."""
ARRIVED = MONDAY - timedelta(days=20)
LAST = 22
"""The days that the story lasts after its first Monday."""


def eve_everywhere() -> tuple[Person, Town]:
    """Live her story; she, and the town where she lived it."""
    place = town(one=ApprovalMode.REQUIRED)
    Bridge.objects.update(until=on(400))  # whatever the year of the town
    eve = _arrives(place, iter(CANARIES[:15]))
    Membership.objects.filter(person=place.ada).delete()
    _is_introduced(eve, place, iter(CANARIES[15:21]))
    _is_known(eve, place, iter(CANARIES[21:30]))
    _leaves_traces(eve, place, iter(CANARIES[30:]))
    return eve, place


def _arrives(place: Town, words: Iterator[str]) -> Person:
    """Invited from a list of one circle and by another, she comes, and says who she is."""
    listed = Record(
        "e", f"Eve {next(words)}", f"{next(words)}@example.org", town=next(words), organisation=next(words),
        sector=next(words), needs=(Ask(f"chercher {next(words)}"),), offers=(Ask(f"offrir {next(words)}"),),
    )  # fmt: skip
    import_people(by=place.animator, circle=place.one, people=[listed], at=ARRIVED)
    send_invitations(by=place.animator, circle=place.one, at=ARRIVED)
    waiting = invite_to_circle(
        by=place.other_animator, circle=place.two, email=listed.email, name=f"Eve {next(words)}", at=ARRIVED
    )
    Admission.objects.filter(invitation=waiting).update(facts={"town": next(words)})
    eve = accept_invitation(invitation=Invitation.objects.get(sent_on__isnull=False), at=ARRIVED)
    eve = write_profile(
        person=eve, at=ARRIVED, name=f"Eve {next(words)}", town=next(words), organisation=next(words),
        sector=next(words), concern=next(words), phone=PHONE,
    )  # fmt: skip
    set_budget(person=eve, a_week=5, letter_days=127, at=ARRIVED)
    set_consent(person=eve, code=Consent.BEYOND, allowed=True, at=ARRIVED)
    write_need(person=eve, text=f"{NEED} {next(words)}", type="", audience=Audience.BRIDGED, at=ARRIVED)
    write_offer(person=eve, text=f"{OFFER}", type="", audience=Audience.BRIDGED, at=ARRIVED)
    return eve


def _is_introduced(eve: Person, place: Town, words: Iterator[str]) -> None:
    """Introduced to Bob, whom she meets; proposed to Cyr, who says nothing."""
    cyr = member(place.two, name="Cyr Aubin")
    seeks(cyr)
    weave_week(MONDAY)
    for row in Introduction.objects.filter(sides__person=eve):
        approve(by=place.animator, ref=row.ref, circle=place.one, at=MONDAY, note=f"pensez à {CANARIES[15]}")
    next(words)
    for day in range(4):
        carry_on(on(day))
        for side in Side.objects.filter(shown_on__isnull=False, answer=Answer.NONE).exclude(person=cyr):
            said = f"je suis {CANARIES[16]}" if side.person == eve else "avec plaisir"
            answer(person=side.person, ref=side.introduction.ref, answer=Answer.YES, at=on(day),
                   reveals_email=True, reveals_phone=True, intention=said)  # fmt: skip
    next(words)
    one = Introduction.objects.get(sides__person=place.bob)
    open_one = Side.objects.filter(person=eve).exclude(introduction=one)
    assert open_one.update(intention=next(words)) == 1
    write_message(person=eve, ref=one.ref, text=f"bonjour, {next(words)}\n{next(words)}", at=on(5))
    write_message(person=place.bob, ref=one.ref, text="bonjour à vous", at=on(5))
    for person in (eve, place.bob):
        say_met(person=person, ref=one.ref, met=True, at=on(20))
    tell_outcome(person=eve, ref=one.ref, outcome={"useful": "yes"}, at=on(21))
    set_budget(person=place.bob, a_week=3, letter_days=127, at=on(21))
    Side.objects.filter(person=eve, introduction=one).update(outcome={"useful": next(words)})


def _is_known(eve: Person, place: Town, words: Iterator[str]) -> None:
    """What others wrote of her and she of others, and what a computer keeps."""
    newcomer = member(place.one, name="Zoé Nouvelle")
    for author, about in ((eve, newcomer), (place.animator, eve)):
        Vouch.objects.create(
            author=author, about=about, circle=place.one, sentence=f"de confiance, {next(words)}",
            written_on=MONDAY, until=on(300), agreed_on=MONDAY,
        )  # fmt: skip
    report(person=eve, other=newcomer, reason=ReportReason.OTHER, text=f"je suis {next(words)}", at=MONDAY)
    report(person=newcomer, other=eve, reason=ReportReason.SPAM, text=f"c'est {next(words)}", at=MONDAY)
    EmailAddress.objects.create(user=eve, email=f"{next(words)}@example.org")
    Authenticator.objects.create(user=eve, type="totp", data={"secret": next(words)})
    session = SessionStore()
    session[SESSION_KEY], session["account_email"] = str(eve.pk), next(words)
    session.save()
    other = circle(ApprovalMode.REQUIRED)
    join(eve, other, Role.ANIMATOR)
    row = Introduction.objects.exclude(sides__person=eve).first() or _between_others(place)
    Approval.objects.create(
        introduction=row, circle=other, by=eve, note=f"d'après {next(words)}", answered_on=MONDAY
    )
    queue_letter(
        person=eve, kind=LetterKind.SIGN_IN, once="code", secret=next(words), due_on=MONDAY.date(), at=on(21)
    )
    declare_contact(person=eve, other=newcomer, at=MONDAY)
    declare_contact(person=place.animator, other=eve, at=MONDAY)
    set_block(person=newcomer, other=eve, at=MONDAY)
    set_hide(person=eve, other=place.animator, at=MONDAY)
    write_audit(person=newcomer, act=AuditAct.ROLE_CHANGED, by=eve, at=MONDAY)


def _leaves_traces(eve: Person, place: Town, words: Iterator[str]) -> None:
    """A list that she brings, the device where she signed in, what she keeps to herself."""
    MemberList.objects.create(
        circle=place.one, by=eve, name=next(words), content=next(words).encode(), brought_at=on(21),
        reading={"samples": [["utf-8", next(words)]]},
    )  # fmt: skip
    UserSession.objects.create(user=eve, ip="192.0.2.7", session_key="a" * 32, user_agent=next(words))
    withhold(person=eve, field=Field.TOWN, reader=Reader.CIRCLE, at=on(21))


def _between_others(place: Town) -> Introduction:
    """A draft with which she has to do as an animator only."""
    row = Introduction.objects.create(origin="engine", stage="drafted", pair="x", route="inside", score=1.0,
                                      created_on=MONDAY, circle_one=place.one)  # fmt: skip
    for number in (1, 2):
        Side.objects.create(introduction=row, person=member(place.one), place=number)
    return row


# -- where words are found


def watched(eve: Person) -> list[str]:
    """The words to look for: canaries, her telephone, her reference."""
    return [*CANARIES, re.sub(r"\D", "", PHONE)[-9:], eve.ref]


def traces(text: str, words: list[str]) -> set[str]:
    """Which of the words stand in a text; the spaces of a telephone number do not count."""
    closed = re.sub(r"(?<=\d) (?=\d)", "", text)
    return {word for word in words if word in closed}


def traces_in_tables(words: list[str]) -> dict[str, set[str]]:
    """The columns of every table, whoever made it, in which a word stands; sessions are opened, and what is
    told in base 64."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    database = connections["default"]
    with database.cursor() as cursor:
        for table in database.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    found[f"{table}.{column}"] |= traces(_plain(cell), words)
    for session in Session.objects.all():
        found["django_session.session_data"] |= traces(str(session.get_decoded()), words)
    return {column: known for column, known in found.items() if known}


def _plain(cell: object) -> str:
    text = bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)
    if re.fullmatch(r"[A-Za-z0-9+/]{16,}={0,2}", text) and len(text) % 4 == 0:
        return text + base64.b64decode(text).decode("latin-1")
    return text


def traces_in_files(words: list[str]) -> set[str]:
    """The words that stand in the files of an SQLite database, its journal included."""
    name = Path(str(connections["default"].settings_dict["NAME"]))
    texts = (path.read_bytes().decode("latin-1") for path in sorted(name.parent.glob(f"{name.name}*")))
    return {word for text in texts for word in traces(text, words)}
