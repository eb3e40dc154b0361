"""What gradient checks and pictures add to a diagnosis: `python benchmarks/evidence.py`.

Every known mistake of the catalogue is handed in once: CPU time, as a share of diagnosing the same function;
how close central differences come to the reference's gradients.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from grader.checks.descents import descent_of
from grader.checks.evidence import gradients_of
from grader.checks.heat import heat_map
from grader.cli.options import open_course
from grader.diagnosis import diagnose, rehearsed
from grader.diagnosis.gradient_check import numeric_gradients
from grader.exercise import Case, Exercise, Group, Rng, View, bound_at, fresh, outputs
from grader.seeds import Stream

T = TypeVar("T")
REPEATS = 5


def main() -> None:
    exercises = [e for e in open_course(None).exercises.values() if e.path]
    shares: dict[str, list[float]] = {"gradient check": [], "matrix": [], "descent": []}
    for exercise in exercises:
        cases = exercise.inputs(Rng(Stream(b"benchmark")), 5)
        for mistake in exercise.mistakes:
            for name, share in costs(exercise, cases, bound_at(mistake.function, {})):
                shares[name].append(share)
    for name, found in shares.items():
        print(f"{name}: {median(found):.2f} of the diagnosis (median of {len(found)})")
    errors = [e for exercise in exercises if exercise.forward is not None for e in errors_of(exercise)]
    print(f"central differences: relative error median {median(errors):.0e}, worst {max(errors):.0e}")


def costs(
    exercise: Exercise, cases: tuple[Case, ...], function: Callable[..., object]
) -> Iterator[tuple[str, float]]:
    """What each addition costs, as a share of the diagnosis."""
    seen = [rehearsed(function, case) for case in cases]
    base, diagnosis = timed(lambda: diagnose(exercise, {}, cases, seen))
    if not any(o.difference is not None for o in diagnosis.outcomes):
        return
    if exercise.forward is not None:
        yield "gradient check", timed(lambda: gradients_of(exercise, {}, diagnosis.outcomes))[0] / base
    if exercise.view is View.MATRIX:
        yield "matrix", timed(lambda: heat_map(exercise, diagnosis.outcomes))[0] / base
    if exercise.view is View.DESCENT:
        yield "descent", timed(lambda: descent_of(exercise, {}, diagnosis))[0] / base


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Median CPU seconds of several runs, and the result."""
    times = []
    for _ in range(REPEATS):
        began = process_time()
        result = work()
        times.append(process_time() - began)
    return max(median(times), 1e-6), result


def errors_of(exercise: Exercise) -> Iterator[float]:
    for case in exercise.inputs(Rng(Stream(b"benchmark")), 5):
        if case.group is Group.VALUES and case.name != "curve":
            right = outputs(exercise.reference({})(*fresh(case.args)))
            for slopes, gradient in zip(
                numeric_gradients(exercise, {}, case.args).values(), right, strict=True
            ):
                known = ~slopes.missing & (np.abs(gradient) > 1e-6)
                yield from np.abs(slopes.values[known] / gradient[known] - 1).tolist()


if __name__ == "__main__":
    main()
