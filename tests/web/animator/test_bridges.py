"""Bridges: terms as sentences, two signatures, one's own gestures and nobody else's."""

import re

import pytest

from tests.domain.circles.villages import bridge_between, is_constant, member, queries_of, ring
from tests.domain.people.villagers import villager
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.circles.models import Bridge, BridgePerson, Circle
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.people.models import Person

pytestmark = pytest.mark.django_db
TERMS = {
    "quota": "6",
    "quota_back": "",
    "theme": ["locaux"],
    "themes": "alimentation, ",
    "until": "2044-06-30",
}


@pytest.fixture(autouse=True)
def helene() -> Person:
    settled()
    return villager("Hélène Garnier")


@pytest.fixture
def ousmane() -> Person:
    return villager("Ousmane Sarr")


@pytest.fixture
def here(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon")


@pytest.fixture
def there(ousmane: Person) -> Circle:
    return ring(ousmane, name="Lieux Communs")


def propose(person: Person, here: Circle, **more: object) -> object:
    return english(person).post(f"/circles/{here.ref}/bridges/new", {**TERMS, **more})


def test_bridge_is_proposed_by_reference_and_signed_by_both(
    helene: Person, ousmane: Person, here: Circle, there: Circle
) -> None:
    answer = propose(helene, here, pasted=f" {there.ref} ")
    bridge = Bridge.objects.get()
    assert answer["location"] == f"/bridges/{bridge.ref}"
    assert (bridge.quota, bridge.quota_back, bridge.themes) == (6, 0, ["locaux", "alimentation"])
    theirs = english(ousmane)
    html = theirs.get(f"/bridges/{bridge.ref}").content.decode()
    for said in (
        "What Sillage Lyon looks for, in Lieux Communs",
        "Premises, alimentation",
        "6 proposals a month",
    ):
        assert said in html
    assert "By signing you commit Lieux Communs" in html
    terms = html.split('name="terms" value="')[1].split('"')[0]
    assert theirs.post(f"/bridges/{bridge.ref}/sign", {"terms": terms}).status_code == 302
    assert "in force" in theirs.get(f"/bridges/{bridge.ref}").content.decode()


def test_bridge_changed_meanwhile_is_not_signed(ousmane: Person, here: Circle, there: Circle) -> None:
    bridge = bridge_between(here, there, signed=False)
    answer = english(ousmane).post(f"/bridges/{bridge.ref}/sign", {"terms": "000000000000"})
    assert answer.status_code == 422 and b"has changed since you read it" in answer.content
    assert not bridge.signatures.exists()


def test_circle_is_proposed_from_the_list_only_when_listed(
    helene: Person, here: Circle, there: Circle
) -> None:
    client = english(helene)
    assert b"Lieux Communs" not in client.get(f"/circles/{here.ref}/bridges").content
    Circle.objects.filter(pk=there.pk).update(listed=True)
    Circle.objects.filter(pk=here.pk).update(listed=True)
    html = client.get(f"/circles/{here.ref}/bridges").content.decode()
    assert f'<option value="{there.ref}">Lieux Communs' in html and f'value="{here.ref}"' not in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pasted": "aaaaaaaaaaaa"}, b"No circle has this reference"),
        ({"pasted": ""}, b"No circle has this reference"),
        ({"quota": "six"}, b"number will not do"),
        ({"quota": "0"}, b"number will not do"),
        ({"quota": "99999999999999999999"}, b"number will not do"),
        ({"until": "31/12/2044"}, b"date will not do"),
        ({"until": "2044-02-31"}, b"date will not do"),
        ({"until": "2020-01-01"}, b"date will not do"),
    ],
)
def test_refused_proposal_keeps_what_was_typed(
    helene: Person, here: Circle, there: Circle, wrong: dict[str, str], said: bytes
) -> None:
    answer = propose(helene, here, **{"pasted": there.ref, "themes": "mes mots", **wrong})
    assert answer.status_code == 422
    assert said in answer.content
    assert b'value="mes mots"' in answer.content and b'value="locaux" checked' in answer.content
    assert not Bridge.objects.exists()


def test_bridge_to_oneself_is_refused(helene: Person, here: Circle) -> None:
    answer = propose(helene, here, pasted=here.ref)
    assert answer.status_code == 422 and b"joins two circles" in answer.content


def test_bridge_is_suspended_by_one_and_opened_by_the_same(
    helene: Person, ousmane: Person, here: Circle, there: Circle
) -> None:
    bridge = bridge_between(here, there)
    mine = english(helene)
    html = mine.get(f"/bridges/{bridge.ref}").content.decode()
    assert "If you suspend it, the animators of Lieux Communs read it here today." in html
    assert mine.post(f"/bridges/{bridge.ref}/suspend").status_code == 302
    theirs = english(ousmane)
    assert "Sillage Lyon suspended it" in theirs.get(f"/bridges/{bridge.ref}").content.decode()
    assert theirs.post(f"/bridges/{bridge.ref}/resume").status_code == 422
    assert mine.post(f"/bridges/{bridge.ref}/resume").status_code == 302
    bridge.refresh_from_db()
    assert bridge.suspended_on is None


def test_past_bridge_is_renewed_and_waits_for_the_other(helene: Person, here: Circle, there: Circle) -> None:
    bridge = bridge_between(here, there, until="2043-11-01", proposed_on="2043-01-01")
    client = english(helene)
    assert "to be renewed" in client.get(f"/bridges/{bridge.ref}").content.decode()
    assert client.post(f"/bridges/{bridge.ref}/renew", {"until": "not a day"}).status_code == 422
    assert client.post(f"/bridges/{bridge.ref}/renew", {"until": "2044-10-01"}).status_code == 302
    assert "waits for them" in client.get(f"/bridges/{bridge.ref}").content.decode()


def test_member_asked_reads_the_bridge_and_is_named_only_once_she_accepts(
    helene: Person, ousmane: Person, here: Circle, there: Circle
) -> None:
    bridge, ada = bridge_between(here, there), member(here, "Ada Martin")
    assert english(ada).get(f"/bridges/{bridge.ref}").status_code == 404
    assert english(helene).post(f"/bridges/{bridge.ref}/ask", {"person": ada.ref}).status_code == 302
    html = english(ada).get(f"/bridges/{bridge.ref}").content.decode()
    assert "You are asked to stand on this bridge" in html and "Suspend the bridge" not in html
    assert "Ada Martin" not in english(ousmane).get(f"/bridges/{bridge.ref}").content.decode()
    english(ada).post(f"/bridges/{bridge.ref}/stand")
    assert BridgePerson.objects.get(person=ada).accepted_on
    assert "Ada Martin" in english(ousmane).get(f"/bridges/{bridge.ref}").content.decode()


def test_member_of_the_other_circle_cannot_be_asked(helene: Person, here: Circle, there: Circle) -> None:
    bridge, theirs = bridge_between(here, there), member(there)
    assert english(helene).post(f"/bridges/{bridge.ref}/ask", {"person": theirs.ref}).status_code == 404


def crossed(bridge: Bridge, here: Circle, there: Circle, number: int, *, answer: str = "none") -> None:
    """So many proposals over a bridge in October, established when the answer is yes."""
    for _ in range(number):
        one, two = member(here), member(there)
        made = Introduction.objects.create(
            origin="engine", stage="asked_first", pair=f"{one.pk}-{two.pk}", route="bridge", bridge=bridge,
            circle_one=here, circle_two=there, score=0.2, created_on="2043-10-05",
            established_on="2043-10-12" if answer == "yes" else None,
        )  # fmt: skip
        for place, person in ((1, one), (2, two)):
            Side.objects.create(introduction=made, person=person, place=place, answer=answer)


def opened(here: Circle, there: Circle) -> Bridge:
    bridge = bridge_between(here, there)
    bridge.signatures.update(signed_on="2043-09-01")
    return bridge


def said(person: Person, bridge: Bridge) -> str:
    html = english(person).get(f"/bridges/{bridge.ref}").content.decode()
    return re.sub(r"csrfmiddlewaretoken\" value=\"\w+\"", "", html)


def test_bridge_says_who_signed_and_when(helene: Person, here: Circle, there: Circle) -> None:
    bridge = opened(here, there)
    bridge.signatures.filter(circle=here).update(person=helene)
    html = said(helene, bridge)
    assert "for Sillage Lyon, on 1\u00a0September\u00a02043" in html
    assert "Hélène Garnier signs for Sillage Lyon." in html


def test_what_a_bridge_brought_is_told_from_ten_people(helene: Person, here: Circle, there: Circle) -> None:
    bridge = opened(here, there)
    crossed(bridge, here, there, 4, answer="yes")
    html = said(helene, bridge)
    assert "Fewer than ten people so far" in html and "introductions where both" not in html
    crossed(bridge, here, there, 3, answer="yes")
    html = said(helene, bridge)
    assert "<dt>7</dt><dd>introductions where both said yes" in html and "<b>7</b>" in html


def test_a_no_and_a_silence_make_the_same_page(helene: Person, here: Circle, there: Circle) -> None:
    bridge = opened(here, there)
    crossed(bridge, here, there, 12)
    silent = said(helene, bridge)
    Side.objects.filter(place=2).update(answer="no", never=True)
    Introduction.objects.update(stage="over", ended_on="2043-11-01", ended_by="no")
    assert said(helene, bridge) == silent
    Introduction.objects.update(established_on="2043-10-12")
    assert said(helene, bridge) != silent, "a fact that may be told does change it"


def test_other_terms_are_proposed_and_wait_for_the_other(helene: Person, here: Circle, there: Circle) -> None:
    bridge, client = opened(here, there), english(helene)
    place = f"/bridges/{bridge.ref}"
    sent = {"quota": "3", "quota_back": "2", "theme": ["fonds"], "themes": "bois", "until": "2044-06-30"}
    assert client.post(f"{place}/change", sent)["location"] == place
    bridge.refresh_from_db()
    assert (bridge.quota, bridge.quota_back, bridge.themes) == (3, 2, ["fonds", "bois"])
    html = client.get(place).content.decode()
    assert "waits for them" in html and "nothing new passes" in html.lower()
    answer = client.post(f"{place}/change", {**sent, "quota": "many", "themes": "mes mots"})
    assert answer.status_code == 422 and b"mes mots" in answer.content


def test_small_circle_is_not_counted(helene: Person, here: Circle, there: Circle) -> None:
    bridge = opened(here, there)
    for _ in range(9):
        member(there)
    html = said(helene, bridge)
    assert "10 members" in html and "fewer than ten members" in html


def test_page_of_a_bridge_makes_few_queries(helene: Person, here: Circle, there: Circle) -> None:
    bridge, client = opened(here, there), english(helene)
    read = lambda: client.get(f"/bridges/{bridge.ref}")  # noqa: E731
    assert is_constant(read, lambda number: crossed(bridge, here, there, number, answer="yes"), (1, 3, 8))
    assert queries_of(read) <= 12
