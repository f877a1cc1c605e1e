"""French first; English when the environment names another language; `--lang` above all."""

import pytest

from tisserand.cli.language import language


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, "fr"),
        ({"LANG": ""}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "POSIX"}, "fr"),
        ({"LANG": "fr_CH.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "en_US", "LC_ALL": "C"}, "fr"),
    ],
)
def test_environment_chooses_the_language(environ: dict[str, str], spoken: str) -> None:
    assert language([], environ) == spoken


@pytest.mark.parametrize(
    "words", [["--lang", "en"], ["weave", "--lang=en", "p"], ["measure", "p", "--lang", "en"]]
)
def test_option_chooses_the_language_whatever_the_environment(words: list[str]) -> None:
    assert language(words, {"LANG": "fr_FR"}) == "en"


@pytest.mark.parametrize("words", [["--lang", "de"], ["--lang"], ["--language", "en"]])
def test_option_is_ignored_when_not_a_language_of_ours(words: list[str]) -> None:
    assert language(words, {"LANG": "fr_FR"}) == "fr"
