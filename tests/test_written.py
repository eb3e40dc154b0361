"""Numbers and formulas are printed as a person writes them, and still mean the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.algebra import Undefined, evaluate, latex, make_context, plain, read
from grader.model import Number, Param
from grader.written import (
    number_latex,
    number_text,
    param_latex,
    param_text,
    power_of_ten,
    rounded,
    with_numbers,
)

F = Fraction
NAMES = ("a", "b", "c", "x", "w")
CONTEXT = make_context(dict.fromkeys(NAMES, "real"), {"v": 3, "u": 3})


@pytest.mark.parametrize(
    ("value", "text", "in_latex"),
    [
        (F(1, 2), "0.5", "0.5"),
        (F(-6, 5), "-1.2", "-1.2"),
        (F(3), "3", "3"),
        (F(0), "0", "0"),
        (F(1, 3), "1/3", "\\frac{1}{3}"),
        (F(-2, 7), "-2/7", "-\\frac{2}{7}"),
        (F(1, 8), "0.125", "0.125"),
        (F(1, 2**20), "1/1048576", "\\frac{1}{1048576}"),
        (0.7310585786, "0.731059", "0.731059"),
        (4.54e-5, "4.54e-05", "4.54 \\times 10^{-5}"),
    ],
)
def test_numbers_are_written_as_a_person_writes_them(value: Number, text: str, in_latex: str) -> None:
    assert number_text(value) == text
    assert number_latex(value) == in_latex


@pytest.mark.parametrize(
    ("value", "text", "in_latex"),
    [
        ((F(1), F(-1, 2)), "(1, -0.5)", "(1, -0.5)"),
        (((F(1), F(2)), (F(3), F(4))), "((1, 2), (3, 4))", "\\begin{pmatrix}1 & 2 \\\\ 3 & 4\\end{pmatrix}"),
        ("mean", "mean", "\\text{mean}"),
    ],
)
def test_vectors_matrices_and_words_have_a_written_form(value: Param, text: str, in_latex: str) -> None:
    assert param_text(value) == text
    assert param_latex(value) == in_latex


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (F(1, 2), 3, "0.5"),
        (F(2, 3), 3, "0.667"),
        (F(-2, 3), 2, "-0.67"),
        (F(1, 8), 2, "0.13"),
        (F(-1, 8), 2, "-0.13"),
        (0.9995, 3, "1.000"),
        (0.5, 3, "0.500"),
        (123.456, 0, "123"),
        (4.5398e-5, 3, "4.54e-5"),
        (-4.5398e-5, 3, "-4.54e-5"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (F(0), 2, "0"),
        (9.996e-7, 3, "1.00e-6"),
    ],
)
def test_values_are_rounded_half_away_from_zero(value: Number, decimals: int, text: str) -> None:
    assert rounded(value, decimals) == text


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(1, 6))
def test_rounding_is_never_off_by_more_than_half_a_unit(value: Fraction, decimals: int) -> None:
    text = rounded(value, decimals)
    if "e" not in text and "/" not in text:
        assert abs(F(text) - value) <= F(1, 2 * 10**decimals)


def test_a_power_of_ten_is_left_alone_in_other_numbers() -> None:
    assert power_of_ten("-0.5") == "-0.5"
    assert power_of_ten("-1e12") == "-1 \\times 10^{12}"


def shown(formula: str, **values: Param) -> str:
    return plain(with_numbers(read(formula, CONTEXT), values))


@pytest.mark.parametrize(
    ("formula", "values", "text"),
    [
        ("a*x^2 + b*x + c", {"a": F(1), "b": F(-3), "c": F(0)}, "x^2 - 3x"),
        ("a*x^2 + b*x + c", {"a": F(-1), "b": F(1), "c": F(-1, 2)}, "-x^2 + x - 0.5"),
        ("a*x^2 + b*x + c", {"a": F(0), "b": F(0), "c": F(0)}, "0"),
        ("a*b*x", {"a": F(2), "b": F(3)}, "6x"),
        ("x*a", {"a": F(-2)}, "-2x"),
        ("x - a", {"a": F(-2)}, "x + 2"),
        ("-a*x", {"a": F(-2)}, "2x"),
        ("x/a", {"a": F(1)}, "x"),
        ("x^a", {"a": F(1)}, "x"),
        ("a*(x - b)", {"a": F(2), "b": F(-3)}, "2*(x + 3)"),
        ("w*a + b", {"w": F(2), "a": F(-3), "b": F(1)}, "2*(-3) + 1"),
        ("w*a + b", {"w": F(-2), "a": F(1), "b": F(-1)}, "-2*1 - 1"),
        ("v_1*u_1 + v_2*u_2", {"v": (F(1), F(2), F(0)), "u": (F(3), F(-4), F(0))}, "1*3 + 2*(-4)"),
        ("sum_i v_i x", {"v": (F(1), F(2), F(3))}, "x + 2x + 3x"),
        ("d/dv_c (x*v_c)", {"c": F(2)}, "d/dv_2 (x*v_2)"),
    ],
)
def test_formulas_with_numbers_put_in_read_like_handwriting(
    formula: str, values: dict[str, Param], text: str
) -> None:
    assert shown(formula, **values) == text


VALUES = st.sampled_from([F(-2), F(-1), F(-1, 2), F(0), F(1, 3), F(1), F(3, 2), F(5)])
FORMULAS = st.sampled_from(
    [
        "a*x^2 + b*x + c",
        "a*(x - b)/c",
        "-a*(-b)*x",
        "x^a - b/(c*x)",
        "a*b + c",
        "(a*x)*(b*x)",
        "a/b*x",
        "-(a - b)*c",
    ]
)


@given(FORMULAS, VALUES, VALUES, VALUES, st.sampled_from([F(2), F(-3), F(1, 2)]))
def test_tidying_never_changes_a_value(formula: str, a: F, b: F, c: F, x: F) -> None:
    expr = read(formula, CONTEXT)
    values: dict[str, Param] = {"a": a, "b": b, "c": c}
    try:
        wanted = evaluate(expr, {**values, "x": x}, CONTEXT)
    except Undefined:
        return
    tidy = with_numbers(expr, values)
    assert evaluate(tidy, {"x": x}, CONTEXT) == pytest.approx(float(wanted))
    assert read(plain(tidy), CONTEXT) == tidy
    assert latex(tidy, CONTEXT)
