"""A line is a copy if only order and arithmetic differ; a step of one's own may have the same value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.algebra import Add, Expr, Mul, Num, Sym, make_context, read
from grader.derivation.copied import is_copy

CONTEXT = make_context(dict.fromkeys("abcpqstx", "real"))


def copied(line: str, goal: str) -> bool:
    return is_copy(read(line, CONTEXT), read(goal, CONTEXT))


@pytest.mark.parametrize(
    ("line", "goal"),
    [
        ("(1 - tanh(x)) tanh(x)", "tanh(x)(1 - tanh(x))"),
        ("tanh(x) - tanh(x)^2", "tanh(x)(1 - tanh(x))"),
        ("-tanh(x)*tanh(x) + tanh(x)", "tanh(x)(1 - tanh(x))"),
        ("-tanh(x)(tanh(x) - 1)", "tanh(x)(1 - tanh(x))"),
        ("2tanh(x)(1 - tanh(x))/2 + 0", "tanh(x)(1 - tanh(x))"),
        ("1/3*2*(p - t)", "2/3*(p - t)"),
        ("2/3 p - 2/3 t", "2/3*(p - t)"),
        ("(2p - 2t)/3", "2/3*(p - t)"),
        ("(p - t)/(p - p^2)", "(p - t)/(p*(1 - p))"),
        ("p/(p(1 - p)) - t/(p - p*p)", "(p - t)/(p*(1 - p))"),
        ("0.6x - 1.2", "3/5*x - 6/5"),
        ("a b + a c*(1)", "a*(b + c)"),
        ("a*(b*c + b*s) - a*t", "-t*a + a*b*(c + s)"),
        ("x/(1/a)", "a*x"),
        ("p + p + 3p", "5p"),
    ],
)
def test_respelling_is_copying(line: str, goal: str) -> None:
    assert copied(line, goal)


@pytest.mark.parametrize(
    ("line", "goal"),
    [
        ("-(t/p - (1 - t)/(1 - p))", "(p - t)/(p*(1 - p))"),
        ("-t/p + (1 - t)/(1 - p)", "(p - t)/(p*(1 - p))"),
        ("-(t*(1 - p) - (1 - t)*p)/(p*(1 - p))", "(p - t)/(p*(1 - p))"),
        ("(p - t)/(p*(1 - p)) * p*(1 - p)", "p - t"),
        ("a*(a*(1 - a)*b + (1 - a)*b) + (1 - a)*b", "(1 - a^3)*b"),
        ("(1 - a)*b*(1 + a + a^2)", "(1 - a^3)*b"),
        ("(p - t)*s/(p*(1 - p)*s)", "(p - t)/(p*(1 - p))"),
        ("(e^x - e^-x)/(e^x + e^-x)", "tanh(x)"),
        ("x/0", "x"),
        ("x/(a - a)", "x/(a - a) + 1"),
    ],
)
def test_a_step_of_ones_own_is_no_copy(line: str, goal: str) -> None:
    assert not copied(line, goal)


def test_a_formula_that_is_too_long_when_multiplied_out_is_compared_as_it_stands() -> None:
    long = "(a + b + c + p + q)^12 * (s + t)^12"
    assert copied("(t + s)^12 (q + p + c + b + a)^12", long)
    assert not copied("a + b", long)


ATOMS: st.SearchStrategy[Expr] = st.sampled_from(
    [Sym("a"), Sym("b"), Sym("x"), Num(Fraction(2)), Num(Fraction(1, 3))]
)
FORMULAS: st.SearchStrategy[Expr] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Add(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Mul(tuple(parts))),
    ),
    max_leaves=8,
)


@given(FORMULAS)
def test_a_formula_turned_round_is_a_copy_of_itself(formula: Expr) -> None:
    assert is_copy(turned(formula), formula)


def turned(expr: Expr) -> Expr:
    match expr:
        case Add(terms):
            return Add(tuple(map(turned, reversed(terms))))
        case Mul(factors):
            return Mul(tuple(map(turned, reversed(factors))))
        case _:
            return expr
