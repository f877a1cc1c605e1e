"""Who is here, what she says of herself, whether she rests, what she agrees to."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from tisserand.domain.people import rules
from tisserand.domain.people.models import Consent as ConsentRow
from tisserand.domain.people.models import Organisation, Person
from tisserand.domain.people.queries import day_of, locked
from tisserand.domain.refused import Refused
from tisserand.vocabulary import ActorType, Consent, Refusal


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    at: datetime,
    language: str = "fr",
    is_host: bool = False,
    confirmed: bool = False,
) -> Person:
    """Create a Person without a password; she appears nowhere until she is confirmed.

    `name` may be empty: she says it when she comes. Refused: BAD_ADDRESS, BAD_NAME, UNKNOWN_CHOICE,
    ALREADY_DONE when the address has a Person.
    """
    today = day_of(None, at)
    person = Person(
        email=rules.address(email),
        name=rules.person_name(name) if name else "",
        language=rules.chosen(language, rules.LANGUAGES),
        is_host=is_host,
        created_on=today,
        confirmed_on=today if confirmed else None,
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(Refusal.ALREADY_DONE) from taken
    return person


@transaction.atomic
def confirm_person(*, person: Person, at: datetime) -> Person:
    """Note that she proved her address; the first time counts. Refused: NOT_FOUND."""
    row = locked(person)
    if row.confirmed_on is None:
        row.confirmed_on = day_of(row, at)
        row.save(update_fields=["confirmed_on"])
    return row


def _line(longest: int) -> Callable[[str], str]:
    return lambda text: rules.written(text, longest, empty=True)


@transaction.atomic
def note_activity(*, person: Person, at: datetime) -> bool:
    """Note the month in which she did something, and that she is not to be forgotten; returns whether
    anything was written: once a month at most."""
    month = rules.month_of(day_of(person, at))
    if person.active_month == month and person.warned_on is None:
        return False
    rows = Person.objects.filter(pk=person.pk).exclude(active_month=month, warned_on__isnull=True)
    return rows.update(active_month=month, warned_on=None) > 0


@transaction.atomic
def note_warned(*, person: Person, at: datetime) -> None:
    """Note the day on which she is told that her account will be erased. Refused: NOT_FOUND."""
    row = locked(person)
    row.warned_on = day_of(None, at)
    row.save(update_fields=["warned_on"])


_FIELDS: dict[str, Callable[[str], str]] = {
    "name": rules.person_name,
    "language": lambda code: rules.chosen(code, rules.LANGUAGES),
    "zone": rules.zone_name,
    "phone": rules.phone,
    "town": _line(80),
    "actor_type": lambda code: rules.chosen(code, ActorType, empty=True),
    "sector": _line(80),
    "concern": _line(160),
}


@transaction.atomic
def write_profile(
    *,
    person: Person,
    at: datetime,  # noqa: ARG001  # every action takes the instant
    organisation: str | None = None,
    distance: str | None = None,
    **fields: str,
) -> Person:
    """Write what she says of herself; only the fields given change.

    Fields: name, language, zone ("" is the network's), phone, town, actor_type, sector, concern,
    `organisation` by its name ("" for none), and `distance`, a stop from 0 (near) to 4 (far), "" for what
    her circles say. Refused: as `rules.written`, BAD_NAME, BAD_PHONE, UNKNOWN_CHOICE, NOT_FOUND.
    """
    written: dict[str, object] = {name: _FIELDS[name](text) for name, text in fields.items()}
    if distance is not None:
        written["distance"] = rules.distance(distance)
    row = locked(person)
    for name, value in written.items():
        setattr(row, name, value)
    changed = [*written]
    before = row.organisation_id
    if organisation is not None:
        row.organisation = organisation_named(organisation)
        changed.append("organisation")
    if changed:
        row.save(update_fields=changed)
    if before and before != row.organisation_id:
        forget_organisation(before)
    return row


def organisation_named(name: str) -> Organisation | None:
    """Return the organisation of that name, made at need, whatever its capitals; None for no name."""
    text = rules.written(name, 120, empty=True)
    if not text:
        return None
    known = Organisation.objects.filter(name__iexact=text).first()
    return known or Organisation.objects.get_or_create(name=text)[0]


def forget_organisation(organisation: int) -> None:
    """Delete an organisation for which nobody speaks any more: its name may be somebody's."""
    if not Person.objects.filter(organisation=organisation).exists():
        Organisation.objects.filter(pk=organisation).delete()


@transaction.atomic
def pause(*, person: Person, at: datetime) -> Person:
    """Let her rest: from now on nobody is proposed to her, nor she to anybody. Refused: NOT_FOUND."""
    row = locked(person)
    if row.paused_on is None:
        row.paused_on = day_of(row, at)
        row.save(update_fields=["paused_on"])
    return row


@transaction.atomic
def resume(*, person: Person, at: datetime) -> Person:  # noqa: ARG001  # every action takes the instant
    """End her rest; what is new may reach her again. Refused: NOT_FOUND."""
    row = locked(person)
    if row.paused_on is not None:
        row.paused_on = None
        row.save(update_fields=["paused_on"])
    return row


@transaction.atomic
def set_consent(*, person: Person, code: Consent, allowed: bool, at: datetime) -> bool:
    """Write what she agrees to, or takes back; the row before stays, as history.

    Returns whether anything was written: the same answer again writes nothing. Refused: UNKNOWN_CHOICE,
    NOT_FOUND.
    """
    rules.chosen(code, Consent)
    row = locked(person)
    current = ConsentRow.objects.filter(person=row, code=code, current=True)
    answers = list(current.values_list("allowed", flat=True))
    if answers == [allowed]:
        return False
    current.update(current=False)
    ConsentRow.objects.create(person=row, code=code, allowed=allowed, set_at=at)
    return True
