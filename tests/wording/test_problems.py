"""Every problem has a sentence in both languages, with its place and what to do."""

import pytest

from tisserand.formats.figures import FigureCode, Nobody
from tisserand.formats.problems import KEPT, NoteCode, Problem, ProblemCode, Problems, UnusableError
from tisserand.wording.catalogue import LANGUAGES, translator
from tisserand.wording.figures import NAMES, NOBODY, NOTES
from tisserand.wording.problems import SENTENCES, SHOWN, sentence, sentences, shown

FULL = {"file": "liens.csv", "line": 12, "column": "force", "value": "V4LUE", "detail": "D3TAIL"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ProblemCode)
def test_problem_has_a_sentence_with_its_place(code: ProblemCode, lang: str) -> None:
    said = sentence(Problem(code, **FULL), translator(lang))  # type: ignore[arg-type]
    assert "liens.csv" in said
    assert "12" in said
    assert "force" in said
    assert "{" not in said
    assert said.strip().endswith((".", "?", "ties.csv", "liens.csv"))


@pytest.mark.parametrize("code", ProblemCode)
def test_french_sentence_is_french(code: ProblemCode) -> None:
    problem = Problem(code, value="V4LUE", detail="D3TAIL")
    french, english = (sentence(problem, translator(lang)) for lang in ("fr", "en"))
    assert french != english
    assert ("V4LUE" in french) == ("V4LUE" in english)
    assert " ;" not in french
    assert " :" not in french


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(ProblemCode)
    assert set(NOTES) == set(NoteCode)
    assert set(NOBODY) == set(Nobody)
    assert set(NAMES) == set(FigureCode)


def test_sentence_names_file_line_and_column() -> None:
    problem = Problem(ProblemCode.BAD_STRENGTH, "liens.csv", 3, "force", "1,5")
    assert sentence(problem, translator("en")) == (
        "liens.csv, line 3, column “force”: “1,5” is not a strength; write a number from 0 to 1, such as 0.5."
    )
    french = sentence(problem, translator("fr")).replace("\u00a0", " ").replace("\u202f", " ")
    assert french == (
        "liens.csv, ligne 3, colonne « force » : « 1,5 » n’est pas une force ; "
        "écrivez un nombre de 0 à 1, comme 0,5."
    )


def test_sentence_proposes_the_nearest_circle() -> None:
    problem = Problem(ProblemCode.UNKNOWN_CIRCLE, "b.csv", 2, "to", "Quai", "Quais")
    assert sentence(problem, translator("en")).endswith("Did you mean “Quais”?")


def test_list_is_cut_at_twenty_and_the_others_counted() -> None:
    problems = Problems()
    for line in range(KEPT + 50):
        problems.add(Problem(ProblemCode.EMPTY_ID, "p.csv", line + 2))
    with pytest.raises(UnusableError) as refusal:
        problems.check_none()
    said = list(sentences(refusal.value, translator("en")))
    assert len(said) == SHOWN + 1
    assert said[-1] == "and 230 more."
    assert list(sentences(UnusableError(problems.kept[:SHOWN]), translator("en")))[-1] != "and 0 more."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Zoé", "Zoé"),
        ("a\x1b[2Jb", "a<U+001B>[2Jb"),
        ("a\u202eb\n", "a<U+202E>b<U+000A>"),
        ("x" * 100, "x" * 60 + "…"),
        ("a\udce9", "a<U+DCE9>"),
    ],
)
def test_value_is_shown_short_and_harmless(text: str, told: str) -> None:
    assert shown(text) == told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("110\u00a0m²", "110<U+00A0>m²"),
        ("a\u202eb", "a<U+202E>b"),
        ("\u200b", "<U+200B>"),
        ("deux\nlignes", "deux<U+000A>lignes"),
        ("tab\t", "tab<U+0009>"),
        ("é\ud800", "é<U+D800>"),
    ],
)
def test_problem_shows_what_cannot_be_seen(text: str, said: str) -> None:
    assert shown(text) == said
    for lang in LANGUAGES:
        told = sentence(Problem(ProblemCode.UNKNOWN_PERSON, "t.csv", 2, "a", text), translator(lang))
        assert said in told
        assert text not in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("others", [1, 2, 1000])
def test_problems_left_out_are_counted(others: int, lang: str) -> None:
    problems = [Problem(ProblemCode.SELF_TIE, "t.csv", line) for line in range(SHOWN + 1)]
    said = list(sentences(UnusableError(problems, others - 1), translator(lang)))
    assert len(said) == SHOWN + 1
    assert str(others) in said[-1]


def test_nothing_is_counted_when_every_problem_is_told() -> None:
    problems = [Problem(ProblemCode.SELF_TIE, "t.csv", line) for line in range(SHOWN)]
    assert len(list(sentences(UnusableError(problems), translator("en")))) == SHOWN


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (Problem(ProblemCode.EMPTY_FILE, "p.csv"), "p.csv: "),
        (Problem(ProblemCode.NUL, "p.csv", 3), "p.csv, line 3: "),
        (Problem(ProblemCode.BAD_DATE, "p.csv", 3, "at", "x"), "p.csv, line 3, column “at”: "),
        (Problem(ProblemCode.MISSING_COLUMN, "p.csv", 1, "id"), "p.csv, line 1: "),
        (Problem(ProblemCode.UNKNOWN_OPTION, column="--loud"), "--loud: "),
    ],
)
def test_place_goes_as_far_as_it_is_known(problem: Problem, place: str) -> None:
    assert sentence(problem, translator("en")).startswith(place)


def test_nearest_circle_is_offered_when_there_is_one() -> None:
    near = Problem(ProblemCode.UNKNOWN_CIRCLE, "b.csv", 2, "to", "Qais", "Quais")
    assert sentence(near, translator("en")).endswith("Did you mean “Quais”?")
    assert "Did you mean" not in sentence(near._replace(detail=""), translator("en"))
