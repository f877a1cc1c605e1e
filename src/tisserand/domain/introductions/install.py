"""Introductions that were lived before the network is installed here: rows as the verbs would have left them.

Only for a network that brings its own history, as the demo does. No letter leaves for what is past.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from tisserand.domain.attention.models import Request
from tisserand.domain.attention.queries import network_day
from tisserand.domain.attention.rules import monday_of
from tisserand.domain.circles.models import Bridge, Circle, Membership
from tisserand.domain.exchanges.install import ref_from
from tisserand.domain.exchanges.models import Need
from tisserand.domain.introductions.actions.approving import approve
from tisserand.domain.introductions.actions.drafting import drafts_of, write_drafts
from tisserand.domain.introductions.actions.register import register_of
from tisserand.domain.introductions.jobs.gathering import gather
from tisserand.domain.introductions.models import Approval, Introduction, Message, Side
from tisserand.domain.introductions.queries.left import pair_of
from tisserand.domain.introductions.rules import (
    ANSWER_WITHIN,
    Answer,
    Ending,
    Stage,
    Verdict,
    outcome_on,
    rests_until,
)
from tisserand.domain.people.models import AuditLine, Person
from tisserand.domain.refused import Refused
from tisserand.formats.weaving import weave
from tisserand.vocabulary import AuditAct, Origin, Reason, RequestKind, Route

HOUR = 8
"""The hour, in UTC, of what was written or revealed on a day."""
WORTH = 0.25
"""What crossing alone brings to a proposal of the past."""


@dataclass(frozen=True, slots=True)
class Lived:
    """One introduction of the past between `one` (asked first) and `two`, by reference, each by a circle.

    `second_on` empty: the second was never asked. Without `ended`, an introduction that was not established
    still waits. `need`: what `one` looked for, closed since, said on `asked_on`. `lines` of their thread are
    (reference, words, day).
    """

    one: str
    two: str
    circle_one: str
    circle_two: str
    drafted_on: date
    shown_on: date
    second_on: date | None = None
    established_on: date | None = None
    met_on: date | None = None
    ended: bool = True
    need: str = ""
    asked_on: date | None = None
    go_between: str = ""
    lines: tuple[tuple[str, str, date], ...] = ()


@transaction.atomic
def install_introductions(rows: Sequence[Lived]) -> int:
    """Write introductions of the past, with sides, requests, threads and audit lines; how many."""
    people = {person.ref: person for person in Person.objects.here()}
    circles = {circle.name: circle for circle in Circle.objects.all()}
    needs = [_need(number, row, people) for number, row in enumerate(rows) if row.need]
    Need.objects.bulk_create(needs, batch_size=500)
    asked = {need.ref for need in needs}
    bridges = _bridges()
    written = Introduction.objects.bulk_create(
        [_introduction(number, row, people, circles, bridges, asked) for number, row in enumerate(rows)],
        batch_size=500,
    )
    pairs = list(zip(written, rows, strict=True))
    sides = [side for one, row in pairs for side in _sides(one, row, people)]
    Side.objects.bulk_create(sides, batch_size=500)
    Request.objects.bulk_create((_request(side) for side in sides if side.shown_on), batch_size=500)
    told = [side for side in sides if side.introduction.established_on]
    AuditLine.objects.bulk_create((_line(side) for side in told), batch_size=500)
    Message.objects.bulk_create(
        Message(introduction=one, author=people[author], text=text, written_at=_instant(day))
        for one, row in pairs
        for author, text, day in row.lines
    )
    return len(written)


def _bridges() -> dict[tuple[int, int], Bridge]:
    """The signed bridges by their ends, in the order of their asks, then the other way where none goes."""
    rows = list(Bridge.objects.signed().order_by("pk"))
    back = {(row.end_id, row.start_id): row for row in rows}
    return back | {(row.start_id, row.end_id): row for row in rows}


def _need(number: int, row: Lived, people: Mapping[str, Person]) -> Need:
    asked_on = row.asked_on or row.drafted_on
    return Need(
        ref=ref_from(f"lived need {number}"),
        person=people[row.one],
        text=row.need,
        created_on=asked_on,
        until=asked_on + timedelta(days=180),
        closed_on=row.met_on or row.established_on or row.shown_on,
    )


def _introduction(
    number: int,
    row: Lived,
    people: Mapping[str, Person],
    circles: Mapping[str, Circle],
    bridges: Mapping[tuple[int, int], Bridge],
    asked: Collection[str],
) -> Introduction:
    mine, theirs = circles[row.circle_one], circles[row.circle_two]
    bridge = bridges.get((mine.pk, theirs.pk))
    need = ref_from(f"lived need {number}")
    facts: dict[str, Any] = {"shared": 0}
    if need in asked:
        facts["one"] = {"need": need, "offer": "", "words": []}
    stage, ending = _stage(row)
    last = row.second_on or row.shown_on
    return Introduction(
        ref=ref_from(f"lived {number} {row.one} {row.two}"),
        origin=Origin.ENGINE,
        stage=stage,
        pair=pair_of(people[row.one].pk, people[row.two].pk),
        route=Route.BRIDGE if bridge else Route.SHARED_MEMBER,
        bridge=bridge,
        back=bool(bridge and bridge.start_id == theirs.pk),
        circle_one=mine,
        circle_two=theirs,
        score=WORTH,
        reasons={Reason.ACROSS: WORTH},
        facts=facts,
        go_between=people.get(row.go_between),
        created_on=row.drafted_on,
        approved_on=row.drafted_on,
        first_shown_on=row.shown_on,
        established_on=row.established_on,
        met_on=row.met_on,
        ended_on=last + timedelta(days=ANSWER_WITHIN + 1) if ending else None,
        ended_by=ending,
        rests_until=rests_until(
            row.drafted_on, first_shown_on=row.shown_on, established_on=row.established_on
        ),
    )


def _stage(row: Lived) -> tuple[Stage, str]:
    if row.established_on:
        return (Stage.MET if row.met_on else Stage.ESTABLISHED), ""
    if row.ended:
        return Stage.OVER, Ending.UNANSWERED
    return (Stage.ASKED_SECOND if row.second_on else Stage.WAITING_SECOND), ""


def _sides(one: Introduction, row: Lived, people: Mapping[str, Person]) -> Iterator[Side]:
    """Both sides: the first said yes when the second was asked or waits, the second when it was
    established."""
    first = bool(row.second_on) or not row.ended
    for place, ref, shown_on, yes in (
        (1, row.one, row.shown_on, first),
        (2, row.two, row.second_on, bool(row.established_on)),
    ):
        said_on = (row.established_on if place == 2 else shown_on) if yes else None
        yield Side(
            introduction=one,
            person=people[ref],
            place=place,
            shown_on=shown_on,
            answer=Answer.YES if yes else Answer.NONE,
            answered_on=said_on,
            reveals_email=bool(row.established_on),
            met=True if row.met_on else None,
            met_answered_on=row.met_on,
        )


def _request(side: Side) -> Request:
    assert side.shown_on is not None
    return Request(
        person=side.person,
        kind=RequestKind.INTRODUCTION,
        about=side.introduction.ref,
        shown_on=side.shown_on,
        week=monday_of(side.shown_on),
        promised_on=outcome_on(side.shown_on),
        closed_on=side.answered_on or side.introduction.ended_on,
    )


def _line(side: Side) -> AuditLine:
    assert side.introduction.established_on is not None
    return AuditLine(
        person=side.person,
        act=AuditAct.DETAILS_REVEALED,
        by=side.person,
        about=side.introduction.ref,
        at=_instant(side.introduction.established_on),
    )


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, HOUR, tzinfo=UTC)


def weave_some(people: Collection[str], at: datetime, *, first: str = "") -> int:
    """Draft introductions among some people only, by reference, as a weaving would; how many. `first` is
    asked first in hers."""
    gathered = gather(at)
    here = frozenset(people)
    some = replace(
        gathered.network,
        people=tuple(
            person if person.id in here else person._replace(budget=0) for person in gathered.network.people
        ),
    )
    woven = weave(some, network_day(at))
    register = register_of([*woven.introductions, *woven.withheld], gathered.asks)
    drafts = drafts_of(
        woven.introductions, woven.withheld, register, origin=Origin.ENGINE, at=at, first=first
    )
    with transaction.atomic():
        return len(write_drafts(drafts=drafts, register=register, at=at))


def leave_to_read(
    circles: Mapping[str, int],
    at: datetime,
    *,
    first: Iterable[Collection[str]] = (),
    but: Collection[str] = (),
    drop: Collection[str] = (),
) -> int:
    """Approve for every circle what its animators are asked to read, but the first few proposals of each of
    `circles` (name: how many), those of the pairs `first` (references) before the others; how many stay.
    People of `but` are left out of what stays, unless in `first`; drafts of people of `drop` are removed."""
    Introduction.objects.filter(stage=Stage.DRAFTED, sides__person__ref__in=drop).delete()
    wanted = [frozenset(pair) for pair in first]
    room = dict(circles)
    rows = Introduction.objects.filter(stage=Stage.DRAFTED).prefetch_related(
        "sides__person", "approvals__circle"
    )
    stay = 0
    for row in sorted(rows, key=lambda row: (_rank(row, wanted), -row.score, row.pk)):
        asked = [one for one in row.approvals.all() if one.verdict == Verdict.NONE]
        names = [one.circle.name for one in asked]
        free = bool(names) and all(room.get(name, 0) > 0 for name in names)
        refs = {side.person.ref for side in row.sides.all()}
        if free and (refs in wanted or not refs & set(but)):
            stay += 1
            for name in names:
                room[name] -= 1
            continue
        _approve(asked, row, at)
    return stay


def _rank(row: Introduction, wanted: Sequence[frozenset[str]]) -> int:
    pair = frozenset(side.person.ref for side in row.sides.all())
    return wanted.index(pair) if pair in wanted else len(wanted)


def _approve(asked: Iterable[Approval], row: Introduction, at: datetime) -> None:
    sides = [side.person_id for side in row.sides.all()]
    for one in asked:
        animators = Membership.objects.animating().filter(circle=one.circle).exclude(person__in=sides)
        animator = animators.select_related("person").first()
        if animator is not None:
            with suppress(Refused):  # the other circle's word may have settled it a moment ago
                approve(by=animator.person, ref=row.ref, circle=one.circle, at=at)
