"""P3, contact details stay with their owner until both said yes, then go to the other alone, as ticked.

A small network lives; on some days everybody opens every page that a link leads her to, and the host the
text of every letter. Addresses, numbers, intentions and concerns are words that stand nowhere else.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db.models import Q
from django.test import Client

from tests.journeys.leaks import Altered, altered
from tests.journeys.plots import MEMBERS, Plot
from tests.journeys.small_network import HOMES, Network, counted_refs, network
from tests.journeys.worlds import Life, visitor
from tisserand.domain.attention import queries as attention
from tisserand.domain.attention.models import Clock
from tisserand.domain.introductions.jobs.gathering import gather
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.queries import letters, told
from tisserand.domain.introductions.rules import Act
from tisserand.domain.people.models import Person
from tisserand.formats.export import write_network
from tisserand.web.member import introductions as introduction_page
from tisserand.web.member import letters as member_letters
from tisserand.web.member import today as today_page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DOORS = ("/today", "/me", "/circles", "/host", "/host/outbox", "/")
LINK = re.compile(r'href="(/[^"#?]*)')
APART = re.compile(r"^/(static|signout|demo|health)")
DAYS = (0, 1, 2, 3, 7, 8, 10, 14, 15)
LOOKS = (0, 2, 10, 15)


class Canary(NamedTuple):
    """A word of one member that only some may read."""

    owner: int
    kind: str
    word: str


class Seen(NamedTuple):
    """Where a word was read, by whom."""

    reader: str
    page: str
    canary: Canary


def canaries() -> list[Canary]:
    """Four words of each member."""
    kinds = {"email": "adresse{n}@canari.example", "phone": "+33 6 40 50 60 {n}{n}",
             "intention": "intention{n}x",
             "concern": "souci{n}x"}  # fmt: skip
    return [Canary(n, kind, word.format(n=n)) for n in range(MEMBERS) for kind, word in kinds.items()]


class Told(Life):
    """A life in which each ticks other details, and writes her own intention."""

    def given(self, person: Person) -> dict[str, Any]:
        """Members tick their address by turns, and their number by others."""
        n = self.town.members.index(person) if person in self.town.members else 0
        return {"reveals_email": n % 2 == 0, "reveals_phone": n % 3 < 2, "intention": f"intention{n}x"}

    def live(self, read: Callable[["Told"], None]) -> None:
        """A fortnight in which everybody says yes, two days after her letter."""
        for day in DAYS:
            self.day = day
            Clock.objects.filter(pk=1).update(at=self.at)
            self.morning()
            self.evening()
            if day in LOOKS:
                read(self)

    def _weaves(self) -> bool:
        return True


def filled(town: Network) -> None:
    """Write the canaries."""
    words = {(one.owner, one.kind): one.word for one in canaries()}
    for n, person in enumerate(town.members):
        person.email, person.phone, person.concern = (
            words[n, kind] for kind in ("email", "phone", "concern")
        )
        person.save()


def pages_of(client: Client) -> Iterator[tuple[str, str]]:
    """Every page that links lead to, once."""
    ahead, known = list(DOORS), set(DOORS)
    while ahead:
        address = ahead.pop()
        response = client.get(address)
        if response.status_code != 200 or "text/html" not in response.headers.get("Content-Type", ""):
            continue
        said = unescape(response.content.decode())
        yield address, said
        new = {link for link in LINK.findall(said) if not APART.match(link)} - known
        known |= new
        ahead.extend(sorted(new))


def squeezed(text: str) -> str:
    """A text as it is searched: numbers are found however they are spaced."""
    return re.sub(r"[\s\u00a0\u202f]+", "", text)


def readings(life: Told) -> Iterator[Seen]:
    """Every word of somebody else that may be read now, wherever it is."""
    town, words = life.town, [(one, squeezed(one.word)) for one in canaries()]
    readers = {f"m{n}": one for n, one in enumerate(town.members)}
    readers |= {f"a{n}": one for n, one in enumerate(town.animators)}
    for name, reader in readers.items():
        for page, said in pages_of(visitor(reader)):
            found = squeezed(said)
            for canary, word in words:
                if word in found and f"m{canary.owner}" != name:
                    yield Seen(name, page, canary)


def may_read(life: Told, seen: Seen) -> bool:
    """Whether the reader may find the word there: what matters to somebody once she is shown, or in a circle
    of hers; contact details between two people who both said yes, as they were ticked."""
    owner = life.town.members[seen.canary.owner]
    reader = (life.town.members if seen.reader[0] == "m" else life.town.animators)[int(seen.reader[1:])]
    pairs = Introduction.objects.filter(sides__person=owner).filter(sides__person=reader)
    if seen.canary.kind == "concern":
        homes = set(HOMES[seen.canary.owner])
        own = set(HOMES[int(seen.reader[1:])]) if seen.reader[0] == "m" else {int(seen.reader[1:])}
        shown = pairs.filter(Q(sides__person=reader, sides__shown_on__isnull=False)).exists()
        return bool(homes & own) or shown or seen.page.endswith("/proposals")
    ticked = {"email": Q(reveals_email=True), "phone": Q(reveals_phone=True), "intention": Q()}[
        seen.canary.kind
    ]
    both = pairs.filter(established_on__isnull=False)
    given = Side.objects.filter(ticked, introduction__in=both, person=owner).exists()
    return given and seen.page.startswith("/introductions/")


class Read(AssertionError):
    """A word was read where it must not be."""


def live(settings: Any) -> tuple[list[Seen], int]:
    """Live the fortnight; what was read of contact details, and how many introductions were established.

    Raises Read at the first word read by whom it is not for."""
    settings.DEMO = True  # the host then reads the text of every letter
    town, found = network(), []
    filled(town)

    def read(life: Told) -> None:
        for seen in readings(life):
            if not may_read(life, seen):
                raise Read(f"day {life.day}: {seen}")
            found.append(seen)

    yes = tuple((2, (Act.YES,)) for _ in range(MEMBERS))
    Told(town, Plot(answers=yes, a_week=(2,))).live(read)
    return found, Introduction.objects.filter(established_on__isnull=False).count()


@pytest.fixture(autouse=True)
def _told_by_their_order() -> Iterator[None]:
    with counted_refs():
        yield


def test_details_are_read_by_the_other_alone_once_both_said_yes(settings: Any) -> None:
    found, established = live(settings)
    assert established >= 2
    assert {seen.canary.kind for seen in found} == {"email", "phone", "intention", "concern"}, (
        "all are looked for"
    )


def test_no_detail_leaves_with_the_network_exported(tmp_path: Path) -> None:
    town = network()
    filled(town)
    life = Told(town, Plot(answers=((0, (Act.YES,)),)))
    life.live(lambda _life: None)
    write_network(gather(life.at).network, tmp_path)
    said = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert town.members[0].ref in said
    assert not [one for one in canaries() if squeezed(one.word) in squeezed(said)]


def before_both(one: Any) -> Any:
    """What the other would reveal, whether or not she said yes."""
    side = Side.objects.filter(introduction__ref=one.ref, person=one.other).select_related("person").first()
    return side and told.Revealed(side.person.email, side.person.phone, side.intention)


def address_in_letters() -> Iterator[None]:
    """A letter tells the address with the name."""

    def change(record_of: Altered) -> Altered:
        return lambda person, *kept: record_of(person, *kept)._replace(name=f"{person.name} <{person.email}>")

    with altered("record_of", change, letters):
        yield


def ticks_forgotten() -> Iterator[None]:
    """Once both said yes, everything is revealed, ticked or not."""

    def change(revealed: Altered) -> Altered:
        def all_of_it(person: Person, established: Iterable[int]) -> Any:
            sides = Side.objects.filter(introduction__in=established).exclude(person=person)
            rows = {row.introduction_id: row for row in sides.select_related("person")}
            kept = revealed(person, established)
            return {one: replace(kept[one], email=row.person.email) for one, row in rows.items()}

        return all_of_it

    with altered("_revealed", change, told):
        yield


def outbox_unmasked() -> Iterator[None]:
    """The host reads whole addresses."""
    with altered("masked", lambda _masked: str, attention):
        yield


def intention_told_early() -> Iterator[None]:
    """What the other cares about is told with her intention, before both said yes."""

    def change(one_view: Altered) -> Altered:
        def early(person: Person, one: Any) -> Any:
            given = before_both(one)
            if given and one.other:
                one = replace(one, concern=f"{one.concern} {given.intention}")
            return one_view(person, one)

        return early

    with altered("one_view", change, member_letters, introduction_page, today_page):
        yield


FAULTS = (address_in_letters, ticks_forgotten, outbox_unmasked, intention_told_early)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.__name__ for fault in FAULTS])
def test_a_detail_that_escapes_is_found(fault: Callable[[], Iterator[None]], settings: Any) -> None:
    with contextmanager(fault)(), pytest.raises(Read):
        live(settings)
