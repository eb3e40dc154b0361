"""Pictures: what is drawn lies where the numbers say, ticks are round, gaps break the line."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Curve, Picture
from grader.report.plot import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, draw, nice_step

FINITE = st.floats(-1e6, 1e6)


def picture(*curves: Curve, x: tuple[float, float] = (0, 10), y: tuple[float, float] = (0, 10)) -> Picture:
    return Picture({"": "t"}, {"": "d"}, curves, x, y)


def points(path: str) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def test_corners_of_the_picture_are_corners_of_the_frame() -> None:
    drawn = draw(picture(Curve({"": "c"}, (0, 10), (0, 10))))
    assert points(drawn.strokes[0].path) == [(LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, TOP)]


def test_an_undefined_value_lifts_the_pen() -> None:
    path = draw(picture(Curve({"": "c"}, (0, 1, 2, 3, 4), (0, 1, None, 3, math.inf)))).strokes[0].path
    assert path.count("M") == 2
    assert len(points(path)) == 3


@given(FINITE, st.floats(1e-6, 1e6), st.lists(st.one_of(st.none(), st.floats()), min_size=1, max_size=8))
def test_every_place_is_finite_and_near_the_frame(low: float, span: float, ys: list[float | None]) -> None:
    xs = tuple(low + span * k / len(ys) for k in range(len(ys)))
    drawn = draw(picture(Curve({"": "c"}, xs, tuple(ys)), x=(low, low + span), y=(-1, 1)))
    for x, y in points(drawn.strokes[0].path):
        assert LEFT - 1 <= x <= WIDTH - RIGHT + 1
        assert -HEIGHT <= y <= 2 * HEIGHT


@given(FINITE, st.floats(1e-6, 1e6))
def test_there_are_a_few_ticks_inside_the_frame_with_different_labels(low: float, span: float) -> None:
    drawn = draw(picture(x=(low, low + span)))
    assert 2 <= len(drawn.x_ticks) <= 9
    assert all(LEFT - 0.2 <= t.at <= WIDTH - RIGHT + 0.2 for t in drawn.x_ticks)
    if span > abs(low) * 1e-3:
        assert len({t.label for t in drawn.x_ticks}) == len(drawn.x_ticks)


@given(st.floats(1e-9, 1e9))
def test_steps_are_one_two_or_five_times_a_power_of_ten(about: float) -> None:
    step = nice_step(about)
    assert about * 0.999 <= step <= about * 2.6
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - m) for m in (1, 2, 5, 10)) < 1e-6


def test_ticks_read_as_a_person_would_write_them() -> None:
    drawn = draw(picture(x=(-6, 6), y=(-0.25, 1)))
    assert [t.label for t in drawn.x_ticks] == ["−6", "−4", "−2", "0", "2", "4", "6"]
    assert [t.label for t in drawn.y_ticks] == ["0.0", "0.5", "1.0"]


def test_axes_are_drawn_only_where_zero_is_in_sight() -> None:
    assert draw(picture(x=(1, 2))).x_zero is None
    assert draw(picture(x=(-1, 1))).x_zero == pytest.approx((LEFT + WIDTH - RIGHT) / 2)


def test_a_flat_range_is_no_division_by_zero() -> None:
    assert draw(picture(Curve({"": "c"}, (1,), (2,)), x=(1, 1), y=(2, 2))).strokes


def test_yours_and_the_reference_are_told_apart_by_name_and_others_by_place() -> None:
    roles = ("reference", "yours", "plain", "plain")
    drawn = draw(picture(*(Curve({"": "c"}, (0, 1), (0, 1), role) for role in roles)))
    assert [s.css for s in drawn.strokes] == ["reference", "yours", "plain-3", "plain-4"]


def logarithmic(*values: float | None, low: float = 1e-4, high: float = 100.0) -> Picture:
    curve = Curve({}, tuple(float(k) for k in range(len(values))), values, "error")
    return Picture({"": "t"}, {"": "d"}, (curve,), (0, max(1, len(values) - 1)), (low, high), log=True)


def test_on_a_logarithmic_axis_each_power_of_ten_is_as_high_as_the_next() -> None:
    drawn = draw(logarithmic(100, 10, 1, 0.1, 0.01, 1e-3, 1e-4))
    heights = [y for _, y in points(drawn.strokes[0].path)]
    assert heights[0] == TOP
    assert heights[-1] == HEIGHT - BOTTOM
    steps = [b - a for a, b in pairwise(heights)]
    assert steps == pytest.approx([steps[0]] * len(steps), abs=0.2)


def test_ticks_of_a_logarithmic_axis_are_powers_of_ten() -> None:
    assert [t.label for t in draw(logarithmic(1.0)).y_ticks] == ["10²", "1", "10⁻²", "10⁻⁴"]
    many = draw(logarithmic(1.0, low=1e-15, high=1e15), 150).y_ticks
    assert 2 <= len(many) <= 5


def test_zero_has_no_place_on_a_logarithmic_axis() -> None:
    path = draw(logarithmic(1.0, 0.0, 1.0, -1.0, None, 1.0)).strokes[0].path
    assert len(points(path)) == 3
    assert path.count("M") == 3
    assert draw(logarithmic(1.0)).y_zero is None
