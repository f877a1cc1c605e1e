"""A double click does once what it asks; what one means to do twice is done twice."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.domain.people.villagers import villager
from tests.web.public.visitors import settled
from tisserand.domain.exchanges.models import Need
from tisserand.domain.people.models import Person
from tisserand.web.once import Once

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    settled()
    one = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    one.force_login(villager(language="en"))
    return one


def press(client: Client, mark: str, text: str = "Un local calme") -> HttpResponse:
    form = {"text": text, "kind": "need", "audience": "circle", "csrfmiddlewaretoken": mark}
    return client.post("/me/asks", form, headers={"referer": "http://testserver/me"})  # type: ignore[return-value]


def mark_of(client: Client) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/me").content.decode())
    assert found is not None
    return found[1]


def test_double_click_is_done_once_and_leads_where_the_first_led(client: Client) -> None:
    mark = mark_of(client)
    answers = [press(client, mark) for _ in range(3)]
    assert {(one.status_code, one["location"]) for one in answers} == {(302, answers[0]["location"])}
    assert Need.objects.count() == 1


def test_what_is_meant_twice_is_done_twice(client: Client) -> None:
    for _ in range(2):
        press(client, mark_of(client))
    press(client, mark_of(client), "Une salle")
    assert Need.objects.count() == 3


def test_other_fields_are_another_press(client: Client) -> None:
    mark = mark_of(client)
    press(client, mark)
    press(client, mark, "Une salle")
    assert Need.objects.count() == 2


def test_refused_form_may_be_sent_again(client: Client) -> None:
    mark = mark_of(client)
    assert [press(client, mark, "").status_code for _ in range(2)] == [422, 422]


def test_mark_of_somebody_else_holds_nobody_up(client: Client) -> None:
    mark = mark_of(client)
    press(client, mark)
    client.force_login(villager(language="en"))
    press(client, mark)
    press(client, mark_of(client))
    assert Need.objects.values("person").distinct().count() == 2


def test_press_under_way_is_not_begun_again(client: Client, rf: RequestFactory) -> None:
    """The second press of a double click arrives while the first one works."""
    done: list[str] = []

    def answer(_request: object) -> HttpResponse:
        done.append("first")
        if len(done) == 1:
            done.append(send()["location"])
        return HttpResponse(status=302, headers={"location": "/me#asks"})

    def send() -> HttpResponse:
        request: Any = rf.post("/me/asks", {"text": "x", "csrfmiddlewaretoken": "m"})
        request.user, request.session = Person.objects.get(), client.session
        return Once(answer)(request)

    assert send()["location"] == "/me#asks"
    assert done == ["first", "/today"]
