"""Needs meet offers, in French and English: sentences become numbers, meetings keep the words behind them.

Reading order: `vocabulary` numbers what all needs and offers say, `texts` weighs each sentence against it,
`meetings` finds for each need the offers that answer it. fit = cosine over stems and concepts, and for a
smaller share cosine over character n-grams, corrected by the types of the two sentences.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.lexicon import LANGUAGES, Lexicon
from tisserand.engine.policy import ONE

KINDS = ("fonds", "talents", "locaux", "marketing", "notoriete", "retour_marche", "competence", "autre")
"""Types of needs and offers in the order of their code numbers (capability 3.1)."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def _no_ints() -> Ints:
    return np.zeros(0, dtype=np.int32)


def _no_ptr() -> Longs:
    return np.zeros(1, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class TextPolicy:
    """The numbers of meetings between needs and offers, each with its reason."""

    word_share: int = 768
    """Stems and concepts make three quarters of the fit (in 1/1024): only they cross languages."""
    gram_share: int = 256
    """n-grams make the rest: they break ties among the same concept, and catch what no list knows."""
    least: int = 3500
    """In 1/32768: keeps 97 % of the right offers of 65 development pairs, drops 4 in 10 of the best wrong."""
    agreeing: int = 1152
    """Both say the same type: the fit counts 1.125 (in 1/1024)."""
    contradicting: int = 832
    """Types that exclude each other (premises, money...): the fit counts .8; people do mistype."""
    scan: int = 30_000
    """Offers read for one need through its rarest words: what bounds the time on very common words."""
    gram_scan: int = 2_000
    """The same through its rarest n-grams."""
    gram_common: int = 600
    """n-grams in more offers than this never propose an offer by themselves."""
    rescored: int = 48
    """Best offers whose full fit is computed: among 100,000, 24 and 64 agree on the first 99.9 % of times."""


TEXT_POLICY = TextPolicy()


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """q sentences as numbers.

    owner: int32[q], person number; kind: int8[q], place in KINDS or -1; ptr int64[q+1], word, weight: int32,
    the features (concepts, then stems) of each sentence, ascending, weights of unit norm x 2^15; gram_ptr,
    gram, gram_weight: the same for character n-grams; above: int32 by feature, the concept that a stem says
    or that is wider than a concept, -1 for none, gram_word: int32 by n-gram, the word shown for it, concepts:
    how many features are concepts (so that evidence does not say a thing twice).
    """

    owner: Ints
    kind: NDArray[np.int8]
    ptr: Longs
    word: Ints
    weight: Ints
    gram_ptr: Longs
    gram: Ints
    gram_weight: Ints
    above: Ints = field(default_factory=_no_ints)
    gram_word: Ints = field(default_factory=_no_ints)
    concepts: int = 0


NO_TEXTS = Texts(
    _no_ints(),
    np.zeros(0, dtype=np.int8),
    _no_ptr(),
    _no_ints(),
    _no_ints(),
    _no_ptr(),
    _no_ints(),
    _no_ints(),
)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The shared numbering of features of needs and offers.

    Features 0..c-1 are concepts, then stems (alphabetical), then n-grams. rarity: int64, inverse document
    frequency x 1024 of concepts and stems, gram_rarity of n-grams; unseen: that of a feature never seen;
    plain: a word to show for each stem; gram_word: place in `shown` of the commonest word around each n-gram.
    """

    lexicon: Lexicon
    stem: dict[str, int]
    gram: dict[str, int]
    rarity: Longs
    gram_rarity: Longs
    unseen: int
    plain: tuple[str, ...]
    shown: tuple[str, ...]
    gram_word: Ints
    above: Ints

    @property
    def size(self) -> int:
        """Number of concepts and stems; n-grams are numbered from here."""
        return len(self.lexicon.concepts) + len(self.plain)

    def says(self, feature: int, language: str) -> str:
        """The words that say a feature, to be shown as evidence in "fr" or "en"."""
        if feature < len(self.lexicon.concepts):
            said = self.lexicon.labels[language][feature]
        elif feature < self.size:
            said = self.plain[feature - len(self.lexicon.concepts)]
        else:
            said = self.shown[int(self.gram_word[feature - self.size])]
        return said


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Who may answer whom: an offer counts if one of its owner's circles is in the need's list.

    reach_ptr int64[needs+1], reach_circle int32: circles whose members may answer a need; circle_ptr
    int64[offers+1], circle int32: circles of the owner of an offer.
    """

    reach_ptr: Longs
    reach_circle: Ints
    circle_ptr: Longs
    circle: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """k meetings by need, then strongest first, then offer number.

    need, offer: int32[k], sentence numbers; fit: int32[k] in 1..2^15; words: int32[k, 3], the feature numbers
    that made the meeting, strongest first, -1 to fill.
    """

    need: Ints
    offer: Ints
    fit: Ints
    words: Ints


def vocabulary(sentences: Sequence[str], lexicon: Lexicon) -> Vocabulary:
    """The numbering of all that the sentences (needs and offers together) say, with rarities."""
    from tisserand.engine.grams import gram_counts, gram_numbers, gram_rows
    from tisserand.engine.speech import speech

    said = speech(sentences, lexicon)
    size, concepts = len(sentences), len(lexicon.concepts)
    used = np.bincount(said.code, minlength=concepts + len(said.stems))
    roots = sorted(root for place, root in enumerate(said.stems) if used[concepts + place])
    local = {root: place for place, root in enumerate(said.stems)}
    order = np.asarray([local[root] for root in roots], dtype=np.int64)
    heard = np.bincount(said.said_word, minlength=len(said.words))
    numbers = gram_numbers(word for word, count in zip(said.words, heard, strict=True) if count)
    row_ptr, row_gram = gram_rows([w if heard[p] else "" for p, w in enumerate(said.words)], numbers)
    counts = gram_counts(said.said_ptr, said.said_word, row_ptr, np.maximum(row_gram, 0), len(numbers))
    kept = np.flatnonzero(counts > 1)
    grams = list(numbers)
    shown = tuple(sorted(said.words))
    return Vocabulary(
        lexicon=lexicon,
        stem={root: concepts + place for place, root in enumerate(roots)},
        gram={grams[number]: place for place, number in enumerate(kept)},
        rarity=_rarity(np.concatenate((used[:concepts], used[concepts + order])), size),
        gram_rarity=_rarity(counts[kept], size),
        unseen=int(_rarity(np.ones(1, dtype=np.int64), size)[0]),
        plain=tuple(said.words[said.stem_word[place]] for place in order),
        shown=shown,
        gram_word=_commonest(said.words, heard, shown, row_ptr, row_gram, kept, len(numbers)),
        above=np.concatenate((np.asarray(lexicon.broader, dtype=np.int32), said.stem_concept[order])),
    )


def texts(
    sentences: Sequence[str], owner: NDArray[np.integer], kind: NDArray[np.integer], vocabulary: Vocabulary
) -> Texts:
    """The sentences as numbers; what the vocabulary never saw weighs in the norm but meets nothing."""
    from tisserand.engine.grams import gram_rows, gram_weights
    from tisserand.engine.speech import speech

    if not len(sentences) == owner.size == kind.size:
        raise ValueError("each sentence needs one owner and one kind")
    said = speech(sentences, vocabulary.lexicon)
    concepts = len(vocabulary.lexicon.concepts)
    number = np.asarray(
        [*range(concepts), *(vocabulary.stem.get(root, -1) for root in said.stems)], dtype=np.int32
    )
    code = number[said.code]
    value = (
        said.weight.astype(np.int64) * np.where(code >= 0, vocabulary.rarity[code], vocabulary.unseen) >> 10
    )
    norm = np.zeros(len(sentences), dtype=np.int64)
    np.add.at(norm, said.sentence, value * value)
    kept = np.flatnonzero(code >= 0)
    kept = kept[np.lexsort((code[kept], said.sentence[kept]))]
    length = np.sqrt(norm[said.sentence[kept]].astype(np.float64))
    weight = np.floor(value[kept] * float(ONE) / np.maximum(length, 1) + 0.5).astype(np.int32)
    row_ptr, row_gram = gram_rows(said.words, vocabulary.gram)
    gram_ptr, gram, gram_weight = gram_weights(
        said.said_ptr,
        said.said_word,
        said.said_weight,
        row_ptr,
        row_gram,
        vocabulary.gram_rarity,
        vocabulary.unseen,
    )
    return Texts(
        owner=owner.astype(np.int32),
        kind=kind.astype(np.int8),
        ptr=np.searchsorted(said.sentence[kept], np.arange(len(sentences) + 1)).astype(np.int64),
        word=code[kept],
        weight=weight,
        gram_ptr=gram_ptr,
        gram=gram,
        gram_weight=gram_weight,
        above=vocabulary.above,
        gram_word=vocabulary.gram_word,
        concepts=concepts,
    )


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
    from tisserand.engine.meeting_kernel import best_offers

    return Meetings(*best_offers(needs, offers, top, near, policy, threads))


def _rarity(counts: Longs, size: int) -> Longs:
    """1024 x (1 + ln((1 + size) / (1 + count))), the smoothed inverse document frequency (Salton and Buckley
    1988).
    """
    distinct, place = np.unique(counts, return_inverse=True)
    values = [round(1024 * (1 + math.log((1 + size) / (1 + int(count))))) for count in distinct]
    return np.asarray(values, dtype=np.int64)[place]


def _commonest(
    words: tuple[str, ...],
    heard: Longs,
    shown: tuple[str, ...],
    row_ptr: Longs,
    row_gram: Ints,
    kept: Longs,
    size: int,
) -> Ints:
    """By n-gram kept, the place in `shown` of the word said most around it (the first in the alphabet at
    par).
    """
    place = {word: number for number, word in enumerate(shown)}
    told = np.asarray([place[word] for word in words], dtype=np.int32)
    row = np.repeat(np.arange(len(words)), np.diff(row_ptr))
    order = np.lexsort((-told[row], heard[row]))
    best = np.full(size, -1, dtype=np.int32)
    mine = order[heard[row[order]] > 0]
    best[row_gram[mine]] = told[row[mine]]
    return best[kept]


__all__ = [
    "KINDS",
    "LANGUAGES",
    "NO_TEXTS",
    "TEXT_POLICY",
    "Lexicon",
    "Meetings",
    "Nearness",
    "TextPolicy",
    "Texts",
    "Vocabulary",
    "meetings",
    "texts",
    "vocabulary",
]
