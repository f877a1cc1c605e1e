"""Figures, the summary of a weaving and the notes on the reading of files, as lines to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tisserand.formats.figures import Figure, FigureCode, Nobody, Summary
from tisserand.formats.problems import Note, NoteCode
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.problems import shown

NAMES = {
    FigureCode.PEOPLE: N_("people"),
    FigureCode.CIRCLES: N_("circles"),
    FigureCode.TIES: N_("ties"),
    FigureCode.WITHOUT_CIRCLE: N_("people without a circle"),
    FigureCode.ACROSS: N_("share of ties across circles"),
    FigureCode.EXPECTED: N_("share across by chance"),
    FigureCode.OPENNESS: N_("openness (1 = as much as chance)"),
    FigureCode.CHANCE: N_("chance alone gives"),
    FigureCode.OPENNESS_BY_STRENGTH: N_("openness, strong ties counting more"),
    FigureCode.EI: N_("E-I index (-1 inside, 1 across)"),
    FigureCode.ASSORTATIVITY: N_("assortativity by circle"),
    FigureCode.SEGREGATION: N_("spectral segregation (1 = closed)"),
    FigureCode.CONSTRAINT: N_("Burt’s constraint, median"),
    FigureCode.DIVERSITY: N_("diversity of contacts, mean"),
    FigureCode.FIRST_TIE: N_("days to a first tie, median"),
    FigureCode.FIRST_ACROSS: N_("days to a first tie across, median"),
}
IN_DAYS = (FigureCode.FIRST_TIE, FigureCode.FIRST_ACROSS)
NOTES = {
    NoteCode.IGNORED_COLUMNS: N_("{file}: these columns are not read: {detail}."),
    NoteCode.READ_AS_CP1252: N_(
        "{file}: read as Windows-1252, as an older Excel writes; check that “{detail}” is right, "
        "else save the file as “CSV UTF-8”."
    ),
    NoteCode.READ_AS_UTF16: N_("{file}: read as UTF-16; check that “{detail}” is right."),
    NoteCode.FIRST_SHEET: N_("{file}: the workbook has {n} sheets; only the first one, “{detail}”, is read."),
    NoteCode.NO_TIES: N_("{file}: there is no tie; introductions rest on needs, offers and circles alone."),
    NoteCode.NO_BRIDGES: N_("{file}: there is no bridge, so no circle is open to another."),
    NoteCode.OPEN_TO_ALL: N_(
        "No file of bridges was given: every circle is open to every other. Give --bridges FILE to choose."
    ),
    NoteCode.LATER_TIES: N_(
        "{file}: {n} contacts come after {detail}; they are not known yet and are left out."
    ),
}
NOBODY = {
    Nobody.ALONE: N_("Nobody to introduce: at least two people are needed."),
    Nobody.NO_BUDGET: N_(
        "Nobody to introduce: no two people have a budget above 0. Raise --budget, or the column “budget”."
    ),
    Nobody.NO_BEYOND: N_(
        "Nobody to introduce: no two people accept to be proposed beyond their circle. "
        "Ask them (“beyond” in the column “allow”), or add --inside."
    ),
    Nobody.NO_BRIDGE: N_(
        "Nobody to introduce: no bridge is in force with a quota left. Open one in the file of bridges, "
        "or add --inside."
    ),
    Nobody.ONE_CIRCLE: N_(
        "Nobody to introduce: everybody belongs to the same circle. Add --inside to propose within it."
    ),
    Nobody.ALL_MET: N_(
        "Nobody to introduce: those who may be proposed to each other already know each other, or rest. "
        "New needs, new people or a new bridge will change that."
    ),
}


def note(one: Note, words: Words) -> str:
    """Return a note as a sentence."""
    return words.gettext(NOTES[one.code]).format(
        file=shown(one.file), detail=shown(one.detail, 200), n=number(one.number, words)
    )


def summary_lines(summary: Summary, words: Words) -> Iterator[str]:
    """Yield the summary of a weaving, one fact a line."""
    _ = words.gettext
    counts = _("{people} people, {circles} circles, {ties} ties, seen on {on}.")
    yield counts.format(
        people=number(summary.people, words),
        circles=number(summary.circles, words),
        ties=number(summary.ties, words),
        on=day(summary.on, words),
    )
    for rank, week in enumerate(summary.weeks, start=1):
        if len(summary.weeks) > 1:
            yield _("Week {n}, {on}:").format(n=rank, on=day(week.on, words))
        yield words.ngettext("{n} introduction.", "{n} introductions.", week.introductions).format(
            n=number(week.introductions, words)
        )
        served = _(
            "{served} people served, of {servable} who can be; {highest} requests at most on one person."
        )
        yield served.format(
            served=number(week.served, words), servable=number(week.servable, words), highest=week.highest
        )
        if week.bound:
            yield _("Value {value}, certified at {share} of the best possible ({bound}).").format(
                value=decimal(week.value, words, 3),
                share=percent(min(week.value / week.bound, 1.0), words, 2),
                bound=decimal(week.bound, words, 3),
            )
    if summary.across is not None:
        yield _("{share} of them cross circles.").format(share=percent(summary.across, words))
    now, forecast = (margin(figure, words) for figure in (summary.now, summary.forecast))
    yield _("Openness against chance: {now}; if all of them took place: {forecast}.").format(
        now=now, forecast=forecast
    )
    yield _("{seconds} seconds.").format(seconds=decimal(summary.seconds, words, 1))


def nobody(cause: Nobody, words: Words) -> str:
    """Return what to say when a weaving introduces nobody: the likeliest cause, and what to do."""
    return words.gettext(NOBODY[cause])


def table_lines(on: date, figures: Sequence[Figure], words: Words) -> Iterator[str]:
    """Yield the figures of a network as a small table."""
    names = [words.gettext(NAMES[figure.code]) for figure in figures]
    width = max(map(len, names), default=0)
    yield words.gettext("Network seen on {on}").format(on=day(on, words))
    for name, figure in zip(names, figures, strict=True):
        yield f"{name:<{width}}  {margin(figure, words)}"


def margin(figure: Figure, words: Words) -> str:
    """Return a figure with its 95 % margin, or that it is withheld."""
    if figure.value is None and figure.low is None:
        return words.gettext("withheld (undefined, or about fewer than five people)")
    digits = 0 if figure.code in IN_DAYS else 3
    value = _value(figure.value, words, digits)
    if figure.low is None and figure.high is None:
        return value
    low, high = _value(figure.low, words, digits), _value(figure.high, words, digits)
    return words.gettext("{value} (95%: {low} to {high})").format(value=value, low=low, high=high)


def _value(value: float | str | None, words: Words, digits: int) -> str:
    if value is None:
        return words.gettext("not reached")
    if isinstance(value, str):
        return number(int(value), words) if value.isdecimal() else value
    return decimal(value, words, digits)


def number(value: int, words: Words) -> str:
    """Return a whole number with the language's mark between thousands."""
    return f"{value:,}".replace(",", words.pgettext("mark between thousands", ","))


def decimal(value: float, words: Words, digits: int) -> str:
    """Return a number with the language's decimal mark."""
    return f"{value:.{digits}f}".replace(".", words.pgettext("decimal mark", "."))


def percent(share: float, words: Words, digits: int = 0) -> str:
    """Return a share as a percentage; a share below one never reads 100."""
    most = 100 - 10**-digits if share < 1 else 100
    return words.gettext("{share}%").format(share=decimal(min(share * 100, most), words, digits))


def day(value: date, words: Words) -> str:
    """Return a date as it is written in the language."""
    return value.strftime(words.gettext("%Y-%m-%d"))
