"""The network's clock: it follows the machine, never goes back, and waits for the host after a long jump."""

from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries, Settings

from tests.domain.people.villagers import AT, together, villager, wait_until_somebody_waits
from tisserand.domain.attention.actions import advance_clock, confirm_clock, skip_day, take_turn
from tisserand.domain.attention.models import Clock
from tisserand.domain.attention.queries import clock_state, machine_instant, network_day, now, today_of
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_first_use_sets_the_clock_and_reading_sets_nothing() -> None:
    assert now(AT) == AT
    assert not Clock.objects.exists()
    assert advance_clock(machine_at=AT) == AT
    assert now(AT) == AT
    assert Clock.objects.get().at == AT


def test_now_is_one_query_that_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        now(AT)
    advance_clock(machine_at=AT)
    with django_assert_num_queries(1) as seen:
        assert now(AT + DAY) == AT + DAY
    assert seen.captured_queries[0]["sql"].startswith("SELECT")
    assert Clock.objects.get().at == AT


def test_now_reads_the_machine_when_nothing_is_given() -> None:
    assert machine_instant() <= now() <= machine_instant()
    assert machine_instant().tzinfo is UTC


def test_clock_stands_still_when_the_machine_goes_back() -> None:
    advance_clock(machine_at=AT)
    assert advance_clock(machine_at=AT - 30 * DAY) == AT
    assert now(AT - 30 * DAY) == AT
    assert clock_state(AT - 30 * DAY).held_at is None
    assert advance_clock(machine_at=AT + DAY) == AT + DAY


def test_clock_is_held_when_the_machine_jumps_and_goes_on_once_confirmed() -> None:
    host = villager(is_host=True)
    advance_clock(machine_at=AT)
    jump = AT + 730 * DAY
    assert now(jump) == AT, "held from the first reading, before any worker comes"
    assert clock_state(jump).held_at == jump
    assert advance_clock(machine_at=jump) == AT
    assert advance_clock(machine_at=jump + DAY) == AT
    assert confirm_clock(host=host, at=now(jump + DAY)) == jump + DAY
    assert now(jump + DAY) == jump + DAY
    assert clock_state(jump + DAY).held_at is None
    with pytest.raises(Refused) as refused:
        confirm_clock(host=host, at=jump + DAY)
    assert refused.value.code is Refusal.NOTHING_TO_CONFIRM


@pytest.mark.parametrize(("days", "is_held"), [(30, False), (30.001, True)])
def test_thirty_days_are_believed_and_no_more(days: float, is_held: bool) -> None:
    advance_clock(machine_at=AT)
    machine_at = AT + timedelta(days=days)
    assert (advance_clock(machine_at=machine_at) == AT) is is_held
    assert (Clock.objects.get().held_at is not None) is is_held


def test_hold_ends_by_itself_when_the_machine_is_set_right() -> None:
    advance_clock(machine_at=AT)
    advance_clock(machine_at=AT + 400 * DAY)
    assert advance_clock(machine_at=AT + DAY) == AT + DAY
    assert Clock.objects.get().held_at is None


def test_only_a_host_who_is_here_confirms() -> None:
    advance_clock(machine_at=AT)
    advance_clock(machine_at=AT + 400 * DAY)
    for person in (villager(), villager(is_host=True, confirmed_on=None)):
        with pytest.raises(Refused) as refused:
            confirm_clock(host=person, at=AT)
        assert refused.value.code is Refusal.NOT_ALLOWED
    assert Clock.objects.get().at == AT


def test_demo_moves_on_by_days_and_keeps_the_time_that_passes(settings: Settings) -> None:
    settings.DEMO = True
    advance_clock(machine_at=AT)
    at = AT
    for skipped in range(1, 41):
        at = skip_day(at=now(AT))
        assert at == AT + skipped * DAY == now(AT)
        assert clock_state(AT).held_at is None
    assert clock_state(AT).ahead_days == 40
    hour = timedelta(hours=1)
    assert now(AT + hour) == at + hour == advance_clock(machine_at=AT + hour)


def test_days_cannot_be_skipped_outside_a_demo_or_while_held(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(Refused) as refused:
        skip_day(at=AT)
    assert refused.value.code is Refusal.DEMO_ONLY
    assert not Clock.objects.exists()
    settings.DEMO = True
    advance_clock(machine_at=AT)
    advance_clock(machine_at=AT + 31 * DAY)
    with pytest.raises(Refused) as refused:
        skip_day(at=AT)
    assert refused.value.code is Refusal.CLOCK_HELD


def test_there_is_one_clock_and_instants_have_zones() -> None:
    advance_clock(machine_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.create(pk=2, at=AT)
    with pytest.raises(ValueError, match="zone"):
        advance_clock(machine_at=AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("zone", "day"), [("", 22), ("Europe/Zurich", 22), ("Indian/Reunion", 23), ("America/Martinique", 22)]
)
def test_today_is_hers(zone: str, day: int) -> None:
    assert today_of(villager(zone=zone), datetime(2043, 11, 22, 22, 30, tzinfo=UTC)).day == day


def test_networks_day_is_that_of_its_zone(settings: Settings) -> None:
    late = datetime(2043, 11, 22, 22, 30, tzinfo=UTC)
    assert network_day(late).day == 22
    settings.TIME_ZONE = "Indian/Reunion"
    assert network_day(late).day == 23
    assert today_of(villager(), late).day == 23


class ClockUnderAnyMachine(TestCase):
    """Whatever the machine says, in whatever order."""

    @settings(max_examples=60)
    @given(st.lists(st.tuples(st.booleans(), st.integers(-800, 800)), max_size=20))
    def test_clock_never_goes_back_and_moves_far_only_when_confirmed(
        self, story: list[tuple[bool, int]]
    ) -> None:
        host = villager(is_host=True)
        last = advance_clock(machine_at=AT)
        for is_confirmed, days in story:
            machine_at = AT + timedelta(days=days, hours=days % 5)
            at = advance_clock(machine_at=machine_at)
            assert at == now(machine_at)
            assert timedelta(0) <= at - last <= 30 * DAY
            held_at = clock_state(machine_at).held_at
            assert (held_at is not None) == (machine_at - at > 30 * DAY)
            if is_confirmed and held_at:
                at = confirm_clock(host=host, at=at)
                assert at == machine_at
            last = at


@pytest.mark.django_db(transaction=True)
def test_clock_set_by_many_at_once_keeps_the_latest() -> None:
    found = together([lambda turn=turn: advance_clock(machine_at=AT + turn * DAY) for turn in range(6)])
    assert all(isinstance(one, datetime) for one in found), found
    assert Clock.objects.get().at == AT + 5 * DAY


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_clock_does_not_go_back_when_the_slower_of_two_read_it_before() -> None:
    advance_clock(machine_at=AT)
    began = Barrier(2)

    def go_far() -> datetime:
        with transaction.atomic():
            found = advance_clock(machine_at=AT + 5 * DAY)
            began.wait(timeout=20)
            wait_until_somebody_waits()
        return found

    def go_near() -> datetime:
        began.wait(timeout=20)
        return advance_clock(machine_at=AT + DAY)

    assert together([go_far, go_near]) == [AT + 5 * DAY, AT + 5 * DAY]
    assert Clock.objects.get().at == AT + 5 * DAY


@pytest.mark.django_db(transaction=True)
def test_turn_is_taken_by_one_when_many_ask_at_once() -> None:
    found = together([lambda: take_turn(job="attention.jobs.forget_codes", slot="2043-11-24T09:00Z")] * 6)
    assert sorted(map(str, found)) == ["False"] * 5 + ["True"], found
    assert take_turn(job="attention.jobs.forget_codes", slot="2043-11-24T09:01Z") is True
