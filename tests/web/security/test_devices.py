"""Her devices: said in plain words, without place or last visit; ended one by one or all together."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.domain.people.villagers import villager
from tests.web.public.visitors import is_signed_in, last_code, settled
from tisserand.domain.people.models import AuditLine, Person
from tisserand.vocabulary import AuditAct
from tisserand.web.security.devices import device

pytestmark = pytest.mark.django_db
HERS = "ada@example.org"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0"


@pytest.fixture(autouse=True)
def ada() -> Person:
    settled()
    return villager(email=HERS, language="en")


def come_in(agent: str = FIREFOX) -> Client:
    """A browser where she signed in by a code."""
    cache.clear()  # more codes than one asks for in a minute
    client = Client(headers={"accept-language": "en", "user-agent": agent})
    client.post("/signin", {"email": HERS})
    client.post("/signin/code", {"code": last_code()})
    assert is_signed_in(client)
    return client


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox, on Windows"),
        (SAFARI, "Safari, on iPhone"),
        (EDGE, "Edge, on Windows"),
        ("curl/8", "A device that does not say what it is"),
        ("", "A device that does not say what it is"),
        ("<script>Firefox/1</script>", "Firefox"),
    ],
)
def test_device_is_said_in_words(said: str, words: str) -> None:
    with override("en"):
        assert device(said) == words


def test_devices_are_listed_without_place_or_last_visit() -> None:
    come_in(SAFARI)
    page = come_in().get("/me/security").content.decode()
    assert "Safari, on iPhone" in page and page.index("Firefox, on Windows") < page.index("this device")
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"0.0.0.0"}
    assert "127.0.0.1" not in page


def test_device_is_signed_out_from_her_page_once_she_proved_herself(ada: Person) -> None:
    other, client = come_in(SAFARI), come_in()
    number = UserSession.objects.get(session_key=other.session.session_key).pk
    client.force_login(ada, second=False)  # type: ignore[call-arg]
    asked = client.post(f"/me/security/sessions/{number}/end")
    assert asked["location"].startswith("/me/security/again") and is_signed_in(other)
    client.force_login(ada)
    assert client.post(f"/me/security/sessions/{number}/end")["location"] == "/me/security#devices"
    assert not is_signed_in(other) and is_signed_in(client)
    assert AuditLine.objects.get(person=ada).act == AuditAct.SESSION_ENDED


def test_every_other_device_is_signed_out_at_once() -> None:
    others, client = [come_in(SAFARI) for _ in range(2)], come_in()
    client.post("/me/security/sessions/end")
    assert [is_signed_in(one) for one in (*others, client)] == [False, False, True]
    assert UserSession.objects.count() == AuditLine.objects.count() == 1


def test_device_of_somebody_else_stays(ada: Person) -> None:
    other = come_in()
    number = UserSession.objects.get().pk
    stranger = Client()
    stranger.force_login(villager())
    for ref in (str(number), "nothing", "9" * 40):
        assert stranger.post(f"/me/security/sessions/{ref}/end").status_code == 404
    assert is_signed_in(other) and not AuditLine.objects.exists()


def test_closed_devices_are_left_out() -> None:
    come_in(SAFARI).session.flush()
    assert "Safari, on iPhone" not in come_in().get("/me/security").content.decode()


def test_page_asks_as_often_for_many_devices() -> None:
    counts = []
    for _ in range(2):
        client = come_in()
        with CaptureQueriesContext(connections["default"]) as seen:
            client.get("/me/security")
        counts.append(len(seen))
        come_in(SAFARI)
    assert counts[0] == counts[1] <= 12


def test_session_has_a_new_key_after_each_proof(ada: Person) -> None:
    client = Client()
    client.get("/signin")
    client.post("/signin", {"email": HERS})
    keys = [client.session.session_key]
    client.post("/signin/code", {"code": last_code()})
    keys.append(client.session.session_key)
    client.post("/me/security/again", {"send": "1"})
    client.post("/me/security/again", {"code": last_code()})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert UserSession.objects.get().session_key == keys[-1]
    assert is_signed_in(client)
