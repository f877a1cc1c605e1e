"""R12 in the browser: every hostile file is read, or refused in a plain sentence; none ends in an error of
ours. Each file is made here; none is kept."""

import re
import tracemalloc
from html import unescape
from io import BytesIO

import pytest
from django.test import Client

from tests.domain.circles.villages import ring
from tests.domain.people.villagers import villager
from tests.formats.hostile_lists import CORPUS, LINES, NOT
from tests.web.animator.test_circles import signed
from tests.web.public.visitors import settled
from tisserand.domain.circles.models import Circle
from tisserand.domain.circles.queries import list_for
from tisserand.domain.people.models import Person
from tisserand.formats.lists import read_list
from tisserand.formats.problems import UnusableError
from tisserand.wording.catalogue import translator
from tisserand.wording.lists import fault

SEEN = 5
"""One file in so many is looked at on its page; of all, what the page would say."""


@pytest.fixture
def helene() -> Person:
    settled()
    return villager("Hélène Garnier", language="fr")


@pytest.fixture
def circle(helene: Person) -> Circle:
    return ring(helene)


def plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(text))


def sent(client: Client, circle: Circle, name: str) -> str:
    """Send a file as a browser does, and return the address of its page."""
    file = BytesIO(CORPUS[name][0]())
    file.name = f"{name}.csv"
    answer = client.post(f"/circles/{circle.ref}/lists/new", {"file": file})
    assert answer.status_code == 302, name
    return str(answer["location"])


@pytest.mark.django_db
def test_every_hostile_file_is_read_or_refused_in_a_plain_sentence(helene: Person, circle: Circle) -> None:
    client, words, wrong = signed(helene), translator("fr"), []
    for number, (name, (_, said, cause)) in enumerate(CORPUS.items()):
        place = sent(client, circle, name)
        preview = list_for(helene, place.rpartition("/")[2]).preview
        told = [plain(fault(one, words)) for one in preview.unusable or preview.faults]
        if bool(preview.unusable) != (said == NOT) or bool(preview.faults) != (said == LINES):
            wrong.append((name, "another end"))
        if said in (NOT, LINES) and cause not in " ".join(told) and not cause.startswith("Ligne"):
            wrong.append((name, " ".join(told)))
        if not number % SEEN:
            html = client.get(place).content.decode()
            assert "<script>alert" not in html and "\u202e" not in html and "\x1b" not in html, name
            if said not in plain(html) or cause not in plain(html):
                wrong.append((name, "not said on its page"))
    assert wrong == []
    assert len(CORPUS) >= 40


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bidi", "script", "escape_codes", "nul", "open_quote", "two_encodings"])
def test_line_and_cause_stand_on_the_page(helene: Person, circle: Circle, name: str) -> None:
    client = signed(helene)
    html = client.get(sent(client, circle, name)).content.decode()
    _, said, cause = CORPUS[name]
    assert said in plain(html) and cause in plain(html)
    assert "<script>alert" not in html and "\u202e" not in html and "\x1b" not in html


@pytest.mark.parametrize("name", ["blank_lines", "xlsx_bomb", "xlsx_row_jump", "open_quote_far"])
def test_hostile_file_is_read_in_little_memory(name: str) -> None:
    content = CORPUS[name][0]()
    tracemalloc.start()
    try:
        read_list(content, name)
    except UnusableError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 60 << 20, peak >> 20
