"""What sentences say: concepts of the lexicon and stems, before any weighing against other sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tisserand.engine.ragged import is_first
from tisserand.engine.text.lexicon import KEPT, LANGUAGES, Lexicon, stems_of
from tisserand.engine.text.words import Tokens, respelt, tokens

UNIT = 1024  # weights before norming count in 1/1024
PARENT = 512  # a wider concept counts half of the narrower one that was said
RESPELT = 768  # a word brought to a known spelling counts three quarters
FAINT = 256  # towns, months: a meeting is not about them
KNOWN_STEM = 410  # the word itself beside its concept: same word, a little closer
NEW_STEM = 1024  # a word that the lexicon does not know carries its meaning alone

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """q sentences as (sentence, code, weight) sorted by both, each code once a sentence; weights in 1/1024.

    Codes below the number of concepts are concepts; code minus that number is a place in `stems`.
    said_word, said_weight int32[...] by sentence in said_ptr int64[q+1]: the telling words, places in
    `words`. stem_word int32[s]: a word behind each stem; stem_concept int32[s]: the concept its word alone
    says, or -1.
    """

    sentence: Ints
    code: Ints
    weight: Ints
    stems: tuple[str, ...]
    stem_word: Ints
    stem_concept: Ints
    words: tuple[str, ...]
    said_ptr: Longs
    said_word: Ints
    said_weight: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Trie:
    """Expressions of one language: letter numbers of stems, sorted steps, the phrase at each node, what it
    says.
    """

    letters: dict[str, int]
    step: Longs
    onto: Ints
    phrase: Ints
    ptr: Longs
    concept: Ints
    weight: Ints
    percent: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The words of some sentences seen in one language."""

    grammar: Bools
    silent: Bools
    faint: Bools
    stem: list[str]
    letter: Ints
    trust: Ints
    vote: Ints


def speech(sentences: Sequence[str], lexicon: Lexicon) -> Speech:
    """What the sentences say. A sentence whose language is unclear is read in both."""
    cut = tokens(sentences)
    seen = {language: _words(cut, lexicon, language) for language in LANGUAGES}
    row = np.repeat(np.arange(len(sentences), dtype=np.int32), np.diff(cut.ptr))
    speaks = _languages(cut, row, seen)
    told = {
        language: _told(cut, row, speaks[language], seen[language], lexicon, language)
        for language in LANGUAGES
    }
    return _gathered(cut, row, speaks, seen, told, lexicon)


@cache
def trie(lexicon: Lexicon, language: str) -> Trie:
    """The expressions of a language as a trie over stems; each phrase says its concepts and, less, wider
    ones.
    """
    letters: dict[str, int] = {}
    steps: dict[tuple[int, int], int] = {}
    ends: dict[int, int] = {}
    told: list[list[tuple[int, int]]] = []
    percent: list[int] = []
    for number, (phrase, concepts) in enumerate(sorted(lexicon.phrases[language].items())):
        node = 0
        for stem in phrase:
            node = steps.setdefault((node, letters.setdefault(stem, len(letters))), len(steps) + 1)
        ends[node] = number
        told.append(_with_wider(lexicon, concepts))
        percent.append(max(lexicon.percent[concept] for concept in concepts) * UNIT // 100)
    size = max(1, len(letters))
    keys = sorted((node * size + letter, onto) for (node, letter), onto in steps.items())
    return Trie(
        letters=letters,
        step=np.asarray([key for key, _ in keys], dtype=np.int64),
        onto=np.asarray([onto for _, onto in keys], dtype=np.int32),
        phrase=np.asarray([ends.get(node, -1) for node in range(len(steps) + 1)], dtype=np.int32),
        ptr=np.cumsum([0, *(len(pairs) for pairs in told)], dtype=np.int64),
        concept=np.asarray([concept for pairs in told for concept, _ in pairs], dtype=np.int32),
        weight=np.asarray([weight for pairs in told for _, weight in pairs], dtype=np.int32),
        percent=np.asarray(percent, dtype=np.int32),
    )


def _with_wider(lexicon: Lexicon, concepts: tuple[int, ...]) -> list[tuple[int, int]]:
    best: dict[int, int] = {}
    for concept in concepts:
        share, walked = UNIT, set[int]()
        while concept >= 0 and concept not in walked:
            walked.add(concept)
            best[concept] = max(best.get(concept, 0), share * lexicon.percent[concept] // 100)
            concept, share = lexicon.broader[concept], share * PARENT // UNIT
    return sorted(best.items())


def _words(cut: Tokens, lexicon: Lexicon, language: str) -> _Words:
    grammar, other = lexicon.grammar[language], lexicon.grammar["en" if language == "fr" else "fr"]
    letters, silent = trie(lexicon, language).letters, lexicon.silent[language]
    stem = stems_of(cut.words, language, lexicon.whole[language])
    letter = np.full(len(stem), -1, dtype=np.int32)
    trust = np.full(len(stem), UNIT, dtype=np.int32)
    vote = np.zeros(len(stem), dtype=np.int32)
    for place, (word, root) in enumerate(zip(cut.words, stem, strict=True)):
        number = letters.get(KEPT + word if word in grammar else root, -1)
        vote[place] = 3 * (word in grammar and word not in other) + (number >= 0 or root in silent)
        near = None
        if number < 0 and root not in silent and word not in grammar:
            near = respelt(word, lexicon.spelt[language])
        if near is not None:
            number, trust[place] = (
                letters.get(stems_of([near], language, lexicon.whole[language])[0], -1),
                RESPELT,
            )
        letter[place] = number
    return _Words(
        grammar=np.asarray([word in grammar for word in cut.words], dtype=np.bool_),
        silent=np.asarray([root in silent for root in stem], dtype=np.bool_),
        faint=np.asarray([root in lexicon.faint[language] for root in stem], dtype=np.bool_),
        stem=stem,
        letter=letter,
        trust=trust,
        vote=vote + cut.accented * (language == "fr"),
    )


def _languages(cut: Tokens, row: Ints, seen: dict[str, _Words]) -> dict[str, Bools]:
    size = cut.ptr.size - 1
    fr, en = (np.bincount(row, seen[each].vote[cut.word], minlength=size)[:size] for each in LANGUAGES)
    return {"fr": fr >= en, "en": en >= fr}


def _told(
    cut: Tokens, row: Ints, speaks: Bools, seen: _Words, lexicon: Lexicon, language: str
) -> tuple[Ints, Ints, Ints, Ints]:
    """(sentence, concept, weight) of the expressions found, and for each token the percent of its own or
    -1.
    """
    from tisserand.engine.text.speech_kernel import phrases_in

    known = trie(lexicon, language)
    heard = speaks[row]
    place = np.flatnonzero(heard).astype(np.int64)
    word = cut.word[place]
    start = np.searchsorted(place, cut.ptr).astype(np.int64)
    phrase, weight, covered = phrases_in(
        seen.letter[word],
        seen.trust[word],
        (seen.grammar | seen.silent)[word],
        start,
        known.step,
        known.onto,
        known.phrase,
        max(1, len(known.letters)),
    )
    found = np.flatnonzero(phrase >= 0)
    counts = np.diff(known.ptr)[phrase[found]]
    back = np.repeat(found, counts)
    inner = np.arange(back.size) - np.repeat(np.cumsum(counts) - counts, counts)
    source = known.ptr[phrase[back]] + inner
    told = known.weight[source].astype(np.int64) * weight[back] // UNIT
    percent = np.full(cut.word.size, -1, dtype=np.int32)
    percent[place[covered >= 0]] = known.percent[covered[covered >= 0]]
    return row[place[back]], known.concept[source], told.astype(np.int32), percent


def _gathered(
    cut: Tokens,
    row: Ints,
    speaks: dict[str, Bools],
    seen: dict[str, _Words],
    told: dict[str, tuple[Ints, Ints, Ints, Ints]],
    lexicon: Lexicon,
) -> Speech:
    size, concepts = cut.ptr.size - 1, len(lexicon.concepts)
    heard = {each: speaks[each][row] for each in LANGUAGES}
    quiet = np.zeros(row.size, dtype=np.bool_)
    faint = np.zeros(row.size, dtype=np.bool_)
    for each in LANGUAGES:
        quiet |= heard[each] & (seen[each].grammar | seen[each].silent)[cut.word]
        faint |= heard[each] & seen[each].faint[cut.word]
    percent = np.maximum(told["fr"][3], told["en"][3])
    worth = np.where(faint, FAINT, np.where(percent >= 0, percent, UNIT)).astype(np.int64)
    share = np.where((percent >= 0) & ~faint, KNOWN_STEM, NEW_STEM)
    numbers: dict[str, int] = {}
    stem = {
        each: np.asarray([numbers.setdefault(root, len(numbers)) for root in seen[each].stem], dtype=np.int32)
        for each in LANGUAGES
    }
    parts = [(told[each][0], told[each][1], told[each][2]) for each in LANGUAGES]
    for each in LANGUAGES:
        kept = np.flatnonzero(heard[each] & ~quiet)
        weight = (worth * share // UNIT)[kept].astype(np.int32)
        parts.append((row[kept], stem[each][cut.word[kept]] + np.int32(concepts), weight))
    sentence, code, weight = _combined(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    kept = np.flatnonzero(~quiet)
    said_row, said_word, said_weight = _combined(row[kept], cut.word[kept], worth[kept].astype(np.int32))
    stem_word, stem_concept = _behind(cut, stem, numbers, lexicon)
    return Speech(
        sentence,
        code,
        weight,
        tuple(numbers),
        stem_word,
        stem_concept,
        cut.words,
        np.searchsorted(said_row, np.arange(size + 1)).astype(np.int64),
        said_word,
        said_weight,
    )


def _behind(
    cut: Tokens, stem: dict[str, Ints], numbers: dict[str, int], lexicon: Lexicon
) -> tuple[Ints, Ints]:
    """For each stem, the commonest word that has it (first in the alphabet at par), and the concept it says
    alone.
    """
    heard = np.bincount(cut.word, minlength=len(cut.words))
    word = np.full(len(numbers), -1, dtype=np.int32)
    concept = np.full(len(numbers), -1, dtype=np.int32)
    commonest = sorted(range(len(cut.words)), key=lambda place: (-int(heard[place]), cut.words[place]))
    for each in LANGUAGES:
        for place in reversed(commonest):
            word[stem[each][place]] = place
    for root, number in numbers.items():
        for each in LANGUAGES:
            found = lexicon.phrases[each].get((root,))
            if found:
                concept[number] = found[0]
                break
    return word, concept


def _combined(sentence: Ints, code: Ints, weight: Ints) -> tuple[Ints, Ints, Ints]:
    """Sorted by (sentence, code), each pair once: its largest weight and a quarter of the others.

    "Marquee, benches and tables" is more about equipment than "a bench", but not three times more.
    """
    order = np.lexsort((code, sentence))
    sentence, code, weight = sentence[order], code[order], weight[order]
    first = is_first(sentence, code)
    start = np.flatnonzero(first)
    if not start.size:
        return sentence.astype(np.int32), code.astype(np.int32), weight.astype(np.int32)
    most, total = np.maximum.reduceat(weight, start), np.add.reduceat(weight, start, dtype=np.int64)
    told = np.minimum(most + (total - most) // 4, 2 * most)
    return sentence[first].astype(np.int32), code[first].astype(np.int32), told.astype(np.int32)
