"""People whom she may say to know: those of her circles, and those to whom she was introduced."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.rules.membership import LEAST_LETTERS
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.people.models import Block, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Contact
from tisserand.domain.ties.queries import has_declared
from tisserand.vocabulary import ContactKind, Refusal

MOST_FOUND = 20
FIRST_FEW = 6


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody whom she may name; `circle` is one that they share, "" when they were introduced."""

    ref: str
    name: str
    circle: str


def acquaintances(person: Person, find: str = "") -> list[Acquaintance]:
    """Return the first people whom she may still name, by name: twenty of those whose name holds `find` (two
    letters at least), else six; one query. Left out: whom she named already, and blocks either way."""
    rows = _reachable(person)
    named = Contact.objects.filter(kind=ContactKind.DECLARED, giver=person, receiver__isnull=False)
    rows = rows.exclude(pk__in=named.values("receiver"))
    most = FIRST_FEW
    if len(sought := find.strip()) >= LEAST_LETTERS:
        most = MOST_FOUND
        # SQLite folds ASCII letters only: a name that begins with an accent is sought as it is written.
        rows = rows.filter(Q(name__icontains=sought) | Q(name__icontains=sought.title()))
    shared = Membership.objects.current().filter(person=OuterRef("pk"), circle__in=_circles(person))
    rows = rows.annotate(shared=Subquery(shared.order_by("circle__name").values("circle__name")[:1]))
    found = rows.order_by("name", "pk").values_list("ref", "name", "shared")[:most]
    return [Acquaintance(ref, name, circle or "") for ref, name, circle in found]


def acquaintance(person: Person, ref: str, at: datetime) -> Person:
    """Return one of these people, somebody she named already, or who says to know her. Refused: NOT_FOUND
    for anybody else, here or not."""
    other = _reachable(person).filter(ref=ref).first()
    if other is not None:
        return other
    other = Person.objects.here().filter(ref=ref).first()
    if other is None or not (_has_named(person, other) or has_declared(person, other, at)):
        raise Refused(Refusal.NOT_FOUND)
    return other


def were_introduced(person: Person, other: Person) -> bool:
    """Say whether both said yes to an introduction that she still sees."""
    return _introduced(person).filter(pk=other.pk).exists()


def _reachable(person: Person) -> QuerySet[Person]:
    inside = Membership.objects.current().filter(circle__in=_circles(person), person__paused_on__isnull=True)
    rows = Person.objects.here().filter(
        Q(pk__in=inside.values("person")) | Q(pk__in=_introduced(person).values("pk"))
    )
    rows = rows.exclude(pk__in=Block.objects.filter(person=person).values("other"))
    return rows.exclude(pk__in=Block.objects.filter(other=person).values("person")).exclude(pk=person.pk)


def _introduced(person: Person) -> QuerySet[Person]:
    hers = Side.objects.filter(person=person, gone=False).values("introduction")
    both = Introduction.objects.filter(pk__in=hers, established_on__isnull=False)
    return Person.objects.here().filter(
        pk__in=Side.objects.filter(introduction__in=both).exclude(person=person).values("person")
    )


def _circles(person: Person) -> QuerySet[Circle]:
    own = Membership.objects.current().filter(person=person)
    return Circle.objects.filter(pk__in=own.values("circle"))


def _has_named(person: Person, other: Person) -> bool:
    return Contact.objects.filter(kind=ContactKind.DECLARED, giver=person, receiver=other).exists()
