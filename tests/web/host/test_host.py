"""The host's pages: state, clock, reports, orphaned circles, letters of which only the outside is seen."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from tests.domain.circles.villages import bridge_between, ring
from tests.domain.introductions import town
from tests.domain.people.villagers import AT, TODAY, villager
from tests.web.animator.test_circles import english
from tests.web.public.visitors import browser, settled
from tisserand.domain.attention.actions import queue_letter
from tisserand.domain.attention.models import Clock, Letter
from tisserand.domain.attention.queries import machine_instant
from tisserand.domain.circles.actions import invite_to_circle
from tisserand.domain.people.models import Invitation, Person, Report
from tisserand.project import pulse
from tisserand.vocabulary import LetterKind
from tisserand.web.host.views import WORKER_SEEN
from tisserand.web.tokens import INVITATION, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def host() -> Person:
    settled()
    return villager("Denise Arrighi", is_host=True)


def test_page_says_that_all_is_well(host: Person) -> None:
    html = english(host).get("/host").content.decode()
    for said in ("All is well", "never seen", "none yet: the first one is next Monday", "no mail server"):
        assert said in html


def test_worker_is_seen_where_it_says_so(host: Person) -> None:
    assert WORKER_SEEN == pulse.SEEN
    pulse.note_seen(AT)
    assert "last seen on 24 November 2043" in english(host).get("/host").content.decode()
    cache.clear()


def test_held_clock_waits_for_a_yes(host: Person) -> None:
    Clock.objects.update(at=machine_instant() - timedelta(days=400))
    client = english(host)
    assert "The clock waits for you" in client.get("/host").content.decode()
    before = Clock.objects.get().at
    client.post("/host/clock")
    after = Clock.objects.get()
    assert after.held_at is None and after.at >= before


def test_clock_that_runs_has_nothing_to_confirm(host: Person) -> None:
    Clock.objects.all().delete()
    assert english(host).post("/host/clock").status_code == 422


def test_report_is_read_and_closed(host: Person) -> None:
    ada, bob = villager("Ada Martin"), villager("Bob Petit")
    report = Report.objects.create(person=ada, other=bob, reason="spam", text="Encore lui.", made_on=TODAY)
    client = english(host)
    html = client.get("/host").content.decode()
    assert (
        "1 report waits for you" in html and "Encore lui." in html and "Ada Martin reports Bob Petit." in html
    )
    assert client.post(f"/host/reports/{report.ref}/close")["location"] == "/host"
    assert "All is well" in client.get("/host").content.decode()


def test_orphaned_circle_receives_an_animator(host: Person) -> None:
    circle = ring(name="Sans clés")
    client = english(host)
    assert "Sans clés" in client.get("/host").content.decode()
    assert client.post(f"/host/circles/{circle.ref}/animator", {"email": "x"}).status_code == 422
    assert client.post(f"/host/circles/{circle.ref}/animator", {"email": "n@example.org"}).status_code == 302
    one = Invitation.objects.get()
    assert one.sent_on and one.admission.role == "animator"


class TestOutbox:
    """Kind, day, masked address; what a letter says is nobody else's, but in a demonstration."""

    def invited(self) -> Invitation:
        by = villager("Hélène Garnier")
        circle = ring(by, name="Sillage Lyon", purpose="Oser.")
        return invite_to_circle(by=by, circle=circle, email="nour@example.org", at=AT, send=True)

    def test_list_masks_addresses(self, host: Person) -> None:
        self.invited()
        html = english(host).get("/host/outbox").content.decode()
        assert "n•••@e•••.org" in html and "nour@example.org" not in html and "invitation" in html

    def test_letter_is_closed_to_the_host(self, host: Person) -> None:
        asked = self.invited()
        html = english(host).get(f"/host/outbox/{Letter.objects.get().ref}").content.decode()
        assert "the host does not read it" in html
        assert "Hélène" not in html and token_of(asked.ref, INVITATION) not in html

    def test_code_is_not_told(self, host: Person) -> None:
        browser().post("/signin", {"email": villager().email})
        letter = Letter.objects.get()
        client = english(host)
        for place in ("/host/outbox", f"/host/outbox/{letter.ref}", "/host"):
            assert letter.secret not in client.get(place).content.decode()

    def test_demonstration_shows_the_letter_with_a_link_that_works(
        self, host: Person, settings: LazySettings
    ) -> None:
        settings.DEMO = True
        asked = self.invited()
        html = english(host).get(f"/host/outbox/{Letter.objects.get().ref}").content.decode()
        link = f"http://testserver/invitation/{token_of(asked.ref, INVITATION)}"
        assert f'href="{link}"' in html and "Hélène Garnier invites you" in html
        assert browser().get(link.removeprefix("http://testserver")).status_code == 200

    def test_demonstration_shows_the_code(self, host: Person, settings: LazySettings) -> None:
        settings.DEMO = True
        browser().post("/signin", {"email": villager().email})
        letter = Letter.objects.get()
        assert letter.secret in english(host).get(f"/host/outbox/{letter.ref}").content.decode()

    @pytest.mark.parametrize("kind", LetterKind)
    def test_every_kind_can_be_read_in_a_demonstration(
        self, host: Person, settings: LazySettings, kind: LetterKind
    ) -> None:
        settings.DEMO = True
        ada = villager("Ada Martin")
        bridge = bridge_between(ring(ada, name="Ici"), ring(name="Là-bas"))
        about = bridge.ref if kind.startswith("bridge") else town.new_ref() if False else bridge.ref
        letter = queue_letter(
            person=ada, kind=kind, about=about, once=f"{kind}:x", due_on=TODAY, secret="ABCD", at=AT
        )
        answer = english(host).get(f"/host/outbox/{letter.ref}")
        assert answer.status_code == 200
        assert "Hello" in answer.content.decode()
