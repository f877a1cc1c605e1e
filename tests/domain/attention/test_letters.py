"""Letters: queued once, in the cause's transaction; codes forgotten; the outbox for the host alone."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from tests.domain.people.villagers import AT, TODAY, together, villager, wait_until_somebody_waits
from tisserand.domain.attention.actions import (
    cancel_letters,
    clear_secrets,
    forget_letters,
    mark_sent,
    queue_letter,
    use_code,
)
from tisserand.domain.attention.jobs import forget_codes, forget_what_waited
from tisserand.domain.attention.models import Letter
from tisserand.domain.attention.queries import letter_for, outbox, pending_code, waiting_letters
from tisserand.domain.attention.rules import TELL_OF_ANSWERS
from tisserand.domain.people.actions import erase_row, invite, send_invitation
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Refusal

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def letter(person: Person | None = None, once: str = "a", **facts: object) -> Letter:
    given: dict[str, object] = {"kind": LetterKind.APPROVAL, "due_on": TODAY, "at": AT}
    return queue_letter(person=person, once=once, **{**given, **facts})  # type: ignore[arg-type]


def code(person: Person, once: str, at: timedelta = timedelta(0)) -> Letter:
    return letter(person, once, kind=LetterKind.SIGN_IN, secret=f"code-{once}", at=AT + at)


def test_letter_is_queued_once() -> None:
    ada = villager()
    first = letter(ada, about="b" * 12)
    again = letter(ada, about="c" * 12, at=AT + DAY)
    assert again == first
    assert again.about == "b" * 12
    assert Letter.objects.count() == 1


def test_letter_goes_to_a_person_or_to_an_address() -> None:
    assert letter(address="Eve@Example.org").address == "eve@example.org"
    for facts in ({}, {"person": villager(), "address": "eve@example.org"}):
        with pytest.raises(ValueError, match="either"):
            letter(once="b", **facts)  # type: ignore[arg-type]


def test_letter_disappears_with_its_cause() -> None:
    with transaction.atomic():
        letter(villager())
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_letter_already_queued_leaves_the_callers_transaction_whole() -> None:
    ada = villager()
    with transaction.atomic():
        letter(ada)
        letter(ada)
        letter(ada, "b")
    assert Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_letter_is_queued_when_many_causes_come_at_once() -> None:
    ada = villager()
    found = together([lambda: letter(ada)] * 8)
    assert {one.pk for one in found if isinstance(one, Letter)} == {Letter.objects.get().pk}
    assert all(isinstance(one, Letter) for one in found), found


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_letter_not_committed_yet_is_waited_for_and_spoils_nothing() -> None:
    ada = villager()
    wrote = Barrier(2)

    def write_first() -> Letter:
        with transaction.atomic():
            found = letter(ada)
            wrote.wait(timeout=20)
            wait_until_somebody_waits()
        return found

    def write_second() -> Letter:
        wrote.wait(timeout=20)
        with transaction.atomic():
            found = letter(ada)
            letter(ada, "b")
        return found

    found = together([write_first, write_second])
    assert found == [Letter.objects.get(once="a")] * 2
    assert Letter.objects.filter(once="b").exists(), "the transaction around goes on"


def test_cancelled_letters_do_not_leave() -> None:
    ada, bob = villager(), villager()
    for person, once in ((ada, "a"), (ada, "b"), (bob, "c")):
        letter(person, once, about="x", secret="s")
    letter(ada, "d", about="y")
    assert mark_sent(ref=Letter.objects.get(once="b").ref, at=AT) is True
    assert cancel_letters(person=ada, about="x", at=AT) == 1
    assert cancel_letters(person=ada, about="x", at=AT) == 0
    assert [row.once for row in waiting_letters(AT)] == ["c", "d"]
    assert mark_sent(ref=Letter.objects.get(once="a").ref, at=AT) is False
    assert cancel_letters(about="x", at=AT) == 1, "to everybody"
    assert [row.once for row in waiting_letters(AT)] == ["d"]
    assert sorted(Letter.objects.values_list("secret", flat=True)) == ["", "", "", ""]


def test_letters_wait_for_their_day() -> None:
    letter(villager(), due_on=TODAY + DAY)
    assert not waiting_letters(AT).exists()
    assert waiting_letters(AT + DAY).exists()


def test_letter_is_marked_sent_once() -> None:
    row = letter(villager(), secret="123456")
    assert mark_sent(ref=row.ref, at=AT) is True
    assert mark_sent(ref=row.ref, at=AT + DAY) is False
    row.refresh_from_db()
    assert (row.sent_at, row.secret) == (AT, "")


def test_code_waits_ten_minutes_and_the_last_one_counts() -> None:
    ada, bob = villager(email="ada@example.org"), villager()
    code(ada, "a"), code(ada, "b", MINUTE), code(bob, "c", 2 * MINUTE)
    letter(ada, "d", secret="not a code", at=AT + 3 * MINUTE)
    assert pending_code(" ADA@example.org", AT + 4 * MINUTE) == "code-b"
    assert pending_code("ada@example.org", AT + 11 * MINUTE) is None
    assert pending_code("nobody@example.org", AT) is None
    letter(once="e", address="eve@example.org", kind=LetterKind.SIGN_IN, secret="code-e")
    assert pending_code("eve@example.org", AT) == "code-e"


def test_code_is_forgotten_once_used() -> None:
    ada, bob = villager(email="ada@example.org"), villager(email="bob@example.org")
    code(ada, "a"), code(ada, "b"), code(bob, "c")
    assert use_code(person=ada, at=AT) == 2
    assert pending_code("ada@example.org", AT) is None
    assert pending_code("bob@example.org", AT) == "code-c"


@pytest.mark.parametrize("forget", [clear_secrets, forget_codes])
def test_codes_are_forgotten_at_ten_minutes_and_not_before(forget: object) -> None:
    code(villager(), "a")
    assert forget(at=AT + 10 * MINUTE - timedelta(seconds=1)) == 0  # type: ignore[operator]
    assert forget(at=AT + 10 * MINUTE) == 1  # type: ignore[operator]
    assert forget(at=AT + 10 * MINUTE) == 0  # type: ignore[operator]
    assert Letter.objects.get().secret == ""


def test_outbox_is_for_the_host_alone() -> None:
    ada, host = villager(email="ada.martin@example.org"), villager(is_host=True)
    row = letter(ada, secret="123456")
    for person in (ada, villager(is_host=True, confirmed_on=None)):
        for read in (lambda: outbox(person), lambda: letter_for(person, row.ref)):  # noqa: B023
            with pytest.raises(Refused) as refused:
                read()
            assert refused.value.code is Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        letter_for(host, "a" * 12)
    assert refused.value.code is Refusal.NOT_FOUND


def test_outbox_tells_neither_addresses_nor_codes_nor_contents(settings: Settings) -> None:
    settings.DEMO = False
    host = villager(is_host=True)
    ada = villager("Ada Martin", email="ada.martin@example.org")
    row = letter(ada, secret="123456", about="b" * 12)
    letter(once="b", address="eve.roux@example.org", kind=LetterKind.INVITATION)
    for shown in (repr(outbox(host)), repr(letter_for(host, row.ref))):
        for private in ("ada.martin", "Ada", "eve.roux", "123456", "b" * 12):
            assert private not in shown
    assert {line.address for line in outbox(host)} == {"a•••@e•••.org", "e•••@e•••.org"}
    assert letter_for(host, row.ref).letter is None
    settings.DEMO = True
    assert letter_for(host, row.ref).letter == row
    assert all(line.letter is None for line in outbox(host))


@pytest.mark.parametrize("kind", sorted(TELL_OF_ANSWERS))
def test_outbox_has_no_line_whose_absence_would_be_a_no(kind: LetterKind, settings: Settings) -> None:
    host, ada = villager(is_host=True), villager()
    settings.DEMO = False
    row = letter(ada, kind=kind)
    assert outbox(host) == []
    with pytest.raises(Refused) as refused:
        letter_for(host, row.ref)
    assert refused.value.code is Refusal.NOT_FOUND
    settings.DEMO = True
    assert [line.ref for line in outbox(host)] == [row.ref]


@pytest.mark.parametrize("letters", [1, 3, 30])
def test_outbox_is_newest_first_and_costs_one_query(
    letters: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    host = villager(is_host=True)
    for number in range(letters):
        letter(villager(), str(number), at=AT + number * MINUTE)
    with django_assert_num_queries(1):
        found = outbox(host)
    assert [line.queued_at for line in found] == [AT + number * MINUTE for number in reversed(range(letters))]
    with django_assert_num_queries(1):
        assert len({row.person and row.person.email for row in waiting_letters(AT)}) == letters


def test_outbox_shows_the_last_two_hundred() -> None:
    ada = villager(is_host=True)
    for number in range(205):
        letter(ada, str(number), at=AT + number * MINUTE)
    assert len(outbox(ada)) == 200
    assert outbox(ada)[-1].queued_at == AT + 5 * MINUTE


def test_addresses_of_nobody_are_forgotten_with_their_invitation() -> None:
    invited = invite(by=None, email="eve@example.org", at=AT)
    send_invitation(invitation=invited, at=AT)
    letter(once="a", address="eve@example.org", kind=LetterKind.INVITATION)
    letter(once="b", address="nobody@example.org", kind=LetterKind.SIGN_IN, secret="1")
    letter(villager(), "c")
    assert forget_what_waited(at=AT + 30 * DAY) == 2  # the code, and the letter to nobody
    assert sorted(Letter.objects.values_list("once", flat=True)) == ["a", "c"]
    assert forget_what_waited(at=AT + 31 * DAY) == 2  # the invitation and its letter
    assert [row.once for row in Letter.objects.all()] == ["c"]
    assert forget_what_waited(at=AT + 365 * DAY) == 0
    assert forget_what_waited(at=AT + 366 * DAY) == 1


def test_letters_are_forgotten_with_the_person_and_with_her_address() -> None:
    eve, bob = villager(email="eve@example.org"), villager()
    letter(eve), letter(once="b", address="Eve@example.org"), letter(bob, "c")
    assert forget_letters(addresses=[eve.email.upper()]) == 1
    erase_row(person=eve, at=AT)
    assert [row.once for row in Letter.objects.all()] == ["c"]
