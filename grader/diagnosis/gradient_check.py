"""A student's gradient beside central differences of the forward function, parameter by parameter. Pure.

The forward function is our own reference: nothing of the student's runs for this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

import numpy as np

from ..arrays import Array, show_number, show_shape
from ..exercise import Exercise, Group, Setting, fresh
from ..model import Message
from .central import Slopes, slopes_in_each, slopes_of_each
from .outcomes import Outcome

CLOSE = 1e-6
"""Relative error up to which a gradient agrees: central differences are good for eight digits."""
NOTHING = 1e-8
"""An absolute difference that is none."""
MOST = 60
"""Entries of the arguments that are varied at most, one at a time."""


class Fit(StrEnum):
    """How one gradient compares; each has its sentence, `gradient/<word>`."""

    RIGHT = "right"
    SHAPE = "shape"
    TRANSPOSED = "transposed"
    UNSUMMED = "unsummed"
    NOT_FINITE = "not-finite"
    KINKS = "kinks"  # every entry lies at a kink: nothing to compare
    OPPOSITE = "opposite"
    RATIO = "ratio"
    ROWS = "ratio-rows"
    ENTRIES = "ratio-entries"
    COLUMNS = "ratio-columns"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One gradient. `place` is its worst entry, with both values there; None where there is no such entry."""

    name: str
    shape: tuple[int, ...]
    fit: Fit
    says: Message
    place: tuple[int, ...] | None = None
    yours: float | None = None
    numeric: float | None = None
    error: float | None = None
    ratio: float | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """All gradients of one case."""

    outcome: Outcome
    gradients: tuple[Compared, ...]

    @property
    def left_out(self) -> int:
        return sum(g.left_out for g in self.gradients)


def gradient_check(
    exercise: Exercise, params: Mapping[str, Setting], outcomes: Sequence[Outcome]
) -> Checked | None:
    """The gradients of the most telling wrong case; None where no case is wrong in its numbers."""
    usual = [o for o in outcomes if _comparable(o)]
    wrong = [o for o in usual if not o.right]
    if exercise.forward is None or not wrong:
        return None
    telling = max([o for o in wrong if max(map(np.size, o.expected)) > 1] or wrong, key=_wrong_parts)
    compared = _compared(exercise, params, telling)
    if all(g.fit in (Fit.RIGHT, Fit.KINKS) for g in compared):
        return None
    usual_ratios = _Ratios(usual, len(exercise.signature.inputs[0]))
    named = (usual_ratios.named(g, part, telling) for part, g in enumerate(compared))
    return Checked(telling, tuple(named))


def _comparable(outcome: Outcome) -> bool:
    """Whether it gave as many arrays of numbers as were asked, on an input small enough to be varied."""
    values = outcome.behaviour.values
    return (
        outcome.case.group in (Group.VALUES, Group.SHAPES)
        and sum(np.size(a) for a in outcome.case.args if isinstance(a, np.ndarray)) <= MOST
        and values is not None
        and len(values) == len(outcome.expected)
        and all(v.dtype.kind in "biuf" for v in values)
    )


def _wrong_parts(outcome: Outcome) -> int:
    """How many of the gradients differ from the reference's."""
    pairs = zip(outcome.expected, outcome.behaviour.values or (), strict=False)
    return sum(a.shape != b.shape or not _agree(a, b) for a, b in pairs)


def _compared(exercise: Exercise, params: Mapping[str, Setting], outcome: Outcome) -> tuple[Compared, ...]:
    numeric = numeric_gradients(exercise, params, outcome.case.args)
    values = outcome.behaviour.values or ()
    return tuple(_one(name, s, yours) for (name, s), yours in zip(numeric.items(), values, strict=True))


# ------------------------------------------------------------------------------- central differences


def numeric_gradients(
    exercise: Exercise, params: Mapping[str, Setting], args: Sequence[object]
) -> dict[str, Slopes]:
    """By the name of each argument differentiated by, as the gradient function calls it: its slopes.

    Raises KeyError for an exercise without a gradient.
    """
    gradient = exercise.gradient
    if gradient is None or exercise.forward is None:
        raise KeyError(exercise.key)
    forward = exercise.forward()
    given = dict(zip(exercise.arguments, fresh(tuple(args)), strict=False))
    upstream = given.pop(gradient.upstream, None) if gradient.upstream else None
    own = dict(zip(forward.arguments, given, strict=False))
    inputs = _completed(forward, tuple(given.values()))
    function = forward.reference({k: v for k, v in params.items() if k in forward.parameters})
    found = {}
    for name in gradient.by:
        place = forward.arguments.index(name)
        varied = _varied(function, inputs, place, upstream)
        slopes = slopes_of_each if forward.signature.elementwise else slopes_in_each
        found[own.get(name, name)] = slopes(varied, np.asarray(inputs[place], float))
    return found


def _varied(
    function: Callable[..., object], inputs: tuple[object, ...], place: int, upstream: object
) -> Callable[[Array], Array]:
    """The forward function of one of its arguments, its outputs weighted with the gradient from above."""

    def varied(value: Array) -> Array:
        result = np.asarray(function(*inputs[:place], value, *inputs[place + 1 :]), float)
        return result if upstream is None else np.sum(result * np.asarray(upstream, float))

    return varied


def _completed(forward: Exercise, given: tuple[object, ...]) -> tuple[object, ...]:
    """The given arguments, and zeros of the right shape for those without influence on the gradient."""
    lengths: dict[str, int] = {}
    for names, argument in zip(forward.signature.inputs, given, strict=False):
        lengths.update(zip(names, np.shape(np.asarray(argument)), strict=False))
    missing = forward.signature.inputs[len(given) :]
    return (*given, *(np.zeros(tuple(lengths[n] for n in names)) for names in missing))


# ------------------------------------------------------------------------------- one gradient


def _one(name: str, slopes: Slopes, yours: Array) -> Compared:
    left_out = int(slopes.missing.sum())
    if yours.shape != slopes.values.shape:
        return _misshapen(name, slopes.values, yours)
    counted = ~slopes.missing
    if not counted.any():
        return Compared(name, yours.shape, Fit.KINKS, _says(Fit.KINKS), left_out=left_out)
    errors = np.where(counted, _relative(slopes.values, yours), -1.0)
    place = tuple(int(i) for i in np.unravel_index(int(np.argmax(errors)), errors.shape))
    worst = float(errors[place])
    wrong = int((errors > CLOSE).sum())
    fit = Fit.RIGHT if not wrong else Fit.DIFFERS if np.isfinite(yours).all() else Fit.NOT_FINITE
    says = _says(fit, wrong=str(wrong), count=str(int(counted.sum())))
    values = float(yours[place]), float(slopes.values[place]), worst
    return Compared(name, yours.shape, fit, says, place, *values, left_out=left_out)


def _relative(numeric: Array, yours: Array) -> Array:
    """The difference as a share of the larger of the two; infinite where yours is no number."""
    with np.errstate(all="ignore"):
        gap, size = np.abs(yours - numeric), np.maximum(np.abs(yours), np.abs(numeric))
        share = np.where(gap <= NOTHING, 0.0, gap / size)
    relative: Array = np.where(np.isfinite(yours), share, np.inf)
    return relative


def _misshapen(name: str, numeric: Array, yours: Array) -> Compared:
    shapes = {"expected": show_shape(numeric.shape), "yours": show_shape(yours.shape)}
    fit = Fit.SHAPE
    if yours.T.shape == numeric.shape and _agree(numeric, yours.T):
        fit = Fit.TRANSPOSED
    elif (
        yours.ndim == numeric.ndim + 1 and yours.shape[1:] == numeric.shape and _agree(numeric, yours.sum(0))
    ):
        fit = Fit.UNSUMMED
    return Compared(name, yours.shape, fit, _says(fit, **shapes))


def _agree(numeric: Array, yours: Array) -> bool:
    return bool((_relative(numeric, yours.astype(float)) <= CLOSE).all())


def _says(fit: Fit, **values: str) -> Message:
    return Message(f"gradient/{fit.value}", values)


# ------------------------------------------------------------------------------- the constant ratio


@dataclass(frozen=True, slots=True, eq=False)
class _Ratios:
    """By what one factor gradients are too large, on all of these cases together.

    `rank` is how many dimensions a whole batch has: with fewer, an array is one sample.
    """

    usual: Sequence[Outcome]
    rank: int

    def named(self, gradient: Compared, part: int, shown: Outcome) -> Compared:
        """The same with the factor that explains it on every case, if there is one."""
        ratio = _ratio(shown, part)
        if gradient.fit is not Fit.DIFFERS or ratio is None or np.isnan(ratio):
            return gradient
        told, explained = replace(gradient, ratio=ratio), self._explanation(part)
        if explained is None:
            return told if np.count_nonzero(shown.expected[part]) > 1 else gradient
        fit, factor, power = explained
        if fit is Fit.RATIO:
            fit = Fit.OPPOSITE if abs(factor + 1) < CLOSE else fit
            return replace(told, fit=fit, says=_says(fit, ratio=show_number(factor, 4)))
        count = str(self._count(fit, shown))
        return replace(told, fit=fit, says=_says(fit, times=_times(factor, power), count=count))

    def _explanation(self, part: int) -> tuple[Fit, float, int] | None:
        """All ratios as a factor times a count of the input, or over it (power -1); plain ones first."""
        seen = [(r, o) for o in self.usual if (r := _ratio(o, part)) is None or not np.isnan(r)]
        if not seen or any(r is None for r, _ in seen):
            return None
        ratios = np.array([r for r, _ in seen], float)
        found = []
        for fit, power in product((Fit.RATIO, Fit.ROWS, Fit.ENTRIES, Fit.COLUMNS), (1, -1)):
            factors = ratios / np.array([self._count(fit, o) for _, o in seen], float) ** power
            if np.allclose(factors, factors[0], rtol=CLOSE, atol=0):
                found.append((fit, float(factors[0]), power))
        return min(found, key=lambda f: (f[0] is not Fit.RATIO, abs(f[1] - 1) > CLOSE), default=None)

    def _count(self, fit: Fit, outcome: Outcome) -> int:
        """Rows, entries or columns of the first array that was given; 1 for a plain ratio."""
        array = next((a for a in outcome.case.args if isinstance(a, np.ndarray)), np.zeros(1))
        lengths = (1, *array.shape) if array.ndim < self.rank else (*array.shape, 1)
        counts = {Fit.ROWS: lengths[0], Fit.ENTRIES: int(array.size), Fit.COLUMNS: lengths[1]}
        return int(counts.get(fit, 1))


def _ratio(outcome: Outcome, part: int) -> float | None:
    """The one factor of a case; None where there is none, nan where every gradient is 0."""
    expected, yours = outcome.expected[part], (outcome.behaviour.values or ())[part]
    if expected.shape != yours.shape or not np.isfinite(yours).all():
        return None
    at_kink = np.zeros(1, bool) if outcome.between is None else ~np.isnan(outcome.between.low)
    nonzero = (np.abs(expected) > NOTHING) & ~at_kink
    if not nonzero.any():
        return float("nan")
    ratios = yours[nonzero] / expected[nonzero]
    one = bool(np.allclose(ratios, ratios[0], rtol=CLOSE, atol=0)) and ratios[0] != 0
    return float(ratios[0]) if one and not np.any(np.abs(yours[~nonzero & ~at_kink]) > NOTHING) else None


def _times(factor: float, power: int) -> str:
    """`N`, `2·N`, `1/N`, `0.5/N`."""
    told = show_number(factor, 4)
    if power < 0:
        return f"{told}/N"
    return "N" if told == "1" else f"{told}·N"
