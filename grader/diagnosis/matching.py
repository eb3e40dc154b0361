"""Which known function a student's is: the first hypothesis that does the same on every case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from ..arrays import Array, Between, Tolerance
from ..exercise import Case, Group, Hypothesis
from .behaviour import Behaviour, alike, performed

CORE = (Group.VALUES, Group.ARGUMENTS)
STAGES = (CORE, (Group.SHAPES,), (Group.LARGE,))
"""From what every function should get right to what few do."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One case, what is right on it, and what the student's function did."""

    case: Case
    expected: tuple[Array, ...]
    between: Between | None
    behaviour: Behaviour


def matched(
    hypotheses: Sequence[Hypothesis],
    seen: Sequence[Seen],
    tolerance: Tolerance,
    wrong: frozenset[Group] = frozenset(),
) -> Hypothesis | None:
    """The first hypothesis that does the same on all of `seen`; else one that does up to a group in `wrong`.

    A function that is right on the small inputs is thus only explained by one that fails the same later.
    Where none fits, values at kinks are left aside: people choose those in many ways.
    """
    left, agreeing = hypotheses, []
    for groups in STAGES:
        part = [s for s in seen if s.case.group in groups]
        left = [h for h in left if _agrees(h, part, tolerance)]
        agreeing.append(left)
    if left:
        return left[0]
    for k in (2, 1):
        if agreeing[k - 1] and wrong.intersection(chain(*STAGES[:k])):
            return agreeing[k - 1][0]
    return _matched_beside_kinks(hypotheses, seen, tolerance) if wrong.intersection(CORE) else None


def _matched_beside_kinks(
    hypotheses: Sequence[Hypothesis], seen: Sequence[Seen], tolerance: Tolerance
) -> Hypothesis | None:
    core = [s for s in seen if s.case.group in CORE]
    if all(_same_beside_kinks(Behaviour(s.expected), s, tolerance) for s in core):
        return None  # wrong only at the kinks themselves
    return next(
        (
            h
            for h in hypotheses
            if all(_same_beside_kinks(performed(h.function, s.case), s, tolerance) for s in core)
        ),
        None,
    )


def _same_beside_kinks(behaviour: Behaviour, seen: Seen, tolerance: Tolerance) -> bool:
    return alike(behaviour, seen.behaviour, tolerance, seen.between, kinks_aside=True)


def _agrees(hypothesis: Hypothesis, seen: Iterable[Seen], tolerance: Tolerance) -> bool:
    return all(alike(performed(hypothesis.function, s.case), s.behaviour, tolerance, s.between) for s in seen)
