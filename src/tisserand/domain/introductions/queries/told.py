"""What one of the two reads of an introduction. Everything comes from her own Side, the day it was
established and the network's clock, by `rules.seen`; beside it stand only public facts of the other.

**The other Side is read in one place, `_revealed`, and only of introductions that are established.**
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.models import Approval, Introduction, Message, Side
from tisserand.domain.introductions.queries.left import most_a_week, other_of
from tisserand.domain.introductions.queries.letters import (
    SIDES,
    Asks,
    asks_named,
    between_columns,
    between_told,
    letter,
)
from tisserand.domain.introductions.queries.standings import own_side
from tisserand.domain.introductions.rules import Seen, Verdict, Word, seen
from tisserand.domain.people.models import Block, Hide, Person
from tisserand.domain.people.queries import day_of, withheld_by_person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Vouch
from tisserand.formats.weaving import Introduction as Letter
from tisserand.vocabulary import Field, Reader, Refusal


@dataclass(frozen=True, slots=True)
class Vouched:
    """A sentence that `author` signed in a circle about the other, who agreed that it is shown."""

    author: str
    circle: str
    sentence: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Own:
    """What the reader herself wrote, ticked and said; `need`, `offer`: the references of hers that the letter
    tells, "" for none; `withheld`: what of her the other's letter leaves out."""

    intention: str
    reveals_email: bool
    reveals_phone: bool
    met: bool | None
    outcome: Mapping[str, Any]
    need: str = ""
    offer: str = ""
    withheld: frozenset[Field] = frozenset()


@dataclass(frozen=True, slots=True)
class Revealed:
    """What the other ticked and wrote, shown once both said yes; "" for what she kept."""

    email: str = ""
    phone: str = ""
    intention: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the thread. `mine`: the reader wrote it; `left`: its author was erased, and its text."""

    mine: bool
    left: bool
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """An introduction as its reader sees it today.

    `letter` and `other` are None when the other person was erased. `concern`: what matters to the other, ""
    when withheld. `circle_mine`, `circle_theirs`: those of the route. `budget`: what the reader asked for, a
    week. `note`: what an animator of the reader's own circle added. `between_since`: when the go-between of
    the letter agreed to be named. `revealed` is None and `thread` empty in a list, and until `seen.word` is
    established.
    """

    ref: str
    seen: Seen
    letter: Letter | None
    other: Person | None
    circle_mine: Circle | None
    circle_theirs: Circle | None
    budget: int
    note: str
    vouches: tuple[Vouched, ...]
    own: Own
    established_on: date | None
    concern: str = ""
    between_since: datetime | None = None
    revealed: Revealed | None = None
    thread: tuple[Line, ...] = ()


def sides_of(person: Person) -> QuerySet[Side]:
    """Her own sides of what she was shown and did not leave."""
    return Side.objects.filter(person=person, shown_on__isnull=False, gone=False)


def introduction_for(person: Person, ref: str, at: datetime) -> Told:
    """One introduction, with its thread. Refused: NOT_FOUND unless she was shown it, and still sees it."""
    told = told_to(person, sides_of(person).filter(introduction__ref=ref), at, with_thread=True)
    if not told:
        raise Refused(Refusal.NOT_FOUND)
    return told[0]


def thread_of(person: Person, ref: str, at: datetime) -> tuple[Line, ...]:
    """The thread of one introduction, oldest first. Refused: NOT_FOUND, as `introduction_for`."""
    return introduction_for(person, ref, at).thread


def person_shown(person: Person, ref: str) -> Person:
    """Somebody whom she was shown, whatever came of it. Refused: NOT_FOUND for anybody else."""
    other = Person.objects.filter(ref=ref).first()
    pairs = Side.objects.filter(person=person, shown_on__isnull=False).values("introduction")
    if other is None or other == person:
        raise Refused(Refusal.NOT_FOUND)
    if not Side.objects.filter(person=other, introduction__in=pairs).exists():
        raise Refused(Refusal.NOT_FOUND)
    return other


def go_between_of(person: Person, ref: str, at: datetime) -> Person:
    """Whom one of her letters names between the two. Refused: NOT_FOUND when it names nobody to her."""
    told = introduction_for(person, ref, at)
    named = told.letter.go_between if told.letter else None
    found = Person.objects.filter(ref=named.id).first() if named else None
    if found is None:
        raise Refused(Refusal.NOT_FOUND)
    return found


def told_to(person: Person, sides: QuerySet[Side], at: datetime, *, with_thread: bool = False) -> list[Told]:
    """Those of her own `sides` that she sees today, in their order; six queries at most, whatever their
    number, and two more `with_thread`."""
    today = day_of(person, at)
    rows = list(_with_columns(person, sides))
    others = _others(person, rows)
    seen_by_row = {row.pk: _seen(row, others.get(row.introduction_id), today) for row in rows}
    rows = [row for row in rows if seen_by_row[row.pk]]
    asks = asks_named((row.introduction for row in rows), today)
    keys = [other.pk for other in others.values()]
    open_ones = [row.introduction_id for row in rows if row.introduction.established_on and with_thread]
    around = _Around(
        asks,
        _vouches(person, keys, today),
        withheld_by_person([person.pk, *keys], Reader.OTHER_SIDE),
        _revealed(person, open_ones),
        _threads(person, open_ones),
    )
    return [
        _told(row, told, person, others.get(row.introduction_id), around)
        for row in rows
        if (told := seen_by_row[row.pk])
    ]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands beside the rows, read once for all of them."""

    asks: Asks
    vouches: Mapping[int, tuple[Vouched, ...]]
    withheld: Mapping[int, frozenset[Field]]
    revealed: Mapping[int, Revealed]
    threads: Mapping[int, tuple[Line, ...]]


def _with_columns(person: Person, sides: QuerySet[Side]) -> QuerySet[Side]:
    """The rows with what else the letter says: the note of her own circle's animators, her budget, who may
    be named between the two."""
    names = ("circle_one", "circle_two", "via_circle", "go_between")
    note = Approval.objects.filter(introduction=OuterRef("introduction"), verdict=Verdict.APPROVED)
    circles = {side: OuterRef(f"introduction__circle_{side}") for side in ("one", "two")}
    notes = {
        f"note_{side}": Subquery(note.filter(circle=circle).values("note")[:1])
        for side, circle in circles.items()
    }
    return sides.select_related("introduction", *(f"introduction__{name}" for name in names)).annotate(
        a_week=F("person__budget__a_week"), **notes, **between_columns("introduction__", person)
    )


def _others(person: Person, rows: Sequence[Side]) -> dict[int, Person]:
    """The other person of each introduction, by its key; nobody for those who were erased."""
    keys = {row.introduction_id: other_of(row.introduction.pair, person.pk) for row in rows}
    people = Person.objects.select_related("organisation").in_bulk(
        [key for key in keys.values() if key is not None]
    )
    return {one: people[key] for one, key in keys.items() if key is not None and key in people}


def _seen(row: Side, other: Person | None, today: date) -> Seen | None:
    one = row.introduction
    return seen(own_side(row), one.established_on, today, met_on=one.met_on, other_left=other is None)


def _vouches(person: Person, about: Collection[int], today: date) -> dict[int, tuple[Vouched, ...]]:
    """The sentences that may be shown about each of `about`, by key: agreed, in force, not by somebody kept
    apart from the reader."""
    if not about:
        return {}
    author = OuterRef("author")
    either = Q(person=person, other=author) | Q(person=author, other=person)
    rows = (
        Vouch.objects.holding(today)
        .filter(about__in=about)
        .exclude(Exists(Block.objects.filter(either)) | Exists(Hide.objects.filter(either)))
        .select_related("author", "circle")
        .order_by("written_on", "pk")
    )
    found: dict[int, tuple[Vouched, ...]] = {}
    for row in rows:
        said = Vouched(row.author.name, row.circle.name, row.sentence, row.written_on)
        found[row.about_id] = (*found.get(row.about_id, ()), said)
    return found


def _revealed(person: Person, established: Collection[int]) -> dict[int, Revealed]:
    """What the others ticked, of introductions that are established and of no other, by their key."""
    if not established:
        return {}
    rows = Side.objects.filter(
        introduction__in=established, introduction__established_on__isnull=False
    ).exclude(person=person)
    return {
        row.introduction_id: Revealed(
            row.person.email if row.reveals_email else "",
            row.person.phone if row.reveals_phone else "",
            row.intention,
        )
        for row in rows.select_related("person")
    }


def _threads(person: Person, established: Collection[int]) -> dict[int, tuple[Line, ...]]:
    """The messages she wrote, and those that reached her, oldest first, by introduction."""
    if not established:
        return {}
    hers = Q(author=person) | Q(delivered=True)
    rows = Message.objects.filter(hers, introduction__in=established).order_by("written_at", "pk")
    found: dict[int, tuple[Line, ...]] = {}
    for row in rows:
        line = Line(row.author_id == person.pk, row.author_id is None, row.text, row.written_at)
        found[row.introduction_id] = (*found.get(row.introduction_id, ()), line)
    return found


def _told(row: Side, told: Seen, person: Person, other: Person | None, around: _Around) -> Told:
    one: Introduction = row.introduction
    circles = (one.circle_one, one.circle_two) if row.place == 1 else (one.circle_two, one.circle_one)
    named = between_told(one, row)
    withheld = around.withheld.get(other.pk, frozenset()) if other else frozenset()
    made = letter(one, row.place, person, other, around.asks, named, withheld) if other else None
    return Told(
        ref=one.ref,
        seen=told,
        letter=made,
        other=other,
        circle_mine=circles[0],
        circle_theirs=circles[1],
        budget=most_a_week(getattr(row, "a_week", None)),
        note=getattr(row, "note_one" if row.place == 1 else "note_two", None) or "",
        vouches=around.vouches.get(other.pk, ()) if other else (),
        own=_own(row, made, around.withheld[person.pk]),
        established_on=one.established_on,
        concern=other.concern if other and Field.CONCERN not in withheld else "",
        between_since=named.since,
        revealed=around.revealed.get(one.pk) if told.word is Word.ESTABLISHED else None,
        thread=around.threads.get(one.pk, ()),
    )


def _own(row: Side, made: Letter | None, withheld: frozenset[Field]) -> Own:
    facts = row.introduction.facts
    return Own(
        row.intention,
        row.reveals_email,
        row.reveals_phone,
        row.met,
        row.outcome,
        need=facts[SIDES[row.place]]["need"] if made and made.answer_to_a else "",
        offer=facts[SIDES[3 - row.place]]["offer"] if made and made.answer_to_b else "",
        withheld=withheld,
    )
