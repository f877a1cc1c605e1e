"""Lists of members: tables with or without headings, addresses of a mail, letters written in several ways."""

import pytest

from tisserand.formats.lists import MOST_ROWS, TOLD_EVERY, ListRead, read_list
from tisserand.formats.problems import ProblemCode, UnusableError

P = ProblemCode


def people(found: ListRead) -> list[tuple[int, str, str]]:
    return [(line, one.name, one.email) for line, one in found.lines]


def unusable(content: bytes, encoding: str = "") -> tuple[ProblemCode, int]:
    with pytest.raises(UnusableError) as refusal:
        read_list(content, "list.csv", encoding)
    return refusal.value.problems[0].code, refusal.value.problems[0].line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@x.org", [(1, "", "a@x.org")]),
        ("Ada Martin <a@x.org>", [(1, "Ada Martin", "a@x.org")]),
        (
            '"Martin, Ada" <a@x.org>; Bob <b@x.org>,\nc@x.org',
            [(1, "Martin, Ada", "a@x.org"), (1, "Bob", "b@x.org"), (2, "", "c@x.org")],
        ),
        ("a@x.org\r\nb@x.org\r\n", [(1, "", "a@x.org"), (2, "", "b@x.org")]),
        ("Zoé z@x.org\n\n\nb@x.org", [(1, "Zoé", "z@x.org"), (4, "", "b@x.org")]),
        ("Ada <mailto:a@x.org>, b@x.org", [(1, "Ada", "a@x.org"), (1, "", "b@x.org")]),
    ],
)
def test_addresses_of_a_mail_are_read(text: str, found: list[tuple[int, str, str]]) -> None:
    assert people(read_list(text.encode(), "")) == found


def test_piece_without_address_is_a_problem_at_its_line() -> None:
    found = read_list(b"a@x.org, b@x.org\nsomebody else", "")
    assert [(one.code, one.line, one.value) for one in found.faults.kept] == [
        (P.NO_ADDRESS, 2, "somebody else")
    ]


def test_rows_of_a_spreadsheet_are_read_with_or_without_headings() -> None:
    rows = "Martin\tAda\ta@x.org\tLyon\nRoy\tBob\tb@x.org\tNantes\n"
    with_headings = read_list(("Nom\tPrénom\tMail\tVille\n" + rows).encode(), "")
    assert people(with_headings) == [(2, "Ada Martin", "a@x.org"), (3, "Bob Roy", "b@x.org")]
    assert with_headings.lines[1].person.town == "Nantes"
    without = read_list(rows.encode(), "")
    assert without.headless and not with_headings.headless
    assert people(without) == [(1, "Martin Ada", "a@x.org"), (2, "Roy Bob", "b@x.org")]


def test_name_of_one_cell_is_not_mixed_with_another() -> None:
    found = read_list(b"Ada Martin,Lyon,a@x.org\nBob,Nantes,b@x.org\n", "")
    assert people(found) == [(1, "Ada Martin", "a@x.org"), (2, "Bob", "b@x.org")]


def test_row_longer_than_the_first_is_read_without_headings() -> None:
    assert len(read_list(b"Ada,a@x.org\nBob,b@x.org,Lyon,x\n", "").lines) == 2


def test_letters_are_read_as_their_owner_says() -> None:
    content = "nom;email\nZoé;z@x.org\n".encode("mac-roman")
    found = read_list(content, "")
    assert (found.encoding, people(found)[0][1]) == ("cp1252", "ZoŽ")
    assert dict(found.samples) == {"cp1252": "ZoŽ", "mac-roman": "Zoé"}
    again = read_list(content, "", "mac-roman")
    assert (again.encoding, people(again)[0][1]) == ("mac-roman", "Zoé")


def test_letters_not_written_as_said_are_told_with_their_line() -> None:
    content = "nom;email\nAda;a@x.org\nZoé;z@x.org\n".encode("cp1252")
    assert unusable(content, "utf-8") == (P.NOT_SO_WRITTEN, 3)
    assert unusable(content, "ebcdic") == (P.NOT_SO_WRITTEN, 1)


def test_list_without_accents_has_no_sample() -> None:
    assert read_list(b"email\na@x.org\n", "").samples == ()


def test_list_too_long_is_refused_before_it_is_kept() -> None:
    content = b"email\n" + b"".join(b"p%d@x.org\n" % i for i in range(MOST_ROWS + 1))
    assert unusable(content) == (P.TOO_MANY_ROWS, MOST_ROWS + 2)


def test_reading_says_how_far_it_is() -> None:
    told: list[int] = []
    content = b"email\n" + b"".join(b"p%d@x.org\n" % i for i in range(2 * TOLD_EVERY + 1))
    read_list(content, "", tell=told.append)
    assert told == [TOLD_EVERY, 2 * TOLD_EVERY]


def test_ask_without_sentence_is_a_problem_of_its_line() -> None:
    found = read_list(b"email,besoins\na@x.org,local:\nb@x.org,local: un local\n", "")
    assert people(found) == [(3, "", "b@x.org")] and found.total == 2
    assert [(one.code, one.line, one.column) for one in found.faults.kept] == [(P.EMPTY_ASK, 2, "besoins")]
