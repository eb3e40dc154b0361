"""What is shown is the smallest input that goes wrong in the same way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from grader.arrays import Array
from grader.content import Content
from grader.course import Course
from grader.diagnosis import Known, Outcome, diagnose, outcomes_of, rehearsed, simpler, smallest
from grader.exercise import Rng
from grader.seeds import Stream

COURSE = Course(Content.packaged())


def shrunk(key: str, function: Callable[..., object]) -> tuple[list[Outcome], Outcome | None]:
    """All outcomes of the first round, and the smallest failure of the second."""
    exercise = COURSE.exercise(key)
    cases = exercise.inputs(Rng(Stream(b"shrinking")), 5)
    first = outcomes_of(exercise, {}, cases, [rehearsed(function, c) for c in cases])
    second = simpler(exercise, {}, first)
    return first, smallest(first, outcomes_of(exercise, {}, second, [rehearsed(function, c) for c in second]))


def test_a_loss_that_is_wrong_everywhere_is_shown_on_one_element() -> None:
    _, least = shrunk("mse", lambda p, t: np.sum((p - t) ** 2) / 2)
    assert least is not None
    assert [np.asarray(a).size for a in least.case.args] == [1, 1]
    assert not least.right


def test_what_fails_on_rows_only_keeps_two_rows() -> None:
    def whole_array(x: Array) -> Array:
        e: Array = np.exp(x - np.max(x))
        return np.asarray(e / np.sum(e))

    first, least = shrunk("softmax", whole_array)
    bad = next(o for o in first if not o.right)
    assert least is not None
    assert len(np.asarray(least.case.args[0])) == 2
    assert np.asarray(least.case.args[0]).size < np.asarray(bad.case.args[0]).size


def test_an_exception_is_shrunk_to_the_same_exception() -> None:
    def scalar(x: Array) -> Array:
        return x if x > 0 else 0 * x

    _, least = shrunk("relu", scalar)
    assert least is None or type(least.observation).__name__ == "Raised"


@pytest.mark.parametrize("key", ["relu", "mse", "softmax", "linear_backward", "numerical_gradient"])
def test_nothing_is_asked_again_of_a_right_function(key: str) -> None:
    exercise = COURSE.exercise(key)
    first, least = shrunk(key, exercise.reference({}))
    assert (simpler(exercise, {}, first), least) == ((), None)


@pytest.mark.parametrize("key", ["mse", "mse_gradient", "cross_entropy", "binary_cross_entropy_gradient"])
def test_every_hypothesis_of_a_loss_handed_in_is_recognised_as_one_that_does_the_same(key: str) -> None:
    exercise = COURSE.exercise(key)
    cases = exercise.inputs(Rng(Stream(b"hypotheses")), 5)
    known = Known(exercise.hypotheses({}))
    for hypothesis in known.hypotheses:
        seen = [rehearsed(hypothesis.function, c) for c in cases]
        found = diagnose(exercise, {}, cases, seen, known=known)
        right = all(o.right for o in outcomes_of(exercise, {}, cases, seen))
        assert right or found.hypothesis is not None, hypothesis.note


def test_every_answer_of_a_product_is_said_in_both_languages() -> None:
    for key, exercise in COURSE.exercises.items():
        axes = exercise.product.axes if exercise.path and exercise.product is not None else ()
        for option in (option for axis in axes for option in axis.options):
            assert set(option.says) == {"en", "ja"}, (key, option.note)
