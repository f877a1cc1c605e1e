"""The French catalogue: complete, none fuzzy, nothing left over, the placeholders of the source kept."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tests.shape.catalogue import FRENCH, ROOT, faults, is_complete, is_typographic, messages_in, update

HEADER = """
msgid ""
msgstr ""
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
CODE = """
_("Hello")
ngettext("%(n)d member", "%(n)d members", n)
pgettext("month", "May")
"""
PAGE = """{% load i18n %}
<p>
  {% translate 'Page' %}
 {% blocktranslate %}By {{ name }}{% endblocktranslate %}
</p>
"""
SOUND = """
msgid "Hello"
msgstr "Bonjour"

msgid "%(n)d member"
msgid_plural "%(n)d members"
msgstr[0] "%(n)d membre"
msgstr[1] "%(n)d membres"

msgctxt "month"
msgid "May"
msgstr "mai"

msgid "Page"
msgstr "Page"

msgid "By %(name)s"
msgstr "Par %(name)s"
"""


def tree(folder: Path, catalogue: str) -> Path:
    target = folder / FRENCH
    target.parent.mkdir(parents=True)
    target.write_text(HEADER + catalogue, encoding="utf-8")
    (folder / "src/tisserand/says.py").write_text(CODE, encoding="utf-8")
    (folder / "src/tisserand/page.html").write_text(PAGE, encoding="utf-8")
    return folder


def test_french_is_complete() -> None:
    assert faults(ROOT) == []


def test_french_has_no_fault_when_sound(tmp_path: Path) -> None:
    assert faults(tree(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('"Bonjour"', '""', "no sound French for 'Hello'"),
        ('msgid "Hello"', '#, fuzzy\nmsgid "Hello"', "no sound French for 'Hello'"),
        ('msgstr "Par %(name)s"', 'msgstr "Par %(nom)s"', "no sound French for 'By %(name)s'"),
        ('"%(n)d membres"', '""', "no sound French for ('%(n)d member', '%(n)d members')"),
        ('msgid "Hello"', 'msgid "Good bye"', "nobody says 'Good bye' any more"),
        ('msgctxt "month"\n', "", "no sound French for 'May'"),
    ],
)
def test_fault_is_found_when_planted(tmp_path: Path, before: str, after: str, fault: str) -> None:
    assert before in SOUND
    assert fault in faults(tree(tmp_path, SOUND.replace(before, after)))


def test_messages_are_found_when_in_code_or_page(tmp_path: Path) -> None:
    folder = tree(tmp_path, "")
    found = [
        (message, context)
        for name in ("says.py", "page.html")
        for _, message, context in messages_in(folder / "src/tisserand" / name)
    ]
    assert found == [
        ("Hello", None),
        (("%(n)d member", "%(n)d members"), None),
        ("May", "month"),
        ("Page", None),
        ("By %(name)s", None),
    ]


def test_update_brings_new_messages_empty_and_drops_old_ones(tmp_path: Path) -> None:
    folder = tree(tmp_path, 'msgid "Hello"\nmsgstr "Bonjour"\n\nmsgid "Gone"\nmsgstr "Parti"\n')
    update(folder, folder / FRENCH)
    assert faults(folder) == [
        "no sound French for 'Page'",
        "no sound French for 'By %(name)s'",
        "no sound French for ('%(n)d member', '%(n)d members')",
        "no sound French for 'May'",
    ]
    assert (folder / FRENCH).with_suffix(".mo").exists()


@pytest.mark.parametrize(
    ("french", "sound"),
    [
        (("un membre", "%(n)d membres"), True),
        (("%(n)d membre", "%(n)d membres"), True),
        (("un membre", "des membres"), False),
        (("%(k)d membre", "%(n)d membres"), False),
        (("un membre", ""), False),
    ],
)
def test_plural_is_complete_when_only_the_singular_drops_the_number(
    french: tuple[str, str], sound: bool
) -> None:
    assert is_complete(Message(("%(n)d member", "%(n)d members"), french)) == sound


@pytest.mark.parametrize("text", ["Pourquoi ?", "Voici : deux", "« Bonjour\u00a0»", "l'autre"])
def test_typography_is_refused_when_a_line_could_break_it(text: str) -> None:
    assert not is_typographic(text)
    assert is_typographic(
        text.replace(" ?", "\u202f?").replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace("'", "’")
    )
