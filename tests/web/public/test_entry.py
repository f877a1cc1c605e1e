"""Signing in by a code: the same page for every address, three tries, ten minutes, once."""

import re
from collections import Counter
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.domain.people.villagers import AT, villager
from tests.web.public.visitors import browser, is_signed_in, last_code, settled
from tisserand.domain.attention.models import Letter
from tisserand.domain.people.models import Person
from tisserand.vocabulary import LetterKind
from tisserand.web.signin import waiting_code

pytestmark = pytest.mark.django_db
KNOWN, NOBODY = "ada@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def ada() -> Person:
    settled()
    return villager(email=KNOWN)


def ask(client: Client, address: str, **more: str) -> Client:
    answer = client.post("/signin", {"email": address, **more})
    assert answer.status_code == 302 and answer["location"].startswith("/signin/code"), answer.content
    return client


def test_code_signs_in_when_right_and_once() -> None:
    client = ask(browser(), KNOWN)
    code = last_code()
    answer = client.post("/signin/code", {"code": code.lower().replace("-", " ")})
    assert answer.status_code == 302 and answer["location"] == "/today"
    assert is_signed_in(client)
    assert not Letter.objects.exclude(secret="").exists()
    other = ask(browser(), KNOWN)
    assert other.post("/signin/code", {"code": code}).status_code == 422


def test_sign_in_leads_back_to_the_page_that_was_asked_for() -> None:
    client = ask(browser(), KNOWN, next="/me")
    answer = client.post("/signin/code", {"code": last_code(), "next": "/me"})
    assert answer["location"] == "/me"


def test_sign_in_never_leads_elsewhere() -> None:
    client = ask(browser(), KNOWN, next="https://evil.example/")
    answer = client.post("/signin/code", {"code": last_code(), "next": "https://evil.example/"})
    assert answer["location"] == "/today"


def test_known_and_unknown_addresses_look_the_same() -> None:
    pages = []
    for address in (KNOWN, NOBODY):
        client = browser()
        first = client.post("/signin", {"email": address})
        page = client.get(first["location"])
        wrong = client.post("/signin/code", {"code": "BCDF-GHJK"})
        shown = (page.content + wrong.content).decode().replace(address, "")
        pages.append(
            (first.status_code, first["location"], page.status_code, wrong.status_code, masked(shown))
        )
    assert pages[0] == pages[1]


def told(answer: Any, address: str) -> tuple[object, ...]:
    """Everything that an answer tells, without its tokens: status, headers, cookies' own marks, page."""
    cookies = {
        name: {key: mark for key, mark in morsel.items() if key != "expires"}
        for name, morsel in answer.cookies.items()
    }
    headers = {
        name: text for name, text in answer.headers.items() if name not in ("Content-Length", "Expires")
    }
    return answer.status_code, headers, cookies, masked(answer.content.decode().replace(address, ""))


def test_known_and_unknown_addresses_are_answered_with_the_same_bytes() -> None:
    """The whole way, too many tries and too many codes included; the two addresses are as long."""
    ways = []
    for address in (KNOWN, "abc@example.org"):
        cache.clear()
        client = browser()
        way = [("/signin", {}), ("/signin/code", {}), ("/signin/second", {})]
        way += [("/signin", {"email": address})] * 4
        way += [("/signin/code", {}), ("/signin/second", {}), ("/me", {})]
        way += [("/signin/code", {"code": "BCDF-GHJK"})] * 4
        said = [told(client.post(at, given) if given else client.get(at), address) for at, given in way]
        ways.append(said)
    assert ways[0] == ways[1]


def test_known_and_unknown_addresses_ask_the_database_alike() -> None:
    asked = []
    for address in (KNOWN, "abc@example.org"):
        ask(browser(), address)  # the places of the short memory are there
        with CaptureQueriesContext(connections["default"]) as seen:
            ask(browser(), address)
        asked.append(Counter(query["sql"].split(" ", 1)[0] for query in seen))
    for verb in ("SELECT", "INSERT", "UPDATE"):
        assert abs(asked[0][verb] - asked[1][verb]) <= 2, (verb, asked)


def test_many_addresses_from_one_place_are_slowed() -> None:
    said = [browser().post("/signin", {"email": f"p{number}@example.org"}) for number in range(21)]
    assert [one.status_code for one in said] == [302] * 20 + [429]
    assert b"Wait a minute" in said[-1].content


def masked(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_known_and_unknown_addresses_write_as_often() -> None:
    counts = []
    for address in (KNOWN, NOBODY):
        with CaptureQueriesContext(connections["default"]) as seen:
            ask(browser(), address)
        written = [query["sql"] for query in seen if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        counts.append(len(written))
    assert abs(counts[0] - counts[1]) <= 1  # what was written for nobody is undone, and written elsewhere


def test_unknown_address_is_written_nothing() -> None:
    ask(browser(), NOBODY)
    assert not Letter.objects.exists()


def test_person_who_proved_nothing_is_unknown() -> None:
    villager(email="bob@example.org", confirmed_on=None)
    ask(browser(), "bob@example.org")
    assert not Letter.objects.exists()


def test_letter_holds_the_code_and_no_text() -> None:
    ask(browser(), KNOWN)
    letter = Letter.objects.get()
    assert letter.kind == LetterKind.SIGN_IN and letter.person.email == KNOWN
    assert re.fullmatch(r"[A-Z]{4}-[A-Z]{4}", letter.secret) and letter.about == ""


def test_three_wrong_codes_spend_the_right_one() -> None:
    client = ask(browser(), KNOWN)
    code = last_code()
    for left in (b"2 tries", b"1 try"):
        answer = client.post("/signin/code", {"code": "BBBB-BBBB"})
        assert answer.status_code == 422 and left in answer.content
    assert client.post("/signin/code", {"code": "BBBB-BBBB"}).status_code == 422
    answer = client.post("/signin/code", {"code": code})
    assert answer.status_code == 302 and answer["location"] == "/signin"
    assert not is_signed_in(client)


def test_code_dies_after_ten_minutes() -> None:
    client = ask(browser(), KNOWN)
    code, session = last_code(), client.session
    login = session["account_login"]
    login["state"]["stages"]["login_by_code"]["data"]["at"] -= 601
    session["account_login"] = login
    session.save()
    answer = client.post("/signin/code", {"code": code})
    assert answer["location"] == "/signin?late"
    assert b"too old" in client.get("/signin?late").content
    assert not is_signed_in(client)


def test_code_of_another_browser_does_not_sign_in() -> None:
    ask(browser(), KNOWN)
    stolen = last_code()
    other = ask(browser(), KNOWN)
    assert other.post("/signin/code", {"code": stolen}).status_code == 422


def test_codes_are_asked_for_three_times_a_minute_whoever_it_is() -> None:
    for address in (KNOWN, NOBODY):
        for _ in range(3):
            ask(browser(), address)
        answer = browser().post("/signin", {"email": address})
        assert answer.status_code == 429 and address.encode() in answer.content


def test_unreadable_address_is_said_and_kept() -> None:
    answer = browser().post("/signin", {"email": "ada@"})
    assert answer.status_code == 422
    assert b"cannot be read" in answer.content and b'value="ada@"' in answer.content


def test_page_of_codes_without_a_request_leads_to_sign_in() -> None:
    assert browser().get("/signin/code")["location"] == "/signin"


def test_signed_in_visitor_is_led_to_today(ada: Person) -> None:
    client = browser()
    client.force_login(ada)
    assert client.get("/signin")["location"] == "/today"


def test_mistyped_address_can_be_given_again() -> None:
    client = ask(browser(), NOBODY)
    assert client.get("/signin").status_code == 200
    ask(client, KNOWN)
    assert client.post("/signin/code", {"code": last_code()})["location"] == "/today"


class TestPrintedCode:
    """The code of the command: bound to its address, in any browser, once."""

    def test_it_signs_in_whether_it_was_printed_before_or_after(self) -> None:
        for before in (True, False):
            code = waiting_code(KNOWN, AT) if before else ""
            client = ask(browser(), KNOWN)
            code = code or waiting_code(KNOWN.upper(), AT)
            assert client.post("/signin/code", {"code": code})["location"] == "/today"

    def test_it_works_once(self) -> None:
        code = waiting_code(KNOWN, AT)
        ask(browser(), KNOWN).post("/signin/code", {"code": code})
        assert ask(browser(), KNOWN).post("/signin/code", {"code": code}).status_code == 422

    def test_it_is_bound_to_its_address(self) -> None:
        villager(email="bob@example.org")
        code = waiting_code(KNOWN, AT)
        client = ask(browser(), "bob@example.org")
        assert client.post("/signin/code", {"code": code}).status_code == 422
        assert ask(browser(), KNOWN).post("/signin/code", {"code": code})["location"] == "/today"

    def test_nobody_has_none(self) -> None:
        villager(email="bob@example.org", confirmed_on=None)
        assert waiting_code(NOBODY, AT) == waiting_code("bob@example.org", AT) == ""

    def test_a_new_one_ends_the_one_before(self) -> None:
        old, new = waiting_code(KNOWN, AT), waiting_code(KNOWN, AT)
        client = ask(browser(), KNOWN)
        assert client.post("/signin/code", {"code": old}).status_code == 422
        assert client.post("/signin/code", {"code": new}).status_code == 302


def test_sign_out_needs_a_post(ada: Person) -> None:
    client = browser()
    client.force_login(ada)
    assert client.get("/signout").status_code == 405 and is_signed_in(client)
    assert client.post("/signout")["location"] == "/"
    assert not is_signed_in(client)


def test_sign_out_leads_to_a_page_of_ours_only(ada: Person) -> None:
    for target, expected in (("/signin", "/signin"), ("https://evil.example/", "/"), ("//evil", "/")):
        client = browser()
        client.force_login(ada)
        assert client.post("/signout", {"next": target})["location"] == expected


def test_sign_out_asks_the_browser_to_forget(ada: Person) -> None:
    client = browser()
    client.force_login(ada)
    assert client.post("/signout")["clear-site-data"] == '"cache", "storage"'
