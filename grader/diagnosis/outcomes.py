"""Case by case: what is right, what the student's function did, and in what they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Array, Between, Difference, Wrong, difference
from ..exercise import Case, Exercise, Function, Group, Setting, fresh, outputs
from ..model import Observation, Raised
from ..remembering import remembered
from .behaviour import Behaviour, observed
from .crashes import explained
from .unpacking import unpacked


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One case and how it went. `difference` is None when the numbers are right, or when none came back."""

    case: Case
    expected: tuple[Array, ...]
    between: Between | None
    observation: Observation
    behaviour: Behaviour
    difference: Difference | None

    @property
    def right(self) -> bool:
        return self.behaviour.values is not None and self.difference is None


def outcomes_of(
    exercise: Exercise,
    params: Mapping[str, Setting],
    cases: Sequence[Case],
    observations: Sequence[Observation],
) -> list[Outcome]:
    """Every case that counts, in order, with what was observed on it."""
    pairs = zip(cases, observations, strict=True)
    return _counted([_outcome(exercise, params, case, seen) for case, seen in pairs])


@remembered(1024)  # the same case is judged, shrunk and matched
def _right(
    exercise: Exercise, params: Mapping[str, Setting], case: Case
) -> tuple[tuple[Array, ...], Between | None]:
    """The right results, and bounds where several are right. What a list should give is what its array
    gives."""
    args = tuple(np.array(a) if isinstance(a, list) else a for a in fresh(case.args))
    return outputs(_reference(exercise, params)(*args)), exercise.between(params, case.args)


@remembered(64)
def _reference(exercise: Exercise, params: Mapping[str, Setting]) -> Function:
    return exercise.reference(params)


@remembered(1024)  # asked for when a second round is planned, and when it is judged
def _outcome(
    exercise: Exercise, params: Mapping[str, Setting], case: Case, observation: Observation
) -> Outcome:
    expected, between = _right(exercise, params, case)
    behaviour = observed(unpacked(exercise, observation), case, expected)
    wrong = None
    if behaviour.values is not None:
        wrong = _compared(expected, behaviour.values, exercise, between)
    return Outcome(case, expected, between, observation, behaviour, wrong)


def _compared(
    expected: tuple[Array, ...], given: tuple[Array, ...], exercise: Exercise, between: Between | None
) -> Difference | None:
    if len(expected) != len(given):
        return Difference(Wrong.COUNT)
    for part, (right, yours) in enumerate(zip(expected, given, strict=True)):
        found = difference(right, yours, exercise.tolerance, between)
        if found is not None:
            return Difference(found.kind, found.wrong, found.first, found.largest, found.same_values, part)
    return None


def _counted(outcomes: list[Outcome]) -> list[Outcome]:
    """Without the cases a function cannot take: with its optional argument, or without it; never both."""
    with_it = [o for o in outcomes if o.case.group is Group.ARGUMENTS]
    without = [o for o in outcomes if o.case.group is not Group.ARGUMENTS]
    if with_it and all(map(_takes_other_arguments, with_it)):
        return without
    if with_it and all(map(_takes_other_arguments, without)):
        return with_it
    return outcomes


def _takes_other_arguments(outcome: Outcome) -> bool:
    seen = outcome.observation
    return isinstance(seen, Raised) and explained(seen).note == "arguments"
