"""Worked derivations: every line follows from the one before, and the end is what finite differences say."""

from __future__ import annotations

import pytest

from grader.algebra import evaluate, make_context, read
from grader.algebra.decide import decide
from grader.derivation.forms import holds_derivative
from grader.derivation.worked import worked

from .tasks import NEURON, functions

STARTS = [
    "d/dx (x σ(x))",
    "d/dx e^(-x^2/2)",
    "d^2/dx^2 (x tanh(x))",
    "d/dx (ln(1+e^x)/x)",
    "d/dx max(0, 2x+1)",
    "σ'(2x) x",
    "dE/dw",
]


@pytest.mark.parametrize("start", STARTS)
def test_every_line_follows_and_the_last_holds_no_derivative(start: str) -> None:
    made = make_context(dict.fromkeys("xwbt", "real"), definitions=NEURON, functions=functions())
    before = read(start, made)
    for line in worked(before, made):
        assert decide(before, line.expr, made).equal is True, line
        before = line.expr
    assert not holds_derivative(before)


def test_the_rules_of_a_product_with_a_chain_inside_are_named_in_order() -> None:
    made = make_context({"x": "real"}, functions=functions())
    rules = [line.rule for line in worked(read("d/dx (x σ(2x))", made), made)]
    assert rules == ["product", "chain", "constant-factor"]


def test_the_result_agrees_with_finite_differences() -> None:
    made = make_context({"x": "real"}, functions=functions())
    *_, last = worked(read("d/dx (x^2 σ(x) + sin(x)/x)", made), made)
    f = read("x^2 σ(x) + sin(x)/x", made)
    for x in (-1.3, 0.7, 2.2):
        around = [float(evaluate(f, {"x": x + side}, made)) for side in (-1e-5, 1e-5)]
        slope = (around[1] - around[0]) / 2e-5
        assert float(evaluate(last.expr, {"x": x}, made)) == pytest.approx(slope, rel=1e-6)
