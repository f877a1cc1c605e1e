"""The register in sentences: what a datum is for, by what right, who sees it, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tisserand.domain.register import (
    CODE_MINUTES,
    DAYS,
    REGISTER,
    Basis,
    Duration,
    Entry,
    Kept,
    Purpose,
    SeenBy,
    Table,
)
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.fields import field_said, table_said
from tisserand.wording.figures import number

PURPOSES: Mapping[Purpose, str] = {
    Purpose.CARD: N_("To say who you are to those who meet you"),
    Purpose.SIGN_IN: N_("To let you in, and nobody in your place"),
    Purpose.CIRCLES: N_("To know who belongs to which circle, and which circles open to each other"),
    Purpose.INVITE: N_("To bring in whoever was invited"),
    Purpose.INTRODUCE: N_("To introduce people to each other, with both their agreements"),
    Purpose.RHYTHM: N_("To ask no more of your time than you wish"),
    Purpose.LETTERS: N_("To write to you"),
    Purpose.TRUST: N_("To remember who knows whom, and who answers for whom"),
    Purpose.AGREEMENTS: N_("To keep to what you agreed to, and to show that we do"),
    Purpose.SAFETY: N_("To keep you safe: blocks, hidden people, reports"),
    Purpose.PROOF: N_("To show you every sensitive act about you"),
    Purpose.FORGET: N_("To forget you when you wish, or when you have long been away"),
    Purpose.RUN: N_("To do what waits, in order"),
}
BASES: Mapping[Basis, str] = {
    Basis.CONTRACT: N_("the service that you asked for (article 6.1.b)"),
    Basis.CONSENT: N_("your consent (article 6.1.a)"),
    Basis.INTEREST: N_("a legitimate interest (article 6.1.f)"),
    Basis.DUTY: N_("a duty set by the law (article 6.1.c)"),
}
SEERS: Mapping[SeenBy, str] = {
    SeenBy.HERSELF: N_("you"),
    SeenBy.CIRCLE: N_("the members of your circles"),
    SeenBy.ANIMATORS: N_("the animators of your circles"),
    SeenBy.OTHER_SIDE: N_("a person to whom you are proposed"),
    SeenBy.AFTER_YES: N_("a person introduced to you, after two yeses, if you tick it"),
    SeenBy.AS_CHOSEN: N_("those whom you choose for each of them"),
    SeenBy.CONCERNED: N_("you and the other person concerned"),
    SeenBy.HOST: N_("whoever looks after the installation"),
    SeenBy.NOBODY: N_("nobody: the program alone"),
}
DURATIONS: Mapping[Duration, str] = {
    Duration.ACCOUNT: N_("until your account is erased"),
    Duration.BOTH: N_("until both are erased; after you, without your name"),
    Duration.CIRCLE: N_("as long as the circle; after you, without your name"),
    Duration.INVITATION: N_("{0} days once sent, {1} days when never sent; then as your account"),
    Duration.LIST: N_("{0} days; its contents, until it is brought in"),
    Duration.LETTER: N_("{0} days"),
    Duration.CODE: N_("{minutes} minutes"),
    Duration.SESSION: N_("{0} days, or until you sign out"),
    Duration.ADDRESS: N_("{0} days at most"),
    Duration.AUDIT: N_("{0} days"),
    Duration.TASK: N_("{0} days at most"),
    Duration.ALWAYS: N_("always: twelve letters and a date, so that a restored backup erases you again"),
}
KEPT: Mapping[Kept, str] = {
    Kept.SILENCE: N_("it would tell what the other person answered, or who was asked first"),
    Kept.OTHERS: N_("it is about other people"),
    Kept.SECRET: N_("whoever read it could sign in for you"),
    Kept.CODED: N_("it repeats, for the program, what stands elsewhere in words"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register in words: what is kept, by what right, who sees it, how long."""

    table: str
    fields: tuple[str, ...]
    basis: str
    seen_by: tuple[str, ...]
    duration: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Everything that is kept for one purpose."""

    code: str
    title: str
    lines: tuple[Line, ...]


def duration_said(code: Duration, words: Words) -> str:
    """Return how long something is kept, with the figures of the jobs."""
    days = [number(one, words) for one in DAYS.get(code, ())]
    return words.gettext(DURATIONS[code]).format(*days, minutes=CODE_MINUTES)


def register_said(words: Words, register: Mapping[str, Table] = REGISTER) -> list[Chapter]:
    """Return the whole register in words, purpose by purpose; what says nothing of anybody is left out."""
    found = [
        Chapter(purpose.value, words.gettext(title), tuple(_lines(purpose, register, words)))
        for purpose, title in PURPOSES.items()
    ]
    return [chapter for chapter in found if chapter.lines]


def _lines(purpose: Purpose, register: Mapping[str, Table], words: Words) -> Iterator[Line]:
    """The lines of one purpose: the fields of a table that share everything are told together."""
    for label, table in register.items():
        alike: dict[Entry, list[str]] = {}
        for name, entry in table.entries.items():
            if entry.purpose is purpose:
                alike.setdefault(_whole(entry), []).append(field_said(name, words))
        for entry, names in alike.items():
            yield Line(
                table_said(label, words),
                tuple(dict.fromkeys(names)),
                words.gettext(BASES[entry.basis]),
                tuple(words.gettext(SEERS[one]) for one in entry.seen_by),
                duration_said(entry.duration, words),
            )


def _whole(entry: Entry) -> Entry:
    return Entry(entry.purpose, entry.basis, entry.seen_by, entry.duration)
