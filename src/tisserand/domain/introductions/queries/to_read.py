"""The first proposals that an animator is asked to read, for a page that shows a few: three queries."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.letters import SIDES as PLACES
from tisserand.domain.introductions.queries.letters import (
    Asks,
    asks_named,
    between_columns,
    between_told,
    letter,
)
from tisserand.domain.introductions.queries.reading import (
    Proposal,
    ends_of_proposal,
    there_of,
    waiting_to_read,
    waits_of,
)
from tisserand.domain.introductions.rules import Word
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import withheld_by_person
from tisserand.vocabulary import Field, Reader


def proposals_to_read(animator: Person, circle: Circle, at: datetime, *, most: int) -> list[Proposal]:
    """The oldest proposals that `circle` is asked to read, `most` of them; three queries.

    Nothing to somebody who does not animate it; never a pair of which she is a part.
    """
    waiting = waiting_to_read(animator, [circle]).values("introduction")
    oldest = Introduction.objects.filter(pk__in=waiting, apart=False).order_by("created_on", "ref")
    pairs: dict[int, list[Side]] = {}
    for side in _sides(animator).filter(introduction__in=oldest.values("pk")[:most]):
        pairs.setdefault(side.introduction_id, []).append(side)
    whole = [pair for pair in pairs.values() if len(pair) == len(PLACES)]
    if not whole:
        return []
    asks = asks_named([pair[0].introduction for pair in whole], network_day(at))
    withheld = withheld_by_person({side.person_id for pair in whole for side in pair}, Reader.OTHER_SIDE)
    return [_told(pair, circle, asks, withheld) for pair in whole]


def _sides(animator: Person) -> QuerySet[Side]:
    """Both sides of proposals with what is told of them."""
    return (
        Side.objects.select_related(
            *(f"introduction__{name}" for name in ("circle_one", "circle_two", "via_circle", "go_between")),
            "person__organisation",
        )
        .annotate(**between_columns("introduction__", animator))
        .order_by("introduction__created_on", "introduction__ref", "person__ref")
    )


def _told(pair: list[Side], circle: Circle, asks: Asks, withheld: Mapping[int, frozenset[Field]]) -> Proposal:
    one = pair[0].introduction
    mine, theirs = ends_of_proposal(one, pair, circle)
    named = between_told(one, pair[0])
    sent = letter(one, mine.place, mine.person, theirs.person, asks, named, withheld[theirs.person_id])
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
