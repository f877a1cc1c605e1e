"""Who is here, what they agreed to, who is kept apart. The first argument is the person who looks."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q

from tisserand.domain.people.models import (
    AuditLine,
    Block,
    Erasure,
    Hide,
    Invitation,
    Person,
    Report,
    Withheld,
)
from tisserand.domain.people.models import Consent as ConsentRow
from tisserand.domain.people.rules import (
    MOST_LISTED,
    READ_BY_DEFAULT,
    Withholding,
    agreed,
    day_in,
    folded_address,
    is_ref,
    kept_apart,
)
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Consent, Field, Reader, Refusal


def person_of_address(email: str) -> Person | None:
    """Return who has an address, whatever its capitals, or None. Doors answer alike in both cases."""
    return Person.objects.filter(email=folded_address(email)).first()


def person_of_ref(ref: str) -> Person | None:
    """Return who has a reference and is here, or None."""
    return Person.objects.here().filter(ref=ref).first()


def invitation_of_ref(ref: str) -> Invitation | None:
    """Return an invitation by its reference, or None; `rules.may_accept` says whether it still opens."""
    return Invitation.objects.select_related("invited_by").filter(ref=ref).first()


def locked(person: Person) -> Person:
    """Return her row as it is now, locked to the end of the caller's transaction. Refused: NOT_FOUND.

    Rows that refer to her may still be written meanwhile: two acts that did so before would otherwise wait
    for each other for ever.
    """
    row = Person.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return row


def inviter_of(person: Person) -> Person | None:
    """Return who invited her last, if that person is still here."""
    rows = Invitation.objects.select_related("invited_by").filter(accepted_by=person)
    last = rows.order_by("accepted_on", "pk").last()
    return last.invited_by if last else None


def has_host() -> bool:
    """Say whether somebody already looks after this installation."""
    return Person.objects.here().filter(is_host=True).exists()


def zone_of(person: Person) -> str:
    """Return the name of the zone in which her days are counted: hers, else the network's."""
    return person.zone or settings.TIME_ZONE


def day_of(person: Person | None, at: datetime) -> date:
    """Return the date on her wall at an instant; on the network's when there is nobody."""
    return day_in(at, zone_of(person) if person else settings.TIME_ZONE)


def consents_of(person: Person) -> dict[Consent, bool | None]:
    """Return what she agreed to, defaults applied; None for what she was never asked."""
    rows = ConsentRow.objects.filter(person=person, current=True).values_list("code", "allowed")
    return agreed(dict(rows))


def consents_by_person() -> dict[int, frozenset[Consent]]:
    """Return, for everybody here, what is allowed now, defaults applied, by key; two queries."""
    told: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    rows = ConsentRow.objects.filter(current=True).values_list("person_id", "code", "allowed")
    for person, code, allowed in rows.iterator():
        told[person][code] = allowed
    everybody = Person.objects.here().values_list("pk", flat=True)
    return {
        person: frozenset(code for code, allowed in agreed(told.get(person, {})).items() if allowed)
        for person in everybody.iterator()
    }


def consent_history(person: Person) -> list[ConsentRow]:
    """Return everything she ever answered, newest first."""
    return list(ConsentRow.objects.filter(person=person).order_by("-set_at", "-pk"))


def blocks_of(person: Person) -> list[Block]:
    """Return whom she blocked, newest first; nobody else reads it."""
    return list(Block.objects.filter(person=person).select_related("other").order_by("-set_on", "-pk"))


def hides_of(person: Person) -> list[Hide]:
    """Return whom she would rather not be proposed to, newest first; nobody else reads it."""
    return list(Hide.objects.filter(person=person).select_related("other").order_by("-set_on", "-pk"))


def pairs_kept_apart() -> list[tuple[int, int]]:
    """Return the pairs that a block or a hide keeps apart: keys, smaller first, each pair once."""
    rows = Block.objects.values_list("person_id", "other_id").union(
        Hide.objects.values_list("person_id", "other_id")
    )
    return kept_apart(rows)


def is_apart(person: Person, other: Person) -> bool:
    """Say whether one of the two blocked or hid the other; the answer never tells which."""
    either = Q(person=person, other=other) | Q(person=other, other=person)
    blocks = Block.objects.filter(either).order_by().values("pk")
    return blocks.union(Hide.objects.filter(either).order_by().values("pk"), all=True).exists()


def withheld_of(person: Person) -> Withholding:
    """Return what she keeps from which kinds of reader, beyond the defaults; `rules.may_read` reads it."""
    rows = Withheld.objects.filter(person=person).values_list("field", "reader")
    return frozenset((Field(field), Reader(reader)) for field, reader in rows)


def withheld_by_person(ids: Collection[int], reader: Reader) -> dict[int, frozenset[Field]]:
    """Return what one kind of reader is not shown of each of these people, by key; one query.

    Every key asked for is there, with an empty set for who keeps nothing; defaults are applied.
    """
    kept = dict.fromkeys(ids, frozenset(Field) - READ_BY_DEFAULT[reader])
    rows = Withheld.objects.filter(person__in=list(kept), reader=reader).values_list("person_id", "field")
    for person, field in rows:
        kept[person] |= {Field(field)}
    return kept


def audit_of(person: Person) -> list[AuditLine]:
    """Return the sensitive acts that concern her, newest first, the latest two hundred."""
    lines = AuditLine.objects.filter(person=person).select_related("by")
    return list(lines.order_by("-at", "-pk")[:MOST_LISTED])


def check_host(person: Person) -> None:
    """Check that somebody looks after this installation. Refused: NOT_ALLOWED."""
    if not (person.is_host and person.is_here):
        raise Refused(Refusal.NOT_ALLOWED)


def open_reports(host: Person) -> list[Report]:
    """Return what waits for the host, oldest first, the first two hundred. Refused: NOT_ALLOWED."""
    check_host(host)
    rows = Report.objects.filter(closed_on__isnull=True).select_related("person", "other")
    return list(rows.order_by("made_on", "pk")[:MOST_LISTED])


def second_factors_of(person: Person) -> list[Authenticator]:
    """Return what proves her beside her mail: passkeys, generator of codes, recovery codes; oldest first."""
    return list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk"))


def has_second_factor(person: Person) -> bool:
    """Say whether she set up a second proof, recovery codes alone being none."""
    rows = Authenticator.objects.filter(user_id=person.pk)
    return bool(rows.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def sessions_of(person: Person) -> list[UserSession]:
    """Return the devices where she is signed in, newest first; those that were closed are left out."""
    rows = UserSession.objects.filter(user_id=person.pk).order_by("-created_at", "-pk")
    alive = Session.objects.filter(pk__in=[row.session_key for row in rows]).values_list("pk", flat=True)
    return [row for row in rows if row.session_key in set(alive)]


def people_in_sessions() -> Iterator[tuple[str, str]]:
    """Yield the key of each session with the key of the person signed in, "" when nobody is."""
    for session in Session.objects.iterator():
        yield session.session_key, session.get_decoded().get(SESSION_KEY, "")


def ledger_path() -> Path:
    """Return where the references of people erased are kept, beside the database and its backups."""
    return Path(settings.FOLDER) / "erased.txt"


def erased_refs(path: Path) -> frozenset[str]:
    """Return the references in a ledger of erasures; a line that was cut short is left out."""
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return frozenset(ref for ref in (line.partition(" ")[0] for line in lines) if is_ref(ref))


def unwritten_erasures(path: Path) -> list[Erasure]:
    """Return the erasures of the database that a ledger does not hold yet."""
    known = erased_refs(path)
    return [row for row in Erasure.objects.order_by("pk") if row.ref not in known]
