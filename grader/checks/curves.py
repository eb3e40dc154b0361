"""The student's curve over the right one, and below it how far they lie apart."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite

import numpy as np

from ..arrays import Array
from ..diagnosis import Outcome
from ..exercise import Exercise
from ..model import Curve, Message, Picture, Returned, Text
from ..pictures import decades

ROUNDING = 1e-15
"""A difference up to here is none."""


def curve_of(exercise: Exercise, outcome: Outcome) -> Picture | None:
    """The student's curve over the right one; None where there is nothing to draw."""
    values = outcome.behaviour.values
    xs, right = np.asarray(outcome.case.args[0], float), outcome.expected[0]
    if values is None or values[0].shape != right.shape or values[0].dtype.kind not in "biuf":
        return None
    yours = values[0].astype(float)
    jumps = _jumps(exercise, xs, right)
    curves = (
        _curve({"": exercise.key}, xs, right, jumps, "reference"),
        _curve({"": _name(outcome)}, xs, yours, jumps, "yours"),
    )
    title, gap = dict.fromkeys(exercise.statement, f"{exercise.key}(x)"), _gap(outcome)
    over, error = (float(xs[0]), float(xs[-1])), _error(xs, right, yours) if gap else None
    return Picture(title, exercise.statement, curves, over, _height(right, yours), gap, error=error)


def _error(xs: Array, right: Array, yours: Array) -> Picture | None:
    """How far the curves lie apart, on a logarithmic axis; where they agree, there is no line."""
    apart = np.abs(yours - right)
    seen = np.isfinite(apart) & (apart > ROUNDING)
    if not seen.any():
        return None
    curve = _curve({}, xs, np.where(seen, apart, np.nan), np.zeros(len(xs), bool), "error")
    title, says = Message("pictures/error-title"), Message("pictures/error")
    return Picture(
        title, says, (curve,), (float(xs[0]), float(xs[-1])), decades(apart[seen].tolist()), log=True
    )


def _name(outcome: Outcome) -> str:
    seen = outcome.observation
    return seen.name if isinstance(seen, Returned) else ""


def _curve(label: Text, xs: Array, ys: Array, broken: Array, role: str) -> Curve:
    drawn = np.where(broken, np.nan, ys)
    return Curve(label, _places(xs.tobytes()), _heights(drawn.tobytes()), role)


@lru_cache(maxsize=256)
def _places(floats: bytes) -> tuple[float, ...]:
    return tuple(round(x, 9) for x in np.frombuffer(floats).tolist())


@lru_cache(maxsize=256)  # most students' curve is the right one
def _heights(floats: bytes) -> tuple[float | None, ...]:
    """To nine digits; None where the line is interrupted."""
    return tuple(float(f"{y:.9g}") if isfinite(y) else None for y in np.frombuffer(floats).tolist())


def _jumps(exercise: Exercise, xs: Array, right: Array) -> Array:
    """Where the line is interrupted: at kinks whose two sides lie apart."""
    beside = np.abs(np.roll(right, -1) - np.roll(right, 1))
    tall = beside > 0.2 * (np.ptp(right) or 1)
    broken: Array = np.isin(xs, exercise.kinks) & tall
    return broken


def _height(right: Array, yours: Array) -> tuple[float, float]:
    """From the lowest to the highest value, of yours at most one height of the right curve beyond it."""
    low, high = float(np.min(right)), float(np.max(right))
    room = (high - low) or 1.0
    finite = yours[np.isfinite(yours)]
    if finite.size:
        low = max(min(low, float(finite.min())), low - room)
        high = min(max(high, float(finite.max())), high + room)
    return round(low - 0.05 * room, 9), round(high + 0.05 * room, 9)


def _gap(outcome: Outcome) -> tuple[float, float] | None:
    """Where the two curves lie farthest apart; None when they agree."""
    wrong, values = outcome.difference, outcome.behaviour.values
    if wrong is None or values is None or wrong.wrong is None:
        return None
    apart = np.where(wrong.wrong, np.abs(values[0].astype(float) - outcome.expected[0]), 0.0)
    apart = np.where(np.isfinite(apart), apart, 0.0)
    place = int(np.argmax(apart))
    x = float(np.asarray(outcome.case.args[0])[place])
    return (round(x, 9), round(float(apart[place]), 9)) if apart[place] > 0 else None
