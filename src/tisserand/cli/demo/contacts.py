"""Two years of contacts: meetings, works, messages inside circles; shared evenings and bridges across them.

A day is counted from the first of the two years (0) to the eve of the Monday (LAST_DAY).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from tisserand.cli.demo.chance import Chance
from tisserand.cli.demo.people import CLOSED, Villager
from tisserand.cli.demo.sheets import Row, listed, rows
from tisserand.formats.records import Tie

DAYS = 728
LAST_DAY = DAYS - 1

TABLE = 5
LYON = (
    "Sillage Lyon", "Lieux Communs", "Graines de Saône", "Cercle des Quais", "Ingénieures & Cie",
    "Mentors d’Ainay", "Code Croix-Paquet",
)  # fmt: skip
HOURS = {"meeting": (17 * 60 + 30, 19 * 60), "work": (8 * 60, 16 * 60), "introduction": (9 * 60, 15 * 60)}
ANY_HOUR = (6 * 60, 19 * 60)


class Contact(NamedTuple):
    """What happened between two places of the list, on a day."""

    day: int
    a: int
    b: int
    kind: str


class Diary:
    """The contacts written so far, and who was there, lively and free to meet."""

    def __init__(
        self, people: list[Villager], strangers: set[tuple[int, int]], monday: date, seed: int
    ) -> None:
        self.people, self.strangers = people, strangers
        self.first = monday - timedelta(days=DAYS)
        self.chance = Chance(seed, 4)
        self.written: list[Contact] = []
        self.place = {person.name: place for place, person in enumerate(people)}
        self.members = {
            row["name"]: [place for place, person in enumerate(people) if row["name"] in person.circles]
            for row in rows("circles")
        }
        self.energy = [0.85 if person.in_cast else 0.18 + 0.7 * self.chance.part() ** 2 for person in people]
        self.corner = [self.chance.part() for _ in people]

    def is_here(self, place: int, day: int) -> bool:
        """Whether the person had joined and not gone quiet."""
        person = self.people[place]
        return DAYS - person.joined <= day and (person.quiet is None or day < DAYS - person.quiet)

    def write(self, day: int, a: int, b: int, kind: str) -> bool:
        """Write a contact if both were here and are not meant to stay strangers; tells whether it was."""
        low, high = min(a, b), max(a, b)
        if a == b or (low, high) in self.strangers or not (0 <= day <= LAST_DAY):
            return False
        if not (self.is_here(a, day) and self.is_here(b, day)):
            return False
        self.written.append(Contact(day, low, high, kind))
        return True

    def is_holiday(self, day: int) -> bool:
        """August and the turn of the year, when circles rest."""
        on = self.first + timedelta(days=day)
        return on.month == 8 or (on.month, on.day) >= (12, 22) or (on.month, on.day) <= (1, 4)

    def gather(self, day: int, guests: list[int], share: float) -> None:
        """Seat guests in the order given, five by five; a share of each table's pairs really talk."""
        for start in range(0, len(guests), TABLE):
            table = guests[start : start + TABLE]
            for i, a in enumerate(table):
                for b in table[i + 1 :]:
                    if self.chance.happens(share):
                        self.write(day, a, b, "meeting")


def ties_of(
    people: list[Villager], strangers: set[tuple[int, int]], monday: date, seed: int
) -> tuple[Tie, ...]:
    """Every contact as a record, in the order of time; `strangers` are pairs of places that never met."""
    unmet = strangers | _named_pairs(people, "not_yet")
    diary = Diary(people, unmet, monday, seed)
    for row in rows("circles"):
        _meetings(diary, row)
        _works(diary, row)
    _old_friends(diary)
    _evenings(diary)
    for row in rows("bridges"):
        _crossings(diary, row)
    _welcomes(diary)
    for a, b in sorted(_named_pairs(people, "knows")):
        span = min(110, people[a].joined, people[b].joined)
        for _ in range(5):
            day = DAYS - diary.chance.between(1, span)
            diary.write(day, a, b, diary.chance.one_of(("message", "work")))
    _messages(diary)
    return _records(diary)


def _named_pairs(people: list[Villager], column: str) -> set[tuple[int, int]]:
    place = {person.name: number for number, person in enumerate(people)}
    pairs = ((place[row["name"]], place[other]) for row in rows("cast") for other in listed(row[column]))
    return {(min(a, b), max(a, b)) for a, b in pairs}


def _meetings(diary: Diary, circle: Row) -> None:
    """A regular evening; people sit with their usual corner, and a little less as months go by."""
    step, weekday = 7 * int(circle["rhythm_weeks"]), int(circle["weekday"])
    for day in range(diary.chance.between(0, step // 7 - 1) * 7 + weekday, DAYS, step):
        if diary.is_holiday(day):
            continue
        guests = []
        for place in diary.members[circle["name"]]:
            arrived = day - (DAYS - diary.people[place].joined)
            warm = 1.5 if 0 <= arrived < 60 else 1.0
            halved = 0.5 if len(diary.people[place].circles) > 1 else 1.0
            if diary.is_here(place, day) and diary.chance.happens(0.85 * halved * warm * diary.energy[place]):
                guests.append(place)
        stir = 0.15 + 0.25 * day / DAYS
        guests.sort(key=lambda place: diary.corner[place] + stir * diary.chance.part())
        diary.gather(day, guests, 0.4)


def _works(diary: Diary, circle: Row) -> None:
    """Three or four people of a corner work together for some weeks."""
    members = diary.members[circle["name"]]
    for _ in range(len(members) // 4):
        start, weeks = diary.chance.between(-40, DAYS - 10), diary.chance.between(6, 18)
        centre = diary.corner[diary.chance.one_of(members)]
        here = [place for place in members if diary.is_here(place, max(0, start) + 5)]
        near = sorted(here, key=lambda place: abs(diary.corner[place] - centre) + 0.1 * diary.chance.part())
        _team(diary, near[: diary.chance.between(3, 4)], start, weeks)


def _team(diary: Diary, team: list[int], start: int, weeks: int) -> None:
    for week in range(weeks):
        day = start + 7 * week + diary.chance.between(0, 4)
        for i, a in enumerate(team):
            for b in team[i + 1 :]:
                if not diary.is_holiday(max(0, day)) and diary.chance.happens(0.35):
                    diary.write(day, a, b, "work")


def _old_friends(diary: Diary) -> None:
    """Some people of two circles knew each other before: a sign now and then."""
    everybody = [place for place, person in enumerate(diary.people) if CLOSED not in person.circles]
    for _ in range(len(everybody) // 4):
        a = diary.chance.one_of(everybody)
        b = diary.chance.one_of([p for p in everybody if _is_neighbour(diary.people[a], diary.people[p])])
        day = diary.chance.between(0, 120)
        while day < DAYS:
            diary.write(day, a, b, diary.chance.one_of(("message", "message", "work")))
            day += diary.chance.between(40, 200)


def _is_neighbour(one: Villager, other: Villager) -> bool:
    """Of two circles, and of Lyon both or neither: friends from elsewhere mostly live near."""
    if set(one.circles) & set(other.circles):
        return False
    return (one.circles[0] in LYON) == (other.circles[0] in LYON)


def _evenings(diary: Diary) -> None:
    """Open evenings in third places of Lyon, rare at first and then often."""
    day = 20
    while day < DAYS:
        late = day / DAYS
        guests = [
            place
            for circle in LYON
            for place in diary.members[circle]
            if diary.is_here(place, day)
            and diary.chance.happens((0.06 + 0.03 * late) * (0.5 + diary.energy[place]))
        ]
        if not diary.is_holiday(day):
            diary.gather(day, diary.chance.some_of(guests, len(guests)), 0.3)
        day += 42 if late < 0.4 else 28 if late < 0.75 else 21


def _crossings(diary: Diary, bridge: Row) -> None:
    """Introductions over a bridge since its signature; bridge people keep in touch with both circles."""
    signed, quota = DAYS - int(bridge["signed_days_ago"]), int(bridge["quota"])
    ones, others = diary.members[bridge["start"]], diary.members[bridge["end"]]
    keepers = [diary.place[name] for name in listed(bridge["go_betweens"])]
    for start in range(max(0, signed), DAYS, 30):
        growth = 0.12 + 0.16 * start / DAYS
        for _ in range(round(quota * growth + diary.chance.part() - 0.5)):
            _introduced(diary, diary.chance.one_of(ones), diary.chance.one_of(others), start)
        for keeper in keepers:
            for place in diary.chance.some_of(ones + others, 2):
                diary.write(start + diary.chance.between(0, 29), keeper, place, "message")


def _welcomes(diary: Diary) -> None:
    """Newcomers introduced over a bridge in their first two months: few at first, then most of them."""
    beyond: dict[str, list[str]] = {}
    for row in rows("bridges"):
        beyond.setdefault(row["start"], []).append(row["end"])
    for place, person in enumerate(diary.people):
        arrived = DAYS - person.joined
        reached = beyond.get(person.circles[0])
        if person.in_cast or arrived < 0 or not reached:
            continue
        if diary.chance.happens(0.25 + 0.6 * arrived / DAYS):
            other = diary.chance.one_of(diary.members[diary.chance.one_of(reached)])
            _introduced(diary, place, other, arrived + diary.chance.between(8, 30))


def _introduced(diary: Diary, a: int, b: int, start: int) -> None:
    """An introduction between two people of two circles, followed or not."""
    apart = not set(diary.people[a].circles) & set(diary.people[b].circles)
    if not apart or CLOSED in diary.people[a].circles + diary.people[b].circles:
        return
    day = start + diary.chance.between(0, 29)
    if diary.write(day, a, b, "introduction") and diary.chance.happens(0.7):
        for _ in range(diary.chance.between(1, 4)):
            day += diary.chance.between(4, 30)
            diary.write(day, a, b, diary.chance.one_of(("work", "message", "meeting")))


def _messages(diary: Diary) -> None:
    """Some contacts are followed by a message within two weeks."""
    for contact in tuple(diary.written):
        if contact.kind != "message" and diary.chance.happens(0.22):
            diary.write(contact.day + diary.chance.between(1, 14), contact.a, contact.b, "message")


def _records(diary: Diary) -> tuple[Tie, ...]:
    ids = [person.id for person in diary.people]
    ties = []
    for contact in sorted(diary.written):
        low, high = HOURS.get(contact.kind, ANY_HOUR)
        minute = diary.chance.between(low, high)
        on = datetime.combine(diary.first + timedelta(days=contact.day), time(minute // 60, minute % 60), UTC)
        ties.append(Tie(ids[contact.a], ids[contact.b], at=on, kind=contact.kind))
    return tuple(sorted(ties, key=lambda tie: (tie.at or datetime.min.replace(tzinfo=UTC), tie.a, tie.b)))
