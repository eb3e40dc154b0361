"""Where a step of an optimiser leads when it is taken again and again: the loss from step to step.

Steps follow each other, so a student's own cannot be taken in one round of calls. What is drawn is the known
function that agrees with theirs on every input that was tried, run on our side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from ..arrays import Array, show_number
from ..diagnosis import Diagnosis
from ..exercise import Exercise, Setting, bound_at, fresh, outputs
from ..model import Curve, Message, Picture
from ..pictures import decades

STEPS = 40
WIDE = 100.0
"""From this ratio of the largest loss to the smallest the axis is logarithmic."""


def descent_of(exercise: Exercise, params: Mapping[str, Setting], diagnosis: Diagnosis) -> Picture | None:
    """Both ways down the loss Σ w²/2; None where no known function explains the student's."""
    if diagnosis.hypothesis is None:
        return None
    args = diagnosis.outcomes[0].case.args
    right = _losses(exercise.reference(params), args)
    yours = _losses(bound_at(diagnosis.hypothesis.function, params), args)
    if len(right) < 2 or len(yours) < 2 or np.array_equal(right, yours):
        return None
    both = np.concatenate([right, yours])
    log = bool(both.min() > 0 and both.max() / both.min() > WIDE)
    low, high = decades(both.tolist()) if log else (0.0, 1.05 * float(both.max()))
    curves = (_curve(right, "reference"), _curve(yours, "yours"))
    values = {"right": show_number(right[-1], 4), "yours": show_number(yours[-1], 4), "steps": str(STEPS)}
    title, says = Message("pictures/descent-title"), Message("pictures/descent", values)
    return Picture(title, says, curves, (0.0, float(STEPS)), (low, high), log=log)


def _curve(losses: Array, role: str) -> Curve:
    return Curve({}, tuple(map(float, range(len(losses)))), tuple(float(f"{x:.6g}") for x in losses), role)


def _losses(step: Callable[..., object], args: tuple[object, ...]) -> Array:
    """The loss before each step and after the last, as long as it is a number of a size to be drawn."""
    found = []
    for loss in _walk(step, args):
        if not np.isfinite(loss) or loss > 1e12:
            break
        found.append(loss)
    return np.array(found)


def _walk(step: Callable[..., object], args: tuple[object, ...]) -> Iterator[float]:
    """Weights first, their gradient second; what else comes back takes the place of the arrays after these,
    which begin at 0. A whole number counts the steps."""
    first, _, *others = fresh(args)
    w = start = np.asarray(first, float)
    state = [k for k, arg in enumerate(others) if isinstance(arg, np.ndarray)]
    others = [np.zeros_like(arg) if isinstance(arg, np.ndarray) else arg for arg in others]
    counter = [k for k, arg in enumerate(others) if isinstance(arg, int)]
    yield _loss(w)
    for k in range(1, STEPS + 1):
        for place in counter:
            others[place] = k
        try:
            w, *kept = outputs(step(np.copy(w), np.copy(w), *others))
        except Exception:  # noqa: BLE001 - a known mistake may well be one that raises
            return
        if w.shape != start.shape or len(kept) != len(state):
            return
        for place, value in zip(state, kept, strict=True):
            others[place] = value
        yield _loss(w)


def _loss(w: Array) -> float:
    return float(np.sum(np.square(w))) / 2
