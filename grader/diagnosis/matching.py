"""Which known function a student's is: the first hypothesis that does the same on every case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ..arrays import Tolerance
from ..exercise import Group, Hypothesis
from .behaviour import Behaviour, alike, performed
from .outcomes import Outcome

CORE = (Group.VALUES, Group.ARGUMENTS)
STAGES = (CORE, (Group.SHAPES,), (Group.LARGE,))
"""From what every function should get right to what few do."""


def matched(
    hypotheses: Sequence[Hypothesis],
    outcomes: Sequence[Outcome],
    tolerance: Tolerance,
) -> Hypothesis | None:
    """The first hypothesis that did the same in every case; else one that did so up to a group that is wrong.

    A function that is right on the small inputs is thus only explained by one that fails the same later.
    Where none fits, values at kinks are left aside: people choose those in many ways.
    """
    wrong = frozenset(o.case.group for o in outcomes if not o.right)
    left, agreeing = hypotheses, []
    for groups in STAGES:
        part = [o for o in outcomes if o.case.group in groups]
        left = [h for h in left if _agrees(h, part, tolerance)]
        agreeing.append(left)
    if left:
        return left[0]
    for k in (2, 1):
        if agreeing[k - 1] and wrong.intersection(chain(*STAGES[:k])):
            return agreeing[k - 1][0]
    return _matched_beside_kinks(hypotheses, outcomes, tolerance) if wrong.intersection(CORE) else None


def _matched_beside_kinks(
    hypotheses: Sequence[Hypothesis], outcomes: Sequence[Outcome], tolerance: Tolerance
) -> Hypothesis | None:
    core = [o for o in outcomes if o.case.group in CORE]
    if all(_same_beside_kinks(Behaviour(o.expected), o, tolerance) for o in core):
        return None  # wrong only at the kinks themselves
    return next(
        (
            h
            for h in hypotheses
            if all(_same_beside_kinks(performed(h.function, o.case), o, tolerance) for o in core)
        ),
        None,
    )


def _same_beside_kinks(behaviour: Behaviour, outcome: Outcome, tolerance: Tolerance) -> bool:
    return alike(behaviour, outcome.behaviour, tolerance, outcome.between, kinks_aside=True)


def _agrees(hypothesis: Hypothesis, outcomes: Iterable[Outcome], tolerance: Tolerance) -> bool:
    return all(
        alike(performed(hypothesis.function, o.case), o.behaviour, tolerance, o.between) for o in outcomes
    )
