"""Every known mistake, handed in, is recognised as itself; nothing right is called wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.arrays import to_value
from grader.diagnosis import Diagnosis, Word, diagnose
from grader.exercise import Exercise, Rng, Setting, faulty, load_exercises, right
from grader.model import Call, Job
from grader.sandbox import open_sandbox
from grader.sandbox.base import Sandbox
from grader.seeds import Stream

EXERCISES = load_exercises(sorted((Path(__file__).parents[2] / "exercises").glob("*.py")))
MISTAKES = [(key, m.note) for key, exercise in EXERCISES.items() for m in exercise.mistakes]
SEEDS = range(20)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox("inline") as opened:
        yield opened


def diagnosed(
    sandbox: Sandbox, exercise: Exercise, source: str, seed: int = 0, params: dict[str, Setting] | None = None
) -> Diagnosis:
    cases = exercise.inputs(Rng(Stream(seed.to_bytes(4, "big"))), 5)
    calls = tuple(Call("a.py", exercise.names, tuple(map(to_value, c.args)), watch=True) for c in cases)
    run = sandbox.run(Job({"a.py": source.encode()}, calls))
    return diagnose(exercise, params or {}, cases, run.observations)


@pytest.mark.parametrize("key", EXERCISES)
def test_the_reference_is_correct_on_every_seed(key: str, sandbox: Sandbox) -> None:
    exercise = EXERCISES[key]
    for seed in SEEDS:
        found = diagnosed(sandbox, exercise, right(exercise, {}), seed)
        assert found.word is Word.CORRECT
        assert set(found.remarks) <= {"broadcasts"}  # a loss of plain NumPy does, and its author is told


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("key", "note"), MISTAKES)
def test_a_known_mistake_is_caught_with_its_own_note_on_every_seed(
    key: str, note: str, sandbox: Sandbox
) -> None:
    exercise = EXERCISES[key]
    mistake = next(m for m in exercise.mistakes if m.note == note)
    for seed in SEEDS:
        found = diagnosed(sandbox, exercise, faulty(exercise, mistake.source, {}), seed)
        assert found.note == note, seed
        assert found.word is not Word.CORRECT


def body(key: str, line: str, arguments: str = "x") -> str:
    return f"import numpy as np\n\n\ndef {key}({arguments}):\n    {line}\n"


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("relu", "return np.maximum(0, x)"),
        ("relu", "return np.where(x > 0, x, 0)"),
        ("relu", "return x * (x > 0)"),
        ("relu", "return (x + np.abs(x)) / 2"),
        ("relu", "return np.clip(x, 0, None)"),
        ("relu", "return np.vectorize(lambda v: max(v, 0.0))(x)"),
        ("relu", "x = np.array(x, float); x[x < 0] = 0; return x"),
        ("relu_derivative", "return (x > 0).astype(float)"),
        ("relu_derivative", "return np.where(x >= 0, 1.0, 0.0)"),
        ("relu_derivative", "return np.heaviside(x, 0.5)"),
        ("relu_derivative", "return (x > 0) * 1"),
        ("step", "return np.where(x > 0, 1, 0)"),
        ("step", "return (x >= 0).astype(int)"),
        ("step", "return np.heaviside(x, 0.5)"),
        ("sigmoid", "return 1 / (1 + np.exp(-x))"),
        ("sigmoid", "return 0.5 * (1 + np.tanh(0.5 * x))"),
        ("sigmoid", "return np.exp(-np.logaddexp(0, -x))"),
        ("sigmoid_derivative", "s = 1 / (1 + np.exp(-x)); return s * (1 - s)"),
        ("sigmoid_derivative", "s = 1 / (1 + np.exp(-x)); return s - s ** 2"),
        ("leaky_relu", "return np.where(x > 0, x, 0.01 * x)"),
        ("leaky_relu", "return np.where(x >= 0, x, x * 0.01)"),
    ],
)
def test_no_right_function_is_called_wrong(key: str, line: str, sandbox: Sandbox) -> None:
    for seed in SEEDS:
        assert diagnosed(sandbox, EXERCISES[key], body(key, line), seed).word is Word.CORRECT


@pytest.mark.parametrize("arguments", ["x, alpha", "x, alpha=0.01", "z, slope=0.01", "x, *, a=0.01", "x"])
def test_a_slope_may_be_an_argument_or_not(arguments: str, sandbox: Sandbox) -> None:
    name = arguments.split(",")[-1].split("=")[0].strip(" *")
    x = arguments.split(",")[0]
    slope = name if "," in arguments else "0.01"
    line = f"return np.where({x} > 0, {x}, {slope} * {x})"
    assert (
        diagnosed(sandbox, EXERCISES["leaky_relu"], body("leaky_relu", line, arguments)).word is Word.CORRECT
    )


def test_the_bound_slope_is_the_right_one(sandbox: Sandbox) -> None:
    exercise = EXERCISES["leaky_relu"]
    inside = body("leaky_relu", "return np.where(x > 0, x, 0.2 * x)")
    assert diagnosed(sandbox, exercise, inside, params={"alpha": 0.2}).word is Word.CORRECT
    found = diagnosed(sandbox, exercise, inside)
    assert (found.word, found.note) == (Word.CONVENTION, "other-constant")


@pytest.mark.parametrize("at_kink", [0.0, 0.5, 1.0])
def test_at_a_kink_any_slope_is_right_unless_the_item_fixes_it(at_kink: float, sandbox: Sandbox) -> None:
    exercise = EXERCISES["relu_derivative"]
    source = body("relu_derivative", f"return np.heaviside(x, {at_kink})")
    assert diagnosed(sandbox, exercise, source).word is Word.CORRECT
    assert diagnosed(sandbox, exercise, source, params={"at_kink": at_kink}).word is Word.CORRECT
    other = 1.0 if at_kink == 0 else 0.0
    assert diagnosed(sandbox, exercise, source, params={"at_kink": other}).word is Word.WRONG


@pytest.mark.parametrize(
    ("key", "line", "word", "note"),
    [
        ("sigmoid", "return np.round(1 / (1 + np.exp(-x)), 4)", Word.ROUNDED, "rounded"),
        ("sigmoid", "return (1 / (1 + np.exp(-x))).tolist()", Word.TYPE, None),
        ("relu_derivative", "return x > 0", Word.TYPE, None),
        ("sigmoid", "return (1 / (1 + np.exp(-x))).reshape(-1, 1)", Word.TYPE, None),
        ("sigmoid", "return 2 / (1 + np.exp(-x))", Word.WRONG, "constant-ratio"),
        ("sigmoid", "return -1 / (1 + np.exp(-x))", Word.WRONG, "opposite-sign"),
        ("sigmoid", "return 1 / (1 + np.exp(-x)) - 0.5", Word.WRONG, "constant-offset"),
        ("sigmoid", "return None", Word.WRONG, None),
        ("sigmoid", "return 'high'", Word.WRONG, None),
        ("sigmoid", "return x.sigmoid()", Word.CRASH, "torch-like"),
        ("sigmoid", "return x.detach()", Word.CRASH, "torch-like"),
        ("sigmoid", "return np.sigmoid(x)", Word.CRASH, "numpy-name"),
        ("sigmoid", "return y", Word.CRASH, "undefined-name"),
        ("sigmoid", "return sigmoid(x)", Word.CRASH, "recursion"),
        ("sigmoid", "return 1 / (1 + np.exp(-x)).sum(axis=1)", Word.CRASH, "no-such-axis"),
        ("relu", "return x if x > 0 else 0 * x", Word.CRASH, "scalar-only"),
        ("relu_derivative", "return np.where(x > 0, 1, -1)", Word.WRONG, "minus-one"),
        ("relu_derivative", "return np.where(x == 0, 7, x > 0)", Word.WRONG, None),
        ("relu", "x(3)", Word.CRASH, "array-called"),
    ],
)
def test_what_no_hypothesis_explains_still_gets_its_verdict_and_a_cause(
    key: str, line: str, word: Word, note: str | None, sandbox: Sandbox
) -> None:
    found = diagnosed(sandbox, EXERCISES[key], body(key, line))
    assert (found.word, found.note) == (word, note)


def test_only_truth_values_and_lists_of_the_right_shape_are_accepted_as_another_type(
    sandbox: Sandbox,
) -> None:
    listed = diagnosed(
        sandbox, EXERCISES["sigmoid"], body("sigmoid", "return (1 / (1 + np.exp(-x))).tolist()")
    )
    column = diagnosed(
        sandbox, EXERCISES["sigmoid"], body("sigmoid", "return (1 / (1 + np.exp(-x))).reshape(-1, 1)")
    )
    assert (listed.accepted, column.accepted) == (True, False)


def test_a_neuron_is_asked_for_one_sample(sandbox: Sandbox) -> None:
    source = body("neuron", "return 1 / (1 + np.exp(-(np.dot(w, x) + b)))", "x, w, b")
    assert diagnosed(sandbox, EXERCISES["neuron"], source).word is Word.CORRECT


@pytest.mark.parametrize(
    ("key", "line", "word", "note"),
    [
        ("softmax", "e = np.exp(x - x.max()); return e / e.sum()", Word.ONE_DIMENSION, "whole-array"),
        ("softmax", "return np.exp(x) / np.exp(x).sum()", Word.ONE_DIMENSION, "whole-array-unshifted"),
        ("softmax", "return np.exp(x) / np.exp(x).sum(axis=0)", Word.CONVENTION, "first-axis"),
        (
            "softmax",
            "e = np.exp(x - x.max(-1, keepdims=True)); return e / e.sum(-1)",
            Word.ONE_DIMENSION,
            None,
        ),
        ("mse", "return np.sum((x - y) ** 2) / len(x)", Word.CONVENTION, "per-row"),
        ("mse", "return np.sum((x - y) ** 2) / 2", Word.CONVENTION, "half-sum"),
        (
            "mse",
            "return sum((a - b) ** 2 for a, b in zip(x, y)) / len(x)",
            Word.CONVENTION,
            "mean-of-each-column",
        ),
        ("mse", "return float(np.mean((x - y) ** 2))", Word.CORRECT, None),
        ("mse_gradient", "return 2 * (x - y) / len(x)", Word.CONVENTION, "per-row"),
        (
            "binary_cross_entropy",
            "return -np.mean(y * np.log(x) + (1 - y) * np.log(1 - x))",
            Word.FRAGILE,
            "log-of-zero",
        ),
        (
            "cross_entropy",
            "return -np.sum(y * np.log(x + 1e-7)) / np.atleast_2d(x).shape[0]",
            Word.CORRECT,
            None,
        ),
        ("one_hot", "return np.eye(y, dtype=int)[x]", Word.CORRECT, None),
        ("one_hot", "return np.eye(y)[x].tolist()", Word.TYPE, None),
        ("linear_forward", "return y, 1", Word.CRASH, "arguments"),
    ],
)
def test_layout_and_reduction_are_told_apart_from_plain_errors(
    key: str, line: str, word: Word, note: str | None, sandbox: Sandbox
) -> None:
    arguments = "x" if key == "softmax" else "x, y"
    for seed in SEEDS:
        found = diagnosed(sandbox, EXERCISES[key], body(key, line, arguments), seed)
        assert (found.word, found.note) == (word, note)


def test_a_missing_second_result_is_not_called_a_constant_ratio(sandbox: Sandbox) -> None:
    source = body("momentum_step", "return w + mu * v - lr * g", "w, g, v, lr, mu")
    found = diagnosed(sandbox, EXERCISES["momentum_step"], source)
    assert (found.word, found.note) == (Word.WRONG, "count")


def test_an_overflow_warning_alone_is_a_remark(sandbox: Sandbox) -> None:
    found = diagnosed(sandbox, EXERCISES["sigmoid"], body("sigmoid", "return 1 / (1 + np.exp(-x))"))
    assert (found.word, found.remarks) == (Word.CORRECT, ("overflow-warning",))


def test_a_missing_function_is_missing_whatever_else_the_file_holds(sandbox: Sandbox) -> None:
    found = diagnosed(sandbox, EXERCISES["sigmoid"], body("sigmoyd", "return x"))
    assert (found.word, found.accepted) == (Word.MISSING, False)
