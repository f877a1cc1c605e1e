"""Acts that race on one introduction: whatever the order, the end is a state of the table."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.domain.introductions.town import MONDAY, Town, both_asked, on, town, woven
from tests.domain.people.villagers import together
from tisserand.domain.attention.models import Letter, Request
from tisserand.domain.introductions.actions import answer, block_person, pause_person, say_met
from tisserand.domain.introductions.jobs import carry_on, weave_week
from tisserand.domain.introductions.jobs.showing import show_one
from tisserand.domain.introductions.models import Introduction, Side, Weaving
from tisserand.domain.introductions.rules import Answer, Stage
from tisserand.domain.people.models import AuditLine, Person
from tisserand.domain.refused import Refused
from tisserand.domain.ties.models import Contact
from tisserand.vocabulary import LetterKind

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(10)


def yes(found: Town, person: Person, days: int = 2) -> Callable[[], object]:
    """Her yes, to be said with others."""
    ref = found.introduction.ref
    return lambda: answer(person=person, ref=ref, answer=Answer.YES, at=on(days), reveals_email=True)


def settled(results: list[object]) -> None:
    """Every act came to its end: done, or refused with a code."""
    assert all(not isinstance(one, Exception) or isinstance(one, Refused) for one in results), results


@pytest.mark.parametrize("turn", ROUNDS)
def test_two_yeses_at_once_establish_once(turn: int) -> None:
    found = both_asked()
    settled(together([yes(found, found.first), yes(found, found.second), yes(found, found.second)]))
    assert found.stage is Stage.ESTABLISHED
    assert AuditLine.objects.count() == 2
    assert Letter.objects.filter(kind=LetterKind.ESTABLISHED).count() == 2


@pytest.mark.parametrize("turn", ROUNDS)
def test_a_block_against_a_yes_ends_in_a_state_of_the_table(turn: int) -> None:
    found = both_asked()
    first, second = found.first, found.second
    block = lambda: block_person(person=first, other=second, at=on(2))  # noqa: E731
    settled(together([block, yes(found, second)] if turn % 2 else [yes(found, second), block]))
    side = found.side(1)
    assert side.gone and side.closed_thread
    if found.stage is Stage.ESTABLISHED:
        assert found.introduction.established_on and AuditLine.objects.count() == 2
    else:
        assert found.stage is Stage.OVER
        assert found.introduction.established_on is None and not AuditLine.objects.exists()


@pytest.mark.parametrize("turn", ROUNDS)
def test_a_pause_against_a_yes_ends_in_a_state_of_the_table(turn: int) -> None:
    found = both_asked()
    first, second = found.first, found.second
    settled(together([lambda: pause_person(person=first, at=on(2)), yes(found, second)]))
    assert found.stage in (Stage.ESTABLISHED, Stage.OVER)
    assert AuditLine.objects.count() == (2 if found.stage is Stage.ESTABLISHED else 0)


@pytest.mark.parametrize("turn", ROUNDS[:3])
def test_a_proposal_shown_by_several_workers_is_shown_once(turn: int) -> None:
    found = woven()
    key = found.introduction.pk
    shown = together([lambda: show_one(key, 1, MONDAY)] * 4)
    assert sorted(map(str, shown)) == ["False", "False", "False", "True"]
    assert Request.objects.count() == 1 and Letter.objects.count() == 1
    settled(together([lambda: carry_on(MONDAY)] * 3))
    assert Request.objects.count() == 1 and Letter.objects.count() == 1


@pytest.mark.parametrize("turn", ROUNDS[:3])
def test_two_workers_weave_one_week(turn: int) -> None:
    found = town()
    settled(together([lambda: weave_week(MONDAY)] * 3))
    assert found.introduction.sides.count() == 2
    assert Weaving.objects.get().drafted == 1
    weave_week(MONDAY + timedelta(days=3))
    assert Introduction.objects.count() == 1


@pytest.mark.parametrize("turn", ROUNDS[:3])
def test_two_who_met_at_once_make_one_contact(turn: int) -> None:
    found = both_asked()
    yes(found, found.second)()
    ref = found.introduction.ref
    acts = [
        lambda person=person: say_met(person=person, ref=ref, met=True, at=on(20))
        for person in (found.first, found.second)
    ]
    settled(together(acts))
    assert found.stage is Stage.MET and Contact.objects.count() == 1


def test_a_kill_in_the_middle_of_a_weaving_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = town()

    class Killed(Exception):
        """Stands for the end of the process."""

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Side.objects, "bulk_create", killed)
        with pytest.raises(Killed):
            weave_week(MONDAY)
    assert not Introduction.objects.exists() and not Letter.objects.exists()
    assert Weaving.objects.get().finished_at is None
    weaving = weave_week(MONDAY + timedelta(hours=1))
    assert weaving.finished_at == MONDAY + timedelta(hours=1)
    assert (weaving.drafted, Side.objects.count()) == (1, 2)
    assert found.stage is Stage.APPROVED
