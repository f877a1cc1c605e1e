"""The codes of the register: why a datum is kept, by what right, who sees it, how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Purpose(StrEnum):
    """What a datum is for."""

    SIGN_IN = "sign_in"
    CARD = "card"
    CIRCLES = "circles"
    INVITE = "invite"
    INTRODUCE = "introduce"
    RHYTHM = "rhythm"
    LETTERS = "letters"
    TRUST = "trust"
    AGREEMENTS = "agreements"
    SAFETY = "safety"
    PROOF = "proof"
    FORGET = "forget"
    RUN = "run"


class Basis(StrEnum):
    """By what right it is kept: article 6 of the European regulation."""

    CONTRACT = "6.1.b"  # the service that she asked for
    CONSENT = "6.1.a"
    INTEREST = "6.1.f"  # a legitimate interest: safety, who animates a circle, an invitation
    DUTY = "6.1.c"  # a legal obligation


class SeenBy(StrEnum):
    """Who sees it, as a rule; what she withholds is withheld all the same."""

    HERSELF = "herself"
    CIRCLE = "circle"
    ANIMATORS = "animators"
    OTHER_SIDE = "other_side"
    AFTER_YES = "after_yes"  # the other side, once both said yes, if she ticked it
    AS_CHOSEN = "as_chosen"  # each need and offer has its own audience
    CONCERNED = "concerned"  # the other person whom the row is about
    HOST = "host"
    NOBODY = "nobody"  # the program alone


class Duration(StrEnum):
    """How long it is kept."""

    ACCOUNT = "account"  # until she is erased
    BOTH = "both"  # the other's history keeps it, without her name
    CIRCLE = "circle"  # as long as the circle
    INVITATION = "invitation"
    LIST = "list"
    LETTER = "letter"
    CODE = "code"
    SESSION = "session"
    ADDRESS = "address"
    AUDIT = "audit"
    TASK = "task"
    ALWAYS = "always"


DAYS: Mapping[Duration, tuple[int, ...]] = {
    Duration.INVITATION: (30, 90),  # once sent, when never sent
    Duration.LIST: (7,),
    Duration.LETTER: (365,),
    Duration.SESSION: (30,),
    Duration.ADDRESS: (182,),
    Duration.AUDIT: (365,),
    Duration.TASK: (7,),
}
"""Figures of what a job deletes, in days; a test compares them with those of the jobs."""
CODE_MINUTES = 10
INACTIVE_MONTHS = 24
WARNED_DAYS = 30
"""An account that nobody uses: told of it that many days before, erased after that many months."""


class NotPersonal(StrEnum):
    """Why a field says nothing of anybody."""

    KEY = "key"  # the number of the row
    CIRCLE = "circle"  # about a circle
    NETWORK = "network"  # about the whole network, or a figure of five people or more
    PROGRAM = "program"  # how the program runs


class Kept(StrEnum):
    """Why something about her is not in her export."""

    SILENCE = "silence"  # it would tell what the other answered, or who was asked first
    OTHERS = "others"  # it is somebody else's
    SECRET = "secret"  # whoever read it could come in for her
    CODED = "coded"  # it is told by other rows, in words


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one field. `kept`: why her export leaves it out, None when it is there."""

    purpose: Purpose
    basis: Basis
    seen_by: tuple[SeenBy, ...]
    duration: Duration
    kept: Kept | None = None

    def but(self, kept: Kept) -> Entry:
        """Return the same, left out of the export."""
        return replace(self, kept=kept)


@dataclass(frozen=True, slots=True)
class Mine:
    """How somebody's rows are found: by a lookup path to her, or to her address.

    `columns`: those of the rows that are hers to read; empty for every one that is not `kept`. `where`: what
    else a row must be; `but`: a path by which the same row was found before. `name` tells several kinds of
    rows of one table apart.
    """

    path: str
    columns: tuple[str, ...] = ()
    where: Mapping[str, object] = field(default_factory=dict)
    but: str = ""
    name: str = ""
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what each of its fields is, how somebody's rows are found. `told`: she reads its rows as her
    pages tell them, never as they are."""

    fields: Mapping[str, Entry | NotPersonal]
    mine: tuple[Mine, ...] = ()
    told: bool = False

    @property
    def entries(self) -> dict[str, Entry]:
        """The fields that say something of somebody."""
        return {name: entry for name, entry in self.fields.items() if isinstance(entry, Entry)}

    def columns(self, mine: Mine) -> tuple[str, ...]:
        """Return the columns of an export, in the order of the table."""
        return mine.columns or tuple(name for name, entry in self.entries.items() if entry.kept is None)


def each(entry: Entry | NotPersonal, names: str) -> dict[str, Entry | NotPersonal]:
    """Return the same entry for several fields, named in one line."""
    return dict.fromkeys(names.split(), entry)
