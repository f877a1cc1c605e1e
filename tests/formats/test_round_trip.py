"""R11 and S9: what is written is read back equal, as CSV and as XLSX, and no cell starts a formula.

Four hundred networks of six files each: more than the 2,000 files of the promise.
"""

import csv
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tisserand.formats.cells import hidden_character
from tisserand.formats.network import Paths, read_network
from tisserand.formats.records import Ask, Bridge, Network, Person, Tie
from tisserand.formats.writers import write_bridges, write_circles, write_pairs, write_people, write_ties
from tisserand.vocabulary import ActorType, AskType, Consent

TODAY = date(2026, 3, 31)
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")

FIGURES = st.sampled_from(
    ["=1+1", "+33 1 23", "-2", "@x", "'=a", "'t Hooft", "12", "1.50", "2026-03-05", "0,5", "true"]
)
LETTERS = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="|"), min_size=1, max_size=12
)


def readable(text: str) -> bool:
    """Whether the reader gives this text back: NFC, one line, nothing hidden, no error of a spreadsheet."""
    return not hidden_character(text, breaks=False) and text not in ERRORS


def texts() -> st.SearchStrategy[str]:
    import unicodedata

    words = st.lists(LETTERS, min_size=1, max_size=4).map(" ".join)
    return (words | FIGURES).map(lambda text: unicodedata.normalize("NFC", text)).filter(readable)


def cells() -> st.SearchStrategy[str]:
    return st.just("") | texts()


def asks() -> st.SearchStrategy[Ask]:
    kind = st.none() | st.sampled_from(AskType)
    return st.builds(Ask, texts().filter(lambda text: ":" not in text), kind)


def days() -> st.SearchStrategy[date | None]:
    return st.none() | st.dates(date(1900, 1, 1), TODAY)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


@st.composite
def people(draw: st.DrawFn) -> tuple[Person, ...]:
    ids = draw(st.lists(texts(), min_size=1, max_size=6, unique=True))
    circles = draw(st.lists(texts(), min_size=1, max_size=4, unique=True))
    offered = st.lists(asks(), max_size=2, unique=True).map(tuple)
    one = st.builds(
        Person,
        st.just(""),
        name=cells(),
        circles=st.lists(st.sampled_from(circles), max_size=3, unique=True).map(tuple),
        offers=offered,
        needs=offered,
        town=cells(),
        organisation=cells(),
        actor_type=st.sampled_from(["", "artiste", *ActorType]),
        sector=cells(),
        budget=st.none() | st.integers(0, 50),
        joined_on=days(),
        allow=st.frozensets(st.sampled_from(Consent)),
        agreed_on=days(),
        acceptance=st.none() | st.floats(0, 1),
        distance=st.none() | st.integers(0, 4),
    )
    addresses = st.sampled_from(["", "p{}@x.example"])
    return tuple(
        draw(one)._replace(id=identifier, email=draw(addresses).format(i)) for i, identifier in enumerate(ids)
    )


def roads(ends: list[tuple[str, str]]) -> st.SearchStrategy[tuple[Bridge, ...]]:
    until = st.none() | st.dates(date(2000, 1, 1))
    bridge = st.builds(
        lambda road, *terms: Bridge(*road, *terms),
        st.sampled_from(ends),
        st.integers(0, 9),
        several(texts()),
        until,
    )
    return st.lists(bridge, max_size=3).map(tuple)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    everybody = draw(people())
    pairs = list(combinations([person.id for person in everybody], 2))
    if not pairs:
        return Network(everybody, (), ())
    ends = st.sampled_from(pairs)
    moments = st.datetimes(datetime(1900, 1, 1), datetime(2026, 3, 31), timezones=st.just(UTC))
    contact = st.builds(lambda pair, at, kind: Tie(*pair, at, None, kind), ends, moments, cells())
    declared = st.builds(lambda pair, weight: Tie(*pair, None, weight), ends, st.floats(0, 1))
    known = tuple(draw(st.lists(contact | declared, max_size=6)))
    circles = sorted({circle for person in everybody for circle in person.circles})
    between = list(combinations(circles, 2))
    bridges = draw(roads(between)) if between else ()
    ordered = st.frozensets(ends.map(lambda pair: (min(pair), max(pair))), max_size=3)
    said = st.frozensets(st.sampled_from(circles)) if circles else st.just(frozenset())
    closed = frozenset(circles) - draw(said)
    inside = closed if closed < frozenset(circles) else None
    return Network(everybody, known, bridges, draw(ordered), draw(ordered), draw(said), inside)


def written(network: Network, folder: Path, suffix: str) -> Paths:
    names = ("people", "ties", "bridges", "met", "apart", "circles")
    paths = Paths(*(folder / f"{name}{suffix}" for name in names))
    write_people(paths.people, network.people)
    write_ties(paths.ties, network.ties)
    assert paths.bridges
    assert paths.met
    assert paths.apart
    write_bridges(paths.bridges, network.bridges or ())
    write_pairs(paths.met, network.met)
    write_pairs(paths.apart, network.apart)
    assert paths.circles
    lived = {circle for person in network.people for circle in person.circles}
    write_circles(paths.circles, lived, network.through_members, network.takes_inside)
    return paths


def texts_of(path: Path) -> list[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return [cell for row in csv.reader(stream) for cell in row]
    rows = openpyxl.load_workbook(path).active.iter_rows()
    cells = [cell for row in rows for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    return [cell.value for cell in cells if isinstance(cell.value, str)]


@pytest.mark.slow
@settings(max_examples=300)
@given(networks())
def test_network_is_read_back_equal_when_written_as_csv(network: Network) -> None:
    with TemporaryDirectory() as folder:
        paths = written(network, Path(folder), ".csv")
        assert read_network(paths, TODAY).network == network
        assert not [cell for path in paths.all() for cell in texts_of(path) if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.slow
@settings(max_examples=100)
@given(networks())
def test_network_is_read_back_equal_when_written_as_xlsx(network: Network) -> None:
    with TemporaryDirectory() as folder:
        paths = written(network, Path(folder), ".xlsx")
        assert read_network(paths, TODAY).network == network
        assert not [cell for path in paths.all() for cell in texts_of(path) if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_phone_survives_a_round_trip(suffix: str, tmp_path: Path) -> None:
    network = Network((Person("+33612345678", "+33 6 12 34 56 78"), Person("-", "@zoe")), (), ())
    paths = written(network, tmp_path, suffix)
    assert read_network(paths, TODAY).network == network
    assert "'+33612345678" in texts_of(paths.people)


def test_sentence_that_starts_as_a_type_does_keeps_having_none(tmp_path: Path) -> None:
    people = (Person("1", needs=(Ask("Locaux : un bureau : vite"), Ask("un local", AskType.PREMISES))),)
    paths = written(Network(people, (), ()), tmp_path, ".csv")
    assert read_network(paths, TODAY).network.people[0].needs == (
        Ask("Locaux – un bureau : vite"),
        Ask("un local", AskType.PREMISES),
    )


def test_separator_becomes_a_slash_when_inside_a_sentence(tmp_path: Path) -> None:
    paths = written(Network((Person("1", needs=(Ask("vélo|bois"),)),), (), ()), tmp_path, ".csv")
    assert read_network(paths, TODAY).network.people[0].needs == (Ask("vélo/bois"),)
