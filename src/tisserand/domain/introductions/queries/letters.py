"""An introduction as its letter tells it: facts stored at the draft, read again with what holds now.

The reader is always `a`. A reason is told only as long as its facts are true: a need closed since, a town
changed, a consent taken back leave the letter at the next read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable

from tisserand.domain.circles.models import Circle, Membership
from tisserand.domain.exchanges.models import Ask, Need, Offer
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.people.models import Block, Consent, Hide, Person
from tisserand.engine.go_between import SMALLEST_CIRCLE
from tisserand.engine.text import Vocabulary
from tisserand.formats import records
from tisserand.formats.numbering import folded
from tisserand.formats.weaving import Answer
from tisserand.formats.weaving import Introduction as Letter
from tisserand.vocabulary import AskType, Audience, Field, Reason, Route
from tisserand.vocabulary import Consent as ConsentCode

TURNED = {Reason.NEED: Reason.OFFER, Reason.OFFER: Reason.NEED}
"""The same reason for the other reader."""
SIDES = {1: "one", 2: "two"}
"""Where `facts` keeps what answers the need of each side."""


@dataclass(frozen=True, slots=True)
class Recalled(Answer):
    """A need that an offer answers, with the words kept at the draft that either sentence still says."""

    features: tuple[int, ...] = ()
    vocabulary: Vocabulary = field(default=cast("Vocabulary", None), repr=False, compare=False)
    kept: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """The words of the two sentences that made them meet, as written."""
        said = f"{folded(self.need.text)} {folded(self.offer.text)}"
        return tuple(word for word in self.kept if folded(word) in said)


@dataclass(frozen=True, slots=True)
class Asks:
    """The needs and offers that letters name, as long as they are open, by reference."""

    needs: dict[str, Ask]
    offers: dict[str, Ask]


def asks_named(introductions: Iterable[Introduction], on: date) -> Asks:
    """What letters may quote on day `on`; one query at most."""
    facts = [one.facts.get(side, {}) for one in introductions for side in SIDES.values()]
    needs, offers = ({fact[kind] for fact in facts if fact} for kind in ("need", "offer"))
    if not needs and not offers:
        return Asks({}, {})
    rows = Need.objects.holding(on).filter(ref__in=needs).union(
        Offer.objects.holding(on).filter(ref__in=offers), all=True
    )  # fmt: skip
    found: dict[str, Ask] = {row.ref: row for row in rows}
    return Asks(
        {ref: found[ref] for ref in needs & found.keys()}, {ref: found[ref] for ref in offers & found.keys()}
    )


def between_columns(prefix: str, reader: Person | None) -> dict[str, Combinable | Q]:
    """Columns that say whether the go-between may be named now to `reader`, and how large the circle is that
    stands for her; `prefix` leads from the rows to the introduction."""
    person = OuterRef(f"{prefix}go_between")
    agreed = Consent.objects.filter(person=person, code=ConsentCode.NAMED, allowed=True, current=True)
    size = (
        Membership.objects.current()
        .filter(circle=OuterRef(f"{prefix}via_circle"))
        .order_by()
        .values("circle")
        .annotate(size=Count("pk"))
        .values("size")
    )
    since = Subquery(agreed.values("set_at")[:1])
    columns: dict[str, Combinable | Q] = {"between_since": since, "via_size": Subquery(size)}
    if reader is not None:
        apart = Q(person=reader, other=person) | Q(person=person, other=reader)
        either = Exists(Block.objects.filter(apart)) | Exists(Hide.objects.filter(apart))
        columns["between_apart"] = either
    return columns


@dataclass(frozen=True, slots=True)
class Between:
    """Who may be told to know both: by name, or as a member of a circle, or nobody. `since`: when she agreed
    to be named."""

    person: Person | None = None
    circle: Circle | None = None
    since: datetime | None = None


def between_told(introduction: Introduction, row: object) -> Between:
    """The Between of an introduction, from a `row` that has the columns of `between_columns`."""
    person = introduction.go_between
    apart, since = getattr(row, "between_apart", False), getattr(row, "between_since", None)
    if person and person.confirmed_on and since and not apart:
        return Between(person=person, since=since)
    large = (getattr(row, "via_size", None) or 0) >= SMALLEST_CIRCLE
    return Between(circle=introduction.via_circle if large else None)


def record_of(person: Person, withheld: Collection[Field] = ()) -> records.Person:
    """What a letter may say of somebody, who withholds these fields. Never an address nor a number."""
    organisation = Field.ORGANISATION not in withheld and person.organisation
    return records.Person(
        id=person.ref,
        name=person.name,
        town="" if Field.TOWN in withheld else person.town,
        organisation=organisation.name if organisation else "",
        actor_type="" if Field.ACTOR_TYPE in withheld else person.actor_type,
        sector="" if Field.SECTOR in withheld else person.sector,
    )


OWN = frozenset({Field.ORGANISATION})
"""What of herself a letter has no need to tell its reader."""


def letter(
    introduction: Introduction,
    place: int,
    reader: Person,
    other: Person,
    asks: Asks,
    between: Between,
    withheld: Collection[Field] = (),
) -> Letter:
    """The letter that the side at `place` reads about `other`; its score is the sum of what is still true.

    What the other `withheld` counts like before and is not told: its reason stays, without its fact.
    """
    circles = introduction.circle_one, introduction.circle_two
    mine, theirs = circles if place == 1 else reversed(circles)
    a, b = record_of(reader, OWN), record_of(other, withheld)
    answers = [_answer(introduction, side, asks) for side in (place, 3 - place)]
    shared = int(introduction.facts.get("shared", 0))
    values = _values(introduction, place)
    told = {code: value for code, value in values.items() if _is_true(code, reader, other, answers, shared)}
    return Letter(
        week=1,
        a=a,
        b=b,
        score=sum(told.values()),
        values=told,
        circle_a=mine.name if mine else "",
        circle_b=theirs.name if theirs else "",
        route=Route(introduction.route),
        bridge=None,
        shared=shared,
        go_between=records.Person(id=between.person.ref, name=between.person.name)
        if between.person
        else None,
        via_circle=between.circle.name if between.circle else "",
        answer_to_a=answers[0],
        answer_to_b=answers[1],
    )


def _values(introduction: Introduction, place: int) -> dict[Reason, float]:
    """The reasons as the side at `place` reads them, in the order of `Reason`."""
    stored = {Reason(code): float(value) for code, value in introduction.reasons.items()}
    if place == 2:
        stored = {TURNED.get(code, code): value for code, value in stored.items()}
    return {code: stored[code] for code in Reason if code in stored}


def _answer(introduction: Introduction, place: int, asks: Asks) -> Answer | None:
    """The need of the side at `place` with the offer that answers it, when both may still be read."""
    fact = introduction.facts.get(SIDES[place])
    need = asks.needs.get(fact["need"]) if fact else None
    offer = asks.offers.get(fact["offer"]) if fact else None
    if need is None or offer is None or not all(_reaches(ask, introduction) for ask in (need, offer)):
        return None
    return Recalled(ask_of(need), ask_of(offer), kept=tuple(fact["words"]))


def _reaches(ask: Ask, introduction: Introduction) -> bool:
    return introduction.route == Route.INSIDE or ask.audience != Audience.CIRCLE


def ask_of(ask: Ask) -> records.Ask:
    """A need or an offer as a record."""
    return records.Ask(ask.text, AskType(ask.type) if ask.type else None)


def _is_true(code: Reason, a: Person, b: Person, answers: list[Answer | None], shared: int) -> bool:
    """Whether the facts of a reason hold now."""
    match code:
        case Reason.NEED:
            return answers[0] is not None
        case Reason.OFFER:
            return answers[1] is not None
        case Reason.BOTH_WAYS:
            return None not in answers
        case Reason.SHARED_CONTACTS:
            return shared > 0
        case Reason.TOWN:
            return bool(folded(a.town)) and folded(a.town) == folded(b.town)
        case Reason.MIX:
            return bool(a.actor_type and b.actor_type) and a.actor_type != b.actor_type
        case _:
            return True


def told_shared(shared: int, few: int) -> int:
    """A number of shared contacts as it may be kept: none, some (1), or the number from `few` up."""
    return shared if shared >= few else min(shared, 1)


__all__ = [
    "Asks", "Between", "Recalled", "ask_of", "asks_named", "between_columns", "between_told", "letter",
    "record_of", "told_shared",
]  # fmt: skip
