"""What can be shown of a call: the comparison, the student's line, gradients beside central differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    Evidence,
    GradientRow,
    GradientTable,
    Raised,
    Returned,
    Shown,
    SourceLine,
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
