"""What the verdicts promise: domains, kinks, witnesses, definitions, indices, and never an exception."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.random_forms import equal_form, mutant, random_form
from benchmarks.second_opinion import differ, value
from grader.algebra.catalogue import catalogue
from grader.algebra.context import AtKink, Context
from grader.algebra.decide import Decision, Verdict, decide
from grader.algebra.declaring import make_context
from grader.algebra.equal import answer
from grader.algebra.reading import read

ROOT = Path(__file__).parents[2]
FUNCTIONS = catalogue((ROOT / "course" / "functions.yaml").read_text(encoding="utf-8"), "functions.yaml")
NAMES = ("x", "w", "b")


def context(symbols: str = "x", at_kink: AtKink = AtKink.ANY, **more: Any) -> Context:
    """Symbols as `x w:positive`."""
    pairs = [f"{word}:real".split(":") for word in symbols.split()]
    declared = {pair[0]: pair[1] for pair in pairs}
    return make_context(declared, functions=FUNCTIONS, at_kink=at_kink, **more)


def decided(a: str, b: str, symbols: str = "x", at_kink: AtKink = AtKink.ANY, **more: Any) -> Decision:
    there = context(symbols, at_kink, **more)
    return decide(read(a, there), read(b, there), there)


# --------------------------------------------------------------------------- verdicts


def test_same_after_sorting_and_folding_is_identical() -> None:
    assert decided("2(x+1) + x", "3x + 2").verdict is Verdict.IDENTICAL


def test_an_identity_is_proved_and_says_how() -> None:
    decision = decided("sin(x)^2 + cos(x)^2", "1")
    assert (decision.verdict, decision.by) == (Verdict.PROVED, "exact")


def test_an_identity_without_a_proof_is_numeric() -> None:
    assert decided("atan(x) + atan(1/x)", "π/2", "x:positive").verdict is Verdict.NUMERIC


@pytest.mark.parametrize("wrong", ["x(1 + 1/1000000000)", "x + 1/10^14", "x + e^(-50)"])
def test_a_tiny_difference_is_a_difference(wrong: str) -> None:
    assert decided(wrong, "x").verdict is Verdict.REFUTED


def test_a_difference_far_below_double_precision_is_found() -> None:
    assert decided("1/(1+e^(200+x^2))", "0").verdict is Verdict.REFUTED


def test_decimals_are_exact() -> None:
    assert decided("0.33 x", "x/3").verdict is Verdict.REFUTED
    assert decided("0.25 x", "x/4").equal


def test_a_witness_is_easy_to_check_and_true() -> None:
    decision = decided("σ(x)(1-σ(x))", "-σ(x)(1-σ(x))")
    assert decision.witness is not None
    assert decision.witness.at == (("x", "1"),)
    assert decision.witness.a.startswith("0.1966")
    assert decision.witness.b.startswith("-0.1966")


def test_a_witness_shows_enough_digits_to_tell_the_sides_apart() -> None:
    witness = decided("x(1 + 1/1000000000)", "x").witness
    assert witness is not None
    assert witness.a != witness.b


# --------------------------------------------------------------------------- domains


@pytest.mark.parametrize(
    ("a", "b", "symbols", "equal"),
    [
        ("sqrt(x^2)", "x", "x", False),
        ("sqrt(x^2)", "x", "x:positive", True),
        ("ln(x^2)", "2 ln x", "x", False),
        ("ln(x^2)", "2 ln x", "x:positive", True),
        ("ln x - ln x", "0", "x", False),
        ("(x^2-1)/(x-1)", "x + 1", "x", True),
        ("x/x", "1", "x", True),
        ("sqrt(x) sqrt(y)", "sqrt(x y)", "x y", False),
        ("sqrt(x) sqrt(y)", "sqrt(x y)", "x:nonnegative y:nonnegative", True),
        ("|1-p|", "1 - p", "p:unit", True),
        ("|1-p|", "1 - p", "p", False),
        ("(-1)^(2n)", "1", "n:integer", True),
        ("x^n x", "x^(n+1)", "x n:natural", True),
        ("ln(10-x)", "ln|10-x|", "x", False),
    ],
)
def test_one_side_undefined_on_an_interval_refutes_and_isolated_points_do_not(
    a: str, b: str, symbols: str, equal: bool
) -> None:
    decision = decided(a, b, symbols)
    assert decision.equal is equal, decision


def test_the_witness_of_a_domain_difference_says_undefined() -> None:
    witness = decided("ln(x^2)", "2 ln x").witness
    assert witness is not None
    assert witness.b == "undefined"
    assert Fraction(dict(witness.at)["x"]) < 0


# --------------------------------------------------------------------------- kinks

RELU_SLOPES = {
    AtKink.ANY: {"[x>0]": True, "[x>=0]": True, "{1 if x>0; 1/2 if x=0; 0 otherwise}": True,
                 "{1 if x>0; 2 if x=0; 0 otherwise}": False},
    AtKink.UNDEFINED: {"[x>0]": True, "[x>=0]": True, "{1 if x>0; 2 if x=0; 0 otherwise}": True},
    AtKink.ZERO: {"[x>0]": True, "[x>=0]": False},
    AtKink.ONE: {"[x>0]": False, "[x>=0]": True},
}  # fmt: skip


@pytest.mark.parametrize("at_kink", list(AtKink))
def test_the_declared_convention_decides_at_the_kink(at_kink: AtKink) -> None:
    for text, equal in RELU_SLOPES[at_kink].items():
        assert decided("d/dx relu(x)", text, at_kink=at_kink).equal is equal, text


def test_step_and_sign_at_zero_are_as_agreed() -> None:
    assert decided("H(x)", "[x>=0]").equal
    assert decided("H(x)", "[x>0]").equal is False
    assert decided("sign(x)", "[x>0] - [x<0]").equal


def test_a_kink_far_away_is_found() -> None:
    assert decided("relu(x - 1000)", "0").verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("a", "b", "symbols"),
    [
        ("x^2", "x^2 + [x>7.3][x<7.4]", "x"),
        ("n", "{n if n<50; 0 otherwise}", "n:natural"),
        ("|n|", "{n if n>-30; -n otherwise}", "n:integer"),
        ("(n-1)(n-2)(n-3)(n-4)(n-5)(n-6)(n-7)(n-8)(n-9)(n-10)", "0", "n:natural"),
        ("Σ_{k=1}^N k", "{N(N+1)/2 if N<7; 0 otherwise}", "N:natural"),
    ],
)
def test_a_difference_in_a_narrow_place_or_at_a_large_number_is_found(a: str, b: str, symbols: str) -> None:
    assert decided(a, b, symbols).verdict is Verdict.REFUTED


def test_a_condition_on_a_length_leaves_other_sizes_open() -> None:
    cases = "{N(N+1)/2 if N<7000; 0 otherwise}"
    assert decided("Σ_{k=1}^N k", cases, "N:natural").verdict is Verdict.NUMERIC


def test_an_entry_named_by_its_number_exists_at_every_size_tried() -> None:
    where = {"symbols": "N:natural", "vectors": {"x": "N"}}
    assert decided("Σ_k x_k", "x_1 + x_2 + x_3", **where).equal is False  # type: ignore[arg-type]
    rest = decided("Σ_k x_k", "x_1 + x_2 + Σ_{k=3}^N x_k", **where)  # type: ignore[arg-type]
    assert rest.verdict is Verdict.PROVED


def test_comparisons_written_differently_are_one_comparison() -> None:
    assert decided("relu((x+1)^2 - 1)", "relu(x^2 + 2x)").verdict is Verdict.PROVED
    assert decided("|x y|", "|x| |y|", "x y").verdict is Verdict.PROVED
    assert decided("max(x, y, z)", "max(z, max(y, x))", "x y z").verdict is Verdict.PROVED


# --------------------------------------------------------------------------- definitions and indices

NEURON = {"symbols": "w x b t", "definitions": [("z", "w x + b"), ("y", "σ(z)"), ("E", "(y-t)^2")]}


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("dE/dy", "2(y-t)", True),
        ("dy/dz", "y(1-y)", True),
        ("dE/dw", "dE/dy dy/dz dz/dw", True),
        ("dE/dw", "dE/dy dy/dz", False),
        ("dE/db", "dE/dz", True),
    ],
)
def test_intermediate_quantities_are_held_free_and_total_derivatives_expand(
    a: str, b: str, equal: bool
) -> None:
    assert decided(a, b, **NEURON).equal is equal  # type: ignore[arg-type]


def test_free_indices_are_told_apart() -> None:
    where = {"symbols": "N:natural", "vectors": {"x": "N"}, "indices": ("i", "j")}
    assert decided("x_i x_j", "x_j x_i", **where).equal  # type: ignore[arg-type]
    decision = decided("x_i", "x_j", **where)  # type: ignore[arg-type]
    assert decision.equal is False
    assert decision.witness is not None
    assert {"i", "j", "N"} <= dict(decision.witness.at).keys()


def test_entries_named_by_a_number_are_not_interchangeable() -> None:
    where = {"symbols": "", "vectors": {"x": 3}, "indices": ("i",)}
    assert decided("x_i + x_3", "x_i + x_1", **where).equal is False  # type: ignore[arg-type]
    assert decided("{0 if i = 3; x_i otherwise}", "x_i", **where).equal is False  # type: ignore[arg-type]


def test_a_sum_that_misses_a_term_is_noticed() -> None:
    where = {"symbols": "N:natural", "vectors": {"x": "N"}}
    assert decided("Σ_{k=1}^{N} x_k", "x_1 + Σ_{k=2}^{N} x_k", **where).equal  # type: ignore[arg-type]
    assert decided("Σ_{k=1}^{N} x_k", "x_1 + x_2", **where).equal is False  # type: ignore[arg-type]


# --------------------------------------------------------------------------- many random formulas


def points(rng: Random, count: int) -> list[dict[str, Any]]:
    def number() -> Any:
        return mpmath.mpf(rng.randint(-4096, 4096)) / 1024

    return [{**{n: number() for n in NAMES}, "v": tuple(number() for _ in range(3))} for _ in range(count)]


def test_no_equal_form_is_rejected_and_no_mutant_accepted() -> None:
    rng = Random(20)  # noqa: S311
    there = context("x w b", vectors={"v": 3})
    for _ in range(300):
        form = random_form(rng, NAMES, rng.randint(2, 4))
        other = equal_form(rng, form)
        assert decide(form, other, there).equal is True, (form, other)
        changed = mutant(rng, form)
        if decide(form, changed, there).equal:
            assert not differ(form, changed, points(rng, 20), 100), (form, changed)


def test_the_values_of_a_witness_are_those_of_an_independent_program() -> None:
    rng = Random(21)  # noqa: S311
    there = context("x w b", vectors={"v": 3})
    for _ in range(60):
        form = random_form(rng, NAMES, 3)
        changed = mutant(rng, form)
        witness = decide(form, changed, there).witness
        if witness is None:
            continue
        values = {n: mpmath.mpf(v.numerator) / v.denominator for n, v in witness.values}
        values = {**dict.fromkeys(NAMES, mpmath.mpf(0)), **values}
        vector = tuple(values.get(f"v_{k}", mpmath.mpf(0)) for k in (1, 2, 3))
        with mpmath.workdps(50):
            assert value(form, {**values, "v": vector}) != value(changed, {**values, "v": vector})


# --------------------------------------------------------------------------- bounds and answers


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("(x+y+1)^99", "(x+y+1)^98"),
        ("9^9^9", "9"),
        ("((((x^99)^99)^99)^99)^99", "x"),
        ("e^e^e^e^e^x", "e^e^e^e^x"),
        ("(x+1)(x+2)(x+3)(x+4)(x+5)(x+6)(x+7)(x+8)(x+9)", "x"),
        ("1/(x-x)", "1"),
        ("ln(-1-x^2)", "sqrt(-1-x^2)"),
        ("max(x,y,max(x,-y),max(2x,y-1))|x||y||x-y||x+y||x-2y||x+3y||2x-5y|", "x"),
    ],
)
def test_anything_readable_gets_a_verdict(a: str, b: str) -> None:
    assert isinstance(decided(a, b, "x y"), Decision)
    assert isinstance(decided(b, a, "x y"), Decision)


def say(note: str, values: Any) -> str:
    return f"{note} {sorted(values)}"


def test_a_case_gets_the_answer_that_scripts_rely_on() -> None:
    case = {"id": "s1", "a": "σ(x)(1-σ(x))", "b": "d/dx (1/(1+e^-x))", "symbols": {"x": "real"}}
    result = answer(case, FUNCTIONS, say)
    assert set(result) == {"id", "equal", "verdict", "by", "witness", "read_as", "ms"}
    assert (result["id"], result["equal"], result["verdict"], result["by"]) == ("s1", True, "proved", "exact")
    refuted = answer({**case, "b": "-σ(x)(1-σ(x))"}, FUNCTIONS, say)
    assert refuted["witness"] == {"at": {"x": "1"}, "a": "0.1966…", "b": "-0.1966…"}


@pytest.mark.parametrize(
    "case",
    [
        None, 3, [], {}, {"a": 1, "b": "x"}, {"a": "x"}, {"a": "x", "b": "x", "symbols": []},
        {"a": "x", "b": "x", "symbols": {"x": "complex"}}, {"a": "x", "b": "x", "symbols": {"x": 3}},
        {"a": "x", "b": "x", "vectors": {"x": -1}}, {"a": "x", "b": "x", "vectors": {"x": True}},
        {"a": "x", "b": "x", "indices": "ij"}, {"a": "x", "b": "x", "definitions": [["z"]]},
        {"a": "x", "b": "x", "definitions": [["z", "w +"]]}, {"a": "x", "b": "x", "at_kink": "2"},
        {"a": "x + (", "b": "x", "symbols": {"x": "real"}}, {"a": "x", "b": "x" * 3000},
    ],
)  # fmt: skip
def test_a_bad_case_gets_an_error_and_no_exception(case: object) -> None:
    result = answer(case, FUNCTIONS, say)
    assert (result["verdict"], result["equal"]) == ("unreadable", None)
    error = result["error"]
    assert isinstance(error, dict)
    assert error["message"]


@settings(max_examples=200)
@given(
    st.text(alphabet="xyw σe123.+-*/^()|[]{}<>=;if,δ_ijΣd'√π", max_size=25),
    st.sampled_from(["x", "|x|", "1/x"]),
)
def test_any_text_is_answered(text: str, other: str) -> None:
    case = {
        "a": text,
        "b": other,
        "symbols": {"x": "real", "y": "positive", "w": "unit"},
        "vectors": {"v": 2},
    }
    result = answer({**case, "indices": ["i", "j"]}, FUNCTIONS, say)
    words = {"identical", "proved", "numeric", "refuted", "undecided", "unreadable"}
    assert result["verdict"] in words
