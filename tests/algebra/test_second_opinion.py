"""SymPy's second opinion can say no, and says yes only where mathematics does."""

from __future__ import annotations

import pytest

from grader.algebra import make_context, read
from grader.algebra.second_opinion import agree
from grader.course import Course

NEURON = [("z", "w*x + b"), ("y", "sigmoid(z)"), ("E", "(y - t)^2")]


def says(a: str, b: str, course: Course, **declared: object) -> bool | None:
    context = make_context(functions=course.functions, **declared)  # type: ignore[arg-type]  # fields by name
    return agree(read(a, context), read(b, context), context)


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("d/dx sigmoid(x)", "sigmoid(x)*(1 - sigmoid(x))", True),
        ("d/dx sigmoid(x)", "sigmoid(x)*(1 + sigmoid(x))", False),
        ("d/dx tanh(x)", "1 - tanh(x)^2", True),
        ("d/dx tanh(x)", "1 - tanh(x)", False),
        ("relu(x)", "(x + |x|)/2", True),
        ("relu'(x)", "[x > 0]", True),
        ("relu'(x)", "[x < 0]", False),
        ("d/dx (x*sigmoid(x))", "sigmoid(x) + x*sigmoid'(x)", True),
        ("d^2/dx^2 softplus(x)", "sigmoid'(x)", True),
    ],
)
def test_derivatives_of_the_course(a: str, b: str, equal: bool, course: Course) -> None:
    assert says(a, b, course, symbols={"x": "real"}) is equal


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("dE/dw", "2*(y - t)*y*(1 - y)*x", True),
        ("dE/dw", "2*(y - t)*y*(1 - y)", False),
        ("dE/dy", "2*(y - t)", True),
        ("dy/dz", "y*(1 - y)", True),
        ("dE/db", "dE/dy * dy/dz", True),
        ("dE/db", "dE/dy", False),
    ],
)
def test_a_quantity_that_is_differentiated_by_is_held_free(
    a: str, b: str, equal: bool, course: Course
) -> None:
    symbols = dict.fromkeys(("w", "x", "b", "t"), "real")
    assert says(a, b, course, symbols=symbols, definitions=NEURON) is equal


def test_the_softmax_jacobian_for_equal_and_different_indices(course: Course) -> None:
    declared = {
        "vectors": {"x": 3},
        "indices": ["i", "j"],
        "definitions": [("s_i", "e^(x_i) / sum_{k=1}^{3} e^(x_k)")],
    }
    assert says("ds_i/dx_j", "s_i*(δ_ij - s_j)", course, **declared) is True
    assert says("ds_i/dx_j", "-s_i*s_j", course, **declared) is False


def test_nothing_to_compare_is_no_opinion(course: Course) -> None:
    assert says("sqrt(-x^2 - 1)", "2*sqrt(-x^2 - 1)", course, symbols={"x": "real"}) is None
