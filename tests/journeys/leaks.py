"""Faults planted one at a time, each a way in which a refusal could be told from a silence.

Every one alters a single function of ours, where a careless change would: P1 is worth what it finds of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any

from tisserand.domain.attention.actions import close_request
from tisserand.domain.introductions import queries
from tisserand.domain.introductions.actions import answering, register
from tisserand.domain.introductions.actions.moving import Held, write_letter
from tisserand.domain.introductions.jobs import gathering, reminding
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries import left, mine, reading, told
from tisserand.domain.introductions.queries.left import ends_of
from tisserand.domain.introductions.rules import Answer, Seen, Word
from tisserand.domain.observatory.queries import newcomers
from tisserand.domain.people.models import Person
from tisserand.vocabulary import LetterKind, RequestKind
from tisserand.web.member import today as today_page

Altered = Callable[..., Any]


@contextmanager
def altered(name: str, change: Callable[[Altered], Altered], *modules: ModuleType) -> Iterator[None]:
    """Give another behaviour to the function that `modules` know as `name`."""
    kept = [getattr(module, name) for module in modules]
    for module, function in zip(modules, kept, strict=True):
        setattr(module, name, change(function))
    try:
        yield
    finally:
        for module, function in zip(modules, kept, strict=True):
            setattr(module, name, function)


def refused(introduction: int | None = None) -> Any:
    """The sides that said no, of one introduction or of all."""
    sides = Side.objects.filter(answer=Answer.NO)
    return sides if introduction is None else sides.filter(introduction=introduction)


def other_refused(side: Side) -> bool:
    """Whether the other side of an introduction said no."""
    return bool(refused(side.introduction_id).exclude(pk=side.pk).exists())


def slot_returned() -> Any:
    """A no gives the place back to the week of both."""

    def change(spent: Callable[..., Any]) -> Callable[..., Any]:
        def less(*facts: Any) -> Any:
            used = spent(*facts)
            kept = Side.objects.filter(introduction__in=refused().values("introduction"))
            used.subtract(kept.values_list("person", flat=True))
            return used

        return less

    return altered("_spent", change, left)


def quota_returned() -> Any:
    """A no gives the proposal back to the month of its bridge."""

    def change(quota_left: Callable[..., Any]) -> Callable[..., Any]:
        def more(on: date) -> Any:
            found = quota_left(on)
            for side in refused().select_related("introduction"):
                row = (side.introduction.bridge_id, side.introduction.back)
                if row in found:
                    found[row] += 1
            return found

        return more

    return altered("quota_left", change, gathering, register)


def no_reminder_after_a_no() -> Any:
    """Nobody is reminded of a letter whose other side has said no."""

    def change(reminder: Callable[..., Any]) -> Callable[..., Any]:
        return lambda side, at: "" if other_refused(side) else reminder(side, at)

    return altered("_reminder", change, reminding)


def early_ending() -> Any:
    """The other side reads "sans suite" as soon as the no is said."""

    def change(seen_of: Callable[..., Any]) -> Callable[..., Any]:
        def early(row: Side, other: Person | None, today: date) -> Any:
            found = seen_of(row, other, today)
            ended = found is not None and found.word is Word.PROPOSED and other_refused(row)
            return found._replace(word=Word.ENDED) if ended else found

        return early

    return altered("_seen", change, told)


def refusal_learnt() -> Any:
    """What is learnt of a pair has a third label: refused, which counts twice against both."""

    def change(labels: Callable[..., Any]) -> Callable[..., Any]:
        def third(on: date) -> Any:
            found = labels(on)
            sides = Side.objects.filter(introduction__in=refused().values("introduction"))
            for person in sides.values_list("person", flat=True):
                if person in found:
                    found[person] = (found[person][0] + 1, found[person][1])
            return found

        return third

    return altered("labels", change, gathering)


def count_of_waiting() -> Any:
    """Today lists what she waits for only as long as the other has not answered."""

    def change(today_of: Callable[..., Any]) -> Callable[..., Any]:
        def counted(person: Person, at: datetime) -> Any:
            found = today_of(person, at)
            over = set(refused().exclude(person=person).values_list("introduction__ref", flat=True))
            return replace(found, waiting=tuple(one for one in found.waiting if one.ref not in over))

        return counted

    return altered("today_of", change, queries)


def letter_on_refusal() -> Any:
    """A no writes to the other side."""

    def change(move: Callable[..., Any]) -> Callable[..., Any]:
        def written(held: Held, side: Side, said: Answer, at: datetime) -> None:
            move(held, side, said, at)
            other = held.other(side)
            if said is Answer.NO and other is not None:
                write_letter(other, held.introduction.ref, LetterKind.MESSAGE, at)

        return written

    return altered("_move", change, answering)


def request_closed() -> Any:
    """A no closes what the other was asked."""

    def change(move: Callable[..., Any]) -> Callable[..., Any]:
        def closing(held: Held, side: Side, said: Answer, at: datetime) -> None:
            move(held, side, said, at)
            other, ref = held.other(side), held.introduction.ref
            if said is Answer.NO and other is not None:
                close_request(person=other.person, kind=RequestKind.INTRODUCTION, about=ref, at=at)

        return closing

    return altered("_move", change, answering)


def animators_told() -> Any:
    """The animators read at once that a proposal came to nothing."""

    def change(proposal: Callable[..., Any]) -> Callable[..., Any]:
        def telling(one: Introduction, *facts: Any) -> Any:
            found = proposal(one, *facts)
            return replace(found, word=Word.ENDED) if found and refused(one.pk).exists() else found

        return telling

    return altered("_proposal", change, reading)


def clock_told() -> Any:
    """The clock of a newcomer forgets a proposal that was refused."""

    def change(carried_by: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *facts: carried_by(*facts).exclude(introduction__in=refused().values("introduction"))

    return altered("carried_by", change, newcomers)


def pair_rests_less() -> Any:
    """A pair of which one said no may be drafted again at once."""

    def change(resting_pairs: Callable[..., Any]) -> Callable[..., Any]:
        def fewer(*facts: Any) -> Any:
            over = refused().exclude(introduction__pair="").values_list("introduction__pair", flat=True)
            return resting_pairs(*facts) - {ends_of(pair) for pair in over}

        return fewer

    return altered("resting_pairs", change, gathering)


def second_told() -> Any:
    """Today says of a yes that the other is still thinking, until she has said no."""

    def change(waiting_row: Callable[..., Any]) -> Callable[..., Any]:
        def said(one: Any) -> Any:
            row = waiting_row(one)
            answered = refused().filter(introduction__ref=one.ref, person=one.other)
            return row if answered.exists() else row._replace(text=f"{row.text} …")

        return said

    return altered("waiting_row", change, today_page)


def exported_as_it_is() -> Any:
    """Her export holds the stage of an introduction instead of what she sees of it."""

    def change(introductions: Callable[..., Any]) -> Callable[..., Any]:
        def raw(person: Person, at: datetime) -> Any:
            refs = {row[0] for row in introductions(person, at)}
            for one in Introduction.objects.filter(ref__in=refs).order_by("pk"):
                yield (one.ref, one.stage, *[None] * (len(mine.TOLD) - 2))

        return raw

    return altered("_introductions", change, mine)


def dates_by_place() -> Any:
    """Whoever is asked second is told on day 14, the first on day 28."""

    def change(seen_of: Callable[..., Any]) -> Callable[..., Any]:
        def by_place(row: Side, other: Person | None, today: date) -> Seen | None:
            found: Seen | None = seen_of(row, other, today)
            if found is None or row.place == 1:
                return found
            sooner = found.shown_on + timedelta(days=14)
            ended = found.word is Word.PROPOSED and today >= sooner
            return found._replace(outcome_on=sooner, word=Word.ENDED if ended else found.word)

        return by_place

    return altered("_seen", change, told)


LEAKS: dict[Callable[[], Any], str] = {
    slot_returned: "fabric people",
    quota_returned: "fabric bridges",
    no_reminder_after_a_no: "letters",
    early_ending: "m",
    refusal_learnt: "fabric people",
    count_of_waiting: "m",
    letter_on_refusal: "letters",
    request_closed: "requests",
    animators_told: "a",
    clock_told: "a",
    pair_rests_less: "fabric resting",
    second_told: "html",
    exported_as_it_is: "m",
}
"""Each with what tells it, among what is compared in both worlds. `dates_by_place` tells who was asked first
instead: it is found by living a pair at both places."""
