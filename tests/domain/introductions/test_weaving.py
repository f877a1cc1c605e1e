"""The weekly weaving through the database: what it reserves, what it keeps apart, what it reads again."""

from datetime import date, timedelta

import pytest

from tests.domain.introductions.town import (
    MONDAY,
    asked,
    both_asked,
    bridge,
    circle,
    gives,
    join,
    member,
    on,
    seeks,
    town,
    woven,
)
from tisserand.domain.attention.models import Budget, Letter, Request
from tisserand.domain.circles.models import Bridge
from tisserand.domain.introductions.actions import hide_person
from tisserand.domain.introductions.jobs import carry_on, weave_week
from tisserand.domain.introductions.jobs.gathering import acceptance, gather, quotas_by_row
from tisserand.domain.introductions.jobs.weaving import write_weaving
from tisserand.domain.introductions.models import Approval, Introduction, Side, Weaving
from tisserand.domain.introductions.queries.left import capacity_left, quota_left, resting_pairs
from tisserand.domain.introductions.rules import Answer, Ending, Stage
from tisserand.domain.people.models import Block, Person
from tisserand.formats.records import Network
from tisserand.formats.weaving import weave
from tisserand.vocabulary import ApprovalMode, LetterKind, Role

pytestmark = pytest.mark.django_db


def without_private_facts(network: Network) -> tuple[object, ...]:
    """All that a weaving reads before its pairs are kept apart: what must not depend on an answer."""
    return network.people, network.bridges, network.met, network.through_members, network.ties


def test_a_week_is_woven_once() -> None:
    found = woven()
    assert weave_week(on(3)).pk == Weaving.objects.get().pk
    assert Introduction.objects.count() == 1
    assert weave_week(on(7)).week == date(2043, 11, 30)
    assert found.introduction.weaving.week == date(2043, 11, 23)
    assert Weaving.objects.count() == 2


def test_a_pair_kept_apart_reserves_as_if_it_were_proposed() -> None:
    plain, blocked = town(), town()
    Block.objects.create(person=blocked.bob, other=blocked.ada, set_on=date(2043, 11, 1))
    weave_week(MONDAY)
    row = Introduction.objects.get(sides__person=blocked.ada)
    assert (row.apart, row.stage, row.ended_by) == (True, Stage.OVER, Ending.APART)
    assert row.rests_until == date(2044, 11, 23) and row.sides.count() == 2
    left = capacity_left(MONDAY)
    assert [left[p.pk] for p in (plain.ada, plain.bob)] == [left[p.pk] for p in (blocked.ada, blocked.bob)]
    used = quota_left(date(2043, 11, 23))
    spent = [sum(used[place.bridge.pk, back] for back in (False, True)) for place in (plain, blocked)]
    assert spent == [39, 39]
    assert (blocked.ada.pk, blocked.bob.pk) in resting_pairs(date(2043, 12, 23))
    carry_on(on(20))
    assert not Letter.objects.filter(person__in=(blocked.ada, blocked.bob)).exists()


@pytest.mark.parametrize("said", [None, Answer.NO])
def test_nothing_of_an_answer_reaches_the_next_weavings(said: Answer | None) -> None:
    found = both_asked()
    silent = gather(on(7)).network
    if said:
        found.says(found.second, said, 2)
    carry_on(on(12))
    assert without_private_facts(gather(on(7)).network) == without_private_facts(silent)
    learnt = acceptance(date(2044, 1, 4))
    assert set(learnt) == {found.ada.pk, found.bob.pk} and len(set(learnt.values())) == 1


def test_never_keeps_apart_after_the_allocation_only() -> None:
    found = both_asked()
    before = gather(on(1)).network
    found.says(found.second, Answer.NO, 2, never=True)
    after = gather(on(2)).network
    assert without_private_facts(after) == without_private_facts(before)
    assert after.apart - before.apart == {
        (min(found.ada.ref, found.bob.ref), max(found.ada.ref, found.bob.ref))
    }


def test_what_changes_while_it_computes_is_read_again() -> None:
    found = town()
    weaving = Weaving.objects.create(week=date(2043, 11, 23), seed=1, started_at=MONDAY)
    gathered = gather(MONDAY)
    computed = weave(gathered.network, date(2043, 11, 23), seed=1)
    assert len(computed.introductions) == 1
    Person.objects.filter(pk=found.bob.pk).update(paused_on=date(2043, 11, 23))
    assert write_weaving(weaving.pk, gathered, computed, MONDAY).drafted == 0
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("fault", ["week", "quota", "alive", "block"])
def test_a_draft_that_no_longer_fits_is_passed_over(fault: str) -> None:
    found = town()
    weaving = Weaving.objects.create(week=date(2043, 11, 23), seed=1, started_at=MONDAY)
    gathered = gather(MONDAY)
    computed = weave(gathered.network, date(2043, 11, 23), seed=1)
    if fault == "week":
        Budget.objects.filter(person=found.ada).update(a_week=0)
    elif fault == "quota":
        Bridge.objects.update(quota=0, quota_back=0)
    elif fault == "alive":
        low, high = sorted((found.ada.pk, found.bob.pk))
        Introduction.objects.create(
            origin="welcome", stage=Stage.APPROVED, pair=f"{low}-{high}", route="bridge", score=1.0,
            created_on=date(2043, 11, 20),
        ).sides.bulk_create([])  # fmt: skip
        Side.objects.create(introduction=found.introduction, person=found.ada, place=1)
        Side.objects.create(introduction=found.introduction, person=found.bob, place=2)
    else:
        Block.objects.create(person=found.ada, other=found.bob, set_on=date(2043, 11, 23))
    done = write_weaving(weaving.pk, gathered, computed, MONDAY)
    assert done.drafted == 0 and done.finished_at == MONDAY
    rows = Introduction.objects.filter(origin="engine")
    assert [row.apart for row in rows] == ([True] if fault == "block" else [])


def test_an_animator_who_is_a_part_of_the_pair_is_skipped() -> None:
    found = town(one=ApprovalMode.REQUIRED, two=ApprovalMode.REQUIRED)
    found.animator.memberships.update(role=Role.MEMBER)
    found.ada.memberships.update(role=Role.ANIMATOR)
    weave_week(MONDAY)
    assert [row.circle for row in Approval.objects.all()] == [found.two], "nobody else animates the first"
    letters = Letter.objects.filter(kind=LetterKind.APPROVAL)
    assert [letter.person for letter in letters] == [found.other_animator]


def test_an_inside_pair_is_read_once_by_its_circle() -> None:
    here = circle(ApprovalMode.UNLESS_STOPPED)
    one, two = member(here, beyond=False), member(here, beyond=False)
    seeks(one)
    gives(two)
    animator = member(here, role=Role.ANIMATOR, a_week=0)
    weave_week(MONDAY)
    row = Introduction.objects.get()
    assert (row.route, row.circle_one, row.circle_two) == ("inside", here, here)
    assert [(asked.circle, asked.verdict) for asked in row.approvals.all()] == [(here, "")]
    assert Letter.objects.get().person == animator


def test_a_hide_leaves_what_was_shown() -> None:
    found = asked()
    hide_person(person=found.first, other=found.second, at=on(1))
    assert found.stage is Stage.ASKED_FIRST
    found.says(found.first, Answer.YES, 1)
    carry_on(on(1))
    assert found.stage is Stage.WAITING_SECOND, "but the second is not asked while it holds"


def test_a_week_counts_what_was_drafted_and_what_was_shown_once() -> None:
    found = woven()
    for at in (MONDAY, on(6)):
        assert capacity_left(at)[found.ada.pk] == 1
    carry_on(MONDAY)
    assert capacity_left(on(6))[found.first.pk] == 1, "drafted and shown in one week counts once"
    assert capacity_left(on(7))[found.first.pk] == 2
    Request.objects.create(
        person=found.ada, kind="signature", about="x", shown_on=date(2043, 11, 30), week=date(2043, 11, 30),
        promised_on=date(2043, 12, 7),
    )  # fmt: skip
    assert capacity_left(on(7))[found.ada.pk] == 1
    found.says(found.first, Answer.YES, 8)
    carry_on(on(8))
    spent = capacity_left(on(8))[found.second.pk]
    assert spent == (0 if found.second == found.ada else 1), "shown in a later week, it counts in that one"


def test_a_week_begins_on_monday_where_she_lives() -> None:
    found = woven()
    Person.objects.filter(pk=found.ada.pk).update(zone="Pacific/Auckland")
    late = MONDAY.replace(hour=20) + timedelta(days=6)  # already Monday there
    assert capacity_left(late)[found.ada.pk] == 2
    assert capacity_left(late)[found.bob.pk] == 1


def test_a_month_of_quota_is_spent_by_drafts_whatever_became_of_them() -> None:
    found = woven()
    assert sum(quotas_by_row(date(2043, 11, 30)).values()) == 39
    Introduction.objects.update(stage=Stage.OVER, ended_on=date(2043, 11, 24))
    assert sum(quotas_by_row(date(2043, 11, 30)).values()) == 39
    assert sum(quotas_by_row(date(2043, 12, 1)).values()) == 40
    Bridge.objects.update(suspended_on=date(2043, 11, 24))
    assert quotas_by_row(date(2043, 11, 30)) == {}
    assert found.bridge.quota == 20


def test_who_is_asked_first_is_drawn() -> None:
    firsts = set()
    for _ in range(12):
        found = town()
        weave_week(MONDAY)
        row = Introduction.objects.get(sides__person=found.ada)
        firsts.add(row.sides.get(place=1).person == found.ada)
        Weaving.objects.all().delete()
    assert firsts == {True, False}


def test_pairs_of_everybody_stay_within_weeks_and_quotas() -> None:
    mine, theirs = circle(), circle()
    bridge(mine, theirs, quota=3, quota_back=2)
    for _ in range(6):
        seeks(member(mine))
        gives(member(theirs))
    both = member(mine)
    join(both, theirs)
    weave_week(MONDAY)
    assert 0 < Introduction.objects.filter(route="bridge").count() <= 5
    assert all(left >= 0 for left in quota_left(date(2043, 11, 23)).values())
    assert all(left >= 0 for left in capacity_left(MONDAY).values())
