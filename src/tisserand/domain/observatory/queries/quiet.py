"""Those going quiet in a circle, for its animators: one query for what they may know of everybody.

A meeting of the circle is a contact between two of its members that a meeting or a list told; what two people
said of themselves (declared, or met after an introduction) is theirs, and is not looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries.care import unblocked
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.observatory.queries.newcomers import Newcomer
from tisserand.domain.observatory.rules.quiet import (
    ASK_PAST_FROM,
    ASK_PAST_TO,
    LOOKS_BACK,
    Hint,
    Sign,
    broken_rhythm,
    is_lapsing,
    is_past,
    stands_still,
    told,
    weeks_since,
)
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.ties.models import Contact, Vouch
from tisserand.vocabulary import ContactKind

OWN_KINDS = (ContactKind.DECLARED, ContactKind.MET)
"""What two people said of themselves."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody who seems to go quiet: why, since when (for a vouch: until), in whole weeks."""

    ref: str
    name: str
    sign: Sign
    on: date
    weeks: int


@dataclass(slots=True)
class _Life:
    """What is known of one member in her circle."""

    ref: str
    name: str
    met: list[tuple[date, date, int]] = field(default_factory=list)  # first, last, how many
    ask_until: date | None = None
    vouch_until: date | None = None


def quiet_of(
    animator: Person, circle: Circle, newcomers: Iterable[Newcomer], at: datetime
) -> tuple[Quiet, ...]:
    """Return at most five members of a circle that she animates (the caller's to check) who seem to go
    quiet, the surest sign first; one query.

    Left out: herself, whoever paused or is to be left alone, and whoever a block keeps apart from her.
    """
    today = day_of(None, at)
    lives = _lives(animator, circle, at)
    fresh = {one.person: one for one in newcomers if not one.resting}
    names = {key: (one.ref, one.name) for key, one in fresh.items()}
    names |= {key: (life.ref, life.name) for key, life in lives.items()}
    hints = [*_hints(lives, today), *_still(fresh, lives)]
    return tuple(
        Quiet(*names[hint.person], hint.sign, hint.on, weeks_since(hint.on, today)) for hint in told(hints)
    )


def _hints(lives: dict[int, _Life], today: date) -> Iterator[Hint]:
    for person, life in lives.items():
        if life.met:
            first, last = min(one[0] for one in life.met), max(one[1] for one in life.met)
            if broken_rhythm(first, last, sum(one[2] for one in life.met), today):
                yield Hint(person, Sign.RHYTHM, last)
        if life.ask_until and is_past(life.ask_until, today):
            yield Hint(person, Sign.ASK_PAST, life.ask_until)
        if life.vouch_until and is_lapsing(life.vouch_until, today):
            yield Hint(person, Sign.VOUCH, life.vouch_until)


def _still(fresh: dict[int, Newcomer], lives: dict[int, _Life]) -> Iterator[Hint]:
    for person, one in fresh.items():
        life = lives.get(person)
        moved = one.moved or bool(life and life.met)
        if stands_still(one.day, moved=moved, sponsored=bool(one.sponsor)):
            yield Hint(person, Sign.STILL, one.joined_on)


def _lives(animator: Person, circle: Circle, at: datetime) -> dict[int, _Life]:
    lives: dict[int, _Life] = {}
    for person, ref, name, kind, first, last, number in _rows(animator, circle, at):
        life = lives.setdefault(person, _Life(ref, name))
        if kind == Sign.RHYTHM:
            life.met.append((day_of(None, first), day_of(None, last), number))
        elif kind == Sign.ASK_PAST:  # a date, told as its first instant
            life.ask_until = max(last.date(), life.ask_until or last.date())
        else:
            life.vouch_until = last.date()
    return lives


def _rows(animator: Person, circle: Circle, at: datetime) -> Iterable[Any]:
    """(key, reference, name, sign, first, last, how many) in one query, whatever the number of signs."""
    today = day_of(None, at)
    inside = Membership.objects.current().filter(circle=circle)
    looked = unblocked(inside.exclude(person=animator), animator)
    looked = looked.filter(person__paused_on__isnull=True)
    looked = looked.filter(Q(spared_until__isnull=True) | Q(spared_until__lte=today))
    hers, everybody = looked.values("person"), inside.values("person")
    contacts = Contact.objects.told_by_both().exclude(kind__in=OWN_KINDS)
    contacts = contacts.filter(at__gt=at - timedelta(days=LOOKS_BACK), at__lte=at)
    given = contacts.filter(giver__in=hers, receiver__in=everybody)
    received = contacts.filter(receiver__in=hers, giver__in=everybody)
    need, offer = (_past(kind, hers, today) for kind in (Need, Offer))
    vouches = Vouch.objects.holding(today).filter(circle=circle, about__in=hers)
    return _told_of(given, "giver", "at", Sign.RHYTHM).union(
        _told_of(received, "receiver", "at", Sign.RHYTHM),
        _told_of(need, "person", "until", Sign.ASK_PAST),
        _told_of(offer, "person", "until", Sign.ASK_PAST),
        _told_of(vouches, "about", "until", Sign.VOUCH),
        all=True,
    )


def _past(kind: type[Need] | type[Offer], hers: Any, today: date) -> QuerySet[Any]:
    """What ran out lately, of those who have nothing else open."""
    until = (today - timedelta(days=ASK_PAST_TO), today - timedelta(days=ASK_PAST_FROM))
    rows = kind.objects.open().filter(person__in=hers, until__range=until)
    for other in (Need, Offer):
        rows = rows.exclude(Exists(other.objects.holding(today).filter(person=OuterRef("person"))))
    return rows


def _told_of(rows: QuerySet[Any], who: str, when: str, sign: Sign) -> QuerySet[Any]:
    instant = F(when) if when == "at" else Cast(when, DateTimeField())
    found: QuerySet[Any] = (
        rows.order_by()
        .values(f"{who}_id", f"{who}__ref", f"{who}__name")
        .annotate(sign=Value(sign.value), first=Min(instant), last=Max(instant), number=Count("pk"))
        .values_list(f"{who}_id", f"{who}__ref", f"{who}__name", "sign", "first", "last", "number")
    )
    return found
