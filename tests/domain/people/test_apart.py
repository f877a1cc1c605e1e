"""Blocks and hides: immediate, silent, symmetric; reports: for the host alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.domain.people.villagers import AT, TODAY, together, villager
from tisserand.domain.people.actions import (
    close_report,
    lift_block,
    lift_hide,
    report,
    set_block,
    set_hide,
    write_audit,
)
from tisserand.domain.people.models import AuditLine, Block, Hide, Report
from tisserand.domain.people.queries import (
    audit_of,
    blocks_of,
    hides_of,
    is_apart,
    open_reports,
    pairs_kept_apart,
)
from tisserand.domain.refused import Refused
from tisserand.vocabulary import AuditAct, Refusal, ReportReason

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize(("keep", "lift"), [(set_block, lift_block), (set_hide, lift_hide)])
Act = Callable[..., bool]


@BOTH
def test_two_are_apart_both_ways_until_who_wanted_it_takes_it_back(keep: Act, lift: Act) -> None:
    ada, bob, eve = villager(), villager(), villager()
    assert keep(person=bob, other=ada, at=AT) is True
    assert keep(person=bob, other=ada, at=AT + timedelta(days=2)) is False
    assert is_apart(ada, bob) and is_apart(bob, ada)
    assert not is_apart(ada, eve) and not is_apart(bob, eve)
    assert pairs_kept_apart() == [(ada.pk, bob.pk)]
    assert lift(person=ada, other=bob, at=AT) is False, "the other cannot lift it, nor learn of it"
    assert is_apart(ada, bob)
    assert lift(person=bob, other=ada, at=AT) is True
    assert not is_apart(ada, bob)
    assert pairs_kept_apart() == []


@BOTH
def test_each_holds_her_own(keep: Act, lift: Act) -> None:
    ada, bob = villager(), villager()
    keep(person=ada, other=bob, at=AT)
    keep(person=bob, other=ada, at=AT)
    assert pairs_kept_apart() == [(ada.pk, bob.pk)]
    lift(person=ada, other=bob, at=AT)
    assert is_apart(ada, bob), "the other's still holds"


def test_block_is_silent() -> None:
    ada, bob = villager(), villager()
    set_block(person=ada, other=bob, at=AT)
    set_hide(person=ada, other=bob, at=AT)
    assert [row.other for row in blocks_of(ada)] == [bob]
    assert [row.other for row in hides_of(ada)] == [bob]
    assert (blocks_of(bob), hides_of(bob), audit_of(bob)) == ([], [], [])
    assert not AuditLine.objects.exists()


@BOTH
def test_nobody_is_kept_apart_from_herself(keep: Act, lift: Act) -> None:
    ada = villager()
    with pytest.raises(Refused) as refused:
        keep(person=ada, other=ada, at=AT)
    assert refused.value.code is Refusal.SELF
    assert pairs_kept_apart() == []


@pytest.mark.parametrize("table", [Block, Hide])
def test_database_refuses_a_person_apart_from_herself(table: type[Block] | type[Hide]) -> None:
    ada = villager()
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.create(person=ada, other=ada, set_on=TODAY)


@pytest.mark.parametrize("people", [1, 3, 30])
def test_reading_costs_as_much_for_one_as_for_thirty(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ada = villager(is_host=True)
    for _ in range(people):
        other = villager()
        set_block(person=ada, other=other, at=AT)
        set_hide(person=other, other=ada, at=AT)
        report(person=other, other=ada, reason=ReportReason.SPAM, at=AT)
        write_audit(person=ada, act=AuditAct.EXPORTED, by=other, at=AT)
    with django_assert_num_queries(1):
        assert len(pairs_kept_apart()) == people
    with django_assert_num_queries(1):
        assert is_apart(ada, other)
    with django_assert_num_queries(1):
        assert len({row.other.name + row.other.ref for row in blocks_of(ada)}) == people
    with django_assert_num_queries(1):
        assert len({row.by and row.by.ref for row in audit_of(ada)}) == people
    with django_assert_num_queries(1):
        assert len({row.other.ref + (row.person.ref if row.person else "") for row in open_reports(ada)}) == (
            people
        )


@pytest.mark.django_db(transaction=True)
def test_one_block_is_written_when_pressed_many_times_at_once() -> None:
    ada, bob = villager(), villager()
    found = together([lambda: set_block(person=ada, other=bob, at=AT)] * 6)
    assert sorted(map(str, found)) == ["False"] * 5 + ["True"]
    assert Block.objects.count() == 1


def test_report_is_for_the_host_alone() -> None:
    ada, bob, host = villager(), villager(), villager(is_host=True)
    made = report(
        person=ada,
        other=bob,
        reason=ReportReason.HARASSMENT,
        text="il insiste\nbeaucoup",
        about="x" * 12,
        at=AT,
    )
    assert (made.text, made.made_on) == ("il insiste\nbeaucoup", TODAY)
    assert open_reports(host) == [made]
    for person in (ada, bob, villager(is_host=True, confirmed_on=None)):
        with pytest.raises(Refused) as refused:
            open_reports(person)
        assert refused.value.code is Refusal.NOT_ALLOWED
        with pytest.raises(Refused) as refused:
            close_report(host=person, ref=made.ref, at=AT)
        assert refused.value.code is Refusal.NOT_ALLOWED
    assert audit_of(bob) == []


def test_report_sent_twice_is_one_and_other_words_are_another() -> None:
    ada, bob = villager(), villager()
    for text in ("il insiste", "il insiste ", "encore"):
        report(person=ada, other=bob, reason=ReportReason.OTHER, text=text, at=AT)
    assert sorted(Report.objects.values_list("text", flat=True)) == ["encore", "il insiste"]


def test_report_closed_twice_writes_one_line_for_who_made_it() -> None:
    ada, bob, host = villager(), villager(), villager(is_host=True)
    made = report(person=ada, other=bob, reason=ReportReason.SPAM, at=AT)
    for days in (0, 1):
        closed = close_report(host=host, ref=made.ref, at=AT + timedelta(days=days))
        assert closed.closed_on == TODAY
    assert open_reports(host) == []
    assert [(line.act, line.by, line.about) for line in audit_of(ada)] == [
        (AuditAct.REPORT_CLOSED, host, made.ref)
    ]
    assert audit_of(bob) == [], "who was reported learns nothing"
    assert AuditLine.objects.count() == 1
    again = report(person=ada, other=bob, reason=ReportReason.SPAM, at=AT)
    assert again != made, "what was closed can be said again"


def test_report_is_refused_when_about_oneself_or_missing() -> None:
    ada, host = villager(), villager(is_host=True)
    with pytest.raises(Refused) as refused:
        report(person=ada, other=ada, reason=ReportReason.SPAM, at=AT)
    assert refused.value.code is Refusal.SELF
    with pytest.raises(Refused) as refused:
        report(person=ada, other=host, reason="boring", at=AT)  # type: ignore[arg-type]
    assert refused.value.code is Refusal.UNKNOWN_CHOICE
    with pytest.raises(Refused) as refused:
        close_report(host=host, ref="a" * 12, at=AT)
    assert refused.value.code is Refusal.NOT_FOUND


def test_audit_lines_are_read_by_whom_they_concern() -> None:
    ada, bob = villager(), villager()
    for hours, act in enumerate((AuditAct.EXPORTED, AuditAct.ROLE_CHANGED)):
        write_audit(person=ada, act=act, by=bob, about="a" * 12, at=AT + timedelta(hours=hours))
    assert [line.act for line in audit_of(ada)] == [AuditAct.ROLE_CHANGED, AuditAct.EXPORTED]
    assert audit_of(bob) == []
