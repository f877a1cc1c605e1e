"""The rows of what was agreed: bridges with their signatures and people, vouches."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from tisserand.domain.circles.models import Bridge, BridgePerson, Circle, Signature
from tisserand.domain.exchanges.install.founding import Founding, ref_from
from tisserand.domain.people.models import Person
from tisserand.domain.ties.models import Vouch
from tisserand.domain.ties.rules import vouch_until
from tisserand.formats import records


def write_bridges(
    network: records.Network,
    people: Mapping[str, Person],
    circles: Mapping[str, Circle],
    founding: Founding,
    today: date,
) -> None:
    """Write the bridges that carry proposals, then the agreements that carry nobody."""
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
    _write_agreements(people, circles, founding)


def _write_agreements(
    people: Mapping[str, Person], circles: Mapping[str, Circle], founding: Founding
) -> None:
    for place, row in enumerate(founding.agreements):
        bridge = Bridge.objects.create(
            ref=ref_from(f"agreement {place} {row.start} {row.end}"),
            start=circles[row.start],
            end=circles[row.end],
            quota=row.quota,
            until=row.until,
            proposed_on=row.proposed_on,
            proposed_by=_first(founding, row.start, people),
            suspended_on=row.suspended_on,
            suspended_by=circles.get(row.suspended_by),
        )
        Signature.objects.bulk_create(
            Signature(
                bridge=bridge,
                circle=circles[name],
                person=_first(founding, name, people),
                signed_on=row.proposed_on,
            )
            for name in row.signed
        )


def write_vouches(founding: Founding, people: Mapping[str, Person], circles: Mapping[str, Circle]) -> None:
    """Write what members said for each other."""
    Vouch.objects.bulk_create(
        Vouch(
            ref=ref_from(f"vouch {row.author} {row.about} {row.circle}"),
            author=people[row.author],
            about=people[row.about],
            circle=circles[row.circle],
            sentence=row.sentence,
            written_on=row.written_on,
            until=vouch_until(row.written_on),
            agreed_on=row.written_on if row.agreed else None,
        )
        for row in founding.vouches
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
