"""Those going quiet in a circle, for its animators: a query for who is looked at, one for what they may know.

A meeting of the circle is a contact between two of its members that a meeting or a list told; what two people
said of themselves (declared, or met after an introduction) is theirs, and is not looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DateTimeField, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Cast

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries.care import unblocked
from tisserand.domain.exchanges.models import Need, Offer, holding_on
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
    holds: bool = False  # some need or offer of hers is open and not past
    vouch_until: date | None = None


def quiet_of(
    animator: Person, circle: Circle, newcomers: Iterable[Newcomer], at: datetime
) -> tuple[Quiet, ...]:
    """Return at most five members of a circle that she animates (the caller's to check) who seem to go
    quiet, the surest sign first; two queries.

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
        if life.ask_until and not life.holds and is_past(life.ask_until, today):
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
    inside = Membership.objects.current().filter(circle=circle)
    looked = unblocked(inside.exclude(person=animator), animator).filter(
        Q(spared_until__isnull=True) | Q(spared_until__lte=day_of(None, at)), person__paused_on__isnull=True
    )
    rows = looked.values_list("person_id", "person__ref", "person__name")
    lives = {person: _Life(ref, name) for person, ref, name in rows}
    for person, kind, first, last, number in _rows(circle, inside.values("person"), at) if lives else ():
        life = lives.get(person)
        if life is None:  # not to be looked at
            continue
        if kind == Sign.RHYTHM:
            life.met.append((day_of(None, first), day_of(None, last), number))
        elif kind == Sign.ASK_PAST:  # what still holds is counted; a date is told as its first instant
            life.holds = life.holds or number > 0
            life.ask_until = max(last.date(), life.ask_until or last.date()) if last else life.ask_until
        else:
            life.vouch_until = last.date()
    return lives


def _rows(circle: Circle, everybody: QuerySet[Any], at: datetime) -> Iterable[Any]:
    """(key, sign, first, last, how many) in one query, whatever the number of signs."""
    today = day_of(None, at)
    contacts = (
        Contact.objects.told_by_both()
        .exclude(kind__in=OWN_KINDS)
        .filter(
            at__gt=at - timedelta(days=LOOKS_BACK), at__lte=at, giver__in=everybody, receiver__in=everybody
        )
    )
    need, offer = (_asks_of(kind, everybody, today) for kind in (Need, Offer))
    vouches = Vouch.objects.holding(today).filter(circle=circle)
    return _told_of(contacts, "giver_id", "at", Sign.RHYTHM).union(
        _told_of(contacts, "receiver_id", "at", Sign.RHYTHM),
        need,
        offer,
        _told_of(vouches, "about_id", "until", Sign.VOUCH),
        all=True,
    )


def _asks_of(kind: type[Need] | type[Offer], everybody: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Of what they have open, what ran out lately, and how many still hold."""
    lately = Q(until__range=(today - timedelta(days=ASK_PAST_TO), today - timedelta(days=ASK_PAST_FROM)))
    instant = Cast("until", DateTimeField())
    return _grouped(
        kind.objects.open().filter(person__in=everybody),
        "person_id",
        Sign.ASK_PAST,
        first=Min(instant, filter=lately),
        last=Max(instant, filter=lately),
        number=Count("pk", filter=holding_on(today)),
    )


def _told_of(rows: QuerySet[Any], who: str, when: str, sign: Sign) -> QuerySet[Any]:
    instant = F(when) if when == "at" else Cast(when, DateTimeField())
    return _grouped(rows, who, sign, first=Min(instant), last=Max(instant), number=Count("pk"))


def _grouped(rows: QuerySet[Any], who: str, sign: Sign, **figures: Aggregate) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().values(who).annotate(sign=Value(sign.value), **figures)
    return found.values_list(who, "sign", "first", "last", "number")
