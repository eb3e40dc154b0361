"""A Plane and a HeatMap as the numbers their SVG needs. The drawings themselves are `maps.svg.jinja`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..model import HeatMap, Plane
from .plot import Tick, nice_ticks

SIDE = 300  # user units of a plane's frame
LEFT, TOP = 46, 24
BOUNDARY = 0.5
GAP = 28  # between the two maps of a matrix
BOX = 420  # width of both together

Grid = Sequence[Sequence[float]]
Corner = tuple[float, float, float]  # x, y, value


# ------------------------------------------------------------------------------- planes


@dataclass(frozen=True, slots=True)
class Mark:
    """A point that counts: filled for yes, hollow for no, with a cross where yours is on the other side."""

    x: float
    y: float
    yes: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class PlaneDrawing:
    """Paths in user units. `reference` and `yours` are areas of yes; `apart` is to be filled even-odd."""

    yours: str
    yours_edge: str
    reference: str
    reference_edge: str
    apart: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]


def draw_plane(plane: Plane) -> PlaneDrawing:
    yours, yours_edge = _contour(plane.yours)
    reference, reference_edge = _contour(plane.reference or ())
    return PlaneDrawing(
        yours=yours,
        yours_edge=yours_edge,
        reference=reference,
        reference_edge=reference_edge,
        apart=reference + yours if plane.reference else "",
        x_ticks=nice_ticks(plane.x, LEFT, LEFT + SIDE),
        y_ticks=nice_ticks(plane.y, TOP + SIDE, TOP),
        marks=tuple(
            Mark(
                round(LEFT + SIDE * (p.x - plane.x[0]) / (plane.x[1] - plane.x[0]), 1),
                round(TOP + SIDE * (plane.y[1] - p.y) / (plane.y[1] - plane.y[0]), 1),
                p.expected == 1,
                p.expected != p.yours,
            )
            for p in plane.points
        ),
    )


def _contour(grid: Grid) -> tuple[str, str]:
    """The area where the values are more than BOUNDARY, square by square, and its edge in long lines."""
    area: list[str] = []
    edge: dict[str, str] = {}
    for square in _squares(grid):
        inside = list(_inside(square))
        places = [f"{x:.1f} {y:.1f}" for x, y, _ in inside]
        if len(inside) > 2:
            area.append(f"M{'L'.join(places)}Z")
        for (place, (*_, leaves)), onto in zip(
            zip(places, inside, strict=True), (*places[1:], *places[:1]), strict=True
        ):
            if leaves:
                edge[place] = onto  # from where the circle leaves the area to where it comes back
    return "".join(area), "".join(_chained(edge))


def _chained(edge: dict[str, str]) -> Iterator[str]:
    """Paths of segments end to end, so that dashes run on: open ones first, then rings."""
    rest = dict(edge)
    ends = set(edge.values())
    for start in (*(place for place in edge if place not in ends), *edge):
        place, path = start, [start]
        while place in rest:
            place = rest.pop(place)
            path.append(place)
        if len(path) > 1:
            yield f"M{'L'.join(path)}"


def _squares(grid: Grid) -> Iterator[tuple[Corner, Corner, Corner, Corner]]:
    """The corners of each square, in a circle. A value on the boundary counts as just inside it."""
    step = SIDE / max(1, len(grid) - 1)
    rows = [
        [(LEFT + step * c, TOP + SIDE - step * r, _off_boundary(v)) for c, v in enumerate(row)]
        for r, row in enumerate(grid)
    ]
    for below, above in pairwise(rows):
        for (a, b), (d, c) in zip(pairwise(below), pairwise(above), strict=True):
            yield a, b, c, d


def _off_boundary(value: float) -> float:
    return BOUNDARY + 1e-9 if value == BOUNDARY else value


def _inside(square: tuple[Corner, ...]) -> Iterator[tuple[float, float, bool]]:
    """The corners inside, and where the sides cross the boundary; the last says whether they leave there."""
    for (x, y, value), (to_x, to_y, to_value) in zip(square, (*square[1:], square[0]), strict=True):
        if value > BOUNDARY:
            yield x, y, False
        if (value > BOUNDARY) != (to_value > BOUNDARY):
            share = (BOUNDARY - value) / (to_value - value)
            yield x + share * (to_x - x), y + share * (to_y - y), value > BOUNDARY


# ------------------------------------------------------------------------------- heat maps


@dataclass(frozen=True, slots=True)
class Cell:
    """`sign` is said in the cell, too: colour never stands alone. `shade` is how full it is, 0 … 1."""

    x: float
    y: float
    sign: str
    css: str
    shade: float
    wrong: bool


@dataclass(frozen=True, slots=True)
class HeatDrawing:
    """Two maps side by side, `yours` from `second` on; `size` is the side of a cell."""

    size: float
    width: float
    height: float
    second: float
    reference: tuple[Cell, ...]
    yours: tuple[Cell, ...]


def draw_heat(heat: HeatMap) -> HeatDrawing:
    rows, columns = len(heat.yours), len(heat.yours[0])
    size = round(min(40.0, (BOX - GAP) / 2 / columns), 1)
    second = round(columns * size + GAP, 1)
    return HeatDrawing(
        size=size,
        width=round(second + columns * size, 1),
        height=round(rows * size, 1),
        second=second,
        reference=tuple(_cells(heat.reference, size, 0.0, frozenset())),
        yours=tuple(_cells(heat.yours, size, second, heat.marked)),
    )


def _cells(
    shares: Sequence[Sequence[float | None]], size: float, left: float, wrong: frozenset[tuple[int, int]]
) -> Iterator[Cell]:
    for r, row in enumerate(shares):
        for c, share in enumerate(row):
            sign = "?" if share is None else "+" if share > 0 else "−" if share < 0 else "0"
            css = {"+": "plus", "−": "minus"}.get(sign, "none")
            shade = 0.0 if share is None else round(0.08 + 0.62 * min(1.0, abs(share)), 2) if share else 0.0
            yield Cell(round(left + c * size, 1), round(r * size, 1), sign, css, shade, (r, c) in wrong)
