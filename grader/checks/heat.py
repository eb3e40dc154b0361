"""A matrix that came out wrong beside the right one, as maps of signs and sizes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Array, show_number
from ..diagnosis import Outcome
from ..exercise import Exercise
from ..model import HeatMap, Message

MOST = 12
"""Rows and columns that are drawn at most."""


def heat_map(exercise: Exercise, outcomes: Sequence[Outcome]) -> HeatMap | None:
    """Of the first wrong matrix, one of at least three columns if there is one; None where there is none."""
    found = [(o, part) for o in outcomes for part in range(len(o.expected)) if _drawable(o, part)]
    if not found:
        return None
    outcome, part = next((f for f in found if f[0].expected[f[1]].shape[1] > 2), found[0])
    right, yours = outcome.expected[part], (outcome.behaviour.values or ())[part].astype(float)
    wrong = ~np.isclose(yours, right, rtol=exercise.tolerance.relative, atol=exercise.tolerance.absolute)
    largest = float(np.max(np.abs([right, np.where(np.isfinite(yours), yours, 0)]))) or 1.0
    marked = frozenset((int(r), int(c)) for r, c in np.argwhere(wrong))
    name, told = _name(exercise, part), show_number(largest, 3)
    values = {"name": name, "wrong": str(len(marked)), "count": str(right.size), "largest": told}
    title, says = Message("pictures/heat-title", {"name": name}), Message("pictures/heat", values)
    return HeatMap(title, says, _shares(right, largest), _shares(yours, largest), marked)


def _drawable(outcome: Outcome, part: int) -> bool:
    """Whether this result is a small matrix of the right shape with something wrong in it."""
    values, right = outcome.behaviour.values, outcome.expected[part]
    if values is None or len(values) != len(outcome.expected) or right.ndim != 2:
        return False
    yours = values[part]
    small = max(right.shape) <= MOST and right.size > 1
    return (
        small and yours.shape == right.shape and yours.dtype.kind in "biuf" and not np.allclose(yours, right)
    )


def _name(exercise: Exercise, part: int) -> str:
    """Which of several results it is."""
    gradient = exercise.gradient
    several = gradient is not None and len(gradient.by) > 1
    return f"d{gradient.by[part]}" if gradient is not None and several else exercise.key


def _shares(matrix: Array, largest: float) -> tuple[tuple[float | None, ...], ...]:
    return tuple(
        tuple(round(float(cell) / largest, 3) if np.isfinite(cell) else None for cell in row)
        for row in matrix
    )
