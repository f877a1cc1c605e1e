"""The observatory: a title that is the finding, figures with their margin, and nothing about a few people."""

import csv
import io
from datetime import date, timedelta

import pytest

from tests.domain.circles.villages import bridge_between, is_constant, member, queries_of, ring
from tests.domain.people.villagers import TODAY, villager
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.circles.models import Circle
from tisserand.domain.observatory.models import Measure
from tisserand.domain.observatory.rules.editions import edition_of
from tisserand.domain.people.models import Person
from tisserand.vocabulary import MeasureCode

pytestmark = pytest.mark.django_db
LAST = edition_of(TODAY)


@pytest.fixture(autouse=True)
def helene() -> Person:
    settled()
    return villager("Hélène Garnier")


@pytest.fixture
def sillage(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon", listed=True)


def ago(editions: int) -> date:
    return LAST - timedelta(weeks=4 * editions)


def openness(value: float | None, editions: int = 0, people: int = 40) -> Measure:
    """A figure of the whole network."""
    return Measure.objects.create(
        week=ago(editions), code=MeasureCode.RATIO, value=value, expected=1, people=people,
        low=value and value - 0.05, high=value and value + 0.05,
    )  # fmt: skip


def between(one: Circle, other: Circle, value: float | None, people: int = 12) -> Measure:
    """A figure of two circles."""
    low, high = sorted((one, other), key=lambda circle: circle.pk)
    return Measure.objects.create(
        circle=low, other=high, week=LAST, code=MeasureCode.RATIO, value=value, expected=1, people=people,
        low=None if value is None else value / 2, high=None if value is None else value * 2 + 0.1,
    )  # fmt: skip


def page(person: Person, address: str = "/observatory") -> str:
    return english(person).get(address).content.decode()


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ((0.2, 0.5), "The network has been opening for 12 months."),
        ((0.5, 0.2), "The network has been closing for 12 months."),
        ((0.5, 0.52), "The network is as open as it was."),
        ((0.5,), "A first figure of openness."),
        ((), "Nothing to tell yet"),
    ],
)
def test_title_is_the_finding(
    helene: Person, sillage: Circle, values: tuple[float, ...], finding: str
) -> None:
    for place, value in enumerate(values):
        openness(value, editions=13 * (len(values) - 1 - place))
    html = page(helene)
    assert finding in html and sillage.name in html
    assert ("Between 0.45 and 0.55" in html) is (values[-1:] == (0.5,))


def test_a_circle_apart_is_named_with_the_gesture(helene: Person, sillage: Circle) -> None:
    club, other = ring(name="Club Bellecour", listed=True), ring(name="Lieux Communs", listed=True)
    openness(0.4)
    between(sillage, club, 0, people=0)
    between(other, club, 0, people=0)
    between(sillage, other, 1.3)
    html = page(helene)
    assert "Club Bellecour stays apart." in html
    assert "Open Club Bellecour from Sillage Lyon" in html and f"/circles/{sillage.ref}/bridges" in html
    assert 'class="heat-5">1.3' in html and 'class="heat-1">0' in html


def test_cell_about_fewer_than_ten_is_words_and_never_a_number(helene: Person, sillage: Circle) -> None:
    other = ring(name="Lieux Communs", listed=True)
    openness(0.4)
    between(sillage, other, 0.77, people=9)
    html = page(helene)
    assert "0.8" not in html.split("<table")[2].split("</table>")[0] and "fewer than ten people" in html
    assert "0.77" not in english(helene).get("/observatory.csv").content.decode()


def test_network_of_fewer_than_ten_is_not_told(helene: Person, sillage: Circle) -> None:
    openness(0.4, people=9)
    html = page(helene)
    assert "Nothing to tell yet" in html and "0.40" not in html and sillage.name in html


def test_unlisted_circle_is_unknown_to_animators_of_others(helene: Person, sillage: Circle) -> None:
    hidden = ring(name="Cercle discret")
    openness(0.4)
    between(sillage, hidden, 0.3)
    assert "Cercle discret" not in page(helene)
    assert "Cercle discret" not in english(helene).get("/observatory.csv").content.decode()
    host = villager("Denise Arrighi", is_host=True)
    assert "Cercle discret" in page(host)


def test_three_figures_have_their_margin_and_the_year_before(helene: Person, sillage: Circle) -> None:
    for code, editions, value in (
        (MeasureCode.ASK_TO_MEETING, 13, 27), (MeasureCode.ASK_TO_MEETING, 0, 16),
        (MeasureCode.FIRST_ACROSS, 0, 41), (MeasureCode.SERVED, 0, 0.97),
    ):  # fmt: skip
        margin = 0.01 if value < 1 else 3
        Measure.objects.create(
            week=ago(editions), code=code, value=value, low=value - margin, high=value + margin, people=38
        )
    html = page(helene)
    assert "16 days" in html and "It took 27 a year before." in html and "Margin: 13 to 19." in html
    assert "41 days" in html and "for 38 arrivals" in html
    assert "97&nbsp;%" in html and "Margin: 96 to 98." in html
    assert sillage.ref in html


def test_bridge_at_risk_tells_since_when_and_leads_to_hers_alone(helene: Person, sillage: Circle) -> None:
    mine = bridge_between(sillage, ring(name="Lieux Communs"), until=TODAY - timedelta(days=22))
    theirs = bridge_between(ring(name="A", listed=True), ring(name="B", listed=True))
    html = page(helene)
    assert "Review past." in html and "3 weeks" in html and f"/bridges/{mine.ref}" in html
    assert "No go-between." in html and f"/bridges/{theirs.ref}" not in html


def test_file_has_every_figure_and_no_formula(helene: Person, sillage: Circle) -> None:
    other = ring(name="=cmd()", listed=True)
    openness(0.4)
    openness(0.3, editions=1)
    between(sillage, other, 1.234)
    answer = english(helene).get("/observatory.csv")
    assert (
        answer["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer["Content-Disposition"]
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["0.3", "0.4", "1.23"]
    assert all(not cell.startswith("=") for row in rows for cell in row)


def test_version_to_print_unfolds_the_table(helene: Person, sillage: Circle) -> None:
    openness(0.4)
    assert '<details class="fold">' in page(helene)
    assert '<details class="fold" open>' in page(helene, "/observatory?report")
    assert sillage.ref in page(helene)


def test_picture_has_the_line_its_band_chance_and_bridges(helene: Person, sillage: Circle) -> None:
    for editions in range(12):
        openness(0.3 + editions / 100, editions)
    bridge = bridge_between(sillage, ring(name="Lieux Communs"))
    bridge.signatures.update(signed_on=ago(5))
    html = page(helene)
    for part in ("trend-wide", "trend-narrow", "margin-band", "by-chance", "bridge-mark"):
        assert part in html
    assert html.count("style=") == 0 and html.count(">Sillage Lyon, Lieux Communs</text>") == 2


def test_member_has_no_such_page(sillage: Circle) -> None:
    assert english(member(sillage)).get("/observatory").status_code == 404


def test_queries_do_not_grow_and_stay_within_twelve(helene: Person, sillage: Circle) -> None:
    client, made = english(helene), [0]

    def grow(count: int) -> None:
        for _ in range(count):
            made[0] += 1
            openness(0.4, made[0])
            other = ring(name=f"Cercle lointain {made[0]}", listed=True)
            between(sillage, other, 1.0)
            bridge_between(sillage, other)

    assert is_constant(lambda: client.get("/observatory"), grow, (1, 4))
    assert queries_of(lambda: client.get("/observatory")) <= 12
