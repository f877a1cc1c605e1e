"""Opening a circle, writing its policy, hiding one from oneself."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from tisserand.domain.circles.models import Circle, HiddenCircle, Membership
from tisserand.domain.circles.queries.circle import animates
from tisserand.domain.circles.rules.kinds import stop
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.people.rules import chosen, written
from tisserand.domain.refused import Refused
from tisserand.vocabulary import ApprovalMode, CircleKind, Refusal, Role

_WRITTEN: dict[str, Callable[[str], str | int]] = {
    "name": lambda text: written(text, 80),
    "purpose": lambda text: written(text, 280, empty=True),
    "charter": lambda text: written(text, 4000, empty=True, lines=True),
    "town": lambda text: written(text, 80, empty=True),
    "dye": lambda text: written(text, 20, empty=True),
    "weave": lambda text: written(text, 20, empty=True),
    "approval": lambda code: chosen(code, ApprovalMode),
    "kind": lambda code: chosen(code, CircleKind, empty=True),
    "distance": stop,
}
_SWITCHES = frozenset({"listed", "through_members", "takes_inside", "vouch_needed"})


def locked_circle(circle: Circle) -> Circle:
    """Return a circle as it is now, locked to the end of the caller's transaction. Refused: NOT_FOUND."""
    row = Circle.objects.select_for_update().filter(pk=circle.pk).first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return row


@transaction.atomic
def create_circle(*, by: Person, name: str, at: datetime, purpose: str = "", town: str = "") -> Circle:
    """Open a circle, which `by` animates.

    Refused: NOT_ALLOWED to somebody who has not proved her address, NAME_TAKEN, EMPTY_TEXT, TEXT_TOO_LONG,
    HIDDEN_CHARACTERS.
    """
    if not by.is_here:
        raise Refused(Refusal.NOT_ALLOWED)
    circle = Circle(
        name=_free_name(written(name, 80)),
        purpose=_WRITTEN["purpose"](purpose),
        town=_WRITTEN["town"](town),
        created_on=day_of(None, at),
    )
    _save(circle)
    Membership.objects.create(person=by, circle=circle, role=Role.ANIMATOR, joined_on=day_of(None, at))
    return circle


@transaction.atomic
def write_circle(*, by: Person, circle: Circle, at: datetime, **fields: str | int) -> Circle:  # noqa: ARG001
    """Write a circle's purpose, charter and policy; only the fields given change.

    Fields: name, purpose, charter, town, dye, weave, approval, kind (texts), distance (0 to 4), listed,
    through_members, takes_inside, vouch_needed (switches). Refused: NOT_FOUND unless she animates it,
    NAME_TAKEN, UNKNOWN_CHOICE, BAD_NUMBER, EMPTY_TEXT, TEXT_TOO_LONG, HIDDEN_CHARACTERS.
    """
    row = locked_circle(circle)
    if not animates(by, row):
        raise Refused(Refusal.NOT_FOUND)
    for name, value in fields.items():
        setattr(row, name, bool(value) if name in _SWITCHES else _WRITTEN[name](str(value)))
    if "name" in fields:
        _free_name(row.name, besides=row)
    _save(row)
    return row


@transaction.atomic
def hide_circle(*, person: Person, circle: Circle, at: datetime) -> bool:  # noqa: ARG001
    """Propose no member of a circle to her any more, nor her to them; returns whether it is new."""
    return HiddenCircle.objects.get_or_create(person=person, circle=circle)[1]


@transaction.atomic
def show_circle(*, person: Person, circle: Circle, at: datetime) -> bool:  # noqa: ARG001
    """Take back `hide_circle`; returns whether there was anything to take back."""
    return HiddenCircle.objects.filter(person=person, circle=circle).delete()[0] > 0


def _free_name(name: str, besides: Circle | None = None) -> str:
    taken = Circle.objects.filter(name__iexact=name)
    if (taken.exclude(pk=besides.pk) if besides else taken).exists():
        raise Refused(Refusal.NAME_TAKEN)
    return name


def _save(circle: Circle) -> None:
    try:
        with transaction.atomic():
            circle.save()
    except IntegrityError as taken:
        raise Refused(Refusal.NAME_TAKEN) from taken
