"""What a person finds on her Today: what waits for her, what she waits for, what came of the rest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from tisserand.domain.attention.rules import Rhythm, monday_of
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.introductions.queries.told import Told, sides_of, told_to
from tisserand.domain.introductions.rules import OUTCOME_ON, Word
from tisserand.domain.people.models import Consent, Person
from tisserand.domain.people.queries import day_of
from tisserand.vocabulary import Consent as ConsentCode
from tisserand.vocabulary import RequestKind

KEPT_DAYS = 60
"""How long what came to nothing stays listed."""


@dataclass(frozen=True, slots=True)
class Today:
    """`letters`: to be answered. `waiting`: answered or put aside, each with its promised date
    (`seen.outcome_on`). `established`: both said yes. `ended`: what came to nothing lately, and what is no
    longer available. `a_week`: what she asked for; `shown`: what she was shown this week; `rhythm`: hers, or
    the network's; `signatures`: how many bridges she was asked to sign, and did not yet; `answered_beyond`:
    she said whether she agrees to be proposed beyond her circles; `has_asks`: some need or offer of hers is
    open."""

    on: date
    letters: tuple[Told, ...]
    waiting: tuple[Told, ...]
    established: tuple[Told, ...]
    ended: tuple[Told, ...]
    a_week: int
    shown: int
    rhythm: Rhythm
    signatures: int
    answered_beyond: bool
    has_asks: bool


@dataclass(frozen=True, slots=True)
class _Own:
    """What else is hers that day."""

    rhythm: Rhythm
    shown: int
    signatures: int
    answered_beyond: bool
    has_asks: bool


def today_of(person: Person, at: datetime) -> Today:
    """Her Today; six queries at most, whatever it holds."""
    on = day_of(person, at)
    since = on - timedelta(days=OUTCOME_ON + KEPT_DAYS)
    lately = Q(shown_on__gte=since) | Q(introduction__established_on__isnull=False)
    told = told_to(person, sides_of(person).filter(lately).order_by("-shown_on", "-pk"), at)
    own = _own(person, on)
    proposed = [one for one in told if one.seen.word is Word.PROPOSED]
    return Today(
        on=on,
        letters=tuple(one for one in proposed if one.seen.on_today),
        waiting=tuple(one for one in proposed if not one.seen.on_today),
        established=tuple(one for one in told if one.seen.word is Word.ESTABLISHED),
        ended=tuple(one for one in told if one.seen.word in (Word.ENDED, Word.UNAVAILABLE)),
        a_week=own.rhythm.asked,
        shown=own.shown,
        rhythm=own.rhythm,
        signatures=own.signatures,
        answered_beyond=own.answered_beyond,
        has_asks=own.has_asks,
    )


def _own(person: Person, on: date) -> _Own:
    """Her rhythm, what she was shown in the week of day `on`, what she said; one query."""
    signing = Q(requests__kind=RequestKind.SIGNATURE, requests__closed_on__isnull=True)
    beyond = Consent.objects.filter(person=OuterRef("pk"), code=ConsentCode.BEYOND, current=True)
    need, offer = (kind.objects.open().filter(person=OuterRef("pk")) for kind in (Need, Offer))
    rows = (
        Person.objects.filter(pk=person.pk)
        .values("pk")
        .annotate(
            a_week=F("budget__a_week"),
            letter_days=F("budget__letter_days"),
            shown=Count("requests", filter=Q(requests__week=monday_of(on))),
            signatures=Count("requests", filter=signing),
            answered_beyond=Exists(beyond),
            has_asks=Exists(need) | Exists(offer),
        )
    )
    found = rows.values_list("a_week", "letter_days", "shown", "signatures", "answered_beyond", "has_asks")
    a_week, letter_days, *more = found[0]
    return _Own(Rhythm() if a_week is None else Rhythm(a_week, letter_days), *more)
