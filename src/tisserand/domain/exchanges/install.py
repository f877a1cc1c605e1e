"""A whole network written into an empty installation, from the records that files give: the demo, the
benchmarks and a first move from spreadsheets all enter by here."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from django.db import transaction

from tisserand.domain.attention.models import Budget
from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, Membership, Signature
from tisserand.domain.columns import REF_LENGTH
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.people.models import Consent, Hide, Organisation, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Contact
from tisserand.formats import records
from tisserand.vocabulary import ApprovalMode, Audience, Refusal, Role
from tisserand.vocabulary import Consent as ConsentCode

BATCH = 1_000
ASK_HOLDS = timedelta(days=180)
AGREED_AT = 9
"""The hour, in UTC, given to consents of which only the day is known."""

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FoundedCircle:
    """What files of people do not say of a circle; `animators` by identifier."""

    name: str
    purpose: str = ""
    charter: str = ""
    town: str = ""
    dye: str = ""
    weave: str = ""
    listed: bool = False
    approval: ApprovalMode = ApprovalMode.UNLESS_STOPPED
    through_members: bool = False
    animators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Founding:
    """Everything that stands beside the records: circles, lines « ce qui me tient à coeur » by person,
    people and days of signature of the bridges by (start, end), the identifier of the host."""

    circles: Sequence[FoundedCircle]
    concerns: Mapping[str, str] = field(default_factory=dict)
    bridge_people: Mapping[Ends, tuple[str, ...]] = field(default_factory=dict)
    signed_on: Mapping[Ends, date] = field(default_factory=dict)
    host: str = ""


def ref_from(identifier: str) -> str:
    """The public reference that stands for an identifier of a file: the same file gives the same ones."""
    digest = blake2b(identifier.encode(), digest_size=8).digest()
    return base64.b32encode(digest).decode().lower()[:REF_LENGTH]


@transaction.atomic
def install_network(*, network: records.Network, founding: Founding, at: datetime) -> dict[str, str]:
    """Write the network; the public reference of each identifier. ALREADY_SET_UP when somebody is here.

    Pairs kept apart are hidden from each other. Two things that files may hold have no table and are left
    out: pairs who met already, and declared strengths without a date.
    """
    if Person.objects.exists():
        raise Refused(Refusal.ALREADY_SET_UP)
    today = at.date()
    people = _people(network.people, founding, today)
    circles = _circles(network, founding, today)
    _own_rows(network.people, people, circles, founding, today)
    _bridges(network, people, circles, founding, today)
    _contacts(network.ties, people)
    Hide.objects.bulk_create(
        Hide(person=people[one], other=people[other], set_on=today) for one, other in sorted(network.apart)
    )
    return {identifier: person.ref for identifier, person in people.items()}


def _people(rows: Sequence[records.Person], founding: Founding, today: date) -> dict[str, Person]:
    names = {row.organisation: row for row in rows if row.organisation}
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(
                ref=ref_from(f"organisation {name}"),
                name=name,
                actor_type=row.actor_type,
                sector=row.sector,
            )
            for name, row in sorted(names.items())
        ],
        batch_size=BATCH,
    )
    by_name = {organisation.name: organisation for organisation in organisations}
    people = [
        Person(
            ref=ref_from(row.id),
            email=(row.email or f"{row.id}@nobody.example").casefold(),
            name=row.name or row.id,
            town=row.town,
            organisation=by_name.get(row.organisation),
            actor_type=row.actor_type,
            sector=row.sector,
            concern=founding.concerns.get(row.id, ""),
            is_host=row.id == founding.host,
            confirmed_on=row.joined_on or today,
            created_on=row.joined_on or today,
            password="!",
        )
        for row in rows
    ]
    return {
        row.id: person
        for row, person in zip(rows, Person.objects.bulk_create(people, batch_size=BATCH), strict=True)
    }


def _circles(network: records.Network, founding: Founding, today: date) -> dict[str, Circle]:
    known = {circle.name: circle for circle in founding.circles}
    lived = {name for row in network.people for name in row.circles}
    crossed = {name for row in network.bridges or () for name in (row.start, row.end)}
    for name in sorted(lived | crossed):
        known.setdefault(name, FoundedCircle(name))
    inside = network.takes_inside
    written = Circle.objects.bulk_create(
        Circle(
            ref=ref_from(f"circle {circle.name}"),
            name=circle.name,
            purpose=circle.purpose,
            charter=circle.charter,
            town=circle.town,
            dye=circle.dye,
            weave=circle.weave,
            listed=circle.listed,
            approval=circle.approval,
            through_members=circle.through_members or circle.name in network.through_members,
            takes_inside=inside is None or circle.name in inside,
            created_on=today,
        )
        for circle in known.values()
    )
    return {circle.name: circle for circle in written}


def _own_rows(
    rows: Sequence[records.Person],
    people: Mapping[str, Person],
    circles: Mapping[str, Circle],
    founding: Founding,
    today: date,
) -> None:
    animators = {(name, circle.name) for circle in founding.circles for name in circle.animators}
    pairs = [(row, people[row.id]) for row in rows]
    Membership.objects.bulk_create(
        (
            Membership(
                person=person,
                circle=circles[name],
                role=Role.ANIMATOR if (row.id, name) in animators else Role.MEMBER,
                joined_on=person.created_on,
            )
            for row, person in pairs
            for name in row.circles
        ),
        batch_size=BATCH,
    )
    Consent.objects.bulk_create(
        (consent for row, person in pairs for consent in _consents(row, person)), batch_size=BATCH
    )
    Budget.objects.bulk_create(
        (Budget(person=person, a_week=row.budget) for row, person in pairs if row.budget is not None),
        batch_size=BATCH,
    )
    until = today + ASK_HOLDS
    needs = ((person, place, ask) for row, person in pairs for place, ask in enumerate(row.needs))
    offers = ((person, place, ask) for row, person in pairs for place, ask in enumerate(row.offers))
    Need.objects.bulk_create((Need(**_ask("need", *one, today, until)) for one in needs), batch_size=BATCH)
    Offer.objects.bulk_create(
        (Offer(**_ask("offer", *one, today, until)) for one in offers), batch_size=BATCH
    )


def _ask(
    kind: str, person: Person, place: int, ask: records.Ask, today: date, until: date
) -> dict[str, object]:
    return {
        "ref": ref_from(f"{kind} {person.ref} {place}"), "person": person, "text": ask.text,
        "type": ask.type or "", "audience": Audience.BRIDGED, "created_on": today, "until": until,
    }  # fmt: skip


def _consents(row: records.Person, person: Person) -> Iterator[Consent]:
    """Her answers to what she was asked; somebody who answered nothing yet has none, and an objection to
    being profiled holds all the same."""
    day = row.agreed_on or person.created_on
    set_at = datetime(day.year, day.month, day.day, AGREED_AT, tzinfo=UTC)
    if ConsentCode.PROFILED not in row.allow:
        yield Consent(person=person, code=ConsentCode.PROFILED, allowed=False, set_at=set_at)
    if not row.allow - {ConsentCode.PROFILED}:
        return
    for code in (ConsentCode.BEYOND, ConsentCode.COUNTED, ConsentCode.NAMED):
        if code is ConsentCode.BEYOND or code in row.allow:
            yield Consent(person=person, code=code, allowed=code in row.allow, set_at=set_at)


def _bridges(
    network: records.Network,
    people: Mapping[str, Person],
    circles: Mapping[str, Circle],
    founding: Founding,
    today: date,
) -> None:
    homes = {row.id: row.circles for row in network.people}
    for place, (there, back) in enumerate(_agreements(network.bridges or ())):
        ends = (there.start, there.end)
        signed_on = founding.signed_on.get(ends, today)
        bridge = Bridge.objects.create(
            ref=ref_from(f"bridge {place} {there.start} {there.end}"),
            start=circles[there.start],
            end=circles[there.end],
            quota=there.quota,
            quota_back=back.quota if back else 0,
            themes=list(there.themes),
            until=there.until or today + timedelta(days=365),
            proposed_on=signed_on,
        )
        Signature.objects.bulk_create(
            Signature(
                bridge=bridge,
                circle=circles[name],
                person=_first(founding, name, people),
                signed_on=signed_on,
            )
            for name in ends
        )
        BridgePerson.objects.bulk_create(
            BridgePerson(
                bridge=bridge,
                person=people[name],
                circle=bridge.start if there.start in homes[name] else bridge.end,
                accepted_on=signed_on,
            )
            for name in founding.bridge_people.get(ends, ())
        )


def _agreements(
    rows: Iterable[records.Bridge],
) -> Iterator[tuple[records.Bridge, records.Bridge | None]]:
    """Each row with the one that goes back on the same terms, if any: they are one agreement."""
    left = list(rows)
    while left:
        there = left.pop(0)
        terms = (there.end, there.start, there.themes, there.until)
        back = next((row for row in left if (row.start, row.end, row.themes, row.until) == terms), None)
        if back is not None:
            left.remove(back)
        yield there, back


def _first(founding: Founding, name: str, people: Mapping[str, Person]) -> Person | None:
    """An animator of the circle, who signs for it."""
    circle = next((circle for circle in founding.circles if circle.name == name), None)
    return people[circle.animators[0]] if circle and circle.animators else None


def _contacts(ties: Sequence[records.Tie], people: Mapping[str, Person]) -> None:
    """Dated contacts; `ties.jobs.strengthen` makes ties of them."""
    Contact.objects.bulk_create(
        (
            Contact(
                giver=people[tie.a],
                receiver=people[tie.b],
                kind=tie.kind,
                at=tie.at,
                once=f"installed {place}",
                confirmed_on=tie.at.date(),
            )
            for place, tie in enumerate(ties)
            if tie.at is not None
        ),
        batch_size=BATCH,
    )
