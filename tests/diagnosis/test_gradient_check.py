"""Gradient checks: central differences are the slopes; a wrong gradient is told by its factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
import sympy

from grader.arrays import Array
from grader.cli.options import open_course
from grader.diagnosis import Fit, gradient_check, outcomes_of, rehearsed
from grader.diagnosis.central import slopes_in_each, slopes_of_each
from grader.diagnosis.gradient_check import Checked, Compared, numeric_gradients
from grader.exercise import Function, Group, Rng, Setting, bound_at, fresh, outputs
from grader.seeds import Stream

EXERCISES = open_course(None).exercises
WITH_GRADIENT = sorted(key for key, exercise in EXERCISES.items() if exercise.gradient is not None)
X = sympy.Symbol("x")


def sigmoid(x: Array) -> Array:
    return 0.5 * (1 + np.tanh(x / 2))


def checked(
    key: str, function: Function, params: Mapping[str, Setting] | None = None, seed: bytes = b"s"
) -> Checked | None:
    """What the check says of `function` handed in as the exercise `key`."""
    exercise = EXERCISES[key]
    cases = exercise.inputs(Rng(Stream(seed)), 5)
    bound = bound_at(function, {})
    outcomes = outcomes_of(exercise, params or {}, cases, [rehearsed(bound, case) for case in cases])
    return gradient_check(exercise, params or {}, outcomes)


def found(key: str, function: Function) -> dict[str, Compared]:
    result = checked(key, function)
    assert result is not None
    return {gradient.name: gradient for gradient in result.gradients}


# ------------------------------------------------------------------------------- central differences


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (sigmoid, 1 / (1 + sympy.exp(-X))),
        (np.tanh, sympy.tanh(X)),
        (lambda x: np.log1p(np.exp(x)), sympy.log(1 + sympy.exp(X))),
        (lambda x: x**5 - 3 * x, X**5 - 3 * X),
        (np.exp, sympy.exp(X)),
    ],
)
def test_slopes_are_those_of_sympy_to_eight_digits(
    function: Callable[[Array], Array], formula: sympy.Expr
) -> None:
    at = np.array([-7.3, -1.0, -0.02, 0.0, 0.4, 1.0, 2.5, 6.1])
    slope = sympy.diff(formula, X)
    right = [float(slope.evalf(40, subs={X: sympy.Rational(str(x))})) for x in at]
    slopes = slopes_of_each(function, at)
    assert not slopes.missing.any()
    np.testing.assert_allclose(slopes.values, right, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(
    ("function", "at"),
    [
        (np.abs, 0.0),
        (np.abs, 3e-7),
        (lambda x: np.where(x > 1, 1.0, 0.0), 1.0),
        (np.log, -1.0),
        (np.log, 0.0),
    ],
)
def test_a_kink_a_jump_and_the_edge_of_the_domain_have_no_slope(
    function: Callable[[Array], Array], at: float
) -> None:
    assert slopes_of_each(function, np.array([at])).missing.all()


@pytest.mark.parametrize("at", [1e-4, -1e-5, 0.3])
def test_beside_a_kink_narrow_steps_still_find_the_slope(at: float) -> None:
    slopes = slopes_of_each(np.abs, np.array([at]))
    assert not slopes.missing.any()
    assert slopes.values[0] == pytest.approx(np.sign(at), rel=1e-8)


def test_slopes_in_each_entry_make_the_jacobian() -> None:
    matrix = np.array([[1.0, 2.0, -3.0], [0.5, -1.0, 4.0]])
    slopes = slopes_in_each(lambda x: matrix @ x, np.array([0.3, -0.2, 5.0]))
    np.testing.assert_allclose(slopes.values, matrix, rtol=1e-8)


@pytest.mark.parametrize("key", WITH_GRADIENT)
def test_every_reference_gradient_agrees_with_central_differences(key: str) -> None:
    exercise = EXERCISES[key]
    compared = 0
    for case in exercise.inputs(Rng(Stream(b"references")), 3):
        if case.group in (Group.VALUES, Group.SHAPES) and case.name != "curve":
            numeric = numeric_gradients(exercise, {}, case.args)
            right = outputs(exercise.reference({})(*fresh(case.args)))
            for slopes, gradient in zip(numeric.values(), right, strict=True):
                counted = ~slopes.missing
                compared += int(counted.sum())
                np.testing.assert_allclose(
                    gradient[counted], slopes.values[counted], rtol=2e-6, atol=1e-7, err_msg=case.name
                )
    assert compared > 0


# ------------------------------------------------------------------------------- what is wrong


def test_a_right_gradient_has_no_table() -> None:
    assert checked("mse_gradient", lambda pred, true: 2 * (pred - true) / np.size(pred)) is None


@pytest.mark.parametrize(
    ("factor", "fit", "values"),
    [
        (lambda _: -1.0, Fit.OPPOSITE, {"ratio": "-1"}),
        (lambda _: 2.0, Fit.RATIO, {"ratio": "2"}),
        (np.size, Fit.ENTRIES, {"times": "N"}),
        (lambda p: 3 / np.size(p), Fit.ENTRIES, {"times": "3/N"}),
        (lambda p: 0.5 * np.size(p), Fit.ENTRIES, {"times": "0.5·N"}),
    ],
)
def test_a_constant_factor_is_named(
    factor: Callable[[Array], float], fit: Fit, values: Mapping[str, str]
) -> None:
    gradient = found("mse_gradient", lambda pred, true: factor(pred) * 2 * (pred - true) / np.size(pred))[
        "pred"
    ]
    assert gradient.fit is fit
    assert values.items() <= gradient.says.values.items()
    assert gradient.yours == pytest.approx((gradient.ratio or 0) * (gradient.numeric or 0), rel=1e-6)


def test_the_number_of_samples_is_told_from_the_number_of_entries() -> None:
    def summed(pred: Array, true: Array) -> Array:
        return -true / pred

    gradient = found("cross_entropy_gradient", summed)["pred"]
    assert (gradient.fit, gradient.says.values["times"]) == (Fit.ROWS, "N")


def test_each_gradient_of_a_layer_is_judged_by_itself() -> None:
    layer = found(
        "linear_backward", lambda dout, x, w: (dout @ w.T, x.T @ dout / len(x), np.sum(dout, axis=0) * 2)
    )
    assert {name: gradient.fit for name, gradient in layer.items()} == {
        "x": Fit.RIGHT,
        "w": Fit.ROWS,
        "b": Fit.RATIO,
    }
    assert layer["w"].says.values["times"] == "1/N"
    assert (layer["x"].error, layer["b"].ratio) == (0.0, 2.0)


@pytest.mark.parametrize(
    ("function", "name", "fit"),
    [
        (lambda dout, x, w: (dout @ w.T, dout.T @ x, np.sum(dout, axis=0)), "w", Fit.TRANSPOSED),
        (lambda dout, x, w: (dout @ w.T, x.T @ dout, dout), "b", Fit.UNSUMMED),
        (lambda dout, x, w: (dout @ w.T, x.T @ dout, np.sum(dout)), "b", Fit.SHAPE),
        (lambda dout, x, w: (dout @ w.T * np.nan, x.T @ dout, np.sum(dout, axis=0)), "x", Fit.NOT_FINITE),
        (lambda dout, x, w: (dout @ w.T, x.T @ dout + 1, np.sum(dout, axis=0)), "w", Fit.DIFFERS),
    ],
)
def test_what_is_wrong_beyond_a_factor_has_its_own_word(function: Function, name: str, fit: Fit) -> None:
    assert found("linear_backward", function)[name].fit is fit


def test_only_the_wrong_entries_are_counted_and_the_worst_is_shown() -> None:
    def one_sign(z: Array) -> Array:
        e = np.exp(z - np.max(z))
        s = e / np.sum(e)
        jacobian = np.diag(s) - np.outer(s, s)
        jacobian[0, 1] *= -1
        return jacobian

    gradient = found("softmax_jacobian", one_sign)["z"]
    assert gradient.says.values == {"wrong": "1", "count": "4"}
    assert gradient.place == (0, 1)
    assert gradient.error == pytest.approx(2.0)


def test_at_a_kink_nothing_is_compared() -> None:
    assert checked("relu_derivative", lambda x: np.where(x == 0, 7.0, np.where(x > 0, 1.0, 0.0))) is None


def test_entries_at_a_kink_are_left_out_and_counted() -> None:
    def two_at_zero(x: Array) -> Array:
        return np.where(x > 0, 2.0, 1.0)

    exercise = EXERCISES["relu_derivative"]
    case = exercise.inputs(Rng(Stream(b"k")), 1)[0]
    with_zero = type(case)("mixed", (np.array([0.0, 1.0, -1.0]),))
    outcomes = outcomes_of(exercise, {}, [with_zero], [rehearsed(two_at_zero, with_zero)])
    result = gradient_check(exercise, {}, outcomes)
    assert result is not None
    assert result.left_out == 1
    assert result.gradients[0].says.values["count"] == "2"


def test_the_forward_function_has_the_items_parameters() -> None:
    def slope(x: Array, alpha: float = 0.3) -> Array:
        return np.where(x > 0, 1.0, alpha)

    assert checked("leaky_relu_derivative", slope, {"alpha": 0.3}) is None
    assert checked("leaky_relu_derivative", lambda x, alpha=0.3: -slope(x, alpha), {"alpha": 0.3}) is not None


def test_an_exercise_without_a_gradient_has_no_check() -> None:
    assert checked("sigmoid", lambda x: x) is None


def test_gradients_of_formulas_are_checked_without_a_python_exercise() -> None:
    gradient = found("asinh_derivative", lambda x: -1 / np.sqrt(1 + x**2))["x"]
    assert gradient.fit is Fit.OPPOSITE


def test_what_is_declared_in_exercises_is_complete() -> None:
    """Whatever is called a gradient, a derivative or backward says of which function it is one."""
    named = [k for k, e in EXERCISES.items() if k.endswith(("_gradient", "_derivative", "_backward", "_vjp"))]
    assert {k for k in named if EXERCISES[k].forward is None} == {"numerical_gradient"}
