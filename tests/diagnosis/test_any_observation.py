"""Whatever a child reports, it is diagnosed and told; nothing a student returns or raises makes us fail."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.arrays import read, show_value, to_data
from grader.checks.findings import Finding, checks_of
from grader.diagnosis import Word, diagnose, explained
from grader.exercise import Rng, load_exercises
from grader.model import Absent, ArrayData, Observation, Opaque, Raised, Returned, Status, Stopped, Value
from grader.seeds import Stream

EXERCISES = load_exercises(sorted((Path(__file__).parents[2] / "exercises").glob("*.py")))

dtypes = st.sampled_from(["<f8", "<f4", "<f2", "<i8", "|i1", "|u1", "<u8", "|b1", "<c16"])
data: st.SearchStrategy[ArrayData] = arrays.arrays(
    dtype=dtypes, shape=arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
).map(to_data)
leaves: st.SearchStrategy[Value] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=20)
    | data
    | st.builds(Opaque, st.text(max_size=10), st.text(max_size=10))
)
values: st.SearchStrategy[Value] = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple), max_leaves=8
)
words = st.text(max_size=40)
raised = st.builds(Raised, words, words, st.just("a.py") | st.none(), st.integers(0, 9) | st.none())
observations: st.SearchStrategy[Observation] = (
    st.builds(Returned, values, st.none() | st.lists(values, max_size=3).map(tuple), words)
    | raised
    | st.builds(Absent, st.just(("f",)), raised | st.none(), st.lists(words, max_size=3).map(tuple))
    | st.builds(Stopped, st.sampled_from([Status.TIMEOUT, Status.MEMORY, Status.ERROR]), st.just("cpu"))
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.sampled_from(["relu_derivative", "neuron", "leaky_relu", "linear_backward", "softmax", "mse"]),
    st.data(),
)
def test_anything_observed_is_diagnosed_and_told(key: str, drawn: st.DataObject) -> None:
    exercise = EXERCISES[key]
    cases = exercise.inputs(Rng(Stream(b"any")), 1)
    few = drawn.draw(st.lists(observations, min_size=1, max_size=4))
    seen = [few[k % len(few)] for k in range(len(cases))]
    found = diagnose(exercise, {}, cases, seen)
    assert found.word in Word
    checks = checks_of(Finding(exercise, {}, found, {"a.py": b"x = 1\n"}, None))
    assert checks
    assert all(0 <= check.score <= 1 for check in checks)


@pytest.mark.parametrize("text", ["a" * 60_000, "." * 60_000, "'" * 60_000, "name '" + "x" * 60_000])
def test_an_endless_message_is_explained_at_once(text: str) -> None:
    start = process_time()
    crash = explained(Raised("ImportError", text))
    assert process_time() - start < 10  # seconds: quadratic work takes minutes
    assert len(crash.values["message"]) <= 300


def test_an_array_of_many_dimensions_is_shown_at_once() -> None:
    start = process_time()
    shown = show_value(to_data(np.zeros((2,) * 20)))
    assert process_time() - start < 10  # seconds: quadratic work takes minutes
    assert len(shown.text) < 200


def test_a_long_list_is_read_at_once() -> None:
    start = process_time()
    reading = read([0.5] * 300_000)
    assert process_time() - start < 10  # seconds: quadratic work takes minutes
    assert reading.array is not None
    assert reading.array.shape == (300_000,)
