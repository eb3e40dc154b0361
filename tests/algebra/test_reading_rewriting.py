"""Substitution and writing out keep the value, whatever names meet."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.algebra import (
    Call,
    Sym,
    TooLarge,
    Vector,
    catalogue,
    evaluate,
    expand,
    make_context,
    number,
    plain,
    read,
    substitute,
)
from grader.model import Param

FUNCTIONS = Path(__file__).parents[2] / "course" / "functions.yaml"
KNOWN = catalogue(FUNCTIONS.read_text(encoding="utf-8"), str(FUNCTIONS))
CONTEXT = make_context(
    {"a": "real", "k": "real"},
    {"x": 3, "t": 3},
    ("i", "j"),
    [("S", "Σ_k e^{x_k}"), ("s_i", "e^{x_i}/S"), ("c", "k a"), ("f(u)", "u^2 + k")],
    KNOWN,
)


@pytest.mark.parametrize(
    ("formula", "written_out"),
    [("c", "k*a"), ("s_j", "e^(x_j)/(sum_k e^(x_k))"), ("f(a)", "a^2 + k"), ("relu(a)", "max(0, a)"),
     ("leaky_relu(a)", "{a if a > 0; 0.01*a otherwise}"), ("leaky_relu(a, k)", "{a if a > 0; k*a otherwise}"),
     ("softmax(x/a)_2", "exp(x_2/a)/(sum_j exp(x_j/a))"), ("mse(x, t)", "1/3*(sum_i (x_i - t_i)^2)"),
     ("tanh(a)", "tanh(a)"), ("sigmoid'(a)", "sigmoid'(a)"), ("dc/da", "dc/da"),
     ("mish(a)", "a*tanh(ln(1 + exp(a)))"), ("log_softmax(x)_i", "x_i - ln(sum_j exp(x_j))")],
)  # fmt: skip
def test_definitions_and_functions_are_written_out(formula: str, written_out: str) -> None:
    assert plain(expand(read(formula, CONTEXT), CONTEXT)) == plain(read(written_out, CONTEXT))


def test_what_is_kept_is_not_written_out() -> None:
    assert plain(expand(read("c + f(c)", CONTEXT), CONTEXT, frozenset(("c",)))) == "c + (c^2 + k)"


def test_an_index_catches_no_name_that_comes_in() -> None:
    sum_over_k = read("Σ_k k x_k", CONTEXT)
    moved = substitute(read("Σ_j a x_j", CONTEXT), {"a": Sym("j")})
    values: dict[str, Param] = {
        "x": (Fraction(1), Fraction(2), Fraction(4)),
        "a": Fraction(5),
        "j": Fraction(10),
    }
    assert evaluate(moved, values, CONTEXT) == 70
    # The definition c = k a speaks of the symbol k, not of the index around it.
    with_definition = expand(read("Σ_k c x_k", CONTEXT), CONTEXT)
    assert evaluate(with_definition, {**values, "k": Fraction(3)}, CONTEXT) == 3 * 5 * 7
    assert evaluate(sum_over_k, values, CONTEXT) == 1 + 4 + 12
    # and f(u) = u^2 + k speaks of that symbol too.
    with_function = expand(read("Σ_k f(x_k)", CONTEXT), CONTEXT)
    assert evaluate(with_function, {**values, "k": Fraction(3)}, CONTEXT) == (1 + 3) + (4 + 3) + (16 + 3)


def test_substitution_happens_at_once() -> None:
    swapped = substitute(read("a - 2k", CONTEXT), {"a": Sym("k"), "k": Sym("a")})
    assert plain(swapped) == "k - 2a"


def test_a_whole_vector_can_take_the_place_of_another() -> None:
    assert plain(substitute(read("x_1 + Σ_j x_j", CONTEXT), {"x": Vector("t")})) == "t_1 + sum_j t_j"


def test_the_variable_of_a_derivative_can_only_be_renamed() -> None:
    slope = read("d/da (a^2 k)", CONTEXT)
    assert plain(substitute(slope, {"a": Sym("k")})) == "d/dk (k^2*k)"
    with pytest.raises(ValueError, match="differentiated by"):
        substitute(slope, {"a": number(3)})


def test_writing_out_stops_before_the_tree_explodes() -> None:
    doubling = [("a_0", "x")] + [(f"a_{n}", f"a_{n - 1} * a_{n - 1}") for n in range(1, 30)]
    grown = make_context({"x": "real"}, definitions=doubling)
    with pytest.raises(TooLarge):
        expand(Sym("a_29"), grown)
    assert expand(Sym("a_3"), grown) != Sym("a_3")


def test_local_functions_use_the_catalogue() -> None:
    local = make_context({"x": "real"}, definitions=[("g(x)", "σ(x) x"), ("y", "g(2)")], functions=KNOWN)
    assert plain(expand(Sym("y"), local)) == "1/(1 + exp(-2))*2"
    assert isinstance(read("g'(x)", local), Call)
