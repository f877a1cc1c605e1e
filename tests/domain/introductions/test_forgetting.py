"""P7: whoever gave no sign for two years is told, then erased; never early, unawares, nor by a jump."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.domain.introductions.town import circle, established, member, on
from tisserand.domain.attention.actions import advance_clock, confirm_clock, mark_sent
from tisserand.domain.attention.models import Clock, Letter
from tisserand.domain.attention.queries import now
from tisserand.domain.circles.models import Membership
from tisserand.domain.circles.queries import orphaned_circles
from tisserand.domain.introductions.jobs import forget_the_absent
from tisserand.domain.introductions.queries import introduction_for
from tisserand.domain.introductions.rules import Word
from tisserand.domain.people.actions import note_activity
from tisserand.domain.people.models import Erasure, Person
from tisserand.domain.people.rules import last_month_absent
from tisserand.project.clock import tick
from tisserand.vocabulary import LetterKind, Role

pytestmark = pytest.mark.django_db
LAST_SEEN = datetime(2040, 3, 31, 20, 0, tzinfo=UTC)
"""The last evening of a month."""
WARNED = datetime(2042, 3, 2, 2, 0, tzinfo=UTC)
"""Thirty days before the first of April: two whole months of years have not passed since."""
SOON = LetterKind.FORGOTTEN_SOON


def away(**fields: Any) -> Person:
    """Somebody who has done nothing since the end of a month, and somebody who looks after the rest."""
    if not Person.objects.filter(is_host=True).exists():
        member(is_host=True, active_month="2040-03-01")
    person = member(**fields)
    note_activity(person=person, at=LAST_SEEN)
    return person


def post(at: datetime) -> None:
    """Let the letters that wait leave."""
    for ref in Letter.objects.filter(kind=SOON, sent_at=None, cancelled_at=None).values_list(
        "ref", flat=True
    ):
        mark_sent(ref=ref, at=at)


def live(first: datetime, days: int, *, posts: bool = True) -> None:
    """Let days pass: the job twice, then the post, on the first two and the last two of them."""
    for day in sorted({*range(min(2, days)), *range(max(0, days - 2), days)}):
        at = first + timedelta(days=day)
        forget_the_absent(at=at)
        assert forget_the_absent(at=at) == 0
        if posts:
            post(at)


def is_there(person: Person) -> bool:
    return Person.objects.filter(pk=person.pk).exists()


def test_months_are_counted_whole() -> None:
    assert last_month_absent(datetime(2042, 4, 1).date()) == datetime(2040, 3, 1).date()
    assert last_month_absent(datetime(2042, 3, 31).date()) == datetime(2040, 2, 1).date()


def test_absent_is_told_thirty_days_before_then_erased() -> None:
    person = away()
    live(WARNED - timedelta(days=3), 3)
    assert not Letter.objects.exists(), "not early"
    live(WARNED, 30)
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.person) == (SOON, person)
    assert is_there(person), "thirty whole days"
    live(WARNED + timedelta(days=30), 1)
    assert not is_there(person)
    assert Erasure.objects.filter(ref=person.ref).exists()


def test_nobody_is_erased_whose_letter_did_not_leave() -> None:
    person = away()
    live(WARNED, 40, posts=False)
    assert is_there(person)
    assert Letter.objects.filter(sent_at=None).count() == 1
    post(WARNED + timedelta(days=40))
    live(WARNED + timedelta(days=41), 29)
    assert is_there(person)
    live(WARNED + timedelta(days=70), 1)
    assert not is_there(person)


def test_letter_thrown_away_is_written_again() -> None:
    person = away()
    live(WARNED, 1, posts=False)
    Letter.objects.all().delete()
    live(WARNED + timedelta(days=40), 1)
    assert is_there(person) and Letter.objects.filter(kind=SOON).count() == 1


def test_a_sign_of_her_cancels_everything() -> None:
    person = away()
    live(WARNED, 20)
    assert note_activity(person=Person.objects.get(pk=person.pk), at=WARNED + timedelta(days=20))
    live(WARNED + timedelta(days=21), 60)
    assert is_there(person)
    assert Letter.objects.count() == 1
    later = WARNED + timedelta(days=365 * 2 + 40)
    live(later, 1)
    assert Letter.objects.filter(kind=SOON, cancelled_at=None).count() == 2, "told again, two years later"
    assert is_there(person)


def test_letter_that_waits_is_kept_back_when_she_gives_a_sign() -> None:
    person = away()
    live(WARNED, 1, posts=False)
    note_activity(person=Person.objects.get(pk=person.pk), at=WARNED + timedelta(days=1))
    live(WARNED + timedelta(days=2), 1, posts=False)
    assert Letter.objects.get().cancelled_at is not None


def test_activity_is_written_once_a_month() -> None:
    person = member()
    day = datetime(2043, 5, 4, 9, tzinfo=UTC)
    assert note_activity(person=person, at=day)
    assert Person.objects.get(pk=person.pk).active_month == day.date().replace(day=1)
    assert not note_activity(person=person, at=day + timedelta(days=9)), (
        "a row read before costs nothing more"
    )
    person.refresh_from_db()
    assert not note_activity(person=person, at=day + timedelta(days=20))
    assert note_activity(person=person, at=day + timedelta(days=31))


def test_who_was_never_seen_is_counted_from_the_first_night() -> None:
    member(is_host=True)
    person = member(created_on="2020-01-01")
    live(LAST_SEEN, 1)
    assert not Letter.objects.exists()
    assert Person.objects.get(pk=person.pk).active_month == LAST_SEEN.date().replace(day=1)
    live(WARNED, 31)
    assert not is_there(person)


def test_last_host_is_never_forgotten_and_one_of_two_may_be() -> None:
    host = member(is_host=True, active_month="2039-01-01")
    live(WARNED, 34)
    assert is_there(host) and not Letter.objects.exists()
    member(is_host=True, active_month="2042-03-01")
    live(WARNED + timedelta(days=34), 31)
    assert not is_there(host)


def test_circle_of_a_last_animator_is_listed_by_the_host() -> None:
    own = circle()
    person = away(circle=own, role=Role.ANIMATOR)
    stays = member(own, active_month="2042-03-01")
    live(WARNED, 31)
    assert not is_there(person) and is_there(stays)
    host = Person.objects.get(is_host=True)
    assert own.pk in {one.pk for one in orphaned_circles(host)}
    assert Membership.objects.filter(circle=own).count() == 1


def test_others_keep_their_history_without_her_name() -> None:
    place = established()
    member(is_host=True)
    everybody = Person.objects.exclude(pk=place.bob.pk)
    everybody.update(active_month="2045-11-01")
    Person.objects.filter(pk=place.bob.pk).update(active_month="2043-11-01")
    live(datetime(2045, 11, 2, 3, tzinfo=UTC), 32)
    assert not is_there(place.bob) and is_there(place.ada)
    told = introduction_for(place.ada, place.introduction.ref, on(3))
    assert told.other is None and told.seen.word is Word.ESTABLISHED


def test_jump_of_the_clock_forgets_nobody_until_the_host_confirms() -> None:
    """R7: a machine that wakes up two years ahead."""
    before = datetime(2040, 3, 31, 9, tzinfo=UTC)
    Clock.objects.create(pk=1, at=before)
    host = member(is_host=True, active_month="2040-03-01")
    person = away()
    ahead = before + timedelta(days=760)
    assert tick(ahead) == [], "held: nothing is sent out"
    assert forget_the_absent(at=now(ahead)) == 0
    assert is_there(person) and not Letter.objects.exists()
    advance_clock(machine_at=ahead)
    confirm_clock(host=host, at=ahead)
    forget_the_absent(at=now(ahead))
    assert is_there(person), "told first, all the same"
    assert Letter.objects.filter(kind=SOON).count() == 1


def test_clock_set_back_forgets_nobody() -> None:
    person = away()
    live(WARNED, 20)
    forget_the_absent(at=WARNED - timedelta(days=30))
    assert is_there(person) and Letter.objects.count() == 1
