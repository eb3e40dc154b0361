"""Maps: areas and edges lie where the values say, cells say their sign, and wrong ones are marked."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from grader.model import HeatMap, Message, Plane, PlanePoint
from grader.report.maps import LEFT, SIDE, TOP, draw_heat, draw_plane

TITLE = Message("pictures/plane-title", {"function": "f"})
LINE = [k / 5 - 1 for k in range(11)]


def plane(*values: tuple[float, float, float], points: tuple[PlanePoint, ...] = ()) -> Plane:
    """Planes whose values are a·x + b·y + c: first yours, then the reference."""
    grids = [tuple(tuple(a * x + b * y + c for x in LINE) for y in LINE) for a, b, c in values]
    reference = grids[1] if len(grids) > 1 else None
    return Plane(TITLE, TITLE, ("a", "b"), (-1, 1), (-1, 1), grids[0], reference, points)


def polygons(path: str) -> list[list[tuple[float, float]]]:
    """The pieces of a path, in the units of the plane."""
    return [
        [_back(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", piece)]
        for piece in path.split("M")[1:]
    ]


def _back(x: float, y: float) -> tuple[float, float]:
    return 2 * (x - LEFT) / SIDE - 1, 1 - 2 * (y - TOP) / SIDE


def area(path: str) -> float:
    """By the shoelace formula."""
    return sum(
        abs(sum(x * v - u * y for (x, y), (u, v) in pairwise([*piece, piece[0]]))) / 2
        for piece in polygons(path)
    )


@pytest.mark.parametrize(
    ("a", "b", "c", "inside"),
    [
        (1, 0, 0.5, 2.0),  # x > 0: half of the square of area 4
        (0, 1, 0.0, 1.0),  # y > 1/2
        (1, 1, 0.5, 2.0),  # x + y > 0
        (1, 1, -0.5, 0.5),  # x + y > 1: a triangle
        (0, 0, 1.0, 4.0),
        (0, 0, 0.0, 0.0),
    ],
)
def test_the_area_of_yes_is_that_of_the_inequality(a: float, b: float, c: float, inside: float) -> None:
    drawn = draw_plane(plane((a, b, c)))
    assert area(drawn.yours) == pytest.approx(inside, abs=0.01)


def test_the_edge_is_the_line_where_the_value_is_one_half() -> None:
    (edge,) = polygons(draw_plane(plane((0.7, -0.4, 0.55))).yours_edge)  # one line, so that dashes run on
    assert len(edge) >= 10
    for x, y in edge:
        assert 0.7 * x - 0.4 * y + 0.55 == pytest.approx(0.5, abs=2e-3)


def test_an_edge_in_the_middle_is_a_ring() -> None:
    grid = tuple(tuple(float(x * x + y * y < 0.5) for x in LINE) for y in LINE)
    disc = Plane(TITLE, TITLE, ("a", "b"), (-1, 1), (-1, 1), grid)
    (ring,) = polygons(draw_plane(disc).yours_edge)
    assert ring[0] == ring[-1]
    assert all(0.4 < math.hypot(x, y) < 0.9 for x, y in ring)


def test_two_areas_that_touch_at_a_point_keep_their_edges() -> None:
    """Opposite corners of one square inside: its four crossings are two edges, not one."""
    grid = tuple(tuple(float((x > 0) == (y > 0)) for x in LINE) for y in LINE)
    drawn = draw_plane(Plane(TITLE, TITLE, ("a", "b"), (-1, 1), (-1, 1), grid))
    assert len(polygons(drawn.yours_edge)) == 2


def test_what_is_hatched_is_inside_one_of_the_two_areas() -> None:
    drawn = draw_plane(plane((1, 0, 0.5), (1, 0, 0.0)))
    assert drawn.apart == drawn.reference + drawn.yours
    assert area(drawn.reference) == pytest.approx(1.0, abs=0.01)  # x > 1/2


def test_corners_of_a_gate_are_marked_where_they_lie() -> None:
    points = (PlanePoint(-1, -1, 0, 0), PlanePoint(1, 1, 1, 0), PlanePoint(0, 0, 1, None))
    first, second, third = draw_plane(plane((1, 0, 0), points=points)).marks
    assert (first.x, first.y, first.yes, first.wrong) == (LEFT, TOP + SIDE, False, False)
    assert (second.x, second.y, second.yes, second.wrong) == (LEFT + SIDE, TOP, True, True)
    assert third.wrong


def heat(columns: int) -> HeatMap:
    row = tuple((-1) ** k * k / columns for k in range(columns))
    return HeatMap(TITLE, TITLE, (row, row), (row, (None, *row[1:])), frozenset({(1, 0)}))


@pytest.mark.parametrize("columns", [2, 5, 12])
def test_cells_say_their_sign_and_fit_side_by_side(columns: int) -> None:
    drawn = draw_heat(heat(columns))
    assert [c.sign for c in drawn.reference[:3]] == ["0", "−", "+"][:columns] + ["0"] * (columns == 2)
    assert max(c.x for c in drawn.reference) + drawn.size <= drawn.second
    assert drawn.width <= 421
    assert drawn.height == pytest.approx(2 * drawn.size, abs=0.2)


def test_a_wrong_cell_and_one_without_a_number_are_told_by_signs() -> None:
    drawn = draw_heat(heat(3))
    (wrong,) = [c for c in drawn.yours if c.wrong]
    assert (wrong.sign, wrong.shade) == ("?", 0.0)
    assert not any(c.wrong for c in drawn.reference)


def test_a_larger_number_fills_its_cell_more() -> None:
    shades = [c.shade for c in draw_heat(heat(6)).reference[:6]]
    assert shades == sorted(shades)
    assert all(0 <= shade <= 1 for shade in shades)
