"""Everything about me, in one archive: to read, to open in a spreadsheet, to give to another program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tisserand.domain.introductions.queries.mine import mine_of
from tisserand.domain.people.actions import export as note_export
from tisserand.domain.people.queries import day_of
from tisserand.formats.archive import IN_MEMORY, Page, Sheet, write_archive
from tisserand.web.access import signed_in, words
from tisserand.web.request import PageRequest
from tisserand.web.tags import full_day
from tisserand.wording.fields import field_said, table_said
from tisserand.wording.register import KEPT


@signed_in
@require_POST
def export(request: PageRequest) -> HttpResponse:
    """Her archive, made now; one line says so among those that she can read."""
    person, on = request.user, day_of(request.user, request.at)
    note_export(person=person, at=request.at)
    stream = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed by the answer, once it is sent
    sheets = (Sheet(one.name, one.columns, one.rows) for one in mine_of(person, request.at))
    write_archive(stream, sheets, page_of(on))
    stream.seek(0)
    name = f"tisserand-{on:%Y-%m-%d}.zip"
    return FileResponse(  # type: ignore[return-value]  # an answer that is sent as it is read
        stream, as_attachment=True, filename=name, content_type="application/zip"
    )


def page_of(on: date) -> Page:
    """The page to read, in her language."""
    said = words()
    kept = [said.gettext(text) for text in KEPT.values()]
    before, after = render_to_string("member/mine.html", {"on": on, "kept": kept}).split("<!-- rows -->")
    return Page(
        before=before,
        opening=lambda name: format_html("<section><h2>{}</h2>\n", table_said(name, said)),
        row=row_said,
        closing="</section>\n",
        after=after,
    )


def row_said(columns: Sequence[str], row: Sequence[Any]) -> str:
    """One row, as a list of what it says; what is empty is left out."""
    said = words()
    told = [
        (field_said(name, said), value_said(value))
        for name, value in zip(columns, row, strict=True)
        if value not in (None, "", [], {})
    ]
    return format_html("<dl>{}</dl>\n", format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", told))


def value_said(value: Any) -> Any:
    """A value as it is read."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return format_html("{} {}", full_day(value.date()), value.strftime("%H:%M UTC"))
    if isinstance(value, date):
        return full_day(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {held}" for name, held in value.items())
    return value
