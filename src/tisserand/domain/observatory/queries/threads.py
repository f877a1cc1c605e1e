"""One's own stitch and its threads: the people she is tied to, and by which circle.

What she reads here is hers: what both said, what she said herself, introductions to which both said yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries.left import other_of
from tisserand.domain.observatory.queries.fabric import FabricTold, Patch
from tisserand.domain.people.models import Block, Person
from tisserand.domain.people.queries import day_of
from tisserand.domain.ties.queries import TieTold, ties_of
from tisserand.vocabulary import ContactKind

Place = Patch | Circle


@dataclass(frozen=True, slots=True)
class Thread:
    """One tie of hers, last used on `last_on`. `introduction` is the reference of the one that made it, ""
    when there is none; `met`: something happened between them, else one of the two only said so."""

    ref: str
    name: str
    last_on: date
    met: bool
    introduction: str


@dataclass(frozen=True, slots=True)
class Threads:
    """Her threads by circle: one that she shares with them, or the one by which they were introduced; None
    for what leads elsewhere, for memberships are not told. The latest thread first."""

    circle: Place | None
    threads: tuple[Thread, ...]


def threads_of(person: Person, told: FabricTold) -> list[Threads]:
    """Return her threads, those inside her circles of `told` first; four queries. Whoever she blocked, or
    who blocked her, is not among them, nor who left."""
    own = {patch.key: patch for patch in told.circles if patch.own}
    established = _established(person)
    ties = {tie.ref: tie for tie in ties_of(person) if tie.ref}
    found: dict[int, list[Thread]] = {}
    places: dict[int, Place] = {**own}
    for key, ref, name, shared in _others(person, [*established], [*ties], [*own]):
        one, theirs = established.get(key, (None, None))
        place = shared or (theirs.pk if theirs else 0)
        if theirs and not shared:
            places.setdefault(theirs.pk, theirs)
        found.setdefault(place, []).append(_thread(person, ref, name, ties.get(ref), one))
    order = sorted(found, key=lambda key: (not key, key not in own, places[key].name if key else ""))
    return [Threads(places.get(key), tuple(sorted(found[key], key=_latest))) for key in order]


def _latest(thread: Thread) -> tuple[int, str]:
    return -thread.last_on.toordinal(), thread.name


def _established(person: Person) -> dict[int, tuple[Introduction, Circle | None]]:
    """By key of the other, the introductions to which both said yes, with the circle of the other's side."""
    sides = Side.objects.filter(
        person=person, shown_on__isnull=False, gone=False, introduction__established_on__isnull=False
    )
    found = {}
    for side in sides.select_related("introduction__circle_one", "introduction__circle_two").order_by("pk"):
        one = side.introduction
        other = other_of(one.pair, person.pk)
        if other is not None:
            found[other] = one, one.circle_two if side.place == 1 else one.circle_one
    return found


def _others(
    person: Person, keys: Sequence[int], refs: Sequence[str], own: Sequence[int]
) -> list[tuple[int, str, str, int | None]]:
    """(key, reference, name, a circle shared with her or None) of those to whom she is tied."""
    apart = Q(pk__in=Block.objects.filter(person=person).values("other"))
    apart |= Q(pk__in=Block.objects.filter(other=person).values("person"))
    shared = Min(
        "memberships__circle", filter=Q(memberships__left_on__isnull=True, memberships__circle__in=own)
    )
    rows = Person.objects.here().filter(Q(pk__in=keys) | Q(ref__in=refs)).exclude(apart)
    return list(rows.annotate(shared=shared).values_list("pk", "ref", "name", "shared"))


def _thread(person: Person, ref: str, name: str, tie: TieTold | None, one: Introduction | None) -> Thread:
    days = [day_of(person, tie.last_at)] if tie else []
    days += [one.established_on] if one and one.established_on else []
    met = tie is not None and any(kind is not ContactKind.DECLARED for kind in tie.kinds)
    return Thread(ref, name, max(days), met, one.ref if one else "")
