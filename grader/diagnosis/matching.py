"""Which known function a student's is: the first hypothesis that does the same on every case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..arrays import Array, Between, Tolerance
from ..exercise import Case, Group, Hypothesis
from .behaviour import Behaviour, alike, performed

CORE = (Group.VALUES, Group.ARGUMENTS)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One case, what is right on it, and what the student's function did."""

    case: Case
    expected: tuple[Array, ...]
    between: Between | None
    behaviour: Behaviour


def matched(
    hypotheses: Sequence[Hypothesis], seen: Sequence[Seen], tolerance: Tolerance, core_is_right: bool
) -> Hypothesis | None:
    """The hypothesis that agrees with all of `seen`, or, where the core cases are wrong, with all of those.

    A function that is right on the core cases is only ever explained by one that fails the same elsewhere.
    Where none fits, values at kinks are left aside: people choose those in many ways.
    """
    core = [s for s in seen if s.case.group in CORE]
    rest = [s for s in seen if s.case.group not in CORE]
    near = [h for h in hypotheses if _agrees(h, core, tolerance)]
    whole = next((h for h in near if _agrees(h, rest, tolerance)), None)
    if whole is not None or core_is_right:
        return whole
    return near[0] if near else _matched_beside_kinks(hypotheses, core, tolerance)


def _matched_beside_kinks(
    hypotheses: Sequence[Hypothesis], core: Sequence[Seen], tolerance: Tolerance
) -> Hypothesis | None:
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
