"""P1 on the rules alone: in random histories, nobody can tell a no from a silence, nor who was asked first.

5,000 histories at each commit; set P1_MODEL=100000 for the nightly run. Every leak planted below is found.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.domain.introductions.histories import SETTLED, Page, World
from tests.domain.introductions.plans import Plan, random_plans
from tisserand.domain.introductions.rules import (
    MET_BY,
    Act,
    Answer,
    Ending,
    Seen,
    Stage,
    Word,
    met_asked_on,
    outcome_on,
)

HISTORIES = int(os.environ.get("P1_MODEL", "5000"))
PARTS = 4  # so that the long run takes every core

NO_IS_TOLD = "somebody can tell a no from a silence"
NO_IS_COUNTED = "the network counts a no otherwise than a silence"
DEPARTURE_IS_TOLD = "somebody can tell a departure from a silence"
PLACE_IS_TOLD = "A can tell whether she was asked first"
PLACE_DATES_MEETING = "the two are not asked the same day whether they met"
FIRST_MET_IS_TOLD = "A can tell that B said they met"
WORD_COMES_BACK = "what was told is told otherwise"
ONE_YES = "established without two yeses"
APART = "established, though something private to the pair keeps them apart"

REFUSED = {Act.NO, Act.NEVER}
LEFT = {*REFUSED, Act.WITHDRAW, Act.BLOCK, Act.SET_APART}
NEXT_WORDS = {
    Word.PROPOSED: (Word.PROPOSED, Word.ESTABLISHED, Word.ENDED, Word.UNAVAILABLE),
    Word.ESTABLISHED: (Word.ESTABLISHED,),
    Word.ENDED: (Word.ENDED, Word.UNAVAILABLE),
    Word.UNAVAILABLE: (Word.UNAVAILABLE,),
}


def tellings(plan: Plan, world_of: type[World] = World) -> Iterator[str]:
    """Everything wrong in a history, and beside its sisters, which differ by one thing that B did in it."""
    world = world_of(plan).live()
    by_b = {act for place, act in world.done if place == plan.b}
    yield from _misfortunes(world)
    if by_b & REFUSED:
        yield from _told_of_a_no(world, world_of)
    if by_b & LEFT and not world.established_on:
        yield from _told_of_a_departure(world, world_of)
    if by_b & {Act.MET_YES} and (plan.a, Act.MET_YES) not in world.done:
        yield from _told_of_a_meeting(world, world_of)
    if world.established_on and not world.left and _days_asked(world, 1) != _days_asked(world, 2):
        yield PLACE_DATES_MEETING
    if plan.start % 8 == 0:
        yield from _told_by_place(plan, world_of)


def told(diary: Sequence[Page]) -> list[object]:
    return [page[:4] for page in diary]


def _misfortunes(world: World) -> Iterator[str]:
    """What must not happen in any history, whatever anybody answers."""
    if world.stage not in SETTLED:
        yield "left open"
    here = [side for place, side in world.sides.items() if place not in world.left]
    if world.established_on and any(side.answer is not Answer.YES for side in here):
        yield ONE_YES
    if world.established_apart:
        yield APART
    views = [page.view.word for page in world.diary if page.view]
    for words in (views, [page.animators for page in world.diary if page.animators]):
        if any(later not in NEXT_WORDS[word] for word, later in pairwise(words)):
            yield WORD_COMES_BACK
    if max(Counter(cost for _, cost in world.ledger).values()) > 1:
        yield "paid twice"


def _told_of_a_no(world: World, world_of: type[World]) -> Iterator[str]:
    silent = world_of(world.plan.with_silence()).live()
    if told(world.diary) != told(silent.diary):
        yield NO_IS_TOLD
    if [page[4:] for page in world.diary] != [page[4:] for page in silent.diary]:
        yield NO_IS_COUNTED


def _told_of_a_meeting(world: World, world_of: type[World]) -> Iterator[str]:
    quiet = world_of(world.plan.with_nothing_met()).live()
    if told(world.diary) != told(quiet.diary):
        yield FIRST_MET_IS_TOLD


def _told_of_a_departure(world: World, world_of: type[World]) -> Iterator[str]:
    """Whatever B does once A was shown looks like a silence, unless two yeses were to come."""
    unseen = next((n for n, page in enumerate(world.diary) if page.view), None)
    if unseen is None:
        return
    since = world.day - len(world.diary) + unseen
    staying = world_of(world.plan.with_b_staying(since, said=unseen)).live()
    length = min(len(world.diary), len(staying.diary))  # until the second letter's date, where there is one
    if not staying.established_on and told(world.diary[:length]) != told(staying.diary[:length]):
        yield DEPARTURE_IS_TOLD


def _days_asked(world: World, place: int) -> list[int]:
    """The days on which that side would be asked whether they met, had nobody said anything."""
    world.plan = replace(world.plan, ahead=(0, 0))
    world.sides[place] = replace(world.sides[place], met=None, gone=False)
    world.met_on = None
    asked = []
    for day in range(world.established_day, world.established_day + MET_BY + 2):
        world.dawn(day)
        view = world.view(place)
        asked += [day] if view and view.asks_met else []
    return asked


def _told_by_place(plan: Plan, world_of: type[World]) -> Iterator[str]:
    """A asked first with a silent B, and A asked second by a B who leaves at once: the same to her."""
    first, leaves = plan.with_a_asked_first(), (None, Act.WITHDRAW, Act.BLOCK)[plan.start // 8 % 3]
    as_first = world_of(first).live().diary
    as_second = world_of(plan.with_a_asked_second(leaves)).live().diary[first.wait() + 1 :]
    if any(_to_her(one) != _to_her(two) for one, two in zip(as_first, as_second, strict=False)):
        yield PLACE_IS_TOLD


def _to_her(page: Page) -> object:
    return page.view, page.waiting, [kind for _, kind in page.letters]


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_tells_a_no_from_a_silence_when_histories_are_random(part: int) -> None:
    plans = random_plans(seed=part, count=HISTORIES // PARTS)
    assert not next(((plan, found) for plan in plans if (found := list(tellings(plan)))), None)


def test_histories_reach_every_ending_when_random() -> None:
    worlds = [World(plan).live() for plan in random_plans(seed=9, count=1500)]
    assert {world.stage for world in worlds} == set(SETTLED)
    assert {world.ending for world in worlds} == {None, *Ending}
    assert sum(world.second_shown_on is not None for world in worlds) > 300
    assert sum(page.view is not None for world in worlds for page in world.diary[:1]) > 300


class EarlyOutcome(World):
    """Her page says "ended" the day the other refuses."""

    def view(self, place: int) -> Seen | None:
        view = super().view(place)
        refused = self.sides[3 - place].answer is Answer.NO
        return view._replace(word=Word.ENDED) if view and refused and not self.established_on else view


class LetterOnRefusal(World):
    """A refusal writes to the other."""

    def say(self, place: int, act: Act) -> None:
        before = self.sides[place].answer
        super().say(place, act)
        if place == self.plan.b and before is not self.sides[place].answer is Answer.NO:
            self.refused()

    def refused(self) -> None:
        self.write(self.plan.a, "ended")


class SlotReturned(LetterOnRefusal):
    """A refusal gives the week's places back."""

    def refused(self) -> None:
        self.ledger = self.ledger[1:]


class QuotaReturned(LetterOnRefusal):
    """A refusal gives the bridge's proposal back."""

    def refused(self) -> None:
        self.ledger = (self.ledger[0], *self.ledger[2:])


class EndedByRefusal(LetterOnRefusal):
    """A refusal ends the introduction before its date."""

    def refused(self) -> None:
        if self.stage not in SETTLED:
            self.stage, self.ended_on = Stage.OVER, self.today[None]


class NoReminderAfterRefusal(World):
    """The other's refusal spares her a reminder."""

    def reminders(self, place: int) -> tuple[date, ...]:
        return () if self.sides[3 - place].answer is Answer.NO else super().reminders(place)


class RefusedLabel(World):
    """Learning reads who refused."""

    def label(self) -> str:
        refused = any(side.answer is Answer.NO for side in self.sides.values())
        return "refused" if refused and super().label() else super().label()


class ShorterRest(World):
    """A pair that nobody refused rests less."""

    def rests(self) -> date | None:
        refused = any(side.answer is Answer.NO for side in self.sides.values())
        until = super().rests()
        return until if refused or until is None else until - timedelta(180)


class DeparturesTold(World):
    """Her page says "ended" as soon as it is."""

    def view(self, place: int) -> Seen | None:
        view = super().view(place)
        over = view and self.stage is Stage.OVER and not self.established_on
        return view._replace(word=Word.ENDED) if view and over else view


class DatesOfTheFirst(World):
    """Both are told on the date of side one."""

    def view(self, place: int) -> Seen | None:
        view = super().view(place)
        return (
            view._replace(outcome_on=outcome_on(self.first_shown_on))
            if view and self.first_shown_on
            else view
        )


class WaitingCounted(World):
    """Her page says whether the other is being asked."""

    def waiting(self) -> int:
        return int(self.stage in (Stage.WAITING_SECOND, Stage.ASKED_SECOND))


class SecondMetLater(World):
    """Side two is asked a day later whether they met."""

    def view(self, place: int) -> Seen | None:
        view = super().view(place)
        early = self.established_on and self.today[place] <= met_asked_on(self.established_on)[0]
        return view._replace(asks_met=False) if view and place == 2 and early else view


class FirstMetTold(World):
    """Her page says that the other said they met."""

    def view(self, place: int) -> Seen | None:
        view = super().view(place)
        return view._replace(met=True) if view and self.sides[3 - place].met else view


class OneYesEnough(World):
    """The first yes establishes."""

    def follow(self, act: Act, place: int | None = None) -> None:
        super().follow(act, place)
        if self.stage is Stage.WAITING_SECOND:
            self.stage, self.established_on = Stage.ESTABLISHED, self.today[None]


class GuardsForgotten(World):
    """The second yes establishes, whatever became of the rest."""

    def guards_hold(self, act: Act) -> bool:
        return act is Act.YES or super().guards_hold(act)


LEAKS = [
    (EarlyOutcome, NO_IS_TOLD),
    (SlotReturned, NO_IS_COUNTED),
    (QuotaReturned, NO_IS_COUNTED),
    (LetterOnRefusal, NO_IS_TOLD),
    (EndedByRefusal, NO_IS_COUNTED),
    (NoReminderAfterRefusal, DEPARTURE_IS_TOLD),
    (RefusedLabel, NO_IS_COUNTED),
    (ShorterRest, NO_IS_COUNTED),
    (DeparturesTold, PLACE_IS_TOLD),
    (DeparturesTold, DEPARTURE_IS_TOLD),
    (DatesOfTheFirst, PLACE_IS_TOLD),
    (WaitingCounted, PLACE_IS_TOLD),
    (SecondMetLater, PLACE_DATES_MEETING),
    (FirstMetTold, FIRST_MET_IS_TOLD),
    (OneYesEnough, ONE_YES),
    (GuardsForgotten, APART),
]


@pytest.mark.parametrize(("leak", "telling"), LEAKS)
def test_leak_is_found_when_planted(leak: type[World], telling: str) -> None:
    assert any(telling in tellings(plan, leak) for plan in random_plans(seed=3, count=3000))


def test_erasure_alone_is_told_when_the_other_was_shown() -> None:
    """The one exception: her letter says at once that it is no longer available, and no reminder follows."""
    plans = (plan.with_a_asked_first() for plan in random_plans(seed=4, count=200))
    for plan in plans:
        day = plan.wait() + 3
        world = World(replace(plan, turns=((day, 2, Act.ERASE),))).live()
        before, after = world.diary[2].view, world.diary[3].view
        assert before and before.word is Word.PROPOSED and after and after.word is Word.UNAVAILABLE
        assert not (after.may_answer or after.may_take_back or after.on_today)
        assert {page.animators for page in world.diary[3:]} == {Word.UNAVAILABLE}
        assert [kind for _, kind in world.letters[1]] == ["proposal"]
