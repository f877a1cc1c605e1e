"""What templates write: days, figures and ties as each language writes them, and the motif."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.web.sample import CIRCLES
from tisserand.web.page import ReasonView, _ready

_ready()

from django.template import engines  # noqa: E402
from django.utils import translation  # noqa: E402

from tisserand.web import tags  # noqa: E402


@pytest.fixture(params=["fr", "en"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn, spoken while the test runs."""
    with translation.override(request.param):
        yield request.param


def written(source: str, **context: object) -> str:
    """A template of these words, rendered."""
    return str(engines["django"].from_string(source).render(context))


def test_first_of_the_month_is_raised_in_french_only(lang: str) -> None:
    first = tags.day(date(2026, 12, 1))
    assert first == {"fr": "1<sup>er</sup>\u00a0décembre", "en": "1\u00a0December"}[lang]


def test_other_days_are_plain(lang: str) -> None:
    assert tags.day(date(2026, 11, 27)) == {"fr": "27\u00a0novembre", "en": "27\u00a0November"}[lang]


def test_full_day_ends_with_its_year(lang: str) -> None:
    assert (
        tags.full_day(date(2027, 2, 3))
        == {"fr": "3\u00a0février\u00a02027", "en": "3\u00a0February\u00a02027"}[lang]
    )


def test_figure_is_written_as_its_reader_writes_it(lang: str) -> None:
    assert tags.decimal(0.254) == {"fr": "0,25", "en": "0.25"}[lang]
    assert tags.decimal(1234.5, 1) == {"fr": "1\u00a0234,5", "en": "1,234.5"}[lang]


def test_thousands_are_kept_apart(lang: str) -> None:
    assert tags.count(50_000) == {"fr": "50\u00a0000", "en": "50,000"}[lang]


@pytest.mark.parametrize("number", [0, 4, 9])
def test_ties_under_ten_are_words(number: int) -> None:
    with translation.override("en"):
        assert tags.ties(number) == "fewer than 10 ties"


@pytest.mark.parametrize(("number", "said"), [(10, "10 ties"), (1_250, "1,250 ties")])
def test_ties_from_ten_are_a_number(number: int, said: str) -> None:
    with translation.override("en"):
        assert tags.ties(number) == said


def test_motif_is_written_as_a_picture_and_not_as_text() -> None:
    html = written("{% swatch a %}{% knot a b 26 %}{% ribbon a b 'x' %}", a=CIRCLES[0], b=CIRCLES[1])
    assert html.count("<svg") == 3
    assert "&lt;" not in html
    assert 'width="26"' in html


def test_ribbon_of_one_circle_is_a_selvedge() -> None:
    html = written("{% ribbon a b %}", a=CIRCLES[0], b=None)
    assert html.count('width="100%"') == 6
    assert "slit" not in html


def test_reason_threads_are_those_of_the_reasons() -> None:
    reasons = (ReasonView("need", 12, "", ""), ReasonView("town", 8, "", ""))
    html = written("{% reason_threads reasons %}", reasons=reasons)
    assert html.count("<g ") == 2


def test_brand_and_end_follow_the_theme_by_their_classes() -> None:
    assert "#" not in written("{% brand 20 %}{% end_thread %}")


def test_scale_is_hollow_for_a_forecast() -> None:
    class Figure:
        value, low, high = 0.3, 0.2, 0.4

    assert 'class="hollow"' in written("{% scale figure True %}", figure=Figure())
    assert 'class="dot"' in written("{% scale figure %}", figure=Figure())
