"""What stands beside the records of the demo world: circles, agreements, sponsors, vouches, days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tisserand.cli.demo.chance import Chance
from tisserand.cli.demo.people import slug
from tisserand.cli.demo.personas import APPROVES, PERSONAS, SILENCE_APPROVES
from tisserand.cli.demo.sheets import rows
from tisserand.cli.demo.world import World
from tisserand.vocabulary import ApprovalMode

if TYPE_CHECKING:
    from tisserand.domain.exchanges.install import FoundedAgreement, FoundedVouch, Founding

NEW_DAYS = 92
"""Who came in these days may have a sponsor to show around."""
SPONSORED = 0.6
WORD_DAYS = 8


def founding_of(world: World, seed: int = 7) -> Founding:
    """The Founding of the World: everything that its records do not say."""
    from tisserand.domain.exchanges.install import FoundedCircle, Founding

    circles = tuple(
        FoundedCircle(
            name=circle.name,
            purpose=circle.purpose,
            charter=circle.charter,
            town=circle.town,
            dye=circle.dye,
            weave=circle.weave,
            listed=True,
            approval=_approval(circle.name),
            through_members=circle.through_members,
            animators=circle.animators,
            founded_on=world.monday - timedelta(days=735),
        )
        for circle in world.circles
    )
    sponsors = dict(_sponsors(world, seed))
    return Founding(
        circles,
        world.concerns,
        world.go_betweens,
        world.signed_on,
        slug(PERSONAS["host"]),
        agreements=tuple(_agreements(world.monday)),
        sponsors=sponsors,
        vouches=tuple(_vouches(world, sponsors, seed)),
        said_on=dict(_said_on(world, seed)),
    )


def _approval(name: str) -> ApprovalMode:
    if name in APPROVES:
        return ApprovalMode.REQUIRED
    return ApprovalMode.UNLESS_STOPPED if name == SILENCE_APPROVES else ApprovalMode.NONE


def _agreements(monday: date) -> Iterator[FoundedAgreement]:
    """Agreements that carry nobody now: refused by a silence, to be signed, suspended, past its review."""
    from tisserand.domain.exchanges.install import FoundedAgreement

    for row in rows("agreements"):
        proposed_on = monday - timedelta(days=int(row["proposed_days_ago"]))
        suspended = row["suspended_days_ago"]
        yield FoundedAgreement(
            start=row["start"],
            end=row["end"],
            quota=int(row["quota"]),
            until=monday + timedelta(days=int(row["until_in_days"])),
            proposed_on=proposed_on,
            signed=(row["start"], row["end"]) if row["both"] == "yes" else (row["start"],),
            suspended_on=monday - timedelta(days=int(suspended)) if suspended else None,
            suspended_by=row["end"] if suspended else "",
        )


def _sponsors(world: World, seed: int) -> Iterator[tuple[tuple[str, str], str]]:
    """Who shows newcomers around: written for the cast, drawn for most of the others among older members."""
    chance = Chance(seed, 7)
    cast = {slug(row["name"]): slug(row["sponsor"]) for row in rows("newcomers")}
    old = {
        circle.name: [
            person.id
            for person in world.people
            if circle.name in person.circles and _age(world, person.joined_on) > 400
        ]
        for circle in world.circles
    }
    for person in world.people:
        circle = person.circles[0]
        if person.id in cast:
            if cast[person.id]:
                yield (person.id, circle), cast[person.id]
        elif _age(world, person.joined_on) <= NEW_DAYS and chance.happens(SPONSORED):
            yield (person.id, circle), chance.one_of(old[circle])


def _vouches(world: World, sponsors: dict[tuple[str, str], str], seed: int) -> Iterator[FoundedVouch]:
    """A word for some of those who are shown around, and those written for the cast."""
    from tisserand.domain.exchanges.install import FoundedVouch

    chance, words = Chance(seed, 8), [row["sentence"] for row in rows("vouches") if not row["about"]]
    joined = {person.id: _age(world, person.joined_on) for person in world.people}
    for row in rows("vouches"):
        if row["about"]:
            about, author = slug(row["about"]), slug(row["author"])
            day = world.monday - timedelta(days=int(row["days_ago"]))
            yield FoundedVouch(author, about, row["circle"], row["sentence"], day)
    written = {slug(row["about"]) for row in rows("vouches") if row["about"]}
    for (person, circle), sponsor in sponsors.items():
        if person not in written and joined[person] > WORD_DAYS and chance.happens(0.5):
            day = world.monday - timedelta(days=chance.between(1, joined[person] - 1))
            yield FoundedVouch(sponsor, person, circle, chance.one_of(words), day, agreed=chance.happens(0.8))


def _said_on(world: World, seed: int) -> Iterator[tuple[str, date]]:
    """The day each person said what she looks for and can give: never before she came."""
    chance = Chance(seed, 9)
    written = {slug(row["name"]): int(row["said_days_ago"]) for row in rows("newcomers")}
    for person in world.people:
        drawn = chance.between(4, 168)
        ago = written.get(person.id, drawn)
        yield person.id, world.monday - timedelta(days=min(ago, _age(world, person.joined_on)))


def _age(world: World, joined_on: date | None) -> int:
    return (world.monday - (joined_on or world.monday)).days
