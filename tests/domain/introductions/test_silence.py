"""Refusal equals silence, on the rows: whatever the second does, the first reads and may do the same, day
after day. (Whole histories, played twice, are elsewhere.)"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.domain.introductions.town import Town, both_asked, on
from tisserand.domain.attention.models import Letter, Request
from tisserand.domain.introductions.actions import (
    answer,
    block_person,
    leave_circle,
    pause_person,
    put_aside,
    resume_person,
)
from tisserand.domain.introductions.jobs import carry_on
from tisserand.domain.introductions.models import Introduction, Side, Weaving
from tisserand.domain.introductions.queries import introduction_for, proposals_for, today_of
from tisserand.domain.introductions.rules import Answer, Seen
from tisserand.domain.people.models import Block, Person
from tisserand.domain.refused import Refused

pytestmark = pytest.mark.django_db
Deed = Callable[[Town, Person, int], object]


def says(said: Answer, **more: Any) -> Deed:
    """An answer as a deed."""
    return lambda found, person, days: answer(
        person=person, ref=found.introduction.ref, answer=said, at=on(days), **more
    )


def leaves(found: Town, person: Person, days: int) -> None:
    """She leaves the circle by which she was proposed."""
    leave_circle(person=person, circle=found.one if person == found.ada else found.two, at=on(days))


def blocks(found: Town, person: Person, days: int) -> None:
    """She blocks the other."""
    block_person(person=person, other=found.bob if person == found.ada else found.ada, at=on(days))


def pauses(_: Town, person: Person, days: int) -> None:
    """She rests."""
    pause_person(person=person, at=on(days))


def resumes(_: Town, person: Person, days: int) -> None:
    """She comes back."""
    resume_person(person=person, at=on(days))


def sets_aside(found: Town, person: Person, days: int) -> None:
    """Later."""
    put_aside(person=person, ref=found.introduction.ref, at=on(days))


SECOND: dict[str, Deed] = {
    "no": says(Answer.NO),
    "never": says(Answer.NO, never=True),
    "later": sets_aside,
    "pause": pauses,
    "block": blocks,
}
DAYS = (2, 3, 4, 5, 6, 9, 11, 12, 14, 18, 20, 27, 28, 29, 30)
FIRST: dict[str, list[tuple[int, Deed]]] = {
    "nothing": [],
    "changes her mind": [(3, says(Answer.NO)), (4, says(Answer.YES)), (12, says(Answer.NO))],
    "pauses": [(3, pauses), (5, resumes), (6, says(Answer.YES)), (14, says(Answer.NO))],
    "leaves": [(4, leaves), (5, says(Answer.NO))],
    "too late": [(11, says(Answer.YES)), (20, says(Answer.NO)), (29, says(Answer.NO))],
}


def view(found: Town, person: Person, days: int) -> tuple[object, ...]:
    """Everything that the first reads, and what is counted and queued for her."""
    ref = found.introduction.ref
    told = introduction_for(person, ref, on(days))
    today = today_of(person, on(days))
    lists = [[one.ref == ref for one in getattr(today, name)] for name in ("letters", "waiting", "ended")]
    letters = Letter.objects.filter(person=person).values_list("kind", "due_on", "cancelled_at")
    requests = Request.objects.filter(person=person).values_list("week", "promised_on", "closed_on")
    read = [
        [(one.word, one.to_read, one.note) for one in proposals_for(animator, circle, on(days))]
        for animator, circle in ((found.animator, found.one), (found.other_animator, found.two))
    ]
    own = replace(told.own, need="", offer="")  # references, drawn anew in each history
    return told.seen, own, told.revealed, lists, today.shown, sorted(letters), list(requests), read


def history(second: Deed | None, first: list[tuple[int, Deed]]) -> list[tuple[object, ...]]:
    """What the first reads and is answered, every day, when the second does something on day 2."""
    for table in (Block, Introduction, Weaving, Person):
        table.objects.all().delete()
    found = both_asked()
    one, two, seen = found.first, found.second, []
    for days in DAYS:
        if days == 2 and second is not None:
            second(found, two, days)
        for day, deed in first:
            if day == days:
                seen.append((told_by(deed, found, one, days),))
        carry_on(on(days))
        seen.append(view(found, one, days))
    return seen


def told_by(deed: Deed, found: Town, person: Person, days: int) -> object:
    """What a deed answers to who does it."""
    try:
        said = deed(found, person, days)
    except Refused as refused:
        return refused.code
    return said if isinstance(said, Seen) else None


@pytest.mark.parametrize("first", FIRST)
def test_the_first_reads_the_same_whatever_the_second_does(first: str) -> None:
    silent = history(None, FIRST[first])
    assert len(silent) >= len(DAYS)
    for name, second in SECOND.items():
        assert history(second, FIRST[first]) == silent, name


def test_an_early_end_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a refusal that ends the first side's letter at once is seen."""

    def hasty(found: Town, person: Person, days: int) -> None:
        says(Answer.NO)(found, person, days)
        Side.objects.exclude(person=person).update(shown_on="2043-10-01")

    assert history(hasty, []) != history(None, [])
