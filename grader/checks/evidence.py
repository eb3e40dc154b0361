"""What can be shown of a call: the comparison, the student's line, the curve beside the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..arrays import (
    Array,
    Difference,
    Wrong,
    digits_to_differ,
    show_arguments,
    show_array,
    show_number,
    show_shape,
    show_value,
)
from ..diagnosis import Compared, Fit, Outcome, gradient_check
from ..exercise import Exercise, Setting
from ..model import (
    Comparison,
    Curve,
    Evidence,
    GradientRow,
    GradientTable,
    Picture,
    Raised,
    Returned,
    Shown,
    SourceLine,
    Text,
)


def evidence_of(outcome: Outcome, files: Mapping[str, bytes]) -> tuple[Evidence, ...]:
    """Input, expected, yours and difference of one case; the line of an exception."""
    line = _line_of(outcome.observation, files) if isinstance(outcome.observation, Raised) else None
    compared = comparison_of(outcome)
    return (compared, line) if line is not None else (compared,)


def comparison_of(outcome: Outcome) -> Comparison:
    """Input, expected, yours and the largest difference of one case."""
    expected, yours = _sides(outcome)
    wrong = outcome.difference
    told = show_number(wrong.largest, 3) if wrong is not None and wrong.largest else None
    return Comparison(show_arguments(outcome.case.args), expected, yours, told)


def _sides(outcome: Outcome) -> tuple[Shown, Shown | None]:
    values, wrong = outcome.behaviour.values, outcome.difference
    part = wrong.part if wrong is not None else 0
    right = outcome.expected[part]
    if values is None or part >= len(values):
        return show_array(right), _other(outcome)
    digits = digits_to_differ(right, values[part]) if right.shape == values[part].shape else 6
    marks = wrong if wrong is not None and wrong.kind is not Wrong.SHAPE else None
    return _windowed(right, marks, digits), show_array(values[part], marks, digits)


def _windowed(right: Array, wrong: Difference | None, digits: int) -> Shown:
    """The same window as the student's side, so that the cells lie side by side; nothing marked in it."""
    shown = show_array(right, wrong, digits)
    return Shown(shown.text, shown.latex, shown.cells)


def _other(outcome: Outcome) -> Shown | None:
    match outcome.observation:
        case Returned(value=value):
            return show_value(value)
        case Raised(type=kind, message=message):
            return Shown(f"{kind}: {message}"[:200])
        case _:
            return None


def _line_of(raised: Raised, files: Mapping[str, bytes]) -> SourceLine | None:
    if raised.file is None or raised.line is None or raised.file not in files:
        return None
    lines = files[raised.file].decode("utf-8-sig", "replace").splitlines()
    if not 1 <= raised.line <= len(lines):
        return None
    return SourceLine(raised.file, raised.line, lines[raised.line - 1][:200])


def shape_values(outcome: Outcome) -> dict[str, str]:
    """What the sentence about a wrong shape speaks of."""
    values, wrong = outcome.behaviour.values, outcome.difference
    if values is None or wrong is None or wrong.kind is not Wrong.SHAPE:
        return {}
    return {
        "expected": show_shape(outcome.expected[wrong.part].shape),
        "yours": show_shape(values[wrong.part].shape),
    }


# ------------------------------------------------------------------------------------- gradients


def gradients_of(
    exercise: Exercise, params: Mapping[str, Setting], outcomes: Sequence[Outcome]
) -> GradientTable | None:
    """Gradients beside central differences; None where there are none, or nothing is wrong with them."""
    checked = gradient_check(exercise, params, outcomes)
    if checked is None:
        return None
    rows = tuple(map(_gradient_row, checked.gradients))
    return GradientTable(show_arguments(checked.outcome.case.args), rows, checked.left_out)


def _gradient_row(found: Compared) -> GradientRow:
    return GradientRow(
        name=f"d{found.name}",
        shape=show_shape(found.shape),
        right=found.fit in (Fit.RIGHT, Fit.KINKS),
        verdict=found.says,
        place=str(list(found.place)) if found.place else None,
        yours=_figure(found.yours),
        numeric=_figure(found.numeric),
        error=None if found.error is None else show_number(found.error, 2),
        ratio=_figure(found.ratio),
    )


def _figure(number: float | None) -> str | None:
    return None if number is None else show_number(number)


# ------------------------------------------------------------------------------------- the curve


def picture_of(exercise: Exercise, outcome: Outcome) -> Picture | None:
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
    title = dict.fromkeys(exercise.statement, f"{exercise.key}(x)")
    return Picture(
        title, exercise.statement, curves, (float(xs[0]), float(xs[-1])), _height(right, yours), _gap(outcome)
    )


def _name(outcome: Outcome) -> str:
    seen = outcome.observation
    return seen.name if isinstance(seen, Returned) else ""


def _curve(label: Text, xs: Array, ys: Array, broken: Array, role: str) -> Curve:
    drawn = [None if b or not np.isfinite(y) else round(float(y), 9) for y, b in zip(ys, broken, strict=True)]
    return Curve(label, tuple(round(float(x), 9) for x in xs), tuple(drawn), role)


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
