"""Equations: the same solutions, whatever they look like."""

from __future__ import annotations

import pytest

from grader.derivation import Equation, read_statement
from grader.derivation.equations import same_solutions

from .tasks import context, earned, judged, statuses


def same(left: str, right: str, **symbols: str) -> bool | None:
    made = context(symbols)
    first, second = read_statement(left, made), read_statement(right, made)
    assert isinstance(first, Equation)
    assert isinstance(second, Equation)
    return same_solutions(first, second, made).equal


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("3x - 5y = -10", "6x - 10y = -20"),
        ("3x - 5y = -10", "y = 3/5 x + 2"),
        ("x + y = 1", "e x + e y = e"),
        ("w x + b = 0", "x = -b/w"),
        ("2 = x", "x = 2"),
    ],
)
def test_equations_with_the_same_solutions(a: str, b: str) -> None:
    assert same(a, b, x="real", y="real", w="real", b="real") is True


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("3x - 5y = -10", "3x - 5y = 10"),
        ("3x - 5y = -10", "y = 3/5 x - 2"),
        ("x^2 = 4", "x = 2"),
        ("x y = y", "x = 1"),
        ("x = 1", "x^2 = x"),
    ],
)
def test_equations_with_other_solutions(a: str, b: str) -> None:
    assert same(a, b, x="real", y="real") is False


def test_solutions_outside_the_domain_do_not_count() -> None:
    assert same("x^2 = 4", "x = 2", x="positive") is True


def test_the_witness_solves_exactly_one_of_the_two() -> None:
    made = context({"x": "real", "y": "real"})
    a, b = (read_statement(text, made) for text in ("x y = y", "x = 1"))
    assert isinstance(a, Equation)
    assert isinstance(b, Equation)
    witness = same_solutions(a, b, made).witness
    assert witness is not None
    at = dict(witness.values)
    assert (at["x"] * at["y"] == at["y"]) is not (at["x"] == 1)


def test_a_boundary_is_solved_line_by_line() -> None:
    lines = ["-5x_2 = -3x_1 - 10", "5x_2 = 3x_1 + 10", "x_2 = 3/5 x_1 + 2"]
    found = judged("3x_1 - 5x_2 = -10", lines, "x_2 = 3/5 x_1 + 2", symbols={"x_1": "real", "x_2": "real"})
    assert statuses(found) == ["follows"] * 3
    assert earned(found) == 1


def test_a_slip_continues_and_the_truth_out_of_nowhere_does_not_follow() -> None:
    lines = ["-5x_2 = 3x_1 - 10", "x_2 = -3/5 x_1 + 2", "x_2 = 3/5 x_1 + 2"]
    found = judged("3x_1 - 5x_2 = -10", lines, symbols={"x_1": "real", "x_2": "real"})
    assert statuses(found) == ["wrong", "continues", "wrong"]
    assert found.lines[0].note in ("moved-without-sign", "term-sign")
    assert found.lines[2].note == "does-not-follow"


def test_restating_the_equation_is_no_solution() -> None:
    assert earned(judged("x + 2 = 5", ["x + 2 = 5"])) == 0
    assert earned(judged("x + 2 = 5", ["2 + x = 5"])) == 0.5  # a step, but not the end


def test_half_an_equation_cannot_be_read() -> None:
    found = judged("x + 2 = 5", ["x + 2", "x = 3"])
    assert statuses(found) == ["unreadable", "follows"]


def test_an_equation_that_always_holds_is_followed_by_others_that_do() -> None:
    lines = ["E = y^2 - 2t y + t^2", "E = y^2 - t^2"]
    found = judged("E = (y-t)^2", lines, definitions=[("E", "(y-t)^2")], symbols={"y": "real", "t": "real"})
    assert statuses(found) == ["follows", "wrong"]
