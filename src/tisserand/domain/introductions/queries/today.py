"""What a person finds on her Today: what waits for her, what she waits for, what came of the rest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from tisserand.domain.attention.queries import budget_of, shown_in_week
from tisserand.domain.introductions.queries.told import Told, sides_of, told_to
from tisserand.domain.introductions.rules import OUTCOME_ON, Word
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import day_of

KEPT_DAYS = 60
"""How long what came to nothing stays listed."""


@dataclass(frozen=True, slots=True)
class Today:
    """`letters`: to be answered. `waiting`: answered or put aside, each with its promised date
    (`seen.outcome_on`). `established`: both said yes. `ended`: what came to nothing lately, and what is no
    longer available. `a_week`: what she asked for; `shown`: what she was shown this week."""

    on: date
    letters: tuple[Told, ...]
    waiting: tuple[Told, ...]
    established: tuple[Told, ...]
    ended: tuple[Told, ...]
    a_week: int
    shown: int


def today_of(person: Person, at: datetime) -> Today:
    """Her Today; nine queries at most, whatever it holds."""
    on = day_of(person, at)
    since = on - timedelta(days=OUTCOME_ON + KEPT_DAYS)
    lately = Q(shown_on__gte=since) | Q(introduction__established_on__isnull=False)
    told = told_to(person, sides_of(person).filter(lately).order_by("-shown_on", "-pk"), at)
    proposed = [one for one in told if one.seen.word is Word.PROPOSED]
    return Today(
        on=on,
        letters=tuple(one for one in proposed if one.seen.on_today),
        waiting=tuple(one for one in proposed if not one.seen.on_today),
        established=tuple(one for one in told if one.seen.word is Word.ESTABLISHED),
        ended=tuple(one for one in told if one.seen.word in (Word.ENDED, Word.UNAVAILABLE)),
        a_week=budget_of(person).asked,
        shown=shown_in_week(person, at),
    )
