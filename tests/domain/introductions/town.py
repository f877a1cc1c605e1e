"""A small town to introduce people in: two circles, a bridge, animators, members who can help each other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from tisserand.domain.attention.models import Budget, Clock
from tisserand.domain.circles.models import Bridge, Circle, Membership, Signature
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.introductions.actions import answer
from tisserand.domain.introductions.jobs import carry_on, weave_week
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.introductions.rules import Answer, Stage
from tisserand.domain.people.models import Consent, Person
from tisserand.vocabulary import ApprovalMode, Role
from tisserand.vocabulary import Consent as ConsentCode

MONDAY = datetime(2043, 11, 23, 9, 0, tzinfo=UTC)
"""The first instant of the tests: a Monday morning, when the weaving runs."""
LONG_AGO, LATELY = date(2043, 1, 5), date(2043, 11, 2)
EVERY_DAY = 127
_numbers = count(1)
NEED = "un local avec cuisine pour nos ateliers"
OFFER = "cuisine partagée libre trois jours, avec un local"


def on(days: int) -> datetime:
    """The instant so many days after the first Monday."""
    return MONDAY + timedelta(days=days)


def member(
    circle: Circle | None = None,
    *,
    role: Role = Role.MEMBER,
    beyond: bool = True,
    days: int = EVERY_DAY,
    a_week: int = 2,
    **fields: object,
) -> Person:
    """Somebody who joined long ago, may be written to every day and agrees to be proposed beyond."""
    number = next(_numbers)
    given: dict[str, object] = {
        "email": f"m{number}@example.org",
        "name": f"Membre {number}",
        "created_on": LONG_AGO,
        "confirmed_on": LONG_AGO,
    }
    person = Person.objects.create(**{**given, **fields})
    Budget.objects.create(person=person, letter_days=days, a_week=a_week)
    if beyond:
        Consent.objects.create(
            person=person, code=ConsentCode.BEYOND, allowed=True, set_at=MONDAY - timedelta(days=90)
        )
    if circle is not None:
        join(person, circle, role)
    return person


def join(person: Person, circle: Circle, role: Role = Role.MEMBER) -> None:
    """Make somebody a member."""
    Membership.objects.create(person=person, circle=circle, role=role, joined_on=LONG_AGO)


def circle(approval: ApprovalMode = ApprovalMode.NONE, **fields: object) -> Circle:
    """A circle, which asks its animators nothing unless told."""
    name = f"Cercle {next(_numbers)}"
    return Circle.objects.create(**{"name": name, "approval": approval, "created_on": LONG_AGO, **fields})


def bridge(start: Circle, end: Circle, *, quota: int = 20, quota_back: int = 20, **fields: object) -> Bridge:
    """A bridge that both circles signed."""
    given: dict[str, object] = {"until": date(2045, 6, 30), "proposed_on": LONG_AGO}
    row = Bridge.objects.create(
        start=start, end=end, quota=quota, quota_back=quota_back, **{**given, **fields}
    )
    for signing in (start, end):
        Signature.objects.create(bridge=row, circle=signing, signed_on=LONG_AGO)
    return row


def seeks(person: Person, text: str = NEED) -> Need:
    """A need of hers."""
    return Need.objects.create(
        person=person, text=text, created_on=date(2043, 11, 2), until=date(2044, 11, 2)
    )


def gives(person: Person, text: str = OFFER) -> Offer:
    """An offer of hers."""
    return Offer.objects.create(
        person=person, text=text, created_on=date(2043, 11, 2), until=date(2044, 11, 2)
    )


@dataclass
class Town:
    """Two circles over a bridge; Ada, of the one, needs what Bob, of the other, offers."""

    one: Circle
    two: Circle
    bridge: Bridge
    ada: Person
    bob: Person
    animator: Person
    other_animator: Person

    @property
    def introduction(self) -> Introduction:
        """The only introduction there is."""
        return Introduction.objects.get()

    def side(self, place: int) -> Side:
        """One side of it, as it is now."""
        return self.introduction.sides.select_related("person").get(place=place)

    @property
    def first(self) -> Person:
        """Who is asked first."""
        return self.side(1).person

    @property
    def second(self) -> Person:
        """Who is asked second."""
        return self.side(2).person

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.introduction.stage)

    def says(self, person: Person, said: Answer, days: int, **more: object) -> None:
        """Let one of the two answer, so many days after the first Monday."""
        answer(person=person, ref=self.introduction.ref, answer=said, at=on(days), **more)


def town(one: ApprovalMode = ApprovalMode.NONE, two: ApprovalMode = ApprovalMode.NONE) -> Town:
    """The town before anything happened; its animators never agreed to be proposed to anybody."""
    Clock.objects.get_or_create(pk=1, defaults={"at": MONDAY})
    mine, theirs = circle(one), circle(two)
    ada, bob = member(mine, name="Ada Martin"), member(theirs, name="Bob Petit")
    seeks(ada)
    gives(bob)
    return Town(
        mine,
        theirs,
        bridge(mine, theirs),
        ada,
        bob,
        member(mine, role=Role.ANIMATOR, a_week=0),
        member(theirs, role=Role.ANIMATOR, a_week=0),
    )


def woven(**modes: ApprovalMode) -> Town:
    """The town once the week is woven: one draft."""
    found = town(**modes)
    weave_week(MONDAY)
    return found


def asked(**modes: ApprovalMode) -> Town:
    """The town once the first of the two is shown her letter."""
    found = woven(**modes)
    carry_on(MONDAY)
    return found


def waiting() -> Town:
    """The first said yes; the second was not asked yet."""
    found = asked()
    found.says(found.first, Answer.YES, 1)
    return found


def both_asked() -> Town:
    """The first said yes, and the second is asked."""
    found = waiting()
    carry_on(on(1))
    return found


def established() -> Town:
    """Both said yes."""
    found = both_asked()
    found.says(found.second, Answer.YES, 2)
    return found
