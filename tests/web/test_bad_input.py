"""Every form of every page, with texts that nobody hopes for: a sentence, never a fault, and what was typed
is kept.

The forms are found on the pages themselves: a new form is tried as soon as a page shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.template import engines

from tests.web import test_access
from tests.web.test_access import TABLE, World, world
from tisserand.web.context import page

__all__ = ["world"]
pytestmark = pytest.mark.django_db

TEXTS = {
    "empty": "",
    "blank": " \u00a0\u2003\n ",
    "long": "Une très longue phrase. " * 600,
    "hostile": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} {% now %} ' OR 1=1 --",
    "bidi": "abc\u202egnp.exe\u2066",
    "rtl": "أبحث عن مكان مشترك في ليون",
    "emoji": "👩🏽‍🍳 un local 🏳️‍🌈 avec cuisine 👨‍👩‍👧‍👦",
    "control": "un\x00 local\x07 nul\x1b[31m",
}
REFUSED = ("empty", "long", "bidi", "control")
"""Texts that no field of words takes; the others are words like any other."""
WRITTEN = {"text", "textarea", "search", "email", "tel", "url", "number", "date"}
OWN = {"csrfmiddlewaretoken", "next"}
WORD_THAT_CONFIRMS = {"typed"}
"""Whoever mistypes the word that confirms an erasure writes it again: it is not kept."""
LISTS = "/lists/new"
"""A list of members is long by nature: its bound is in megabytes, and has its own tests."""


@dataclass
class Form:
    """A form found on a page: where it goes, what it would send untouched, the fields one writes in."""

    page: str
    action: str
    method: str = "get"
    sent: list[tuple[str, str]] = field(default_factory=list)
    written: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Reads the forms of one page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.forms, self.choosing, self.writing = page, list[Form](), "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(self.page, said.get("action", "") or self.page, said.get("method", "get")))
        if not self.forms or ("name" not in said and tag != "option"):
            return
        form, name = self.forms[-1], said.get("name", "")
        if tag == "input":
            self._input(form, name, said)
        elif tag == "textarea":
            form.written.add(name)
            form.sent.append((name, ""))
        elif tag == "select":
            self.choosing = name
        elif tag == "option" and self.choosing and "selected" in said:
            form.sent.append((self.choosing, said.get("value", "")))
        elif tag == "button" and not any(known == name for known, _ in form.sent):
            form.sent.append((name, said.get("value", "")))

    def _input(self, form: Form, name: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in said:
                form.sent.append((name, said.get("value", "on")))
        elif kind not in ("file", "submit"):
            form.sent.append((name, said.get("value", "")))
            if kind in WRITTEN:
                form.written.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.choosing = ""


def pages(world: World) -> Iterator[tuple[str, str, str]]:
    """Every page that somebody may open: its name, who, where; one reader for each page is enough."""
    for name, row in TABLE.items():
        readers = [role for role in test_access.ROLES if role in row.reads]
        if readers and name not in ("health",):
            yield (
                name,
                max(readers, key=("anonymous", "host", "member", "animator").__contains__),
                (world.address(name)),
            )


def forms(world: World) -> list[tuple[str, Form]]:
    """Every form of every page, once for each address that it posts to, with who sees it."""
    found: dict[tuple[str, str, frozenset[str]], tuple[str, Form]] = {}
    for _, role, address in pages(world):
        answer = world.browser(role).get(address, follow=True)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        reader = Forms(answer.request["PATH_INFO"])
        reader.feed(answer.content.decode())
        for form in reader.forms:
            found.setdefault((form.method, form.action, frozenset(form.written)), (role, form))
    return list(found.values())


def sent(world: World, role: str, form: Form, text: str) -> Any:
    """Send a form with the same text in every field that one writes in, and undo what it did."""
    fields = QueryDict(mutable=True)
    for name, value in form.sent:
        if name not in OWN:
            fields.appendlist(name, text if name in form.written else value)
    client = world.browser(role)
    with transaction.atomic():
        if form.method.lower() == "post":
            answer = client.post(form.action, fields.urlencode(), "application/x-www-form-urlencoded")
        else:
            answer = client.get(form.action, fields)
        transaction.set_rollback(True)
    return answer


def faults(world: World, role: str, form: Form, kind: str) -> list[str]:
    """What is wrong with the answer to a form filled with one kind of text."""
    answer = sent(world, role, form, TEXTS[kind])
    where = f"{role} {form.page} → {form.method} {form.action} {sorted(form.written)} {kind}"
    if answer.status_code not in (200, 302, 403, 404, 422):
        return [f"{where}: {answer.status_code}"]
    page = answer.content.decode(errors="replace")
    found = []
    if kind == "hostile" and ("<script>alert" in page or "<img src=x" in page):
        found.append(f"{where}: the text is not escaped")
    if answer.status_code == 422:
        if 'role="alert"' not in page and 'class="wrong"' not in page:
            found.append(f"{where}: refused without a sentence")
        if kind == "long" and form.written != WORD_THAT_CONFIRMS and TEXTS[kind][:200] not in unescape(page):
            found.append(f"{where}: what was typed is lost")
    return found


@pytest.mark.parametrize("kind", TEXTS)
def test_no_text_breaks_a_form(world: World, kind: str) -> None:
    known = forms(world)
    assert len(known) > 40 and sum(bool(form.written) for _, form in known) > 10
    wrong = [fault for role, form in known if form.written for fault in faults(world, role, form, kind)]
    assert wrong == []


def test_every_field_of_words_has_a_bound(world: World) -> None:
    """A text of twelve thousand letters is taken by no form that writes."""
    taken = []
    for role, form in forms(world):
        if form.written and form.method.lower() == "post" and not form.action.endswith(LISTS):
            answer = sent(world, role, form, TEXTS["long"])
            if answer.status_code == 302 and not answer.headers["location"].startswith("/signin"):
                taken.append(f"{form.page} → {form.action} {sorted(form.written)}")
    assert taken == []


def test_form_that_loses_what_was_typed_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: pages that forget what was typed are named."""
    engine = engines["django"].engine  # it read its context processors once
    known = engine.template_context_processors
    forgets = tuple((lambda request: page(request) | {"typed": {}}) if one is page else one for one in known)
    assert forgets != known
    monkeypatch.setitem(engine.__dict__, "template_context_processors", forgets)
    wrong = [
        fault for role, form in forms(world) if form.written for fault in faults(world, role, form, "long")
    ]
    assert any("lost" in fault for fault in wrong)
