"""Inviting into a circle: the inviter learns nothing about an address but dates."""

from datetime import datetime, timedelta

import pytest

from tests.domain.circles.villages import is_constant, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import (
    accept_admission,
    invite_to_circle,
    leave_circle,
    send_invitations,
    withdraw_from_circle,
)
from tisserand.domain.circles.models import Admission, Circle, Membership
from tisserand.domain.circles.queries import InvitedPage, invitation_totals, invitations_of
from tisserand.domain.circles.rules.invitation import InvitationState
from tisserand.domain.people.actions import accept, set_block
from tisserand.domain.people.models import Invitation, Person
from tisserand.domain.people.queries import audit_of
from tisserand.vocabulary import AuditAct, LetterKind, Refusal, Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def story(circle: Circle, ada: Person, email: str, *, comes: bool) -> list[object]:
    """Invite an address, send, let it be accepted or not; return all that the inviter read on the way."""
    read: list[object] = []

    def look(at: datetime) -> None:
        page: InvitedPage = invitations_of(ada, circle, on=at.date())
        read.append([(row.name, row.role, row.state, row.sent_on, row.accepted_on) for row in page.rows])
        read.append(dict(invitation_totals(ada, circle, on=at.date())))

    invitation = invite_to_circle(by=ada, circle=circle, email=email, name="Bob", at=AT)
    look(AT)
    read.append(send_invitations(by=ada, circle=circle, at=AT))
    look(AT)
    if comes:
        person = accept(invitation=invitation, at=AT + DAY)
        accept_admission(invitation=invitation, person=person, at=AT + DAY)
    look(AT + DAY)
    look(AT + 31 * DAY)
    return read


@pytest.mark.parametrize("comes", [False, True])
def test_inviter_reads_the_same_whoever_has_the_address(comes: bool) -> None:
    elsewhere = ring(villager())
    known = villager("Bob", email="known@example.org")
    join(known, elsewhere)
    invite_to_circle(
        by=elsewhere.memberships.get(role=Role.ANIMATOR).person,
        circle=elsewhere,
        email="invited@example.org",
        at=AT,
        send=True,
    )
    stories = []
    for email in ("new@example.org", "known@example.org", "invited@example.org", "here@example.org"):
        ada = villager()
        circle = ring(ada)
        if email == "here@example.org":
            member(circle, "Bob", email=email)
        stories.append(story(circle, ada, email, comes=comes))
    assert all(one == stories[0] for one in stories)
    assert len(stories[0]) == 9


def test_story_that_tells_who_is_known_is_caught_when_planted() -> None:
    ada, known = villager(), villager("Bob", email="known@example.org")
    join(known, ring())
    told = []
    for email in ("new@example.org", "known@example.org"):
        circle = ring(ada)
        leak = Person.objects.filter(email=email).exists()
        told.append([*story(circle, ada, email, comes=False), leak])
    assert told[0] != told[1]


def test_same_circle_does_not_invite_an_address_twice_while_it_may_answer() -> None:
    ada = villager()
    circle, other = ring(ada), ring(ada)
    invite_to_circle(by=ada, circle=circle, email="bob@example.org", at=AT, send=True)
    with refused(Refusal.ALREADY_INVITED):
        invite_to_circle(by=ada, circle=circle, email=" BOB@example.org", at=AT + 30 * DAY)
    invite_to_circle(by=ada, circle=other, email="bob@example.org", at=AT)
    invite_to_circle(by=ada, circle=circle, email="bob@example.org", at=AT + 31 * DAY)
    assert Admission.objects.filter(circle=circle).count() == 2


def test_address_is_not_harried_by_one_circle() -> None:
    ada = villager()
    circle = ring(ada)
    for turn in range(3):
        one = invite_to_circle(by=ada, circle=circle, email="bob@example.org", at=AT + turn * DAY, send=True)
        withdraw_from_circle(by=ada, circle=circle, ref=one.ref, at=AT + turn * DAY)
    with refused(Refusal.TOO_MANY_INVITATIONS):
        invite_to_circle(by=ada, circle=circle, email="bob@example.org", at=AT + 4 * DAY)


def test_address_is_not_harried_by_many_circles() -> None:
    sent = []
    for _ in range(7):
        ada = villager()
        invite_to_circle(by=ada, circle=ring(ada), email="bob@example.org", at=AT, send=True)
        sent.append(Letter.objects.filter(address="bob@example.org").count())
    assert sent == [1, 2, 3, 4, 5, 5, 5]
    assert Invitation.objects.filter(sent_on=TODAY).count() == 7, "every inviter reads that it was sent"


def test_letter_leaves_once_with_its_reference_and_no_text() -> None:
    ada = villager()
    circle = ring(ada)
    one = invite_to_circle(by=ada, circle=circle, email="Bob@Example.org", name="Bob", at=AT)
    assert not Letter.objects.exists(), "nothing leaves before somebody says so"
    assert send_invitations(by=ada, circle=circle, at=AT) == 1
    assert send_invitations(by=ada, circle=circle, at=AT + DAY) == 0
    letter = Letter.objects.get()
    assert (letter.kind, letter.address, letter.about) == (LetterKind.INVITATION, "bob@example.org", one.ref)
    assert (letter.due_on, letter.person, letter.secret) == (TODAY, None, "")


def test_chosen_invitations_leave_alone() -> None:
    ada = villager()
    circle = ring(ada)
    refs = [invite_to_circle(by=ada, circle=circle, email=f"p{i}@example.org", at=AT).ref for i in range(3)]
    other = invite_to_circle(by=ada, circle=ring(ada), email="z@example.org", at=AT)
    assert send_invitations(by=ada, circle=circle, refs=[refs[1], other.ref, "x"], at=AT) == 1
    assert [letter.about for letter in Letter.objects.all()] == [refs[1]]


@pytest.mark.parametrize("blocker", ["inviter", "invited"])
def test_block_lets_no_letter_pass_and_tells_nothing(blocker: str) -> None:
    ada, bob = villager(), villager(email="bob@example.org")
    first, second = (ada, bob) if blocker == "inviter" else (bob, ada)
    set_block(person=first, other=second, at=AT)
    circle = ring(ada)
    invite_to_circle(by=ada, circle=circle, email="bob@example.org", at=AT, send=True)
    assert not Letter.objects.exists()
    assert invitations_of(ada, circle, on=TODAY).rows[0].state is InvitationState.SENT


def test_withdrawn_invitation_keeps_its_letter_in() -> None:
    ada = villager()
    circle = ring(ada)
    one = invite_to_circle(by=ada, circle=circle, email="bob@example.org", at=AT, send=True)
    assert withdraw_from_circle(by=ada, circle=circle, ref=one.ref, at=AT) is True
    assert withdraw_from_circle(by=ada, circle=circle, ref=one.ref, at=AT) is False
    assert Letter.objects.get().cancelled_at == AT
    assert invitations_of(ada, circle, on=TODAY).rows[0].state is InvitationState.WITHDRAWN
    with refused(Refusal.NOT_FOUND):
        withdraw_from_circle(by=ada, circle=ring(ada), ref=one.ref, at=AT)


def test_sponsor_is_a_member_when_named_and_when_it_counts() -> None:
    ada = villager()
    circle = ring(ada)
    bob, gone = member(circle, "Bob"), villager()
    join(gone, circle, left_on=TODAY)
    for sponsor in (villager(), gone):
        with refused(Refusal.SPONSOR_NOT_MEMBER):
            invite_to_circle(by=ada, circle=circle, email="eve@example.org", sponsor=sponsor, at=AT)
    invitations = [
        invite_to_circle(by=ada, circle=circle, email=f"e{i}@example.org", sponsor=bob, at=AT, send=True)
        for i in range(2)
    ]
    assert invitations_of(ada, circle, on=TODAY).rows[0].sponsor == "Bob"
    eve, zoe = (accept(invitation=one, at=AT) for one in invitations)
    first = accept_admission(invitation=invitations[0], person=eve, at=AT)
    assert first is not None and first.sponsor == bob
    leave_circle(person=bob, circle=circle, at=AT)
    second = accept_admission(invitation=invitations[1], person=zoe, at=AT)
    assert second is not None and second.sponsor is None


def test_invitation_may_open_the_keys_and_says_so_to_her() -> None:
    ada = villager()
    circle = ring(ada)
    bob = member(circle, email="bob@example.org")
    for email in ("bob@example.org", "eve@example.org"):
        one = invite_to_circle(by=ada, circle=circle, email=email, role=Role.ANIMATOR, at=AT, send=True)
        person = accept(invitation=one, at=AT)
        accept_admission(invitation=one, person=person, at=AT)
        assert Membership.objects.get(person=person).role == Role.ANIMATOR
        assert [(line.act, line.by) for line in audit_of(person)] == [(AuditAct.ROLE_CHANGED, ada)]
    assert Membership.objects.filter(person=bob).count() == 1


def test_host_brings_an_animator_where_none_is_left() -> None:
    ada, host = villager(), villager(is_host=True)
    circle = ring(ada)
    member(circle)
    with refused(Refusal.NOT_FOUND):
        invite_to_circle(by=host, circle=circle, email="a@example.org", role=Role.ANIMATOR, at=AT)
    ada.delete()
    with refused(Refusal.NOT_FOUND):
        invite_to_circle(by=host, circle=circle, email="a@example.org", at=AT)
    invite_to_circle(by=host, circle=circle, email="a@example.org", role=Role.ANIMATOR, at=AT)


def test_only_animators_invite_and_read_the_list() -> None:
    ada = villager()
    circle = ring(ada)
    for person in (member(circle), villager(), villager(is_host=True)):
        with refused(Refusal.NOT_FOUND):
            invite_to_circle(by=person, circle=circle, email="a@example.org", at=AT)
        with refused(Refusal.NOT_FOUND):
            send_invitations(by=person, circle=circle, at=AT)
        with refused(Refusal.NOT_FOUND):
            invitations_of(person, circle, on=TODAY)
        with refused(Refusal.NOT_FOUND):
            invitation_totals(person, circle, on=TODAY)
    with refused(Refusal.BAD_ADDRESS):
        invite_to_circle(by=ada, circle=circle, email="nobody", at=AT)
    with refused(Refusal.UNKNOWN_CHOICE):
        invite_to_circle(by=ada, circle=circle, email="a@example.org", role="king", at=AT)  # type: ignore[arg-type]


def test_list_of_invitations_costs_the_same_however_long() -> None:
    ada = villager()
    circle = ring(ada)
    sponsor = member(circle)

    def grow(rows: int) -> None:
        for row in range(rows):
            invite_to_circle(
                by=ada, circle=circle, email=f"p{rows}.{row}@example.org", sponsor=sponsor, at=AT
            )

    def read() -> None:
        assert invitations_of(ada, circle, on=TODAY).rows
        assert invitation_totals(ada, circle, on=TODAY)

    assert is_constant(read, grow, (1, 3, 30))


def test_invitations_are_read_by_pages() -> None:
    ada = villager()
    circle = ring(ada)
    for row in range(101):
        invite_to_circle(by=ada, circle=circle, email=f"p{row}@example.org", at=AT)
    first, second = (invitations_of(ada, circle, on=TODAY, page=page) for page in (1, 2))
    assert (len(first.rows), first.more, len(second.rows), second.more) == (100, True, 1, False)
