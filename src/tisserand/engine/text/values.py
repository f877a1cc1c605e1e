"""Needs meet offers, in French and English: sentences become numbers, meetings keep the words behind them.

Reading order: `vocabulary` numbers what all needs and offers say, `texts` weighs each sentence against it,
`meetings` finds for each need the offers that answer it. fit = cosine over stems and concepts, and for a
smaller share cosine over character n-grams, corrected by the types of the two sentences.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.ragged import picked, ptr_between, put_between
from tisserand.engine.text.lexicon import Lexicon
from tisserand.vocabulary import AskType

KINDS = tuple(AskType)
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
    gram_crowd: int = 600
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

    def only(self, rows: NDArray[np.integer]) -> "Texts":
        """The sentences of `rows` int[], in that order, numbered anew."""
        ptr, kept = picked(self.ptr, rows)
        gram_ptr, gram_kept = picked(self.gram_ptr, rows)
        return replace(
            self, owner=self.owner[rows], kind=self.kind[rows], ptr=ptr, word=self.word[kept],
            weight=self.weight[kept], gram_ptr=gram_ptr, gram=self.gram[gram_kept],
            gram_weight=self.gram_weight[gram_kept],
        )  # fmt: skip

    def spliced(self, low: int, high: int, other: "Texts") -> "Texts":
        """These sentences with `low`..`high` - 1 replaced by those of `other`, of the same vocabulary."""
        ptr, gram_ptr = self.ptr, self.gram_ptr
        words, grams = (ptr[low], ptr[high]), (gram_ptr[low], gram_ptr[high])
        return replace(
            self,
            owner=put_between(self.owner, low, high, other.owner),
            kind=put_between(self.kind, low, high, other.kind),
            ptr=ptr_between(ptr, low, high, other.ptr),
            word=put_between(self.word, *words, other.word),
            weight=put_between(self.weight, *words, other.weight),
            gram_ptr=ptr_between(gram_ptr, low, high, other.gram_ptr),
            gram=put_between(self.gram, *grams, other.gram),
            gram_weight=put_between(self.gram_weight, *grams, other.gram_weight),
        )


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
