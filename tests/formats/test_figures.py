"""Figures of a network and of its weaving; none about fewer than five people."""

from datetime import date

import pytest

from tests.networks import ON
from tisserand.formats.figures import Figure, FigureCode, Nobody, measured, summary, why_nobody
from tisserand.formats.records import Bridge, Network, Person, Tie
from tisserand.formats.weaving import weave
from tisserand.vocabulary import Consent


def by_code(figures: list[Figure]) -> dict[FigureCode, Figure]:
    return {figure.code: figure for figure in figures}


def ring(people: int, circles: int = 2) -> Network:
    """People in turn in each circle, each tied to the next one."""
    everybody = tuple(Person(f"p{i}", circles=(f"c{i % circles}",)) for i in range(people))
    return Network(everybody, tuple(Tie(f"p{i}", f"p{i + 1}", None, 0.5) for i in range(people - 1)))


def test_figures_are_those_of_the_network() -> None:
    on, figures = measured(ring(10), ON)
    found = by_code(figures)
    assert on == ON
    assert (found[FigureCode.PEOPLE].value, found[FigureCode.TIES].value) == ("10", "9")
    assert found[FigureCode.ACROSS].value == 1.0
    assert found[FigureCode.EXPECTED].value == pytest.approx(25 / 45)
    assert found[FigureCode.OPENNESS].value == pytest.approx(45 / 25)
    assert found[FigureCode.EI].value == 1.0


def test_figures_are_withheld_when_about_fewer_than_five_people() -> None:
    found = by_code(measured(ring(4), ON)[1])
    assert found[FigureCode.PEOPLE].value == "<5"
    for code in (FigureCode.OPENNESS, FigureCode.ACROSS, FigureCode.EI, FigureCode.CONSTRAINT):
        assert found[code] == Figure(code, None)


def test_clock_waits_from_arrival_to_the_first_tie_that_both_opened() -> None:
    from datetime import UTC, datetime

    people = tuple(Person(f"p{i}", joined_on=date(2026, 1, 11)) for i in range(6))
    shy = people[5]._replace(allow=frozenset({Consent.BEYOND}))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    ties = (Tie("p0", "p1", at), Tie("p2", "p3", at.replace(day=21)), Tie("p4", "p5", at.replace(day=12)))
    opened = by_code(measured(Network(people, ties), date(2026, 2, 1))[1])[FigureCode.FIRST_TIE]
    shut = by_code(measured(Network((*people[:5], shy), ties), date(2026, 2, 1))[1])[FigureCode.FIRST_TIE]
    assert opened.value == 1
    assert shut.value == 10


def test_summary_counts_what_the_weaving_did() -> None:
    woven = weave(ring(12, 3), ON, weeks=2)
    told = summary(woven)
    plain = told.plain()
    assert plain["introductions"] == len(woven.introductions) > 0
    assert (plain["people"], plain["circles"], plain["ties"]) == (12, 3, 11)
    assert plain["across"] == 1.0
    assert plain["seconds"] == round(woven.seconds, 3)
    assert [week["introductions"] for week in plain["weeks"]] == [week.introductions for week in woven.weeks]
    assert told.forecast.value is not None


@pytest.mark.parametrize(
    ("network", "cause"),
    [
        (Network((Person("1"),), ()), Nobody.ALONE),
        (Network(tuple(Person(str(i), circles=(str(i),), budget=0) for i in range(4)), ()), Nobody.NO_BUDGET),
        (
            Network(tuple(Person(str(i), circles=(str(i),), allow=frozenset()) for i in range(4)), ()),
            Nobody.NO_BEYOND,
        ),
        (Network(ring(6).people, (), ()), Nobody.NO_BRIDGE),
        (Network(ring(6).people, (), (Bridge("c0", "c1", 5, (), date(2020, 1, 1)),)), Nobody.NO_BRIDGE),
        (Network(ring(6).people, (), (Bridge("c0", "c1", 0),)), Nobody.NO_BRIDGE),
        (ring(6, 1), Nobody.ONE_CIRCLE),
        (Network(ring(2).people, (), met=frozenset({("p0", "p1")})), Nobody.ALL_MET),
    ],
)
def test_cause_is_the_likeliest_when_nobody_is_introduced(network: Network, cause: Nobody) -> None:
    woven = weave(network, ON)
    assert woven.introductions == ()
    assert why_nobody(woven, inside=False) is cause
