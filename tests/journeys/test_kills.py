"""R1: an import or a weaving killed at any instant leaves nothing half done, loses nothing that it said was
done, and done again is whole, once.

`R1_KILLS=40` is the long form.
"""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.models import Count

from tests.domain.circles.villages import ring
from tests.domain.people.villagers import AT, villager
from tests.journeys.kills import Death, deaths
from tests.networks import ON, random_network
from tisserand.domain.attention.models import Clock, Letter
from tisserand.domain.attention.queries import network_day
from tisserand.domain.attention.rules import monday_of
from tisserand.domain.circles.actions import import_people
from tisserand.domain.circles.models import Circle
from tisserand.domain.exchanges.install import FoundedCircle, Founding, install_network
from tisserand.domain.introductions.actions.drafting import drafts_of, write_drafts
from tisserand.domain.introductions.actions.register import register_of
from tisserand.domain.introductions.jobs import weave_week
from tisserand.domain.introductions.jobs.gathering import gather
from tisserand.domain.introductions.jobs.weaving import seed_of
from tisserand.domain.introductions.models import Approval, Introduction, Side, Weaving
from tisserand.domain.people.models import Invitation, Person
from tisserand.formats.records import Person as Record
from tisserand.formats.weaving import weave
from tisserand.vocabulary import Origin

KILLS = int(os.environ.get("R1_KILLS") or 6)
PLANTED = 40
"""Kills within which a fault planted must be seen; the first is enough."""
ROWS = 3_000 if KILLS > 6 else 1_000
PEOPLE, CIRCLES = 300, 12
WEEK = datetime(ON.year, ON.month, ON.day, 9, tzinfo=UTC)
IMPORTS, WEAVES = 'INSERT INTO "people_invitation"', 'INSERT INTO "introductions_introduction"'
"""How the statement begins that writes the first row of each."""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Importer = Callable[[Person, Circle, list[Record]], object]
Outcome = tuple[list[str], list[Death]]
"""What was wrong, and how each child ended."""


# -- an import


def guests(turn: int) -> list[Record]:
    """The list of one turn: nobody in it is in another's."""
    return [Record(f"p{row}", f"Personne {row}", f"t{turn}.p{row}@example.org") for row in range(ROWS)]


def kept_of(turn: int) -> tuple[int, int, int]:
    """What the database holds of a turn's list: invitations, distinct addresses, admissions."""
    rows = Invitation.objects.filter(email__startswith=f"t{turn}.p")
    found = rows.aggregate(
        rows=Count("pk"), addresses=Count("email", distinct=True), admissions=Count("admission")
    )
    return found["rows"], found["addresses"], found["admissions"]


def truly(ada: Person, circle: Circle, people: list[Record]) -> object:
    return import_people(by=ada, circle=circle, people=people, at=AT)


def by_parts(ada: Person, circle: Circle, people: list[Record]) -> object:
    """The fault planted: one transaction for each hundred rows."""
    parts = [people[start : start + 100] for start in range(0, len(people), 100)]
    return [import_people(by=ada, circle=circle, people=part, at=AT) for part in parts]


def import_faults(importer: Importer, kills: int, *, first_only: bool = False) -> Outcome:
    """What is wrong after each kill of an importer, and after the true import that follows it."""
    ada = villager()
    circles = {}
    faults: list[str] = []
    seen: list[Death] = []

    def act(turn: int) -> Callable[[], object]:
        circles[turn] = ring(ada)
        return lambda: importer(ada, circles[turn], guests(turn))

    for turn, death in deaths(act, IMPORTS, kills=kills, seed=1):
        seen.append(death)
        left = kept_of(turn)
        if left not in ((0, 0, 0), (ROWS,) * 3):
            faults.append(f"turn {turn}: half an import, {left}")
        if death.acknowledged and left != (ROWS,) * 3:
            faults.append(f"turn {turn}: {left} of what was acknowledged")
        truly(ada, circles[turn], guests(turn))
        if kept_of(turn) != (ROWS,) * 3:
            faults.append(f"turn {turn}: done again, {kept_of(turn)}")
        if faults and first_only:
            return faults, seen
    faults += [f"turn {turn}: lost since" for turn in circles if kept_of(turn) != (ROWS,) * 3]
    return faults, seen


def test_killed_import_is_whole_or_nothing() -> None:
    faults, seen = import_faults(truly, KILLS)
    assert faults == []
    assert sum(death.killed for death in seen) == KILLS
    assert any(death.killed and death.writing for death in seen), "no kill fell in the transaction"


def test_import_by_parts_is_caught_when_planted() -> None:
    faults, _ = import_faults(by_parts, PLANTED, first_only=True)
    assert "half an import" in faults[0]


# -- a weaving


def settled() -> None:
    """Three hundred people in twelve circles that animators read for."""
    network = random_network(3, PEOPLE, CIRCLES, bridges=True)
    names = sorted({name for person in network.people for name in person.circles})
    first = {name: next(row.id for row in network.people if name in row.circles) for name in names}
    founding = Founding([FoundedCircle(name, animators=(first[name],)) for name in names])
    install_network(network=network, founding=founding, at=WEEK)
    Clock.objects.update_or_create(pk=1, defaults={"at": WEEK})


Written = tuple[frozenset[tuple[object, ...]], int, int, int, int, int]


def written() -> Written:
    """The drafts that the database holds, and how many rows of each kind."""
    rows = Introduction.objects.values_list(
        "pair", "stage", "apart", "bridge__ref", "back", "route", "score", "go_between__ref"
    )
    kinds = (Introduction, Side, Approval, Letter, Weaving)
    introductions, sides, approvals, letters, weavings = (kind.objects.count() for kind in kinds)
    return frozenset(rows), introductions, sides, approvals, letters, weavings


def forget_all() -> None:
    for kind in (Letter, Introduction, Weaving):
        kind.objects.all().delete()


def end_before_drafts(at: datetime) -> object:
    """The fault planted: a weaving that writes its end, then its drafts."""
    week = monday_of(network_day(at))
    weaving = Weaving.objects.create(week=week, seed=seed_of(week), started_at=at)
    gathered = gather(at)
    woven = weave(gathered.network, network_day(at), seed=weaving.seed)
    register = register_of([*woven.introductions, *woven.withheld], gathered.asks)
    drafts = drafts_of(
        woven.introductions, woven.withheld, register, origin=Origin.ENGINE, at=at, weaving=weaving
    )
    weaving.finished_at = at
    weaving.save()
    with transaction.atomic():
        return write_drafts(drafts=drafts, register=register, at=at)


def weaving_faults(weaver: Callable[[datetime], object], kills: int, *, first_only: bool = False) -> Outcome:
    """What is wrong after each kill of a weaver, and after the true weaving that follows it."""
    settled()
    weave_week(WEEK)
    whole = written()
    assert whole[1] > 100 and whole[2] == 2 * whole[1] and whole[3] and whole[4] and whole[5] == 1
    faults: list[str] = []
    seen: list[Death] = []

    def act(_turn: int) -> Callable[[], object]:
        forget_all()
        return lambda: weaver(WEEK)

    for turn, death in deaths(act, WEAVES, kills=kills, seed=2):
        seen.append(death)
        ended = Weaving.objects.filter(week=date(WEEK.year, WEEK.month, WEEK.day), finished_at__isnull=False)
        is_over, left = ended.exists(), written()
        if left[1:5] != (whole[1:5] if is_over else (0, 0, 0, 0)):
            faults.append(f"turn {turn}: half a weaving, over={is_over}, {left[1:]}")
        if death.acknowledged and not is_over:
            faults.append(f"turn {turn}: acknowledged, and to be done")
        weave_week(WEEK)
        if written() != whole:
            faults.append(f"turn {turn}: done again, {written()[1:]}")
        if faults and first_only:
            return faults, seen
    return faults, seen


def test_killed_weaving_is_whole_or_to_be_done() -> None:
    faults, seen = weaving_faults(weave_week, KILLS)
    assert faults == []
    assert sum(death.killed for death in seen) == KILLS
    assert any(death.killed and death.writing for death in seen), "no kill fell in the transaction"


def test_weaving_that_ends_before_its_drafts_is_caught_when_planted() -> None:
    faults, _ = weaving_faults(end_before_drafts, PLANTED, first_only=True)
    assert "half a weaving" in faults[0]
