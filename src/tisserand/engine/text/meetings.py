"""For each need, the offers that answer it best: fit = cosine over stems and concepts, and for a smaller
share over character n-grams, corrected by the types of the two sentences.
"""

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.text.meeting_kernel import answered, search
from tisserand.engine.text.postings import Best, Faces, Reach, Side, postings
from tisserand.engine.text.values import TEXT_POLICY, Longs, Meetings, Nearness, TextPolicy, Texts
from tisserand.engine.threads import each

NEUTRAL = 1024
BLOCK = 1024
"""Needs that a thread takes at once."""

_APART = {0: (1, 2, 3, 4, 5, 6), 2: (1, 3, 4, 5, 6), 5: (1,)}
"""Money, premises and market feedback, each against the types it cannot be taken for."""


def meetings(
    needs: Texts,
    offers: Texts,
    *,
    top: int,
    near: Nearness | None,
    policy: TextPolicy = TEXT_POLICY,
    threads: int = 1,
) -> Meetings:
    """For each need the `top` best offers of other people, at or above `policy.least`.

    ValueError if the two sides were not made with the same vocabulary. The fit is exact for every offer that
    is looked at: all those sharing a word or a rare n-gram, until `scan` and `gram_scan` offers were read,
    best `rescored` kept.
    """
    if not needs.owner.size or not offers.owner.size:
        none = np.zeros(0, dtype=np.int32)
        return Meetings(none, none, none, np.zeros((0, 3), dtype=np.int32))
    faces = _faces(needs, offers)
    word_index = postings(offers.ptr, offers.word, offers.weight, faces.words, offers.owner.size)
    gram_index = postings(
        offers.gram_ptr, offers.gram, offers.gram_weight, faces.gram_word.size, policy.gram_crowd
    )
    count, kept = needs.owner.size, max(0, min(top, policy.rescored))
    best = Best(
        np.full((count, kept), -1, np.int32),
        np.zeros((count, kept), np.int32),
        np.full((count, kept, 3), -1, np.int32),
    )
    sides, limits = (_side(needs), _side(offers)), _limits(policy)
    factors = kind_factors(policy.agreeing, policy.contradicting)

    def answer(first: int) -> None:
        last = min(count, first + BLOCK)
        search(first, last, *sides, word_index, gram_index, _reach(near), faces, factors, limits, best)

    each(answer, range(0, count, BLOCK), threads)
    offer, fit, words = best
    row, rank = np.nonzero(fit)
    return Meetings(row.astype(np.int32), offer[row, rank], fit[row, rank], words[row, rank])


def needs_of(
    needs: Texts, offers: Texts, person: int, *, policy: TextPolicy = TEXT_POLICY
) -> NDArray[np.int64]:
    """int64: the needs that may meet anything of `person`: her own, and those that an offer of hers answers
    (at or above `policy.least`), ascending."""
    own = needs.owner == person
    mine = np.flatnonzero(offers.owner == person)
    if not mine.size or not needs.owner.size:
        return np.flatnonzero(own)
    factors = kind_factors(policy.agreeing, policy.contradicting)
    told = answered(_side(needs), _side(offers), mine, _faces(needs, offers), factors, _limits(policy))
    return np.flatnonzero(own | told)


def _faces(needs: Texts, offers: Texts) -> Faces:
    if needs.above.size != offers.above.size or needs.gram_word.size != offers.gram_word.size:
        raise ValueError("needs and offers must be made with the same vocabulary")
    return Faces(needs.above, needs.gram_word, needs.above.size, needs.concepts)


def kind_factors(agreeing: int, contradicting: int) -> Longs:
    """int64[9, 9] in 1/1024 by kinds of need and offer; row and column 8 are for no kind, 7 is `autre`."""
    table = np.full((9, 9), NEUTRAL, dtype=np.int64)
    for kind in range(7):
        table[kind, kind] = agreeing
    for kind, others in _APART.items():
        for other in others:
            table[kind, other] = table[other, kind] = contradicting
    return table


def _limits(policy: TextPolicy) -> Longs:
    """The numbers of `policy` in the order of the places of the kernel."""
    limits = (
        policy.word_share,
        policy.gram_share,
        policy.least,
        policy.scan,
        policy.gram_scan,
        policy.rescored,
    )
    return np.asarray(limits, dtype=np.int64)


def _side(said: Texts) -> Side:
    return Side(
        said.owner, said.kind, said.ptr, said.word, said.weight, said.gram_ptr, said.gram, said.gram_weight
    )


def _reach(near: Nearness | None) -> Reach:
    if near is None:
        return Reach(
            np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32)
        )
    return Reach(near.reach_ptr, near.reach_circle, near.circle_ptr, near.circle)
