"""The openness of a circle: a figure in words with its margin, nothing about fewer than five."""

from datetime import timedelta

import pytest

from tests.domain.circles.villages import member, ring
from tests.domain.people.villagers import TODAY, villager
from tests.web.animator.test_circles import english
from tests.web.public.visitors import settled
from tisserand.domain.circles.models import Circle
from tisserand.domain.observatory.models import Measure
from tisserand.domain.people.models import Person
from tisserand.formats.figures import FigureCode

pytestmark = pytest.mark.django_db
MONDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def helene() -> Person:
    settled()
    return villager("Hélène Garnier")


@pytest.fixture
def circle(helene: Person) -> Circle:
    return ring(helene, name="Sillage Lyon")


def measured(circle: Circle | None, share: float, people: int = 12, weeks_ago: int = 0) -> Measure:
    return Measure.objects.create(
        circle=circle, week=MONDAY - timedelta(weeks=weeks_ago), code=FigureCode.OPENNESS, value=share,
        expected=0.4, low=0.3, high=0.5, people=people,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("share", "finding"),
    [(0.2, "more closed than chance"), (0.45, "cannot be told from chance"), (0.6, "more open than chance")],
)
def test_figure_is_a_finding_with_its_margin(
    helene: Person, circle: Circle, share: float, finding: str
) -> None:
    measured(circle, share)
    html = english(helene).get(f"/circles/{circle.ref}/openness").content.decode()
    assert finding in html
    assert f"{share / 0.4:.2f}" in html and "chance alone gives 0.75 to 1.25" in html
    assert f"{share * 100:.0f} lead outside" in html and "40 would" in html and "30 to 50" in html


def test_weeks_stand_in_a_table(helene: Person, circle: Circle) -> None:
    for ago in range(3):
        measured(circle, 0.2, weeks_ago=ago)
    html = english(helene).get(f"/circles/{circle.ref}/openness").content.decode()
    assert html.count('<th scope="row">') == 3


def test_figure_about_fewer_than_five_is_told_to_nobody(helene: Person, circle: Circle) -> None:
    measured(circle, 0.2, people=4)
    html = english(helene).get(f"/circles/{circle.ref}/openness").content.decode()
    assert "nothing to tell yet" in html and "0.50" not in html


def test_figure_of_another_circle_is_not_told(helene: Person, circle: Circle) -> None:
    other = ring(villager())
    measured(other, 0.2)
    assert english(helene).get(f"/circles/{other.ref}/openness").status_code == 404


def test_member_reads_it_and_finds_a_gesture_of_hers(circle: Circle) -> None:
    measured(circle, 0.2)
    html = english(member(circle)).get(f"/circles/{circle.ref}/openness").content.decode()
    assert "Say yes to being introduced beyond" in html and "/bridges" not in html
