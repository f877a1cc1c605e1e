"""The demo's facts, from a world of six people made by hand: ties by circle, bridges at risk, one gesture."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tisserand.cli.demo import page
from tisserand.cli.demo.sheets import Circle
from tisserand.cli.demo.world import World
from tisserand.formats.records import Bridge, Person, Tie
from tisserand.wording.catalogue import translator
from tisserand.wording.quotes import Quote

MONDAY = date(2026, 11, 16)
ENGLISH = translator("en")
QUAYS, PLACES, CLOSED = "Cercle des Quais", "Lieux Communs", "Club Bellecour"
ENDS = (QUAYS, PLACES)


def at(days_ago: int) -> datetime:
    """A moment, so many days before the Monday."""
    return datetime(2026, 11, 16, 12, tzinfo=UTC) - timedelta(days=days_ago)


def circle(name: str) -> Circle:
    """A circle of that name."""
    return Circle(name, "A purpose.", "Lyon", False, "garance", "toile", "A charter.", False, ())


PEOPLE = (
    Person("a", "Ada", circles=(QUAYS,)),
    Person("b", "Bo", circles=(QUAYS,)),
    Person("c", "Cy", circles=(PLACES,)),
    Person("d", "Di", circles=(PLACES, CLOSED)),
    Person("e", "Ed", circles=(QUAYS, PLACES)),
    Person("f", "Flo", circles=(CLOSED,)),
)
TIES = (
    Tie("a", "c", at(10), kind="meeting"),
    Tie("c", "a", at(40), kind="meeting"),
    Tie("b", "d", at(400), kind="meeting"),
    Tie("a", "e", at(5), kind="meeting"),
    Tie("a", "b", at(5), kind="meeting"),
)
MUTUAL = (
    Bridge(QUAYS, PLACES, 6, ("lieux",), date(2027, 6, 1)),
    Bridge(PLACES, QUAYS, 6, ("lieux", "alimentation"), date(2027, 6, 1)),
)
WORLD = World(
    monday=MONDAY,
    circles=tuple(map(circle, (PLACES, QUAYS, CLOSED))),
    people=PEOPLE,
    ties=TIES,
    bridges=MUTUAL,
    concerns={},
    go_betweens={ENDS: ("a", "c"), ENDS[::-1]: ("a", "c")},
    signed_on={},
)


def test_circles_count_each_membership() -> None:
    assert [(view.name, view.people) for view in page._circles(WORLD)] == [
        (PLACES, 3),
        (QUAYS, 3),
        (CLOSED, 2),
    ]


def test_contacts_of_a_pair_are_one_tie_seen_on_its_last_day() -> None:
    days = page._tie_days(WORLD)[frozenset(ENDS)]
    assert days[("a", "c")] == MONDAY - timedelta(days=10)
    assert set(days) == {("a", "c"), ("b", "d")}


def test_people_who_share_a_circle_make_no_tie_between_circles() -> None:
    pairs = {pair for found in page._tie_days(WORLD).values() for pair in found}
    assert ("a", "e") not in pairs
    assert ("a", "b") not in pairs


def test_tie_of_a_person_of_two_circles_counts_for_both() -> None:
    assert ("b", "d") in page._tie_days(WORLD)[frozenset((QUAYS, CLOSED))]


def test_declared_tie_has_no_day() -> None:
    assert page._tie_days(replace(WORLD, ties=(Tie("a", "c", strength=0.5),))) == {}


def test_two_rows_are_one_mutual_bridge_with_all_its_themes() -> None:
    (view,) = page._bridges(WORLD, ENGLISH)
    assert (view.a, view.b) == (0, 1)
    assert view.mutual
    assert sorted(view.themes.text.split(", ")) == ["alimentation", "lieux"]
    assert view.quota == 6
    assert view.until == date(2027, 6, 1)


def test_one_row_is_a_bridge_one_way_from_its_start() -> None:
    (view,) = page._bridges(replace(WORLD, bridges=MUTUAL[:1]), ENGLISH)
    assert (view.a, view.b) == (1, 0)
    assert not view.mutual
    assert view.themes == Quote("lieux", "fr")


def test_ties_of_a_bridge_are_those_of_a_year() -> None:
    (view,) = page._bridges(WORLD, ENGLISH)
    assert view.ties == 1


@pytest.mark.parametrize(
    ("until", "go_betweens", "last", "risk"),
    [
        (date(2027, 6, 1), ("a", "c"), 10, ""),
        (None, ("a", "c"), 10, ""),
        (date(2026, 12, 16), ("a", "c"), 10, "To be signed again soon."),
        (date(2026, 12, 17), ("a", "c"), 10, ""),
        (date(2027, 6, 1), ("a",), 10, "A single bridge person."),
        (date(2027, 6, 1), ("a", "c"), 90, ""),
        (date(2027, 6, 1), ("a", "c"), 91, "Nothing passes over it any more."),
        (date(2027, 6, 1), ("a", "c"), None, "Nothing passes over it any more."),
    ],
)
def test_bridge_is_at_risk_when_it_hangs_by_a_thread(
    until: date | None, go_betweens: tuple[str, ...], last: int | None, risk: str
) -> None:
    bridge = Bridge(QUAYS, PLACES, 6, (), until)
    known = replace(WORLD, go_betweens={ENDS: go_betweens})
    seen = None if last is None else MONDAY - timedelta(days=last)
    assert page._risk(known, bridge, seen, ENGLISH) == risk


def test_gesture_names_the_circle_that_shares_most_themes_with_the_closed_one() -> None:
    title, said = page._gesture(WORLD, ENGLISH)
    assert title == "Offer Club Bellecour a first bridge"
    assert said.startswith("This circle touches no other. ")
    assert said.count(",") >= 1


def test_risks_and_gestures_are_said_in_french_too() -> None:
    french = translator("fr")
    lonely = replace(WORLD, go_betweens={ENDS: ("a",)})
    assert page._risk(lonely, MUTUAL[0], MONDAY, french) != page._risk(lonely, MUTUAL[0], MONDAY, ENGLISH)
    assert page._gesture(WORLD, french)[0] != page._gesture(WORLD, ENGLISH)[0]
