"""The living page of style: in a demonstration only, whole, in both languages, with the true components."""

import re
from itertools import pairwise

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.web.public.visitors import browser, settled
from tests.web.sheets import classes_of, text_of
from tests.web.test_stylesheets import in_template
from tisserand.web.dyes import DYES

pytestmark = pytest.mark.django_db
SHOWN = (
    "sheet", "rows", "goes", "columns", "segments", "tag-madder", "tag-weld", "tag-woad", "tag-moss",
    "figure", "aside-madder", "aside-weld", "aside-moss", "progress", "wrong", "empty", "loose",
    "table-rows", "defs", "signatures", "wave", "heat-1", "heat-7", "heat-none", "letter",
    "ribbon", "knot", "swatch", "initials", "counts", "figures", "parts", "quote", "notice", "measure",
    "explain", "headline", "reasons",
)  # fmt: skip


@pytest.fixture(autouse=True)
def network() -> None:
    """The clock stands still."""
    settled()


def page(language: str = "en") -> str:
    """The page, in a demonstration."""
    with override_settings(DEMO=True):
        answer = browser(language).get(reverse("style"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_page_does_not_exist_outside_a_demonstration() -> None:
    with override_settings(DEMO=False):
        assert browser().get(reverse("style")).status_code == 404


def test_every_component_is_shown_by_day_and_by_night() -> None:
    html = page()
    day, night = html.index('class="style-day"'), html.rindex('class="night style-night"')
    for part in (html[day:night], html[night:]):
        assert set(SHOWN) - in_template(part) == set()
    assert "finis" in in_template(html)


def test_component_that_is_not_shown_is_found() -> None:
    assert {"sheet", "gone"} - in_template('<p class="sheet raised">') == {"gone"}


def test_what_is_shown_is_styled_by_the_sheets_of_every_page() -> None:
    styled = set[str]().union(*(classes_of(text_of(sheet)) for sheet in ("components.css", "site.css")))
    assert set(SHOWN) <= styled


def test_dyes_are_all_there_with_their_weaves() -> None:
    html = page()
    part = html[html.index('id="dyes"') : html.index('id="type"')]
    assert [dye.colour for dye in DYES.values() if f'fill="{dye.colour}"' not in part] == []
    assert part.count('class="swatch"') == 12


def test_no_identifier_is_there_twice() -> None:
    found = re.findall(r'\sid="([^"]+)"', page())
    assert sorted({one for one in found if found.count(one) > 1}) == []


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page())]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_style_is_written_in_the_page() -> None:
    assert "<style" not in page()
    assert " style=" not in page()
