"""What animators read before a proposal is shown, and what they may know after; what the host sees."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from tisserand.domain.attention.queries import network_day
from tisserand.domain.attention.rules import monday_of
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries import animates
from tisserand.domain.introductions.models import Approval, Introduction, Side, Weaving
from tisserand.domain.introductions.queries.letters import (
    Asks,
    asks_named,
    between_columns,
    between_told,
    letter,
)
from tisserand.domain.introductions.rules import (
    LAPSES,
    STOPPED_BY_SILENCE,
    Stage,
    Verdict,
    Word,
    seen_by_animators,
)
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import check_host, withheld_by_person
from tisserand.domain.refused import Refused
from tisserand.formats.weaving import Introduction as Letter
from tisserand.vocabulary import ApprovalMode, Field, Reader, Refusal

FEW = 5
KEPT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as an animator of one of its circles sees it. `letter` is the one that her own member
    (`letter.a`) would get, `there` the circle of the other (the same when they share it). `to_read`: her
    circle is asked, and has not answered; silence then approves after `silent_on`, or the proposal lapses
    after `lapses_on`, whichever her circle's mode says (the other is None)."""

    ref: str
    word: Word
    created_on: date
    letter: Letter
    there: Circle | None
    to_read: bool
    note: str
    silent_on: date | None
    lapses_on: date | None


def proposals_for(animator: Person, circle: Circle, at: datetime) -> list[Proposal]:
    """The proposals of the last two months with a member of `circle`, those to read first; six queries.

    A pair of which she is a part is not among them. Refused: NOT_FOUND unless she animates the circle.
    """
    if not animates(animator, circle):
        raise Refused(Refusal.NOT_FOUND)
    today = network_day(at)
    hers = Side.objects.filter(person=animator).values("introduction")
    whole = Side.objects.select_related("person__organisation")
    rows = (
        Introduction.objects.filter(Q(circle_one=circle) | Q(circle_two=circle))
        .filter(apart=False, created_on__gte=today - timedelta(days=KEPT_DAYS))
        .exclude(pk__in=hers)
        .exclude(first_shown_on__isnull=True, stage=Stage.OVER)
        .select_related("circle_one", "circle_two", "via_circle", "go_between")
        .prefetch_related(Prefetch("sides", whole), "approvals")
        .annotate(**between_columns("", animator))
        .order_by("created_on", "ref")
    )
    found = list(rows)
    asks = asks_named(found, today)
    people = {side.person_id for one in found for side in one.sides.all()}
    withheld = withheld_by_person(people, Reader.OTHER_SIDE)
    told = [_proposal(one, circle, asks, withheld, today) for one in found]
    return sorted((one for one in told if one is not None), key=lambda one: not one.to_read)


def _proposal(
    one: Introduction, circle: Circle, asks: Asks, withheld: Mapping[int, frozenset[Field]], today: date
) -> Proposal | None:
    sides = sorted(one.sides.all(), key=lambda side: side.person.ref)
    word = seen_by_animators(
        Stage(one.stage), one.first_shown_on, one.established_on, today, one_left=len(sides) < 2
    )
    if word is None or len(sides) < 2:
        return None
    mine, theirs = ends_of_proposal(one, sides, circle)
    asked = next((row for row in one.approvals.all() if row.circle_id == circle.pk), None)
    named = between_told(one, one)
    to_read = word is Word.TO_READ and asked is not None and asked.verdict == Verdict.NONE
    silent_on, lapses_on = waits_of(one, circle) if to_read else (None, None)
    return Proposal(
        ref=one.ref,
        word=word,
        created_on=one.created_on,
        letter=letter(one, mine.place, mine.person, theirs.person, asks, named, withheld[theirs.person_id]),
        there=there_of(one, mine),
        to_read=to_read,
        note=asked.note if asked else "",
        silent_on=silent_on,
        lapses_on=lapses_on,
    )


def ends_of_proposal(one: Introduction, sides: Sequence[Side], circle: Circle) -> tuple[Side, Side]:
    """Return the side of a circle's own member, then the other."""
    mine = next((side for side in sides if _circle(one, side) == circle.pk), sides[0])
    return mine, next(side for side in sides if side is not mine)


def waits_of(one: Introduction, circle: Circle) -> tuple[date | None, date | None]:
    """Return the last day before silence approves a draft, or before it lapses, as the circle's mode says."""
    if circle.approval == ApprovalMode.UNLESS_STOPPED:
        return one.created_on + timedelta(days=STOPPED_BY_SILENCE), None
    return None, one.created_on + timedelta(days=LAPSES)


def there_of(one: Introduction, mine: Side) -> Circle | None:
    """Return the circle of the other side."""
    return one.circle_two if mine.place == 1 else one.circle_one


def _circle(one: Introduction, side: Side) -> int | None:
    return one.circle_one_id if side.place == 1 else one.circle_two_id


def approvals_waiting(animator: Person, circles: Collection[Circle]) -> dict[int, int]:
    """How many proposals each of `circles` that she animates is asked to read, by key; one query. Pairs of
    which she is a part are left out."""
    return Counter(waiting_to_read(animator, circles).values_list("circle_id", flat=True))


def waiting_to_read(animator: Person, circles: Collection[Circle]) -> QuerySet[Approval]:
    """Return what each of `circles` that she animates is asked to read, pairs of which she is a part left
    out."""
    hers = Side.objects.filter(person=animator).values("introduction")
    animated = Membership.objects.animating().filter(person=animator, circle__in=circles).values("circle")
    return Approval.objects.filter(
        circle__in=animated, verdict=Verdict.NONE, introduction__stage=Stage.DRAFTED
    ).exclude(introduction__in=hers)


@dataclass(frozen=True, slots=True)
class WeavingState:
    """The last weaving as the host sees it; a figure about fewer than five is None."""

    week: date
    started_at: datetime
    finished_at: datetime | None
    drafted: int | None
    served: int | None
    servable: int | None


def weaving_state(host: Person) -> WeavingState | None:
    """The last weaving, None before the first. Refused: NOT_ALLOWED to anybody but the host."""
    check_host(host)
    row = Weaving.objects.order_by("-week").first()
    if row is None:
        return None
    figures = (value if value >= FEW else None for value in (row.drafted, row.served, row.servable))
    return WeavingState(row.week, row.started_at, row.finished_at, *figures)


def weaving_of(at: datetime) -> Weaving | None:
    """The weaving of the week of `at`, for who runs commands; None when it was not begun."""
    return Weaving.objects.filter(week=monday_of(network_day(at))).first()
