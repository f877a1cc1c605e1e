"""Ties and vouches; the first argument is the person who looks, and she reads her own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from tisserand.domain.circles.models import Admission, Circle, Membership
from tisserand.domain.circles.rules.membership import NEWCOMER_DAYS
from tisserand.domain.people.models import Block, Hide, Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.ties.models import Contact, ContactSet, Vouch
from tisserand.domain.ties.rules import VOUCH_DAYS, VOUCHES_A_YEAR, declared_until, known_kind
from tisserand.vocabulary import ContactKind


@dataclass(frozen=True, slots=True)
class TieTold:
    """What one person reads of a tie of hers: how many contacts, of which kinds, the last one's instant.

    `ref` and `name` are empty for somebody who was erased. `declared`: she said that she knows her."""

    ref: str
    name: str
    contacts: int
    kinds: tuple[ContactKind, ...]
    last_at: datetime
    declared: bool


def ties_of(person: Person) -> list[TieTold]:
    """Return her ties, the latest first; two queries. A contact that only the other said is not told her."""
    told: defaultdict[int | None, list[tuple[str, datetime, bool]]] = defaultdict(list)
    rows = _readable(person).values_list("giver_id", "receiver_id", "kind", "at")
    for giver, receiver, kind, at in rows:
        mine = giver == person.pk
        told[receiver if mine else giver].append((kind, at, mine))
    names: dict[int | None, tuple[str, str]] = {pk: (ref, name) for pk, ref, name in _names(told)}
    ties = [_tie(*names.get(other, ("", "")), contacts) for other, contacts in told.items()]
    return sorted(ties, key=lambda tie: (-tie.last_at.timestamp(), tie.ref))


def tie_of(person: Person, other: Person) -> TieTold | None:
    """Return her tie with somebody, or None; one query."""
    rows = _readable(person).between(person.pk, other.pk).values_list("giver_id", "kind", "at")
    contacts = [(kind, at, giver == person.pk) for giver, kind, at in rows]
    return _tie(other.ref, other.name, contacts) if contacts else None


@dataclass(frozen=True, slots=True)
class Declared:
    """Somebody whom a person says to know, or who says to know her; `until`: the last day it waits."""

    ref: str
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Declarations:
    """`asked`: who says to know her, and waits. `waiting`: whom she named, who may still say the same;
    `unanswered`: who did not in time. `confirmed`: both said so."""

    asked: tuple[Declared, ...]
    waiting: tuple[Declared, ...]
    unanswered: tuple[Declared, ...]
    confirmed: tuple[Declared, ...]


def declarations_of(person: Person, at: datetime) -> Declarations:
    """Return whom she says to know and who says to know her, by name; two queries.

    Hers depend on what she said, on its day and on a confirmation, and on nothing else: a block, a no and a
    silence are the same. Asked of her: for four weeks, unless a block or her own hide stands between.
    """
    today = day_of(person, at)
    rows = Contact.objects.filter(kind=ContactKind.DECLARED, giver__isnull=False, receiver__isnull=False)
    mine = list(rows.filter(giver=person).select_related("receiver").order_by("receiver__name", "pk"))
    told = [(row, _declared(row.receiver, row.at, person)) for row in mine]
    waiting = [one for row, one in told if row.confirmed_on is None]
    return Declarations(
        asked=tuple(_declared(row.giver, row.at, person) for row in _asked(person, today)),
        waiting=tuple(one for one in waiting if today <= one.until),
        unanswered=tuple(one for one in waiting if today > one.until),
        confirmed=tuple(one for row, one in told if row.confirmed_on is not None),
    )


def has_declared(person: Person, other: Person, at: datetime) -> bool:
    """Say whether `person` may read today that `other` says to know her."""
    return any(row.giver_id == other.pk for row in _asked(person, day_of(person, at)))


def _asked(person: Person, today: date) -> list[Contact]:
    """What others said of her, which she may still confirm."""
    rows = Contact.objects.told_by_one().filter(kind=ContactKind.DECLARED, receiver=person)
    rows = rows.exclude(giver__in=Block.objects.filter(person=person).values("other"))
    rows = rows.exclude(giver__in=Block.objects.filter(other=person).values("person"))
    rows = rows.exclude(giver__in=Hide.objects.filter(person=person).values("other"))
    found = (
        rows.filter(giver__confirmed_on__isnull=False).select_related("giver").order_by("giver__name", "pk")
    )
    return [row for row in found if today <= declared_until(day_of(person, row.at))]


def _declared(other: Person | None, said_at: datetime, reader: Person) -> Declared:
    ref, name = (other.ref, other.name) if other else ("", "")
    return Declared(ref, name, declared_until(day_of(reader, said_at)))


def vouches_about(person: Person) -> list[Vouch]:
    """Return what others wrote for her and did not take back, newest first: she decides what is told."""
    rows = Vouch.objects.filter(about=person, revoked_on__isnull=True).select_related("author", "circle")
    return list(rows.order_by("-written_on", "-pk"))


def vouches_by(person: Person) -> list[Vouch]:
    """Return what she wrote for others, newest first."""
    rows = Vouch.objects.filter(author=person).select_related("about", "circle")
    return list(rows.order_by("-written_on", "-pk"))


def vouches_shown(person: Person, about: Person, on: date) -> list[Vouch]:
    """Return the vouches about somebody that `person`, who is shown her, may read; the newest first.

    Those of an author whom she blocked, or who blocked her, are left out."""
    rows = Vouch.objects.holding(on).filter(about=about)
    rows = rows.exclude(author__in=Block.objects.filter(person=person).values("other"))
    rows = rows.exclude(author__in=Block.objects.filter(other=person).values("person"))
    return list(rows.select_related("author", "circle").order_by("-written_on", "-pk"))


def vouchable(person: Person, circle: Circle, on: date) -> list[Person]:
    """Return the newcomers of a circle for whom she may answer now, by name: twin of `rules.may_vouch`."""
    if vouches_written(person, on) >= VOUCHES_A_YEAR:
        return []
    rows = newcomers_brought(person, circle, on)
    already = Vouch.objects.filter(author=person, circle=circle, revoked_on__isnull=True)
    found = rows.exclude(person__in=already.values("about")).select_related("person")
    return [row.person for row in found.order_by("person__name", "pk")]


def newcomers_brought(person: Person, circle: Circle, on: date) -> QuerySet[Membership]:
    """Return the memberships of a circle's newcomers whom she invited or sponsors, while she is in it."""
    since = on - timedelta(days=NEWCOMER_DAYS)
    inside = Membership.objects.current().filter(circle=circle)
    rows = inside.filter(Exists(inside.filter(person=person)), joined_on__gt=since).exclude(person=person)
    return rows.filter(Q(sponsor=person) | Q(Exists(_invited(person, circle))))


def vouches_written(person: Person, on: date) -> int:
    """Return how many vouches she wrote in a year, whatever became of them."""
    return Vouch.objects.filter(author=person, written_on__gt=on - timedelta(days=VOUCH_DAYS)).count()


def _invited(person: Person, circle: Circle) -> QuerySet[Admission]:
    return Admission.objects.filter(
        circle=circle, invitation__invited_by=person, invitation__accepted_by=OuterRef("person")
    )


def _readable(person: Person) -> ContactSet:
    """Her contacts as she may read them: what the other declared is not told her, even once she did too."""
    told = Q(receiver=person, confirmed_on__isnull=False) & ~Q(kind=ContactKind.DECLARED)
    return Contact.objects.filter(Q(giver=person) | told)


def _names(keys: Iterable[int | None]) -> Iterable[tuple[int, str, str]]:
    known = [key for key in keys if key is not None]
    return Person.objects.filter(pk__in=known).values_list("pk", "ref", "name")


def _tie(ref: str, name: str, contacts: list[tuple[str, datetime, bool]]) -> TieTold:
    return TieTold(
        ref=ref,
        name=name,
        contacts=len(contacts),
        kinds=tuple(sorted({known_kind(kind) for kind, _, _ in contacts})),
        last_at=max(at for _, at, _ in contacts),
        declared=any(mine and kind == ContactKind.DECLARED for kind, _, mine in contacts),
    )
