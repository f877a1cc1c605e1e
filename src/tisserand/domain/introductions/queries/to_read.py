"""The first proposals that an animator is asked to read, for a page that shows a few: two queries."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Circle
from tisserand.domain.exchanges.models import Ask, Need, Offer
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.letters import SIDES as PLACES
from tisserand.domain.introductions.queries.letters import Asks, between_columns, between_told, letter
from tisserand.domain.introductions.queries.reading import (
    Proposal,
    ends_of_proposal,
    there_of,
    waiting_to_read,
    waits_of,
)
from tisserand.domain.introductions.rules import Word
from tisserand.domain.people.models import Person, Withheld
from tisserand.domain.people.rules import READ_BY_DEFAULT
from tisserand.vocabulary import Field, Reader


def proposals_to_read(animator: Person, circle: Circle, at: datetime, *, most: int) -> list[Proposal]:
    """The oldest proposals that `circle` is asked to read, `most` of them; two queries.

    Nothing to somebody who does not animate it; never a pair of which she is a part.
    """
    waiting = waiting_to_read(animator, [circle]).values("introduction")
    oldest = Introduction.objects.filter(pk__in=waiting, apart=False).order_by("created_on", "ref")
    pairs: dict[int, list[Side]] = {}
    for side in _sides(animator).filter(introduction__in=oldest.values("pk")[:most]):
        pairs.setdefault(side.introduction_id, []).append(side)
    whole = [pair for pair in pairs.values() if len(pair) == len(PLACES)]
    today = network_day(at)
    asks = _asks([pair[0].introduction for pair in whole], today)
    return [_told(pair, circle, asks) for pair in whole]


def _sides(animator: Person) -> QuerySet[Side]:
    """Both sides of proposals with all that is told of them; each says what its person withholds."""
    kept = Withheld.objects.filter(person=OuterRef("person"), reader=Reader.OTHER_SIDE)
    return (
        Side.objects.select_related(
            *(f"introduction__{name}" for name in ("circle_one", "circle_two", "via_circle", "go_between")),
            "person__organisation",
        )
        .annotate(**between_columns("introduction__", animator))
        .annotate(**{f"keeps_{field.value}": Exists(kept.filter(field=field)) for field in Field})
        .order_by("introduction__created_on", "introduction__ref", "person__ref")
    )


def _withheld(side: Side) -> frozenset[Field]:
    kept = {field for field in Field if getattr(side, f"keeps_{field.value}")}
    return frozenset(kept | (set(Field) - READ_BY_DEFAULT[Reader.OTHER_SIDE]))


def _asks(introductions: Collection[Introduction], on: date) -> Asks:
    """What these letters quote; one query for needs and offers."""
    facts = [one.facts.get(side, {}) for one in introductions for side in PLACES.values()]
    needs, offers = ({fact[kind] for fact in facts if fact} for kind in ("need", "offer"))
    if not needs and not offers:
        return Asks({}, {})
    rows = Need.objects.holding(on).filter(ref__in=needs).union(
        Offer.objects.holding(on).filter(ref__in=offers), all=True
    )  # fmt: skip
    found: dict[str, Ask] = {row.ref: row for row in rows}
    return Asks(
        {ref: found[ref] for ref in needs & found.keys()}, {ref: found[ref] for ref in offers & found.keys()}
    )


def _told(pair: list[Side], circle: Circle, asks: Asks) -> Proposal:
    one = pair[0].introduction
    mine, theirs = ends_of_proposal(one, pair, circle)
    sent = letter(
        one, mine.place, mine.person, theirs.person, asks, between_told(one, pair[0]), _withheld(theirs)
    )
    silent_on, lapses_on = waits_of(one, circle)
    return Proposal(
        ref=one.ref,
        word=Word.TO_READ,
        created_on=one.created_on,
        letter=sent,
        there=there_of(one, mine),
        to_read=True,
        note="",
        silent_on=silent_on,
        lapses_on=lapses_on,
    )
