"""Slopes by central differences, the step found for each of them where the estimates settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import Array

STEPS = tuple(10.0**-k for k in range(2, 11))
"""Wide ones miss curvature, narrow ones drown in rounding; in between the estimate does not move."""
BESIDE = 1e-6
"""How near a kink is too near to be counted, and how far apart its sides are looked at."""
APART = 1e-3
"""Two one-sided slopes that differ by more than this share of them belong to a kink."""
ROUNDING = float(np.finfo(float).eps)


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Arrays of one shape: the slopes, and where there is none, because of a kink or outside the domain."""

    values: Array
    missing: Array


def slopes_of_each(function: Callable[[Array], Array], at: Array) -> Slopes:
    """Of an elementwise function, cell by cell; the shape is that of `at`."""
    return _slopes(lambda step: function(at + step * _scale(at)), _scale(at))


def slopes_in_each(function: Callable[[Array], Array], at: Array) -> Slopes:
    """Of every result in every entry of `at`; the shape is that of the result, then that of `at`."""
    columns = [_in_entry(function, at, place) for place in np.ndindex(at.shape)]
    shape = (*np.shape(function(at)), *at.shape)
    return Slopes(
        np.stack([c.values for c in columns], axis=-1).reshape(shape),
        np.stack([c.missing for c in columns], axis=-1).reshape(shape),
    )


def _in_entry(function: Callable[[Array], Array], at: Array, place: tuple[int, ...]) -> Slopes:
    direction = np.zeros(at.shape)
    direction[place] = scale = float(_scale(at[place]))
    return _slopes(lambda step: function(at + step * direction), np.array(scale))


def _scale(at: Array) -> Array:
    """A step is a share of the number it moves, and never smaller than for 1."""
    wide: Array = np.maximum(1.0, np.abs(at))
    return wide


def _slopes(moved: Callable[[float], Array], scale: Array) -> Slopes:
    """`moved(h)` is the function h·scale away from the place asked about."""
    with np.errstate(all="ignore"):
        estimates, doubts = zip(*(_estimate(moved, step, scale) for step in STEPS), strict=True)
        found = np.stack(estimates)
        # The change from one step to the next says how far from settled; rounding alone may stand still.
        unsettled = np.abs(np.diff(found, axis=0)) + np.stack(doubts)[1:]
        unsettled = np.where(np.isfinite(unsettled), unsettled, np.inf)
        best = 1 + np.argmin(unsettled, axis=0)[None]
        values = np.take_along_axis(found, best, axis=0)[0]
        outside = np.isinf(unsettled).all(axis=0)
        return Slopes(values, outside | _has_kink(moved, scale))


def _estimate(moved: Callable[[float], Array], step: float, scale: Array) -> tuple[Array, Array]:
    """The difference quotient, and by how much rounding may have moved it."""
    above, below = moved(step), moved(-step)
    width = 2 * step * scale
    return (above - below) / width, ROUNDING * np.maximum(np.abs(above), np.abs(below)) / width


def _has_kink(moved: Callable[[float], Array], scale: Array) -> Array:
    """Whether the slopes on the two sides differ, as they do at the corner of a ReLU and at a jump."""
    here = moved(0.0)
    after = (moved(BESIDE) - here) / (BESIDE * scale)
    before = (here - moved(-BESIDE)) / (BESIDE * scale)
    largest = np.maximum(1.0, np.maximum(np.abs(before), np.abs(after)))
    kinked: Array = np.abs(after - before) > APART * largest
    return kinked
