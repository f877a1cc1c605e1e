"""Choices as a form lays them out: a code, its words, and whether it is the one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.utils import translation
from django.utils.translation import gettext, ngettext

from tisserand.domain.attention.rules import Rhythm, days_of_letters
from tisserand.domain.refused import Refused
from tisserand.vocabulary import Refusal
from tisserand.web.access import words
from tisserand.web.request import PageRequest
from tisserand.wording.choices import PACES, WEEKDAYS

Code = TypeVar("Code", bound=StrEnum)


class Choice(NamedTuple):
    """One possible answer."""

    code: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class RhythmView:
    """How often and when a person may be asked: in a sentence, and as the choices of its form."""

    said: str
    paces: list[Choice]
    days: list[Choice]


def choices(table: Mapping[str, str], chosen: str = "") -> list[Choice]:
    """The choices of a table of codes in words."""
    return [Choice(code, text, code == chosen) for code, text in table.items()]


def rhythm_view(request: PageRequest, rhythm: Rhythm, at: str) -> RhythmView:
    """Her rhythm; what she typed instead when the form of address `at` was just refused."""
    pace, days = str(rhythm.asked), {str(day) for day in days_of_letters(rhythm.letter_days)}
    if getattr(request, "refused_at", "") == at:
        pace, days = request.POST.get("a_week", ""), set(request.POST.getlist("day"))
    said = words()
    return RhythmView(
        said=rhythm_said(rhythm),
        paces=[Choice(str(n), said.gettext(text), str(n) == pace) for n, text in paces_with(rhythm.asked)],
        days=[Choice(str(n), said.gettext(text), str(n) in days) for n, text in enumerate(WEEKDAYS)],
    )


def paces_with(asked: int) -> Iterable[tuple[int, str]]:
    """The usual paces; hers among them, even when it is not one of them."""
    if asked in PACES:
        return PACES.items()
    return [*PACES.items(), (asked, str(asked))]


def rhythm_said(rhythm: Rhythm) -> str:
    """Her rhythm in a sentence."""
    if not rhythm.asked:
        return gettext("You asked for no proposal for now.")
    days = joined([weekday(day) for day in days_of_letters(rhythm.letter_days)])
    said = ngettext(
        "%(n)s proposal a week at most, on these days: %(days)s.",
        "%(n)s proposals a week at most, on these days: %(days)s.",
        rhythm.asked,
    )
    return said % {"n": rhythm.asked, "days": days}


def weekday(number: int) -> str:
    """The name of a day of the week (Monday 0) inside a sentence: French writes it small."""
    name = words().gettext(WEEKDAYS[number])
    return name.lower() if (translation.get_language() or "fr").startswith("fr") else name


def joined(names: list[str]) -> str:
    """Names in a row, the last two joined by "and"."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def coded(table: type[Code], code: str) -> Code:
    """The code that was chosen. Refused: UNKNOWN_CHOICE."""
    if code not in set(table):
        raise Refused(Refusal.UNKNOWN_CHOICE)
    return table(code)


def whole_number(text: str) -> int:
    """The number that was typed; -1, which no rule takes, when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
