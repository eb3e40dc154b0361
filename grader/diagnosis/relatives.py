"""Other functions of the catalogue that a function may be instead: a tanh under the name sigmoid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..exercise import Exercise, Hypothesis, Kind

NOTE = "other-function"


def relatives(exercise: Exercise, exercises: Mapping[str, Exercise]) -> tuple[Hypothesis, ...]:
    """Every other written exercise of the same kind, at its defaults."""
    return tuple(_relatives(exercise, exercises))


def _relatives(exercise: Exercise, exercises: Mapping[str, Exercise]) -> Iterator[Hypothesis]:
    if not _keeps_shape(exercise):
        return
    for key, other in exercises.items():
        if other.path and key != exercise.key and _keeps_shape(other):
            yield Hypothesis(NOTE, {}, other.reference({}), Kind.MISTAKE, {"name": key})


def _keeps_shape(exercise: Exercise) -> bool:
    """Whether it turns one array into another of the same shape."""
    signature = exercise.signature
    return len(signature.inputs) == 1 and signature.inputs == signature.outputs
