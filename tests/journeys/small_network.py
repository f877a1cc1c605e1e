"""Three circles over two bridges, small enough to live whole histories of it, and what makes them cheap and
equal: references in order, weavings computed once, a database put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from tests.domain.introductions.town import bridge, circle, join, member
from tests.journeys.plots import MEMBERS
from tisserand.domain import columns
from tisserand.domain.attention.models import Clock
from tisserand.domain.circles.models import Bridge, Circle, Membership
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.introductions.jobs import weaving
from tisserand.domain.introductions.jobs.welcoming import KEEPER
from tisserand.domain.people.models import Consent, Person
from tisserand.domain.ties.actions import record_contact
from tisserand.formats import records
from tisserand.vocabulary import Consent as ConsentCode
from tisserand.vocabulary import ContactKind, Role

MONDAY = datetime(2042, 9, 1, 9, 0, tzinfo=UTC)
"""The first instant: late enough that the machine's clock, which never goes ahead of it, changes nothing."""
LONG = date(2044, 1, 1)
BEFORE = date(2042, 1, 6)
LATELY = date(2042, 8, 1)
FIXED = frozenset({0, 7, 14})
"""Days on which the network is always awake: it weaves on the first of a week."""

NEEDS = {
    0: "un local avec cuisine pour nos ateliers",
    1: "une photographe pour notre fête",
    3: "une relecture de contrats en anglais",
    4: "des conseils de comptabilité associative",
}
OFFERS = {
    1: "conseils de comptabilité pour une association",
    2: "cuisine partagée libre trois jours, avec un local",
    4: "photographe, une journée offerte pour une fête",
    5: "relecture de contrats en anglais ou en espagnol",
}
HOMES = ((0,), (0,), (1,), (1,), (2,), (0, 1))
"""The circles of each member; the last one belongs to two, and is known of a member of each."""


@dataclass
class Network:
    """Three circles in a row over two bridges: six members, three animators, of whom one looks after the
    installation, and somebody who arrives later."""

    circles: list[Circle]
    bridges: list[Bridge]
    members: list[Person]
    animators: list[Person]
    newcomer: Person

    @property
    def host(self) -> Person:
        """Who looks after the installation."""
        return self.animators[2]


def network() -> Network:
    """The network before anything happened."""
    Clock.objects.update_or_create(pk=1, defaults={"at": MONDAY})
    circles = [circle() for _ in range(3)]
    members = [member(confirmed_on=BEFORE, name=f"Membre {n}") for n in range(MEMBERS)]
    for person, homes in zip(members, HOMES, strict=True):
        for home in homes:
            join(person, circles[home])
    Membership.objects.update(joined_on=LATELY)  # new: their animators read how it goes
    for rows, kind in ((NEEDS, Need), (OFFERS, Offer)):
        for n, text in rows.items():
            kind.objects.create(person=members[n], text=text, created_on=BEFORE, until=LONG)
    between = members[-1]
    for other in (members[0], members[2]):
        record_contact(giver=between, receiver=other, kind=ContactKind.IMPORTED, once=f"k{other.pk}",
                       at=MONDAY - timedelta(days=60), confirmed=True)  # fmt: skip
    for person in (between, members[0], members[2]):
        for code in (ConsentCode.COUNTED, ConsentCode.NAMED):
            Consent.objects.create(person=person, code=code, allowed=True, set_at=MONDAY)
    newcomer = member(circles[1], confirmed_on=None, name="Nouvelle venue")
    Need.objects.create(person=newcomer, text=NEEDS[1], created_on=BEFORE, until=LONG)
    return Network(
        circles,
        [bridge(circles[n], circles[n + 1], quota=3, quota_back=2, until=LONG) for n in (0, 1)],
        members,
        [member(one, role=Role.ANIMATOR, beyond=False, a_week=0, is_host=n == 2)
         for n, one in enumerate(circles)],
        newcomer,
    )  # fmt: skip


class Counted:
    """A source of chance for references that only counts: later rows have greater references, so that what is
    in their order is in the order of creation, in both worlds."""

    def __init__(self) -> None:
        self.drawn = 0

    def choice(self, letters: str) -> str:
        """The next letter of the next reference."""
        number, place = divmod(self.drawn, columns.REF_LENGTH)
        self.drawn += 1
        digit = number // len(letters) ** (columns.REF_LENGTH - 1 - place) % len(letters)
        return sorted(letters)[digit]


@contextmanager
def counted_refs() -> Iterator[None]:
    """Draw references in growing order."""
    kept, columns.secrets = columns.secrets, Counted()  # type: ignore[assignment]
    try:
        yield
    finally:
        columns.secrets = kept


MOST_KEPT = 50


@contextmanager
def woven_once() -> Iterator[None]:
    """Keep what was woven of equal networks: a weaving is a function of its network, its day and its seed."""
    kept: dict[tuple[object, ...], weaving.Woven] = {}
    weave = weaving.weave

    def recalled(network: records.Network, on: date, *, seed: int) -> weaving.Woven:
        key = (network, on, seed)
        if key not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = weave(network, on, seed=seed)
        return kept[key]

    weaving.weave = recalled  # type: ignore[assignment]
    try:
        yield
    finally:
        weaving.weave = weave


@contextmanager
def undone() -> Iterator[None]:
    """Put the database back, and forget what was kept of it in memory."""
    point = transaction.savepoint()
    KEEPER.forget()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        KEEPER.forget()
