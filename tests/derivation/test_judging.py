"""What each line is said to be, and what the whole earns."""

from __future__ import annotations

import pytest

from grader.derivation import status
from grader.derivation.score import score

from .tasks import NEURON, earned, judged, statuses

START = "d/dx σ(x)"
GOAL = "σ(x)(1-σ(x))"


def test_a_right_way_to_the_goal_earns_everything() -> None:
    found = judged(START, ["= -(1+e^-x)^-2 (-e^-x) [chain rule]", "= e^-x/(1+e^-x)^2", f"= {GOAL}"], GOAL)
    assert statuses(found) == ["follows"] * 3
    assert (earned(found), found.first_wrong) == (1.0, None)
    assert found.lines[-1].note == "is-goal"


def test_after_a_slip_what_follows_from_it_continues_and_truth_out_of_nowhere_does_not() -> None:
    found = judged(START, ["= -(1+e^-x)^-2 e^-x", "= -e^-x/(1+e^-x)^2", f"= {GOAL}"], GOAL)
    assert statuses(found) == ["wrong", "continues", "wrong"]
    assert found.first_wrong is not None
    assert found.first_wrong.number == 1
    assert found.lines[2].note == "does-not-follow"
    assert earned(found) == pytest.approx(1 / 6)


def test_an_unreadable_line_is_passed_over() -> None:
    found = judged("d/dx x^3", ["= 3x^2 +", "= 3x^2"])
    assert statuses(found) == ["unreadable", "follows"]
    assert earned(found) == 0.25  # the goal is reached, but not flawlessly


def test_nothing_readable_is_invalid() -> None:
    found = judged("d/dx x^3", ["= 3x^2 +", "))"])
    assert str(status(found, score(found, found.arrives))) == "INVALID"


@pytest.mark.parametrize("lines", [["d/dx x^3"], ["= d/dx x^3", "= d/dx x^3"]])
def test_restating_the_start_earns_nothing(lines: list[str]) -> None:
    found = judged("d/dx x^3", lines)
    assert set(statuses(found)) == {"repeats"}
    assert earned(found) == 0


def test_repeated_lines_count_neither_way() -> None:
    found = judged("d/dx x^3", ["= 3x^2 + 1", "= 3x^2 + 1", "= 1 + 3x^2"])
    assert statuses(found) == ["wrong", "repeats", "continues"]
    assert earned(found) == 0.25


def test_a_repeated_goal_at_the_end_does_not_reach_it() -> None:
    assert earned(judged("d/dx x^3", ["= 3x^2", "= 3x^2"])) == 0.5


def test_a_line_that_still_holds_a_derivative_is_not_the_end() -> None:
    found = judged("d/dx (x σ(x))", ["= σ(x) + x σ'(x)"])
    assert (statuses(found), earned(found)) == (["follows"], 0.5)


def test_a_goal_written_with_a_derivative_is_reached_in_its_own_form() -> None:
    assert earned(judged("d/dx (x σ(x))", ["= x σ'(x) + σ(x)"], "σ(x) + x σ'(x)")) == 1


def test_only_the_last_line_can_reach_the_goal() -> None:
    found = judged("d/dx x^3", ["= 3x^2", "= d/dx (x^3 + 1)"])
    assert (statuses(found), earned(found)) == (["follows", "follows"], 0.5)


def test_an_undecidable_line_costs_nothing() -> None:
    found = judged("x_i", ["= x_{i+1}"], vectors={"x": 3}, indices=["i"], symbols={})
    assert statuses(found) == ["undecided"]
    assert found.lines[0].message is not None


# --------------------------------------------------------------------------- equations about quantities


def test_factors_of_a_chain_are_judged_on_their_own_truth() -> None:
    found = judged(
        "dE/dw",
        [
            "dE/dw = dE/dy * dy/dz * dz/dw",
            "dE/dy = 2(y-t)",
            "dy/dz = y(1-y)",
            "dz/dw = x",
            "dE/dw = 2(y-t) y(1-y) x",
        ],
        definitions=NEURON,
    )
    assert statuses(found) == ["follows"] * 5
    assert earned(found) == 1


@pytest.mark.parametrize(
    ("slip", "end"),
    [
        ("dE/dy = y-t", "dE/dw = (y-t) y(1-y) x"),
        ("dy/dz = y(1+y)", "dE/dw = 2(y-t) y(1+y) x"),
        ("dz/dw = w", "dE/dw = 2(y-t) y(1-y) w"),
        ("dE/dz = 2(y-t)", "dE/dw = 2(y-t) x"),
        ("dy/dw = y(1-y)", "dE/dw = 2(y-t) y(1-y)"),
    ],
)
def test_a_slip_in_one_factor_is_followed_through(slip: str, end: str) -> None:
    found = judged("dE/dw", [slip, end], definitions=NEURON)
    assert statuses(found) == ["wrong", "continues"]
    assert earned(found) == 0.25


def test_two_slips_are_followed_through_together() -> None:
    lines = ["dE/dy = y-t", "dy/dz = y(1+y)", "dE/dw = (y-t) y(1+y) x"]
    assert statuses(judged("dE/dw", lines, definitions=NEURON)) == ["wrong", "wrong", "continues"]


def test_a_bare_line_after_a_product_uses_the_factors_that_were_written() -> None:
    lines = ["dE/dy = y-t", "dE/dw = dE/dy * dy/dw", "= (y-t) y(1-y) x"]
    assert statuses(judged("dE/dw", lines, definitions=NEURON)) == ["wrong", "follows", "continues"]


def test_an_end_that_fits_neither_truth_nor_slip_is_wrong() -> None:
    found = judged("dE/dw", ["dE/dy = y-t", "dE/dw = (y-t) y x"], definitions=NEURON)
    assert statuses(found) == ["wrong", "wrong"]


# --------------------------------------------------------------------------- cases


def test_each_case_is_judged_where_it_holds() -> None:
    lines = ["= d/dx x [x > 0]", "= 1 [x > 0]", "= 0 [x < 0]", "= {1 if x>0; 0 if x<0}"]
    found = judged("d/dx max(0,x)", lines)
    assert statuses(found) == ["follows"] * 4
    assert earned(found) == 1


def test_a_value_belongs_to_its_own_case_only() -> None:
    assert statuses(judged("d/dx max(0,x)", ["= 1 [x < 0]"])) == ["wrong"]
    assert statuses(judged("d/dx max(0,x)", ["= 1 [x > 0]", "= 1 [x < 0]"])) == ["follows", "wrong"]
    assert statuses(judged("d/dx max(0,x)", ["= 1"])) == ["wrong"]


def test_one_case_alone_is_not_the_goal() -> None:
    assert earned(judged("d/dx max(0,x)", ["= 1  [x > 0 のとき]"])) == 0.5


def test_a_line_for_all_cases_is_not_judged_in_the_last_case_alone() -> None:
    found = judged("d/dx max(0,x)", ["= 0 [x < 0]", "= {x if x>0; 0 if x<0}"])
    assert statuses(found) == ["follows", "wrong"]
