"""Opening a circle, its policy, who finds it, who hides it."""

import pytest

from tests.domain.circles.villages import is_constant, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.circles.actions import create_circle, hide_circle, show_circle, write_circle
from tisserand.domain.circles.models import Membership
from tisserand.domain.circles.queries import (
    animated_circle,
    animated_circles,
    circle_for,
    circle_policies,
    circles_of,
    hidden_circles_of,
    listable_circles,
    orphaned_circle,
    orphaned_circles,
)
from tisserand.vocabulary import ApprovalMode, Refusal, Role

pytestmark = pytest.mark.django_db


def test_who_opens_a_circle_animates_it() -> None:
    ada = villager()
    circle = create_circle(by=ada, name="  Les Ateliers  ", purpose="Apprendre", town="Lyon", at=AT)
    assert (circle.name, circle.town, circle.created_on) == ("Les Ateliers", "Lyon", TODAY)
    assert circle.approval == ApprovalMode.UNLESS_STOPPED
    assert animated_circles(ada) == [circle]
    assert Membership.objects.get(circle=circle).role == Role.ANIMATOR


def test_somebody_not_confirmed_opens_nothing() -> None:
    with refused(Refusal.NOT_ALLOWED):
        create_circle(by=villager(confirmed_on=None), name="Les Ateliers", at=AT)


@pytest.mark.parametrize("name", ["Les Ateliers", "les ateliers", " LES ATELIERS"])
def test_two_circles_have_two_names(name: str) -> None:
    ring(name="Les Ateliers")
    with refused(Refusal.NAME_TAKEN):
        create_circle(by=villager(), name=name, at=AT)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (" ", Refusal.EMPTY_TEXT),
        ("x" * 81, Refusal.TEXT_TOO_LONG),
        ("A\u200bB", Refusal.HIDDEN_CHARACTERS),
    ],
)
def test_name_is_written_plainly(name: str, code: Refusal) -> None:
    with refused(code):
        create_circle(by=villager(), name=name, at=AT)


def test_animator_writes_the_policy_and_nobody_else() -> None:
    ada = villager()
    circle = ring(ada, name="Les Ateliers")
    written = write_circle(
        by=ada, circle=circle, at=AT, approval=ApprovalMode.REQUIRED, through_members=True, vouch_needed=True,
        listed=True, takes_inside=False, charter="Un.\nDeux.", name="Les ateliers",
    )  # fmt: skip
    written.refresh_from_db()
    assert written.approval == ApprovalMode.REQUIRED and written.charter == "Un.\nDeux."
    assert written.through_members and written.vouch_needed and written.listed and not written.takes_inside
    policy = circle_policies()[circle.pk]
    assert policy.ref == circle.ref and policy.through_members and not policy.takes_inside
    for stranger in (member(circle), villager(), villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            write_circle(by=stranger, circle=circle, at=AT, purpose="x")
    with refused(Refusal.UNKNOWN_CHOICE):
        write_circle(by=ada, circle=circle, at=AT, approval="never")
    ring(name="Autre")
    with refused(Refusal.NAME_TAKEN):
        write_circle(by=ada, circle=circle, at=AT, name="autre")


def test_circle_is_found_by_its_members_only() -> None:
    ada, bob = villager(), villager()
    circle = ring(ada)
    join(bob, circle)
    gone = villager()
    join(gone, circle, Role.ANIMATOR, left_on=TODAY)
    assert circle_for(bob, circle.ref) == circle
    assert animated_circle(ada, circle.ref) == circle
    for person, ref in ((gone, circle.ref), (villager(), circle.ref), (bob, "aaaaaaaaaaaa")):
        with refused(Refusal.NOT_FOUND):
            circle_for(person, ref)
    for person in (bob, gone, villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            animated_circle(person, circle.ref)


def test_only_circles_that_agreed_are_listed() -> None:
    listed, ada = ring(listed=True), villager()
    ring(ada)
    assert listable_circles(ada) == [listed]
    assert listable_circles(villager(confirmed_on=None)) == []


def test_hiding_a_circle_is_taken_back_as_easily() -> None:
    ada, circle = villager(), ring()
    assert hide_circle(person=ada, circle=circle, at=AT) is True
    assert hide_circle(person=ada, circle=circle, at=AT) is False
    assert hidden_circles_of(ada) == [circle]
    assert hidden_circles_of(villager()) == []
    assert show_circle(person=ada, circle=circle, at=AT) is True
    assert show_circle(person=ada, circle=circle, at=AT) is False
    assert hidden_circles_of(ada) == []


def test_host_sees_the_circles_that_lost_their_animator() -> None:
    host, kept, ada = villager(is_host=True), ring(villager()), villager()
    lost = ring(ada)
    member(lost)
    assert orphaned_circles(host) == []
    ada.delete()
    assert orphaned_circles(host) == [lost]
    assert orphaned_circle(host, lost.ref) == lost
    with refused(Refusal.NOT_FOUND):
        orphaned_circle(host, kept.ref)
    with refused(Refusal.NOT_ALLOWED):
        orphaned_circles(villager())


def test_lists_of_circles_cost_the_same_however_long() -> None:
    ada = villager()

    def grow(rows: int) -> None:
        for _ in range(rows):
            circle = ring(ada, listed=True)
            Membership.objects.filter(circle=circle).update(sponsor=villager())
            hide_circle(person=ada, circle=circle, at=AT)

    def read() -> None:
        assert [row.circle.name and row.sponsor for row in circles_of(ada)]
        assert animated_circles(ada) and listable_circles(ada) and hidden_circles_of(ada)

    assert is_constant(read, grow, (1, 3, 30))


def test_list_that_asks_for_each_row_is_caught_when_planted() -> None:
    ada = villager()
    read = lambda: [row.circle.name for row in Membership.objects.filter(person=ada)]  # noqa: E731
    assert not is_constant(read, lambda rows: [ring(ada) for _ in range(rows)] and None, (1, 3))
