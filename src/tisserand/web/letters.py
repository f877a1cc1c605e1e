"""Introductions as views of a page, a letter or a line of a table; their words are in `wording.letters`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tisserand.formats.weaving import Introduction
from tisserand.vocabulary import Route
from tisserand.web.motif import threads_of
from tisserand.web.page import CircleView, LetterView, ReasonView, RowView
from tisserand.wording import letters as said
from tisserand.wording.catalogue import Words
from tisserand.wording.quotes import quote
from tisserand.wording.reasons import called, strongest

SHOWN = 5
"""Reasons told one by one in a letter, the last of them gathering what is left."""


def letter(
    one: Introduction,
    words: Words,
    circles: Mapping[str, CircleView],
    *,
    cares: str,
    budget: int,
    answer_by: date,
) -> LetterView:
    """The letter that `one.a` may receive: `cares` is what matters to the other, `budget` her own week's."""
    return LetterView(
        to=called(one.a),
        name=called(one.b),
        circle_a=circles[one.circle_a],
        circle_b=None if one.route is Route.INSIDE else circles[one.circle_b],
        cares=quote(cares),
        role=said.role(one.b),
        exchanges=said.exchanges(one, words),
        why=said.why(one, words),
        through=said.through(one, words),
        opens=said.opens(one, words),
        asks=said.asks(one, words),
        answer_by=answer_by,
        reasons=reasons(one, words),
        facts=said.facts(budget, words),
    )


def row(one: Introduction, words: Words, circles: Mapping[str, CircleView]) -> RowView:
    """One introduction in a line of the week's table."""
    ends = circles[one.circle_a], circles[one.circle_b]
    return RowView(called(one.a), called(one.b), *ends, said.go_between(one, words), said.brief(one, words))


def reasons(one: Introduction, words: Words) -> tuple[ReasonView, ...]:
    """The reasons as twenty threads: the first ones one by one, what is left in the last."""
    codes = strongest(one)
    alone = codes if len(codes) <= SHOWN else codes[: SHOWN - 1]
    rest = codes[len(alone) :]
    values = [one.values[code] for code in alone]
    told = [
        ReasonView(
            code, 0, said.title(code, words, kept=said.is_kept(code, one)), said.sentence(code, one, words)
        )
        for code in alone
    ]
    if rest:
        values.append(sum(one.values[code] for code in rest))
        sentences = " ".join(said.sentence(code, one, words) for code in rest)
        told.append(ReasonView("also", 0, words.gettext("And also"), sentences))
    threads = threads_of(values)
    return tuple(replace(view, threads=n) for view, n in zip(told, threads, strict=True) if n)


def first_letters(introductions: Sequence[Introduction], most: int) -> list[Introduction]:
    """The introductions to show first, `most` in all, from those given strongest first.

    Those between two circles come first, then those where a need meets an offer, then one for each pair of
    circles before a second one.
    """
    ranked, seen = [], set[tuple[frozenset[str], bool]]()
    for rank, one in enumerate(introductions):
        told = one.answer_to_a is not None or one.answer_to_b is not None
        pair = frozenset((one.circle_a, one.circle_b)), told
        ranked.append((one.route is Route.INSIDE, not told, pair in seen, rank))
        seen.add(pair)
    return [introductions[rank] for *_, rank in sorted(ranked)[:most]]
