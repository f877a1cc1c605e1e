"""P12, a block holds, and P4, what is taken back counts at once: whole histories of a small network, in which
people block, pause and take their consent back at random, looked at every evening."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.journeys.leaks import Altered, altered
from tests.journeys.plots import ANSWERS, MEMBERS, Plot, Said, Turn, Turned, plots
from tests.journeys.small_network import Network, counted_refs, network, undone, woven_once
from tests.journeys.worlds import Life
from tisserand.domain.attention.models import Letter
from tisserand.domain.attention.queries import network_day
from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.circles.queries import member, members_of, membership_of
from tisserand.domain.introductions import queries
from tisserand.domain.introductions.actions import answering, register, standing
from tisserand.domain.introductions.actions.moving import Held
from tisserand.domain.introductions.jobs import gathering
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries import today, told
from tisserand.domain.introductions.queries.left import pair_of
from tisserand.domain.introductions.rules import Act, Answer, Stage
from tisserand.domain.people.models import Person
from tisserand.domain.ties import fabric
from tisserand.vocabulary import LetterKind, Route

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BLOCKS = int(os.environ.get("P12_HISTORIES", "80"))
FOUND_WITHIN = 400
A_LIFE, PARTS = 8, 4
"""Blocks in one life of the network, each the history of a pair; and how many tests share them."""
DAYS = (0, 1, 2, 4, 7, 8, 9, 14, 15, 18)
LIVES_ON = {LetterKind.REMINDER, LetterKind.HAVE_YOU_MET}
"""Letters that the blocked person may still get about what she was shown before."""
SOME: dict[str, Any] = {
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "report_multiple_bugs": False,
}
UNSHOWN = (Stage.DRAFTED, Stage.APPROVED)
Fact = tuple[object, ...]


class Broken(AssertionError):
    """Something joins two people after a block, or reaches somebody who took back her agreement."""


@dataclass(frozen=True)
class Ledger:
    """What there is between people at one instant, by pair of keys; three queries."""

    drafts: dict[str, set[int]]  # not kept apart from the start
    unshown: dict[str, set[int]]
    established: dict[str, set[int]]
    shown: dict[str, set[Fact]]
    letters: dict[str, dict[int, tuple[int | None, str]]]
    cross: set[int]

    @classmethod
    def read(cls) -> "Ledger":
        """What there is now."""
        found = cls(
            defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(dict), set()
        )
        names: dict[object, str] = {}
        for row in Introduction.objects.all():
            names |= {row.pk: row.pair, row.ref: row.pair}
            sets = ((found.drafts, not row.apart), (found.unshown, row.stage in UNSHOWN),
                    (found.established, row.established_on is not None))  # fmt: skip
            for kept, holds in sets:
                kept[row.pair] |= {row.pk} if holds else set()
            found.cross.update([row.pk] if row.route != Route.INSIDE else [])
        for one, person, shown_on in Side.objects.values_list("introduction", "person", "shown_on"):
            found.shown[names[one]] |= {(one, person)} if shown_on else set()
        for pk, person, about, kind in Letter.objects.values_list("pk", "person", "about", "kind"):
            if about in names:
                found.letters[names[about]][pk] = (person, kind)
        return found

    def of(self, key: int, *, cross: bool) -> tuple[set[int], set[Fact]]:
        """What was drafted with somebody and not shown, and what she was shown, beyond her circles or all."""
        hers = [pair for pair in self.shown if str(key) in pair.split("-")]
        drafts = {one for pair in hers for one in self.unshown[pair]}
        shown = {fact for pair in hers for fact in self.shown[pair] if fact[1] == key}
        if cross:
            return drafts & self.cross, {fact for fact in shown if fact[0] in self.cross}
        return drafts, shown


@dataclass(frozen=True)
class Blocked:
    """The one who blocked, the other, and what there was when she did."""

    blocker: Person
    other: Person
    before: Ledger

    @property
    def pair(self) -> str:
        """The two, by their keys."""
        return pair_of(self.blocker.pk, self.other.pk)


class Watched(Life):
    """A life of the network where what blocks and withdrawals promise is looked at every day."""

    def __init__(self, town: Network, plot: Plot) -> None:
        super().__init__(town, plot)
        self.blocks: list[Blocked] = []
        self.held: dict[
            tuple[int, bool | None], set[Fact]
        ] = {}  # who rests, or takes back `beyond`: shown till then
        self.counted = 0

    def live(self) -> None:
        """All the days that are lived, each looked at twice."""
        self.settle()
        self.day = -1
        self.turns()
        for day in DAYS:
            self.day = day
            self.morning()
            self.check()
            self.evening()
        self.check()
        self.check_read()

    def _weaves(self) -> bool:
        return self.day <= 14

    def _turn(self, who: int, turn: Turn, whom: int) -> None:
        whom = self._proposed_to(who, whom) if turn is Turn.BLOCK else whom
        super()._turn(who, turn, whom)
        person, other = self.town.members[who], self.town.members[whom]
        now = Ledger.read()
        if turn is Turn.BLOCK and who != whom:
            self.blocks.append(Blocked(person, other, now))
            self.counted += 1
        if turn in BEGINS:
            cross = BEGINS[turn]
            self._check_no_yes(person, cross)
            self.held.setdefault((person.pk, cross), now.of(person.pk, cross=cross)[1])
        self.held.pop((person.pk, ENDS.get(turn)), None)
        self.check()

    def _proposed_to(self, who: int, whom: int) -> int:
        """Mostly, somebody with whom she was drafted or shown: otherwise nothing would be at stake."""
        hers = Side.objects.filter(person=self.town.members[who]).values("introduction")
        others = Side.objects.filter(introduction__in=hers).exclude(person=self.town.members[who])
        keys = list(others.order_by("-introduction").values_list("person", flat=True))
        found = [n for key in keys for n, one in enumerate(self.town.members) if one.pk == key]
        return found[whom % len(found)] if found and whom % 3 else whom

    # -- what is looked at

    def _must(self, true: bool, said: str, *about: object) -> None:
        if not true:
            raise Broken(f"day {self.day}: {said} {about} in {self.plot.told()}")

    def check(self) -> None:
        """Everything that was promised, as it stands now. Raises Broken."""
        now = Ledger.read()
        for one in self.blocks:
            self._check_block(one, now)
        for (key, cross), before in self.held.items():
            drafts, shown = now.of(key, cross=bool(cross))
            self._must(not drafts, "a draft is left with who withdrew", key, cross)
            self._must(shown <= before, "shown to who withdrew", key, cross)

    def _check_no_yes(self, person: Person, cross: bool) -> None:
        """Her yes is withdrawn with her agreement."""
        rows = Side.objects.filter(person=person, answer=Answer.YES)
        rows = rows.filter(introduction__in=Introduction.objects.open())
        if cross:
            rows = rows.exclude(introduction__route=Route.INSIDE)
        self._must(not rows.exists(), "a yes is left with who withdrew", person.pk)

    def _check_block(self, one: Blocked, now: Ledger) -> None:
        pair, before = one.pair, one.before
        self._must(now.drafts[pair] <= before.drafts[pair], "a new draft joins", one.pair)
        self._must(not now.unshown[pair], "a draft is left between", one.pair)
        self._must(now.shown[pair] <= before.shown[pair], "it was shown", one.pair)
        self._must(now.established[pair] <= before.established[pair], "it led somewhere", one.pair)
        for letter in now.letters[pair].keys() - before.letters[pair].keys():
            person, kind = now.letters[pair][letter]
            kept = person == one.other.pk and kind in LIVES_ON and before.shown[pair]
            self._must(bool(kept), "a new letter joins", one.pair, kind)

    def check_read(self) -> None:
        """The blocker reads of the other nowhere, neither is named to the other, no list joins them."""
        for one in self.blocks:
            for reader, other in ((one.blocker, one.other), (one.other, one.blocker)):
                hers = queries.today_of(reader, self.at)
                for told_one in (*hers.letters, *hers.waiting, *hers.established, *hers.ended):
                    gone = told_one.other != other or reader != one.blocker
                    self._must(gone, "the blocker still reads of", one.pair)
                    named = told_one.letter.go_between if told_one.letter else None
                    self._must(not named or named.id != other.ref, "named between", one.pair)
                for circle in self.town.circles:
                    self._must(not listed(reader, other, circle, self.at), "a list joins", one.pair)


BEGINS = {Turn.PAUSE: False, Turn.CLOSE: True}
ENDS = {Turn.RESUME: False, Turn.OPEN: True}
"""What begins and what ends a withdrawal: from everything (False), or from what is beyond her circles."""


def listed(reader: Person, other: Person, circle: Circle, at: datetime) -> bool:
    """Whether somebody finds the other in the list of a circle's members."""
    if membership_of(reader, circle) is None:
        return False
    return other.ref in {row.ref for row in members_of(reader, circle, on=network_day(at)).rows}


def lives() -> st.SearchStrategy[Plot]:
    """Plots in which people mostly say yes, and block each other."""
    kinds = st.sampled_from((*[Turn.BLOCK] * 8, Turn.PAUSE, Turn.CLOSE, Turn.RESUME, Turn.OPEN, Turn.HIDE))
    who = st.integers(0, MEMBERS - 1)
    turns = st.lists(
        st.tuples(st.sampled_from((-1, *DAYS[1:-2])), who, kinds, who), min_size=A_LIFE // 2, max_size=A_LIFE
    )
    yes = ((Act.YES,),) * 6
    said = st.tuples(st.sampled_from((0, 1, 2, 4)), st.sampled_from((*yes, *ANSWERS)))
    answers = st.lists(said, min_size=MEMBERS, max_size=MEMBERS)

    def drawn(plot: Plot, turned: list[Turned], spoken: list[Said]) -> Plot:
        return replace(plot, turns=tuple(turned), answers=tuple(spoken))

    return st.builds(drawn, plots(), turns, answers)


@pytest.fixture(autouse=True)
def _told_by_their_order() -> Iterator[None]:
    with counted_refs(), woven_once():
        yield


def lived(part: int, blocks: int) -> int:
    """Live until so many blocks were watched; how many were. Raises Broken."""
    town, counted = network(), 0

    @seed(part)
    @settings(max_examples=blocks, phases=[Phase.generate], **SOME)
    @given(lives())
    def watched(plot: Plot) -> None:
        nonlocal counted
        if counted < blocks:
            with undone():
                one = Watched(town, plot)
                one.live()
            counted += one.counted

    watched()
    return counted


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_new_joins_two_people_after_a_block(part: int) -> None:
    assert lived(part, BLOCKS // PARTS) >= BLOCKS // PARTS


def unless(forgets: Callable[[Held, Act], bool]) -> Callable[[Altered], Altered]:
    """What follows every act but some."""
    return lambda follow: lambda held, act, **more: None if forgets(held, act) else follow(held, act, **more)


def draft_forgotten() -> Iterator[None]:
    """A block is written, and what was drafted goes on."""

    with altered("follow", unless(lambda held, act: act is Act.BLOCK and held.stage in UNSHOWN), standing):
        yield


def yes_leads_on() -> Iterator[None]:
    """A block is written and ends nothing of what was shown; a second yes is not read again with it."""
    with (
        altered("follow", unless(lambda held, act: act is Act.BLOCK and held.stage not in UNSHOWN), standing),
        altered("may_be_introduced", lambda _may: lambda *_facts: True, answering),
    ):
        yield


def weaving_forgets_blocks() -> Iterator[None]:
    """What was woven is not compared with the pairs kept apart."""
    with (
        altered("pairs_apart", lambda _pairs: lambda *_facts: set(), gathering, register),
        altered("pairs_kept_apart", lambda _pairs: list, fabric),
    ):
        yield


def letter_stays() -> Iterator[None]:
    """The letter does not leave the one who blocks."""

    def change(_sides: Altered) -> Altered:
        return lambda person: Side.objects.filter(person=person, shown_on__isnull=False)

    own = altered("own_side", lambda own: lambda side: replace(own(side), gone=False), told)
    with own, altered("sides_of", change, told, today):
        yield


def member_list_forgets() -> Iterator[None]:
    """The list of a circle's members still has the one who was blocked."""

    def change(_readable: Altered) -> Altered:
        return lambda _person, circle, **_more: Membership.objects.current().filter(circle=circle)

    with altered("_readable", change, member):
        yield


def pause_forgotten() -> Iterator[None]:
    """A pause, or a consent taken back, is written and drops nothing."""
    with altered("_withdraw", lambda _withdraw: lambda *_facts, **_more: None, standing):
        yield


FAULTS = {
    draft_forgotten: "a draft is left between",
    yes_leads_on: "it led somewhere",
    weaving_forgets_blocks: "a new draft joins",
    letter_stays: "the blocker still reads of",
    member_list_forgets: "a list joins",
    pause_forgotten: "who withdrew",
}
"""Each with what it breaks."""


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.__name__ for fault in FAULTS])
def test_a_block_that_does_not_hold_is_found(fault: Callable[[], Iterator[None]]) -> None:
    with contextmanager(fault)(), pytest.raises(Broken, match=FAULTS[fault]):
        lived(1, FOUND_WITHIN)
