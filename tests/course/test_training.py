"""What lessons promise of code that is to be written: an epoch uses every sample once, XOR is learned."""

from __future__ import annotations

import numpy as np

from grader.arrays import Array
from grader.course import Course
from grader.exercise import Case, Exercise, Rng, outputs
from grader.seeds import Stream


def arguments(exercise: Exercise, case: str) -> tuple[Array, ...]:
    made: tuple[Case, ...] = exercise.inputs(Rng(Stream(b"course")), 5)
    return tuple(np.asarray(a) for a in next(c for c in made if c.name == case).args)


def test_the_mini_batches_of_an_epoch_use_every_sample_once_with_its_own_target(course: Course) -> None:
    exercise = course.exercises["mini_batch"]
    parts = [outputs(exercise.reference({})(*arguments(exercise, f"epoch-{k}"))) for k in range(3)]
    x, t, *_ = arguments(exercise, "epoch-0")
    assert sorted(row for part in parts for row in together(*part)) == sorted(together(x, t))
    assert [len(targets) for _, targets in parts] == [2, 2, 1]


def test_the_2_4_1_network_learns_xor_from_the_weights_on_the_page(course: Course) -> None:
    exercise = course.exercises["train_network"]
    x, t, *weights, rate, steps = arguments(exercise, "learned")
    assert (rate.item(), steps.item()) == (1.0, 300)
    trained = outputs(exercise.reference({})(x, t, *weights, rate, steps))
    assert np.all(np.abs(answers(x, *weights) - 0.5) < 0.05)
    assert np.all(np.abs(answers(x, *trained) - t) < 0.02)


def test_the_weights_on_the_page_are_those_of_the_test(course: Course) -> None:
    exercise = course.exercises["train_network"]
    item = next(i for i in course.lesson("deep-gradients").items if i.id == "train-xor")
    weights = arguments(exercise, "learned")[2:6]
    for name, array in zip(("w1", "b1", "w2", "b2"), weights, strict=True):
        line = f"{name} = {array.tolist()}"
        assert all(line in " ".join(text.split()) for text in item.ask.values()), line


def together(x: Array, t: Array) -> list[list[float]]:
    rows: list[list[float]] = np.column_stack([x, t]).tolist()
    return rows


def answers(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """The network as the lesson writes it."""
    return np.asarray(1 / (1 + np.exp(-(np.tanh(x @ w1 + b1) @ w2 + b2))), float)
