"""What a wrong line is said to look like, where the course will meet it most."""

from __future__ import annotations

from typing import Any

import pytest

from grader.derivation import Equation, Known, Task, judge
from grader.model import Message

from .tasks import NEURON, context, judged, task


def note(start: str, line: str, **declared: Any) -> str | None:
    return judged(start, [line], **declared).lines[0].note


@pytest.mark.parametrize(
    ("start", "line", "name"),
    [
        ("d/dx σ(3x)", "= σ(3x)(1-σ(3x))", "inner-derivative-missing"),
        ("d/dx (x σ(x))", "= σ'(x)", "product-of-derivatives"),
        ("d/dx (x σ(x))", "= x σ'(x)", "product-term"),
        ("d/dx (x/(1+x^2))", "= (1 + x^2 + 2x^2)/(1+x^2)^2", "quotient-sign"),
        ("d/dx x^5", "= x^4", "power-coefficient"),
        ("d/dx x^5", "= 5x^5", "power-kept"),
        ("d/dx e^(-x)", "= e^(-x)", "not-differentiated"),
        ("d/dx x^2", "= x^3/3", "integrated"),
        ("d/dx cos(x)", "= sin(x)", "sign"),
        ("d/dx tanh(x)", "= tanh(x)(1-tanh(x))", "tanh-as-sigmoid"),
        ("d/dx σ(x)", "= 1-σ(x)^2", "sigmoid-as-tanh"),
        ("d/dx {x^2 if x>0; x otherwise}", "= {1 if x>0; 2x otherwise}", "branches-swapped"),
        ("d/dw (w x + b)", "= w", "wrong-variable"),
        ("(x+1)^2", "= x^2 + 1", "power-of-sum"),
        ("-(x-1)", "= -x - 1", "sign-not-distributed"),
        ("ln(x y)", "= ln x * ln y", "logarithm-of-product"),
        ("1/(x+y)", "= 1/x + 1/y", "denominator-split"),
        ("12 x", "= 13 x", "number"),
        ("x^2", "= x^2 + 3", "term-extra"),
    ],
)
def test_a_slip_has_a_name(start: str, line: str, name: str) -> None:
    assert note(start, line) == name


@pytest.mark.parametrize(
    ("line", "name", "told"),
    [
        ("= 2(y-t) z(1-z) x", "name-mixed-up", {"name": "z", "wanted": "y"}),
        ("= dE/dy * dz/dw", "factor-lost", {"factor": "dy/dz"}),
    ],
)
def test_a_quantity_in_anothers_place_and_a_missing_link_are_named(
    line: str, name: str, told: dict[str, str]
) -> None:
    found = judged("dE/dw", [line], definitions=NEURON).lines[0]
    assert found.note == name
    assert found.message is not None
    assert dict(found.message.values) == told


@pytest.mark.parametrize(
    ("start", "line", "name"),
    [
        ("∂s_i/∂x_j", "= s_i(1 - s_j)", "delta-missing"),
        ("s_i δ_ij - s_i s_j", "= δ_ij - s_i s_j", "factor-lost"),
        ("∂/∂x_j (Σ_k x_k)^2", "= 2x_j", "sum-lost"),
        ("s_j Σ_k t_k - t_j", "= s_j - t_j", "factor-lost"),
    ],
)
def test_slips_with_sums_and_indices_have_a_name(start: str, line: str, name: str) -> None:
    where = {"vectors": {"x": 3, "t": 3}, "indices": ("i", "j"), "definitions": [("s", "softmax(x)")]}
    assert note(start, line, **where) == name


@pytest.mark.parametrize(
    ("start", "line", "name"),
    [
        ("(x^2+1)/(x^2+2)", "= 1/2", "cancelled-in-sum"),
        ("-y/t + (1-y)/(1-t)", "= (-y+1-y)/(t+1-t)", "fractions-added"),
        ("2(w x + b - t) x", "= 2w x^2 + b x - t x", "not-distributed"),
        ("((x-1) - (x+1))/(x-1)^2", "= (x-1-x+1)/(x-1)^2", "sign-not-distributed"),
        ("e^x/(1+e^x)", "= 1/(1+e^x)", "factor-lost"),
        ("x/(x+t)", "= 1/t", "cancelled-in-sum"),
        ("ln x - ln t", "= ln(x - t)", "logarithms-combined"),
        ("ln x - ln t", "= ln(x)/ln(t)", "logarithms-combined"),
        ("2 ln x", "= ln(2x)", "logarithms-combined"),
        ("e^x + e^t", "= e^(x+t)", "function-of-sum"),
        ("d/dx relu(2x-1)", "= [2x>1]", "inner-derivative-missing"),
        ("d/dx (e^x/(1+e^x))", "= (e^x(1+e^x) - e^(2x))/(1+e^x)", "quotient-square"),
    ],
)
def test_a_slip_of_plain_algebra_has_a_name(start: str, line: str, name: str) -> None:
    assert note(start, line) == name


@pytest.mark.parametrize(
    ("start", "line", "name"),
    [
        ("2x = 4", "x = 8", "moved-factor"),
        ("x/3 = 6", "x = 2", "moved-factor"),
        ("x^2 = 9", "x = 3", "root-lost"),
        ("2x + 3 = 7", "2x = 10", "moved-without-sign"),
        ("-5y = -10 - 3x", "y = 2 - 3/5 x", "term-sign"),
    ],
)
def test_a_slip_in_an_equation_has_a_name(start: str, line: str, name: str) -> None:
    assert note(start, line) == name


def test_a_name_fits_between_the_kinks_too() -> None:
    assert note("d/dx relu(2x-1)", "= 2[x>0]") == "term-missing"


def test_a_lost_factor_is_told() -> None:
    found = judged("dE/dw", ["= 2(y-t) y(1-y)"], definitions=NEURON).lines[0]
    assert found.note == "inner-derivative-missing"
    found = judged("2 w x y", ["= 2 w y"]).lines[0]
    assert found.note == "factor-lost"
    assert found.message is not None
    assert found.message.values["factor"] == "x"


def test_a_line_that_no_single_slip_explains_has_no_name_but_a_sentence() -> None:
    found = judged("d/dx (x σ(x))", ["= cos(x)^7 + 3/(x^2+5)"]).lines[0]
    assert found.note is None
    assert found.message == Message("derivation/wrong")


def test_the_authors_own_mistake_comes_first_and_keeps_its_credit() -> None:
    plain = task("d/dx σ(3x)")
    (expected,) = judge(plain, ["= σ(3x)(1-σ(3x))"]).lines
    assert expected.line is not None
    mine = Known(expected.line.rhs, Message("mine"))
    known = Task(plain.context, plain.start, None, (mine,))
    found = judge(known, ["= σ(3x) - σ(3x)^2"]).lines[0]
    assert (found.note, found.message) == ("mine", mine.says)


def test_an_equation_the_author_expects_is_met_in_any_form() -> None:
    made = context({"x": "real", "y": "real"})
    plain = task("x + y = 1", symbols={"x": "real", "y": "real"})
    wrong = task("x = 1 + y", symbols={"x": "real", "y": "real"}).start
    assert isinstance(wrong, Equation)
    known = Task(made, plain.start, None, (Known(wrong, Message("moved")),))
    assert judge(known, ["2x - 2y = 2"]).lines[0].note == "moved"


def test_indices_are_told_apart() -> None:
    softmax = {
        "symbols": {},
        "vectors": {"x": 3},
        "indices": ["i", "j"],
        "definitions": [("s_i", "e^{x_i}/Σ_k e^{x_k}")],
    }
    expected = {
        "= s_i (1 - s_j)": "delta-missing",
        "= -s_i s_j": "diagonal-lost",
        "= s_i (1 - s_i)": "diagonal-only",
        "= s_i (δ_ij - s_i)": "index-mixed-up",
    }
    for line, name in expected.items():
        found = judged("∂s_i/∂x_j", [line], "s_i(δ_ij - s_j)", **softmax)
        assert found.lines[0].note == name


@pytest.mark.parametrize(
    ("start", "line", "name"),
    [
        ("(x+y)^2", "= x^2 + x y + y^2", "coefficient"),
        ("e^x e^y", "= e^(x y)", "exponents-multiplied"),
        ("(e^x)^2", "= e^(x^2)", "power-of-power"),
        ("x/w + y/t", "= (x+y)/(w+t)", "fractions-added"),
        ("d/dx sin(x)^2", "= cos(x)^2", "inner-inside"),
    ],
)
def test_a_slip_of_algebra_has_a_name(start: str, line: str, name: str) -> None:
    assert note(start, line) == name
