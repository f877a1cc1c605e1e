"""Who lives in the demo network: a hand-written cast, and about 570 people drawn around it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tisserand.cli.demo.chance import Chance
from tisserand.cli.demo.sheets import Row, listed, rows, typed_asks
from tisserand.formats.records import Ask
from tisserand.vocabulary import ActorType, Consent

CLOSED = "Club Bellecour"
"""The circle that touches no other: no bridge, no shared member, no contact outside."""

NEWCOMER_DAYS = (2, 6, 11, 16, 23, 29, 38, 44, 51, 57, 64, 81)
"""Days since arrival of newcomers, one after the other: each stage of the integration clock."""

FIRST_ASKED = 735
"""Days since people were first asked what they agree to."""

REGIONS = {"Marées communes": "west", "Atelier du Léman": "swiss"}


@dataclass(frozen=True, slots=True)
class Villager:
    """One person while the demo is written: days are counted back from the Monday."""

    name: str
    circles: tuple[str, ...]
    town: str
    organisation: str
    actor_type: str
    sector: str
    joined: int
    quiet: int | None
    budget: int | None
    allow: frozenset[Consent]
    agreed: int | None
    in_cast: bool = False
    needs: tuple[Ask, ...] = ()
    offers: tuple[Ask, ...] = ()
    concern: str = ""

    @property
    def id(self) -> str:
        """The public identifier, from the name."""
        return slug(self.name)

    @property
    def email(self) -> str:
        """An address of a domain reserved for examples, which nobody can own."""
        return f"{slug(self.name, '.')}@{slug(self.circles[0])}.example"

    def day(self, monday: date, ago: int | None) -> date | None:
        """The date `ago` days before the Monday."""
        return None if ago is None else monday - timedelta(days=ago)


def slug(text: str, between: str = "-") -> str:
    """Lower-case letters and digits, joined by `between`."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", between, bare).strip(between)


def villagers(seed: int) -> list[Villager]:
    """Everybody: the cast, people of two circles, then circle by circle; asks and concerns not given yet."""
    chance = Chance(seed, 1)
    everybody = [_cast(row) for row in rows("cast")]
    names = {person.name for person in everybody}
    for row in rows("shared_members"):
        pair = (row["one"], row["other"])
        everybody += [_drawn(pair, names, chance) for _ in range(int(row["people"]))]
    stage = 0
    for row in rows("circles"):
        held = sum(row["name"] in person.circles for person in everybody)
        fresh = [_drawn((row["name"],), names, chance) for _ in range(int(row["members"]) - held)]
        for place in range(3, len(fresh), 15):
            fresh[place] = _newcomer(fresh[place], NEWCOMER_DAYS[stage % len(NEWCOMER_DAYS)])
            stage += 1
        everybody += fresh
    return everybody


def _cast(row: Row) -> Villager:
    known = {r["name"]: r for r in rows("organisations")}.get(row["organisation"])
    circles = listed(row["circles"])
    return Villager(
        name=row["name"],
        circles=circles,
        town=row["town"],
        organisation=row["organisation"],
        actor_type=known["actor_type"] if known else ActorType.ASSOCIATION,
        sector=known["sector"] if known else "vie associative",
        joined=int(row["joined_days_ago"]),
        quiet=int(row["quiet_days"]) if row["quiet_days"] else None,
        budget=int(row["budget"]),
        allow=frozenset(Consent(code) for code in listed(row["allow"])),
        agreed=min(int(row["joined_days_ago"]), FIRST_ASKED),
        in_cast=True,
        needs=typed_asks(row["needs"]),
        offers=typed_asks(row["offers"]),
        concern=row["concern"],
    )


def _drawn(circles: tuple[str, ...], taken: set[str], chance: Chance) -> Villager:
    home = next(row for row in rows("circles") if row["name"] == circles[0])
    towns, themes = listed(home["towns"]), listed(home["themes"])
    organisation, actor_type, sector = _occupation(circles[0], themes, chance)
    is_old = chance.happens(0.55) or len(circles) > 1
    joined = chance.between(731, 2600) if is_old else chance.between(92, 730)
    quiet = chance.between(35, 230) if joined > 300 and chance.happens(0.09) else None
    allow = _consents(circles, chance)
    return Villager(
        name=_name(circles[0], taken, chance),
        circles=circles,
        town=chance.one_of((towns[0], *towns)),
        organisation=organisation,
        actor_type=actor_type,
        sector=sector,
        joined=joined,
        quiet=quiet,
        budget=chance.one_of((None, None, None, 1, 1, 2, 2, 2, 2, 3)) if not chance.happens(0.03) else 0,
        allow=allow,
        agreed=min(joined, FIRST_ASKED - chance.between(5, 430) // 5) if allow else None,
    )


def _name(circle: str, taken: set[str], chance: Chance) -> str:
    region = REGIONS.get(circle, "") if chance.happens(0.6) else ""
    last = [row["name"] for row in rows("last_names") if row["region"] == region]
    while True:
        name = f"{chance.one_of(rows('first_names'))['name']} {chance.one_of(last)}"
        if name not in taken:
            taken.add(name)
            return name


def _occupation(circle: str, themes: tuple[str, ...], chance: Chance) -> tuple[str, str, str]:
    if chance.happens(0.62):
        row = chance.one_of([r for r in rows("organisations") if r["circle"] == circle])
        return row["name"], row["actor_type"], row["sector"]
    kind = ActorType.CITIZEN if chance.happens(0.5) else ActorType.COMPANY
    return "", kind, chance.one_of(themes[:4])


def _consents(circles: tuple[str, ...], chance: Chance) -> frozenset[Consent]:
    open_minded = 0.45 if CLOSED in circles else 0.94
    wanted = ((Consent.BEYOND, open_minded), (Consent.COUNTED, 0.66), (Consent.NAMED, 0.28))
    if chance.happens(0.05) and len(circles) == 1:
        return frozenset()
    return frozenset(code for code, share in wanted if chance.happens(share))


def _newcomer(person: Villager, days: int) -> Villager:
    """The same person, arrived `days` ago; in the very first days nothing was answered yet."""
    allow = person.allow if days > 3 else frozenset[Consent]()
    agreed = max(0, days - 1) if allow else None
    return replace(person, joined=days, quiet=None, allow=allow, agreed=agreed, budget=person.budget or 2)
