"""What may happen to one introduction from outside, drawn at random.

A `Plan` says who answers what and when, pauses, blocks, erasures, letter days, full weeks, approvals and time
zones. B is the one whose refusal must not show; A is the one who looks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from tisserand.domain.introductions.rules import Act, ApprovalMode, Verdict, is_letter_day

CALENDAR = [date(2027, 1, 1) + timedelta(day) for day in range(3 * 365)]  # 29 February 2028 is in it
LONGEST = 120  # days: a month of drafts and waits, 28 to the outcome, 42 to the meeting
REFUSALS = (Act.NO, Act.NEVER)
BACK = None  # she comes back from a pause: nothing of the introduction's own

ANSWERS = (Act.YES, Act.YES, Act.YES, Act.NO, Act.NEVER, Act.LATER)
TURNS = (Act.WITHDRAW, BACK, Act.WITHDRAW, Act.BLOCK, Act.SET_APART, Act.ERASE)
MEETINGS = (Act.MET_YES, Act.MET_YES, Act.MET_NO)
MODES = tuple(ApprovalMode)
VERDICTS = (*[Verdict.NONE] * 5, *[Verdict.APPROVED] * 10, Verdict.STOPPED)

Said = tuple[int, Act]  # so many days after, this


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens from outside, the same in both worlds but for B's refusals. Pairs are by place."""

    start: int  # the day of the draft, in CALENDAR
    b: int  # the place of B
    letter_days: tuple[int, int]
    full_weeks: tuple[int, int]  # bits: weeks in which others took all her budget
    ahead: tuple[int, int]  # days between her calendar and the network's
    answers: tuple[tuple[Said, ...], tuple[Said, ...]]  # days after she was shown
    meetings: tuple[tuple[Said, ...], tuple[Said, ...]]  # days after it was established
    turns: tuple[tuple[int, int, Act | None], ...]  # day, place, act
    bridge_ends: int
    circles: tuple[tuple[int, ApprovalMode, Verdict], ...]  # the verdict's day, mode, verdict

    @property
    def a(self) -> int:
        """The place of A, whose diary is written."""
        return 3 - self.b

    def with_silence(self) -> "Plan":
        """The same, but B keeps silent instead of saying no, as long as she has not said yes."""
        hers = self.answers[self.b - 1]
        yes = next((day for day, act in hers if act is Act.YES), LONGEST)
        kept = tuple(said for said in hers if said[1] not in REFUSALS or said[0] >= yes)
        return replace(self, answers=_with(self.answers, self.b, kept))

    def with_nothing_met(self) -> "Plan":
        """The same, but B says nothing of the meeting."""
        return replace(self, meetings=_with(self.meetings, self.b, ()))

    def with_b_staying(self, since: int, said: int) -> "Plan":
        """The same, but from day `since` B neither pauses nor blocks nor hides, and takes nothing back from
        `said` days after she was shown. She may still erase herself."""
        hers = (turn for turn in self.turns if turn[1] == self.b and turn[0] >= since)
        gone = {turn for turn in hers if turn[2] is not Act.ERASE}
        kept = tuple((day, act) for day, act in self.answers[self.b - 1] if day < said or act not in REFUSALS)
        return replace(
            self,
            turns=tuple(turn for turn in self.turns if turn not in gone),
            answers=_with(self.answers, self.b, kept),
        )

    def with_a_asked_first(self) -> "Plan":
        """A is asked on the first letter day; B says nothing. Her answers and her letter days are kept."""
        place = self.a
        return replace(
            self,
            b=2,
            letter_days=(self.letter_days[place - 1], self.letter_days[self.b - 1]),
            full_weeks=(0, 0),
            ahead=(0, 0),
            answers=(self.answers[place - 1], ()),
            turns=(),
            bridge_ends=LONGEST,
            circles=(),
        )

    def with_a_asked_second(self, leaves: Act | None) -> "Plan":
        """A is asked the same day as by `with_a_asked_first`, but second: B said yes the day before, and
        that day takes it back by `leaves` (None: by a no), before A can answer."""
        first = self.with_a_asked_first()
        mine, wait = first.letter_days[0], first.wait()
        back: tuple[Said, ...] = () if leaves else ((wait + 1, Act.NO),)
        return replace(
            first,
            b=1,
            start=first.start - 1,
            letter_days=(127, mine),
            answers=(((0, Act.YES), *back), first.answers[0]),
            turns=((wait + 1, 1, leaves),) if leaves else (),
        )

    def wait(self) -> int:
        """How many days the first letter waits for a letter day."""
        days = (CALENDAR[self.start + n] for n in range(7))
        return next(n for n, day in enumerate(days) if is_letter_day(self.letter_days[0], day))


def _with(
    pair: tuple[tuple[Said, ...], tuple[Said, ...]], place: int, said: tuple[Said, ...]
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    return (said, pair[1]) if place == 1 else (pair[0], said)


def random_plans(seed: int, count: int) -> Iterator[Plan]:
    """`count` plans; B refuses in most of them."""
    rng = np.random.default_rng(seed)
    for first in range(0, count, 1000):
        for row in rng.integers(0, 1 << 30, size=(min(1000, count - first), 40)).tolist():
            yield _plan(row)


def _plan(draws: list[int]) -> Plan:
    """One plan from 40 large random integers."""
    take = iter(draws).__next__
    b = 1 + take() % 2
    letters = [1 + take() % 127 for _ in "12"]
    weeks = [take() & take() & take() for _ in "12"]
    answers = [_answers(take(), take(), take()) for _ in "12"]
    if take() % 4:
        answers[b - 1] = tuple(sorted((*answers[b - 1], (take() % 10, REFUSALS[take() % 2]))))
    return Plan(
        start=14 + take() % 800,
        b=b,
        letter_days=(letters[0], letters[1]),
        full_weeks=(weeks[0], weeks[1]),
        ahead=(take() % 3 - 1, take() % 3 - 1),
        answers=(answers[0], answers[1]),
        meetings=(_meetings(take()), _meetings(take())),
        turns=tuple(_turns(take(), take())),
        bridge_ends=take() % (2 * LONGEST),
        circles=tuple((take() % 9, MODES[take() % 3], VERDICTS[take() % 16]) for _ in "12"),
    )


def _answers(first: int, second: int, third: int) -> tuple[Said, ...]:
    """Up to three answers, each at some day from the showing to a little after the outcome."""
    said = [(first // 8 % 12, ANSWERS[first % 6])]
    if second % 4 == 0:
        said.append((second // 8 % 30, ANSWERS[second % 6]))
    if third % 8 == 0:
        said.append((third // 8 % 30, ANSWERS[third % 6]))
    return tuple(sorted(said)) if first % 8 else ()


def _meetings(draw: int) -> tuple[Said, ...]:
    return ((draw // 8 % 50, MEETINGS[draw % 3]),) if draw % 8 else ()


def _turns(*draws: int) -> Iterator[tuple[int, int, Act | None]]:
    """A pause, a return, a block or an erasure, in a third of the histories or so."""
    for draw in draws:
        if draw % 5 == 0:
            yield draw // 10 % 70, 1 + draw // 5 % 2, TURNS[draw // 1000 % 6]
