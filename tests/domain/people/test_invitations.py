"""Invitations: nothing is told of an address, a link works once and for thirty days, then is forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.people.actions import (
    accept,
    invite,
    purge_invitations,
    send_invitation,
    withdraw_invitation,
)
from tisserand.domain.people.models import Invitation, Person
from tisserand.domain.people.queries import invitation_of_ref
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def invited(email: str = "eve@example.org", **days: int | None) -> Invitation:
    """Return an invitation written today, `sent` so many days ago, or `written` so many."""
    row = invite(by=None, email=email, at=AT - DAY * (days.get("written") or 0))
    if days.get("sent") is not None:
        send_invitation(invitation=row, at=AT - DAY * (days["sent"] or 0))
    return row


def test_answer_is_the_same_whether_the_address_is_known_or_not() -> None:
    host = villager()
    known, unknown = villager(email="eve@example.org"), "nobody@example.org"
    rows = [
        invite(by=host, email=email, name="Eve", language="en", at=AT) for email in (known.email, unknown)
    ]
    seen = [Invitation.objects.filter(pk=row.pk).values().get() for row in rows]
    for one in seen:
        for own in ("id", "ref", "email"):
            one.pop(own)
    assert seen[0] == seen[1]
    assert Person.objects.count() == 2, "an invitation is not a person"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"email": "eve"}, Refusal.BAD_ADDRESS),
        ({"name": "\u202eevE"}, Refusal.HIDDEN_CHARACTERS),
        ({"name": "www.pub.fr"}, Refusal.BAD_NAME),
        ({"language": "de"}, Refusal.UNKNOWN_CHOICE),
    ],
)
def test_invitation_is_refused_when_it_cannot_be_read(facts: dict[str, str], code: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        invite(by=None, at=AT, **{"email": "eve@example.org", **facts})
    assert refused.value.code is code
    assert not Invitation.objects.exists()


def test_invitation_is_sent_once_and_makes_the_person_once() -> None:
    row = invite(by=villager(), email="Eve@Example.org", name="Eve Roux", language="en", at=AT)
    assert send_invitation(invitation=row, at=AT) is True
    assert send_invitation(invitation=row, at=AT + 9 * DAY) is False
    eve = accept(invitation=row, at=AT + 30 * DAY)
    assert (eve.email, eve.name, eve.language) == ("eve@example.org", "Eve Roux", "en")
    assert eve.confirmed_on == TODAY + 30 * DAY
    found = invitation_of_ref(row.ref)
    assert found is not None
    assert (found.sent_on, found.accepted_on, found.accepted_by) == (TODAY, TODAY + 30 * DAY, eve)
    for act in (accept, send_invitation, withdraw_invitation):
        with pytest.raises(Refused) as refused:
            act(invitation=row, at=AT + 30 * DAY)
        assert refused.value.code is Refusal.INVITATION_USED


def test_invitation_brings_in_who_is_here_already() -> None:
    eve = villager("Eve", email="eve@example.org", confirmed_on=date(2025, 1, 6))
    assert accept(invitation=invited(sent=3), at=AT) == eve
    assert Person.objects.get() == eve
    assert Person.objects.get().confirmed_on == date(2025, 1, 6)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"written": 1}, Refusal.INVITATION_UNKNOWN),
        ({"written": 31, "sent": 31}, Refusal.INVITATION_EXPIRED),
    ],
)
def test_invitation_opens_nothing_when_unsent_or_too_old(days: dict[str, int], code: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        accept(invitation=invited(**days), at=AT)
    assert refused.value.code is code
    assert not Person.objects.exists()


def test_withdrawn_invitation_opens_nothing_and_cannot_be_sent() -> None:
    row = invited(sent=1)
    assert withdraw_invitation(invitation=row, at=AT) is True
    assert withdraw_invitation(invitation=row, at=AT) is False
    for act in (accept, send_invitation):
        with pytest.raises(Refused) as refused:
            act(invitation=row, at=AT)
        assert refused.value.code is Refusal.INVITATION_UNKNOWN


def test_purge_forgets_at_the_promised_dates_and_not_before() -> None:
    kept = [
        invited("a@example.org", sent=30, written=95),
        invited("b@example.org", written=90),
        invited("c@example.org", sent=0),
    ]
    gone = [
        invited("d@example.org", sent=31, written=31),
        invited("e@example.org", written=91),
        invited("f@example.org", sent=2),
    ]
    withdraw_invitation(invitation=gone[2], at=AT)
    old = invited("g@example.org", sent=5)
    accept(invitation=old, at=AT)
    Invitation.objects.filter(pk=old.pk).update(sent_on=date(2020, 1, 1))
    assert purge_invitations(at=AT) == 3
    assert purge_invitations(at=AT) == 0
    assert set(Invitation.objects.values_list("pk", flat=True)) == {row.pk for row in [*kept, old]}
    with pytest.raises(Refused) as refused:
        accept(invitation=gone[0], at=AT)
    assert refused.value.code is Refusal.INVITATION_UNKNOWN


def test_thirtieth_day_ends_at_midnight_of_the_network() -> None:
    row = invited(sent=0)
    last = datetime(2043, 12, 24, 22, 59, tzinfo=UTC)
    assert purge_invitations(at=last) == 0
    assert purge_invitations(at=last + timedelta(minutes=1)) == 1
    assert invitation_of_ref(row.ref) is None


@pytest.mark.django_db(transaction=True)
def test_one_link_is_used_once_when_opened_many_times_at_once() -> None:
    row = invited(sent=1)
    found = together([lambda: accept(invitation=row, at=AT)] * 6)
    assert sum(isinstance(one, Person) for one in found) == 1
    assert {one.code for one in found if isinstance(one, Refused)} == {Refusal.INVITATION_USED}, found
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_links_opened_at_once_make_one_person() -> None:
    rows = [invited(sent=1) for _ in range(5)]
    found = together([lambda row=row: accept(invitation=row, at=AT) for row in rows])
    assert {one.pk for one in found if isinstance(one, Person)} == {Person.objects.get().pk}, found
    assert all(isinstance(one, Person) for one in found), found
