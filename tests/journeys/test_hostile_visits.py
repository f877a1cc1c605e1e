"""What is badly given, late, forged, twice or at once: a clear page in both languages, nothing half-done."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from tests.domain.people.villagers import together
from tests.web.member.world import AT, TODAY, World, build, establish, introduce, join, person
from tests.web.public.visitors import is_signed_in, last_code
from tisserand.domain.attention.actions import advance_clock
from tisserand.domain.attention.models import Clock, Letter
from tisserand.domain.attention.queries import now
from tisserand.domain.circles.actions import invite_to_circle, propose_bridge
from tisserand.domain.circles.models import Circle, Membership, Signature
from tisserand.domain.introductions.actions import erase_person
from tisserand.domain.introductions.models import Introduction, Message, Side
from tisserand.domain.people.models import AuditLine, Invitation, Person
from tisserand.project.clock import tick
from tisserand.vocabulary import Role
from tisserand.web import first_run
from tisserand.web.tokens import FIRST_RUN, INVITATION, token_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "en")
NEW = "nour@example.org"
FOR_REQUESTS = ("sessions.session", "attention.clock")
"""Tables that any visit may write: who looks, and when."""
SAID = {
    "expired": ("Une invitation vit 30 jours", "An invitation lives 30 days"),
    "used": ("Cette invitation a déjà servi", "This invitation was used already"),
    "unknown": ("Cette invitation n’ouvre plus rien", "This invitation opens nothing any more"),
    "for another": ("est partie à une autre adresse", "went to another address"),
    "late": ("La date est passée", "The date has passed"),
    "closed": ("C’est fermé", "This is closed"),
    "lapsed": ("La personne qui a signé d’abord n’anime plus", "Whoever signed first no longer animates"),
    "last": ("Personne d’autre n’anime ce cercle", "You are the last animator"),
    "hidden": ("Ce texte cache des caractères invisibles", "This text hides invisible characters"),
}
both = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def world() -> World:
    cache.clear()
    return build()


def visitor(language: str, who: Person | None = None) -> Client:
    """A browser in that language, where somebody is signed in or nobody."""
    client = Client(headers={"accept-language": language})
    if who is not None:
        Person.objects.filter(pk=who.pk).update(language=language)
        client.force_login(who)
    return client


def everything() -> dict[str, list[Any]]:
    """Every row of every room: what a refused visit leaves as it was."""
    ours = [one for one in apps.get_models() if one.__module__.startswith("tisserand.")]
    return {
        one._meta.label_lower: list(one.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for one in ours
        if one._meta.label_lower not in FOR_REQUESTS
    }


def says(answer: Any, what: str, language: str, status: int) -> None:
    """The page has that status, and that sentence in that language; it offers a next gesture."""
    page = unescape(answer.content.decode())
    assert answer.status_code == status
    assert SAID[what][LANGUAGES.index(language)] in page
    assert f'lang="{language}"' in page and "<h1" in page and 'class="button' in page


def bare(answer: Any) -> str:
    """A page without the keys of its forms, nor the marks of who was invited."""
    text = re.sub(r'(csrfmiddlewaretoken" value)="[^"]*"', r"\1", answer.content.decode())
    return re.sub(r"/invitation/[^/\"]+", "/invitation/", text)


# -- invitations


def invited(world: World, email: str = NEW, circle: Circle | None = None) -> Invitation:
    return invite_to_circle(
        by=world.helene, circle=circle or world.sillage, email=email, name="Nour", at=AT, send=True
    )


def link(ref: str, purpose: str = INVITATION) -> str:
    return f"/invitation/{token_of(ref, purpose)}"


CLOSED: dict[str, tuple[str, int, dict[str, object]]] = {
    "old": ("expired", 410, {"sent_on": TODAY - timedelta(days=31)}),
    "used": ("used", 410, {"accepted_on": TODAY}),
    "withdrawn": ("unknown", 404, {"withdrawn_on": TODAY}),
    "never sent": ("unknown", 404, {"sent_on": None}),
}


@both
@pytest.mark.parametrize("how", CLOSED)
def test_invitation_that_is_closed_says_so_and_writes_nothing(world: World, how: str, language: str) -> None:
    one = invited(world)
    what, status, change = CLOSED[how]
    Invitation.objects.filter(pk=one.pk).update(**change)
    before, client = everything(), visitor(language)
    for answer in (
        client.get(link(one.ref)),
        client.post(link(one.ref) + "/accept"),
        client.get(link(one.ref) + "/code"),
        client.post(link(one.ref) + "/code", {"code": "BBBB-BBBB"}),
    ):
        says(answer, what, language, status)
    assert client.head(link(one.ref)).status_code == status
    assert everything() == before


@both
def test_invitation_that_is_forged_opens_nothing(world: World, language: str) -> None:
    one = invited(world)
    whole = link(one.ref)
    forged = (
        f"/invitation/{one.ref}",
        whole[:-1],
        whole[:-1] + ("a" if whole[-1] != "a" else "b"),
        link(one.ref, FIRST_RUN),
        link("aaaaaaaaaaaa"),
        "/invitation/" + "x" * 2_000,
        "/invitation/" + one.ref.upper() + "." + whole.rpartition(".")[2],
    )
    before, client = everything(), visitor(language)
    for address in forged:
        for answer in (client.get(address), client.post(address + "/accept")):
            says(answer, "unknown", language, 404)
    assert everything() == before and not is_signed_in(client)


@both
def test_invitation_that_was_forwarded_is_not_for_who_is_signed_in(world: World, language: str) -> None:
    one = invited(world)
    client = visitor(language, world.mehdi)
    before = everything()
    for answer in (
        client.get(link(one.ref)),
        client.post(link(one.ref) + "/accept"),
        client.post(link(one.ref) + "/code", {"code": "BBBB-BBBB"}),
    ):
        says(answer, "for another", language, 403)
    assert everything() == before


@both
def test_code_given_once_is_worth_nothing_twice(world: World, language: str) -> None:
    one = invited(world)
    first, again = visitor(language), visitor(language)
    for client in (first, again):
        assert client.post(link(one.ref) + "/accept").status_code == 302
    newest = last_code()
    assert again.post(link(one.ref) + "/code", {"code": newest})["location"] == "/welcome"
    before = everything()
    says(first.post(link(one.ref) + "/code", {"code": newest}), "used", language, 410)
    says(again.post(link(one.ref) + "/code", {"code": newest}), "used", language, 410)
    assert everything() == before and not is_signed_in(first)
    assert Membership.objects.filter(person__email=NEW).count() == 1


@both
def test_address_of_somebody_reads_like_an_address_of_nobody(world: World, language: str) -> None:
    """Mehdi is a member elsewhere; whoever invites, opens, accepts or mistakes the code is told the same."""
    known, unknown = world.mehdi.email, "melba@example.org"
    assert len(known) == len(unknown) and known[0] == unknown[0]
    told = []
    for email in (known, unknown):
        host = visitor(language, world.helene)
        address = f"/circles/{world.sillage.ref}/invitations"
        sent = host.post(f"{address}/new", {"email": email, "name": "M", "role": "member", "send": "1"})
        listed = host.get(address).content.decode().replace(email, "…")
        one = Invitation.objects.get(email=email)
        client = visitor(language)
        steps = [
            client.get(link(one.ref)),
            client.post(link(one.ref) + "/accept"),
            client.get(link(one.ref) + "/code"),
            client.post(link(one.ref) + "/code", {"code": "BBBB-BBBB"}),
        ]
        rows = re.sub(r'(csrfmiddlewaretoken" value|invitation" value)="[^"]*"', r"\1", listed)
        seen = [(answer.status_code, bare(answer)) for answer in steps]
        told.append([(sent.status_code, sent["location"]), (200, rows), *seen])
        Invitation.objects.filter(email=email).delete()
    assert told[0] == told[1]


@both
def test_sign_in_tells_nobody_who_is_here(world: World, language: str) -> None:
    told = []
    for email in (world.mehdi.email, "melba@example.org"):
        client = visitor(language)
        first = client.post("/signin", {"email": email})
        told.append(
            (first.status_code, first["location"], bare(client.get(first["location"])).replace(email, "…"))
        )
    assert told[0] == told[1]


# -- answers


@both
def test_answer_to_a_closed_proposal_changes_nothing(world: World, language: str) -> None:
    one = introduce(world, world.camille, world.mehdi, shown_on=TODAY - timedelta(days=11))
    client, place = visitor(language, world.camille), f"/introductions/{one.ref}"
    before = everything()
    for address, typed in (
        ("answer", {"answer": "yes"}),
        ("answer", {"answer": "no", "never": "1"}),
        ("later", {}),
    ):
        says(client.post(f"{place}/{address}", typed), "late", language, 422)
    for address, typed in (
        ("message", {"text": "Bonjour"}),
        ("met", {"met": "yes"}),
        ("outcome", {"useful": "yes"}),
    ):
        answer = client.post(f"{place}/{address}", typed)
        assert answer.status_code == 404 or (answer.status_code == 422 and b'role="alert"' in answer.content)
    assert everything() == before


def test_answer_to_what_came_to_nothing_is_refused_like_one_to_what_others_refused(world: World) -> None:
    """On day 28 and after, whatever was answered on the other side."""
    shown_on, pages = TODAY - timedelta(days=28), []
    for stage, answer in (("asked_second", "none"), ("over", "no"), ("over", "none")):
        one = introduce(world, world.camille, world.mehdi, shown_on=shown_on, stage=stage, with_asks=False)
        one.sides.filter(place=2).update(shown_on=shown_on, answer=answer)
        client = visitor("fr", world.camille)
        answer_to = client.post(f"/introductions/{one.ref}/answer", {"answer": "yes"})
        pages.append((answer_to.status_code, bare(answer_to).replace(one.ref, "…")))
        one.delete()
    assert pages[0] == pages[1] == pages[2]
    assert pages[0][0] == 422


def test_same_yes_from_two_windows_is_one(world: World) -> None:
    one = introduce(world, world.camille, world.mehdi)
    windows = [visitor("fr", world.camille), visitor("fr", world.camille)]
    facts = {"answer": "yes", "reveals_email": "1", "intention": "Visiter"}
    before, after = everything(), []
    for window in (*windows, windows[0]):
        assert window.post(f"/introductions/{one.ref}/answer", facts).status_code == 302
        after.append(everything())
    assert before != after[0] == after[1] == after[2]


def test_answer_of_a_stale_window_is_the_last_word_and_only_hers(world: World) -> None:
    """Two windows of hers, a yes in one and then a no in the other: the later holds, without a trace."""
    one = introduce(world, world.camille, world.mehdi)
    place = f"/introductions/{one.ref}/answer"
    first, other = visitor("fr", world.camille), visitor("fr", world.camille)
    assert first.post(place, {"answer": "yes", "reveals_email": "1"}).status_code == 302
    assert other.post(place, {"answer": "no"}).status_code == 302
    side = Side.objects.get(introduction=one, person=world.camille)
    assert side.answer == "no"
    assert not AuditLine.objects.filter(about=one.ref).exists()
    assert visitor("fr", world.mehdi).get(f"/introductions/{one.ref}").status_code == 404


def test_message_sent_to_what_was_never_established_is_lost_for_both(world: World) -> None:
    one = introduce(world, world.camille, world.mehdi, stage="asked_second")
    Side.objects.filter(introduction=one).update(shown_on=TODAY, answer="yes")
    for who in (world.camille, world.mehdi):
        visitor("fr", who).post(f"/introductions/{one.ref}/message", {"text": "Bonjour"})
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_answers_of_one_person_from_two_browsers_at_once_leave_one_whole_answer(world: World) -> None:
    one = introduce(world, world.camille, world.mehdi)
    place = f"/introductions/{one.ref}/answer"
    facts = ({"answer": "yes", "reveals_email": "1", "intention": "Visiter"}, {"answer": "no", "never": "1"})
    posts: list[Callable[[], Any]] = [
        partial(visitor("fr", world.camille).post, place, typed) for typed in facts * 3
    ]
    assert [getattr(answer, "status_code", answer) for answer in together(posts)] == [302] * 6
    side = Side.objects.get(introduction=one, person=world.camille)
    one.refresh_from_db()
    wholes = {"yes": (False, "waiting_second"), "no": (True, one.stage)}
    assert (side.never, one.stage) == wholes[side.answer]


@pytest.mark.django_db(transaction=True)
def test_yeses_of_both_and_a_block_at_once_are_whole_whatever_comes_first(world: World) -> None:
    one = introduce(world, world.camille, world.mehdi, stage="asked_second")
    Side.objects.filter(introduction=one).update(shown_on=TODAY)
    Side.objects.filter(introduction=one, person=world.camille).update(answer="yes")
    place, camille = f"/introductions/{one.ref}/answer", world.camille.ref
    yes, blocks = visitor("fr", world.mehdi), visitor("fr", world.mehdi)
    found = together(
        [
            lambda: yes.post(place, {"answer": "yes"}).status_code,
            lambda: blocks.post(f"/people/{camille}/block").status_code,
            lambda: visitor("fr", world.camille).post(place, {"answer": "yes"}).status_code,
        ]
    )
    assert found[1] == 302 and set(found) <= {302, 404, 422}
    one.refresh_from_db()
    lines = AuditLine.objects.filter(about=one.ref).count()
    assert (one.established_on is None, lines) in {(True, 0), (False, 2)}
    assert visitor("fr", world.mehdi).get(f"/introductions/{one.ref}").status_code == 404


# -- bridges and circles


@both
def test_bridge_signed_first_by_who_left_the_keys_waits_for_her_circle_again(
    world: World, language: str
) -> None:
    world.bridge.delete()
    join(nour := person("Nour Haddad"), world.sillage, Role.ANIMATOR)
    made = propose_bridge(
        by=world.helene, circle=world.sillage, other_ref=world.communs.ref, quota=4,
        until=TODAY + timedelta(days=90), at=AT,
    )  # fmt: skip
    page = visitor(language, world.mehdi).get(f"/bridges/{made.ref}").content.decode()
    terms = {"terms": re.findall(r'name="terms" value="([^"]*)"', page)[0]}
    left = visitor(language, world.helene).post(f"/circles/{world.sillage.ref}/keys")
    assert left.status_code == 302
    client = visitor(language, world.mehdi)
    says(client.post(f"/bridges/{made.ref}/sign", terms), "lapsed", language, 422)
    assert not Signature.objects.filter(bridge=made, signed_on__isnull=False).exists()
    assert visitor(language, nour).post(f"/bridges/{made.ref}/sign", terms).status_code == 302
    assert client.post(f"/bridges/{made.ref}/sign", terms).status_code == 302
    assert Signature.objects.filter(bridge=made, signed_on__isnull=False).count() == 2
    assert visitor(language, world.helene).post(f"/bridges/{made.ref}/sign", terms).status_code == 404


@both
def test_only_animator_is_told_to_name_another_before_leaving(world: World, language: str) -> None:
    client = visitor(language, world.helene)
    before = everything()
    says(client.post(f"/circles/{world.sillage.ref}/leave"), "last", language, 422)
    assert client.post(f"/circles/{world.sillage.ref}/keys").status_code in (404, 422)
    assert everything() == before
    named = client.post(f"/circles/{world.sillage.ref}/animator", {"person": world.camille.ref})
    assert named.status_code == 302
    assert client.post(f"/circles/{world.sillage.ref}/leave").status_code == 302
    assert (
        visitor(language, world.camille).get(f"/circles/{world.sillage.ref}/invitations").status_code == 200
    )


@both
def test_circle_whose_only_animator_is_erased_lives_on_and_the_host_may_invite_one(
    world: World, language: str
) -> None:
    erase_person(person=world.helene, at=AT)
    host = person("Denise Arrighi")
    Person.objects.filter(pk=host.pk).update(is_host=True)
    assert visitor(language, world.camille).get(f"/circles/{world.sillage.ref}").status_code == 200
    assert visitor(language, world.camille).get("/today").status_code == 200
    client = visitor(language, Person.objects.get(pk=host.pk))
    assert world.sillage.name in client.get("/host").content.decode()
    sent = client.post(f"/host/circles/{world.sillage.ref}/animator", {"email": NEW})
    assert sent.status_code == 302
    one = Invitation.objects.get(email=NEW)
    newcomer = visitor(language)
    newcomer.post(link(one.ref) + "/accept")
    newcomer.post(link(one.ref) + "/code", {"code": last_code()})
    page = f"/circles/{world.sillage.ref}/invitations"
    assert newcomer.get(page)["location"].startswith("/me/security/required")
    newcomer.force_login(Person.objects.get(email=NEW))
    assert newcomer.get(page).status_code == 200
    assert world.sillage.name not in client.get("/host").content.decode()


# -- characters that hide

HIDDEN = {
    "bidi": "Nour \u202eddaH\u202c Haddad",
    "zero width": "No\u200bur Haddad",
    "isolate": "Nour \u2066Haddad\u2069",
    "null": "Nour\x00 Haddad",
    "soft": "Nour\ufeff Haddad",
}
FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "/me/profile": ("name", {}),
    "/me/asks": ("text", {"kind": "need", "audience": "circle"}),
    "/circles/new": ("circle", {}),
    "/circles/{sillage}/policy": ("charter", {"name": "Sillage Lyon", "approval": "none"}),
    "/circles/{sillage}/invitations/new": ("name", {"email": NEW, "role": "member", "send": "1"}),
    "/introductions/{one}/answer": ("intention", {"answer": "yes"}),
    "/introductions/{talks}/message": ("text", {}),
    "/people/{mehdi}/report": ("text", {"reason": "spam", "about": "{one}"}),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", HIDDEN)
def test_text_that_hides_characters_is_refused_everywhere(world: World, form: str, kind: str) -> None:
    join(world.camille, world.communs, Role.ANIMATOR)
    Membership.objects.filter(person=world.camille, circle=world.sillage).update(role=Role.ANIMATOR)
    one = introduce(world, world.camille, world.mehdi)
    talks = establish(introduce(world, world.camille, world.helene, with_asks=False))
    refs = {"sillage": world.sillage.ref, "one": one.ref, "talks": talks.ref, "mehdi": world.mehdi.ref}
    field, rest = FORMS[form]
    typed = {name: text.format(**refs) for name, text in rest.items()} | {field: HIDDEN[kind]}
    for language in LANGUAGES:
        client = visitor(language, world.camille)
        before = everything()
        says(client.post(form.format(**refs), typed), "hidden", language, 422)
        assert everything() == before


@both
@pytest.mark.parametrize("kind", HIDDEN)
def test_host_whose_name_hides_characters_is_not_made(language: str, kind: str) -> None:
    Clock.objects.update_or_create(pk=1, defaults={"at": AT})
    place = first_run.address("")
    typed = {"name": HIDDEN[kind], "email": NEW, "circle": "Sillage Lyon"}
    says(visitor(language).post(place, typed), "hidden", language, 422)
    assert not Person.objects.exists() and not Circle.objects.exists()
    assert visitor(language).post(place, typed | {"name": "Nour"}).status_code == 302


# -- the machine's clock


def pages(world: World, one: Introduction) -> list[str]:
    """What a member and her animator read."""
    read: list[str] = []
    for who, paths in (
        (world.camille, ("/today", f"/introductions/{one.ref}", "/me", "/circles")),
        (
            world.helene,
            ("/today", f"/circles/{world.sillage.ref}", f"/circles/{world.sillage.ref}/proposals"),
        ),
    ):
        client = visitor("fr", who)
        answers = [client.get(path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        read += map(bare, answers)
    return read


@pytest.mark.parametrize("days", [-400, -3, -1, 31, 40, 4_000])
def test_clock_that_goes_back_or_jumps_leaves_every_page_as_it_was(world: World, days: int) -> None:
    one = introduce(world, world.camille, world.mehdi)
    invited(world)
    advance_clock(machine_at=AT)
    before, told = everything(), pages(world, one)
    sent_out = tick(AT + timedelta(days=days))
    assert (sent_out == []) == (days > 0)
    assert now(AT + timedelta(days=days)) == AT
    assert pages(world, one) == told
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"attention.turn"}
    answer = visitor("fr", world.camille).post(f"/introductions/{one.ref}/answer", {"answer": "yes"})
    assert answer.status_code == 302
    assert Side.objects.get(introduction=one, person=world.camille).answered_on == TODAY


@both
def test_clock_that_waits_is_said_to_the_host_and_goes_on_when_confirmed(world: World, language: str) -> None:
    one = introduce(world, world.camille, world.mehdi)
    asked = invited(world)
    Person.objects.filter(pk=world.helene.pk).update(is_host=True)
    tick(AT + timedelta(days=40))
    client = visitor(language, Person.objects.get(pk=world.helene.pk))
    assert ("L’horloge vous attend", "The clock waits for you")[LANGUAGES.index(language)] in unescape(
        client.get("/host").content.decode()
    )
    assert visitor(language).get(link(asked.ref)).status_code == 200
    assert client.post("/host/clock").status_code == 302
    assert Clock.objects.get().at == AT + timedelta(days=40)
    page = unescape(visitor(language, world.camille).get(f"/introductions/{one.ref}").content.decode())
    assert ("sans suite", "came to nothing")[LANGUAGES.index(language)] in page
    assert visitor(language).get(link(asked.ref)).status_code == 410
    assert Letter.objects.filter(sent_at__isnull=False).count() == 0
