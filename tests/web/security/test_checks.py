"""Her second checks: set up, given at sign-in, lost and taken away."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from tests.domain.people.villagers import AT, villager
from tests.web.public.visitors import browser, is_signed_in, last_code, settled
from tisserand.domain.attention.models import Clock
from tisserand.domain.people.actions import reset_second_factor
from tisserand.domain.people.models import AuditLine, Person
from tisserand.vocabulary import AuditAct

pytestmark = pytest.mark.django_db
HERS = "ada@example.org"


@pytest.fixture(autouse=True)
def ada() -> Person:
    settled()
    return villager(email=HERS, language="en")


def code_of(secret: str) -> str:
    """Return what an app would show now."""
    now = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret.replace(" ", ""), now))


def come_in(client: Client, **more: str) -> str:
    """Give an address, then the code of the letter; where it leads."""
    client.post("/signin", {"email": HERS})
    answer = client.post("/signin/code", {"code": last_code(), **more})
    return str(answer["location"])


def tie_app(client: Client) -> tuple[str, list[str]]:
    """Tie an app of codes; its secret, and the recovery codes that were shown."""
    page = client.get("/me/security/app/new").content.decode()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None, page
    secret = found[1]
    shown = client.post("/me/security/app/new", {"code": code_of(secret)}).content.decode()
    cache.clear()  # a code works once: what follows is the next half minute
    return secret, re.findall(r"<code>(\d{4} \d{4})</code>", shown)


def acts_of(person: Person) -> list[str]:
    return list(AuditLine.objects.filter(person=person).order_by("pk").values_list("act", flat=True))


def test_app_is_asked_for_after_the_code_of_the_letter(ada: Person) -> None:
    client = browser()
    come_in(client)
    secret, codes = tie_app(client)
    assert len(codes) == 10 and acts_of(ada) == [AuditAct.SECOND_FACTOR_ADDED]
    other = browser()
    assert come_in(other, next="/me") == "/signin/second" and not is_signed_in(other)
    assert other.get("/me")["location"].startswith("/signin")
    assert b"second check" in other.get("/signin/second").content
    assert other.post("/signin/second", {"code": "000000"}).status_code == 422
    assert other.post("/signin/second", {"code": code_of(secret)})["location"] == "/me"
    assert is_signed_in(other)


def test_recovery_code_works_once(ada: Person) -> None:
    client = browser()
    come_in(client)
    _, codes = tie_app(client)
    for expected in (302, 422):
        other = browser()
        come_in(other)
        assert other.post("/signin/second", {"code": codes[0]}).status_code == expected


def test_code_of_an_app_works_once(ada: Person) -> None:
    client = browser()
    come_in(client)
    secret, _ = tie_app(client)
    code = code_of(secret)
    for expected in (302, 422):
        other = browser()
        come_in(other)
        assert other.post("/signin/second", {"code": code}).status_code == expected


def test_second_check_allows_five_tries(ada: Person) -> None:
    client = browser()
    come_in(client)
    secret, _ = tie_app(client)
    other = browser()
    come_in(other)
    for _ in range(5):
        assert other.post("/signin/second", {"code": "000000"}).status_code == 422
    answer = other.post("/signin/second", {"code": code_of(secret)})
    assert answer.status_code == 429 and b"Wait five minutes" in answer.content


def test_secret_is_not_readable_in_the_database(ada: Person) -> None:
    client = browser()
    come_in(client)
    secret, codes = tie_app(client)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret.replace(" ", "") not in kept and codes[0].replace(" ", "") not in kept


def test_secret_of_another_key_is_never_right(ada: Person, settings: object) -> None:
    client = browser()
    come_in(client)
    secret, codes = tie_app(client)
    settings.SECRET_KEY = "another machine, where nothing is signed either"  # type: ignore[attr-defined]
    other = browser()
    come_in(other)
    for code in (code_of(secret), codes[0]):
        assert other.post("/signin/second", {"code": code}).status_code == 422


def test_second_check_taken_away_signs_other_devices_out(ada: Person) -> None:
    client, other = browser(), browser()
    come_in(other)
    come_in(client)
    tie_app(client)
    number = Authenticator.objects.get(type="totp").pk
    page = client.get(f"/me/security/checks/{number}/remove").content
    assert b"your only one" in page
    assert client.post(f"/me/security/checks/{number}/remove")["location"] == "/me/security"
    assert not Authenticator.objects.exists() and not is_signed_in(other) and is_signed_in(client)
    assert AuditAct.SECOND_FACTOR_REMOVED in acts_of(ada)


def test_recovery_codes_can_be_made_again(ada: Person) -> None:
    client = browser()
    come_in(client)
    _, before = tie_app(client)
    page = client.post("/me/security/recovery").content.decode()
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", page)
    assert len(codes) == 10 and not set(codes) & set(before) and "data:text/plain" in page
    assert AuditAct.RECOVERY_CODES_MADE in acts_of(ada)
    assert "10 codes left" in client.get("/me/security").content.decode()


def test_recovery_codes_need_a_second_check(ada: Person) -> None:
    client = browser()
    come_in(client)
    assert client.post("/me/security/recovery")["location"] == "/me/security"
    assert not Authenticator.objects.exists()


class TestAskedAgain:
    """An open session is not enough to touch the sign-in."""

    def later(self, minutes: int) -> None:
        Clock.objects.update(at=AT + timedelta(minutes=minutes))

    def test_code_by_mail_is_asked_for_after_ten_minutes(self) -> None:
        client = browser()
        come_in(client)
        self.later(9)
        assert client.get("/me/security/app/new").status_code == 200
        self.later(11)
        answer = client.get("/me/security/app/new")
        assert answer["location"] == "/me/security/again?next=%2Fme%2Fsecurity%2Fapp%2Fnew"
        assert b"Send me a code" in client.get(answer["location"]).content
        cache.clear()
        sent = client.post("/me/security/again", {"send": "1", "next": "/me/security/app/new"})
        assert b"has just been written" in client.get(sent["location"]).content
        wrong = client.post("/me/security/again", {"code": "BBBB-BBBB"})
        assert wrong.status_code == 422 and b"2 tries" in wrong.content
        right = client.post("/me/security/again", {"code": last_code(), "next": "/me/security/app/new"})
        assert right["location"] == "/me/security/app/new"
        assert client.get("/me/security/app/new").status_code == 200

    def test_three_wrong_codes_spend_the_right_one(self, ada: Person) -> None:
        client = browser()
        client.force_login(ada, second=False)  # type: ignore[call-arg]
        client.post("/me/security/again", {"send": "1"})
        code = last_code()
        for _ in range(3):
            client.post("/me/security/again", {"code": "BBBB-BBBB"})
        assert client.post("/me/security/again", {"code": code}).status_code == 422

    def test_code_dies_after_ten_minutes(self, ada: Person) -> None:
        client = browser()
        client.force_login(ada, second=False)  # type: ignore[call-arg]
        client.post("/me/security/again", {"send": "1"})
        code = last_code()
        self.later(11)
        assert client.post("/me/security/again", {"code": code}).status_code == 422

    def test_second_check_is_asked_for_when_there_is_one(self) -> None:
        client = browser()
        come_in(client)
        secret, _ = tie_app(client)
        self.later(11)
        page = client.get(client.get("/me/security/passkeys/new")["location"]).content
        assert b"Send me a code" not in page and b"six figures" in page
        cache.clear()
        assert client.post("/me/security/again", {"send": "1"}).status_code == 422
        assert client.post("/me/security/again", {"code": code_of(secret)})["location"] == "/me/security"
        assert client.get("/me/security/passkeys/new").status_code == 200

    def test_codes_are_sent_three_times_a_minute(self, ada: Person) -> None:
        client = browser()
        client.force_login(ada, second=False)  # type: ignore[call-arg]
        said = [client.post("/me/security/again", {"send": "1"}).status_code for _ in range(4)]
        assert said == [302, 302, 302, 429]

    def test_it_never_leads_elsewhere(self, ada: Person) -> None:
        client = browser()
        client.force_login(ada, second=False)  # type: ignore[call-arg]
        client.post("/me/security/again", {"send": "1", "next": "https://evil.example/"})
        answer = client.post("/me/security/again", {"code": last_code(), "next": "//evil.example/"})
        assert answer["location"] == "/me/security"


class TestLost:
    """The host's command takes away what was lost, and says so."""

    def test_it_takes_every_check_away_and_signs_out(
        self, ada: Person, django_capture_on_commit_callbacks: object
    ) -> None:
        client = browser()
        come_in(client)
        tie_app(client)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert reset_second_factor(person=ada, at=AT) == 2
        assert not Authenticator.objects.exists() and not is_signed_in(client)
        assert acts_of(ada)[-1] == AuditAct.SECOND_FACTOR_RESET
        assert come_in(browser()) == "/today"

    def test_nothing_is_written_when_nothing_was_there(self, ada: Person) -> None:
        assert reset_second_factor(person=ada, at=AT) == 0
        assert acts_of(ada) == []


def test_wrong_code_can_be_corrected() -> None:
    client = browser()
    come_in(client)
    page = client.post("/me/security/again", {"code": "BCDF-GHJ"})
    assert page.status_code == 422 and b'value="BCDF-GHJ"' in page.content
