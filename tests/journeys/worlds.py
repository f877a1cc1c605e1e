"""A small network lived twice through the database: once B refuses, once she says nothing, all else equal.

`Life` plays a Plot day by day with the real verbs and the real jobs, and writes what may be read: by the
other side, by the animators, by the host, by the weaving (openness is computed from the same ties). Both
lives share their first days, the same rows, up to B's refusal; then each goes on from there, and the database
is put back. References drawn after that differ from one to the other: they are told by their order.
"""

import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from tests.journeys.plots import MEMBERS, Plot, Turn, Way
from tests.journeys.small_network import FIXED, HOMES, MONDAY, Network, undone
from tisserand.domain.attention.models import Budget, Clock, Letter, Request
from tisserand.domain.attention.queries import network_day, outbox, waiting_for
from tisserand.domain.circles.actions import suspend_bridge
from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions import actions, jobs, queries
from tisserand.domain.introductions.jobs.gathering import gather
from tisserand.domain.introductions.models import Approval, Introduction, Side
from tisserand.domain.introductions.queries.mine import mine_of
from tisserand.domain.introductions.rules import Act, Answer, Stage, StopReason, Verdict
from tisserand.domain.observatory.queries import inclusion_of, monday_of_circle, observed
from tisserand.domain.people.models import AuditLine, Person
from tisserand.domain.refused import Refused
from tisserand.vocabulary import ApprovalMode
from tisserand.vocabulary import Consent as ConsentCode

PATIENCE = 16
"""How many days the first letters, then the refusal, are waited for."""
FABRIC = ("/fabric?view=mine", "/fabric?view=circle", "/fabric?view=all", "/fabric.csv", "/fabric/points")
Page = dict[str, str]
"""What may be read at one instant, by name of who reads it."""
Look = Callable[[int, Page], None]


class Life:
    """One life of the network by a Plot. `fork` leads it to B's refusal; `go_on` from there to the end."""

    def __init__(self, town: Network, plot: Plot) -> None:
        self.town, self.plot = town, plot
        self.day = 0
        self.one: Introduction | None = None  # the one that B refuses
        self.b: Person | None = None
        self.awake = FIXED | plot.awake | {day for day, *_ in (*plot.turns, *plot.verdicts)}
        self.left: frozenset[int] = frozenset()
        self.said: frozenset[tuple[int, int]] = frozenset()  # (side, how many acts of hers)
        self.refused_on: int | None = None
        self.first_day = network_day(self.at)
        self.woven = 0
        self.opened = False
        self.expected = self.chosen_on = 0
        self.told: tuple[str, ...] = ()  # what acts answered to those who did them

    @property
    def at(self) -> datetime:
        """The instant of the day at which everything happens."""
        return MONDAY + timedelta(days=self.day, hours=13.5 if self.plot.late else 0)

    # -- the settings

    def settle(self) -> None:
        """Write the settings that the plot draws."""
        plot = self.plot
        for one, mode in zip(self.town.circles, plot.modes, strict=True):
            if mode != one.approval:
                Circle.objects.filter(pk=one.pk).update(approval=mode)
        rhythms = [
            (plot.a_week[n % len(plot.a_week)], plot.letter_days[n % len(plot.letter_days)])
            for n in range(MEMBERS)
        ]
        for rhythm in set(rhythms):
            hers = [self.town.members[n] for n in range(MEMBERS) if rhythms[n] == rhythm]
            Budget.objects.filter(person__in=hers).update(a_week=rhythm[0], letter_days=rhythm[1])

    # -- the days

    def fork(self) -> bool:
        """Live to the evening of B's refusal; False when there is none in this plot."""
        while self.day < PATIENCE or (self.one is not None and self.day < self.chosen_on + 2 * PATIENCE):
            self.morning()
            self.choose()
            if self._may_refuse():
                return True
            self.evening()
            self.expected = self._expected()
            self.passes()
        return False

    def _expected(self) -> int:
        """The next day on which something may lead to the refusal."""
        side = self._side_of_b()
        other = Side.objects.filter(introduction=self.one).exclude(person=self.b).first() if self.b else None
        ahead = [self.day + 1]
        if side is not None and side.shown_on and self.way is not Way.TAKES_BACK:
            shown = (side.shown_on - self.first_day).days
            ahead = [shown + self.plot.after, shown + min(self.plot.after + self.plot.again, 10)]
        elif side is None and other and other.shown_on and other.answer == Answer.NONE:
            ahead = [(other.shown_on - self.first_day).days + after for after, _ in self._script(other)]
        return min((day for day in ahead if day > self.day), default=self.day + 1)

    def go_on(self, *, refuses: bool, look: Look) -> None:
        """Live to the end, and show what may be read on the days to look at."""
        self.refused_on = self.day
        if refuses:
            self._refuse()
        self.evening()
        self._see(look)
        last = self._last_day()
        while self.day < last:
            self.passes(last)
            self.morning()
            self.evening()
            if self.day == last or self.day in self.plot.looks:
                self._see(look, last=self.day == last)

    def passes(self, last: int = 99) -> None:
        """Go to the next day on which the network is awake."""
        self.day += 1
        while not self._is_awake() and self.day < last:
            self.day += 1

    def _is_awake(self) -> bool:
        day, since = self.day, self.refused_on
        if since is None:
            return day in self.awake or self.one is None or day == self.expected
        return (
            day in self.awake
            or day in (since + 1, since + self.plot.again)
            or day in self.plot.looks
            or (day % 7 == 0 and self._weaves())
        )

    def _weaves(self) -> bool:
        return self.refused_on is None or self.woven < self.plot.weavings

    def _last_day(self) -> int:
        """A day after the other side is told, or B when the other is shown nothing; two weavings at least."""
        assert self.one is not None and self.refused_on is not None
        shown = [day for day in self.one.sides.values_list("shown_on", flat=True) if day]
        told = (max(shown) - self.first_day).days + 29
        return max(told, self.refused_on + 7 * self.plot.weavings)

    def morning(self) -> None:
        """What people and jobs do before letters are answered."""
        if self.day % 7 == 0 and self._weaves():
            jobs.weave_week(self.at)
            self.woven += self.refused_on is not None
        self.turns()
        for day, number, approved in self.plot.verdicts:
            if day == self.day:
                self._judge(number, approved)
        for number, mode in enumerate(self.plot.modes):
            if mode is ApprovalMode.REQUIRED and self.one is None and self.day:
                self._judge(number, approved=True)  # otherwise nobody would ever be shown anything
        if self.day and self.day == self.plot.suspended:
            self._try("host", lambda: suspend_bridge(
                by=self.town.animators[1], ref=self.town.bridges[0].ref, at=self.at))  # fmt: skip
        if self.day and self.day == self.plot.welcome:
            Person.objects.filter(pk=self.town.newcomer.pk).update(confirmed_on=network_day(self.at))
            jobs.welcome(self.town.newcomer.ref, self.at)
        jobs.carry_on(self.at)

    def turns(self) -> None:
        """What people do of their own on this day."""
        for day, who, turn, whom in self.plot.turns:
            if day == self.day:
                self._turn(who, turn, whom)

    def _try(self, who: str, act: Callable[[], object]) -> None:
        """Do something that may be refused; what is answered is read by who did it."""
        try:
            answered = repr(act())
        except Refused as refused:
            answered = refused.code
        self.told += (f"{self.day} {who}: {answered}",)

    def _turn(self, who: int, turn: Turn, whom: int) -> None:
        person, other, at = self.town.members[who], self.town.members[whom], self.at
        if who in self.left or (whom in self.left and turn in (Turn.BLOCK, Turn.HIDE)):
            return
        home = self.town.circles[HOMES[who][0]]
        code = ConsentCode.BEYOND
        acts: dict[Turn, Callable[[], object]] = {
            Turn.PAUSE: lambda: actions.pause_person(person=person, at=at),
            Turn.RESUME: lambda: actions.resume_person(person=person, at=at),
            Turn.BLOCK: lambda: actions.block_person(person=person, other=other, at=at),
            Turn.HIDE: lambda: actions.hide_person(person=person, other=other, at=at),
            Turn.CLOSE: lambda: actions.change_consent(person=person, code=code, allowed=False, at=at),
            Turn.OPEN: lambda: actions.change_consent(person=person, code=code, allowed=True, at=at),
            Turn.LEAVE: lambda: actions.leave_circle(person=person, circle=home, at=at),
            Turn.ERASE: lambda: actions.erase_person(person=copy(person), at=at),
        }
        self._try(f"m{who}", acts[turn])
        if turn is Turn.ERASE:
            self.left |= {who}

    def _judge(self, number: int, approved: bool) -> None:
        """An animator reads the first draft that waits for her."""
        rows = Approval.objects.filter(circle=self.town.circles[number], verdict=Verdict.NONE)
        row = rows.filter(introduction__stage=Stage.DRAFTED).order_by("introduction").first()
        if row is None:
            return
        ref = row.introduction.ref
        by, own = self.town.animators[number], self.town.circles[number]
        if approved:
            act = lambda: actions.approve(by=by, ref=ref, circle=own, note="Bonne idée.", at=self.at)  # noqa: E731
        else:
            reason = StopReason.NOT_THIS_PAIR
            act = lambda: actions.stop(by=by, ref=ref, circle=own, reason=reason, at=self.at)  # noqa: E731
        self._try(f"a{number}", act)

    # -- letters and answers

    def choose(self) -> None:
        """Choose the introduction that B refuses, once some were shown, and B by her place."""
        if self.one is None:
            rows = Introduction.objects.filter(first_shown_on__isnull=False).order_by("pk")[:4]
            if rows:
                self.chosen_on = self.day
                self.one = rows[self.plot.pair % len(rows)]
        if self.one is not None and self.b is None:
            side = self.one.sides.select_related("person").get(place=2 if self.plot.second else 1)
            self.b = side.person if side.person != self.town.newcomer else None

    @property
    def way(self) -> Way:
        """How B refuses: what only a first side can do is a plain no for a second."""
        first_only = (Way.YES_THEN_NO, Way.TAKES_BACK)
        return Way.NO if self.plot.second and self.plot.way in first_only else self.plot.way

    def _side_of_b(self) -> Side | None:
        rows = Side.objects.filter(introduction=self.one, person=self.b, shown_on__isnull=False)
        return rows.first() if self.b else None

    def _may_refuse(self) -> bool:
        """Whether this is the evening of the refusal; B's own acts before it are done here."""
        side = self._side_of_b()
        if side is None or side.shown_on is None:
            return False
        since = (network_day(self.at) - side.shown_on).days
        if self.way is Way.TAKES_BACK:
            return self._takes_back(side)
        if self.way is Way.LATER_THEN_NO:
            if since == self.plot.after:
                self._b(Act.LATER)
            return since == min(self.plot.after + self.plot.again, 10)
        return since == self.plot.after

    def _takes_back(self, side: Side) -> bool:
        if side.answer == Answer.NONE:
            self._b(Act.YES)
        other = Side.objects.filter(introduction=self.one, place=2).first()
        if other is None or other.shown_on is None:
            return False
        return (network_day(self.at) - other.shown_on).days >= min(self.plot.after, 9)

    def _refuse(self) -> None:
        """What B says in the one world."""
        if self.way is Way.YES_THEN_NO:
            self._b(Act.YES)
        self._b(Act.NEVER if self.way is Way.NEVER else Act.NO)

    def _b(self, act: Act) -> None:
        assert self.b is not None and self.one is not None
        self.say(self.b, self.one.ref, act)

    def evening(self) -> None:
        """Everybody answers what her plot says; B nothing of the letter that she refuses, but a later yes."""
        again = self.refused_on is not None and self.day == self.refused_on + self.plot.again
        if again and self.way is Way.NO_THEN_YES:
            self._b(Act.YES)
        rows = Side.objects.filter(shown_on__isnull=False).select_related("person", "introduction")
        for side in rows.order_by("pk"):
            if side.introduction != self.one or side.person != self.b:
                self._answer(side)

    def _answer(self, side: Side) -> None:
        assert side.shown_on is not None
        since = (network_day(self.at) - side.shown_on).days
        for turn, (after, act) in enumerate(self._script(side)):
            if since >= after + turn and (side.pk, turn) not in self.said:
                self.said |= {(side.pk, turn)}
                self.say(side.person, side.introduction.ref, act, side.person.name)
                return

    def _script(self, side: Side) -> list[tuple[int, Act]]:
        answers, names = self.plot.answers, [one.pk for one in self.town.members]
        number = names.index(side.person_id) if side.person_id in names else 0
        after, acts = answers[number % len(answers)] if answers else (0, ())
        if side.introduction == self.one:
            if self.plot.second and side.place == 1:
                acts = (Act.YES,)
            if self.way is Way.TAKES_BACK:
                acts = tuple(act for act in acts if act is not Act.YES)
        return [(after, act) for act in acts]

    def say(self, person: Person, ref: str, act: Act, name: str = "") -> None:
        """Let somebody answer on her page; what it answers is hers to read."""
        if act is Act.LATER:
            does: Callable[[], object] = lambda: actions.put_aside(person=person, ref=ref, at=self.at)  # noqa: E731
        else:
            said = Answer.YES if act is Act.YES else Answer.NO
            does = lambda: actions.answer(  # noqa: E731
                person=person, ref=ref, answer=said, never=act is Act.NEVER, at=self.at, **self.given(person)
            )
        kept = self.told
        self._try(name, does)
        if person == self.b and self.one is not None and ref == self.one.ref:
            self.told = kept

    def given(self, person: Person) -> dict[str, Any]:
        """What somebody ticks and writes with a yes."""
        return {"reveals_email": True, "intention": f"Bonjour de {person.name}."}

    # -- what may be read

    def _see(self, look: Look, *, last: bool = False) -> None:
        pages = not self.opened and self.day >= self.plot.page_day
        self.opened = self.opened or pages
        look(self.day, self.page(with_html=pages, of_all=last))

    def page(self, *, with_html: bool = False, of_all: bool = True) -> Page:
        """What everybody but B may read now, and what the weaving would be given."""
        mask = masks()
        other = self._other()
        hers = [n for n, one in enumerate(self.town.members) if n not in self.left and one != self.b]
        read: dict[str, object] = {"told": self.told}
        for n in hers:
            if self.town.members[n].pk == other or (of_all and n == MEMBERS - 1):
                read |= self._read_by(n)
            if self.town.members[n].pk == other and (with_html or of_all):
                read[f"m{n} export"] = self._exported(self.town.members[n])
        for n, animator in enumerate(self.town.animators):
            read |= self._read_by_animator(n, animator)
        read |= self._ledger()
        if with_html:
            read |= self._html()
        return {name: mask(what if isinstance(what, str) else repr(what)) for name, what in read.items()}

    def _other(self) -> int | None:
        """The key of who is across from B."""
        rows = Side.objects.filter(introduction=self.one).exclude(person=self.b)
        return rows.values_list("person", flat=True).first()

    def _read_by(self, n: int) -> dict[str, object]:
        """Her Today, every letter of it whole, and her requests."""
        person = self.town.members[n]
        waiting = [(row.kind, row.about, row.promised_on) for row in waiting_for(person)]
        return {f"m{n} today": queries.today_of(person, self.at), f"m{n} waiting": waiting}

    def _exported(self, person: Person) -> dict[str, object]:
        """Everything that her export holds; references of letters are drawn anew in each world."""
        return {
            sheet.name: [
                [cell for name, cell in zip(sheet.columns, row, strict=True)
                 if (sheet.name, name) != ("attention.Letter", "ref")]
                for row in sheet.rows
            ]
            for sheet in mine_of(person, self.at)
        }  # fmt: skip

    def _read_by_animator(self, n: int, animator: Person) -> dict[str, object]:
        own = self.town.circles[n]
        return {
            f"a{n} proposals": sorted(queries.proposals_for(animator, own, self.at), key=_by_order()),
            f"a{n} to read": dict(queries.approvals_waiting(animator, [own])),
            f"a{n} monday": monday_of_circle(animator, own.ref, self.at),
            f"a{n} inclusion": inclusion_of(animator, own.ref, self.at),
            f"a{n} observatory": observed(animator, self.at),
        }

    def _ledger(self) -> dict[str, object]:
        """What weavings are given and drafted, what was queued and written, whoever reads it. What only
        concerns B is left out: her letters, her requests, the pairs that her "never" keeps apart."""
        b, host = self.b, self.town.host
        found = gather(self.at).network
        assert b is not None
        letters = Letter.objects.exclude(person=b).order_by("pk")
        requests = Request.objects.exclude(person=b).order_by("pk")
        hers = set(Letter.objects.filter(person=b).values_list("ref", flat=True))
        return {
            "fabric people": [one._replace(allow=frozenset(sorted(one.allow))) for one in found.people],
            "fabric ties": found.ties,
            "fabric bridges": found.bridges,
            "fabric resting": sorted(found.met),
            "fabric apart": sorted(pair for pair in found.apart if b.ref not in pair),
            "drafts": list(Introduction.objects.order_by("pk").values_list(
                "pair", "origin", "route", "back", "created_on", "score", "reasons", "facts", "apart",
                "first_shown_on", "established_on", "rests_until")),
            "letters": list(letters.values_list(
                "person", "kind", "about", "queued_at", "due_on", "cancelled_at")),
            "requests": list(requests.values_list(
                "person", "kind", "about", "shown_on", "week", "closed_on")),
            "audit": list(AuditLine.objects.order_by("pk").values_list("person", "act", "about", "at")),
            "outbox": [replace(row, ref="") for row in outbox(host) if row.ref not in hers],
            "weaving": queries.weaving_state(host),
        }  # fmt: skip

    def _html(self) -> dict[str, object]:
        """The pages of the other side and of the animators, as a browser receives them."""
        assert self.one is not None
        Clock.objects.filter(pk=1).update(at=self.at)
        read: dict[str, object] = {}
        for side in self.one.sides.exclude(person=self.b).select_related("person"):
            client = visitor(side.person)
            one = f"/introductions/{self.one.ref}"
            for address in ("/today", one, f"{one}/frame", f"{one}/time.ics", "/me/contacts", *FABRIC):
                read[f"html other {plain(address)}"] = html(client, address)
        n = self.plot.page_day % len(self.town.animators)
        client = visitor(self.town.animators[n])
        for page in ("proposals", "monday", "inclusion"):
            read[f"html a{n} {page}"] = html(client, f"/circles/{self.town.circles[n].ref}/{page}")
        for address in FABRIC:
            read[f"html a{n} {address}"] = html(client, address)
        return read


def visitor(person: Person) -> Client:
    """A browser where she is signed in."""
    client = Client()
    client.force_login(person)
    return client


def html(client: Client, address: str) -> str:
    """A page without what is drawn anew for each answer: keys of forms and of scripts."""
    response = client.get(address)
    said = response.content.decode()
    said = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', r'\1=""', said)
    return f"{response.status_code} {said}"


def plain(address: str) -> str:
    """An address without its reference."""
    return re.sub(r"[a-z2-7]{12}", "*", address)


def _refs() -> list[str]:
    return list(Introduction.objects.order_by("pk").values_list("ref", flat=True))


def _by_order() -> Callable[[Any], int]:
    order = {ref: n for n, ref in enumerate(_refs())}
    return lambda proposal: order[proposal.ref]


def masks() -> Callable[[str], str]:
    """What tells introductions by their order instead of by their reference."""
    order = {ref: f"introduction-{n}" for n, ref in enumerate(_refs())}
    if not order:
        return str
    refs = re.compile("|".join(order))
    return lambda said: refs.sub(lambda found: order[found[0]], said)


def differences(one: Page, other: Page) -> dict[str, tuple[str, str]]:
    """What two pages say otherwise, by name, from a little before it differs."""
    found: dict[str, tuple[str, str]] = {}
    for name in sorted({*one, *other}):
        mine, theirs = one.get(name, "-"), other.get(name, "-")
        if mine != theirs:
            start = next(
                (n for n, both in enumerate(zip(mine, theirs, strict=False)) if both[0] != both[1]), 0
            )
            found[name] = (mine[max(0, start - 60) : start + 60], theirs[max(0, start - 60) : start + 60])
    return found


class Leak(AssertionError):
    """Something read by somebody else that tells B's refusal from her silence."""

    def __init__(self, plot: Plot, day: int, found: Iterable[tuple[str, tuple[str, str]]]) -> None:
        said = dict(found)
        self.names = tuple(said)
        lines = [
            f"{name}\n    silent  {mine!r}\n    refuses {theirs!r}" for name, (mine, theirs) in said.items()
        ]
        super().__init__("\n  ".join([f"on day {day} of {plot.told()}:", *lines]))


def live_twice(town: Network, plot: Plot) -> bool:
    """Live a plot in both worlds; False when B has nothing to refuse in it. Raises Leak at what differs."""
    with undone():
        life = Life(town, plot)
        life.settle()
        if not life.fork():
            return False
        silent, other = copy(life), copy(life)
        kept: dict[int, Page] = {}
        with undone():
            silent.go_on(refuses=False, look=kept.__setitem__)

        def compared(day: int, page: Page) -> None:
            if found := differences(kept[day], page):
                raise Leak(plot, day, found.items())

        with undone():
            other.go_on(refuses=True, look=compared)
    return True
