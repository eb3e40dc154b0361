"""Pictures of a diagnosis show what was computed, point by point, and nothing that was hidden."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeVar

import numpy as np
import pytest

from grader.checks.code import CODE
from grader.checks.kind import Answer
from grader.cli.options import open_course
from grader.course import Course
from grader.lesson import Code
from grader.model import (
    CheckResult,
    GradientTable,
    HeatMap,
    Job,
    Message,
    Picture,
    Plane,
    Show,
    Status,
    Verdict,
)
from grader.sandbox import Sandbox, open_sandbox
from grader.scoring import reduced
from grader.variants import Variant

T = TypeVar("T")
SEED = b"s" * 32
ASK = {"en": "Write it.", "ja": "書きましょう。"}


@pytest.fixture(scope="module")
def course() -> Course:
    return open_course(None)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox("inline") as opened:
        yield opened


def item(exercise: str, **more: object) -> Variant:
    made = Code.model_validate({"code": "task", "exercise": exercise, "ask": ASK, **more})
    return Variant("sigmoid", made, {}, id="abcdefgh23")


def function(name: str, arguments: str, line: str) -> Answer:
    source = f"import numpy as np\n\n\ndef {name}({arguments}):\n    {line}\n"
    return Answer("task.py", {"task.py": source.encode()})


def judged(variant: Variant, answer: Answer, course: Course, sandbox: Sandbox) -> Verdict:
    """Both rounds, as the pipeline makes them."""
    seen = sandbox.run(Job(answer.files, CODE.plan(variant, answer, course, SEED))).observations
    further = CODE.again(variant, answer, course, SEED, seen)
    seen += sandbox.run(Job(answer.files, further)).observations if further else ()
    return CODE.judge(variant, answer, course, SEED, seen)


def shown(verdict: Verdict, kind: type[T]) -> T:
    (found,) = [e for c in verdict.checks for e in c.evidence if isinstance(e, kind)]
    return found


def nothing_shown(verdict: Verdict, kind: type) -> bool:
    return not any(isinstance(e, kind) for c in verdict.checks for e in c.evidence)


def said(words: object) -> Message:
    assert isinstance(words, Message)
    return words


# ------------------------------------------------------------------------------- curves


def test_the_error_curve_is_the_difference_and_has_a_gap_where_there_is_none(
    course: Course, sandbox: Sandbox
) -> None:
    answer = function("sigmoid", "x", "return 1 / (1 + np.exp(-1.3 * x))")
    picture = shown(judged(item("sigmoid"), answer, course, sandbox), Picture)
    assert picture.error is not None
    assert picture.error.log
    (curve,) = picture.error.curves
    for x, y in zip(curve.xs, curve.ys, strict=True):
        apart = abs(1 / (1 + math.exp(-1.3 * x)) - 1 / (1 + math.exp(-x)))
        assert y == pytest.approx(apart, rel=1e-6) if x else y is None


def test_a_right_function_has_no_error_curve(course: Course, sandbox: Sandbox) -> None:
    answer = function("sigmoid", "x", "return 0.5 * (1 + np.tanh(x / 2))")
    picture = shown(judged(item("sigmoid"), answer, course, sandbox), Picture)
    assert (picture.gap, picture.error) == (None, None)


# ------------------------------------------------------------------------------- matrices


def test_a_heat_map_marks_the_wrong_cells_only(course: Course, sandbox: Sandbox) -> None:
    body = (
        "e = np.exp(z - np.max(z)); s = e / e.sum(); j = np.diag(s) - np.outer(s, s); j[0, 1] = 2; return j"
    )
    heat = shown(
        judged(item("softmax_jacobian"), function("softmax_jacobian", "z", body), course, sandbox), HeatMap
    )
    assert heat.marked == {(0, 1)}
    assert heat.yours[0][1] == 1.0  # the largest
    assert said(heat.description).values["largest"] == "2"
    sums = [sum(cell or 0 for cell in row) for row in heat.reference]
    assert sums == pytest.approx([0] * len(sums), abs=2e-3 * len(sums))  # rows of this Jacobian add up to 0


def test_what_is_no_number_is_marked_too(course: Course, sandbox: Sandbox) -> None:
    answer = function("softmax_jacobian", "z", "return np.full((len(z), len(z)), np.nan)")
    heat = shown(judged(item("softmax_jacobian"), answer, course, sandbox), HeatMap)
    assert all(cell is None for row in heat.yours for cell in row)
    assert len(heat.marked) == len(heat.yours) ** 2


def test_a_matrix_of_another_shape_is_not_drawn(course: Course, sandbox: Sandbox) -> None:
    answer = function("softmax_jacobian", "z", "return np.zeros(len(z))")
    assert nothing_shown(judged(item("softmax_jacobian"), answer, course, sandbox), HeatMap)


# ------------------------------------------------------------------------------- planes


def test_both_sides_of_a_neuron_are_those_of_its_weighted_sum(course: Course, sandbox: Sandbox) -> None:
    answer = function("neuron", "x, w, b", "return 1 / (1 + np.exp(-(x @ w + b + 1)))")
    plane = shown(judged(item("neuron"), answer, course, sandbox), Plane)
    assert plane.reference is not None
    right, yours = np.array(plane.reference), np.array(plane.yours)
    # Whatever the weights: the logits of the two differ by 1 everywhere, and are linear in the point.
    mine, theirs = np.log(yours / (1 - yours)), np.log(right / (1 - right))
    near = np.abs(theirs) < 5  # six digits of a value near 1 say little of its logit
    assert near.sum() > 100
    np.testing.assert_allclose((mine - theirs)[near], 1, rtol=2e-3)
    np.testing.assert_allclose(np.diff(theirs, 2, axis=1)[near[:, 2:] & near[:, :-2]], 0, atol=2e-3)
    assert said(plane.description).values["wrong"] == str(int(((right >= 0.5) != (yours >= 0.5)).sum()))


def test_of_a_gate_only_the_four_inputs_count(course: Course, sandbox: Sandbox) -> None:
    answer = function("and_gate", "a, b", "return int(a + b > 0.5)")
    plane = shown(judged(item("and_gate"), answer, course, sandbox), Plane)
    assert plane.reference is None
    assert {(p.x, p.y): (p.expected, p.yours) for p in plane.points} == {
        (0, 0): (0, 0),
        (1, 0): (0, 1),
        (0, 1): (0, 1),
        (1, 1): (1, 1),
    }


def test_a_gate_that_knows_its_four_inputs_only_has_no_picture(course: Course, sandbox: Sandbox) -> None:
    answer = function("and_gate", "a, b", "return {(0, 0): 0, (0, 1): 1, (1, 0): 0, (1, 1): 1}[a, b]")
    verdict = judged(item("and_gate"), answer, course, sandbox)
    assert verdict.status is Status.WRONG
    assert nothing_shown(verdict, Plane)


def test_a_right_function_is_not_called_again(course: Course, sandbox: Sandbox) -> None:
    variant = item("perceptron")
    answer = function("perceptron", "x, w, b", "return int(x @ w + b > 0)")
    seen = sandbox.run(Job(answer.files, CODE.plan(variant, answer, course, SEED))).observations
    assert CODE.again(variant, answer, course, SEED, seen) == ()


# ------------------------------------------------------------------------------- descents


def test_the_loss_of_a_descent_is_the_closed_form(course: Course, sandbox: Sandbox) -> None:
    answer = function("gradient_descent_step", "w, g, lr", "return w + lr * g")
    picture = shown(judged(item("gradient_descent_step"), answer, course, sandbox), Picture)
    right, yours = picture.curves
    assert (right.role, yours.role, picture.log) == ("reference", "yours", True)
    # from w = 1 with lr = 0.1: each step multiplies w by 1 - lr, or by 1 + lr
    assert right.ys == pytest.approx([0.5 * 0.9 ** (2 * k) for k in range(len(right.ys))], rel=1e-5)
    assert yours.ys == pytest.approx([0.5 * 1.1 ** (2 * k) for k in range(len(yours.ys))], rel=1e-5)


def test_momentum_keeps_what_came_back_of_it(course: Course, sandbox: Sandbox) -> None:
    answer = function("momentum_step", "w, g, v, lr, mu", "v = mu * v + lr * g; return w + v, v")
    picture = shown(judged(item("momentum_step"), answer, course, sandbox), Picture)
    w, v, losses = 1.0, 0.0, []
    for _ in picture.curves[0].ys:
        losses.append(w * w / 2)
        v = 0.9 * v - 0.1 * w
        w = w + v
    assert picture.curves[0].ys == pytest.approx(losses, rel=1e-5)


def test_a_step_that_no_known_function_explains_has_no_loss_curve(course: Course, sandbox: Sandbox) -> None:
    answer = function("gradient_descent_step", "w, g, lr", "return w - lr * g + 0.017 * w**3")
    assert nothing_shown(judged(item("gradient_descent_step"), answer, course, sandbox), Picture)


# ------------------------------------------------------------------------------- how much is told


@pytest.mark.parametrize("level", [Show.VERDICT, Show.DIAGNOSIS, Show.INPUT])
def test_below_expected_no_picture_and_no_gradient_is_told(
    level: Show, course: Course, sandbox: Sandbox
) -> None:
    body = "return -np.exp(z)[:, None] * np.exp(z)"
    verdict = judged(item("softmax_jacobian"), function("softmax_jacobian", "z", body), course, sandbox)
    assert shown(verdict, HeatMap)
    assert shown(verdict, GradientTable)
    told = [e for c in verdict.checks for e in reduced(c, level).evidence]
    assert not any(isinstance(e, HeatMap | GradientTable | Plane | Picture) for e in told)


def test_hidden_inputs_are_in_no_picture(course: Course, sandbox: Sandbox) -> None:
    """The same function with and without hidden inputs shows the same."""
    answer = function("softmax_jacobian", "z", "return np.diag(z)")
    with_hidden, without = (
        judged(item("softmax_jacobian", hidden=hidden), answer, course, sandbox) for hidden in (3, 0)
    )
    assert [c.evidence for c in with_hidden.checks if not _is_hidden(c)] == [
        c.evidence for c in without.checks
    ]
    assert all(not c.evidence for c in with_hidden.checks if _is_hidden(c))


def _is_hidden(check: CheckResult) -> bool:
    return check.hidden
