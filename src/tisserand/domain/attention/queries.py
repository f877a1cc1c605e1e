"""The network's clock, what was asked of whom, what waits. The first argument is the person who looks."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from tisserand.domain.attention.models import Budget, Clock, Letter, Request
from tisserand.domain.attention.rules import (
    A_WEEK,
    CODE_MINUTES,
    LETTER_DAYS,
    MOST_LISTED,
    TELL_OF_ANSWERS,
    Rhythm,
    day_in,
    is_held,
    later,
    monday_of,
)
from tisserand.domain.people.models import Person
from tisserand.domain.people.queries import check_host, day_of
from tisserand.domain.people.rules import folded_address, masked
from tisserand.domain.refused import Refused
from tisserand.vocabulary import LetterKind, Refusal


@dataclass(frozen=True, slots=True)
class ClockState:
    """The clock as the host sees it: `held_at` is the instant to confirm, None when nothing waits."""

    at: datetime
    held_at: datetime | None
    ahead_days: int


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A letter as the host sees it. `letter` is there only in a demo, where letters may be read."""

    ref: str
    kind: LetterKind
    address: str
    queued_at: datetime
    due_on: date
    sent_at: datetime | None
    cancelled_at: datetime | None
    letter: Letter | None = None


def machine_instant() -> datetime:
    """Return what the machine's clock says: read here and nowhere else in the rooms."""
    return datetime.now(UTC)  # noqa: TID251  # this is the network's clock, which corrects the machine's


def now(machine_at: datetime | None = None) -> datetime:
    """Return the network's own instant (UTC): a pure read, one query, never before what was stored.

    It follows the machine, plus the days that a demo skipped, unless the machine jumped more than thirty
    days ahead of what was stored last: then it stands still until the host confirms.
    """
    seen = machine_at or machine_instant()
    row = Clock.objects.filter(pk=1).first()
    return later(row.at, seen + timedelta(days=row.ahead_days)) if row else seen


def clock_state(machine_at: datetime | None = None) -> ClockState:
    """Return the clock, and the instant that waits for the host when it stands still; one query."""
    seen = machine_at or machine_instant()
    row = Clock.objects.filter(pk=1).first()
    if row is None:
        return ClockState(seen, None, 0)
    seen += timedelta(days=row.ahead_days)
    return ClockState(later(row.at, seen), seen if is_held(row.at, seen) else None, row.ahead_days)


def today_of(person: Person, at: datetime) -> date:
    """Return the date where she lives."""
    return day_of(person, at)


def network_day(at: datetime) -> date:
    """Return the date in the network's zone."""
    return day_of(None, at)


def budget_of(person: Person) -> Rhythm:
    """Return her rhythm, the network's when she wrote none; `a_week` never exceeds the network's cap."""
    row = Budget.objects.filter(person=person).first()
    return Rhythm(row.a_week, row.letter_days) if row else Rhythm()


def budgets_by_person() -> dict[int, Rhythm]:
    """Return the rhythm of everybody here, by key; one query."""
    rows = Person.objects.here().values_list(
        "pk", Coalesce("budget__a_week", A_WEEK), Coalesce("budget__letter_days", LETTER_DAYS)
    )
    return {person: Rhythm(a_week, days) for person, a_week, days in rows.iterator()}


def shown_this_week(at: datetime) -> dict[int, int]:
    """Return how many requests each person was shown in her current week, by key; nobody at 0; one query."""
    day = network_day(at)
    mondays = {monday_of(day + timedelta(days=shift)) for shift in (-1, 0, 1)}
    rows = (
        Request.objects.filter(week__in=mondays)
        .values("person_id", "week", zone=F("person__zone"))
        .annotate(shown=Count("pk"))
        .order_by()
    )
    return {
        row["person_id"]: row["shown"]
        for row in rows
        if row["week"] == monday_of(day_in(at, row["zone"] or settings.TIME_ZONE))
    }


def shown_in_week(person: Person, at: datetime) -> int:
    """Return how many requests she was shown in her current week."""
    return Request.objects.filter(person=person, week=monday_of(today_of(person, at))).count()


def waiting_for(person: Person) -> list[Request]:
    """Return what waits for her, the nearest promised date first."""
    return list(Request.objects.filter(person=person, closed_on__isnull=True).order_by("promised_on", "pk"))


def waiting_letters(at: datetime) -> QuerySet[Letter]:
    """Return the letters that may leave today in the network's zone, oldest first."""
    unsent = Letter.objects.filter(sent_at__isnull=True, cancelled_at__isnull=True)
    return unsent.filter(due_on__lte=network_day(at)).select_related("person").order_by("queued_at", "pk")


def outbox(host: Person) -> list[OutboxLine]:
    """Return the last two hundred letters, newest first; one query. Refused: NOT_ALLOWED.

    Those that would tell an answer are listed in a demo only: who was reminded, and who no longer is.
    """
    check_host(host)
    rows = _readable().order_by("-queued_at", "-pk")
    told = ("ref", "kind", "address", "queued_at", "due_on", "sent_at", "cancelled_at", "person__email")
    return [_line(row) for row in rows.only(*told)[:MOST_LISTED]]


def letter_for(host: Person, ref: str) -> OutboxLine:
    """Return one letter; its contents can be made only in a demo. Refused: NOT_ALLOWED, NOT_FOUND."""
    check_host(host)
    row = _readable().filter(ref=ref).first()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return replace(_line(row), letter=row if settings.DEMO else None)


def pending_code(address: str, at: datetime) -> str | None:
    """Return the sign-in code that waits for an address, the last one asked for, while it lives."""
    folded = folded_address(address)
    rows = Letter.objects.filter(
        Q(person__email=folded) | Q(address=folded),
        kind=LetterKind.SIGN_IN,
        cancelled_at__isnull=True,
        queued_at__gt=at - timedelta(minutes=CODE_MINUTES),
    ).exclude(secret="")
    return rows.order_by("-queued_at", "-pk").values_list("secret", flat=True).first()


def _readable() -> QuerySet[Letter]:
    """The letters whose lines a host may read."""
    rows = Letter.objects.select_related("person")
    return rows if settings.DEMO else rows.exclude(kind__in=TELL_OF_ANSWERS)


def _line(row: Letter) -> OutboxLine:
    return OutboxLine(
        row.ref,
        LetterKind(row.kind),
        masked(row.person.email if row.person else row.address),
        row.queued_at,
        row.due_on,
        row.sent_at,
        row.cancelled_at,
    )
