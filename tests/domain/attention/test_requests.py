"""Requests: counted once when first shown, never above the budget, nothing given back."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.attention.actions import ask_for_time, close_request, queue_letter, set_budget
from tisserand.domain.attention.models import Budget, Request
from tisserand.domain.attention.queries import (
    budget_of,
    budgets_by_person,
    shown_in_week,
    shown_this_week,
    waiting_for,
)
from tisserand.domain.attention.rules import NETWORK_CAP, Rhythm
from tisserand.domain.people.models import Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Refusal, RequestKind

pytestmark = pytest.mark.django_db
KIND = RequestKind.INTRODUCTION
MONDAY = date(2043, 11, 23)


def ask(person: Person, about: str, at: datetime = AT, kind: RequestKind = KIND) -> Request:
    return ask_for_time(person=person, kind=kind, about=about, promised_on=TODAY + timedelta(days=10), at=at)


def refusal_of(person: Person, about: str, at: datetime = AT, kind: RequestKind = KIND) -> Refusal | None:
    try:
        ask(person, about, at, kind)
    except Refused as refused:
        return refused.code
    return None


def test_rhythm_is_the_networks_until_she_says_hers() -> None:
    ada = villager()
    assert budget_of(ada) == Rhythm(2, 2 + 16)
    assert not Budget.objects.exists()
    set_budget(person=ada, a_week=1, letter_days=1, at=AT)
    assert budget_of(ada) == Rhythm(1, 1)
    set_budget(person=ada, a_week=5, letter_days=127, at=AT)
    assert (budget_of(ada).asked, budget_of(ada).a_week) == (5, NETWORK_CAP)
    assert Budget.objects.count() == 1


@pytest.mark.parametrize(
    ("a_week", "days", "code"), [(8, 18, Refusal.BAD_NUMBER), (2, 0, Refusal.NO_LETTER_DAY)]
)
def test_rhythm_is_refused_and_the_one_before_holds(a_week: int, days: int, code: Refusal) -> None:
    ada = villager()
    set_budget(person=ada, a_week=1, letter_days=4, at=AT)
    with pytest.raises(Refused) as refused:
        set_budget(person=ada, a_week=a_week, letter_days=days, at=AT)
    assert refused.value.code is code
    assert budget_of(ada) == Rhythm(1, 4)


def test_request_counts_once_whatever_happens_next() -> None:
    ada = villager()
    first = ask(ada, "a")
    assert (first.shown_on, first.week) == (TODAY, MONDAY)
    assert ask(ada, "a", AT + timedelta(days=9)) == first
    assert shown_in_week(ada, AT) == 1
    assert close_request(person=ada, kind=KIND, about="a", at=AT) is True
    assert close_request(person=ada, kind=KIND, about="a", at=AT + timedelta(days=1)) is False
    assert Request.objects.get().closed_on == TODAY
    assert shown_in_week(ada, AT) == 1, "nothing is given back"
    assert ask(ada, "a") == first
    assert waiting_for(ada) == []


def test_nothing_more_is_shown_when_the_week_is_full() -> None:
    ada, bob = villager(), villager()
    assert [refusal_of(ada, about) for about in "abc"] == [None, None, Refusal.BUDGET_SPENT]
    assert refusal_of(ada, "a") is None, "what was shown stays shown"
    assert refusal_of(bob, "a") is None, "budgets are each one's own"
    next_monday = datetime(2043, 11, 30, 0, 0, tzinfo=UTC)
    assert refusal_of(ada, "c", next_monday - timedelta(hours=2)) is Refusal.BUDGET_SPENT
    assert refusal_of(ada, "c", next_monday) is None
    assert Request.objects.filter(person=ada).count() == 3


@pytest.mark.parametrize("a_week", [0, 1, 2, 7])
def test_every_kind_draws_on_the_one_budget_under_the_cap(a_week: int) -> None:
    ada = villager()
    set_budget(person=ada, a_week=a_week, letter_days=18, at=AT)
    kinds = list(RequestKind)
    found = [refusal_of(ada, str(number), kind=kinds[number % 2]) for number in range(9)]
    shown = min(a_week, NETWORK_CAP)
    assert found == [None] * shown + [Refusal.BUDGET_SPENT] * (9 - shown)
    assert shown_in_week(ada, AT) == shown


def test_lowering_the_rhythm_takes_nothing_away() -> None:
    ada = villager()
    ask(ada, "a"), ask(ada, "b")
    set_budget(person=ada, a_week=1, letter_days=18, at=AT)
    assert [row.about for row in waiting_for(ada)] == ["a", "b"]
    assert refusal_of(ada, "c") is Refusal.BUDGET_SPENT


def test_week_is_the_one_where_she_lives() -> None:
    sunday = datetime(2043, 11, 22, 20, 30, tzinfo=UTC)
    zones = {"": 16, "Europe/Zurich": 16, "Indian/Reunion": 23, "America/Martinique": 16}
    people = {zone: villager(zone=zone) for zone in zones}
    for zone, monday in zones.items():
        assert ask(people[zone], "a", sunday).week == date(2043, 11, monday)
    assert shown_this_week(sunday) == {person.pk: 1 for person in people.values()}
    tuesday = sunday + timedelta(days=2)
    assert shown_this_week(tuesday) == {people["Indian/Reunion"].pk: 1}
    for at in (sunday, tuesday):
        assert {p.pk: n for p in people.values() if (n := shown_in_week(p, at))} == shown_this_week(at)


@pytest.mark.parametrize("at", [datetime(2043, 3, 29, 1, 30, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)])
def test_week_is_counted_on_nights_and_days_that_are_rare(at: datetime) -> None:
    ada = villager()
    ask(ada, "a", at)
    assert shown_this_week(at) == {ada.pk: 1}
    assert shown_this_week(at + timedelta(days=7)) == {}


def test_what_waits_is_told_nearest_date_first() -> None:
    ada = villager()
    for about, days in (("a", 10), ("b", 3)):
        ask_for_time(person=ada, kind=KIND, about=about, promised_on=TODAY + timedelta(days=days), at=AT)
    assert [row.about for row in waiting_for(ada)] == ["b", "a"]


def test_request_is_refused_when_she_is_gone() -> None:
    ada = villager()
    Person.objects.filter(pk=ada.pk).delete()
    assert refusal_of(ada, "a") is Refusal.NOT_FOUND


@pytest.mark.parametrize("people", [1, 3, 30])
def test_weeks_and_rhythms_of_everybody_cost_one_query_each(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    zones = ["", "Indian/Reunion", "America/Martinique"]
    everybody = [villager(zone=zones[turn % 3]) for turn in range(people)]
    villager(confirmed_on=None)
    for turn, person in enumerate(everybody):
        ask(person, "a")
        if turn % 2:
            set_budget(person=person, a_week=1, letter_days=1, at=AT)
    with django_assert_num_queries(1):
        assert shown_this_week(AT) == {person.pk: 1 for person in everybody}
    with django_assert_num_queries(1):
        found = budgets_by_person()
    assert found == {person.pk: budget_of(person) for person in everybody}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("a_week", [1, 2])
def test_budget_holds_when_many_ask_at_once(a_week: int) -> None:
    ada = villager()
    set_budget(person=ada, a_week=a_week, letter_days=18, at=AT)
    found = together([lambda about=str(turn): ask(ada, about) for turn in range(8)])
    assert sum(isinstance(one, Request) for one in found) == a_week
    assert {one.code for one in found if isinstance(one, Refused)} == {Refusal.BUDGET_SPENT}, found
    assert shown_in_week(ada, AT) == a_week


@pytest.mark.django_db(transaction=True)
def test_same_thing_asked_many_times_at_once_counts_once() -> None:
    ada = villager()
    found = together([lambda: ask(ada, "a")] * 8)
    assert {one.pk for one in found if isinstance(one, Request)} == {Request.objects.get().pk}, found
    assert all(isinstance(one, Request) for one in found), found


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_are_asked_and_write_to_each_other_do_not_wait_for_ever() -> None:
    ada, bob = villager(), villager()
    wrote = Barrier(2)

    def ask_one_and_write_to_the_other(one: Person, other: Person) -> Request:
        with transaction.atomic():
            asked = ask(one, "a")
            queue_letter(person=other, kind=LetterKind.PROPOSAL, once=one.ref, due_on=TODAY, at=AT)
            wrote.wait(timeout=20)
        return asked

    found = together(
        [
            lambda: ask_one_and_write_to_the_other(ada, bob),
            lambda: ask_one_and_write_to_the_other(bob, ada),
        ]
    )
    assert all(isinstance(one, Request) for one in found), found
