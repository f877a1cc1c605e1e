"""What may be written about somebody, what she agreed to when she said nothing, how long an address waits."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tisserand.domain.refused import Refused
from tisserand.formats.cells import hidden_character, one_line
from tisserand.vocabulary import Consent, Field, Reader, Refusal

Withholding = frozenset[tuple[Field, Reader]]
"""What somebody keeps from which kinds of reader."""

READ_BY_DEFAULT: dict[Reader, frozenset[Field]] = {
    Reader.CIRCLE: frozenset(Field),
    Reader.OTHER_SIDE: frozenset(Field),
    Reader.ANIMATOR: frozenset(Field),
    Reader.PUBLIC: frozenset(),  # no list of people exists
}
DEFAULT_CONSENTS: dict[Consent, bool | None] = {
    Consent.BEYOND: None,  # asked at the welcome, no box ticked before
    Consent.COUNTED: False,
    Consent.NAMED: False,
    Consent.PROFILED: True,  # an objection turns it off
}
LANGUAGES = ("fr", "en")
SENT_DAYS = 30
"""How long a sent invitation may be answered."""
UNSENT_DAYS = 90
"""How long an address may wait for its invitation to be sent."""
AUDIT_DAYS = 365
"""How long the line of a sensitive act is kept."""
ADDRESS_DAYS = 182
"""How long the network address of a session is kept, at most."""
INACTIVE_MONTHS = 24
"""Whole months without a sign of somebody, after which she is erased."""
WARNED_DAYS = 30
"""How long before that she is told."""
STOPS = 5
"""Stops of the distance, from near to far."""
LONGEST_ADDRESS = 254
LONGEST_LOCAL = 64
LONGEST_NAME = 120
LONGEST_PHONE = 32
LONGEST_REPORT = 1000
LEAST_DIGITS = 5
MOST_LISTED = 200
"""Rows of a list that nobody pages through."""

_LINKS = ("://", "www.", "@")
_NOT_IN_ADDRESS = frozenset(' <>,;:"()[]\\')
_IN_PHONE = frozenset("0123456789+ .-()/")
_REF = frozenset("abcdefghijklmnopqrstuvwxyz234567")
_REF_LENGTH = 12


def written(text: str, longest: int, *, empty: bool = False, lines: bool = False) -> str:
    """Return what somebody wrote: composed (NFC), trimmed, on one line unless `lines` keeps its breaks.

    Refused: HIDDEN_CHARACTERS (controls, zero-width, bidirectional), EMPTY_TEXT unless `empty`,
    TEXT_TOO_LONG (facts `longest`, `length`, in characters).
    """
    if hidden_character(text, breaks=True):
        raise Refused(Refusal.HIDDEN_CHARACTERS)
    composed = unicodedata.normalize("NFC", text)
    kept = "\n".join(map(one_line, composed.splitlines())).strip() if lines else one_line(composed)
    if not kept and not empty:
        raise Refused(Refusal.EMPTY_TEXT)
    if len(kept) > longest:
        raise Refused(Refusal.TEXT_TOO_LONG, longest=longest, length=len(kept))
    return kept


def person_name(text: str) -> str:
    """Return how somebody is called. Refused: as `written`, and BAD_NAME without a letter or with a link."""
    name = written(text, LONGEST_NAME, empty=True)
    if not any(map(str.isalpha, name)) or any(link in name.casefold() for link in _LINKS):
        raise Refused(Refusal.BAD_NAME)
    return name


def address(text: str) -> str:
    """Return an address case-folded. Refused: BAD_ADDRESS, whoever has it, so that nothing is told."""
    folded = folded_address(text)
    local, at, domain = folded.partition("@")
    labels = domain.split(".")
    if (
        not at
        or not 0 < len(local) <= LONGEST_LOCAL
        or len(folded) > LONGEST_ADDRESS
        or hidden_character(folded, breaks=False)
        or any(character.isspace() or character in _NOT_IN_ADDRESS or character == "@" for character in local)
        or not all(map(_is_label, labels))
        or (len(labels) < 2 and domain != "localhost")
    ):
        raise Refused(Refusal.BAD_ADDRESS)
    return folded


def folded_address(text: str) -> str:
    """Return an address as it is compared: composed, trimmed, without capitals."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def _is_label(label: str) -> bool:
    return bool(label) and label.replace("-", "").isalnum() and "-" not in (label[0], label[-1])


def masked(address: str) -> str:
    """Return an address that can be recognised by who knows it, and read by nobody else."""
    local, at, domain = address.partition("@")
    name, dot, end = domain.rpartition(".")
    return f"{local[:1]}•••{at}{(name or end)[:1]}•••{dot}{end if dot else ''}"


def phone(text: str) -> str:
    """Return a telephone number as it was written, or "". Refused: BAD_PHONE."""
    number = written(text, LONGEST_PHONE, empty=True)
    if number and (not _IN_PHONE.issuperset(number) or sum(map(str.isdigit, number)) < LEAST_DIGITS):
        raise Refused(Refusal.BAD_PHONE)
    return number


def chosen(code: str, known: Iterable[str], *, empty: bool = False) -> str:
    """Return a code of a closed list. Refused: UNKNOWN_CHOICE."""
    if not (empty and not code) and code not in set(known):
        raise Refused(Refusal.UNKNOWN_CHOICE)
    return str(code)


def distance(text: str) -> int | None:
    """Return how far she wishes to be introduced, from 0 (near) to 4 (far); None for what her circles say.

    Refused: UNKNOWN_CHOICE.
    """
    return int(chosen(text, map(str, range(STOPS)))) if text else None


def zone_name(text: str) -> str:
    """Return the name of a time zone, or "" for the network's own. Refused: UNKNOWN_CHOICE."""
    try:
        return _zone(text).key if text else ""
    except (ValueError, OSError, KeyError) as unknown:
        raise Refused(Refusal.UNKNOWN_CHOICE) from unknown


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_in(at: datetime, zone: str) -> date:
    """Return the date that people read on the wall of a zone at an instant (aware)."""
    if at.tzinfo is None:
        raise ValueError("an instant has a zone")
    return at.astimezone(_zone(zone)).date()


def agreed(told: dict[str, bool]) -> dict[Consent, bool | None]:
    """Return what holds for each consent, given the current answers; None where she was never asked."""
    return {code: told.get(code, default) for code, default in DEFAULT_CONSENTS.items()}


def may_read(field: Field, reader: Reader, withheld: Withholding = frozenset()) -> bool:
    """Say whether a kind of reader is shown a field of somebody who withholds these."""
    return field in READ_BY_DEFAULT[reader] and (field, reader) not in withheld


def may_withhold(field: str, reader: str) -> tuple[Field, Reader]:
    """Return what somebody chooses to keep from a kind of reader, as codes.

    Refused: UNKNOWN_CHOICE, also where nobody of that kind reads anything.
    """
    code = Field(chosen(field, Field))
    return code, Reader(chosen(reader, [one for one in Reader if code in READ_BY_DEFAULT[one]]))


def may_accept(
    *,
    sent_on: date | None,
    accepted_on: date | None,
    withdrawn_on: date | None,
    on: date,
) -> None:
    """Check that an invitation may be accepted on a day.

    Refused: INVITATION_UNKNOWN when it was never sent or was withdrawn, INVITATION_USED,
    INVITATION_EXPIRED after its thirtieth day.
    """
    if accepted_on:
        raise Refused(Refusal.INVITATION_USED)
    if not sent_on or withdrawn_on:
        raise Refused(Refusal.INVITATION_UNKNOWN)
    if on > last_day(sent_on):
        raise Refused(Refusal.INVITATION_EXPIRED, days=SENT_DAYS)


def last_day(sent_on: date) -> date:
    """Return the last day on which an invitation sent that day may be accepted."""
    return sent_on + timedelta(days=SENT_DAYS)


def month_of(on: date) -> date:
    """Return the first day of the month of a day: all that is kept of somebody's activity."""
    return on.replace(day=1)


def months_before(on: date, months: int) -> date:
    """Return the first day of the month that is so many months before that of a day."""
    count = on.year * 12 + on.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def last_month_absent(on: date) -> date:
    """Return the month in or before which somebody did her last act here, to be erased on day `on`.

    The month itself is left out: its last day counts as well as its first.
    """
    return months_before(on, INACTIVE_MONTHS + 1)


def kept_apart(rows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return pairs (low, high), each once, in order, whichever of the two wanted it."""
    return sorted({(min(pair), max(pair)) for pair in rows})


def is_ref(text: str) -> bool:
    """Say whether a text has the form of a public reference."""
    return len(text) == _REF_LENGTH and _REF.issuperset(text)
