"""Where things stand in the fabric: worked examples by hand, then properties on random networks."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tisserand.web import labels, layout
from tisserand.web.labels import MARGIN, Box, Spot, text_width
from tisserand.web.layout import plan

SQUARE = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0], [100.0, 100.0]])
SMALL = Spot(radius=20, label_width=80, label_height=36)


def planned(count: int, bridges: tuple[tuple[int, int], ...] = ()) -> layout.Plan:
    """The plan of that many small circles."""
    return plan((SMALL,) * count, bridges, width=760, length=100)


# Boxes


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        (Box(5, 5, 10, 10), True),
        (Box(2, 2, 1, 1), True),
        (Box(10, 0, 10, 10), False),
        (Box(0, 10, 10, 10), False),
        (Box(-5, -5, 4, 30), False),
    ],
)
def test_boxes_overlap_when_they_share_more_than_an_edge(other: Box, answer: bool) -> None:
    box = Box(0, 0, 10, 10)
    assert box.overlaps(other) is answer
    assert other.overlaps(box) is answer


def test_box_is_within_when_its_margin_is_kept() -> None:
    assert Box(MARGIN, MARGIN, 10, 10).is_within(10 + 2 * MARGIN, 10 + 2 * MARGIN)
    assert not Box(MARGIN - 1, MARGIN, 10, 10).is_within(100, 100)
    assert not Box(90, 50, 10, 10).is_within(100, 100)


# Geometry


def test_wished_distance_is_the_length_of_the_way() -> None:
    spots = [Spot(10, 0, 0), Spot(20, 0, 0), Spot(30, 0, 0)]
    wished = layout._distances(spots, [(0, 1), (1, 2)], 100)
    assert wished[0].tolist() == [0, 130, 130 + 150]
    apart = layout._distances([*spots, Spot(20, 0, 0)], [(0, 1), (1, 2)], 100)
    assert apart[0, 3] == pytest.approx(0.6 * 280 + 0.4 * 140)


def test_bridges_get_their_length_when_nothing_hinders() -> None:
    (places, *_) = layout._stretched([Spot(10, 0, 0)] * 3, [(0, 1), (1, 2)], 100, 2, 0)
    long = np.hypot(*(places[[0, 1]] - places[[1, 2]]).T)
    assert long == pytest.approx([120, 120], rel=0.05)


def test_rectangles_that_overlap_move_the_shorter_way() -> None:
    places, size = np.array([[0.0, 0.0], [8.0, 1.0]]), np.array([[10.0, 10.0]] * 2)
    moved = layout._pushed(places, size)
    assert moved.tolist() == [[-1.0, 0.0], [9.0, 1.0]]
    assert layout._pushed(moved, size).tolist() == moved.tolist()


def test_rectangles_at_one_place_part() -> None:
    moved = layout._pushed(np.zeros((2, 2)), np.array([[10.0, 10.0]] * 2))
    assert len({tuple(place) for place in moved.tolist()}) == 2


def test_rectangles_fall_below_what_they_would_cover() -> None:
    places = np.array([[0.0, 6.0], [3.0, 8.0], [40.0, 7.0]])
    fallen = layout._fallen(places, np.array([[10.0, 10.0]] * 3))
    assert fallen[1, 1] - fallen[0, 1] == 10
    assert fallen[2, 1] - fallen[0, 1] == 1
    assert fallen[0, 1] == 5 + MARGIN


def test_short_bridge_pushes_its_ends_apart() -> None:
    places, lift, ends = np.array([[0.0, 0.0], [10.0, 0.0]]), np.zeros((2, 2)), np.array([[0, 1]])
    moved = layout._lengthened(places, lift, ends, np.array([20.0]))
    assert moved.tolist() == [[-3.0, 0.0], [13.0, 0.0]]
    assert layout._lengthened(places, lift, ends, np.array([9.0])).tolist() == places.tolist()


def test_crossings_are_counted_once_and_a_shared_end_is_none() -> None:
    assert layout._crossings(SQUARE, np.array([(0, 3), (1, 2)])) == 1
    assert layout._crossings(SQUARE, np.array([(0, 1), (2, 3), (0, 2)])) == 0


def test_knot_stands_in_the_middle_of_what_shows() -> None:
    spots = [Spot(10, 0, 0), Spot(30, 0, 0)]
    (knot,) = labels.knots_of(np.array([[0.0, 0.0], [100.0, 0.0]]), spots, [(0, 1)])
    assert knot.tolist() == [40.0, 0.0]


def test_knots_are_none_without_bridges() -> None:
    assert labels.knots_of(SQUARE, [SMALL] * 4, []).shape == (0, 2)


def test_bridge_crosses_the_label_it_passes_over() -> None:
    boxes = np.array([(40.0, -5.0, 20.0, 10.0), (40.0, 30.0, 20.0, 10.0)])
    crossed = labels.is_crossed(boxes, np.array([[0.0, 0.0], [100.0, 0.0]]), np.array([(0, 1)]))
    assert crossed[:, 0].tolist() == [True, False]


def test_box_is_near_a_point_within_its_room() -> None:
    boxes, point = np.array([(10.0, 10.0, 20.0, 20.0)]), np.array([[33.0, 34.0]])
    assert labels.is_near(boxes, point, np.array([5.5])).tolist() == [[True]]
    assert labels.is_near(boxes, point, np.array([4.5])).tolist() == [[False]]


def test_labels_overlap_when_too_near_to_be_told_apart() -> None:
    near = labels.overlaps([Box(0, 0, 10, 10), Box(13, 0, 10, 10), Box(15, 0, 10, 10), Box(0, 14, 10, 10)])
    assert near[0].tolist() == [True, True, False, False]


def test_first_side_of_a_label_is_below_its_patch() -> None:
    boxes = labels.label_boxes(np.array([100.0, 100.0]), SMALL)
    assert boxes[0] == Box(60.0, 126.0, 80, 36)
    assert len(set(boxes)) == len(boxes) == 12


@pytest.mark.parametrize("side", range(12))
def test_no_side_of_a_label_touches_its_own_patch(side: int) -> None:
    centre = np.array([100.0, 100.0])
    box = labels.label_boxes(centre, SMALL)[side]
    assert not labels.is_near(np.array([box]), centre[None], np.array([SMALL.radius])).any()


# Costs


def test_crowding_counts_a_bridge_over_a_third_circle() -> None:
    line = np.array([[0.0, 0.0], [300.0, 0.0], [100.0, 5.0]])
    beside = np.array([[0.0, 0.0], [300.0, 0.0], [100.0, 60.0]])
    spots = [SMALL] * 3
    assert layout._crowding(line, spots, [(0, 1)]) - layout._crowding(beside, spots, [(0, 1)]) == 400
    assert layout._crowding(line, spots, []) == 0


def test_knot_slides_off_a_label() -> None:
    centres, spots = np.array([[0.0, 0.0], [300.0, 0.0]]), [Spot(10, 0, 0)] * 2
    (knot,) = labels.knots_of(centres, spots, [(0, 1)], [Box(120, -10, 60, 20)])
    assert not 120 - 18 < knot[0] < 180 + 18


def test_labels_that_do_not_overlap_at_first_never_do() -> None:
    centres = np.array([[100.0, 60.0], [100.0, 160.0], [210.0, 60.0]])
    found, _ = labels.labelled((320, 240), centres, [SMALL] * 3, [], np.zeros((0, 2)))
    assert not any(a.overlaps(b) for a, b in combinations(found, 2))


# Plans


def test_plan_is_the_same_every_time() -> None:
    layout.plan.cache_clear()
    first = planned(9, ((0, 1), (2, 3)))
    layout.plan.cache_clear()
    again = planned(9, ((0, 1), (2, 3)))
    assert first.labels == again.labels
    assert (first.centres == again.centres).all()


def test_plan_of_one_circle_stands_inside() -> None:
    only = planned(1)
    assert only.labels[0].is_within(only.width, only.height)
    assert only.knots.shape == (0, 2)


def test_plan_grows_taller_and_never_wider_when_there_is_no_room() -> None:
    crowded = plan((Spot(34, 160, 60),) * 8, (), width=358, length=80)
    assert crowded.width == 358
    assert crowded.height > 4 * (68 + 60)


@given(st.integers(2, 14), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=6))
@settings(max_examples=12)
def test_every_spot_and_bridge_has_its_place(count: int, pairs: list[tuple[int, int]]) -> None:
    bridges = tuple(sorted({(min(p), max(p)) for p in pairs if p[0] != p[1] and max(p) < count}))
    found = planned(count, bridges)
    assert found.centres.shape == (count, 2)
    assert len(found.labels) == count
    assert found.knots.shape == (len(bridges), 2)
    assert (found.centres > 0).all()
    assert (found.centres < [found.width, found.height]).all()


# Letters


def test_width_of_an_unknown_letter_is_a_wide_one() -> None:
    assert text_width("ж", 10) == 7.5


@given(st.text(alphabet="abcdefgéèÀÉ MWil’-", max_size=30), st.text(alphabet="abMW", max_size=5))
def test_width_of_two_texts_is_the_sum_of_theirs(one: str, other: str) -> None:
    assert text_width(one + other, 15) == pytest.approx(text_width(one, 15) + text_width(other, 15))
