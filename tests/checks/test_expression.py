"""expression: equal on the domain is right, however it is written; the form is judged afterwards."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.checks import KINDS
from grader.faults import TextError
from grader.model import Comparison, Status

from .judging import Asked, ask

F = Fraction
SLOPE = """
expression: e
symbols: {x: real}
answer: 2*k*(k*x + c)
mistakes:
  - gives: 2*(k*x + c)
    note: inner-derivative-missing
    score: 0.25
    says: {en: "times {{ k }}", ja: "{{ k }} 倍"}
"""
SIGMA = """
expression: e
symbols: {x: real}
definitions: [[y, sigmoid(x)]]
answer: sigmoid(x)*(1 - sigmoid(x))
form: {only: [sigmoid], simplified: true}
"""


@pytest.fixture(scope="module")
def slope(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The answer is 6 (3x + 1); the inner derivative is 3."""
    return ask(tmp_path_factory.mktemp("e"), SLOPE, {"k": F(3), "c": F(1)})


@pytest.fixture(scope="module")
def sigma(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(tmp_path_factory.mktemp("s"), SIGMA)


@pytest.mark.parametrize(
    ("response", "status", "score", "note"),
    [
        ("6(3x+1)", Status.CORRECT, 1, None),
        ("18x + 6", Status.CORRECT, 1, None),
        ("２・３（３ｘ＋１）", Status.CORRECT, 1, None),
        ("\\frac{36x + 12}{2}", Status.CORRECT, 1, None),
        ("2(3x+1)", Status.PARTIAL, 0.25, "inner-derivative-missing"),
        ("-6(3x+1)", Status.WRONG, 0, "expression/sign"),
        ("12(3x+1)", Status.WRONG, 0, "expression/multiple"),
        ("3(3x+1)", Status.WRONG, 0, "expression/multiple"),
        ("18x + 7", Status.WRONG, 0, "expression/wrong"),
    ],
)
def test_a_formula_is_judged_by_its_value(
    slope: Asked, response: str, status: Status, score: float, note: str | None
) -> None:
    assert slope.result(response) == (status, score, note)


@pytest.mark.parametrize("response", ["6(3x+1", "k*x", "6(3y+1)", "integral of x", "__import__('os')", "()"])
def test_what_cannot_be_read_in_the_students_context_is_invalid(slope: Asked, response: str) -> None:
    status, _, note = slope.result(response)
    assert status is Status.INVALID
    assert note


def test_a_wrong_formula_comes_with_a_point_where_it_differs(slope: Asked) -> None:
    evidence = slope.verdict("18x + 7").checks[0].evidence
    assert len(evidence) == 2
    point = evidence[1]
    assert isinstance(point, Comparison)
    assert point.input is not None
    assert point.yours is not None
    assert point.expected is not None
    x = F(point.input.text.removeprefix("x = "))
    assert (F(point.yours.text), F(point.expected.text)) == (18 * x + 7, 18 * x + 6)


@pytest.mark.parametrize(
    ("response", "score", "notes"),
    [
        ("sigmoid(x)(1 - sigmoid(x))", 1, [None, None]),
        ("σ(x) - σ(x)^2", 1, [None, None]),
        ("exp(-x)/(1 + exp(-x))^2", 0.75, [None, "form/function"]),
        ("d/dx sigmoid(x)", 0.75, [None, "form/derivative-left"]),
        ("--sigmoid(x)*(1 - sigmoid(x))", 0.75, [None, "form/not-simplified"]),
        ("sigmoid(x)*(1 + 1 - 1 - sigmoid(x))", 0.75, [None, "form/not-simplified"]),
    ],
)
def test_a_right_value_in_another_form_keeps_most_of_its_points(
    sigma: Asked, response: str, score: float, notes: list[str | None]
) -> None:
    verdict = sigma.verdict(response)
    assert [c.note for c in verdict.checks] == notes
    assert sigma.result(response)[1] == score


def test_the_form_waits_for_the_value(sigma: Asked) -> None:
    value, form = sigma.verdict("exp(x)").checks
    assert value.status is Status.WRONG
    assert form.status is Status.SKIPPED


@pytest.mark.parametrize(
    ("form", "response", "note"),
    [
        ("{no: [x]}", "y*(1 - y)", None),
        ("{no: [x]}", "sigmoid(x)*(1 - y)", "form/quantity"),
        ("{only: [y]}", "y - y^2", None),
        ("{only: [y]}", "sigmoid(x)*(1 - y)", "form/quantity"),
        ("{no: [sigmoid]}", "y*(1 - sigmoid(x))", "form/function"),
    ],
)
def test_quantities_and_functions_can_be_required_or_forbidden(
    tmp_path: Path, form: str, response: str, note: str | None
) -> None:
    asked = ask(tmp_path, SIGMA.replace("{only: [sigmoid], simplified: true}", form))
    assert asked.verdict(response).checks[1].note == note


def test_drawn_numbers_reach_the_definitions_too(tmp_path: Path) -> None:
    block = "expression: e\nsymbols: {x: real}\ndefinitions: [[z, k*x + 1]]\nanswer: k*z"
    asked = ask(tmp_path, block, {"k": F(3)})
    assert asked.result("9x + 3")[0] is Status.CORRECT
    assert asked.result("3z")[0] is Status.CORRECT
    assert asked.result("k*z")[0] is Status.INVALID


def test_a_drawn_name_that_the_item_declares_stays_a_symbol(tmp_path: Path) -> None:
    asked = ask(tmp_path, "expression: e\nsymbols: {w: real, x: real}\nanswer: w*x", {"w": F(3)})
    assert asked.result("w x")[0] is Status.CORRECT
    assert asked.result("3x")[0] is Status.WRONG


def test_a_mistake_equal_to_the_answer_is_a_flaw(tmp_path: Path) -> None:
    asked = ask(tmp_path, SLOPE, {"k": F(1), "c": F(1)})
    assert asked.flaws() == ["mistake inner-derivative-missing gives the answer"]


def test_an_authors_unreadable_answer_is_located(tmp_path: Path) -> None:
    with pytest.raises(TextError) as caught:
        ask(tmp_path, "expression: e\nsymbols: {x: real}\nanswer: 2*(x").flaws()
    assert caught.value.fault.where == ("answer",)


def test_the_solution_is_the_formula_with_the_variants_numbers(slope: Asked) -> None:
    shown = KINDS["expression"].solution(slope.variant, slope.course)["en"]
    assert shown.replace("\\left", "").replace("\\right", "") == "$6 (3 x + 1)$"
