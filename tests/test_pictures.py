"""Pictures: a curve bends where the function does and breaks where it jumps; axes are round."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.algebra import catalogue, make_context, read
from grader.faults import TextError
from grader.model import Message, Picture
from grader.pictures import Graph, decades, picture, plot_of
from tests.checks.sample_course import ROOT

F = Fraction
FUNCTIONS = catalogue((ROOT / "course" / "functions.yaml").read_text(encoding="utf-8"), "functions.yaml")


def drawn(formula: str, low: int = -4, high: int = 4) -> Picture:
    context = make_context({"x": "real"}, functions=FUNCTIONS)
    graph = Graph(read(formula, context), context, {"": "f"})
    return picture([graph], (F(low), F(high)), {"en": "t"}, {"en": "d"})


def values(formula: str, low: int = -4, high: int = 4) -> dict[float, float | None]:
    (curve,) = drawn(formula, low, high).curves
    return dict(zip(curve.xs, curve.ys, strict=True))


def test_a_bend_is_a_point_of_the_curve() -> None:
    assert values("abs(3x - 1)")[float(F(1, 3))] == 0


@pytest.mark.parametrize("formula", ["step(x)", "sign(x)", "{x if x > 0; x - 1 otherwise}", "1/x"])
def test_a_jump_or_pole_breaks_the_line(formula: str) -> None:
    assert values(formula)[0.0] is None


@pytest.mark.parametrize("formula", ["max(0, x)", "abs(x)", "sigmoid(x)", "x^3"])
def test_a_continuous_curve_is_not_broken(formula: str) -> None:
    assert None not in values(formula).values()


def test_a_curve_ends_where_the_function_is_undefined() -> None:
    found = values("ln(x)")
    assert found[-2.0] is None
    assert found[1.0] == 0


def test_values_are_the_functions_values() -> None:
    assert values("x^2/2")[3.0] == 4.5


def test_points_are_few_ordered_and_hold_both_ends() -> None:
    (curve,) = drawn("relu(x - 1) + relu(x + 2)").curves
    assert len(curve.xs) <= 200
    assert list(curve.xs) == sorted(set(curve.xs))
    assert (curve.xs[0], curve.xs[-1]) == (-4.0, 4.0)


def test_the_range_of_y_is_round_and_holds_the_curve() -> None:
    found = drawn("sigmoid(x)")
    assert found.y == (-0.1, 1.1)
    assert drawn("2 + 0*x").y == (0.9, 3.1)


def test_a_pole_does_not_flatten_the_rest_of_the_curve() -> None:
    low, high = drawn("1/x").y
    assert -25 < low < high < 25


def test_the_same_formula_gives_the_same_picture() -> None:
    assert drawn("sin(x)/x") == drawn("sin(x)/x")


def test_functions_are_drawn_over_their_declared_ranges_with_titles_in_each_language() -> None:
    found = plot_of(["sigmoid", "relu'"], FUNCTIONS, ("en", "ja"))
    assert [c.label["ja"] for c in found.curves] == ["シグモイド関数", "ReLU(正規化線形関数)′"]
    assert found.x == (-6.0, 6.0)
    assert not isinstance(found.title, Message)
    assert not isinstance(found.description, Message)
    assert found.title["ja"].startswith("シグモイド")
    assert "1/(1 + exp(-x))" in found.description["en"]


def test_a_derivative_is_the_slope() -> None:
    found = plot_of(["relu_derivative"], FUNCTIONS, ("en",))
    (curve,) = found.curves
    assert (curve.ys[0], curve.ys[-1]) == (0, 1)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ValueError, match="is empty"):
        drawn("x", 2, 2)


def test_a_formula_of_something_else_is_refused() -> None:
    context = make_context({"x": "real", "a": "real"})
    with pytest.raises(TextError, match="cannot be drawn over x"):
        picture([Graph(read("a*x", context), context, {"": "f"})], (F(0), F(1)), {}, {})


def test_after_the_names_log_asks_for_a_logarithmic_axis() -> None:
    found = plot_of(["sigmoid'", "log"], FUNCTIONS, ("en",))
    (curve,) = found.curves
    assert found.log
    assert found.y == (1e-3, 1.0)  # from 0.0025 at ±6 to 1/4
    assert None not in curve.ys


def test_on_a_logarithmic_axis_what_is_not_positive_is_left_out() -> None:
    (curve,) = plot_of(["tanh", "log"], FUNCTIONS, ("en",)).curves
    assert all((y is None) == (x <= 0) for x, y in zip(curve.xs, curve.ys, strict=True))


def test_log_alone_is_a_name_like_any_other() -> None:
    with pytest.raises(TextError, match="no function 'log'"):
        plot_of(["log"], FUNCTIONS, ("en",))


@pytest.mark.parametrize(
    ("values", "range_"),
    [([0.5], (0.1, 1.0)), ([1.0], (0.1, 1.0)), ([1e-30, 1.0], (1e-16, 1.0)), ([-1.0, 0.0], (0.1, 1.0))],
)
def test_decades_hold_the_numbers_and_are_not_too_many(
    values: list[float], range_: tuple[float, float]
) -> None:
    assert decades(values) == pytest.approx(range_)
