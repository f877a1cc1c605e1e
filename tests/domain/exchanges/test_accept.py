"""Coming in by an invitation: once, with one's circle, rhythm and what a file said."""

from datetime import timedelta

import pytest

from tests.domain.circles.villages import join, refused, ring
from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.attention.models import Budget
from tisserand.domain.circles.actions import (
    import_people,
    invite_to_circle,
    send_invitations,
    withdraw_from_circle,
)
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries import circles_of, invitations_of
from tisserand.domain.circles.rules.invitation import InvitationState
from tisserand.domain.exchanges.actions import accept_invitation
from tisserand.domain.exchanges.queries import asks_of
from tisserand.domain.people.actions import invite, send_invitation
from tisserand.domain.people.models import Invitation, Person
from tisserand.domain.people.queries import consents_of, person_of_address
from tisserand.domain.refused import Refused
from tisserand.formats import records
from tisserand.vocabulary import AskType, Consent, Refusal

DAY = timedelta(days=1)
FILED = records.Person(
    "1", "Bob Durand", "bob@example.org", town="Lyon", organisation="La Maison", actor_type="association",
    sector="bois",
    needs=(records.Ask("un local", AskType.PREMISES), records.Ask("voir www.ailleurs.example")),
    offers=(records.Ask("des bras"),),
)  # fmt: skip


def filed(circle: Circle, by: Person) -> Invitation:
    """Return the invitation that an imported line became, sent."""
    import_people(by=by, circle=circle, people=[FILED], at=AT)
    send_invitations(by=by, circle=circle, at=AT)
    return Invitation.objects.get(admission__circle=circle)


@pytest.mark.django_db
def test_facts_become_hers_when_she_comes() -> None:
    ada = villager()
    circle = ring(ada)
    bob = accept_invitation(invitation=filed(circle, ada), at=AT + DAY)
    assert (bob.email, bob.name, bob.confirmed_on) == ("bob@example.org", "Bob Durand", TODAY + DAY)
    assert (bob.town, bob.actor_type, bob.sector) == ("Lyon", "association", "bois")
    assert bob.organisation is not None and bob.organisation.name == "La Maison"
    own = asks_of(bob, AT)
    assert [(ask.text, ask.type) for ask in own.needs] == [("un local", AskType.PREMISES)]
    assert [ask.text for ask in own.offers] == ["des bras"]
    assert [row.circle for row in circles_of(bob)] == [circle]
    assert Budget.objects.get(person=bob).a_week == 2
    assert consents_of(bob)[Consent.BEYOND] is None, "a file agrees to nothing for her"


@pytest.mark.django_db
def test_somebody_here_already_speaks_for_herself() -> None:
    ada = villager()
    bob = villager("Bob", email="bob@example.org", town="Nantes")
    join(bob, ring())
    circle = ring(ada)
    came = accept_invitation(invitation=filed(circle, ada), at=AT)
    assert came == bob
    came.refresh_from_db()
    assert (came.name, came.town, came.sector, came.organisation) == ("Bob", "Nantes", "", None)
    assert asks_of(bob, AT).needs == ()
    assert len(circles_of(bob)) == 2
    assert invitations_of(ada, circle, on=TODAY).rows[0].state is InvitationState.ACCEPTED


@pytest.mark.django_db
def test_invitation_serves_once_and_in_time() -> None:
    ada = villager()
    circle = ring(ada)
    one = filed(circle, ada)
    with refused(Refusal.INVITATION_EXPIRED):
        accept_invitation(invitation=one, at=AT + 31 * DAY)
    accept_invitation(invitation=one, at=AT + 30 * DAY)
    with refused(Refusal.INVITATION_USED):
        accept_invitation(invitation=one, at=AT + 30 * DAY)
    assert Membership.objects.filter(circle=circle).count() == 2


@pytest.mark.django_db
def test_withdrawn_or_unsent_invitation_opens_nothing() -> None:
    ada = villager()
    circle = ring(ada)
    sent = invite_to_circle(by=ada, circle=circle, email="a@example.org", at=AT, send=True)
    unsent = invite_to_circle(by=ada, circle=circle, email="b@example.org", at=AT)
    withdraw_from_circle(by=ada, circle=circle, ref=sent.ref, at=AT)
    for one in (sent, unsent):
        with refused(Refusal.INVITATION_UNKNOWN):
            accept_invitation(invitation=one, at=AT)
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_invitations_of_two_circles_stay_separate() -> None:
    ada, eve = villager(), villager()
    first = invite_to_circle(by=ada, circle=ring(ada), email="bob@example.org", at=AT, send=True)
    theirs = ring(eve)
    second = invite_to_circle(by=eve, circle=theirs, email="bob@example.org", at=AT, send=True)
    bob = accept_invitation(invitation=first, at=AT)
    assert invitations_of(eve, theirs, on=TODAY).rows[0].state is InvitationState.SENT
    assert len(circles_of(bob)) == 1
    assert accept_invitation(invitation=second, at=AT) == bob
    assert len(circles_of(bob)) == 2


@pytest.mark.django_db
def test_invitation_without_a_circle_opens_the_house() -> None:
    one = invite(by=None, email="host@example.org", name="Hôte", at=AT)
    send_invitation(invitation=one, at=AT)
    host = accept_invitation(invitation=one, at=AT)
    assert circles_of(host) == [] and host.is_here


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_make_one_acceptance() -> None:
    ada = villager()
    circle = ring(ada)
    one = filed(circle, ada)
    found = together([lambda: accept_invitation(invitation=one, at=AT) for _ in range(4)])
    assert sum(isinstance(person, Person) for person in found) == 1
    assert [it.code for it in found if isinstance(it, Refused)] == [Refusal.INVITATION_USED] * 3
    assert Membership.objects.filter(circle=circle).count() == 2
    assert Budget.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_circles_accepted_at_once_make_one_person() -> None:
    invitations = []
    for _ in range(3):
        ada = villager()
        invitations.append(filed(ring(ada), ada))
    found = together([lambda one=one: accept_invitation(invitation=one, at=AT) for one in invitations])  # type: ignore[misc]
    assert [str(it) for it in found if not isinstance(it, Person)] == []
    bob = person_of_address("bob@example.org")
    assert bob is not None and len(circles_of(bob)) == 3
    assert len(asks_of(bob, AT).needs) == 1, "what a file said is taken once"
    assert Budget.objects.count() == 1


@pytest.mark.django_db
def test_a_newcomer_keeps_the_language_she_came_in_by() -> None:
    ada = villager()
    circle = ring(ada)
    bob = accept_invitation(invitation=filed(circle, ada), at=AT, language="en")
    assert bob.language == "en"
