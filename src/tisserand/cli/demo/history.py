"""Two years of introductions: those that became meetings, those that came to nothing, those under way.

The meetings are the contacts of the kind "introduction" that were drawn for the World: each of them had a
proposal, two yeses, and mostly a need. What came to nothing is drawn for the last months, over bridges that
were signed, so that nearly everybody who agreed was thought of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from tisserand.cli.demo.chance import Chance
from tisserand.cli.demo.people import slug
from tisserand.cli.demo.personas import PERSONAS
from tisserand.cli.demo.sheets import rows
from tisserand.cli.demo.world import World
from tisserand.formats.records import Person
from tisserand.vocabulary import Consent

if TYPE_CHECKING:
    from tisserand.domain.introductions.install import Lived

LAST_MONTHS = 4
SECOND_ASKED = 0.4
MEMBER = slug(PERSONAS["member"])
"""Her introductions are written by hand."""
Pair = tuple[str, str]
Circles = tuple[str, str]

CAST = (
    "Camille Roussel", "Mehdi Benali", "Thomas Perrin", "Gaël Kerdoncuff", "Malo Guivarch",
    "Rose-Marie Latour", "Rémi Gauthey", "Baptiste Arsac", "Josette Peyrat", "Inès Belkadi",
    "Étienne Vasselon", "Solène Marchand", "Djamila Ferroudj",
)  # fmt: skip
"""Who is proposed to whom a few days before the Monday, so that something is under way."""


def lived(world: World, refs: Mapping[str, str], seed: int) -> list[Lived]:
    """The introductions of the past, by reference; told for the World's Monday."""
    story = _Story(world, refs, seed)
    return [*story.personal(), *story.meetings(), *story.nothing_came()]


class _Story:
    """What is known while the past is told: each pair comes once."""

    def __init__(self, world: World, refs: Mapping[str, str], seed: int) -> None:
        self.world, self.refs = world, refs
        self.chance = Chance(seed, 6)
        self.people = {person.id: person for person in world.people}
        self.routes = _routes(world)
        self.known = {(min(tie.a, tie.b), max(tie.a, tie.b)) for tie in world.ties}
        self.open: dict[str, list[str]] = {circle.name: [] for circle in world.circles}
        for person in world.people:
            for name in person.circles if _is_open(person, self) else ():
                self.open[name].append(person.id)
        self.taken: set[Pair] = set()
        self.shown: Counter[str] = Counter()
        self.needs = [row["text"] for row in rows("needs") if row["lang"] == "fr" and "{" not in row["text"]]

    def day(self, ago: int) -> date:
        """So many days before the Monday."""
        return self.world.monday - timedelta(days=ago)

    def personal(self) -> Iterator[Lived]:
        """What a visitor finds: a meeting, a thread, an answer that waits."""
        camille, djamila = MEMBER, "djamila-ferroudj"
        yield self._one(
            (camille, djamila), ("Sillage Lyon", "Lieux Communs"), shown=19, second=16, established=13,
            go_between="helene-garnier",
            lines=(
                (djamila, "Bonjour Camille, nos vendredis cherchent qui sait les bocaux. On s’appelle ?", 12),
                (camille, "Avec plaisir ! Mardi vers 14 h, ou jeudi matin avant les livraisons ?", 11),
                (djamila, "Mardi 14 h, c’est noté. Je vous montre la cuisine au passage.", 9),
            ),
        )  # fmt: skip
        yield self._one(
            (camille, "samuel-keller"), ("Sillage Lyon", "Atelier du Léman"), shown=131, second=127,
            established=124, met=112, need="Comparer deux bocaux consignés avant de commander.", asked=140,
            go_between="lea-fontanel",
        )  # fmt: skip
        both = ("Sillage Lyon", "Lieux Communs")
        yield self._one((camille, "ousmane-sarr"), both, shown=6, second=2, ended=False)
        yield self._one(
            ("marc-oudin", "anne-lise-fournier"), ("Sillage Lyon", "Cercle des Quais"), shown=24, second=20,
            established=18, go_between="helene-garnier",
        )  # fmt: skip

    def meetings(self) -> Iterator[Lived]:
        """Every contact that an introduction made, with the weeks before it: fewer of them each year."""
        for tie in self.world.ties:
            pair = (min(tie.a, tie.b), max(tie.a, tie.b))
            if tie.kind != "introduction" or tie.at is None or pair in self.taken or MEMBER in pair:
                continue
            met, ends = tie.at.date(), self._route(*pair)
            ago = (self.world.monday - met).days
            if ends is None or self._joined(pair, ago) < 45:
                continue
            slow = ago // 60
            before = self.chance.between(2, 4 + slow)
            second = before + self.chance.between(1, 4)
            first = second + self.chance.between(1, 5)
            yield self._one(
                pair, ends, shown=ago + first, second=ago + second, established=ago + before, met=ago,
                need=self.chance.one_of(self.needs) if self.chance.happens(0.8) else "",
                asked=ago + first + self.chance.between(2, 6 + 2 * slow),
            )  # fmt: skip

    def nothing_came(self) -> Iterator[Lived]:
        """Proposals of the last months without two yeses, and a few established that have not met yet."""
        first_of_month = self.world.monday.replace(day=1)
        first = max(8, (self.world.monday - first_of_month).days + 1)
        for start in range(first + 18, first + 30 * LAST_MONTHS, 6):
            for ends in [two for two in self.routes for _ in range(self._flow(two))]:
                found = self._least_shown(ends)
                if found is None:
                    continue
                pair, homes = found
                asked = self.chance.happens(SECOND_ASKED)
                yes = asked and start <= 40 and self.chance.happens(0.25)
                yield self._one(
                    pair, homes, shown=start, second=start - 3 if asked else None,
                    established=start - 6 if yes else None,
                )  # fmt: skip

    def _one(
        self, pair: Pair, ends: Circles, *, shown: int, second: int | None = None,
        established: int | None = None, met: int | None = None, ended: bool = True, need: str = "",
        asked: int | None = None, go_between: str = "", lines: tuple[tuple[str, str, int], ...] = (),
    ) -> Lived:  # fmt: skip
        from tisserand.domain.introductions.install import Lived

        self.taken.add((min(pair), max(pair)))
        self.shown.update(pair if second else pair[:1])
        return Lived(
            one=self.refs[pair[0]],
            two=self.refs[pair[1]],
            circle_one=ends[0],
            circle_two=ends[1],
            drafted_on=self.day(shown + 2),
            shown_on=self.day(shown),
            second_on=None if second is None else self.day(second),
            established_on=None if established is None else self.day(established),
            met_on=None if met is None else self.day(met),
            ended=ended,
            need=need,
            asked_on=None if asked is None else self.day(asked),
            go_between=self.refs.get(go_between, ""),
            lines=tuple((self.refs[who], text, self.day(ago)) for who, text, ago in lines),
        )

    def _joined(self, pair: Pair, ago: int) -> int:
        """How long the later of the two had been there."""
        days = [
            (self.world.monday - (self.people[name].joined_on or self.world.monday)).days for name in pair
        ]
        return min(days) - ago

    def _route(self, one: str, other: str) -> Circles | None:
        ends = product(self.people[one].circles, self.people[other].circles)
        return next((two for two in ends if two in self.routes or two[::-1] in self.routes), None)

    def _least_shown(self, ends: Circles) -> tuple[Pair, Circles] | None:
        """Two people of a route who were proposed to nobody, or the least; never two who know each other."""
        one, other = (self._open_in(name) for name in ends)
        for _ in range(8):
            a, b = self._of_few(one), self._of_few(other)
            if a and b and a != b and not self._is_known(a, b):
                return ((a, b), ends) if self.chance.happens(0.5) else ((b, a), (ends[1], ends[0]))
        return None

    def _flow(self, ends: Circles) -> int:
        """How many proposals a route carries in six days: as many as its smaller circle feeds."""
        return 1 + min(len(self.open[name]) for name in ends) // 12

    def _of_few(self, names: list[str]) -> str:
        few = sorted(self.chance.some_of(names, 14), key=lambda name: self.shown[name])
        return few[0] if few else ""

    def _open_in(self, circle: str) -> list[str]:
        return self.open[circle]

    def _is_known(self, a: str, b: str) -> bool:
        pair = (min(a, b), max(a, b))
        together = set(self.people[a].circles) & set(self.people[b].circles)
        return bool(together) or pair in self.known or pair in self.taken


def _is_open(person: Person, story: _Story) -> bool:
    """Whether somebody could be proposed to others all these months."""
    kept = {slug(name) for name in CAST}
    long_ago = person.joined_on is not None and person.joined_on < story.day(170)
    return long_ago and Consent.BEYOND in person.allow and person.budget != 0 and person.id not in kept


def _routes(world: World) -> list[Circles]:
    """Pairs of circles between which people may be proposed, once each."""
    bridges = {(min(row.start, row.end), max(row.start, row.end)) for row in world.bridges}
    return sorted(bridges | set(world.shared_routes))
