"""Values: exact where possible, correct to the last digits otherwise, and Undefined where there is none."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import mpmath
import numpy as np
import pytest

from benchmarks.random_forms import random_form
from benchmarks.second_opinion import value
from grader.algebra.catalogue import catalogue
from grader.algebra.context import Context
from grader.algebra.declaring import make_context
from grader.algebra.evaluate import Undefined, evaluate, holds
from grader.algebra.kinks import kinks
from grader.algebra.oracle import mp_value
from grader.algebra.reading import read, read_condition
from grader.algebra.vectorised import vectorised

ROOT = Path(__file__).parents[2]
FUNCTIONS = catalogue((ROOT / "course" / "functions.yaml").read_text(encoding="utf-8"), "functions.yaml")
NAMES = ("x", "w", "b")


def context(**more: Any) -> Context:
    symbols = {**dict.fromkeys(NAMES, "real"), "N": "natural"}
    return make_context(symbols, functions=FUNCTIONS, **more)


def at(text: str, values: dict[str, Any], **more: Any) -> Fraction | float:
    there = context(**more)
    return evaluate(read(text, there), values, there)


def test_rational_arithmetic_stays_exact() -> None:
    assert at("w x + b/3", {"w": Fraction(1, 10), "x": Fraction(3), "b": Fraction(1)}) == Fraction(19, 30)
    assert at("relu(x) - |x|", {"x": Fraction(-2, 7)}) == Fraction(-2, 7)


@pytest.mark.parametrize("x", [-1000, -40, -1, 0, 1, 40, 1000])
@pytest.mark.parametrize("name", ["sigmoid", "softplus", "swish", "tanh", "gelu", "mish"])
def test_values_are_correct_however_far_out(name: str, x: int) -> None:
    with mpmath.workdps(600):
        expected = float(value(read(f"{name}(x)", context()), {"x": mpmath.mpf(x)}))
    result = float(at(f"{name}(x)", {"x": Fraction(x)}))
    assert result == pytest.approx(expected, rel=1e-15, abs=1e-300)


def test_random_formulas_agree_with_mpmath() -> None:
    rng = Random(5)  # noqa: S311
    there = context(vectors={"v": 3})
    exact = {"x": Fraction(3, 7), "w": Fraction(-5, 4), "b": Fraction(2, 3)}
    vector = (Fraction(1, 10), Fraction(-2, 5), Fraction(13, 10))
    many = {n: mpmath.mpf(v.numerator) / v.denominator for n, v in exact.items()}
    for _ in range(80):
        form = random_form(rng, NAMES, 3)
        with mpmath.workdps(40):
            entries = tuple(mpmath.mpf(v.numerator) / v.denominator for v in vector)
            many = {n: mpmath.mpf(v.numerator) / v.denominator for n, v in exact.items()}
            expected = float(value(form, {**many, "v": entries}))
        assert float(evaluate(form, {**exact, "v": vector}, there)) == pytest.approx(expected, rel=1e-14)


def test_vectors_lengths_and_indices_take_the_values_given() -> None:
    numbers = (Fraction(1), Fraction(2), Fraction(4))
    where = {"vectors": {"u": "N"}, "indices": ("i",)}
    assert at("1/N Σ_{k=1}^{N} u_k", {"u": numbers}, **where) == Fraction(7, 3)
    assert at("u_i", {"u": numbers, "i": Fraction(3)}, **where) == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [("1/x", "division"), ("ln(x)", "logarithm"), ("sqrt(x-1)", "root"), ("1/sin(x)", "division")],
)
def test_where_there_is_no_value_the_reason_is_given(text: str, reason: str) -> None:
    with pytest.raises(Undefined) as caught:
        at(text, {"x": Fraction(0)})
    assert caught.value.reason in (reason, "undefined")


def test_conditions_hold_or_not() -> None:
    there = context()
    values = {"x": Fraction(1, 2), "w": Fraction(-2), "b": Fraction(1)}
    assert not holds(read_condition("w x + b != 0", there), values, there)
    assert holds(read_condition("x > 0 and e^x < 2", there), values, there)


def test_a_vectorised_formula_is_stable_and_broadcasts() -> None:
    there = context()
    xs = np.array([-1000.0, -40.0, -1e-9, 0.0, 1e-9, 40.0, 1000.0])
    softplus = vectorised(read("softplus(x)", there), ["x"], there)(xs)
    assert np.allclose(softplus, np.logaddexp(0, xs), rtol=1e-13, atol=0)
    swish = vectorised(read("x e^x/(1+e^x)", there), ["x"], there)(xs)
    assert np.all(np.isfinite(swish))
    both = vectorised(read("w x", there), ["w", "x"], there)(np.ones((2, 1)), np.arange(3))
    assert both.shape == (2, 3)


def test_a_vectorised_formula_is_nan_where_it_is_undefined() -> None:
    there = context()
    logs = vectorised(read("ln(x)", there), ["x"], there)(np.array([-1.0, 0.0, 1.0]))
    assert np.isnan(logs[:2]).all()
    assert logs[2] == 0


def test_the_high_precision_oracle_agrees_with_the_independent_one() -> None:
    there = context()
    form = read("gelu(x) + softplus(x)^2", there)
    with mpmath.workdps(50):
        mine = mp_value(form, {"x": Fraction(7, 5)}, there, 50)
        assert mpmath.almosteq(mine, value(form, {"x": mpmath.mpf(7) / 5}), 1e-45)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("relu(2x - 3)", (Fraction(3, 2),)),
        ("|x| + |x - 1|", (Fraction(0), Fraction(1))),
        ("|x^2 - 4|", (Fraction(-2), Fraction(2))),
        ("σ(x)", ()),
        ("max(x, w)", ()),
    ],
)
def test_kinks_are_found_exactly_where_they_are_rational(text: str, expected: tuple[Fraction, ...]) -> None:
    there = context()
    assert kinks(read(text, there), "x", there) == expected


def test_an_irrational_kink_is_found_to_double_precision() -> None:
    there = context()
    (found,) = kinks(read("|e^x - 2|", there), "x", there)
    assert found == pytest.approx(0.6931471805599453, rel=1e-15)


def test_evaluating_loads_no_numerical_library() -> None:
    code = (
        "import sys; from fractions import Fraction as F; from grader.algebra.evaluate import evaluate;"
        "from grader.algebra.declaring import make_context; from grader.algebra.reading import read;"
        "c = make_context({'x': 'real'}); evaluate(read('e^x + |x|', c), {'x': F(1)}, c);"
        "print([m for m in ('numpy', 'sympy', 'mpmath', 'flint') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
