"""The fabric picture: everything has its place, the same place every time."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.fabric.faults import faults, network
from tests.web.sample import BRIDGES, CIRCLES
from tisserand.web.cloth import (
    NARROW,
    WIDE,
    ClothBridge,
    ClothCircle,
    Loom,
    cloth,
    cloth_plan,
    people_per_stitch,
)
from tisserand.web.dyes import DYES
from tisserand.web.labels import Box, shortened, text_width
from tisserand.web.layout import Plan
from tisserand.web.patches import cells_of, dyed, radius_of, tilt_of, twist

LOOMS = {"wide": WIDE, "narrow": NARROW}
NEW = {rank for bridge in BRIDGES for rank in (bridge.a, bridge.b)}
SAMPLE = [
    ClothCircle(
        c.name, c.dye, c.weave, c.people, f"{c.people} personnes", "" if i in NEW else "aucune passerelle"
    )
    for i, c in enumerate(CIRCLES)
]
TIED = [ClothBridge(b.a, b.b, 1 + i % 3, f"n° {i}", f"bridge-{i}", i == 5) for i, b in enumerate(BRIDGES)]


@pytest.mark.parametrize("name", LOOMS)
def test_nothing_overlaps_in_the_sample(name: str) -> None:
    assert faults(*cloth_plan(SAMPLE, TIED, LOOMS[name])) == []


@given(
    st.lists(st.integers(1, 120), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=7),
)
@settings(max_examples=15)
def test_nothing_overlaps_whatever_the_network(sizes: list[int], pairs: list[tuple[int, int]]) -> None:
    dyes = list(DYES)
    circles = [
        ClothCircle(f"Cercle {i} du pont", dyes[i % 12], "toile", people, f"{people} personnes")
        for i, people in enumerate(sizes)
    ]
    joined = {(min(a, b), max(a, b)) for a, b in pairs if a != b and max(a, b) < len(sizes)}
    bridges = [ClothBridge(a, b, 1, "", "") for a, b in sorted(joined)]
    assert faults(*cloth_plan(circles, bridges, WIDE)) == []


@pytest.mark.parametrize("loom", LOOMS.values(), ids=LOOMS)
@pytest.mark.parametrize("count", [5, 12, 24, 60])
def test_nothing_overlaps_from_five_circles_to_sixty(count: int, loom: Loom) -> None:
    assert faults(*cloth_plan(*network(count, seed=count), loom)) == []


def test_only_the_largest_and_hers_are_named_when_there_are_too_many() -> None:
    circles, bridges = network(80, 3)
    small = min(range(80), key=lambda rank: circles[rank].people)
    circles[small] = replace(circles[small], name="Le mien", you="Vous")
    assert faults(*cloth_plan(circles, bridges, WIDE)) == []
    svg = cloth(circles, bridges, WIDE, words="x")
    assert svg.count('class="name"') == 33
    assert "Le mien</text>" in svg and svg.count('class="you"') == 1
    assert svg.count('<svg class="knot"') == 0


def test_overlap_is_found_when_planted() -> None:
    plan, spots = cloth_plan(SAMPLE, TIED, WIDE)
    moved = Plan(plan.width, plan.height, plan.centres, (plan.labels[1], *plan.labels[1:]), plan.knots, 0.0)
    assert "labels 0 and 1" in faults(moved, spots)
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 5, 5))


@pytest.mark.parametrize("loom", LOOMS.values(), ids=LOOMS)
def test_picture_is_the_same_every_time(loom: Loom) -> None:
    assert cloth(SAMPLE, TIED, loom, words="x") == cloth(SAMPLE, TIED, loom, words="x")


def test_picture_tells_a_stitch_for_each_person() -> None:
    drawing = ET.fromstring(cloth(SAMPLE, TIED, WIDE, words="Le tissu"))
    patches = [part for part in drawing if part.tag == "g" and part[0].tag == "title"]
    assert {str(part[0].text): str(part[3].get("d")).count("M") for part in patches} == {
        circle.name: circle.people for circle in SAMPLE
    }
    assert people_per_stitch(SAMPLE) == 1


def test_picture_gives_a_stitch_to_several_people_when_a_circle_is_large() -> None:
    crowd = [ClothCircle("Grande fédération", "ortie", "toile", 9_000, "9 000 personnes")]
    assert people_per_stitch(crowd) == 60
    assert len(cloth(crowd, [], WIDE, words="x")) < 20_000
    many = [replace(SAMPLE[0], name=f"Cercle {n}", people=140) for n in range(50)]
    assert people_per_stitch(many) == 4


def test_knots_lead_to_the_list_and_broken_threads_are_at_risk() -> None:
    drawing = ET.fromstring(cloth(SAMPLE, TIED, WIDE, words="Le tissu"))
    links = drawing.findall("a")
    assert [link.get("href") for link in links] == [f"#bridge-{i}" for i in range(len(TIED))]
    away = cloth(SAMPLE, [replace(TIED[0], target="?at=a&view=all")], WIDE, words="x")
    assert ET.fromstring(away).find("a").get("href") == "?at=a&view=all"  # type: ignore[union-attr]
    assert [i for i, link in enumerate(links) if link.find("circle[@class='alarm']") is not None] == [5]
    svg = cloth(SAMPLE, TIED, WIDE, words="Le tissu")
    assert svg.count("stroke-dasharray") > 0
    assert cloth(SAMPLE, TIED[:5], WIDE, words="x").count("stroke-dasharray") == 0


def test_ring_marks_each_circle_without_bridge() -> None:
    svg = cloth(SAMPLE, TIED, WIDE, words="Le tissu")
    assert svg.count('class="ring"') == svg.count("aucune passerelle") == len(SAMPLE) - len(NEW)


def test_words_are_escaped_when_a_name_is_code() -> None:
    sly = [ClothCircle("<script>&\"'", "ortie", "toile", 3, "3 personnes")]
    svg = cloth(sly, [], WIDE, words='"><script>')
    assert "<script>" not in svg
    assert ET.fromstring(svg).get("aria-label") == '"><script>'


def test_nothing_is_drawn_without_circles() -> None:
    assert cloth([], [], WIDE, words="x") == ""


def test_text_width_grows_with_the_text() -> None:
    assert 0 == text_width("", 15) < text_width("il", 15) < text_width("MW", 15)


# Patches and threads


@given(st.integers(1, 150))
@settings(max_examples=25)
def test_patch_has_a_place_for_each_person_and_holds_together(people: int) -> None:
    cells = cells_of("Un cercle", people)
    assert len(cells) == len(set(cells)) == people
    reached, edge = {cells[0]}, [cells[0]]
    while edge:
        x, y = edge.pop()
        beside = {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)} & set(cells) - reached
        reached |= beside
        edge += beside
    assert len(reached) == people


def test_patch_is_larger_when_a_circle_is() -> None:
    radii = [radius_of(cells_of("C", n), 9.4) for n in (5, 20, 60, 140)]
    assert radii == sorted(radii)
    assert radii[-1] < 80


def test_patches_are_not_all_cut_alike() -> None:
    shapes = {frozenset(cells_of(name, 41)) for name in "ABCDEFGH"}
    assert len(shapes) > 2


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_twist_has_as_many_threads_of_each_colour_as_asked(threads: int) -> None:
    a, b = SAMPLE[0], SAMPLE[1]
    drawn = ET.fromstring(twist((a.dye, b.dye), threads, 120.0, 9.4))
    strands = [path for path in drawn if "strand" in str(path.get("class"))]
    # six half waves: each colour passes over in three of them and under in three
    assert [str(path.get("d")).count("C") for path in strands] == [3 * threads] * 4
    assert [path.get("color") for path in strands] == [DYES[c.dye].colour for c in (a, b, a, b)]


def test_colour_that_passes_over_hides_the_other_by_a_casing() -> None:
    drawn = ET.fromstring(twist((SAMPLE[0].dye, SAMPLE[1].dye), 1, 120.0, 9.4))
    kinds = [str(path.get("class")).split()[0] for path in drawn]
    assert kinds == ["strand", "strand", "casing", "strand", "strand"]


def test_deep_dyes_are_lit_at_night() -> None:
    drawn = ET.fromstring(twist((SAMPLE[8].dye, SAMPLE[9].dye), 1, 80.0, 9.4))
    lit = {path.get("color") for path in drawn if path.get("class") == "strand lit"}
    assert lit == {DYES["brou_de_noix"].colour}


def test_what_is_undyed_follows_the_ink_of_the_page() -> None:
    assert dyed("") == 'class="undyed"'
    assert DYES["ortie"].colour in dyed("ortie")


def test_patches_lean_a_little() -> None:
    assert {-12 <= tilt_of(circle.name) <= 12 for circle in SAMPLE} == {True}


# Who looks, and what is selected


def test_mark_of_who_looks_stands_on_her_circle_and_threads_leave_from_it() -> None:
    mine = [replace(SAMPLE[0], you="Vous"), *SAMPLE[1:3]]
    svg = cloth(mine, [], WIDE, words="x", own={0: 12, 2: 3})
    drawing = ET.fromstring(svg)
    assert [text.text for text in drawing.findall("g[@class='you']/text")] == ["Vous"]
    threads = [
        str(path.get("d")).count("Q")
        for path in drawing.iter("path")
        if str(path.get("class")).endswith("own")
    ]
    assert threads == [12, 3]
    assert ' own"' not in cloth(SAMPLE[:3], [], WIDE, words="x", own={0: 12})


def test_what_is_selected_is_framed_and_said() -> None:
    chosen = [replace(bridge, selected=rank == 2) for rank, bridge in enumerate(TIED)]
    drawing = ET.fromstring(cloth(SAMPLE, chosen, WIDE, words="x"))
    assert [link.get("aria-current") for link in drawing.findall("a")].count("true") == 1
    assert len(drawing.findall("a/rect[@class='chosen']")) == 1


def test_circle_without_stitches_has_its_cloth() -> None:
    bare = ET.fromstring(cloth([replace(SAMPLE[0], bare=True)], [], WIDE, words="x"))
    assert [path.get("class") for path in bare.findall("g/path")] == ["ground", "tint"]


def test_long_name_ends_on_a_whole_word() -> None:
    assert shortened("Graines de Saône", 15, 300) == "Graines de Saône"
    assert shortened("Graines de Saône et des environs", 15, 160) == "Graines de Saône…"
    assert text_width(shortened("W" * 80, 15, 120), 15) <= 120


def test_narrow_picture_keeps_its_letters_at_thirteen_pixels_and_more() -> None:
    assert NARROW.name_size >= 13
    assert NARROW.width <= 358
    assert cloth_plan(SAMPLE, TIED, NARROW)[0].width == NARROW.width
