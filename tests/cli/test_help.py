"""The help: whole, in both languages, never wider than a terminal."""

import re

import pytest

from tisserand.cli import help as page
from tisserand.cli import site
from tisserand.cli.arguments import FLAGS, MEASURE, WEAVE
from tisserand.cli.main import COMMANDS
from tisserand.formats.people import LAYOUT
from tisserand.wording.catalogue import LANGUAGES, translator

EACH_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


@EACH_LANGUAGE
def test_help_fits_a_terminal(lang: str) -> None:
    lines = page.help_text(translator(lang)).splitlines()
    assert len(lines) < 55
    assert [line for line in lines if line.startswith(" ") and len(line) > 112] == []


@EACH_LANGUAGE
def test_help_is_said_in_one_language(lang: str) -> None:
    said = page.help_text(translator(lang))
    for _name, sentence in (*page.COMMANDS, *page.FILES, *page.OPTIONS):
        assert translator(lang).gettext(sentence) in said
    assert ("Code de sortie" in said) == (lang == "fr")


def test_help_tells_every_option_that_is_understood() -> None:
    told = {name.split()[0] for name, _ in page.OPTIONS}
    assert told == {*WEAVE, *MEASURE, *FLAGS, "--version"}


def test_help_tells_every_command() -> None:
    first = {name for name, _ in page.COMMANDS}
    assert first | set(site.COMMANDS) == set(COMMANDS)
    assert len(set(COMMANDS)) == len(COMMANDS)
    assert set(re.findall(r"^tisserand (\w+)", page.USAGE, re.MULTILINE)) == first


@pytest.mark.parametrize("name", site.COMMANDS)
@EACH_LANGUAGE
def test_help_of_an_installation_tells_each_command(name: str, lang: str) -> None:
    words = translator(lang)
    assert f"  {name} " in page.help_text(words)
    usage, purpose = page.help_of(name, words).splitlines()
    assert usage == f"tisserand {name} {site.COMMANDS[name].usage}".strip()
    assert purpose.strip() == words.gettext(site.COMMANDS[name].purpose)


def test_help_tells_every_column_of_people() -> None:
    told = " ".join(sentence for _, sentence in page.FILES)
    assert [column for column in LAYOUT.columns if not re.search(rf"\b{column}\b", told)] == []


def test_help_gives_the_values_used_when_nothing_is_said() -> None:
    from tisserand.engine.policy import DEFAULT

    told = {name.split()[0]: sentence for name, sentence in page.OPTIONS}
    assert told["--budget"].endswith(f"({DEFAULT.weekly_cap})")
    assert told["--weeks"].endswith("(1)")
    assert told["--seed"].endswith("(0)")
