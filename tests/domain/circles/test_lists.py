"""A list of members: read and shown, brought in whole when its animator says so, forgotten in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.domain.circles.villages import join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, villager
from tisserand.domain.attention.models import Letter
from tisserand.domain.circles.actions import (
    bring_list,
    choose_encoding,
    drop_list,
    invite_to_circle,
    keep_list,
    leave_circle,
    read_list,
    take_in,
)
from tisserand.domain.circles.jobs import forget_lists
from tisserand.domain.circles.models import Admission, Circle, MemberList
from tisserand.domain.circles.queries import ListTold, list_for, lists_of
from tisserand.domain.circles.rules.lists import KEPT, MOST_BYTES, PATIENCE, WAITS, ListState
from tisserand.domain.people.models import Invitation, Person
from tisserand.vocabulary import Refusal

pytestmark = pytest.mark.django_db
LIST = (
    "Prénom;Nom;E-mail;Ville;Cotisation\n"
    "Zoé;Martin;zoe@example.org;Lyon;oui\n"
    "Nour;Haddad;nour@example;Lyon;oui\n"
    "Bob;Roy;bob@example.org;;\n"
    ";;ZOE@example.org;;\n"
    "Sans;Adresse;;Lyon;\n"
    "Ada;Martin;ada@example.org;;\n"
    "Ivo;Nik;ivo@example.org;;\n"
).encode()


@pytest.fixture
def helene() -> Person:
    return villager("Hélène Garnier", language="fr")


@pytest.fixture
def circle(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon")


def shown(by: Person, circle: Circle, content: bytes = LIST) -> ListTold:
    """A list sent and read."""
    ref = keep_list(by=by, circle=circle, content=content, name="liste.csv", at=AT).ref
    read_list(ref=ref, at=AT)
    return list_for(by, ref)


def brought(by: Person, ref: str) -> ListTold:
    bring_list(by=by, ref=ref, at=AT)
    take_in(ref=ref, at=AT)
    return list_for(by, ref)


def test_preview_tells_who_is_ready_and_each_cell_to_correct(helene: Person, circle: Circle) -> None:
    member(circle, email="ada@example.org")
    invite_to_circle(by=helene, circle=circle, email="ivo@example.org", at=AT)
    told = shown(helene, circle)
    preview = told.preview
    assert told.state is ListState.READ
    assert (preview.ready, preview.members, preview.invited, preview.repeats, preview.faulty) == (
        2,
        1,
        1,
        1,
        2,
    )
    assert [(one.line, one.column, one.value, one.code) for one in preview.faults] == [
        (3, "E-mail", "nour@example", "bad_address"),
        (6, "E-mail", "Sans Adresse", "no_address"),
    ]
    assert [tuple(one) for one in preview.twice] == [(5, "zoe@example.org", 2)]
    assert preview.columns[:2] == (("Prénom", "first_name"), ("Nom", "name"))
    assert preview.columns[4] == ("Cotisation", "")
    assert preview.first[0] == (2, "Zoé Martin", "zoe@example.org", "Lyon", "")


def test_preview_never_tells_who_is_elsewhere(helene: Person, circle: Circle) -> None:
    other = villager("Ousmane")
    member(ring(other), email="zoe@example.org")
    invite_to_circle(by=other, circle=ring(other), email="bob@example.org", at=AT)
    known = shown(helene, circle).preview
    Person.objects.filter(email="zoe@example.org").delete()
    Invitation.objects.all().delete()
    assert shown(helene, circle).preview == known


def test_reading_invites_nobody(helene: Person, circle: Circle) -> None:
    shown(helene, circle)
    assert not Invitation.objects.exists() and not Letter.objects.exists()


def test_list_is_brought_in_whole_and_nothing_leaves(helene: Person, circle: Circle) -> None:
    told = brought(helene, shown(helene, circle).ref)
    assert told.state is ListState.BROUGHT
    assert told.outcome == {"prepared": 4, "members": 0, "invited": 0, "twice": 1, "left": 2}
    assert not Letter.objects.exists()
    assert set(Invitation.objects.values_list("sent_on", "invited_by")) == {(None, helene.pk)}
    assert Admission.objects.get(invitation__email="zoe@example.org").facts == {"town": "Lyon"}


def test_what_a_list_held_is_forgotten_once_it_is_brought_in(helene: Person, circle: Circle) -> None:
    brought(helene, shown(helene, circle).ref)
    row = MemberList.objects.get()
    assert (bytes(row.content), row.reading, row.name) == (b"", {}, "")
    assert "example.org" not in str(row.outcome)


def test_bringing_twice_brings_once(helene: Person, circle: Circle) -> None:
    ref = shown(helene, circle).ref
    assert [bring_list(by=helene, ref=ref, at=AT) for _ in range(2)] == [True, False]
    assert [take_in(ref=ref, at=AT) for _ in range(3)] == [4, 0, 0]
    assert not bring_list(by=helene, ref=ref, at=AT)
    assert Invitation.objects.count() == 4


def test_nothing_is_brought_in_before_it_is_asked_for(helene: Person, circle: Circle) -> None:
    assert take_in(ref=shown(helene, circle).ref, at=AT) == 0
    assert not Invitation.objects.exists()


def test_lost_worker_is_asked_again_after_a_while(helene: Person, circle: Circle) -> None:
    ref, later = shown(helene, circle).ref, AT + PATIENCE + timedelta(seconds=1)
    bring_list(by=helene, ref=ref, at=AT)
    assert bring_list(by=helene, ref=ref, at=later)
    assert take_in(ref=ref, at=later) == 4


def test_animator_who_lost_the_keys_brings_nobody_in(helene: Person, circle: Circle) -> None:
    other = villager()
    join(other, circle, role="animator")
    ref = shown(helene, circle).ref
    bring_list(by=helene, ref=ref, at=AT)
    leave_circle(person=helene, circle=circle, at=AT)
    assert take_in(ref=ref, at=AT) == 0
    told = list_for(other, ref)
    assert told.state is ListState.STOPPED and not Invitation.objects.exists()
    assert bytes(MemberList.objects.get().content) == b""


def test_list_given_up_keeps_nothing_and_is_not_listed(helene: Person, circle: Circle) -> None:
    ref = shown(helene, circle).ref
    assert drop_list(by=helene, ref=ref, at=AT)
    assert not drop_list(by=helene, ref=ref, at=AT)
    assert list_for(helene, ref).state is ListState.DROPPED and lists_of(helene, circle, AT) == []
    assert bytes(MemberList.objects.get().content) == b""
    with refused(Refusal.CLOSED):
        bring_list(by=helene, ref=ref, at=AT)


def test_list_being_brought_in_is_not_given_up(helene: Person, circle: Circle) -> None:
    ref = shown(helene, circle).ref
    bring_list(by=helene, ref=ref, at=AT)
    with refused(Refusal.CLOSED):
        drop_list(by=helene, ref=ref, at=AT)
    with refused(Refusal.CLOSED):
        choose_encoding(by=helene, ref=ref, encoding="cp1252")


def test_list_sent_again_takes_the_place_of_the_first(helene: Person, circle: Circle) -> None:
    first, second = shown(helene, circle), shown(helene, circle, b"email\nx@example.org\n")
    with refused(Refusal.NOT_FOUND):
        list_for(helene, first.ref)
    assert [one.ref for one in lists_of(helene, circle, AT)] == [second.ref]


def test_accents_are_read_as_she_says(helene: Person, circle: Circle) -> None:
    told = shown(helene, circle, "nom;email\nZoé;z@example.org\n".encode("mac-roman"))
    assert told.preview.first[0][1] == "ZoŽ"
    assert ("mac-roman", "Zoé") in told.preview.samples
    choose_encoding(by=helene, ref=told.ref, encoding="mac-roman")
    read_list(ref=told.ref, at=AT)
    assert list_for(helene, told.ref).preview.first[0][1] == "Zoé"
    brought(helene, told.ref)
    assert Invitation.objects.get().name == "Zoé", "it is brought in as it was shown"


def test_encoding_that_does_not_exist_is_refused(helene: Person, circle: Circle) -> None:
    with refused(Refusal.UNKNOWN_CHOICE):
        choose_encoding(by=helene, ref=shown(helene, circle).ref, encoding="ebcdic")


def test_unreadable_list_says_why_and_cannot_be_brought_in(helene: Person, circle: Circle) -> None:
    told = shown(helene, circle, b"%PDF-1.7\n")
    assert told.state is ListState.UNUSABLE and told.preview.unusable[0].code == "not_a_table"
    with refused(Refusal.LIST_EMPTY):
        bring_list(by=helene, ref=told.ref, at=AT)


def test_list_without_anybody_ready_is_not_brought_in(helene: Person, circle: Circle) -> None:
    with refused(Refusal.LIST_EMPTY):
        bring_list(by=helene, ref=shown(helene, circle, b"email\nnobody\n").ref, at=AT)


def test_list_that_is_not_read_yet_is_not_brought_in(helene: Person, circle: Circle) -> None:
    ref = keep_list(by=helene, circle=circle, content=LIST, at=AT).ref
    with refused(Refusal.NOT_YET):
        bring_list(by=helene, ref=ref, at=AT)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", Refusal.LIST_MISSING), (b"x" * (MOST_BYTES + 1), Refusal.LIST_TOO_LARGE)],
)
def test_what_is_no_list_is_not_kept(helene: Person, circle: Circle, content: bytes, code: Refusal) -> None:
    with refused(code):
        keep_list(by=helene, circle=circle, content=content, at=AT)
    assert not MemberList.objects.exists()


def test_list_is_for_the_animators_of_its_circle_alone(helene: Person, circle: Circle) -> None:
    ref = shown(helene, circle).ref
    acts: list[Callable[[Person], object]] = [
        lambda who: list_for(who, ref),
        lambda who: keep_list(by=who, circle=circle, content=LIST, at=AT),
        lambda who: bring_list(by=who, ref=ref, at=AT),
        lambda who: drop_list(by=who, ref=ref, at=AT),
        lambda who: choose_encoding(by=who, ref=ref, encoding="utf-8"),
    ]
    for who in (member(circle), villager()):
        assert lists_of(who, circle, AT) == []
        for act in acts:
            with refused(Refusal.NOT_FOUND):
                act(who)


def test_lists_are_forgotten_in_time(helene: Person, circle: Circle) -> None:
    done = shown(helene, circle)
    brought(helene, done.ref)
    waiting = shown(helene, circle)
    assert forget_lists(AT + WAITS) == 0
    assert forget_lists(AT + WAITS + timedelta(seconds=1)) == 1
    assert MemberList.objects.get().ref == done.ref != waiting.ref
    assert forget_lists(AT + KEPT + timedelta(seconds=1)) == 1


def test_list_goes_with_who_sent_it(helene: Person, circle: Circle) -> None:
    shown(helene, circle)
    helene.delete()
    assert not MemberList.objects.exists()


def test_facts_of_a_line_wait_with_its_invitation(helene: Person, circle: Circle) -> None:
    content = "email,besoins,structure\na@example.org,local: un local à Lyon,La Remise\n".encode()
    brought(helene, shown(helene, circle, content).ref)
    assert Admission.objects.get().facts == {
        "organisation": "La Remise", "needs": [["un local à Lyon", "locaux"]],
    }  # fmt: skip
    assert Invitation.objects.get().created_on == TODAY
