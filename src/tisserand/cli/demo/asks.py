"""Who needs and offers what: hand-written sentences said in fitting circles, answered in another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from tisserand.cli.demo.chance import Chance
from tisserand.cli.demo.people import Villager
from tisserand.cli.demo.sheets import Row, listed, rows
from tisserand.formats.records import Ask
from tisserand.vocabulary import AskType

ENGLISH = ("Atelier du Léman", "Les Voisins du Canal")
"""Circles where some people write in English."""

MOST = 2
"""Needs, and offers, that one person says at most."""

AGAIN = {"needs": 0.35, "offers": 0.45}
"""Share of the sentences that a second person says too."""

Spoken = dict[str, set[int]]
"""Who said a sentence with a given key: places of people in the list."""


@dataclass(slots=True)
class Market:
    """People while sentences are given out, and who said which key."""

    people: list[Villager]
    chance: Chance
    near: set[tuple[str, str]]
    concerned: dict[str, list[int]]
    said: dict[str, Spoken] = field(default_factory=lambda: {side: defaultdict(set) for side in AGAIN})

    def may_say(self, place: int, side: str, row: Row) -> bool:
        """Whether a sentence fits: room left, the language of a circle of hers, no answer at home."""
        person = self.people[place]
        held = person.needs if side == "needs" else person.offers
        if person.in_cast or person.joined < 5 or len(held) >= MOST:
            return False
        if row["lang"] == "en" and not _english(person):
            return False
        if any(ask.text == _sentence(row, person) for ask in held):
            return False
        other = self.said["offers" if side == "needs" else "needs"][row["key"]] if row["key"] else set()
        return not any(set(person.circles) & set(self.people[seeker].circles) for seeker in other)

    def is_near(self, place: int, row: Row) -> bool:
        """Whether a bridge joins this person to somebody who needs the sentence."""
        seekers = self.said["needs"][row["key"]] if row["key"] else set()
        homes = self.people[place].circles
        return any((a, b) in self.near for s in seekers for a in self.people[s].circles for b in homes)

    def give(self, side: str, row: Row) -> None:
        """Let somebody say the sentence, when it fits anybody."""
        fitting = [place for place in self.concerned[row["theme"]] if self.may_say(place, side, row)]
        near = [place for place in fitting if side == "offers" and self.is_near(place, row)]
        if not fitting:
            return
        place = self.chance.one_of(near if near and self.chance.happens(0.8) else fitting)
        person = self.people[place]
        ask = Ask(_sentence(row, person), AskType(row["type"]))
        if side == "needs":
            self.people[place] = replace(person, needs=(*person.needs, ask))
        else:
            self.people[place] = replace(person, offers=(*person.offers, ask))
        if row["key"]:
            self.said[side][row["key"]].add(place)


def with_asks(people: list[Villager], seed: int) -> tuple[list[Villager], set[tuple[int, int]]]:
    """The people with needs, offers and concerns, and the pairs of places (low, high) that answer each other:
    these have never met yet."""
    market = Market(list(people), Chance(seed, 2), _routes(), _concerned(people))
    for side in ("needs", "offers"):
        for row in rows(side):
            market.give(side, row)
        for row in rows(side):
            if market.chance.happens(AGAIN[side]):
                market.give(side, row)
    answers = {
        (min(seeker, giver), max(seeker, giver))
        for key, seekers in market.said["needs"].items()
        for seeker in sorted(seekers)
        for giver in sorted(market.said["offers"][key])
    }
    return _with_concerns(market.people, Chance(seed, 3)), answers


def _concerned(people: list[Villager]) -> dict[str, list[int]]:
    """By theme, the places of people of a circle that cares about it."""
    of_circle = {row["name"]: listed(row["themes"]) for row in rows("circles")}
    concerned: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for theme in dict.fromkeys(theme for circle in person.circles for theme in of_circle[circle]):
            concerned[theme].append(place)
    return concerned


def _routes() -> set[tuple[str, str]]:
    """Pairs of circles between which a need may travel: bridge rows, shared members where both allow it."""
    allowing = {row["name"] for row in rows("circles") if row["through_members"] == "yes"}
    shared = {(row["one"], row["other"]) for row in rows("shared_members")}
    both = {
        (a, b) for one, other in shared if {one, other} <= allowing for a, b in ((one, other), (other, one))
    }
    return both | {(row["start"], row["end"]) for row in rows("bridges")}


def _with_concerns(people: list[Villager], chance: Chance) -> list[Villager]:
    lines = rows("concerns")
    left = {lang: [row["text"] for row in lines if row["lang"] == lang] * 4 for lang in ("fr", "en")}
    spoken = []
    for person in people:
        texts = left["en" if _english(person) and chance.happens(0.2) else "fr"]
        if not person.concern and person.joined > 5 and texts and chance.happens(0.44):
            spoken.append(replace(person, concern=texts.pop(chance.between(0, len(texts) - 1))))
        else:
            spoken.append(person)
    return spoken


def _english(person: Villager) -> bool:
    return any(circle in ENGLISH for circle in person.circles)


def _sentence(row: Row, person: Villager) -> str:
    return row["text"].replace("{ville}", person.town)
