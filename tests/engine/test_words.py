"""Sentences cut into words: folding, what is a word, accents kept aside, slips of the pen mended or not."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.engine.text.words import (
    LONGEST_WORD,
    SHORTEST_RESPELT,
    SURE_RESPELT,
    Tokens,
    folded,
    respelt,
    slips,
    spellings,
    tokens,
    words_of,
)

LETTERS = st.text(alphabet="abcdé", max_size=6)


def words(cut: Tokens, sentence: int) -> list[str]:
    return [cut.words[number] for number in cut.word[cut.ptr[sentence] : cut.ptr[sentence + 1]]]


# -- folding -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Comptabilité", "comptabilite"),
        ("CRÈME BRÛLÉE", "creme brulee"),
        ("Cœur de bœuf", "coeur de boeuf"),
        ("Lætitia", "laetitia"),
        ("garçon, naïf, Noël", "garcon, naif, noel"),
        ("e\u0301te\u0301", "ete"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("smørrebrød", "smorrebrod"),
        ("ﬁnance", "finance"),
        ("Ｗｅｂ", "web"),
        ("İstanbul", "istanbul"),
        ("plain words", "plain words"),
        ("", ""),
    ],
)
def test_words_are_folded_to_plain_letters(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="abcdeABCDE '-", max_size=30))
def test_plain_letters_fold_the_same_by_the_short_way_and_the_long_one(text: str) -> None:
    """An ASCII text takes a shortcut; one accented word more must not change the others."""
    assert folded(text + " é") == folded(text) + " e"
    assert words_of(text + " é") == [*words_of(text), "é"]


# -- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'association d'aide", ["l", "association", "d", "aide"]),
        ("L’association", ["l", "association"]),
        ("tiers-lieu, co-working", ["tiers", "lieu", "co", "working"]),
        ("un_deux", ["un", "deux"]),
        ("R&D / B2B", ["r", "d", "b2b"]),
        ("écrire à nous@exemple.fr", ["écrire", "à", "nous", "exemple", "fr"]),
        ("mi\u00adcro\u200bcrédit", ["microcrédit"]),
        ("  \t\n ", []),
        ("!?… — « »", []),
        ("مطبخ مشترك", ["مطبخ", "مشترك"]),
    ],
)
def test_a_text_is_cut_at_all_that_is_not_a_letter_nor_a_digit(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


def test_sentences_are_numbers_of_their_words_in_order_of_appearance() -> None:
    cut = tokens(["Une cuisine, une salle", "", "La CUISINE"])
    assert cut.words == ("une", "cuisine", "salle", "la")
    assert cut.word.tolist() == [0, 1, 0, 2, 3, 1] and cut.ptr.tolist() == [0, 4, 4, 6]
    assert [words(cut, i) for i in range(3)] == [["une", "cuisine", "une", "salle"], [], ["la", "cuisine"]]


@pytest.mark.parametrize("number", ["30", "2026", "١٢", "½", "Ⅷ", "³"])
def test_numbers_alone_are_no_words(number: str) -> None:
    kept = [] if number != "Ⅷ" else ["viii"]  # a Roman number in one character is letters once folded
    assert words(tokens([f"{number} chaises"]), 0) == [*kept, "chaises"]


def test_numbers_joined_to_letters_are_words() -> None:
    assert words(tokens(["3D, 20h, B2B"]), 0) == ["3d", "20h", "b2b"]


def test_a_word_is_accented_when_it_was_once_written_so() -> None:
    cut = tokens(["comptabilite et marche", "comptabilité", "marche", "Łódź, ñandú"])
    marks = dict(zip(cut.words, cut.accented.tolist(), strict=True))
    assert marks == {
        "comptabilite": True, "et": False, "marche": False, "lodz": False, "nandu": False,
    }  # fmt: skip


def test_a_pasted_blob_is_cut_short() -> None:
    cut = tokens(["x" * 5000, "x" * LONGEST_WORD, "x" * (LONGEST_WORD - 1)])
    assert [len(word) for word in cut.words] == [LONGEST_WORD, LONGEST_WORD - 1]
    assert cut.word.tolist() == [0, 0, 1]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_every_sentence_is_cut_alike_alone_or_among_others(sentences: list[str]) -> None:
    together = tokens(sentences)
    assert together.ptr[0] == 0 and together.ptr[-1] == together.word.size
    assert len(set(together.words)) == len(together.words) == together.accented.size
    for place, sentence in enumerate(sentences):
        assert words(together, place) == words(tokens([sentence]), 0)


# -- slips ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0), ("a", "", 1), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "acb", 1),
        ("abcd", "badc", 2), ("ca", "abc", 3), ("kitten", "sitting", 3), ("chien", "niche", 4),
    ],
)  # fmt: skip
def test_slips_are_counted_by_hand(one: str, other: str, distance: int) -> None:
    """`ca` to `abc` is 3 in the optimal string alignment, which never edits a swapped pair again."""
    assert slips(one, other) == distance


@given(LETTERS, LETTERS)
def test_slips_are_symmetric_and_bounded(one: str, other: str) -> None:
    found = slips(one, other)
    assert found == slips(other, one) and (found == 0) == (one == other)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))


@given(LETTERS, LETTERS)
def test_slips_equal_a_plain_recursion(one: str, other: str) -> None:
    """The definition, one case after the other."""
    table: dict[tuple[int, int], int] = {}
    for i, j in product(range(len(one) + 1), range(len(other) + 1)):
        if not i or not j:
            table[i, j] = i + j
            continue
        ways = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one[i - 1] != other[j - 1])]
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            ways.append(table[i - 2, j - 2] + 1)
        table[i, j] = min(ways)
    assert slips(one, other) == table[len(one), len(other)]


# -- mending -------------------------------------------------------------------------------------------

KNOWN = spellings(["benevole", "association", "communication", "comptabilite", "developpement", "local"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("associaton", "association"),  # dropped
        ("associaation", "association"),  # doubled
        ("assoication", "association"),  # swapped
        ("benevoles", "benevole"),  # added at the end
        ("benevol", None),  # seven letters: too short to be sure
        ("benevola", None),  # changed, and eight letters only
        ("association", "association"),  # right already
        ("bssociation", None),  # another first letter
        ("ssociation", None),  # the first letter dropped
        ("developement", "developpement"),
        ("devloppementt", "developpement"),  # one dropped and one added, in a long word
        ("communicotion", "communication"),  # changed, in a long word
        ("kommunication", None),
        ("locale", None),  # short words are never mended
        ("", None),
    ],
)
def test_a_slip_is_mended_when_the_word_is_long_enough(written: str, meant: str | None) -> None:
    assert respelt(written, KNOWN) == meant


def test_short_words_are_no_spelling_to_mend_towards() -> None:
    assert spellings(["local", "salle"]) == {}
    assert all(len(word) >= SHORTEST_RESPELT for found in KNOWN.values() for word in found)


def test_the_nearest_word_is_taken_then_the_first_of_the_alphabet() -> None:
    known = spellings(["formations", "formatione", "formation"])
    assert respelt("formation", known) == "formation"
    assert respelt("formationx", known) == "formation"
    assert respelt("formtaions", known) == "formations"


def test_nothing_is_mended_when_nothing_is_known() -> None:
    assert respelt("communication", {}) is None and spellings([]) == {}


@given(st.text(alphabet="abcdefg", min_size=SHORTEST_RESPELT, max_size=16), st.randoms(use_true_random=False))
def test_a_letter_dropped_added_or_swapped_after_the_first_is_mended(word: str, draw: object) -> None:
    """Whatever the word, when it is the only one known and what is written is long enough."""
    place = draw.randrange(1, len(word) - 1)  # type: ignore[attr-defined]
    written = [
        word[:place] + word[place + 1 :],
        word[:place] + "z" + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ]
    for slip in written:
        assert respelt(slip, spellings([word])) == (word if len(slip) >= SHORTEST_RESPELT else None)


@given(st.text(alphabet="abcdefg", min_size=SHORTEST_RESPELT, max_size=20))
def test_what_is_mended_is_within_the_slips_allowed(word: str) -> None:
    found = respelt(word, KNOWN)
    assert found is None or slips(word, found) <= (2 if len(word) >= SURE_RESPELT else 1)
