"""What is said of a list of members: its columns, how its letters are written, what is wrong in a cell."""

from __future__ import annotations

from collections.abc import Mapping

from tisserand.domain.circles.rules.lists import Fault
from tisserand.domain.refused import Refused
from tisserand.formats.problems import NoteCode, Problem, ProblemCode
from tisserand.vocabulary import Refusal
from tisserand.wording import problems, refusals
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.problems import shown

COLUMNS: Mapping[str, str] = {
    "email": N_("the address"),
    "first_name": N_("the first name"),
    "name": N_("the name"),
    "last_name": N_("the family name"),
    "town": N_("the town"),
    "organisation": N_("the organisation"),
    "actor_type": N_("the kind of organisation"),
    "sector": N_("the sector"),
    "needs": N_("needs"),
    "offers": N_("offers"),
}
ENCODINGS: Mapping[str, str] = {
    "utf-8": N_("UTF-8, as most programs write today"),
    "cp1252": N_("Windows, as an older Excel writes"),
    "mac-roman": N_("an old Mac"),
    "utf-16": N_("UTF-16, “Unicode text”"),
}
NOTES: Mapping[str, str] = {
    NoteCode.READ_AS_CP1252: N_("Read as an older Excel writes. Check that “{detail}” is right."),
    NoteCode.READ_AS_UTF16: N_("Read as “Unicode text”. Check that “{detail}” is right."),
    NoteCode.FIRST_SHEET: N_("The workbook has {n} sheets; only the first one, “{detail}”, is read."),
}
NO_COLUMN = N_(
    "No column says which are the addresses. Name one of them “E-mail” in the first line (headings read "
    "there: {detail})."
)


def column(code: str, words: Words) -> str:
    """Return what a column was understood as; the heading itself when `code` is one."""
    return words.gettext(COLUMNS[code]) if code in COLUMNS else code


def encodings(words: Words) -> dict[str, str]:
    """Return the ways to write letters, by code."""
    return {code: words.gettext(name) for code, name in ENCODINGS.items()}


def note(code: str, detail: str, number: int, words: Words) -> str:
    """Return what the reader decided, or "" for what the page shows otherwise."""
    return words.gettext(NOTES[code]).format(detail=shown(detail), n=number) if code in NOTES else ""


def fault(one: Fault, words: Words) -> str:
    """Return what is wrong and what to do; where it is stands beside."""
    if one.code == ProblemCode.MISSING_COLUMN:
        return words.gettext(NO_COLUMN).format(detail=shown(one.detail, 120))
    if one.code in set(ProblemCode):
        code = ProblemCode(one.code)
        detail = words.gettext(ENCODINGS.get(one.detail, "")) if one.detail in ENCODINGS else one.detail
        said = problems.sentence(Problem(code, value=one.value, detail=detail), words)
    else:
        said = refusals.sentence(Refused(Refusal(one.code), **(one.facts or {})), words)
    return said[:1].upper() + said[1:]
