"""An introduction as its letter tells it: facts stored at the draft, read again with what holds now.

The reader is always `a`. A reason is told only as long as its facts are true: a need closed since, a town
changed, a consent taken back leave the letter at the next read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
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
from tisserand.vocabulary import AskType, Audience, Reason, Route
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
    """What letters may quote on day `on`; two queries at most."""
    facts = [one.facts.get(side, {}) for one in introductions for side in SIDES.values()]
    needs, offers = ({fact[kind] for fact in facts if fact} for kind in ("need", "offer"))
    return Asks(
        {row.ref: row for row in Need.objects.holding(on).filter(ref__in=needs)} if needs else {},
        {row.ref: row for row in Offer.objects.holding(on).filter(ref__in=offers)} if offers else {},
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
    columns: dict[str, Combinable | Q] = {"between_agrees": Exists(agreed), "via_size": Subquery(size)}
    if reader is not None:
        apart = Q(person=reader, other=person) | Q(person=person, other=reader)
        either = Exists(Block.objects.filter(apart)) | Exists(Hide.objects.filter(apart))
        columns["between_apart"] = either
    return columns


@dataclass(frozen=True, slots=True)
class Between:
    """Who may be told to know both: by name, or as a member of a circle, or nobody."""

    person: Person | None = None
    circle: Circle | None = None


def between_told(introduction: Introduction, row: object) -> Between:
    """The Between of an introduction, from a `row` that has the columns of `between_columns`."""
    person = introduction.go_between
    apart = getattr(row, "between_apart", False)
    if person and person.confirmed_on and getattr(row, "between_agrees", False) and not apart:
        return Between(person=person)
    large = (getattr(row, "via_size", None) or 0) >= SMALLEST_CIRCLE
    return Between(circle=introduction.via_circle if large else None)


def record_of(person: Person) -> records.Person:
    """What a letter may say of somebody. Never an address nor a number."""
    return records.Person(
        id=person.ref,
        name=person.name,
        town=person.town,
        organisation=person.organisation.name if person.organisation else "",
        actor_type=person.actor_type,
        sector=person.sector,
    )


def letter(
    introduction: Introduction, place: int, reader: Person, other: Person, asks: Asks, between: Between
) -> Letter:
    """The letter that the side at `place` reads about `other`; its score is the sum of what is still true."""
    circles = introduction.circle_one, introduction.circle_two
    mine, theirs = circles if place == 1 else reversed(circles)
    a, b = record_of(reader), record_of(other)
    answers = [_answer(introduction, side, asks) for side in (place, 3 - place)]
    shared = int(introduction.facts.get("shared", 0))
    values = _values(introduction, place)
    told = {code: value for code, value in values.items() if _is_true(code, a, b, answers, shared)}
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
        go_between=record_of(between.person) if between.person else None,
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


def _is_true(
    code: Reason, a: records.Person, b: records.Person, answers: list[Answer | None], shared: int
) -> bool:
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
