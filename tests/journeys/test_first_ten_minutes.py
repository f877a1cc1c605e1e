"""The first ten minutes of an animator, counted: from an empty installation to a list brought in, a bridge
signed and a proposal let go. Every page is reached by what the page before it shows: no address is known by
heart. (The newcomer's are counted in the journey of the two private yeses.)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from tests.journeys.browser import Network, Visitor, launched
from tisserand.domain.attention.actions import set_budget
from tisserand.domain.circles.actions import create_circle, invite_to_circle, sign_bridge, write_circle
from tisserand.domain.circles.models import Bridge, Circle, MemberList
from tisserand.domain.circles.queries import bridge_for
from tisserand.domain.exchanges.actions import accept_invitation, write_need, write_offer
from tisserand.domain.introductions.actions import change_consent
from tisserand.domain.introductions.models import Approval
from tisserand.domain.people.actions import create_person
from tisserand.domain.people.models import Invitation, Person
from tisserand.vocabulary import Consent

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NEED = "Un local avec cuisine pour mes ateliers de conserves"
OFFER = "Une cuisine équipée, local libre trois jours par semaine"
LIST = (
    "Nom\tCourriel\nCamille Roussel\tcamille@example.org\nNour Haddad\tnour@example.org\n"
    "Camille Roussel\tcamille@example.org\nSans adresse\t\n"
)
LISTED = ("camille@example.org", "nour@example.org")
MOST_CLICKS = 40


@pytest.fixture
def network(live_server: Any, settings: LazySettings, tmp_path: Path) -> Iterator[Network]:
    settings.DEMO, settings.FOLDER = True, tmp_path
    with launched() as chromium:
        one = Network(chromium, live_server.url)
        yield one
        one.close()


def other_circle(network: Network) -> Circle:
    """Another circle, with its own animator and somebody who offers a kitchen."""
    at = network.at
    mehdi = create_person(email="mehdi@example.org", name="Mehdi Benali", at=at, confirmed=True)
    circle = create_circle(by=mehdi, name="Lieux Communs", purpose="Ouvrir des lieux.", at=at)
    write_circle(by=mehdi, circle=circle, at=at, approval="none", listed=True)
    set_budget(person=mehdi, a_week=0, letter_days=1, at=at)
    asked = invite_to_circle(
        by=mehdi, circle=circle, email="bruno@example.org", name="Bruno", at=at, send=True
    )
    bruno = accept_invitation(invitation=asked, at=at)
    change_consent(person=bruno, code=Consent.BEYOND, allowed=True, at=at)
    write_offer(person=bruno, text=OFFER, at=at)
    return circle


def comes_in(network: Network, email: str) -> None:
    """Somebody of the list accepts, and says what she looks for."""
    person = accept_invitation(invitation=Invitation.objects.get(email=email), at=network.at)
    change_consent(person=person, code=Consent.BEYOND, allowed=True, at=network.at)
    write_need(person=person, text=NEED, at=network.at)


def brings_her_list(helene: Visitor, network: Network) -> None:
    """From Monday: the invitations, a list pasted, what was understood of it, brought in, then sent."""
    helene.presses('nav.tabs a[href^="/monday"]')
    helene.look("empty")
    helene.presses('main a[href$="/invitations"]')
    helene.presses('main a[href$="/lists/new"]')
    helene.look()
    helene.fills(text=LIST)
    said = helene.presses("main form[enctype] button")
    helene.look("read")
    assert "camille@example.org" in said or "Camille" in said
    helene.presses('form[action$="/bring"] button')
    network.work()
    assert MemberList.objects.get().finished_at is not None
    assert not Invitation.objects.filter(email="camille@example.org", sent_on__isnull=False).exists()
    helene.presses('main a[href$="/invitations"]')
    helene.presses('form[action$="/invitations/send"] button[name=all]')
    assert Invitation.objects.filter(sent_on__isnull=False, email__in=LISTED).count() == len(LISTED)


def opens_a_bridge(helene: Visitor, network: Network, other: Circle) -> None:
    """She proposes a bridge to a listed circle; its animator signs."""
    helene.presses('main a[href$="/bridges"]')
    helene.look()
    helene.chooses("other", other.name)
    helene.presses('form[action$="/bridges/new"] button')
    made = Bridge.objects.get()
    mehdi = Person.objects.get(email="mehdi@example.org")
    sign_bridge(
        by=mehdi, ref=made.ref, terms=bridge_for(mehdi, made.ref, network.at.date()).terms, at=network.at
    )
    assert Bridge.objects.in_force((network.at + timedelta(days=1)).date()).count() == 1


def test_animator_weaves_within_forty_clicks(network: Network) -> None:
    other = other_circle(network)
    helene = network.visitor("fr", 1280)
    helene.founds(name="Hélène Garnier", email="helene@example.org", circle="Sillage Lyon",
                  purpose="Entreprendre sans s’épuiser.", town="Lyon")  # fmt: skip
    helene.begins(beyond=False, a_week="0")
    brings_her_list(helene, network)
    opens_a_bridge(helene, network, other)
    for email in LISTED:
        comes_in(network, email)
    mine = Circle.objects.get(name="Sillage Lyon")
    while not Approval.objects.filter(circle=mine, verdict="").exists():
        network.passes()
    helene.presses('nav.tabs a[href^="/monday"]')
    helene.look("to_read")
    helene.presses('form[action$="/approve"] button')
    assert Approval.objects.filter(circle=mine, verdict="approved").count() == 1
    gestures = {"clicks": helene.clicks, "fields": helene.fields, "typed": helene.typed}
    print("from nothing to a proposal let go:", gestures)  # noqa: T201  # read with -s
    assert helene.clicks <= MOST_CLICKS
    assert network.faults == []
