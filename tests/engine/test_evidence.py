"""The words told to a reader are words that she or the other wrote."""

import numpy as np
import pytest

from tisserand.engine.text import Vocabulary, meetings, texts, vocabulary
from tisserand.engine.text.evidence import words_heard
from tisserand.engine.threads import each
from tisserand.formats.lexicon import shipped_lexicon

NEED = "Un banc d’essai pour notre classe de maintenance"
OFFER = "Du matériel de maintenance, deux après-midi par mois"


def known() -> Vocabulary:
    return vocabulary([NEED, OFFER, "a shared kitchen", "une cuisine partagée"], shipped_lexicon())


def features(need: str, offer: str) -> list[int]:
    one, other = np.zeros(1, np.int32), np.ones(1, np.int32)
    kind = np.full(1, -1, np.int8)
    found = meetings(
        texts([need], one, kind, known()), texts([offer], other, kind, known()), top=1, near=None
    )
    return [int(feature) for feature in found.words[0] if feature >= 0]


def test_words_are_given_as_written_when_they_say_a_feature() -> None:
    told = features(NEED, OFFER)
    assert "maintenance" in words_heard(NEED, told, known())
    assert all(word in NEED for word in words_heard(NEED, told, known()))
    assert all(word in OFFER for word in words_heard(OFFER, told, known()))


def test_each_side_is_told_in_its_own_language() -> None:
    told = features("une cuisine partagée", "a shared kitchen")
    assert any("cuisine" in word for word in words_heard("une cuisine partagée", told, known()))
    assert any("kitchen" in word for word in words_heard("a shared kitchen", told, known()))


@pytest.mark.parametrize("sentence", ["", "🙂", "rien à voir ici", "x" * 5000])
def test_nothing_is_told_when_no_word_says_it(sentence: str) -> None:
    assert words_heard(sentence, features(NEED, OFFER), known()) == ()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_every_piece_is_done_once_when_threads_share_them(threads: int) -> None:
    done = np.zeros(40, np.int64)

    def work(piece: int) -> None:
        done[piece] += 1

    each(work, range(40), threads)
    assert done.tolist() == [1] * 40


def test_an_error_in_a_piece_is_raised() -> None:
    def work(piece: int) -> None:
        if piece == 3:
            raise ValueError("piece 3")

    with pytest.raises(ValueError, match="piece 3"):
        each(work, range(8), 2)


def test_an_elision_is_not_part_of_the_word_told() -> None:
    sentence = "Un banc d’automatisme pour l'atelier"
    vocabulary_of = vocabulary([sentence, "automatisme", "atelier"], shipped_lexicon())
    said = texts(["automatisme", "atelier"], np.zeros(2, np.int32), np.full(2, -1, np.int8), vocabulary_of)
    heard = words_heard(sentence, [int(feature) for feature in said.word], vocabulary_of)
    assert "automatisme" in heard
    assert not any("’" in word or "'" in word for word in heard)
