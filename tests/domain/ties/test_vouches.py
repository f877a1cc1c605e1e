"""One sentence by who brought somebody in: scoped, dated, agreed, taken back by either."""

from datetime import date, timedelta
from itertools import product

import pytest

from tests.domain.circles.villages import is_constant, join, member, refused, ring
from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.circles.actions import invite_to_circle, leave_circle
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.exchanges.actions import accept_invitation
from tisserand.domain.people.actions import set_block
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.actions import agree_vouch, revoke_vouch, write_vouch
from tisserand.domain.ties.models import Vouch
from tisserand.domain.ties.queries import (
    vouchable,
    vouches_about,
    vouches_by,
    vouches_shown,
    vouches_written,
)
from tisserand.domain.ties.rules import holds, may_vouch
from tisserand.vocabulary import Refusal

DAY = timedelta(days=1)


def sponsored(author: Person, circle: Circle, on: date = TODAY) -> Person:
    """Return a newcomer whom somebody sponsors."""
    person = villager()
    join(person, circle, on=on, sponsor=author)
    return person


def vouch(author: Person, about: Person, circle: Circle, sentence: str = "Elle tient parole.") -> Vouch:
    """Write one sentence."""
    return write_vouch(author=author, about=about, circle=circle, sentence=sentence, at=AT)


@pytest.mark.django_db
def test_vouch_is_told_once_she_agrees_and_for_a_year() -> None:
    ada, reader = villager(), villager()
    circle = ring(ada)
    eve = sponsored(ada, circle)
    row = vouch(ada, eve, circle)
    assert (row.written_on, row.until) == (TODAY, TODAY + 365 * DAY)
    assert vouches_shown(reader, eve, TODAY) == []
    assert vouches_about(eve) == vouches_by(ada) == [row]
    agree_vouch(person=eve, ref=row.ref, at=AT)
    assert vouches_shown(reader, eve, TODAY) == vouches_shown(reader, eve, TODAY + 365 * DAY) == [row]
    assert vouches_shown(reader, eve, TODAY + 366 * DAY) == []
    with refused(Refusal.ALREADY_DONE):
        agree_vouch(person=eve, ref=row.ref, at=AT)


@pytest.mark.django_db
def test_who_brought_her_in_answers_for_her() -> None:
    ada, bob = villager(), villager()
    circle = ring(ada)
    join(bob, circle)
    one = invite_to_circle(by=ada, circle=circle, email="eve@example.org", sponsor=bob, at=AT, send=True)
    eve = accept_invitation(invitation=one, at=AT)
    assert vouchable(ada, circle, TODAY) == vouchable(bob, circle, TODAY) == [eve]
    vouch(ada, eve, circle)
    vouch(bob, eve, circle)
    assert vouchable(ada, circle, TODAY) == []
    with refused(Refusal.ALREADY_DONE):
        vouch(ada, eve, circle)
    stranger, elsewhere = member(circle), ring(ada)
    for author, about, where in ((stranger, eve, circle), (ada, eve, elsewhere), (eve, ada, circle)):
        with refused(Refusal.VOUCH_NOT_YOURS):
            vouch(author, about, where)
    with refused(Refusal.SELF):
        vouch(ada, ada, circle)
    leave_circle(person=bob, circle=circle, at=AT)
    zoe = sponsored(bob, circle)
    with refused(Refusal.VOUCH_NOT_YOURS):
        vouch(bob, zoe, circle)


@pytest.mark.django_db
def test_list_and_predicate_agree_on_whom_one_answers_for() -> None:
    ada = villager()
    circle = ring(ada)
    told = set()
    for invited, sponsors, days, gone in product((0, 1), (0, 1), (0, 89, 90), (0, 1)):
        person = villager()
        row = join(
            person, circle, on=TODAY - days * DAY, left_on=TODAY if gone else None,
            sponsor=ada if sponsors else None,
        )  # fmt: skip
        if invited:
            one = invite_to_circle(by=ada, circle=circle, email=person.email, at=AT)
            one.accepted_by, one.accepted_on = person, TODAY
            one.save()
        newcomer = row.joined_on > TODAY - 90 * DAY and not gone
        if may_vouch(invited=bool(invited), sponsors=bool(sponsors), newcomer=newcomer, written=0):
            told.add(person)
    assert set(vouchable(ada, circle, TODAY)) == told
    assert len(told) == 6
    assert not may_vouch(invited=True, sponsors=True, newcomer=True, written=5)


@pytest.mark.django_db
def test_five_a_year_whatever_became_of_them() -> None:
    ada = villager()
    circle = ring(ada)
    newcomers = [sponsored(ada, circle) for _ in range(6)]
    for eve in newcomers[:5]:
        row = vouch(ada, eve, circle)
    revoke_vouch(person=ada, ref=row.ref, at=AT)
    assert vouches_written(ada, TODAY) == 5
    assert vouchable(ada, circle, TODAY) == []
    with refused(Refusal.TOO_MANY_VOUCHES):
        vouch(ada, newcomers[5], circle)
    Vouch.objects.update(written_on=TODAY - 365 * DAY)
    vouch(ada, newcomers[5], circle)


@pytest.mark.django_db(transaction=True)
def test_five_a_year_even_together() -> None:
    ada = villager()
    circle = ring(ada)
    newcomers = [sponsored(ada, circle) for _ in range(7)]
    for eve in newcomers[:4]:
        vouch(ada, eve, circle)
    found = together([lambda eve=eve: vouch(ada, eve, circle) for eve in newcomers[4:]])  # type: ignore[misc]
    assert [one.code for one in found if isinstance(one, Refused)] == [Refusal.TOO_MANY_VOUCHES] * 2
    assert Vouch.objects.count() == 5


@pytest.mark.django_db
def test_either_takes_it_back_and_nobody_else() -> None:
    ada, reader = villager(), villager()
    circle = ring(ada)
    for taker in ("author", "about"):
        eve = sponsored(ada, circle)
        row = vouch(ada, eve, circle)
        for person in (reader, ada):
            with refused(Refusal.NOT_FOUND):
                agree_vouch(person=person, ref=row.ref, at=AT)
        agree_vouch(person=eve, ref=row.ref, at=AT)
        with refused(Refusal.NOT_FOUND):
            revoke_vouch(person=reader, ref=row.ref, at=AT)
        revoke_vouch(person=ada if taker == "author" else eve, ref=row.ref, at=AT)
        assert vouches_shown(reader, eve, TODAY) == []
        with refused(Refusal.ALREADY_DONE):
            revoke_vouch(person=eve, ref=row.ref, at=AT)
        with refused(Refusal.CLOSED):
            agree_vouch(person=eve, ref=row.ref, at=AT)
    with refused(Refusal.NOT_FOUND):
        revoke_vouch(person=ada, ref="aaaaaaaaaaaa", at=AT)


@pytest.mark.django_db
def test_sentence_has_no_link_and_no_hidden_character() -> None:
    ada = villager()
    circle = ring(ada)
    eve = sponsored(ada, circle)
    for sentence, code in (
        ("", Refusal.EMPTY_TEXT),
        ("x" * 281, Refusal.TEXT_TOO_LONG),
        ("voir https://x.example", Refusal.TEXT_WITH_LINK),
        ("a\u200bb", Refusal.HIDDEN_CHARACTERS),
    ):
        with refused(code):
            vouch(ada, eve, circle, sentence)


@pytest.mark.django_db
def test_author_kept_apart_is_not_quoted() -> None:
    ada, reader = villager(), villager()
    circle = ring(ada)
    eve = sponsored(ada, circle)
    agree_vouch(person=eve, ref=vouch(ada, eve, circle).ref, at=AT)
    set_block(person=ada, other=reader, at=AT)
    assert vouches_shown(reader, eve, TODAY) == []
    assert len(vouches_shown(villager(), eve, TODAY)) == 1


@pytest.mark.django_db
def test_filter_and_predicate_agree_on_what_may_be_told() -> None:
    ada = villager()
    circle = ring(ada)
    days = (None, TODAY)
    for agreed, revoked, until, gone in product(days, days, (TODAY - DAY, TODAY), days):
        eve = villager()
        join(eve, circle, left_on=gone)
        Vouch.objects.create(
            author=ada, about=eve, circle=circle, sentence="x", written_on=TODAY - 9 * DAY, until=until,
            agreed_on=agreed, revoked_on=revoked,
        )  # fmt: skip
    inside = set(Membership.objects.current().values_list("person_id", flat=True))
    told = {
        row.pk
        for row in Vouch.objects.all()
        if holds(
            agreed_on=row.agreed_on,
            revoked_on=row.revoked_on,
            until=row.until,
            both_inside={row.author_id, row.about_id} <= inside,
            on=TODAY,
        )
    }
    assert told == set(Vouch.objects.holding(TODAY).values_list("pk", flat=True))
    assert len(told) == 1


@pytest.mark.django_db
def test_lists_of_vouches_cost_the_same_however_long() -> None:
    eve = villager()

    def grow(rows: int) -> None:
        for _ in range(rows):
            ada = villager()
            circle = ring(ada)
            join(eve, circle, sponsor=ada)
            agree_vouch(person=eve, ref=vouch(ada, eve, circle).ref, at=AT)

    def read() -> None:
        shown = vouches_shown(villager(), eve, TODAY)
        assert shown and [(row.author.name, row.circle.name) for row in (*shown, *vouches_about(eve))]

    assert is_constant(read, grow, (1, 3, 30))
