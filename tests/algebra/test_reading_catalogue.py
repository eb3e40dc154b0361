"""The catalogue: every function of the course by formula, checked against another implementation."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import mpmath
import pytest

from grader.algebra import (
    AtKink,
    Call,
    Context,
    Sym,
    Vector,
    catalogue,
    evaluate,
    expand,
    make_context,
    make_function,
    number,
    plain,
)
from grader.errors import ContentError
from grader.faults import TextError

PATH = Path(__file__).parents[2] / "course" / "functions.yaml"
KNOWN = catalogue(PATH.read_text(encoding="utf-8"), str(PATH))
CONTEXT = make_context({"x": "real"}, {"p": 3, "t": 3}, (), (), KNOWN)
POINTS = (-3.25, -0.9375, -0.5, -0.125, 0.0, 0.375, 0.875, 1.5, 2.5, 4.0)


def _gelu(x: float) -> mpmath.mpf:
    return x * mpmath.ncdf(x)


# Another way to each value: mpmath's own function, or a different formula.
ORACLES: dict[str, Callable[[mpmath.mpf], mpmath.mpf]] = {
    "step": lambda x: mpmath.mpf(x >= 0),
    "relu": lambda x: (x + abs(x)) / 2,
    "leaky_relu": lambda x: x if x > 0 else x / 100,
    "elu": lambda x: x if x > 0 else mpmath.expm1(x),
    "sigmoid": lambda x: (1 + mpmath.tanh(x / 2)) / 2,
    "tanh": mpmath.tanh,
    "swish": lambda x: x * (1 + mpmath.tanh(x / 2)) / 2,
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "mish": lambda x: x * (1 - 2 / ((1 + mpmath.exp(x)) ** 2 + 1)),
    "gelu": _gelu,
    "log2": lambda x: mpmath.log(x, 2),
    "log10": mpmath.log10,
    "log1p": mpmath.log1p,
    "expm1": mpmath.expm1,
    "square": lambda x: x * x,
    "sec": mpmath.sec,
    "csc": mpmath.csc,
    "cot": mpmath.cot,
    "sech": mpmath.sech,
    "csch": mpmath.csch,
    "coth": mpmath.coth,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "asinh": mpmath.asinh,
    "acosh": mpmath.acosh,
    "atanh": mpmath.atanh,
}


def _real_value(oracle: Callable[[mpmath.mpf], mpmath.mpf], x: float) -> float | None:
    """None where the function has no real value."""
    try:
        value = oracle(mpmath.mpf(x))
    except (ValueError, ZeroDivisionError):
        return None
    real = isinstance(value, mpmath.mpf) and mpmath.isfinite(value)
    return float(value) if real else None


@pytest.mark.parametrize("name", ORACLES)
def test_a_function_of_a_number_has_the_value_of_another_implementation(name: str) -> None:
    formula = expand(Call(name, (Sym("x"),)), CONTEXT)
    compared = 0
    for x in POINTS:
        expected = _real_value(ORACLES[name], x)
        if expected is None:
            continue
        got = float(evaluate(formula, {"x": x}, CONTEXT))
        assert math.isclose(got, expected, rel_tol=1e-13, abs_tol=1e-15), x
        compared += 1
    assert compared >= 3


def test_every_function_of_a_number_has_such_a_check() -> None:
    numbers = {f.name for f in KNOWN.values() if all(a.index is None for a in f.arguments)}
    assert numbers == ORACLES.keys()


P, T = (0.2, 0.5, 0.3), (0.0, 1.0, 0.0)
LOSSES = {
    "mse": (0.04 + 0.25 + 0.09) / 3,
    "binary_cross_entropy": -(math.log(0.8) + math.log(0.5) + math.log(0.7)) / 3,
    "cross_entropy": math.log(2),
    "softmax_cross_entropy": math.log(sum(math.exp(v) for v in P)) - 0.5,
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_has_the_value_worked_out_by_hand(name: str) -> None:
    formula = expand(Call(name, (Vector("p"), Vector("t"))), CONTEXT)
    assert math.isclose(float(evaluate(formula, {"p": P, "t": T}, CONTEXT)), LOSSES[name], rel_tol=1e-13)


def test_softmax_sums_to_one_and_keeps_ratios() -> None:
    entries = [
        float(evaluate(expand(Call("softmax", (Vector("p"),), 0, number(k)), CONTEXT), {"p": P}, CONTEXT))
        for k in (1, 2, 3)
    ]
    assert math.isclose(sum(entries), 1, rel_tol=1e-15)
    assert math.isclose(entries[1] / entries[0], math.exp(0.3), rel_tol=1e-14)


def test_every_title_is_there_in_both_languages() -> None:
    assert all(f.title.keys() == {"en", "ja"} for f in KNOWN.values())


def test_conventions_and_defaults_are_read() -> None:
    assert KNOWN["relu"].at_kink is AtKink.ANY
    assert KNOWN["leaky_relu"].parameters[0].default == number(1).value / 100
    assert KNOWN["softmax"].entry == "i"
    assert KNOWN["sigmoid"].signs == ("σ", "logistic", "expit")


def test_a_lesson_can_add_a_function_of_its_own() -> None:
    bent = make_function(
        "bent", {"of": "z", "formula": "z*sigmoid(beta*z)", "parameters": {"beta": "3/2"}}, KNOWN
    )
    context = Context(functions={**KNOWN, "bent": bent})
    assert plain(expand(Call("bent", (number(2),)), context)) == "2*(1/(1 + exp(-1.5*2)))"


FAULTY = [
    ("a:\n  formula: 1 +\n", 2, "read-ends-early"),
    ("a: {of: x, formula: x + y}\n", 1, "read-unknown-name"),
    ("a: {of: x}\n", 1, "needs a formula"),
    ("a: {of: x, formular: x}\n", 1, "needs a formula"),
    ("a: {of: x, formula: x, colour: red}\n", 1, "unknown field"),
    ("a: {of: x, formula: x, at_kink: 2}\n", 1, "no convention"),
    ("a: {of: x, formula: x, plot: [3, 1]}\n", 1, "from left to right"),
    ("a: {of: x, formula: x, parameters: {q: red}}\n", 1, "not a number"),
    ("a: {of: 3x, formula: x}\n", 1, "no argument"),
    ("A: {of: x, formula: x}\n", 1, "key"),
    ("a: {of: x, formula: b(x)}\nb: {of: x, formula: x}\n", 1, "read-unknown-name"),
    ("", 0, "no functions"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTY)
def test_a_broken_entry_is_reported_at_its_place(text: str, line: int, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        catalogue(text, "functions.yaml")
    (problem,) = caught.value.problems
    assert problem.line == line
    assert words in problem.message


def test_all_broken_entries_are_reported_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        catalogue("a: {formula: 1 +}\nb: {formula: x}\nc: {formula: )}\n", "f.yaml")
    assert [p.line for p in caught.value.problems] == [1, 3]


def test_the_caret_stands_inside_the_formula() -> None:
    with pytest.raises(ContentError) as caught:
        catalogue('a: {formula: "x + foo"}\n', "f.yaml")
    (problem,) = caught.value.problems
    assert problem.source is not None
    assert problem.source[problem.column - 1 :].startswith("foo")


def test_a_local_function_of_an_unknown_one_is_refused() -> None:
    with pytest.raises(TextError):
        make_function("a", {"formula": "nosuch(x)"}, {})
