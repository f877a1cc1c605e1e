"""What keeps two people apart, and what is told to the host. Immediate, and silent for the other."""

from datetime import datetime

from django.db import transaction

from tisserand.domain.people import rules
from tisserand.domain.people.actions.audit import write_audit
from tisserand.domain.people.models import Block, Hide, Person, Report
from tisserand.domain.people.queries import check_host, day_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import AuditAct, Refusal, ReportReason


def _check_two(person: Person, other: Person) -> None:
    if person.pk == other.pk:
        raise Refused(Refusal.SELF)


@transaction.atomic
def set_block(*, person: Person, other: Person, at: datetime) -> bool:
    """Keep `other` away from her for good; returns whether it is new. Nobody is told. Refused: SELF."""
    _check_two(person, other)
    return Block.objects.get_or_create(person=person, other=other, defaults={"set_on": day_of(person, at)})[1]


@transaction.atomic
def lift_block(*, person: Person, other: Person, at: datetime) -> bool:  # noqa: ARG001
    """Take back her own block; the other's, if there is one, holds. Returns whether there was one."""
    return Block.objects.filter(person=person, other=other).delete()[0] > 0


@transaction.atomic
def set_hide(*, person: Person, other: Person, at: datetime) -> bool:
    """Propose `other` to her no more; returns whether it is new. Nobody is told. Refused: SELF."""
    _check_two(person, other)
    return Hide.objects.get_or_create(person=person, other=other, defaults={"set_on": day_of(person, at)})[1]


@transaction.atomic
def lift_hide(*, person: Person, other: Person, at: datetime) -> bool:  # noqa: ARG001
    """Take back what she hid; returns whether there was anything."""
    return Hide.objects.filter(person=person, other=other).delete()[0] > 0


@transaction.atomic
def report(
    *, person: Person, other: Person, reason: ReportReason, at: datetime, text: str = "", about: str = ""
) -> Report:
    """Tell the host of something; the same words sent twice while it is open are one report.

    `about` is the reference of what was seen. Nobody but the host reads it.
    Refused: SELF, UNKNOWN_CHOICE, HIDDEN_CHARACTERS, TEXT_TOO_LONG.
    """
    _check_two(person, other)
    return Report.objects.get_or_create(
        person=person,
        other=other,
        reason=rules.chosen(reason, ReportReason),
        text=rules.written(text, rules.LONGEST_REPORT, empty=True, lines=True),
        about=about,
        closed_on=None,
        defaults={"made_on": day_of(person, at)},
    )[0]


@transaction.atomic
def close_report(*, host: Person, ref: str, at: datetime) -> Report:
    """Close a report that was dealt with: one audit line, for the person who made it.

    Closing again changes nothing. Refused: NOT_ALLOWED unless host, NOT_FOUND.
    """
    check_host(host)
    row = Report.objects.select_for_update().filter(ref=ref).first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    if row.closed_on is None:
        row.closed_on = day_of(host, at)
        row.save(update_fields=["closed_on"])
        write_audit(person=row.person, act=AuditAct.REPORT_CLOSED, by=host, about=row.ref, at=at)
    return row
