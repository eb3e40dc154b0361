"""Whatever is printed reads back as the same tree, and sets as mathematics."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from math_core import LatexToMathML

from grader.algebra import (
    Add,
    All,
    AnyOf,
    Branch,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Delta,
    Derivative,
    Div,
    Entry,
    Expr,
    Iverson,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Sym,
    catalogue,
    latex,
    latex_name,
    make_context,
    number,
    plain,
    plain_condition,
    read,
    read_condition,
)
from grader.algebra.read_calls import MAX_ORDER
from grader.algebra.reading import _order

FUNCTIONS = Path(__file__).parents[2] / "course" / "functions.yaml"
CONTEXT = make_context(
    {"x": "real", "w_1": "real", "eta": "positive", "β": "real", "N": "natural", "E": "real", "yhat": "real",
     "w'": "real", "lr": "real", "exp_2": "real"},
    {"p": 3, "v": "N"},
    ("i", "j"),
    [("z", "w_1 x"), ("s_i", "e^{p_i}/Σ_k e^{p_k}")],
    catalogue(FUNCTIONS.read_text(encoding="utf-8"), str(FUNCTIONS)),
)  # fmt: skip

numbers = st.one_of(
    st.integers(0, 10**6).map(number),
    st.decimals(0, 1000, places=3).map(lambda d: Num(Fraction(d))),
    st.integers(0, 60).map(lambda n: Num(Fraction(10) ** n)),
    st.integers(0, 30).map(lambda n: Num(Fraction(1, 10**n))),
)
symbols = st.sampled_from(["x", "w_1", "eta", "β", "N", "E", "yhat", "w'", "lr", "exp_2", "z"]).map(Sym)
indices = st.one_of(
    st.sampled_from([Sym("i"), Sym("j")]),
    st.integers(1, 3).map(number),
    st.just(Add((Sym("i"), Neg(number(1))))),
)
entries = st.builds(Entry, st.sampled_from(["p", "s"]), indices)
leaves: st.SearchStrategy[Expr] = st.one_of(
    numbers, symbols, entries, st.just(Const("e")), st.just(Const("pi")), st.builds(Delta, indices, indices)
)


def conditions(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Condition]:
    single = st.builds(Compare, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), parts, parts)
    both = st.tuples(single, single)
    return st.one_of(single, both.map(All), both.map(AnyOf), st.tuples(both.map(AnyOf), single).map(All))


def _several(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[tuple[Expr, ...]]:
    return st.lists(parts, min_size=2, max_size=4).map(tuple)


def _larger(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    branches = st.lists(st.builds(Branch, parts, conditions(parts)), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        _several(parts).map(Add),
        _several(parts).map(Mul),
        parts.map(Neg),
        st.builds(Div, parts, parts),
        st.builds(Pow, parts, parts),
        st.builds(
            Call,
            st.sampled_from(["exp", "ln", "sigmoid", "relu", "abs"]),
            st.tuples(parts),
            st.integers(0, 3),
        ),
        st.builds(Call, st.sampled_from(["log", "max", "leaky_relu"]), st.tuples(parts, parts)),
        parts.map(lambda body: Sum("k", number(1), Sym("N"), Mul((body, Entry("v", Sym("k")))))),
        parts.map(
            lambda body: Sum("k", number(1), number(3), Add((body, Entry("p", Sym("k")))), given=False)
        ),
        st.builds(Derivative, parts, st.one_of(st.just(Sym("x")), entries), st.integers(1, 3), st.booleans()),
        conditions(parts).map(Iverson),
        st.builds(Cases, branches, st.one_of(st.none(), parts)),
    )


trees = st.recursive(leaves, _larger, max_leaves=12)


@given(trees)
@example(Mul((number(2), Pow(Sym("eta"), number(2)))))
@example(Mul((number(2), Sym("exp_2"))))
@example(Div(number(1), Derivative(Sym("x"), Sym("x"), 2)))
@example(Div(Derivative(Sym("E"), Sym("x")), Derivative(Sym("z"), Sym("x"))))
@settings(max_examples=600)
def test_plain_text_reads_back_as_the_same_tree(tree: Expr) -> None:
    text = plain(tree)
    assume(len(text) < 500)  # longer ones may be refused for their length alone
    assume(_order(tree) <= MAX_ORDER)  # and so may higher derivatives
    assert read(text, CONTEXT) == tree, text


@given(conditions(leaves))
def test_a_printed_condition_reads_back_as_the_same(condition: Condition) -> None:
    assert read_condition(plain_condition(condition), CONTEXT) == condition


@given(trees)
@settings(max_examples=300)
def test_latex_sets_as_mathml(tree: Expr) -> None:
    made = LatexToMathML().convert_with_local_state(latex(tree, CONTEXT), displaystyle=True)
    assert made.startswith("<math")


# What we show is what a student may copy: the echo of these reads back to a tree printed the same way.
COPIED = [
    "1/(1+e^(-x))", "sigmoid(x)*(1-sigmoid(x))", "dE/dx", "d/dx (x^2)", "sum_{k=1}^{N} v_k*x", "[x > 0]*w_1",
    "{x if x > 0; 0.01x otherwise}", "s_i*(δ_ij - s_j)", "sqrt(x^2 + 1)", "max(0, x)", "abs(x)", "w' - eta*x",
    "2x*yhat", "relu'(x)", "softmax(p)_i", "x^2/2 - 3", "-x*(-x)", "leaky_relu(x)", "1e30*x",
]  # fmt: skip


@pytest.mark.parametrize("text", COPIED)
def test_the_latex_we_show_can_be_typed_in_again(text: str) -> None:
    shown = latex(read(text, CONTEXT), CONTEXT)
    assert latex(read(shown, CONTEXT), CONTEXT) == shown


def test_formulas_are_printed_as_a_person_would_write_them() -> None:
    printed = {
        t: plain(read(t, CONTEXT)) for t in ("2 * x", "x + -3", "x*(w_1)", "x - (-2)", "(x)^(2)", "0.50")
    }
    assert list(printed.values()) == ["2x", "x - 3", "x*w_1", "x - (-2)", "x^2", "0.5"]
    negative = Add((Sym("x"), Num(Fraction(-3)), Mul((Num(Fraction(-2)), Sym("x")))))
    assert plain(negative) == "x - 3 - 2x"
    assert plain(Num(Fraction(-1, 3))) == "-1/3"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("w_1", "w_{1}"), ("eta", r"\eta"), ("yhat", r"\hat{y}"), ("ŷ", r"\hat{y}"), ("lr", r"\mathrm{lr}"),
     ("w'", "w'"), ("w_out", r"w_{\mathrm{out}}"), ("β1", r"\beta_{1}"), ("w_t+1", "w_{t+1}")],
)  # fmt: skip
def test_names_are_set_as_mathematics(name: str, expected: str) -> None:
    assert latex_name(name) == expected
