"""The whole journey in a real browser, from an empty installation to a tie: two circles that stay closed, a
bridge with two signatures, two private yeses, a meeting. And the same with a no, which nobody can read."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from tests.journeys.browser import Network, Visitor, launched
from tests.journeys.small_network import counted_refs
from tisserand.domain.attention.actions import set_budget
from tisserand.domain.circles.actions import (
    create_circle,
    invite_to_circle,
    propose_bridge,
    sign_bridge,
    write_circle,
)
from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.queries import bridge_for
from tisserand.domain.exchanges.actions import accept_invitation, write_need, write_offer
from tisserand.domain.introductions.actions import change_consent
from tisserand.domain.people.actions import create_person, set_consent
from tisserand.domain.people.models import Invitation, Person
from tisserand.domain.ties.actions import record_contact
from tisserand.domain.ties.queries import tie_of
from tisserand.vocabulary import Consent, ContactKind
from tisserand.web.tokens import INVITATION, token_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NEED = "Un local avec cuisine pour mes ateliers de conserves"
OFFER = "Une cuisine équipée, local libre trois jours par semaine"
HELENE, MEHDI, CAMILLE, BRUNO = "Hélène Garnier", "Mehdi Benali", "Camille Roussel", "Bruno Carlier"
PHONE, OTHER_PHONE = "+33 6 12 34 56 78", "+33 7 98 76 54 32"
VOUCH = "Camille a tenu deux ateliers chez nous au printemps, avec soin."
NOTE = "Une demi-heure suffira pour savoir."
INTENTION = {"fr": "Visiter la cuisine un mardi", "en": "Meet somebody who cooks"}
KEPT = {"fr": "Vous avez dit oui.", "en": "You said yes."}
TWO = {"fr": "Vous avez dit oui tous les deux.", "en": "You both said yes."}
ADDRESS = {"fr": "camille@example.org", "en": "bruno@example.org"}
NEIGHBOURS = 5


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


def ref_of(name: str) -> str:
    """The reference of a circle."""
    return Circle.objects.get(name=name).ref


def founded(network: Network) -> tuple[Visitor, Visitor]:
    """Hélène founds the first circle and invites Mehdi, who opens his own and leaves hers."""
    helene = network.visitor()
    helene.founds(name=HELENE, email="helene@example.org", circle="Sillage Lyon",
                  purpose="Entreprendre sans s’épuiser.", town="Lyon")  # fmt: skip
    helene.begins(beyond=False, a_week="0")
    sillage = ref_of("Sillage Lyon")
    helene.invites(sillage, email="mehdi@example.org", name=MEHDI, role="animator")
    helene.look()
    mehdi = network.visitor()
    mehdi.accepts(helene.mailed_link(), helene.mailed_code)
    mehdi.begins(beyond=False, a_week="0")
    mehdi.opens("/circles/new")
    mehdi.look()
    mehdi.fills(circle="Lieux Communs", purpose="Ouvrir des lieux.", town="Villeurbanne")
    mehdi.presses("main form button.button")
    mehdi.opens("/circles")
    mehdi.look()
    leave = f'form[action="/circles/{sillage}/leave"]'
    mehdi.unfolds(f"details:has({leave})")
    said = mehdi.presses(f"{leave} button")
    assert "Sillage Lyon" in said and "Lieux Communs" in said
    return helene, mehdi


def reads_again(animator: Visitor, circle: str) -> None:
    """Her circle lets no proposal go without a yes of hers; what is read of it says so."""
    animator.opens(f"/circles/{circle}")
    animator.unfolds(f'details:has(form[action="/circles/{circle}/policy"])')
    animator.ticks("approval", "required")
    animator.presses(f'form[action="/circles/{circle}/policy"] button')
    assert Circle.objects.get(ref=circle).approval == "required"


def arrived(network: Network, host: Visitor, by: Visitor, circle: str, **who: Any) -> Visitor:
    """Somebody invited by `by`, who stands at her side, accepts and says what she looks for or can give."""
    by.invites(circle, email=who["email"], name=who["name"], sponsor=who["sponsor"])
    one = network.visitor(who["language"], who["width"], scripts=who.get("scripts", True))
    one.accepts(host.mailed_link(), host.mailed_code)
    one.begins(need=who.get("need", ""), offer=who.get("offer", ""))
    return one


def tells(visitor: Visitor, phone: str) -> None:
    """On her own page: a telephone, and that her ties may help others."""
    visitor.opens("/me")
    visitor.look()
    visitor.unfolds('details:has(form[action="/me/profile"])')
    visitor.fills(phone=phone)
    visitor.presses('form[action="/me/profile"] button')
    visitor.opens("/me/privacy")
    visitor.look()
    visitor.presses('form[action="/me/consents/counted"] button[value=yes]')
    assert set_of(visitor) >= {"counted"}


def set_of(visitor: Visitor) -> set[str]:
    """What she agreed to, as her page says it: a button to take it back."""
    taken = visitor.page.locator('form[action^="/me/consents/"]:not(:has(button[value=yes]))')
    return {str(one.get_attribute("action")).rsplit("/", 1)[1] for one in taken.all()}


def neighbours(network: Network, by: str, circle: str) -> None:
    """Members who know each other and are proposed to nobody: without them no figure may be told."""
    host, where = Person.objects.get(email=by), Circle.objects.get(ref=circle)
    people = []
    for number in range(NEIGHBOURS):
        asked = invite_to_circle(by=host, circle=where, email=f"v{number}@example.org",
                                 name=f"Voisine {number}", at=network.at, send=True)  # fmt: skip
        people.append(accept_invitation(invitation=asked, at=network.at))
        set_budget(person=people[-1], a_week=0, letter_days=1, at=network.at)
        set_consent(person=people[-1], code=Consent.COUNTED, allowed=True, at=network.at)
    for one, other in zip(people, [*people[1:], people[0]], strict=True):
        record_contact(giver=one, receiver=other, kind=ContactKind.IMPORTED, once=f"{one.pk}-{other.pk}",
                       at=network.at, confirmed=True)  # fmt: skip


def bridged(helene: Visitor, mehdi: Visitor, sillage: str, communs: str) -> None:
    """Hélène proposes a bridge by the reference that Mehdi gave her; both sign."""
    mehdi.opens(f"/circles/{communs}")
    mehdi.unfolds(f'details:has(form[action="/circles/{communs}/policy"])')
    given = mehdi.page.locator("main code").inner_text()
    helene.opens(f"/circles/{sillage}/bridges")
    helene.look()
    helene.fills(pasted=given)
    helene.presses(f'form[action="/circles/{sillage}/bridges/new"] button')
    helene.look("proposed")
    mehdi.opens(f"/circles/{communs}/bridges")
    mehdi.presses('main ul a[href^="/bridges/"]')
    mehdi.look("to_sign")
    mehdi.presses('form[action$="/sign"] button')
    said = mehdi.look("in_force")
    assert "ouverte" in said and said.count("signe pour") == 2


def vouched(by: Visitor, newcomer: Visitor, circle: str) -> None:
    """Who invited her answers for her in a sentence, and she lets it be told."""
    by.opens(f"/circles/{circle}")
    by.chooses("about", CAMILLE)
    by.fills(sentence=VOUCH)
    by.presses('form[action$="/vouches"] button')
    by.look("vouched")
    newcomer.opens("/me")
    newcomer.presses('form[action$="/agree"] button')
    assert VOUCH in newcomer.reads()


def next_letter(network: Network, *people: Visitor, within: int) -> tuple[Visitor, str]:
    """Let days pass until one of them has a letter on her Today; who, and its reference."""
    for _ in range(within):
        for one in people:
            ref = one.letter()
            if ref:
                return one, ref
        network.passes()
    raise AssertionError(f"no letter within {within} days")


def proposals(*animators: tuple[Visitor, str]) -> list[str]:
    """What animators receive about the proposals of their circles."""
    return [visitor.html(f"/circles/{circle}/proposals") for visitor, circle in animators]


def approved(animator: Visitor, circle: str) -> None:
    """She reads the letter that her own member would get, adds a word, and lets it go."""
    said = animator.opens(f"/circles/{circle}/proposals")
    animator.look("to_read")
    assert CAMILLE in said and BRUNO in said and NEED in said
    assert PHONE not in said and "camille@example.org" not in said
    animator.unfolds("details:has([name=note])")
    animator.fills(note=NOTE)
    animator.presses('form[action$="/approve"] button')
    animator.look("approved")


def given(visitor: Visitor) -> str:
    """What the other gives her, on the page of an introduction."""
    return " ".join(visitor.page.locator("section[aria-labelledby=given] dl").inner_text().split())


def test_two_private_yeses_lead_to_a_tie(network: Network) -> None:
    helene, mehdi = founded(network)
    sillage, communs = ref_of("Sillage Lyon"), ref_of("Lieux Communs")
    reads_again(mehdi, communs)
    camille = arrived(network, helene, helene, sillage, email="camille@example.org", name=CAMILLE,
                      sponsor=HELENE, language="fr", width=360, need=NEED)  # fmt: skip
    assert "Personne à vous proposer" in camille.opens("/welcome/first?turn=9")
    camille.look("nobody")
    bruno = arrived(network, helene, mehdi, communs, email="bruno@example.org", name=BRUNO,
                    sponsor=MEHDI, language="en", width=1280, offer=OFFER)  # fmt: skip
    tells(camille, PHONE)
    tells(bruno, OTHER_PHONE)
    neighbours(network, "helene@example.org", sillage)
    bridged(helene, mehdi, sillage, communs)
    vouched(helene, camille, sillage)

    network.passes(3)
    assert "semaine du 1er septembre 2042" in helene.opens("/host")  # few are not counted
    helene.look()
    approved(mehdi, communs)
    animators = (helene, sillage), (mehdi, communs)
    first, ref = next_letter(network, camille, bruno, within=8)
    answered(first, ref, animators, KEPT)
    second, same = next_letter(network, camille, bruno, within=8)
    assert (same, second is first) == (ref, False)
    answered(second, ref, animators, TWO)
    established(camille, bruno, ref)
    said = [visitor.opens(f"/circles/{circle}/proposals") for visitor, circle in animators]
    assert all("établie" in page for page in said)
    helene.look("established")

    before = helene.opens(f"/circles/{sillage}/openness")
    helene.look("before")
    network.passes(14)
    met(camille, bruno, ref)
    network.passes()
    after = helene.opens(f"/circles/{sillage}/openness")
    helene.look("after")
    assert before == after, "a figure that one pair changed is told to nobody"
    tie = tie_of(*(Person.objects.get(email=f"{name}@example.org") for name in ("camille", "bruno")))
    assert tie is not None and (tie.contacts, tie.name) == (1, BRUNO)
    assert network.faults == []


def answered(visitor: Visitor, ref: str, animators: Any, told: Mapping[str, str]) -> None:
    """She reads her letter and says yes, giving one thing only; animators read what they read before."""
    visitor.look("letter")
    said = visitor.opens(f"/introductions/{ref}")
    assert NEED in said and OFFER in said
    assert "@example.org" not in said.replace(ADDRESS[visitor.language], "")  # her own, to be ticked
    visitor.look("letter")
    read = proposals(*animators)
    french = visitor.language == "fr"
    said = visitor.says_yes(ref, phone=french, email=not french, intention=INTENTION[visitor.language])
    assert told[visitor.language] in said
    if told is KEPT:
        assert proposals(*animators) == read
    visitor.look("yes")
    visitor.opens("/today")
    visitor.look("yes")


def established(camille: Visitor, bruno: Visitor, ref: str) -> None:
    """Each reads what the other ticked and nothing else; what one writes, the other reads."""
    camille.opens(f"/introductions/{ref}")
    camille.look("established")
    assert "Vous et Bruno Carlier" in camille.reads()
    assert "bruno@example.org" in given(camille) and INTENTION["en"] in given(camille)
    assert OTHER_PHONE not in camille.page.content()
    bruno.opens(f"/introductions/{ref}")
    bruno.look("established")
    assert PHONE in given(bruno) and INTENTION["fr"] in given(bruno)
    assert "camille@example.org" not in bruno.page.content()
    camille.fills(text="Mardi à 18 h ?")
    camille.presses('form[action$="/message"] button')
    assert "Mardi à 18 h ?" in bruno.opens(f"/introductions/{ref}")
    bruno.look("thread")


def met(camille: Visitor, bruno: Visitor, ref: str) -> None:
    """Both say that they met; as long as one alone did, the other reads nothing of it."""
    page = f"/introductions/{ref}"
    read = bruno.html(page)
    assert "Avez-vous rencontré" in camille.opens("/today")
    camille.opens(page)
    camille.look("have_you_met")
    camille.presses("button[name=met][value=yes]")
    assert bruno.html(page) == read
    bruno.opens(page)
    assert "You have met." in bruno.presses("button[name=met][value=yes]")
    assert "Vous vous êtes rencontrés." in camille.opens(page)
    for name, value in (("useful", "yes"), ("listened", "yes"), ("next", "we_go_on")):
        camille.ticks(name, value)
    camille.presses('form[action$="/outcome"] button')
    camille.look("met")


# -- the same with a no, and without scripts: from a network whose two circles are already joined


def settled(network: Network) -> Invitation:
    """Two circles over a signed bridge, Camille in one, Bruno in the other; Nour is invited to the first."""
    at = network.at
    host, mehdi, camille, bruno = (
        create_person(email=f"{name.split()[0].lower()}@example.org", name=name, at=at,
                      is_host=name.startswith("Helene"), confirmed=True)
        for name in ("Helene Garnier", MEHDI, CAMILLE, BRUNO)
    )  # fmt: skip
    one = create_circle(by=host, name="Sillage Lyon", purpose="Entreprendre sans s’épuiser.", at=at)
    two = create_circle(by=mehdi, name="Lieux Communs", purpose="Ouvrir des lieux.", at=at)
    for by, circle, person in ((host, one, camille), (mehdi, two, bruno)):
        write_circle(by=by, circle=circle, at=at, approval="none")
        asked = invite_to_circle(by=by, circle=circle, email=person.email, sponsor=by, at=at, send=True)
        accept_invitation(invitation=asked, at=at)
        change_consent(person=person, code=Consent.BEYOND, allowed=True, at=at)
        set_budget(person=by, a_week=0, letter_days=1, at=at)
    write_need(person=camille, text=NEED, at=at)
    write_offer(person=bruno, text=OFFER, at=at)
    until = (at + timedelta(days=300)).date()
    made = propose_bridge(by=host, circle=one, other_ref=two.ref, quota=6, quota_back=6, until=until, at=at)
    sign_bridge(by=mehdi, ref=made.ref, terms=bridge_for(mehdi, made.ref, at.date()).terms, at=at)
    return invite_to_circle(by=host, circle=one, email="nour@example.org", name="Nour Haddad", sponsor=host,
                            at=at, send=True)  # fmt: skip


Read = dict[tuple[int, str], str]
"""What travelled, by day since the answer and by page."""


def lived(network: Network, answer: str) -> tuple[Read, Read]:
    """Who is asked first says yes; the second then gives that answer, or none. What the first and the
    animators read on each day to the date, and what the second does."""
    settled(network)
    network.passes(3)
    people = {name: network.visitor() for name in ("camille", "bruno", "helene", "mehdi")}
    for name, visitor in people.items():
        visitor.signs_in(f"{name}@example.org")
    pair = people["camille"], people["bruno"]
    first, ref = next_letter(network, *pair, within=9)
    shown_on = network.at
    assert KEPT["fr"] in first.says_yes(ref, email=True, intention="Visiter")
    second, same = next_letter(network, *(one for one in pair if one is not first), within=9)
    assert same == ref
    second_shown_on = network.at
    second.opens(f"/introductions/{ref}")
    if answer:
        second.presses(f"form:not(.form) button[name=answer][value={answer}]")
    watched = [(first, path) for path in ("/today", f"/introductions/{ref}", "/me")]
    circles = {"helene": ref_of("Sillage Lyon"), "mehdi": ref_of("Lieux Communs")}
    watched += [(people[name], f"/circles/{circle}/proposals") for name, circle in circles.items()]
    theirs: Read = {}
    own: Read = {}
    while (day := (network.at - shown_on).days) <= 28:
        theirs |= {(day, path): visitor.html(path) for visitor, path in watched}
        own[day, ref] = second.html(f"/introductions/{ref}")
        network.passes()
    assert "sans suite" in first.opens(f"/introductions/{ref}")
    while "sans suite" not in second.opens(f"/introductions/{ref}"):
        assert network.at <= second_shown_on + timedelta(days=28)
        network.passes()
    return theirs, own


def test_no_reads_like_a_silence_on_every_page_until_the_date(
    chromium: Any, live_server: Any, settings: LazySettings, tmp_path: Path
) -> None:
    read: dict[str, tuple[Read, Read]] = {}
    settings.DEMO, settings.FOLDER = True, tmp_path
    for answer in ("", "no"):
        call_command("flush", verbosity=0, interactive=False)
        with counted_refs():
            network = Network(chromium, live_server.url)
            read[answer] = lived(network, answer)
            network.close()
        assert network.faults == []
    (silent, own_silent), (refused, own_refused) = read[""], read["no"]
    assert sorted(silent) == sorted(refused) and len({day for day, _ in silent}) >= 20
    assert [place for place in silent if silent[place] != refused[place]] == []
    assert own_silent != own_refused  # what hides the keys of forms does not hide an answer
    ends = {path: (silent[27, path], silent[28, path]) for day, path in silent if day == 28}
    assert all("sans suite" not in ends[path][0] for path in ends)
    assert sum("sans suite" in ends[path][1] for path in ends) == 3  # her letter, and the animators of both


@pytest.mark.parametrize("scripts", [True, False])
def test_newcomer_comes_to_her_first_proposal_in_few_gestures(network: Network, scripts: bool) -> None:
    link = f"/invitation/{token_of(settled(network).ref, INVITATION)}"
    nour = network.visitor("fr", 360, scripts=scripts)
    nour.accepts(link, lambda: network.code_for("nour@example.org"))
    asked = {str(one.get_attribute("name")) for one in nour.page.locator(
        "main form :is(input:not([type=hidden]), textarea, select)").all()}  # fmt: skip
    nour.begins(need=NEED)
    if not scripts:
        nour.presses('a[href^="/welcome/first"]')
    nour.page.locator('main a.button[href^="/introductions/"]').wait_for()
    nour.look("found")
    said = nour.presses('main a.button[href^="/introductions/"]')
    assert BRUNO in said and NEED in said and OFFER in said
    gestures = {"clicks": nour.clicks, "fields": nour.fields, "asked": len(asked) + 1}
    print("from the invitation to the first proposal:", gestures)  # noqa: T201  # read with -s
    assert nour.clicks <= 12 and nour.fields <= 8 and len(asked) + 1 <= 8
    ref = nour.path.rsplit("/", 1)[1]
    assert KEPT["fr"] in nour.says_yes(ref, email=True, intention="Visiter la cuisine")
    assert "Vous avez dit oui à Bruno Carlier" in nour.opens("/today")
    assert network.faults == []
