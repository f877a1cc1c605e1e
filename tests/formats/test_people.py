"""The file of people, cell by cell."""

from datetime import date
from pathlib import Path

import pytest

from tests.formats.files import codes, read, refused
from tisserand.formats.problems import ProblemCode
from tisserand.formats.records import EVERY_CONSENT, Ask, Person
from tisserand.vocabulary import ActorType, AskType, Consent

NO_TIES = "a,b,at\n"
ALL = (
    ""
    "id,name,email,circles,offers,needs,town,organisation,actor_type,sector,budget,joined_on,allow,agreed_on\n"
    'a1,Zoé,zoe@x.example,Club|Les  Quais,skill: bois,"fonds: un prêt; vite|un local, à '
    'Lyon",Lyon,Scop,Company,'
    "bois,3,05/03/2024,beyond|named,2024-03-06\n"
)


def people(folder: Path, text: str) -> tuple[Person, ...]:
    return read(folder, text, NO_TIES).network.people


def test_person_is_read_in_full_when_every_column_is_there(tmp_path: Path) -> None:
    assert people(tmp_path, ALL) == (
        Person(
            "a1",
            "Zoé",
            "zoe@x.example",
            ("Club", "Les Quais"),
            (Ask("bois", AskType.SKILL),),
            (Ask("un prêt; vite", AskType.FUNDS), Ask("un local, à Lyon")),
            "Lyon",
            "Scop",
            ActorType.COMPANY,
            "bois",
            3,
            date(2024, 3, 5),
            frozenset({Consent.BEYOND, Consent.NAMED, Consent.PROFILED}),
            date(2024, 3, 6),
        ),
    )


def test_person_is_plain_when_only_the_identifier_is_there(tmp_path: Path) -> None:
    assert people(tmp_path, "id\n7\n") == (Person("7"),)


@pytest.mark.parametrize(
    ("cell", "ask"),
    [
        ("Fonds: un prêt", Ask("un prêt", AskType.FUNDS)),
        ("funds : a loan", Ask("a loan", AskType.FUNDS)),
        ("Notoriété: un article", Ask("un article", AskType.RENOWN)),
        ("retour marché: dix testeurs", Ask("dix testeurs", AskType.MARKET_FEEDBACK)),
        ("market feedback: ten testers", Ask("ten testers", AskType.MARKET_FEEDBACK)),
        ("COMPÉTENCE: la soudure", Ask("la soudure", AskType.SKILL)),
        ("premises: a yard", Ask("a yard", AskType.PREMISES)),
        ("autre: un vélo", Ask("un vélo", AskType.OTHER)),
        ("urgent: un vélo", Ask("urgent: un vélo")),
        ("voir https://x.example", Ask("voir https://x.example")),
        ("un vélo  \u00a0 bleu", Ask("un vélo bleu")),
    ],
)
def test_ask_has_a_type_when_a_known_one_comes_first(cell: str, ask: Ask, tmp_path: Path) -> None:
    assert people(tmp_path, f"id,needs\n1,{cell}\n")[0].needs == (ask,)


@pytest.mark.parametrize(
    ("header", "cell", "allowed"),
    [
        ("id", "", EVERY_CONSENT),
        ("id,allow", ",", frozenset({Consent.PROFILED})),
        ("id,allow", ",Beyond | COUNTED", EVERY_CONSENT - {Consent.NAMED}),
        ("id,accord", ",au-delà|nommé", EVERY_CONSENT - {Consent.COUNTED}),
        ("id,accord", ",profilé", frozenset({Consent.PROFILED})),
        ("id,allow", ",unprofiled", frozenset()),
        ("id,accord", ",Non profilé|au-delà", frozenset({Consent.BEYOND})),
        ("id,allow", ",profiled|unprofiled", frozenset()),
    ],
)
def test_consents_are_all_without_column_and_being_profiled_stays_until_objected(
    header: str, cell: str, allowed: frozenset[Consent], tmp_path: Path
) -> None:
    assert people(tmp_path, f"{header}\n1{cell}\n")[0].allow == allowed


def test_circles_are_the_same_when_spaces_and_accents_are_written_otherwise(tmp_path: Path) -> None:
    network = people(tmp_path, "id,circles\n1,Le\u00a0Café | Le  Café\n2,Le Cafe\u0301\n")
    assert network[0].circles == network[1].circles == ("Le Café",)


@pytest.mark.parametrize(("cell", "learnt"), [("", None), ("0", 0.0), ("0,75", 0.75), ("1", 1.0)])
def test_acceptance_is_a_share_when_it_was_learnt(cell: str, learnt: float | None, tmp_path: Path) -> None:
    assert people(tmp_path, f'id,acceptance\n1,"{cell}"\n')[0].acceptance == learnt


def test_name_is_kept_as_written(tmp_path: Path) -> None:
    assert people(tmp_path, "id,name\n1,  Jean  'Jojo' O’Neil \n")[0].name == "Jean  'Jojo' O’Neil"


@pytest.mark.parametrize(
    ("header", "row", "code", "column"),
    [
        ("id,name", ",Ana", ProblemCode.EMPTY_ID, "id"),
        ("id,budget", "1,-1", ProblemCode.BAD_BUDGET, "budget"),
        ("id,budget", "1,2.5", ProblemCode.BAD_BUDGET, "budget"),
        ("id,budget", "1,51", ProblemCode.BAD_BUDGET, "budget"),
        ("id,budget", "1,beaucoup", ProblemCode.BAD_BUDGET, "budget"),
        ("id,arrivée", "1,hier", ProblemCode.BAD_DATE, "arrivée"),
        ("id,joined_on", "1,2026-04-01", ProblemCode.FUTURE_DATE, "joined_on"),
        ("id,agreed_on", "1,01/04/2026", ProblemCode.FUTURE_DATE, "agreed_on"),
        ("id,allow", "1,beyond|all", ProblemCode.UNKNOWN_CONSENT, "allow"),
        ("id,needs", "1,fonds: |x", ProblemCode.EMPTY_ASK, "needs"),
        ("id,acceptation", "1,1.2", ProblemCode.BAD_ACCEPTANCE, "acceptation"),
        ("id,acceptance", "1,souvent", ProblemCode.BAD_ACCEPTANCE, "acceptance"),
        ("id,distance", "1,5", ProblemCode.BAD_DISTANCE, "distance"),
    ],
)
def test_cell_is_refused_with_its_line_and_column(
    header: str, row: str, code: ProblemCode, column: str, tmp_path: Path
) -> None:
    (problem,) = refused(tmp_path, f"{header}\n0,\n{row}\n", NO_TIES)
    assert (problem.code, problem.file, problem.line, problem.column) == (code, "people.csv", 3, column)


def test_person_is_refused_when_there_twice_and_both_lines_are_named(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "id,name\n1,Ana\n2,Bob\n 1 ,Ana\n", NO_TIES)
    assert (problem.code, problem.line, problem.value, problem.detail) == (
        ProblemCode.PERSON_TWICE,
        4,
        "1",
        "2",
    )


def test_address_is_refused_when_two_people_have_it(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "id,email\n1,a@x.example\n2,A@X.example\n3,\n4,\n", NO_TIES)
    assert (problem.code, problem.line, problem.detail) == (ProblemCode.EMAIL_TWICE, 3, "2")


def test_every_problem_of_the_file_is_told(tmp_path: Path) -> None:
    found = refused(tmp_path, "id,budget,joined_on\n1,-1,hier\n1,x,\n,,\n2,3,2027-01-01\n", NO_TIES)
    assert codes(found) == [
        ProblemCode.BAD_BUDGET,
        ProblemCode.BAD_DATE,
        ProblemCode.BAD_BUDGET,
        ProblemCode.PERSON_TWICE,
        ProblemCode.FUTURE_DATE,
    ]
