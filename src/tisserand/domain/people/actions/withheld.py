"""What a person keeps from a kind of reader, and what she shows again. It holds from the next page on."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tisserand.domain.people import rules
from tisserand.domain.people.models import Person, Withheld
from tisserand.domain.people.queries import locked, withheld_of
from tisserand.vocabulary import Field, Reader


@transaction.atomic
def withhold(*, person: Person, field: Field, reader: Reader, at: datetime) -> bool:
    """Keep one field from one kind of reader; returns whether it is new.

    Refused: UNKNOWN_CHOICE, NOT_FOUND.
    """
    row = locked(person)
    return write_withheld(person=row, kept=withheld_of(row) | {(field, reader)}, at=at)


@transaction.atomic
def show(*, person: Person, field: Field, reader: Reader, at: datetime) -> bool:
    """Show a field again to a kind of reader; returns whether it was kept.

    Refused: UNKNOWN_CHOICE, NOT_FOUND.
    """
    rules.may_withhold(field, reader)
    row = locked(person)
    return write_withheld(person=row, kept=withheld_of(row) - {(field, reader)}, at=at)


@transaction.atomic
def write_withheld(
    *,
    person: Person,
    kept: Collection[tuple[str, str]],
    at: datetime,  # noqa: ARG001  # every action takes the instant
) -> bool:
    """Write all that she keeps, as pairs (field, reader): what is not among them is shown, as by default.

    Returns whether anything changed. Refused: UNKNOWN_CHOICE, NOT_FOUND.
    """
    wanted = {rules.may_withhold(field, reader) for field, reader in kept}
    row = locked(person)
    before = withheld_of(row)
    for field, reader in before - wanted:
        Withheld.objects.filter(person=row, field=field, reader=reader).delete()
    Withheld.objects.bulk_create(
        Withheld(person=row, field=field, reader=reader) for field, reader in sorted(wanted - before)
    )
    return before != wanted
