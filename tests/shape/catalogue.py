"""Collects the messages of the code and of the templates, and judges the French catalogue against them.

`python -m tests.shape.catalogue PATH.po` brings the catalogue up to date: new messages arrive empty.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
FRENCH = "src/tisserand/locale/fr/LC_MESSAGES/django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """\
# French catalogue of Tisserand; English is the source. Same licence as Tisserand.
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
PLACE = re.compile(r"%\(\w+\)[sdf]|\{\w*(?::[^}]*)?\}|%[sdf]")
Extracted = tuple[str, str | tuple[str, ...], str | None]


def messages_in(path: Path) -> Iterator[Extracted]:
    """Yield (file name, message or (singular, plural), context) for one Python file or one template."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Django turns a template into calls among X's; indentation is taken out so that Python can read them.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    for _line, message, _notes, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        yield path.name, message, context


def template(root: Path) -> Catalog:
    """Return the catalogue of every message under src/tisserand, untranslated."""
    found = Catalog(charset="utf-8")
    folder = root / "src/tisserand"
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
        name = path.relative_to(folder).as_posix()
        for _file, message, context in messages_in(path):
            found.add(message, locations=[(name, 0)], context=context)
    return found


def places(text: str) -> list[str]:
    """Return the placeholders of a sentence, sorted."""
    return sorted(PLACE.findall(text))


def is_complete(message: Message) -> bool:
    """Say whether every form of a message is translated, with the placeholders of its source."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy or len(forms) < len(sources) or not all(forms):
        return False
    wanted = places(sources[-1])
    # A singular may say "une lettre" where the plural says a number, so it may leave a placeholder out.
    return places(forms[-1]) == wanted and all(set(places(form)) <= set(wanted) for form in forms[:-1])


def is_typographic(text: str) -> bool:
    """Say whether French punctuation is kept from the edge of a line, and apostrophes are curved."""
    return not re.search(r" [;:!?»]|« |\w'\w", text)


def faults(root: Path) -> list[str]:
    """Return what the French catalogue lacks, or holds that nobody says any more."""
    with (root / FRENCH).open("rb") as stream:
        french = read_po(stream, locale="fr")
    wanted = template(root)
    lacking = [f"no sound French for {one.id!r}" for one in wanted if one.id and not _sound(french, one)]
    return lacking + [
        f"nobody says {one.id!r} any more"
        for one in french
        if one.id and wanted.get(one.id, one.context) is None
    ]


def _sound(french: Catalog, wanted: Message) -> bool:
    found = french.get(wanted.id, wanted.context)
    if found is None or _forms(found) != _forms(wanted):
        return False
    spoken = [found.string] if isinstance(found.string, str) else found.string
    return is_complete(found) and all(map(is_typographic, spoken))


def _forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def update(root: Path, target: Path) -> None:
    """Bring the catalogue at `target` up to date with the code, and compile it."""
    with target.open("rb") as stream:
        french = read_po(stream, locale="fr")
    french.update(template(root), no_fuzzy_matching=True)
    french.obsolete.clear()
    body = BytesIO()
    write_po(body, french, width=100, sort_by_file=True, include_lineno=False, omit_header=True)
    # A header without dates or names: two contributions then differ only where their sentences do.
    target.write_bytes(HEADER.encode() + body.getvalue())
    with target.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, french)


if __name__ == "__main__":
    update(ROOT, ROOT / sys.argv[1])
    print("\n".join(faults(ROOT)) or "The French catalogue is complete.")
