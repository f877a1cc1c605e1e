"""Twelve tasks that everybody must be able to do, with a keyboard only, with and without JavaScript."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from tests.journeys.browser import Network, launched
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_two_private_yeses import NEED, settled
from tisserand.domain.circles.models import Bridge, Circle, MemberList
from tisserand.domain.exchanges.models import Need
from tisserand.domain.introductions.models import Approval, Side
from tisserand.domain.people.models import AuditLine, Person, Withheld
from tisserand.web.tokens import INVITATION, token_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EVERYTHING = bool(os.environ.get("EVERY_RULE"))
"""The nightly run does them with JavaScript too: where none runs, keys and links are all there is."""
PASTED = "nom;courriel\nAda Lovelace;ada@example.org\nGrace Hopper;grace@example.org\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as one:
        yield one


@pytest.fixture
def network(chromium: Any, live_server: Any, settings: LazySettings, tmp_path: Path) -> Iterator[Network]:
    settings.DEMO, settings.FOLDER = True, tmp_path
    one = Network(chromium, live_server.url)
    yield one
    one.close()


def signs_in(keyboard: Keyboard, network: Network, email: str) -> None:
    keyboard.opens("/signin")
    keyboard.types('form[action="/signin"] [name=email]', email)
    keyboard.presses('form[action="/signin"] [name=email]')
    keyboard.types('form[action="/signin/code"] [name=code]', network.code_for(email))
    keyboard.presses('form[action="/signin/code"] [name=code]')
    assert keyboard.visitor.path == "/today"


def comes_in(keyboard: Keyboard, network: Network, link: str) -> None:
    keyboard.opens(link)
    keyboard.presses('form[action$="/accept"] button')
    keyboard.types('form[action$="/code"] [name=code]', network.code_for("nour@example.org"))
    keyboard.presses('form[action$="/code"] button')
    keyboard.types("main [name=need]", NEED)
    keyboard.ticks("beyond", "yes")
    keyboard.presses('form[action="/welcome"] button')
    assert keyboard.visitor.path == "/welcome/first"
    assert Need.objects.filter(person__email="nour@example.org", text=NEED).exists()


def answers(keyboard: Keyboard, word: str) -> str:
    """Answer the letter of Today; its reference."""
    keyboard.opens("/today")
    action = str(keyboard.page.locator('main form[action$="/answer"]').first.get_attribute("action"))
    ref = action.split("/")[2]
    keyboard.opens(f"/introductions/{ref}")
    if word == "yes":
        keyboard.unfolds("details.yes")
        keyboard.ticks("reveals_email")
        keyboard.presses("details.yes button[value=yes]")
    else:
        keyboard.presses("form:not(.form) button[name=answer][value=no]")
    return ref


def letters(network: Network, *people: Keyboard) -> list[Keyboard]:
    """Let days pass until one of them has a letter; who has."""
    for _ in range(10):
        found = [one for one in people if one.visitor.letter()]
        if found:
            return found
        network.passes()
    raise AssertionError("nobody had a letter in ten days")


@pytest.mark.parametrize("scripts", [True, False] if EVERYTHING else [False])
def test_twelve_tasks_need_nothing_but_keys(network: Network, scripts: bool) -> None:
    link = f"/invitation/{token_of(settled(network).ref, INVITATION)}"
    camille, bruno, helene, nour = (Keyboard(network, scripts=scripts) for _ in range(4))
    comes_in(nour, network, link)  # 1: come in, say one need, choose
    signs_in(camille, network, "camille@example.org")  # 2: sign in
    signs_in(bruno, network, "bruno@example.org")
    signs_in(helene, network, "helene@example.org")

    camille.opens("/me")  # 3: say a need
    camille.unfolds('details:has(form[action="/me/asks"])')
    camille.types('form[action="/me/asks"] [name=text]', "Une salle le samedi")
    camille.presses('form[action="/me/asks"] button')
    assert Need.objects.filter(text="Une salle le samedi").exists()

    camille.opens("/me")  # 4: choose her rhythm
    camille.unfolds('details:has(form[action="/me/rhythm"])')
    camille.ticks("a_week", "1")
    camille.presses('form[action="/me/rhythm"] button')

    camille.opens("/me/privacy")  # 5: keep her town from those to whom she is proposed
    keep = 'form[action="/me/visibility"]'
    camille.reaches(f"{keep} [type=checkbox]")
    camille.page.keyboard.press("Space")
    camille.presses(f"{keep} button")
    assert Withheld.objects.filter(person__email="camille@example.org").count() == 1

    camille.reaches('form[action="/me/export"] button')  # 6: take everything about her
    with camille.page.expect_download() as taken:
        camille.page.keyboard.press("Enter")
    assert str(taken.value.suggested_filename).endswith(".zip")
    assert AuditLine.objects.filter(person__email="camille@example.org", act="exported").count() == 1

    Circle.objects.filter(name="Sillage Lyon").update(approval="required")
    network.passes()
    approvals_given(helene)  # 7: let a proposal go
    people = {camille, bruno, nour}
    first = letters(network, *people)[0]
    ref = answers(first, "yes")  # 8: say yes
    assert Side.objects.filter(introduction__ref=ref, answer="yes").count() == 1
    second = letters(network, *(people - {first}))[0]
    ref = answers(second, "no")  # 9: say no
    assert Side.objects.filter(introduction__ref=ref, answer="no").count() == 1

    bruno.opens("/me")  # 10: rest
    bruno.unfolds('details:has(form[action="/me/pause"])')
    bruno.presses('form[action="/me/pause"] button')
    assert Person.objects.get(email="bruno@example.org").paused_on is not None

    lists_brought(helene, network)  # 11: bring a list in
    bridge_suspended(helene)  # 12: suspend a bridge, once its page said who will see it
    assert network.faults == []


def lists_brought(helene: Keyboard, network: Network) -> None:
    circle = Circle.objects.get(name="Sillage Lyon")
    helene.opens(f"/circles/{circle.ref}/lists/new")
    helene.types("main textarea", PASTED)
    helene.presses("main form:has(textarea) button")
    assert "2" in helene.reads()
    helene.presses('form[action$="/bring"] button')
    network.work()
    found = MemberList.objects.get(circle=circle)
    assert found.finished_at is not None and not found.content
    assert circle.admissions.filter(invitation__sent_on__isnull=True).count() == 2


def bridge_suspended(helene: Keyboard) -> None:
    bridge = Bridge.objects.get()
    helene.opens(f"/bridges/{bridge.ref}")
    helene.presses('form[action$="/suspend"] button')
    bridge.refresh_from_db()
    assert bridge.suspended_on is not None
    helene.opens(f"/bridges/{bridge.ref}")
    helene.presses('form[action$="/resume"] button')


def approvals_given(helene: Keyboard) -> None:
    """Let go, one after the other, the proposals that her circle wants read first."""
    circle = Circle.objects.get(name="Sillage Lyon")
    waiting = Approval.objects.filter(circle=circle, verdict="").count()
    assert waiting
    for _ in range(waiting):
        helene.opens(f"/circles/{circle.ref}/proposals")
        helene.presses('form[action$="/approve"] button')
    assert Approval.objects.filter(circle=circle, verdict="approved").count() == waiting
