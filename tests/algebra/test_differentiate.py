"""Derivatives are right, readable and worked out step by step; one broken rule gives one wrong result."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import mpmath
import pytest

from benchmarks.random_forms import random_form
from benchmarks.second_opinion import value
from grader.algebra.catalogue import catalogue
from grader.algebra.context import Context
from grader.algebra.decide import decide
from grader.algebra.declaring import make_context
from grader.algebra.differentiate import differentiate, slips, steps
from grader.algebra.plain import plain
from grader.algebra.reading import read
from grader.algebra.rewriting import TooLarge
from grader.algebra.tree import Derivative, Entry, Sym, walk

ROOT = Path(__file__).parents[2]
FUNCTIONS = catalogue((ROOT / "course" / "functions.yaml").read_text(encoding="utf-8"), "functions.yaml")
NAMES = ("x", "w", "b")


def context(**more: Any) -> Context:
    return make_context(dict.fromkeys((*NAMES, "t", "a"), "real"), functions=FUNCTIONS, **more)


def derived(text: str, name: str = "x", **more: Any) -> str:
    there = context(**more)
    return plain(differentiate(read(text, there), name, there))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3x^2 - 2x + 1", "6x - 2"),
        ("x σ(x)", "sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x))"),
        ("tanh(x)", "1 - tanh(x)^2"),
        ("sqrt(1 + x^2)", "x/sqrt(1 + x^2)"),
        ("relu(w x + b)", "{w if w x + b > 0; 0 otherwise}"),
        ("e^(-x)", "-e^(-x)"),
        ("ln(1 + e^x)", "e^x/(1 + e^x)"),
        ("w + b", "0"),
    ],
)
def test_derivatives_read_as_a_person_would_write_them(text: str, expected: str) -> None:
    there = context()
    assert read(derived(text), there) == read(expected, there)


OF_ONE_NUMBER = [n for n, f in FUNCTIONS.items() if len(f.arguments) == 1 and not f.arguments[0].index]


@pytest.mark.parametrize("name", OF_ONE_NUMBER)
def test_every_function_of_the_catalogue_agrees_with_finite_differences(name: str) -> None:
    there = context()
    form = read(f"{name}(x)", there)
    slope = differentiate(form, "x", there)
    compared = 0
    with mpmath.workdps(50):
        for number in ("-3", "-0.7", "0.3", "2.5"):
            x = mpmath.mpf(number)
            if isinstance(value(form, {"x": x}), mpmath.mpf):  # else outside the real domain
                numeric = mpmath.diff(lambda u: value(form, {"x": u}), x)
                assert mpmath.almosteq(numeric, value(slope, {"x": x}), 1e-12), number
                compared += 1
    assert compared


def test_random_formulas_agree_with_finite_differences() -> None:
    rng = Random(3)  # noqa: S311
    there = context(vectors={"v": 3})
    point = {"x": mpmath.mpf("0.37"), "w": mpmath.mpf("-1.21"), "b": mpmath.mpf("0.83")}
    point["v"] = (mpmath.mpf("0.1"), mpmath.mpf("-0.4"), mpmath.mpf("1.3"))
    for _ in range(60):
        form = random_form(rng, NAMES, 3)
        slope = differentiate(form, "x", there)
        with mpmath.workdps(50):
            numeric = mpmath.diff(lambda u, form=form: value(form, {**point, "x": u}), point["x"])
            assert mpmath.almosteq(numeric, value(slope, point), 1e-12, 1e-12), plain(form)


def test_both_differentiators_agree() -> None:
    rng = Random(4)  # noqa: S311
    there = context(vectors={"v": 3})
    for _ in range(60):
        form = random_form(rng, NAMES, 3)
        assert decide(differentiate(form, "x", there), Derivative(form, Sym("x")), there).equal, plain(form)


def test_a_derivative_by_an_entry_uses_delta_and_picks_the_term_out_of_a_sum() -> None:
    there = context(vectors={"p": 3, "y": 3}, indices=("i", "j"))
    by = Entry("p", Sym("j"))
    loss = read("Σ_{k=1}^{3} (p_k - y_k)^2", there)
    assert differentiate(loss, by, there) == read("2(p_j - y_j)", there)
    softmax = read("softmax(p)_i", there)
    assert decide(
        differentiate(softmax, by, there), read("softmax(p)_i(δ_ij - softmax(p)_j)", there), there
    ).equal


def test_definitions_are_written_out_down_to_the_variable() -> None:
    there = context(definitions=[("z", "w x + b"), ("y", "σ(z)")])
    form = read("(y-t)^2", there)
    assert decide(differentiate(form, "y", there), read("2(y-t)", there), there).equal
    assert decide(differentiate(form, "w", there), read("2(y-t) y (1-y) x", there), there).equal


def test_steps_lead_from_the_question_to_the_derivative_one_rule_at_a_time() -> None:
    there = context()
    form = read("x σ(w x + b)", there)
    worked = steps(form, "x", there)
    assert [s.rule for s in worked] == ["product", "chain", "sum", "constant-factor"]
    assert worked[0].before == Derivative(form, Sym("x"))
    assert all(a.after == b.before for a, b in pairwise(worked))
    assert worked[-1].after == differentiate(form, "x", there)
    for step in worked:
        assert decide(step.before, step.after, there).equal, plain(step.after)


@pytest.mark.parametrize(
    ("text", "note", "wrong"),
    [
        ("σ(2x)", "slip-inner-missing", "σ(2x)(1-σ(2x))"),
        ("x σ(x)", "slip-product-of-derivatives", "σ(x)(1-σ(x))"),
        ("x σ(x)", "slip-product-term", "σ(x)"),
        ("x^3", "slip-power-coefficient", "x^2"),
        ("x^3", "slip-power-kept", "3x^3"),
        ("1/(1+e^-x)", "slip-quotient-sign", "-e^-x/(1+e^-x)^2"),
        ("x/(1+x)", "slip-quotient-sign", "(1+2x)/(1+x)^2"),
        ("e^(2x)", "slip-exponential-as-power", "2x e^(2x-1)"),
        ("leaky_relu(x, 0.1)", "slip-branches-swapped", "{0.1 if x>0; 1 otherwise}"),
        ("leaky_relu(x, 0.1)", "slip-branch-kept", "{1 if x>0; 0.1x otherwise}"),
        ("tanh(x)", "slip-tanh-plus", "1 + tanh(x)^2"),
        ("(x - t)^2 + x", "slip-term-missing", "2(x-t)"),
    ],
)
def test_a_known_slip_is_predicted_under_its_name(text: str, note: str, wrong: str) -> None:
    there = context()
    target = read(wrong, there)
    found = [n for n, result in slips(read(text, there), "x", there) if decide(result, target, there).equal]
    assert note in found


def test_slips_leave_no_derivative_standing_and_differ_from_the_right_tree() -> None:
    there = context()
    form = read("x σ(w x + b)^2/(1 + x^2)", there)
    right = differentiate(form, "x", there)
    results = [result for _, result in slips(form, "x", there)]
    assert len(results) > 15
    assert right not in results
    assert not any(isinstance(n, Derivative) for r in results for n in walk(r))


def test_a_derivative_that_would_grow_without_end_is_refused() -> None:
    there = context()
    form = read("·".join(f"σ(x+{k})" for k in range(40)), there)
    for _ in range(4):
        try:
            form = differentiate(form, "x", there)
        except TooLarge:
            return
    pytest.fail("no bound was met")
