"""The rows of a whole network: people, circles, their needs and offers, contacts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from tisserand.domain.attention.models import Budget
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.exchanges.install.agreements import write_bridges, write_vouches
from tisserand.domain.exchanges.install.founding import FoundedCircle, Founding, ref_from
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.people.models import Consent, Hide, Organisation, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Contact
from tisserand.formats import records
from tisserand.vocabulary import Audience, Refusal, Role
from tisserand.vocabulary import Consent as ConsentCode

BATCH = 1_000
ASK_HOLDS = timedelta(days=180)
AGREED_AT = 9
"""The hour, in UTC, given to consents of which only the day is known."""


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
    write_bridges(network, people, circles, founding, today)
    write_vouches(founding, people, circles)
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
            distance=row.distance,
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
            created_on=circle.founded_on or today,
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
                sponsor=people.get(founding.sponsors.get((row.id, name), "")),
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
    said = {row.id: founding.said_on.get(row.id, today) for row in rows}
    needs = (
        (person, place, ask, said[row.id]) for row, person in pairs for place, ask in enumerate(row.needs)
    )
    offers = (
        (person, place, ask, said[row.id]) for row, person in pairs for place, ask in enumerate(row.offers)
    )
    Need.objects.bulk_create((Need(**_ask("need", *one)) for one in needs), batch_size=BATCH)
    Offer.objects.bulk_create((Offer(**_ask("offer", *one)) for one in offers), batch_size=BATCH)


def _ask(kind: str, person: Person, place: int, ask: records.Ask, said_on: date) -> dict[str, object]:
    return {
        "ref": ref_from(f"{kind} {person.ref} {place}"), "person": person, "text": ask.text,
        "type": ask.type or "", "audience": Audience.BRIDGED, "created_on": said_on,
        "until": said_on + ASK_HOLDS,
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
