"""The motif: sound SVG, colours of the circles concerned, threads that sum to twenty."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tisserand.web import motif
from tisserand.web.dyes import DYES
from tisserand.web.figures import openness_thread, progress

VALUES = st.lists(st.floats(1e-6, 1e3), min_size=1, max_size=8)


def parsed(svg: str) -> ET.Element:
    """The element tree of a piece of SVG, which must be well formed."""
    return ET.fromstring(svg)


@pytest.mark.parametrize("weave", motif.WEAVES)
@pytest.mark.parametrize("dye", DYES)
def test_swatch_is_sound_for_every_dye_and_weave(dye: str, weave: str) -> None:
    mark = parsed(motif.swatch(dye, weave, 16))
    assert mark[0].get("fill") == DYES[dye].colour
    assert mark[-1].get("class") == "edge"
    assert mark.get("aria-hidden") == "true"


def test_swatches_of_one_dye_differ_by_their_weave() -> None:
    assert len({motif.swatch("garance", weave) for weave in motif.WEAVES}) == len(motif.WEAVES)


def test_knot_weaves_three_by_three_over_and_under() -> None:
    upright, lying = parsed(motif.knot("garance", "pastel_clair"))
    assert (upright.get("fill"), lying.get("fill")) == ("#A63A2E", "#5DA5A9")
    # a thread that passes once under another shows two pieces, twice three: 2 + 3 + 2 one way, 3 + 2 + 3 ...
    pieces = [str(path.get("d")).count("M") for path in (upright, lying)]
    assert sorted(pieces) == [7, 8]


def test_knot_never_covers_the_same_place_twice() -> None:
    upright, lying = parsed(motif.knot("garance", "indigo"))
    boxes = []
    for path in (upright, lying):
        shape = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)", str(path.get("d")))
        boxes.append([tuple(map(float, box)) for box in shape])
    for x, y, width, height in boxes[0]:
        for left, top, wide, tall in boxes[1]:
            assert x >= left + wide or left >= x + width or y >= top + tall or top >= y + height


def test_ribbon_joins_the_two_dyes_by_unequal_lengths() -> None:
    drawing = parsed(motif.ribbon("garance", "ortie"))[0]
    rows = [rect for rect in drawing if rect.get("fill") == "#A63A2E"]
    assert len(rows) == 5
    assert len({rect.get("width") for rect in rows}) == 5
    assert {rect.get("fill") for rect in drawing} == {"#A63A2E", "#0D7859", None}


def test_ribbon_is_a_plain_selvedge_when_one_circle_is_alone() -> None:
    drawing = parsed(motif.ribbon("gaude", None))[0]
    assert {(rect.get("fill"), rect.get("width")) for rect in drawing} == {("#E6AC0C", "100%")}


@given(VALUES)
def test_threads_sum_to_twenty_and_follow_the_values(values: list[float]) -> None:
    threads = motif.threads_of(values)
    assert sum(threads) == 20
    total = sum(values)
    assert all(abs(n - 20 * value / total) < 1 for n, value in zip(threads, values, strict=True))


def test_threads_are_none_when_nothing_brings_anything() -> None:
    assert motif.threads_of([0.0, 0.0]) == [0, 0]
    assert motif.threads_of([]) == []


def test_reason_threads_draw_twenty_uprights_in_their_order() -> None:
    drawing = parsed(motif.reason_threads([9, 5, 4, 2]))
    assert [part.get("class") for part in drawing] == ["reason-1", "reason-2", "reason-3", "reason-4"]
    starts = {x for part in drawing for x in re.findall(r"M([\d.]+) ", str(part[0].get("d")))}
    assert len(starts) == 20


@given(st.floats(0, 2), st.floats(0, 0.4), st.booleans())
def test_openness_thread_stays_in_its_place(value: float, margin: float, hollow: bool) -> None:
    svg = openness_thread(value, max(0.0, value - margin), value + margin, hollow=hollow)
    drawing = parsed(svg)
    places = [float(x) for x in re.findall(r'(?:x|x1|x2|cx)="([\d.]+)%"', svg)]
    assert all(0 <= place <= 100 for place in places)
    assert drawing[-1].get("class") == ("hollow" if hollow else "dot")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sillage Lyon", "SL"),
        ("Cercle des Quais", "CQ"),
        ("Mentors d’Ainay", "MA"),
        ("Ingénieures & Cie", "IC"),
        ("Soigner ensemble", "SE"),
        ("La Table d’hôtes", "TH"),
        ("écluse", "ÉC"),
        ("Le", "LE"),
        ("42", ""),
        ("<b>", "B"),
        ("ß ß", "SS"),
    ],
)
def test_initials_are_two_letters_of_the_words_that_count(name: str, letters: str) -> None:
    assert motif.initials_of(name) == letters


@given(st.text(max_size=80))
def test_initials_are_two_at_most_and_never_markup(name: str) -> None:
    assert len(motif.initials_of(name)) <= 2
    assert parsed(motif.initials("garance", name)).get("class") == "initials"


@pytest.mark.parametrize("dye", DYES)
def test_initials_stand_on_the_dye_in_what_is_read_on_it(dye: str) -> None:
    ground, _, words = parsed(motif.initials(dye, "Sillage Lyon"))
    assert (ground.get("fill"), words.get("fill"), words.text) == (DYES[dye].colour, DYES[dye].on, "SL")


@pytest.mark.parametrize(
    ("done", "total", "least", "most"),
    [(0, 10, 0, 0), (10, 10, 100, 100), (5, 10, 40, 55), (0, 0, 0, 0), (12, 10, 100, 100), (99, 100, 85, 99)],
)
def test_threads_of_progress_run_as_far_as_the_work(done: int, total: int, least: int, most: int) -> None:
    rows = [rect for rect in parsed(progress(done, total)) if rect.get("class") == "run"]
    wide = [float(str(rect.get("width")).rstrip("%")) for rect in rows]
    assert len(wide) == 5
    assert least <= min(wide)
    assert max(wide) <= most


@pytest.mark.parametrize("dye", DYES)
def test_wave_is_of_the_dye_that_signs(dye: str) -> None:
    (line,) = parsed(motif.wave(dye))
    assert line.get("stroke") == DYES[dye].colour
    assert (line.get("class") == "lit") is DYES[dye].deep


def test_nothing_carries_a_style_or_an_identifier() -> None:
    drawn = [
        motif.swatch("rocou", "croisillon"), motif.knot("rocou", "ortie"), motif.brand(),
        motif.ribbon("rocou", "ortie"), motif.reason_threads([20]), motif.end_thread(),
        motif.initials("rocou", "Un cercle"), motif.wave("rocou"), motif.loose_thread(),
        motif.chevron(), progress(1, 3),
    ]  # fmt: skip
    assert not [svg for svg in drawn if " style=" in svg or " id=" in svg or " on" in svg]
