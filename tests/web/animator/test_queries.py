"""As many queries for one row as for thirty, on every list of circles, bridges, proposals and the host."""

from collections.abc import Callable
from itertools import count

import pytest

from tests.domain.circles.villages import bridge_between, is_constant, join, member, queries_of, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.circles.actions import invite_to_circle
from tisserand.domain.circles.models import BridgePerson, Circle
from tisserand.domain.introductions.models import Approval, Introduction, Side
from tisserand.domain.people.models import Person, Report
from tisserand.vocabulary import ApprovalMode

pytestmark = pytest.mark.django_db
SIZES = (1, 3, 30)
MOST = 12
_numbers = count(1)


@pytest.fixture(autouse=True)
def helene() -> Person:
    settled()
    return villager("Hélène Garnier", is_host=True)


@pytest.fixture
def circle(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon", approval=ApprovalMode.REQUIRED)


def grown(circle: Circle, helene: Person) -> dict[str, Callable[[int], object]]:
    """What makes each page longer, by so many rows."""

    def members(number: int) -> None:
        for _ in range(number):
            join(villager(f"Membre {next(_numbers)}"), circle, sponsor=helene)

    def invitations(number: int) -> None:
        for _ in range(number):
            email = f"i{next(_numbers)}@example.org"
            invite_to_circle(by=helene, circle=circle, email=email, at=AT, sponsor=helene)

    def bridges(number: int) -> None:
        for _ in range(number):
            other = ring(villager(), listed=True)
            made = bridge_between(circle, other)
            BridgePerson.objects.create(bridge=made, person=member(circle), circle=circle)

    def proposals(number: int) -> None:
        other = ring(villager())
        for _ in range(number):
            draft(member(circle), member(other), circle, other)

    def reports(number: int) -> None:
        for _ in range(number):
            Report.objects.create(person=villager(), other=villager(), reason="spam", made_on=TODAY)
            ring()

    def letters(number: int) -> None:
        for _ in range(number):
            email = f"l{next(_numbers)}@example.org"
            invite_to_circle(by=helene, circle=circle, email=email, at=AT, send=True)

    return {
        "circle": members, "invitations": invitations, "bridges": bridges, "proposals": proposals,
        "host": reports, "outbox": letters,
    }  # fmt: skip


def draft(one: Person, two: Person, mine: Circle, theirs: Circle) -> None:
    made = Introduction.objects.create(
        origin="engine", stage="drafted", pair=f"{one.pk}-{two.pk}", route="bridge", circle_one=mine,
        circle_two=theirs, score=0.2, reasons={"across": 0.2}, created_on=TODAY,
    )  # fmt: skip
    for place, person in ((1, one), (2, two)):
        Side.objects.create(introduction=made, person=person, place=place)
    Approval.objects.create(introduction=made, circle=mine)


PLACES = {
    "circle": "/circles/{ref}",
    "invitations": "/circles/{ref}/invitations",
    "bridges": "/circles/{ref}/bridges",
    "proposals": "/circles/{ref}/proposals",
    "host": "/host",
    "outbox": "/host/outbox",
}


@pytest.mark.parametrize("name", PLACES)
def test_queries_do_not_grow_with_the_list(helene: Person, circle: Circle, name: str) -> None:
    client, place = english(helene), PLACES[name].format(ref=circle.ref)

    def read() -> None:
        answer = client.get(place)
        assert answer.status_code == 200

    assert is_constant(read, grown(circle, helene)[name], SIZES)
    assert queries_of(read) <= MOST


def test_list_that_asks_once_a_row_is_found(helene: Person, circle: Circle) -> None:
    def read() -> None:
        for own in Circle.objects.all():
            own.memberships.count()

    assert not is_constant(read, lambda number: [ring() for _ in range(number)], SIZES)


def test_bridge_with_many_people_asks_as_often(helene: Person, circle: Circle) -> None:
    bridge, client = bridge_between(circle, ring(villager())), english(helene)

    def grow(number: int) -> None:
        for _ in range(number):
            BridgePerson.objects.create(bridge=bridge, person=member(circle), circle=circle)

    assert is_constant(lambda: client.get(f"/bridges/{bridge.ref}"), grow, SIZES)
