"""A circle with its animator, and what may happen in it, written straight into the tables."""

from datetime import date, datetime, timedelta

from tests.domain.introductions.town import MONDAY, circle, member
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.introductions.models import Approval, Introduction, Side
from tisserand.domain.people.models import Person
from tisserand.domain.ties.actions import record_contact
from tisserand.domain.ties.models import Vouch
from tisserand.vocabulary import ContactKind, Role

TODAY = MONDAY.date()


def ago(days: int) -> date:
    """The day so many days before the Monday of the tests."""
    return TODAY - timedelta(days=days)


def instant(days: int) -> datetime:
    """The instant so many days before it."""
    return MONDAY - timedelta(days=days)


def looked_after(**fields: object) -> tuple[Person, Circle]:
    """An animator and her circle."""
    here = circle(**fields)
    return member(here, role=Role.ANIMATOR, name="Hélène Garnier"), here


def arrived(here: Circle, days: int, name: str = "Nour Haddad", **fields: object) -> Person:
    """Somebody who joined so many days ago."""
    person = member(here, name=name)
    Membership.objects.filter(person=person, circle=here).update(joined_on=ago(days), **fields)
    return person


def introduced(one: Person, two: Person, here: Circle, there: Circle, **fields: object) -> Introduction:
    """An introduction of two people, over these circles; shown ten days ago unless told."""
    given: dict[str, object] = {
        "origin": "engine", "stage": "asked_first", "pair": f"{one.pk}-{two.pk}", "route": "bridge",
        "circle_one": here, "circle_two": there, "score": 0.2, "reasons": {"across": 0.2},
        "facts": {"shared": 0}, "created_on": ago(12), "first_shown_on": ago(10),
    }  # fmt: skip
    row = Introduction.objects.create(**{**given, **fields})
    for place, person in ((1, one), (2, two)):
        Side.objects.create(introduction=row, person=person, place=place)
    return row


def to_read(one: Person, two: Person, here: Circle, there: Circle, **fields: object) -> Introduction:
    """A draft that a circle is asked to read."""
    row = introduced(one, two, here, there, **{"stage": "drafted", "first_shown_on": None, **fields})
    Approval.objects.create(introduction=row, circle=here)
    return row


def met(one: Person, two: Person, days: int, kind: ContactKind = ContactKind.MEETING) -> None:
    """A contact of two people, so many days ago."""
    record_contact(
        giver=one, receiver=two, kind=kind, once=f"{one.pk}-{two.pk}-{days}", at=instant(days), confirmed=True
    )


def used_to_come(person: Person, other: Person) -> None:
    """Four meetings of the circle, and none for ten weeks."""
    for days in (70, 84, 98, 112):
        met(person, other, days)


def ran_out(person: Person, days: int, kind: type[Need] | type[Offer] = Need) -> None:
    """Something sought or offered that ran out so many days ago."""
    kind.objects.create(person=person, text="un local", created_on=ago(200), until=ago(days))


def vouched(about: Person, by: Person, here: Circle, days: int) -> None:
    """A vouch that holds for so many days more."""
    Vouch.objects.create(
        author=by, about=about, circle=here, sentence="Fiable.", written_on=ago(300), until=ago(-days),
        agreed_on=ago(300),
    )  # fmt: skip
