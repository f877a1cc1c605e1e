"""A model of one introduction, lived day by day by the real rules.

A `World` lives a `Plan` through `rules` and nothing else, and writes a diary of what A is told and of what
the network counts. Two worlds that differ only by B's no must have the same diary.
"""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from tests.domain.introductions.plans import BACK, CALENDAR, LONGEST, REFUSALS, Plan, Said
from tisserand.domain.introductions.rules import (
    MET_BY,
    OUTCOME_ON,
    Act,
    Answer,
    Arrow,
    Consulted,
    Cost,
    Course,
    Ending,
    OwnSide,
    Seen,
    Stage,
    Standing,
    Verdict,
    Word,
    answer_by,
    back_on,
    days_of,
    due_act,
    is_letter_day,
    may_be_met,
    may_be_shown,
    may_establish,
    may_show_second,
    next_state,
    outcome_on,
    reminders_due,
    rests_until,
    seen,
    seen_by_animators,
)

SETTLED = (Stage.ESTABLISHED, Stage.MET, Stage.OVER)

_rests_until = cache(rests_until)  # asked every day, moved twice in a history

Letter = tuple[int, str]  # day, kind


class Page(NamedTuple):
    """One day: what A and the animators are told, then what the network counts."""

    view: Seen | None
    animators: Word | None
    waiting: int
    letters: tuple[Letter, ...]
    label: str
    rests: date | None
    ledger: tuple[tuple[int, Cost], ...]
    row: tuple[Stage, date | None, Ending | None, date | None, date | None]


class World:
    """One introduction and its two sides. Everything is decided by `rules`; here it is only written down."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.dawn(0)
        self.stage = Stage.DRAFTED
        self.sides = {1: OwnSide(), 2: OwnSide()}
        self.standings = {1: Standing(), 2: Standing()}
        self.apart = False
        self.left: set[int] = set()
        self.approved_on: date | None = None
        self.first_shown_on: date | None = None
        self.second_shown_on: date | None = None
        self.established_on: date | None = None
        self.established_day = 0
        self.established_apart = False
        self.met_on: date | None = None
        self.ended_on: date | None = None
        self.ending: Ending | None = None
        self.ledger: tuple[tuple[int, Cost], ...] = ((0, Cost.RESERVES_BOTH), (0, Cost.QUOTA))
        self.letters: dict[int, tuple[Letter, ...]] = {1: (), 2: ()}
        self.done: set[tuple[int, Act]] = set()  # by which place, what was really said or done
        self.diary: list[Page] = []

    # what people see

    def view(self, place: int) -> Seen | None:
        """What the side at `place` sees today."""
        return seen(
            self.sides[place],
            self.established_on,
            self.today[place],
            met_on=self.met_on,
            other_left=3 - place in self.left,
        )

    def animators_view(self) -> Word | None:
        return seen_by_animators(
            self.stage, self.first_shown_on, self.established_on, self.today[None], one_left=bool(self.left)
        )

    def reminders(self, place: int) -> tuple[date, ...]:
        left = 3 - place in self.left
        return reminders_due(
            self.sides[place], self.plan.letter_days[place - 1], self.today[place], other_left=left
        )

    def label(self) -> str:
        """What learning reads of the pair, once it is known."""
        if self.first_shown_on is None or self.today[None] < outcome_on(self.first_shown_on):
            return ""
        return "established" if self.established_on else "not"

    def rests(self) -> date | None:
        return _rests_until(
            CALENDAR[self.plan.start],
            first_shown_on=self.first_shown_on,
            established_on=self.established_on,
            apart=self.ending is Ending.APART,
        )

    def waiting(self) -> int:
        """How many people the page says are waited for: it says nothing."""
        return 0

    # what happens

    def live(self) -> "World":
        """The whole history, a page of diary a day, from the draft to a day after everything is told."""
        while self.day < LONGEST and not self._is_told():
            self._passes()
            self._sends()
            self._hears()
            if self.first_shown_on:
                self.diary.append(self.page(self.plan.a))
            self.dawn(self.day + 1)
        return self

    def page(self, place: int) -> Page:
        """Today's, as the side at `place` sees it."""
        return Page(
            self.view(place),
            self.animators_view(),
            self.waiting(),
            self.letters[place],
            self.label(),
            self.rests(),
            self.ledger,
            (self.stage, self.ended_on, self.ending, self.established_on, self.met_on),
        )

    def dawn(self, day: int) -> None:
        """Begin day `day`, by the network's calendar and by each side's."""
        self.day = day
        now, (one, two) = self.plan.start + day, self.plan.ahead
        self.today = {None: CALENDAR[now], 1: CALENDAR[now + one], 2: CALENDAR[now + two]}

    def _is_told(self) -> bool:
        """Whether nothing more can change, by anybody's calendar."""
        if self.stage not in SETTLED:
            return False
        last = [(self.first_shown_on, OUTCOME_ON), (self.second_shown_on, OUTCOME_ON)]
        last.append((self.established_on, MET_BY))
        return all(day is None or (self.today[None] - day).days > length + 1 for day, length in last)

    def _passes(self) -> None:
        """What the night brings, until it brings nothing more."""
        if self.day == self.plan.bridge_ends:
            self.follow(Act.BRIDGE_ENDS)
        while self.stage not in SETTLED:
            said = [Consulted(m, v if self.day >= day else Verdict.NONE) for day, m, v in self.plan.circles]
            course = Course(
                self.stage,
                CALENDAR[self.plan.start],
                self.approved_on,
                self.first_shown_on,
                self.second_shown_on,
                said if self.stage is Stage.DRAFTED else (),
            )
            act = due_act(course, self.today[days_of(self.stage)])
            if act is None:
                return
            self.follow(act)

    def _sends(self) -> None:
        """The letters of the morning."""
        if self.stage is Stage.APPROVED and self._has_room(1):
            self.follow(Act.SHOW_FIRST)
        elif self._waits_for_second() and self._has_room(2):
            self.follow(Act.SHOW_SECOND)
        for place, own in self.sides.items():
            if own.shown_on and self.today[place] <= answer_by(own.shown_on) and self._is_letter_day(place):
                self._remind(place)

    def _waits_for_second(self) -> bool:
        return self.stage is Stage.WAITING_SECOND and may_show_second(self.sides[1], self.today[1])

    def _remind(self, place: int) -> None:
        """One letter for each reminder due: a kind of letter is written once."""
        sent = {kind for _, kind in self.letters[place]}
        for kind in (f"reminder {day}" for day in self.reminders(place)):
            if kind not in sent:
                self.write(place, kind)

    def write(self, place: int, kind: str) -> None:
        self.letters[place] += ((self.day, kind),)

    def _is_letter_day(self, place: int) -> bool:
        return is_letter_day(self.plan.letter_days[place - 1], self.today[place])

    def _has_room(self, place: int) -> bool:
        week = (self.today[place].toordinal() - 1) // 7 % 30
        return may_be_shown(
            self.standings.values(),
            inside=False,
            apart=self.apart,
            letter_day=self._is_letter_day(place),
            shown_this_week=self.plan.full_weeks[place - 1] >> week & 1,
            budget=1,
        )

    def _hears(self) -> None:
        """What people do during the day."""
        for day, place, turn in self.plan.turns:
            if day == self.day:
                self.turn(place, turn)
        for place, own in self.sides.items():
            answers, meetings = self.plan.answers[place - 1], self.plan.meetings[place - 1]
            if own.shown_on and answers:
                self._hear(place, answers, (self.today[place] - own.shown_on).days)
            if self.established_on and meetings:
                self._hear(place, meetings, (self.today[None] - self.established_on).days)

    def _hear(self, place: int, said: tuple[Said, ...], since: int) -> None:
        for after, act in said:
            if after == since:
                self.say(place, act)

    def say(self, place: int, act: Act) -> None:
        """Something said on the page, if her page offers it."""
        view, own = self.view(place), self.sides[place]
        if view is None:
            return
        if act in (Act.MET_YES, Act.MET_NO) and view.may_say_met:
            self.sides[place] = replace(own, met=act is Act.MET_YES)
        elif act is Act.LATER and view.may_put_aside:
            self.sides[place] = replace(own, aside_until=back_on(view.shown_on))
        elif act is Act.YES and view.may_answer:
            self.sides[place] = replace(own, answer=Answer.YES, never=False)
        elif act in REFUSALS and (view.may_answer or view.may_take_back):
            self.sides[place] = replace(own, answer=Answer.NO, never=act is Act.NEVER)
        else:
            return
        self.done.add((place, act))
        self.follow(act, place)

    def turn(self, place: int, act: Act | None) -> None:
        """Something done in her own settings, whether or not anything waits for her."""
        if place in self.left:
            return
        if act in (Act.WITHDRAW, BACK):
            self.standings[place] = Standing(paused=act is Act.WITHDRAW)
        if act in (Act.BLOCK, Act.SET_APART):
            self.apart = True
        if act is Act.BLOCK:
            self.sides[place] = replace(self.sides[place], gone=True)
        if act is Act.ERASE:
            self.left.add(place)
            self.sides[place] = OwnSide()
        if act is not None:
            self.done.add((place, act))
            self.follow(act, None if act is Act.SET_APART else place)

    def follow(self, act: Act, place: int | None = None) -> None:
        """Follow the arrow, if there is one."""
        arrow = next_state(self.stage, act, place=place, guards_hold=self.guards_hold(act))
        if arrow is None:
            return
        if arrow.next is not self.stage:
            self._arrive(arrow)
        self.stage = arrow.next
        self.ledger += tuple((self.day, cost) for cost in arrow.costs)

    def guards_hold(self, act: Act) -> bool:
        if act is Act.YES:
            days = {"today_one": self.today[1], "today_two": self.today[2], "today_network": self.today[None]}
            both = self.standings.values()
            return may_establish(self.sides[1], self.sides[2], both, inside=False, apart=self.apart, **days)
        if act is Act.MET_YES and self.established_on:
            return may_be_met(self.sides[1], self.sides[2], self.established_on, self.today[None])
        return True

    def _arrive(self, arrow: Arrow) -> None:
        """What is dated when a stage is reached."""
        match arrow.next:
            case Stage.APPROVED:
                self.approved_on = self.today[None]
            case Stage.ASKED_FIRST if arrow.act is Act.SHOW_FIRST:
                self.first_shown_on = self._show(1)
            case Stage.ASKED_SECOND:
                self.second_shown_on = self._show(2)
            case Stage.ESTABLISHED:
                self.established_on, self.established_day = self.today[None], self.day
                self.established_apart = self.apart
                self.write(1, "established")
                self.write(2, "established")
            case Stage.MET:
                self.met_on = self.today[None]
            case Stage.OVER:
                self.ended_on, self.ending = self.today[None], arrow.ending

    def _show(self, place: int) -> date:
        self.sides[place] = replace(self.sides[place], shown_on=self.today[place])
        self.write(place, "proposal")
        return self.today[place]
