"""Short ways to state a job and read its values, for the tests of the sandbox."""

from __future__ import annotations

from textwrap import dedent

import numpy as np

from grader.model import (
    Absent,
    ArrayData,
    Call,
    Job,
    Limits,
    Observation,
    Raised,
    Returned,
    Run,
    Stopped,
    Value,
)
from grader.sandbox import Sandbox

QUICK = Limits(cpu_seconds=0.3, wall_factor=60)  # a busy machine must not end a call by the wall


def data(values: object) -> ArrayData:
    """An array as it crosses the wall."""
    array = np.asarray(values)
    return ArrayData(array.dtype.str, array.shape, array.tobytes())


def array(value: Value) -> np.ndarray:
    assert isinstance(value, ArrayData), value
    return np.frombuffer(value.data, value.dtype).reshape(value.shape)


def run(sandbox: Sandbox, source: str, *calls: Call, limits: Limits = QUICK, **files: str) -> Run:
    """The run of `calls` on a submission of `source` as a.py, and `files` beside it."""
    others = {f"{name}.py": dedent(text).encode() for name, text in files.items()}
    return sandbox.run(Job({"a.py": dedent(source).encode(), **others}, calls, limits))


def call(name: str, *args: Value, watch: bool = False) -> Call:
    return Call("a.py", (name,), args, watch)


def only(run: Run) -> Observation:
    (seen,) = run.observations
    return seen


def returned(seen: Observation) -> Returned:
    assert isinstance(seen, Returned), seen
    return seen


def raised(seen: Observation) -> Raised:
    assert isinstance(seen, Raised), seen
    return seen


def absent(seen: Observation) -> Absent:
    assert isinstance(seen, Absent), seen
    return seen


def stopped(seen: Observation) -> Stopped:
    assert isinstance(seen, Stopped), seen
    return seen
