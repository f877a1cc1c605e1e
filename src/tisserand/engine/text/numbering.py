"""Sentences become numbers: `vocabulary` numbers what all needs and offers say, `texts` weighs each
against it."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.policy import ONE
from tisserand.engine.text.grams import gram_counts, gram_numbers, gram_rows, gram_weights
from tisserand.engine.text.lexicon import Lexicon
from tisserand.engine.text.speech import speech
from tisserand.engine.text.values import Ints, Longs, Texts, Vocabulary


def vocabulary(sentences: Sequence[str], lexicon: Lexicon) -> Vocabulary:
    """The numbering of all that the sentences (needs and offers together) say, with rarities."""
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
