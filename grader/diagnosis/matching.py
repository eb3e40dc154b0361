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
    """
    core = [s for s in seen if s.case.group in CORE]
    rest = [s for s in seen if s.case.group not in CORE]
    near = [h for h in hypotheses if _agrees(h, core, tolerance)]
    whole = next((h for h in near if _agrees(h, rest, tolerance)), None)
    return whole if whole is not None or core_is_right or not near else near[0]


def _agrees(hypothesis: Hypothesis, seen: Iterable[Seen], tolerance: Tolerance) -> bool:
    return all(alike(performed(hypothesis.function, s.case), s.behaviour, tolerance, s.between) for s in seen)
