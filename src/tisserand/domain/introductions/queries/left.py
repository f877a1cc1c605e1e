"""What is left to give before a weaving: everybody's week, the bridges' month, the pairs that rest.

Nothing here reads an answer: a week is spent by what was drafted or shown, a pair rests from the day it was
shown, and the chance of a yes is learnt from one label a pair, four weeks after.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Q

from tisserand.domain.attention.models import Request
from tisserand.domain.attention.rules import NETWORK_CAP, Rhythm, day_in, monday_of
from tisserand.domain.circles.models import Bridge
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.rules import OUTCOME_ON
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import pairs_kept_apart
from tisserand.vocabulary import RequestKind

Row = tuple[int, bool]
"""One direction of a bridge: its key, and whether it goes back from its end to its start."""
Pair = tuple[int, int]


def capacity_left(at: datetime, people: Collection[int] | None = None) -> dict[int, int]:
    """What is left of the week of each person open to proposals (or of those of `people`), by key.

    Spent: introductions drafted this week with her, whatever became of them, or shown to her this week, each
    once; and her other requests shown this week. Her week starts on Monday in her own zone.
    """
    rows = Person.objects.open_to_proposals()
    if people is not None:
        rows = rows.filter(pk__in=people)
    facts = list(rows.values_list("pk", "zone", "budget__a_week"))
    mondays = {zone: monday_of(day_in(at, zone or settings.TIME_ZONE)) for _, zone, _ in facts}
    if not mondays:
        return {}
    week = {pk: mondays[zone] for pk, zone, _ in facts}
    used = _spent(week, min(mondays.values()), people)
    return {pk: max(0, most_a_week(a_week) - used[pk]) for pk, _, a_week in facts}


def most_a_week(asked: int | None) -> int:
    """How many requests a week may be shown to somebody who asked for that many, or said nothing."""
    return Rhythm().a_week if asked is None else min(asked, NETWORK_CAP)


def rhythm_columns() -> dict[str, F]:
    """Columns of her rhythm, for rows that have a `person`; None where she said nothing."""
    return {"a_week": F("person__budget__a_week"), "letter_days": F("person__budget__letter_days")}


def letter_days_of(row: object) -> int:
    """The days on which letters may reach the person of a row that has the columns of her rhythm."""
    days = getattr(row, "letter_days", None)
    return Rhythm().letter_days if days is None else int(days)


def _spent(week: dict[int, date], since: date, people: Collection[int] | None) -> Counter[int]:
    sides = Side.objects.filter(Q(introduction__created_on__gte=since) | Q(shown_on__gte=since))
    others = Request.objects.filter(week__gte=since).exclude(kind=RequestKind.INTRODUCTION)
    if people is not None:
        sides, others = sides.filter(person__in=people), others.filter(person__in=people)
    used: Counter[int] = Counter()
    for person, shown_on, created_on in sides.values_list(
        "person_id", "shown_on", "introduction__created_on"
    ):
        if person in week and max(shown_on or created_on, created_on) >= week[person]:
            used[person] += 1
    for person, monday in others.values_list("person_id", "week"):
        used[person] += person in week and monday >= week[person]
    return used


def quota_left(on: date) -> dict[Row, int]:
    """What is left this month of each direction of each bridge in force on day `on`; what was drafted is
    spent, whatever became of it."""
    month = on.replace(day=1)
    drafted = (
        Introduction.objects.filter(created_on__gte=month, created_on__lte=on, bridge__isnull=False)
        .values_list("bridge_id", "back")
        .annotate(drafted=Count("pk"))
    )
    spent = {(bridge, back): count for bridge, back, count in drafted}
    left: dict[Row, int] = {}
    for pk, quota, quota_back in Bridge.objects.in_force(on).values_list("pk", "quota", "quota_back"):
        left[pk, False] = max(0, quota - spent.get((pk, False), 0))
        left[pk, True] = max(0, quota_back - spent.get((pk, True), 0))
    return left


def pair_of(one: int, two: int) -> str:
    """The name of a pair of people, whatever their order."""
    return f"{min(one, two)}-{max(one, two)}"


def ends_of(pair: str) -> Pair:
    """The keys of the two people of a pair, the smaller first."""
    low, high = pair.split("-")
    return int(low), int(high)


def other_of(pair: str, person: int) -> int | None:
    """The key of the other person of a pair; None when she was erased."""
    if not pair:
        return None
    low, high = ends_of(pair)
    return high if person == low else low


def resting_pairs(on: date, people: Collection[int] | None = None) -> set[Pair]:
    """The pairs that are not to be drafted on day `on` (or those of `people`)."""
    rows = Introduction.objects.resting(on).exclude(pair="")
    if people is not None:
        rows = rows.filter(pk__in=Side.objects.filter(person__in=people).values("introduction"))
    return {ends_of(pair) for pair in rows.values_list("pair", flat=True)}


def pairs_apart() -> set[Pair]:
    """The pairs that a fact of theirs alone keeps from being shown: a block, a hide, a "never"."""
    never = Introduction.objects.filter(sides__never=True).exclude(pair="").values_list("pair", flat=True)
    kept = {(min(ends), max(ends)) for ends in pairs_kept_apart()}
    return kept | {ends_of(pair) for pair in never}


def labels(on: date) -> dict[int, Pair]:
    """What each person teaches about the chance of a yes: pairs shown four weeks ago or more, and those of
    them that were established. A pair has one label, the same for a no and for a silence."""
    read = Q(introduction__first_shown_on__lte=on - timedelta(days=OUTCOME_ON))
    rows = (
        Side.objects.filter(read)
        .values_list("person_id")
        .annotate(asked=Count("pk"), established=Count("introduction__established_on"))
    )
    return {person: (asked, established) for person, asked, established in rows}
