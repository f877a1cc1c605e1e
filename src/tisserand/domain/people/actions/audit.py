"""The lines that say to somebody what was done that concerns her."""

from datetime import datetime

from tisserand.domain.people.models import AuditLine, Person
from tisserand.vocabulary import AuditAct


def write_audit(
    *, person: Person | None, act: AuditAct, by: Person | None, at: datetime, about: str = ""
) -> AuditLine:
    """Write the one line of a sensitive act, in the transaction of that act.

    `person` is whom it concerns and who reads it; `about` is a public reference, never a name.
    """
    return AuditLine.objects.create(person=person, act=act, by=by, about=about, at=at)
