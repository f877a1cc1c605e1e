"""Where things stand in the fabric: worked examples by hand, then properties on random networks."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tisserand.web import layout
from tisserand.web.layout import MARGIN, Box, Spot, plan, text_width

SQUARE = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0], [100.0, 100.0]])
SMALL = Spot(radius=20, label_width=80, label_height=36)


def planned(count: int, bridges: tuple[tuple[int, int], ...] = (), **other: float) -> layout.Plan:
    """The plan of that many small circles, four to a row."""
    size: dict[str, float] = {"width": 760, "slot_height": 212, "length": 1.25} | other
    return plan((SMALL,) * count, bridges, columns=4, **size)  # type: ignore[arg-type]


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


def test_distance_is_to_the_segment_and_not_to_its_line() -> None:
    a, b = np.array([[0.0, 0.0]]), np.array([[10.0, 0.0]])
    points = np.array([[5.0, 3.0], [14.0, 3.0], [-3.0, -4.0], [10.0, 0.0]])
    assert layout._distances(a, b, points)[0, 0].tolist() == [3.0, 5.0, 5.0, 0.0]


def test_distance_is_to_the_point_when_a_segment_has_no_length() -> None:
    here = np.array([[2.0, 2.0]])
    assert layout._distances(here, here, np.array([[5.0, 6.0]]))[0, 0].tolist() == [5.0]


def test_diagonals_of_a_square_cross_and_its_sides_do_not() -> None:
    crossing = layout._crossings(SQUARE)
    assert crossing[0, 3, 1, 2]
    assert not crossing[0, 1, 2, 3]
    assert not crossing[0, 3, 0, 1]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=4, max_size=6, unique=True))
def test_crossing_is_the_same_from_every_side(points: list[tuple[int, int]]) -> None:
    crossing = layout._crossings(np.array(points, float))
    assert (crossing == crossing.transpose(2, 3, 0, 1)).all()
    assert (crossing == crossing.transpose(1, 0, 2, 3)).all()


def test_slots_stand_row_by_row_set_off_in_turn() -> None:
    slots = layout._slots(3, 2, 100, 50)
    assert slots[:, 1].tolist() == [25.0] * 3 + [75.0] * 3
    assert (slots[3:, 0] - slots[:3, 0]).tolist() == pytest.approx([20.0] * 3)
    assert len({tuple(slot) for slot in slots.tolist()}) == 6


def test_knot_stands_in_the_middle_of_what_shows() -> None:
    spots = [Spot(10, 0, 0), Spot(30, 0, 0)]
    (knot,) = layout._knots(np.array([[0.0, 0.0], [100.0, 0.0]]), spots, [(0, 1)])
    assert knot.tolist() == [40.0, 0.0]


def test_knots_are_none_without_bridges() -> None:
    assert layout._knots(SQUARE, [SMALL] * 4, []).shape == (0, 2)


def test_bridge_crosses_the_label_it_passes_over() -> None:
    boxes = np.array([(40.0, -5.0, 20.0, 10.0), (40.0, 30.0, 20.0, 10.0)])
    crossed = layout._is_crossed(boxes, np.array([[0.0, 0.0], [100.0, 0.0]]), np.array([(0, 1)]))
    assert crossed[:, 0].tolist() == [True, False]


def test_box_is_near_a_point_within_its_room() -> None:
    boxes, point = np.array([(10.0, 10.0, 20.0, 20.0)]), np.array([[33.0, 34.0]])
    assert layout._is_near(boxes, point, np.array([5.5])).tolist() == [[True]]
    assert layout._is_near(boxes, point, np.array([4.5])).tolist() == [[False]]


def test_labels_overlap_when_too_near_to_be_told_apart() -> None:
    near = layout._overlaps([Box(0, 0, 10, 10), Box(13, 0, 10, 10), Box(15, 0, 10, 10), Box(0, 14, 10, 10)])
    assert near[0].tolist() == [True, True, False, False]


def test_first_side_of_a_label_is_below_its_patch() -> None:
    boxes = layout._label_boxes(np.array([100.0, 100.0]), SMALL)
    assert boxes[0] == Box(60.0, 126.0, 80, 36)
    assert len(set(boxes)) == len(boxes) == 12


@pytest.mark.parametrize("side", range(12))
def test_no_side_of_a_label_touches_its_own_patch(side: int) -> None:
    centre = np.array([100.0, 100.0])
    box = layout._label_boxes(centre, SMALL)[side]
    assert not layout._is_near(np.array([box]), centre[None], np.array([SMALL.radius])).any()


# Costs


def test_crowding_counts_patches_that_touch() -> None:
    far = np.array([[0.0, 0.0], [200.0, 0.0]])
    near = np.array([[0.0, 0.0], [45.0, 0.0]])
    nobody = np.zeros((0, 2))
    assert layout._crowding(far, [SMALL] * 2, [], nobody) == 0
    assert layout._crowding(near, [SMALL] * 2, [], nobody) == 2000


def test_crowding_counts_a_bridge_over_a_third_circle() -> None:
    line = np.array([[0.0, 0.0], [300.0, 0.0], [100.0, 5.0]])
    spots = [SMALL] * 3
    knots = layout._knots(line, spots, [(0, 1)])
    beside = np.array([[0.0, 0.0], [300.0, 0.0], [100.0, 60.0]])
    assert layout._crowding(line, spots, [(0, 1)], knots) == 400
    assert layout._crowding(beside, spots, [(0, 1)], knots) == 0


def test_assignment_brings_the_ends_of_a_bridge_together() -> None:
    slots = layout._slots(4, 4, 100, 100)
    place = layout._assignment(slots, 16, [(0, 15), (3, 12)], 1.0, 0)
    assert sorted(place) == list(range(16))
    for u, v in ((0, 15), (3, 12)):
        assert np.hypot(*(slots[place[u]] - slots[place[v]])) < 150


def test_assignment_leaves_no_crossing_where_none_is_needed() -> None:
    slots = layout._slots(3, 3, 100, 100)
    bridges = [(0, 8), (2, 6), (1, 7)]
    place = layout._assignment(slots, 9, bridges, 1.0, 0)
    crossing = layout._crossings(slots)
    for (a, b), (c, d) in combinations(bridges, 2):
        assert not crossing[place[a], place[b], place[c], place[d]]


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
    crowded = plan((Spot(34, 160, 60),) * 8, (), width=358, columns=2, slot_height=100, length=1.0)
    assert crowded.width == 358
    assert crowded.height > 4 * 100


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
