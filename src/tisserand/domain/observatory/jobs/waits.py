"""How long people wait, and whether each has her share: three figures of the whole network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from tisserand.domain.circles.models import Membership
from tisserand.domain.exchanges.models import Need
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.observatory.fabric import NEVER, Past, consents_past
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.rules.editions import YEAR_DAYS, may_change
from tisserand.domain.observatory.rules.threshold import OUTSIDE, may_be_told
from tisserand.domain.people.models import Person
from tisserand.engine.measures import clock, first_days, median_margin
from tisserand.engine.measures.openness import wilson
from tisserand.vocabulary import Consent, MeasureCode

Longs = NDArray[np.int64]
QUARTER_DAYS = 91
NEW_DAYS = 2 * YEAR_DAYS
SETTLED_DAYS = 28
"""Who agreed less than four weeks ago could not be served yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Lives:
    """Dated facts of introductions: `met` int64[k, 4] (two people's keys, the day of the need, the day they
    met), `shown` int64[s, 2] (a person's key, the day she was shown a proposal), `joined` and `agreed` by
    person's number: the day she came and her answers about being proposed beyond."""

    met: Longs
    shown: Longs
    joined: Longs
    beyond: Longs
    members: Longs


@dataclass(frozen=True, slots=True)
class Wait:
    """One figure about `people`; None when there is none to tell."""

    value: float | None
    low: float | None
    high: float | None
    people: int


def lives_of() -> Lives:
    """Read the Lives of everybody here."""
    people = Person.objects.here().order_by("pk")
    keys = np.array(people.values_list("pk", flat=True), np.int64)
    joined = [on.toordinal() for on in people.values_list("confirmed_on", flat=True) if on is not None]
    shown = Side.objects.filter(shown_on__isnull=False).values_list("person_id", "shown_on")
    left = Membership.objects.filter(person__confirmed_on__isnull=False)
    members = [
        (person, first.toordinal(), last.toordinal() if last else NEVER)
        for person, first, last in left.values_list("person_id", "joined_on", "left_on")
    ]
    return Lives(
        met=_array(_met(), 4),
        shown=_array(((person, on.toordinal()) for person, on in shown if on is not None), 2),
        joined=np.array(joined, np.int64),
        beyond=consents_past(Consent.BEYOND, keys),
        members=_array(members, 3),
    )


def tell_waits(past: Past, lives: Lives, edition: date) -> int:
    """Write the three figures of an edition where they changed by five people; how many were told anew."""
    rows = list(_rows(past, lives, edition))
    Measure.objects.bulk_create(rows)
    return len(rows)


def _rows(past: Past, lives: Lives, edition: date) -> Iterator[Measure]:
    codes = (MeasureCode.ASK_TO_MEETING, MeasureCode.FIRST_ACROSS, MeasureCode.SERVED)
    weeks = Measure.objects.filter(code__in=codes).order_by("week").values_list("code", "week")
    last = dict(weeks)
    for code, facts, figure in (
        (MeasureCode.ASK_TO_MEETING, _meetings, _ask_to_meeting),
        (MeasureCode.FIRST_ACROSS, _arrivals, _first_across),
        (MeasureCode.SERVED, _shares, _served),
    ):
        now = facts(past, lives, edition.toordinal())
        was = facts(past, lives, last[code].toordinal()) if code in last else set()
        if not may_change(len({person for person, *_ in now ^ was})):
            continue
        wait = figure(now, edition.toordinal())
        if may_be_told(wait.people, outside=True) and wait.value is not None:
            yield Measure(
                week=edition, code=code, value=wait.value, low=wait.low, high=wait.high, people=wait.people
            )


Facts = set[tuple[int, ...]]
"""What is known of each person: her key or number first."""


def _meetings(_past: Past, lives: Lives, day: int) -> Facts:
    met = lives.met[(lives.met[:, 3] < day) & (lives.met[:, 3] >= day - YEAR_DAYS)]
    return {(person, asked, on) for one, two, asked, on in met.tolist() for person in (one, two)}


def _ask_to_meeting(facts: Facts, day: int) -> Wait:
    # each pair is there twice, with one wait
    days = np.sort(np.array([on - asked for _, asked, on in facts], np.int64))[::2]
    middle, low, high = median_margin(days, seed=day)
    return Wait(middle, low, high, len({person for person, *_ in facts}))


def _arrivals(past: Past, lives: Lives, day: int) -> Facts:
    """(person, day of arrival, day of a first tie across or NO_DAY) of the newcomers of two years whose ties
    are counted."""
    state = past.on(day)
    sets = past.sets_of(state)
    opened = past.opened(day)
    rows = past.contact
    seen = rows[(rows[:, 2] < day) & opened[rows[:, 0]] & opened[rows[:, 1]]]
    ends = seen.astype(np.int32)
    first = first_days(past.people.size, ends[:, 0], ends[:, 1], ends[:, 2], sets=sets)
    new = (lives.joined < day) & (lives.joined >= day - NEW_DAYS) & opened & (sets.of >= 0)
    who = np.flatnonzero(new)
    return set(zip(who.tolist(), lives.joined[who].tolist(), first[who].tolist(), strict=True))


def _first_across(facts: Facts, day: int) -> Wait:
    rows = np.array(sorted(facts), np.int32).reshape(-1, 3)
    found = clock(rows[:, 1], rows[:, 2], now=day)
    return Wait(found.median, found.low, found.high, found.people)


def _shares(past: Past, lives: Lives, day: int) -> Facts:
    """(person, 1 if she was shown a proposal this quarter else 0) of the members who agree to be proposed
    beyond their circles, for four weeks at least."""
    n = past.people.size
    agreed, since = np.zeros(n, np.bool_), np.zeros(n, np.int64)
    rows = lives.beyond[lives.beyond[:, 1] < day]
    agreed[rows[:, 0]], since[rows[:, 0]] = rows[:, 2] > 0, rows[:, 1]
    inside = lives.members[(lives.members[:, 1] < day) & (lives.members[:, 2] >= day), 0]
    shown = lives.shown[(lives.shown[:, 1] < day) & (lives.shown[:, 1] >= day - QUARTER_DAYS), 0]
    who = np.flatnonzero(agreed & (since <= day - SETTLED_DAYS) & np.isin(past.people, inside))
    served = np.isin(past.people[who], shown).astype(int)
    return set(zip(who.tolist(), served.tolist(), strict=True))


def _served(facts: Facts, _day: int) -> Wait:
    size = len(facts)
    if not size:
        return Wait(None, None, None, 0)
    served = sum(one for _, one in facts)
    if any(0 < some < OUTSIDE for some in (served, size - served)):
        return Wait(None, None, None, size)  # the few who were, or were not, would be told with it
    share = served / size
    return Wait(share, *wilson(share, size, size), size)


def _met() -> Iterator[tuple[int, int, int, int]]:
    """Each pair that met, with the day of the need that the introduction answered (of the introduction when
    it answered none, or when that need is no longer there)."""
    rows = Introduction.objects.filter(met_on__isnull=False, apart=False)
    sides: dict[int, list[int]] = {}
    for key, person in Side.objects.filter(introduction__in=rows).values_list("introduction_id", "person_id"):
        sides.setdefault(key, []).append(person)
    found = list(rows.values_list("pk", "facts", "created_on", "met_on"))
    needs = {ref for _, facts, _, _ in found for ref in _needs(facts)}
    asked = dict(Need.objects.filter(Q(ref__in=needs)).values_list("ref", "created_on"))
    for key, facts, created_on, met_on in found:
        pair = sides.get(key, [])
        if len(pair) == 2 and met_on is not None:
            days = [asked[ref] for ref in _needs(facts) if ref in asked]
            first = min([*days, created_on])
            yield pair[0], pair[1], first.toordinal(), met_on.toordinal()


def _needs(facts: dict[str, object]) -> list[str]:
    return [str(fact["need"]) for fact in facts.values() if isinstance(fact, dict) and "need" in fact]


def _array(rows: object, width: int) -> Longs:
    return np.array(list(rows), np.int64).reshape(-1, width)  # type: ignore[call-overload]
