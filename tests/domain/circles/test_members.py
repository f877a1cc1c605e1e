"""What the members of a circle read of each other."""

from datetime import timedelta

import pytest

from tests.domain.circles.villages import is_constant, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.circles.queries import member_of, members_of, share_circle
from tisserand.domain.people.actions import lift_block, pause, set_block, set_hide
from tisserand.domain.people.models import Organisation, Person
from tisserand.vocabulary import Refusal

pytestmark = pytest.mark.django_db


def names(person: Person, *circle_and: object, **how: object) -> list[str]:
    """Return the names on a page."""
    return [row.name for row in members_of(person, circle_and[0], on=TODAY, **how).rows]  # type: ignore[arg-type]


def test_members_read_each_other_and_nobody_else_does() -> None:
    ada, sponsor = villager("Ada"), villager("Zoé")
    circle = ring(ada)
    join(sponsor, circle)
    house = Organisation.objects.create(name="La Maison")
    bob = villager("Bob", organisation=house, concern="les haies", town="Lyon", phone="+33 1", sector="bois")
    join(bob, circle, on=TODAY - timedelta(days=200), sponsor=sponsor)
    page = members_of(bob, circle, on=TODAY)
    assert [row.name for row in page.rows] == ["Ada", "Bob", "Zoé"]
    assert (page.page, page.more) == (1, False)
    own = page.rows[1]
    assert (own.organisation, own.concern, own.sponsor, own.newcomer) == (
        "La Maison", "les haies", "Zoé", False,
    )  # fmt: skip
    assert page.rows[0].newcomer
    assert not {"email", "phone"} & set(own.__slots__)
    for person in (villager(), villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            members_of(person, circle, on=TODAY)
        with refused(Refusal.NOT_FOUND):
            member_of(person, circle, bob.ref)


def test_who_left_or_never_came_is_not_there() -> None:
    ada = villager("Ada")
    circle = ring(ada)
    gone, waiting = villager("Gone"), villager("Waiting", confirmed_on=None)
    join(gone, circle, left_on=TODAY)
    join(waiting, circle)
    assert names(ada, circle) == ["Ada"]
    for person in (gone, waiting):
        with refused(Refusal.NOT_FOUND):
            member_of(ada, circle, person.ref)
        with refused(Refusal.NOT_FOUND):
            members_of(person, circle, on=TODAY)


def test_block_takes_both_out_of_each_others_list_at_once() -> None:
    ada = villager("Ada")
    circle = ring(ada)
    bob, eve = member(circle, "Bob"), member(circle, "Ève")
    set_block(person=bob, other=ada, at=AT)
    set_hide(person=eve, other=ada, at=AT)
    assert names(ada, circle) == ["Ada", "Ève"]
    assert names(bob, circle) == ["Bob", "Ève"]
    assert names(eve, circle) == ["Ada", "Bob", "Ève"], "hiding is about proposals"
    with refused(Refusal.NOT_FOUND):
        member_of(ada, circle, bob.ref)
    lift_block(person=bob, other=ada, at=AT)
    assert member_of(ada, circle, bob.ref) == bob


def test_pause_hides_from_members_and_not_from_animators() -> None:
    ada = villager("Ada")
    circle = ring(ada)
    bob, eve = member(circle, "Bob"), member(circle, "Ève")
    pause(person=eve, at=AT)
    assert names(ada, circle) == ["Ada", "Bob", "Ève"]
    assert names(bob, circle) == ["Ada", "Bob"]
    assert names(eve, circle) == ["Ada", "Bob", "Ève"]


def test_pages_end_for_a_member_and_names_are_looked_for() -> None:
    ada = villager("Ada")
    circle = ring(ada)
    bob = member(circle, "Bob")
    for number in range(120):
        member(circle, f"Membre {number:03}")
    first, second = (members_of(bob, circle, on=TODAY, page=page) for page in (1, 2))
    assert (len(first.rows), first.more, len(second.rows), second.more) == (50, True, 50, True)
    assert not {row.ref for row in first.rows} & {row.ref for row in second.rows}
    with refused(Refusal.NOT_FOUND):
        members_of(bob, circle, on=TODAY, page=3)
    last = members_of(ada, circle, on=TODAY, page=3)
    assert (len(last.rows), last.more) == (22, False)
    assert names(bob, circle, find="membre 11") == [f"Membre 11{digit}" for digit in range(10)]
    member(circle, "Élise Gérard")
    assert names(bob, circle, find="élise") == ["Élise Gérard"]
    assert len(names(bob, circle, find="m")) == 50, "one letter finds nobody in particular"


def test_two_people_share_a_circle_while_both_are_in_it() -> None:
    ada, bob, eve = villager(), villager(), villager()
    circle = ring(ada)
    join(bob, circle)
    join(eve, circle, left_on=TODAY)
    join(eve, ring())
    assert share_circle(ada, bob) and share_circle(bob, ada)
    assert not share_circle(ada, eve)


def test_list_of_members_costs_the_same_however_long() -> None:
    ada = villager()
    circle = ring(ada)
    house = Organisation.objects.create(name="La Maison")

    def grow(rows: int) -> None:
        for _ in range(rows):
            join(villager(organisation=house), circle, sponsor=ada)

    assert is_constant(lambda: members_of(ada, circle, on=TODAY), grow, (1, 3, 30))
