"""The page of the week: whole, self-contained, true to its views, in French and in English."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest

from tests.web.sample import BRIDGES, LETTERS, WEEK
from tisserand.web.page import IntervalView, _strands, french_spaces, rendered
from tisserand.wording.quotes import Quote

PAGES = {lang: rendered(WEEK, lang) for lang in ("fr", "en")}
BOTH = pytest.mark.parametrize("lang", ["fr", "en"])


def without_style(html: str) -> str:
    """The page without its style sheet."""
    return re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def words_of(html: str) -> str:
    """What a reader reads: no tag, no picture, spaces made plain."""
    text = re.sub(r"<svg.*?</svg>", "", without_style(html), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@BOTH
def test_page_asks_nobody_for_anything(lang: str) -> None:
    html = PAGES[lang]
    assert "<script" not in html
    assert "http" not in without_style(html).replace("http-equiv", "")
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', without_style(html))


@BOTH
def test_page_has_no_style_or_script_in_its_attributes(lang: str) -> None:
    assert not re.findall(r"<[^>]*\s(?:style|on\w+)=", without_style(PAGES[lang]))


@BOTH
def test_policy_lets_this_style_in_and_nothing_else(lang: str) -> None:
    style = re.search(r"<style>(.*?)</style>", PAGES[lang], flags=re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', PAGES[lang])
    assert style
    assert policy
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy.group(1)
    assert policy.group(1).startswith("default-src 'none'")


@BOTH
def test_every_link_leads_to_a_place_of_the_page(lang: str) -> None:
    html = without_style(PAGES[lang])
    targets, places = set(re.findall(r'href="#([^"]+)"', html)), re.findall(r'\sid="([^"]+)"', html)
    assert targets <= set(places)
    assert len(places) == len(set(places))


@BOTH
def test_headings_go_down_one_step_at_a_time(lang: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", PAGES[lang])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_order_is_letters_then_fabric_then_openness_then_the_week() -> None:
    places = [PAGES["fr"].index(f'id="{name}"') for name in ("letters", "fabric", "openness", "all")]
    assert places == sorted(places)


def test_page_declares_its_language() -> None:
    assert '<html lang="fr">' in PAGES["fr"]
    assert '<html lang="en">' in PAGES["en"]


def test_english_page_says_what_it_says() -> None:
    said = words_of(PAGES["en"])
    for sentence in (
        "298 introductions to propose, between circles that stay closed",
        "We would like to introduce you to Mehdi Benali",
        "Why this proposal?",
        "Three possible answers, until 1 December",
        "between 0.19 and 0.23",
        "And 292 others, in the file introductions.csv.",
        "That is all for this week.",
    ):
        assert sentence in said


def test_what_matters_to_somebody_comes_before_her_organisation() -> None:
    html = PAGES["fr"]
    assert html.index("Qu’on cuisine ensemble") < html.index("La Grande Remise")


def test_what_is_empty_is_not_shown() -> None:
    bare = replace(LETTERS[0], through="", opens="", cares=Quote(""), role="")
    html = rendered(replace(WEEK, letters=(bare,)), "en")
    letter = html[html.index("<article") : html.index("</article>")]
    assert "Through" not in letter
    assert "May open" not in letter
    assert 'class="cares"' not in letter
    assert "Asks for" in letter


def test_answers_are_words_and_not_dead_buttons() -> None:
    assert "Yes, introduce us" in PAGES["en"]
    assert not re.findall(r"<(?:button|form|input)", PAGES["en"])


def test_reasons_of_every_letter_tell_twenty_threads() -> None:
    for lists in re.findall(r'<ol class="reasons-list">(.*?)</ol>', PAGES["en"], flags=re.DOTALL):
        assert sum(int(n) for n in re.findall(r"(\d+) threads? of 20", lists)) == 20


def test_ties_under_ten_are_words() -> None:
    panel = PAGES["en"][PAGES["en"].index('class="panel"') :]
    assert panel.count("fewer than 10 ties") == sum(bridge.ties < 10 for bridge in BRIDGES)
    assert not [bridge for bridge in BRIDGES if bridge.ties < 10 and f"<b>{bridge.ties}" in panel]


def test_names_are_text_even_when_they_look_like_code() -> None:
    sly = replace(LETTERS[0], name="<img src=x onerror=alert(1)>", through="</dl><script>")
    html = rendered(replace(WEEK, letters=(sly,)), "fr")
    assert "<img" not in html
    assert "<script" not in html


def test_page_says_so_when_nobody_is_introduced() -> None:
    empty = replace(WEEK, introductions=0, across=0, served=0, servable=0, highest=0, letters=(), rows=())
    said = words_of(rendered(empty, "en"))
    assert "Nobody to introduce this week" in said
    assert "No letter this week" in said
    assert "The whole week Only" not in said


def test_page_counts_one_as_one() -> None:
    html = rendered(replace(WEEK, introductions=22, across=1, served=1, servable=1), "en")
    assert "1 introduction to propose, between circles" in words_of(html)
    assert "And 2 others" in words_of(html)


def test_thread_of_openness_goes_on_when_a_network_is_more_open_than_chance() -> None:
    more = replace(WEEK.openness, now=IntervalView(1.2, 1.1, 1.3))
    assert "1.20" in rendered(replace(WEEK, openness=more), "en")


def test_page_is_the_same_every_time() -> None:
    assert rendered(WEEK, "fr") == PAGES["fr"]


def test_page_stays_light() -> None:
    assert len(PAGES["fr"].encode()) < 400_000


@pytest.mark.parametrize(
    ("plain", "set_in_french"),
    [
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Il dit : « oui » ; merci !", "Il dit\u00a0: «\u00a0oui\u00a0»\u202f; merci\u202f!"),
        ("l'avis", "l’avis"),
        ("110\u00a0m²", "110\u00a0m²"),
    ],
)
def test_french_spaces_keep_marks_from_the_edge_of_a_line(plain: str, set_in_french: str) -> None:
    assert french_spaces(plain) == set_in_french


def test_french_page_never_lets_a_mark_begin_a_line() -> None:
    assert not re.findall(r"[^ ]{0,20} [;:!?»](?=[ <\n])", re.sub(r"<[^>]+>", "", without_style(PAGES["fr"])))


@pytest.mark.parametrize(
    ("ties", "most", "threads"),
    [
        (0, 100, 1),
        (9, 9, 1),
        (10, 10, 3),
        (30, 100, 1),
        (34, 100, 2),
        (66, 100, 2),
        (67, 100, 3),
        (100, 100, 3),
    ],
)
def test_more_ties_make_more_threads(ties: int, most: int, threads: int) -> None:
    assert _strands(ties, most) == threads


def test_week_knows_what_it_leaves_to_the_file_and_who_is_alone() -> None:
    assert WEEK.inside == 14
    assert WEEK.others == 292
    names = ["Atelier du Léman", "Club Bellecour", "Soigner ensemble", "Code Croix-Paquet"]
    assert [circle.name for circle in WEEK.alone] == names
    assert replace(WEEK, bridges=()).alone == WEEK.circles


def test_circle_inside_which_two_are_introduced_is_named_once() -> None:
    html = rendered(replace(WEEK, letters=LETTERS[-1:]), "en")
    letter = html[html.index("<article") : html.index("</article>")]
    assert letter.count("Atelier du Léman") == 1
    assert 'class="knot"' not in letter


def test_first_letter_is_open_and_tells_what_each_answer_does() -> None:
    html = PAGES["en"]
    assert html.count('class="why" open') == 1
    assert html.count("a no and a silence look the same") == 1
    assert html.count("Not this time") == len(LETTERS)


def letters_in(html: str) -> tuple[list[str], list[str]]:
    """The letters that lie open and those that are folded, as HTML."""
    folded = re.findall(r'<details class="post folded">.*?</article>\s*</details>', html, flags=re.DOTALL)
    return re.findall(r"<article.*?</article>", html[: html.index("envelopes")], flags=re.DOTALL), folded


@BOTH
def test_first_three_letters_are_open_and_the_others_folded(lang: str) -> None:
    lying, folded = letters_in(without_style(PAGES[lang]))
    assert len(lying) == 3
    assert len(folded) == len(LETTERS) - 3


@BOTH
def test_folded_letter_says_to_whom_and_about_whom_it_is(lang: str) -> None:
    _, folded = letters_in(without_style(PAGES[lang]))
    for letter, html in zip(LETTERS[3:], folded, strict=True):
        summary = unescape(words_of(html[: html.index("</summary>")]))
        start = summary.index(letter.to)
        assert summary.index(letter.name, start) > start
        assert letter.circle_a.name in summary
    assert ("À <b>Jeanne Mercier</b>\u00a0:" if lang == "fr" else "To <b>Jeanne Mercier</b>:") in folded[0]


def test_folded_letter_inside_a_circle_names_it_once() -> None:
    _, folded = letters_in(without_style(PAGES["en"]))
    summary = folded[-1][: folded[-1].index("</summary>")]
    assert words_of(summary).count("Atelier du Léman") == 1


@pytest.mark.parametrize("count", [0, 1, 3])
def test_nothing_is_folded_when_letters_are_few(count: int) -> None:
    html = without_style(rendered(replace(WEEK, letters=LETTERS[:count]), "en"))
    assert "envelopes" not in html
    assert html.count("<article") == count


def test_no_two_letters_have_the_same_title() -> None:
    named = re.findall(r'aria-labelledby="(letter-\d+)"', PAGES["fr"])
    assert named == [f"letter-{rank}" for rank in range(1, len(LETTERS) + 1)]
    assert [name for name in named if f'<h3 id="{name}">' not in PAGES["fr"]] == []


def test_french_words_are_marked_on_the_english_page_only() -> None:
    english, french = (without_style(PAGES[lang]) for lang in ("en", "fr"))
    said = re.findall(r'<span lang="fr">(.*?)</span>', english)
    quoted = [e.need.text for letter in LETTERS for e in letter.exchanges]
    assert quoted[0] in said
    assert len(said) >= 2 * len(quoted) + len(WEEK.circles)
    assert "<span lang=" not in french


def test_english_words_are_marked_on_the_french_page() -> None:
    need = replace(LETTERS[0].exchanges[0], need=Quote("A kitchen for my workshops", "en"))
    html = rendered(replace(WEEK, letters=(replace(LETTERS[0], exchanges=(need,)),)), "fr")
    assert '<span lang="en">A kitchen for my workshops</span>' in html


def test_words_of_no_known_language_are_not_marked() -> None:
    html = rendered(replace(WEEK, letters=(replace(LETTERS[0], cares=Quote("日本")),)), "en")
    assert "“日本”" in html


def test_quoted_words_are_text_even_when_they_look_like_code() -> None:
    sly = replace(LETTERS[0], cares=Quote("<script>x</script>", 'fr"><script'))
    html = rendered(replace(WEEK, letters=(sly,)), "en")
    assert "<script" not in html


def test_bridge_one_way_says_which() -> None:
    assert "from Ingénieures &amp; Cie to Mentors d’Ainay" in PAGES["en"]
    assert PAGES["en"].count("both ways") == sum(bridge.mutual for bridge in BRIDGES)


def test_every_bridge_and_circle_of_the_picture_is_in_a_list() -> None:
    lists = PAGES["en"][PAGES["en"].index('class="panel"') :]
    for bridge in BRIDGES:
        names = (WEEK.circles[bridge.a].name, WEEK.circles[bridge.b].name)
        assert ", ".join(names).replace("&", "&amp;") in lists
    for circle in WEEK.circles:
        assert circle.purpose.text in lists
