"""Bringing a list in the browser: sent or pasted, shown, prepared; nothing leaves."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from tests.domain.circles.villages import is_constant, member, queries_of, ring
from tests.domain.people.villagers import AT, villager
from tests.formats.files import workbook
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import take_in
from tisserand.domain.circles.jobs import forget_lists
from tisserand.domain.circles.models import Circle, MemberList
from tisserand.domain.circles.rules import lists as rules
from tisserand.domain.people.models import Invitation, Person
from tisserand.web import uploads
from tisserand.web.animator import invitations

pytestmark = pytest.mark.django_db
PASTED = "Nom\tE-mail\tVille\nZoé Martin\tzoe@example.org\tLyon\nBob\tbob@\t\nAda\tzoe@example.org\t\n"


@pytest.fixture(autouse=True)
def helene() -> Person:
    settled()
    return villager("Hélène Garnier")


@pytest.fixture
def circle(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon")


def file(content: bytes, name: str = "liste.csv") -> BytesIO:
    made = BytesIO(content)
    made.name = name
    return made


def sent(client: Client, circle: Circle, **posted: object) -> str:
    """Send a list and return the address of its page."""
    answer = client.post(f"/circles/{circle.ref}/lists/new", posted)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["location"])


def page(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def work() -> None:
    """Do what waits for the worker."""
    for row in DBTaskResult.objects.ready():
        import_string(row.task_path).call(*row.args_kwargs["args"])
        row.delete()


def test_list_is_pasted_read_and_prepared_and_nothing_leaves(helene: Person, circle: Circle) -> None:
    client = english(helene)
    place = sent(client, circle, text=PASTED)
    html = page(client, place)
    for said in (
        "1 person is ready to be invited",
        "1 line to correct",
        "“Nom” is the name",
        "“E-mail” is the address",
        "Zoé Martin",
        "Nobody has received anything.",
        "Prepare 1 invitation, leave the rest",
        "This address cannot be read; write it like name@example.org.",
        "zoe@example.org is on line 2 already",
    ):
        assert said in html, said
    assert '<td data-label="Line">3</td>' in html and "<bdi>bob@</bdi>" in html
    assert client.post(f"{place}/bring")["location"] == place
    assert "We are preparing the invitations" in page(client, place)
    work()
    html = page(client, place)
    assert "1 invitation is ready" in html and "Nothing was sent." in html and "zoe@" not in html
    assert "Zoé Martin" in page(client, f"/circles/{circle.ref}/invitations")
    assert not Letter.objects.exists()


def test_bringing_is_pressed_twice_and_done_once(helene: Person, circle: Circle) -> None:
    client = english(helene)
    place = sent(client, circle, text=PASTED)
    for _ in range(2):
        client.post(f"{place}/bring")
    assert DBTaskResult.objects.count() == 1
    work()
    client.post(f"{place}/bring")
    assert DBTaskResult.objects.count() == 0 and Invitation.objects.count() == 1


@pytest.mark.parametrize("name", ["liste.csv", "liste.xlsx", "liste", "photo.png"])
def test_file_is_read_for_what_it_holds_whatever_its_name(helene: Person, circle: Circle, name: str) -> None:
    client = english(helene)
    for content in (b"email\na@example.org\n", workbook([["email"], ["a@example.org"]])):
        assert "1 person is ready" in page(client, sent(client, circle, file=file(content, name)))


def test_nothing_given_is_said_on_the_same_page(helene: Person, circle: Circle) -> None:
    answer = english(helene).post(f"/circles/{circle.ref}/lists/new", {"text": "  "})
    assert answer.status_code == 422 and b"There is no list here yet" in answer.content


def test_file_too_large_is_said_and_not_kept(
    helene: Person, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    answer = english(helene).post(
        f"/circles/{circle.ref}/lists/new", {"file": file(b"x" * 1001), "text": "a@example.org"}
    )
    assert answer.status_code == 422 and b"weighs more than 16 MB" in answer.content
    assert b"a@example.org" in answer.content and not MemberList.objects.exists()


def test_text_too_long_ends_in_no_error_of_ours(helene: Person, circle: Circle) -> None:
    pasted = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = english(helene).post(f"/circles/{circle.ref}/lists/new", {"text": pasted})
    assert answer.status_code == 400 and "pas été enregistré" in answer.content.decode()


def test_long_list_is_read_by_the_worker(
    helene: Person, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGE", 1000)
    client = english(helene)
    content = b"email,name\n" + b"".join(b"p%d@example.org,Nour\n" % i for i in range(100))
    place = sent(client, circle, file=file(content))
    html = page(client, place)
    assert "We are reading your list" in html and 'hx-trigger="load delay:2s"' in html
    assert client.post(f"{place}/bring").status_code == 422
    work()
    assert "people are ready to be invited" in page(client, place)
    part = client.get(place, headers={"hx-request": "true"}).content
    assert b"<html" not in part and b"people are ready" in part


def test_accents_are_read_again_as_she_says(helene: Person, circle: Circle) -> None:
    client = english(helene)
    place = sent(client, circle, file=file("nom;email\nZoé;z@example.org\n".encode("mac-roman")))
    html = page(client, place)
    assert "ZoŽ" in html and "an old Mac<small><bdi>Zoé</bdi>" in html
    assert "Check that “ZoŽ” is right" in html
    assert client.post(place, {"encoding": "mac-roman"})["location"] == place
    assert "ZoŽ<" not in page(client, place).split("How its letters")[0]
    assert client.post(place, {"encoding": "ebcdic"}).status_code == 422


def test_unreadable_list_says_why_and_offers_the_next_gesture(helene: Person, circle: Circle) -> None:
    client = english(helene)
    html = page(client, sent(client, circle, file=file(b"%PDF-1.4", "liste.csv")))
    for said in ("We could not read this list", "it looks like PDF", "Send it again"):
        assert said in html


def test_list_given_up_is_gone_from_the_invitations(helene: Person, circle: Circle) -> None:
    client, invitations = english(helene), f"/circles/{circle.ref}/invitations"
    place = sent(client, circle, text=PASTED)
    assert place in page(client, invitations)
    assert client.post(f"{place}/drop")["location"] == invitations
    html = page(client, invitations)
    assert place not in html and "Nothing of this list is kept." in html


def test_list_forgotten_is_like_one_that_never_was(helene: Person, circle: Circle) -> None:
    client = english(helene)
    place = sent(client, circle, text=PASTED)
    forget_lists(AT.replace(year=AT.year + 1))
    assert client.get(place).status_code == client.get("/lists/aaaaaaaaaaaa").status_code == 404


def test_preview_is_the_same_whether_an_address_is_known_elsewhere(helene: Person, circle: Circle) -> None:
    client = english(helene)
    unknown = page(client, sent(client, circle, text=PASTED))
    member(ring(villager()), email="zoe@example.org")
    known = page(client, sent(client, circle, text=PASTED))

    def plain(html: str) -> str:
        return re.sub(r'/lists/\w+|value="\w{64}"', "", html)

    assert plain(known) == plain(unknown)


@pytest.mark.parametrize(
    "text", ["email\n<script>alert(1)</script>@x.org\n", "nom\temail\n\u202etxt\ta@x.org\n"]
)
def test_hostile_text_is_told_and_never_run(helene: Person, circle: Circle, text: str) -> None:
    client = english(helene)
    html = page(client, sent(client, circle, text=text))
    assert "<script>alert" not in html and "\u202e" not in html.replace("&lt;", "")
    assert "1 line to correct" in html


def test_preview_makes_as_many_queries_however_long_it_is(helene: Person, circle: Circle) -> None:
    client = english(helene)
    rows = ["email"]

    def grow(number: int) -> None:
        rows.extend(f"p{len(rows)}@example.org" for _ in range(number))

    def read() -> None:
        page(client, place)

    def grown(number: int) -> None:
        nonlocal place
        grow(number)
        place = sent(client, circle, text="\n".join(rows))

    place = ""
    assert is_constant(read, grown, (1, 3, 30))
    assert queries_of(read) <= 12


def test_killed_worker_leaves_nothing_and_another_one_ends_it(helene: Person, circle: Circle) -> None:
    client = english(helene)
    place = sent(client, circle, text=PASTED)
    client.post(f"{place}/bring")
    ref = place.rpartition("/")[2]
    assert "Start again" not in page(client, place)
    MemberList.objects.update(started_at=AT.replace(year=AT.year - 1))
    assert "Start again" in page(client, place)
    assert take_in(ref=ref, at=AT) == 1
    assert "1 invitation is ready" in page(client, place)


def test_many_invitations_are_sent_by_the_worker(
    helene: Person, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MOST_NOW", 2)
    client = english(helene)
    place = sent(client, circle, text="email\na@example.org\nb@example.org\nc@example.org\n")
    client.post(f"{place}/bring")
    work()
    client.post(f"/circles/{circle.ref}/invitations/send", {"all": "1"})
    assert not Letter.objects.exists()
    work()
    assert Letter.objects.count() == 3
